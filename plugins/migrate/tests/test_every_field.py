"""No field of a record may be forgotten when one is added to core: what is set shows in what is written or told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve, fields

from deskbridge.memory import CAPABILITIES
from deskbridge.records import (
    Agent,
    AgentKind,
    Attachment,
    Author,
    AuthorKind,
    Availability,
    AvailabilityKind,
    BodyFormat,
    Channel,
    ChannelKind,
    Customer,
    Direction,
    Identifier,
    IdentifierKind,
    Message,
    MessageKind,
    Record,
    Requester,
    Status,
    Ticket,
    TicketStatus,
    Visibility,
)
from deskbridge_migrate.masking import masked
from deskbridge_migrate.matching import Matching
from deskbridge_migrate.reading import Directory
from deskbridge_migrate.translate import customers, messages, tickets
from deskbridge_migrate.translate.context import Context, Translation

SECRET = "Ottoline"
OPENED, LATER = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 2, tzinfo=UTC)
CONTEXT = Context(vendor="old", source=Directory(), matching=Matching(), can=CAPABILITIES)
PLAIN: dict[type[Record], Record] = {
    Customer: Customer(id="c", vendor="old", name=""),
    Ticket: Ticket(id="t", vendor="old", status=Status(kind=TicketStatus.OPEN)),
    Agent: Agent(id="a", vendor="old", name=""),
    Message: Message(
        id="m",
        vendor="old",
        kind=MessageKind.MESSAGE,
        direction=Direction.INBOUND,
        visibility=Visibility.PUBLIC,
        author=Author(kind=AuthorKind.CUSTOMER),
    ),
}
TRANSLATED: dict[type[Record], Callable[[Any], Translation[Any]]] = {
    Customer: lambda one: customers.customer(one, CONTEXT),
    Ticket: lambda one: tickets.ticket(one, (), Requester(), CONTEXT, opened=OPENED),
    Message: lambda one: messages.message(one, CONTEXT, opened=OPENED),
}
VALUES: dict[str, Any] = {
    "identifiers": (Identifier(kind=IdentifierKind.EMAIL, value=f"{SECRET}@example.org", original=SECRET),),
    "attachments": (Attachment(name=SECRET, url=f"https://files.example/{SECRET}"),),
    "author": Author(kind=AuthorKind.CUSTOMER, name=SECRET),
    "availability": Availability(kind=AvailabilityKind.AWAY),
    "body_format": BodyFormat.NONE,
    "channel": Channel(kind=ChannelKind.EMAIL),
    "direction": Direction.OUTBOUND,
    "erased": True,
    "active": True,
    "status": Status(kind=TicketStatus.PENDING),
    "topic_ids": (SECRET,),
    "roles": (SECRET,),
    "visibility": Visibility.PRIVATE,
}
KINDS = {Message: MessageKind.NOTE, Agent: AgentKind.BOT}
BY_TYPE = {"str": SECRET, "FrozenDict": {"aunt": SECRET}, "datetime | None": LATER}
"""What is tried of a field; one of another type needs a value of its own above."""

NOT_THE_RECORDS = {"vendor", "raw"}
NOT_MOVED = {
    (Customer, "merged_from"): "The one who survived is moved, by the id that it has.",
    (Ticket, "customer_id"): "Who the ticket is for is given to the translation.",
    (Message, "ticket_id"): "A message moves with its ticket.",
    (Message, "customer_id"): "A message moves with its ticket.",
    (Message, "external_id"): "The place is taken by the message's id at the source, by which it is found again.",
}
NOBODYS = {
    "id": "Ids tell nobody who somebody is, and records are found by them.",
    "original_kind": "The vendor's own word for the kind.",
    "roles": "What somebody may do, in the vendor's words.",
    "topic_ids": "Topics are nobody's.",
}


def tried(kind: type[Record], name: str, of_type: str) -> Any:
    if name == "kind":
        return KINDS[kind]
    if name in VALUES or of_type in BY_TYPE:
        return VALUES.get(name, BY_TYPE.get(of_type))
    assert of_type.endswith("Id | None"), f"say what to try of {kind.__name__}.{name}"
    return "other"


FIELDS = [(kind, one.name) for kind in PLAIN for one in fields(kind) if one.name not in NOT_THE_RECORDS]


def filled(kind: type[Record], name: str) -> Record:
    of_type = next(str(one.type) for one in fields(kind) if one.name == name)
    return evolve(PLAIN[kind], **{name: tried(kind, name, of_type)})


def written_or_told(kind: type[Record], record: Record) -> tuple[Any, Any]:
    made = TRANSLATED[kind](record)
    return made.value, made.judgments


@pytest.mark.parametrize(("kind", "name"), [one for one in FIELDS if one[0] in TRANSLATED])
def test_what_a_field_holds_is_written_or_told(kind: type[Record], name: str) -> None:
    forgotten = written_or_told(kind, filled(kind, name)) == written_or_told(kind, PLAIN[kind])
    assert forgotten is ((kind, name) in NOT_MOVED)


@pytest.mark.parametrize(("kind", "name"), [one for one in FIELDS if one[1] not in NOBODYS])
def test_what_a_field_says_of_a_person_is_masked(kind: type[Record], name: str) -> None:
    held = {one.name: getattr(masked(filled(kind, name), "key"), one.name) for one in fields(kind)}
    assert SECRET not in repr(held)
