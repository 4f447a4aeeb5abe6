"""Where requests may go: the base address of a desk, and links that must stay on it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from urllib.parse import quote, unquote, urlencode, urlsplit

from attrs import frozen

from deskbridge.errors import ForeignOriginError, InvalidRequestError, SettingError

_PORTS = {"http": 80, "https": 443}
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
# Of a name, an IPv4 or an IPv6 address with its zone. All else would be taken for another host on its way down.
_HOST = re.compile(r"[0-9a-z._-]+|[0-9a-f.]*:[0-9a-f:.]*(?:%[0-9A-Za-z._~%-]+)?")
_UNSENDABLE = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|//")
# What may stand in a path or query as it is (RFC 3986); all else is percent-encoded.
_LEGAL = "/%:@!$&'()*+,;=~-._?"
_PERCENT = re.compile(r"%(?P<code>[0-9A-Fa-f]{2})?")

Query = Mapping[str, str | Sequence[str]]


@frozen
class Origin:
    """Scheme, host and port: what credentials are bound to."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    @property
    def loopback(self) -> bool:
        """Whether it is this machine, by name or by address."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


@frozen
class Address:
    """An origin and the path and query on it, ready to be sent."""

    origin: Origin
    target: str

    @property
    def url(self) -> str:
        """The whole URL. It may hold personal data."""
        return f"{self.origin}{self.target}"


def parse_address(url: str) -> Address:
    """Take an absolute http or https URL apart.

    Raises:
        InvalidRequestError: It has control characters, a backslash, user info, no host or another scheme.
    """
    if _FORBIDDEN.search(url):
        raise InvalidRequestError("a URL has a blank, a backslash or a control character; nothing was sent")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError as error:
        raise InvalidRequestError("a URL has no valid host or port; nothing was sent") from error
    if parts.scheme not in _PORTS or not _HOST.fullmatch(host):
        raise InvalidRequestError("a URL must begin with https:// or http:// and a host; nothing was sent")
    if parts.username is not None or parts.password is not None:
        raise InvalidRequestError("a URL has user info before its host; nothing was sent")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(Origin(parts.scheme, host, _PORTS[parts.scheme] if port is None else port), _encode(target))


class Base:
    """The base address of a desk.

    Args:
        url: Such as ``https://example.test/api/v1``; http only to this machine unless allowed.
        vendor: The vendor's name, for errors.
        allow_plain_http: Accept http to any host.

    Raises:
        SettingError: The URL can't be a base address; its field is ``base_url``.
    """

    def __init__(self, url: str, *, vendor: str, allow_plain_http: bool) -> None:
        try:
            address = parse_address(url)
        except InvalidRequestError as error:
            raise self._refused("it must be like https://host/path, without user info or blanks", vendor) from error
        if "?" in url or "#" in url:
            raise self._refused("it must have no query and no fragment", vendor)
        if address.origin.scheme == "http" and not (allow_plain_http or address.origin.loopback):
            raise self._refused("it must begin with https://, or credentials would travel unencrypted", vendor)
        self.origin = address.origin
        self.prefix = address.target.rstrip("/")

    @staticmethod
    def _refused(reason: str, vendor: str) -> SettingError:
        return SettingError(f"base_url can't be used: {reason}. Nothing was sent.", field="base_url", vendor=vendor)

    def join(self, path: str, query: Query | None = None) -> Address:
        """Return where a path, or a link on the same origin, leads.

        Args:
            path: Below the base address, or an absolute URL on its origin.
            query: Parameters to add; a sequence repeats the name, in its order.

        Raises:
            ForeignOriginError: The link leads to another origin.
            InvalidRequestError: The path has control characters or dot segments.
        """
        if _ABSOLUTE.match(path):
            address = parse_address(f"{self.origin.scheme}:{path}" if path.startswith("//") else path)
            if address.origin != self.origin:
                raise ForeignOriginError(
                    f"a link leads to {address.origin} instead of {self.origin}. It was not followed and no "
                    "credentials went there. If the vendor did move, change base_url."
                )
            target = address.target
        else:
            target = f"{self.prefix}/{_encode(path).lstrip('/')}"
        _refuse_dot_segments(target)
        return Address(self.origin, _with_query(target, query))


def _encode(path: str) -> str:
    if _UNSENDABLE.search(path):
        raise InvalidRequestError("a path has a backslash, a control character or half a letter; nothing was sent")
    encoded = quote(path.partition("#")[0], safe=_LEGAL)
    return _PERCENT.sub(_percent, encoded) if "%" in encoded else encoded


def _percent(found: re.Match[str]) -> str:
    return f"%{found['code'].upper()}" if found["code"] else "%25"  # one that encodes nothing stands for itself


def _refuse_dot_segments(target: str) -> None:
    # An id of ".." would otherwise name another resource than the one that is meant.
    if "." not in target and "%" not in target:
        return
    segments = unquote(target.partition("?")[0]).split("/")
    if "." in segments or ".." in segments:
        raise InvalidRequestError("a path has a segment of dots, so an id is not an id; nothing was sent")


def _with_query(target: str, query: Query | None) -> str:
    if not query:
        return target
    pairs = [(name, value) for name, values in query.items() for value in _each(values)]
    with suppress(UnicodeEncodeError):
        return target + ("&" if "?" in target else "?") + urlencode(pairs, quote_via=quote, safe="")
    # Raised out here: Python's error carries the whole value, and would be the context of this one.
    raise InvalidRequestError("a query has half a letter, which can't be sent; nothing was sent")


def _each(values: str | Sequence[str]) -> Sequence[str]:
    if isinstance(values, str):
        return [values]
    if isinstance(values, list | tuple) and all(isinstance(value, str) for value in values):
        return values
    raise InvalidRequestError("a query value is neither text nor a list of texts; nothing was sent")
