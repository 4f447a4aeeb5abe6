"""A request as it goes over the wire, and how it can break."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

from attrs import field, frozen

from deskbridge.errors import DeskbridgeError, InvalidRequestError
from deskbridge.transport.origin import Address

T = TypeVar("T", bound=BaseException)

_METHOD = re.compile(r"[A-Z]+")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_FRAMING = frozenset({"content-length", "transfer-encoding"})
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


@frozen(kw_only=True)
class Outgoing:
    """A request as it goes over the wire.

    Attributes:
        vendor: The vendor's name.
        operation: The operation that is called.
        method: The HTTP method.
        address: Where to.
        headers: All that are sent, but those that HTTP itself needs.
        body: What is sent, None for nothing.
        secrets: The credentials, and what is secret in the body, to be hidden wherever an answer repeats them.
    """

    vendor: str
    operation: str
    method: str
    address: Address
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)


class Broken(Exception):  # noqa: N818 - not an error of ours yet: the caller judges what it means
    """No whole answer came.

    Attributes:
        error: What to raise for it.
        sent: Whether the request may have reached the vendor.
        final: Whether another try can't help.
    """

    def __init__(self, error: DeskbridgeError, *, sent: bool, final: bool = False) -> None:
        super().__init__(str(error))
        self.error = error
        self.sent = sent
        self.final = final


def parted(error: T, handled: BaseException | None) -> T:
    """Cut an error of a library off from what its caller was handling when the request began, and return it.

    That did not lead to it. Left as its context, it makes a ring where the caller then names our error as the cause of
    what it was handling: Python looks for rings among contexts, and not among the causes of one.
    """
    seen: set[int] = set()
    left: list[BaseException | None] = [error]
    while left:
        one = left.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        if one.__context__ is handled:
            one.__context__ = None
        left += [one.__cause__, one.__context__]
    return error


def checked_method(method: str) -> str:
    """Return the method, of capitals only.

    Raises:
        InvalidRequestError: It is not.
    """
    if not _METHOD.fullmatch(method):
        raise InvalidRequestError("a method must be letters in upper case; nothing was sent")
    return method


@frozen(kw_only=True)
class Content:
    """A body that is not JSON.

    Attributes:
        content: The body itself.
        content_type: What it is called on the way.
    """

    content: bytes = field(repr=lambda content: f"<{len(content)} bytes>")
    content_type: str


def written(body: object) -> Content:
    """Write a body: as it is if it is `Content`, else as JSON.

    Raises:
        InvalidRequestError: It has a value that JSON has no form for.
    """
    return body if isinstance(body, Content) else Content(content=json_body(body), content_type="application/json")


def json_body(body: object) -> bytes:
    """Write a body as JSON.

    Raises:
        InvalidRequestError: It has a value that JSON has no form for.
    """
    import orjson

    try:
        return orjson.dumps(body)
    except TypeError as error:
        # orjson names the type that it can't write, never a value.
        raise InvalidRequestError(f"the body can't be written as JSON: {error}. Nothing was sent.") from None


def checked_headers(headers: dict[str, Any]) -> dict[str, str]:
    """Return the headers, which can be sent as they are; of names that differ in case only, the last one.

    Raises:
        InvalidRequestError: One has a name or a value that can't; names it, never its value.
    """
    kept = {}
    for name, value in headers.items():
        if not (isinstance(value, str) and _HEADER_VALUE.fullmatch(value)):
            raise InvalidRequestError(
                f"the value of the header {_known(name)[1]} is no text, or has a line break, a control character or a "
                "letter outside Latin-1; nothing was sent. If it is a credential, look for a line break at its end."
            )
        kept[_known(name)[0]] = (name, value)
    return headers if len(kept) == len(headers) else dict(kept.values())


@lru_cache(maxsize=256)
def _known(name: Any) -> tuple[str, str]:
    if not (isinstance(name, str) and _HEADER_NAME.fullmatch(name)):
        raise InvalidRequestError("a header has a name that can't be sent; nothing was sent")
    if name.lower() in _FRAMING:
        raise InvalidRequestError(f"the header {name} says where a body ends, which we say; nothing was sent")
    return name.lower(), name
