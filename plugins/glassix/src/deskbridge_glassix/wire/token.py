"""Access tokens. Source: docs.glassix.com, Access Token; both official SDKs."""

from __future__ import annotations

from attrs import NOTHING, field, frozen

from deskbridge.wire import Wire, key


@frozen(kw_only=True, slots=True)
class TokenRequest(Wire):
    """Who asks for a token."""

    api_key: str
    api_secret: str = field(repr=False)
    user_name: str


@frozen(kw_only=True, slots=True, repr=False)
class TokenAnswer(Wire):
    """A token, which is never shown.

    Attributes:
        token_type: ``bearer``.
        expires_in: Seconds, with a fraction sometimes.
    """

    access_token: str = key("access_token", default=NOTHING)
    token_type: str | None = key("token_type", default=None)
    expires_in: float | None = key("expires_in", default=None)

    def __repr__(self) -> str:
        return "TokenAnswer(***)"
