"""Tickets, written. Source: docs.glassix.com, Create Ticket and Participant; the official C# SDK."""

from __future__ import annotations

from attrs import frozen

from deskbridge.records import UNSET, FrozenDict, Unset
from deskbridge.wire import Wire, key

FIELD_NAMES = tuple(f"field{number}" for number in range(1, 11))
"""The ticket's own fields; the first is its subject."""


@frozen(kw_only=True, slots=True)
class NewParticipant(Wire):
    """Whom a new ticket is with.

    Attributes:
        identifier: International without a plus, for phones.
        department_identifier: Which number or address of the department to use.
        contact_id: Left out when unknown: the vendor finds the contact by the identifier, or makes one.
        user_name: Of users only.
    """

    protocol_type: str
    identifier: str
    type: str = "Client"
    sub_protocol_type: str | Unset = UNSET
    name: str | Unset = UNSET
    display_name: str | Unset = UNSET
    department_identifier: str | Unset = UNSET
    contact_id: str | Unset = UNSET
    user_name: str | Unset = UNSET
    id: int | Unset = UNSET
    is_active: bool | Unset = UNSET
    is_deleted: bool | Unset = UNSET


@frozen(kw_only=True, slots=True)
class NewSource(Wire):
    """The page that a ticket was opened on."""

    title: str | Unset = UNSET
    uri: str | Unset | None = UNSET


@frozen(kw_only=True, slots=True)
class NewDetails(Wire):
    """How a ticket came about; what is left out stays as it is.

    Attributes:
        referral: With the keys of `wire.details.Referral`.
    """

    user_agent: str | Unset = UNSET
    ip_address: str | Unset = key("iPAddress", default=UNSET)
    location: str | Unset = UNSET
    cards_path: str | Unset = UNSET
    source: NewSource | Unset = UNSET
    external_link: str | Unset | None = UNSET
    is_mobile: bool | Unset = UNSET
    identity_token_claims: FrozenDict | Unset = UNSET
    referral: FrozenDict | Unset = UNSET


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
    details: NewDetails | Unset = UNSET


@frozen(kw_only=True, slots=True)
class Writer(Wire):
    """Who wrote an initial message, by the address of a participant."""

    identifier: str
    type: str = "Client"


@frozen(kw_only=True, slots=True)
class NewTransaction(Wire):
    """A message that a new ticket begins with. Source: the vendor's older help site."""

    from_participant: Writer
    text: str
    type: str = "Message"


@frozen(kw_only=True, slots=True)
class NewTicket(TicketFields):
    """What creating a ticket takes.

    `add_introduction_message` is false unless asked for: the documented default would greet the customer.

    Attributes:
        culture: Documented as required.
        open: Now if left out.
        close: Required with the state ``Closed``.
        get_available_user: Whether the vendor assigns the next available agent, else it is the token's user.
        transactions: What was said before.
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
    transactions: tuple[NewTransaction, ...] | Unset = UNSET
