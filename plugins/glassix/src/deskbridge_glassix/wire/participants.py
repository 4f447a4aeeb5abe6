"""Who takes part in a ticket. Source: docs.glassix.com, Participant and Ticket."""

from __future__ import annotations

from attrs import frozen

from deskbridge.wire import Wire, optional
from deskbridge_glassix.wire.nothing import NO_ID, NO_TEXT


@frozen(kw_only=True, slots=True)
class Owner(Wire):
    """Who has a ticket; without an id, nobody. `UserName` has a capital U."""

    id: str | None = optional(*NO_ID)
    gender: str | None = None
    user_name: str | None = optional(NO_TEXT, name="UserName")
    culture: str | None = None
    is_anonymous: bool | None = None
    unique_argument: str | None = optional(NO_TEXT)
    type: str | None = None


@frozen(kw_only=True, slots=True)
class Participant(Wire):
    """Someone who takes part in a ticket.

    Attributes:
        id: Counted from 1 inside the ticket.
        type: ``Client``, ``User`` or ``System``.
        identifier: A client's address, without the plus of a phone number; a user's id.
        department_identifier: The number or address of the department that the client is in touch with.
        display_name: As customers see it.
        contact_id: The contact behind a client; None for users.
        user_name: Of users only.
        is_active: False for an earlier owner.
    """

    id: int | None = None
    name: str | None = None
    type: str | None = None
    identifier: str | None = optional(*NO_ID)
    department_identifier: str | None = optional(NO_TEXT)
    display_name: str | None = optional(NO_TEXT)
    protocol_type: str | None = None
    sub_protocol_type: str | None = None
    is_active: bool | None = None
    is_deleted: bool | None = None
    contact_id: str | None = optional(*NO_ID)
    user_name: str | None = optional(NO_TEXT)
