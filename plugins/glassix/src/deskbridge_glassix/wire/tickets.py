"""Tickets, participants, transactions. Source: docs.glassix.com, Ticket, Participant, Transaction, Attachment."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import UNSET, FrozenDict, Unset
from deskbridge.wire import Wire, key

FIELD_NAMES = tuple(f"field{number}" for number in range(1, 11))
"""The ticket's own fields; the first is its subject."""


@frozen(kw_only=True, slots=True)
class Owner(Wire):
    """Who has a ticket; the all-zero id means nobody. `UserName` has a capital U."""

    id: str | None = None
    user_name: str | None = key("UserName", default=None)
    type: str | None = None


@frozen(kw_only=True, slots=True)
class Participant(Wire):
    """Someone who takes part in a ticket.

    Attributes:
        id: Counted from 1 inside the ticket.
        type: ``Client``, ``User`` or ``System``.
        identifier: A client's address, without the plus of a phone number; a user's id.
        contact_id: The contact behind a client; all zeros for users.
        is_active: False for an earlier owner.
    """

    id: int | None = None
    name: str | None = None
    type: str | None = None
    identifier: str | None = None
    display_name: str | None = None
    protocol_type: str | None = None
    sub_protocol_type: str | None = None
    is_active: bool | None = None
    is_deleted: bool | None = None
    contact_id: str | None = None
    user_name: str | None = None


@frozen(kw_only=True, slots=True)
class Attachment(Wire):
    """A file. Its `uri` is signed and lasts a few hours only."""

    id: int | None = None
    type: str | None = None
    original_file_name: str | None = None
    uri: str | None = None


@frozen(kw_only=True, slots=True)
class Transaction(Wire):
    """One entry of a ticket. Its id may exceed 32 bits.

    Attributes:
        type: ``Message``, or one of many others of which the vendor publishes no full list.
        status: The least advanced over all participants, such as ``Pending``, ``Delivered``, ``Read``.
    """

    id: int
    guid_transaction_id: str | None = None
    date_time: datetime | None = None
    from_protocol_type: str | None = None
    type: str | None = None
    text: str | None = None
    html: str | None = None
    status: str | None = None
    from_participant: Participant | None = None
    attachments: tuple[Attachment, ...] | None = None


@frozen(kw_only=True, slots=True)
class Ticket(Wire):
    """A ticket; from a listing it has no transactions.

    Attributes:
        close: The year 1 while it is not closed.
        last_activity: Moves with each entry, and to the moment of scrambling.
        moved_to_ticket_id: 0 when it was not moved.
    """

    id: int
    department_id: str | None = None
    field1: str | None = None
    field2: str | None = None
    field3: str | None = None
    field4: str | None = None
    field5: str | None = None
    field6: str | None = None
    field7: str | None = None
    field8: str | None = None
    field9: str | None = None
    field10: str | None = None
    culture: str | None = None
    ticket_type: str | None = None
    tags: tuple[str, ...] | None = None
    owner: Owner | None = None
    state: str | None = None
    open: datetime | None = None
    close: datetime | None = None
    last_activity: datetime | None = None
    unique_argument: str | None = None
    primary_protocol_type: str | None = None
    moved_to_ticket_id: int | None = None
    moved_from_ticket_id: int | None = None
    is_scrambled: bool | None = None
    participants: tuple[Participant, ...] | None = None
    transactions: tuple[Transaction, ...] | None = None


@frozen(kw_only=True, slots=True)
class Paging(Wire):
    """Where a listing goes on."""

    next: str | None = None


@frozen(kw_only=True, slots=True)
class TicketPage(Wire):
    """At most 100 tickets."""

    tickets: tuple[Ticket, ...] | None = None
    paging: Paging | None = None

    @property
    def next_link(self) -> str:
        """The link of the next page; "" on the last, whichever of four ways it says so."""
        return (self.paging.next if self.paging else None) or ""


@frozen(kw_only=True, slots=True)
class MovedTicket(Wire):
    """What moving to another department answers: the id of the copy."""

    ticket_id: int


@frozen(kw_only=True, slots=True)
class NewParticipant(Wire):
    """Whom a new ticket is with.

    Attributes:
        identifier: International without a plus, for phones.
        contact_id: Left out when unknown: the vendor finds the contact by the identifier, or makes one.
    """

    protocol_type: str
    identifier: str
    type: str = "Client"
    sub_protocol_type: str | Unset = UNSET
    name: str | Unset = UNSET
    contact_id: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class TicketFields(Wire):
    """What setting a ticket's fields takes; what is left out stays as it is."""

    field1: str | Unset = UNSET
    field2: str | Unset = UNSET
    field3: str | Unset = UNSET
    field4: str | Unset = UNSET
    field5: str | Unset = UNSET
    field6: str | Unset = UNSET
    field7: str | Unset = UNSET
    field8: str | Unset = UNSET
    field9: str | Unset = UNSET
    field10: str | Unset = UNSET
    unique_argument: str | Unset = UNSET
    details: FrozenDict | Unset = UNSET


@frozen(kw_only=True, slots=True)
class NewTicket(TicketFields):
    """What creating a ticket takes.

    `add_introduction_message` is false unless asked for: the documented default would greet the customer.

    Attributes:
        culture: Documented as required.
        close: Required with the state ``Closed``.
        get_available_user: Whether the vendor assigns the next available agent, else it is the token's user.
    """

    participants: tuple[NewParticipant, ...]
    culture: str = "en-US"
    tags: tuple[str, ...] = ()
    state: str | Unset = UNSET
    open: str | Unset = UNSET
    close: str | Unset = UNSET
    get_available_user: bool = True
    add_introduction_message: bool = False
    enable_webhook: bool = True
    mark_as_read: bool = False
