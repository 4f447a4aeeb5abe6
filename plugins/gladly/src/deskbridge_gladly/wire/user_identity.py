"""Who a customer is, proven to Glad App."""

from __future__ import annotations

from attrs import field, frozen

from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class IdentityBody(Wire):
    """Whose identity to prove.

    Attributes:
        identity_type: EMAIL or MOBILE_PHONE_NUMBER.
        identity: The e-mail address, or the number in E.164.
    """

    identity_type: str
    identity: str


@frozen(kw_only=True, slots=True)
class IdentityToken(Wire):
    """A signed token (JWT). Whoever has it is taken for the customer, so it is not printed."""

    token: str = field(repr=False)
