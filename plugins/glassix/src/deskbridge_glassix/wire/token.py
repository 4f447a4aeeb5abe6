"""Access tokens. Source: docs.glassix.com, Access Token; both official SDKs."""

from __future__ import annotations

from attrs import field, frozen

from deskbridge.wire import Wire, key


@frozen(kw_only=True, slots=True)
class TokenRequest(Wire):
    """Who asks for a token."""

    api_key: str
    api_secret: str = field(repr=False)
    user_name: str


@frozen(kw_only=True, slots=True)
class TokenAnswer(Wire):
    """A token.

    Attributes:
        expires_in: Seconds, with a fraction sometimes.
    """

    access_token: str = field(repr=False, metadata={"deskbridge.wire.key": "access_token"})
    expires_in: float | None = key("expires_in", default=None)
