"""Users. Source: docs.glassix.com, Users."""

from __future__ import annotations

from attrs import frozen

from deskbridge.wire import Wire, key


@frozen(kw_only=True, slots=True)
class User(Wire):
    """A person, bot or integration of a department.

    Attributes:
        user_name: An e-mail address; the key has a capital U.
        type: ``AGENT``, ``BOT`` or ``API``.
        full_name: Hidden from customers.
        short_name: Shown to customers.
    """

    id: str
    user_name: str | None = key("UserName", default=None)
    type: str | None = None
    full_name: str | None = None
    short_name: str | None = None
    unique_argument: str | None = None
    status: str | None = None
    roles: tuple[str, ...] | None = None
