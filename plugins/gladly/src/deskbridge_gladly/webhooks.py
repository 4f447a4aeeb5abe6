"""Receiving webhooks: is a delivery the vendor's, and what does it say?

Gladly signs nothing. What a delivery brings is what the webhook was created with: Basic credentials, static headers,
or both. Answer a PING and whatever was taken, or shall not come again, with 200: anything else is sent again, four
times within the hour, and then the webhook is disabled.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping

from attrs import field, frozen

from deskbridge.errors import AuthenticationError, SettingError
from deskbridge.wire import parse_json
from deskbridge_gladly.wire.events import Event, Ping, read_event

__all__ = ["Authenticity", "is_ping", "parse"]


@frozen(kw_only=True)
class Authenticity:
    """What a delivery must bring, as the webhook was created with it.

    Attributes:
        username: Of the Basic credentials; "" where the webhook has none.
        password: Of the Basic credentials.
        headers: The static headers, by name in any case.

    Raises:
        SettingError: There is nothing to compare, and everybody's deliveries would be taken.
    """

    username: str = ""
    password: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        if not self.password and not any(self.headers.values()):
            msg = "a webhook needs credentials or headers to be told from anybody else's"
            raise SettingError(msg, field="password", vendor="gladly")

    def is_authentic(self, headers: Mapping[str, str]) -> bool:
        """Return whether a delivery with these headers is the vendor's. How long it takes tells nothing of why not."""
        brought = {name.lower(): value for name, value in headers.items()}
        checks = [
            hmac.compare_digest(_octets(brought.get(name.lower(), "")), _octets(value))
            for name, value in self.headers.items()
        ]
        if self.username or self.password:
            expected = _octets(f"{self.username}:{self.password}")
            checks.append(hmac.compare_digest(_credentials(brought.get("authorization", "")), expected))
        return all(checks)

    def open(self, headers: Mapping[str, str], body: bytes) -> Event:
        """Return the event of an authentic delivery.

        Raises:
            AuthenticationError: It is not the vendor's; answer with 401.
            MalformedAnswerError: It is, and its body is no event.
        """
        if not self.is_authentic(headers):
            msg = "a delivery lacks the webhook's credentials or headers, or has others. It was not read."
            raise AuthenticationError(msg, vendor="gladly", operation="webhooks.receive")
        return parse(body)


def parse(body: bytes) -> Event:
    """Read a delivery's body: an event of its own class, an `UnknownEvent` with all it has where its type is new.

    A customer who is gone is a `CustomerMerged` or a `CustomerDeleted`; see `deskbridge_gladly.wire.events`.

    Raises:
        MalformedAnswerError: It is no JSON object, or a documented field has another shape.
    """
    return read_event(parse_json(body, vendor="gladly", operation="webhooks.receive"))


def is_ping(event: Event) -> bool:
    """Return whether the vendor only asks if the webhook is answered."""
    return isinstance(event, Ping)


def _octets(text: str) -> bytes:
    # Servers hand over what is no text as halves of characters, which nothing else encodes.
    return text.encode("utf-8", "surrogatepass")


def _credentials(authorization: str) -> bytes:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return b""
    try:
        return base64.b64decode(encoded.strip().encode(), validate=True)
    except (binascii.Error, ValueError):
        return b""
