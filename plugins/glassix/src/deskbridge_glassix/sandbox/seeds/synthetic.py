"""Makes tickets with everything ugly, the same ones for the same number.

Addresses are at example.org and phone numbers 44 20 7946 00xx, which nobody has. One ticket's place in the row
decides everything about it, so that a longer row begins like a shorter one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from attrs import frozen

from deskbridge_glassix.sandbox import shapes
from deskbridge_glassix.sandbox.operations.change import scrambled
from deskbridge_glassix.sandbox.seeds import people, threads
from deskbridge_glassix.sandbox.seeds.workspace import MAIN_DEPARTMENT, OTHER_DEPARTMENT, tag
from deskbridge_glassix.sandbox.shapes import Wire, user
from deskbridge_glassix.sandbox.ticket import Ticket
from deskbridge_glassix.sandbox.world import World

_NAMESPACE = UUID("8a7d3b52-2f60-4d0a-b0a8-3c7b6a1f5e00")
_PHONES = 100
_STATES = ("Closed", "Closed", "Open", "Closed", "Pending", "Closed", "Snoozed", "Open", "Reopened", "Closed")
_PHONE_CHANNELS = ("WhatsApp", "SMS", "PhoneCall", "Mail", "Web")
_MAIL_CHANNELS = ("Mail", "Web", "Mail")
GONE = user(
    {"id": "c2e5a8d1-4f7b-4c3e-9a60-5b8d1e2f3a07", "UserName": "gone.agent@company.com", "fullName": "Gone Agent",
     "shortName": "Gone"}
)  # fmt: skip
"""An agent who left: owns tickets, and is no longer a user of the department."""


@frozen(kw_only=True)
class _Person:
    number: int
    name: str
    mail: str
    phone: str

    def reach(self, place: int) -> tuple[str, str]:
        """Choose the channel of a ticket, and the person's identifier there."""
        channels = _PHONE_CHANNELS if self.phone else _MAIL_CHANNELS
        channel = channels[place % len(channels)]
        if channel == "Mail" and not self.mail:
            channel = "WhatsApp"
        identifiers = {"Mail": self.mail, "Web": str(uuid5(_NAMESPACE, f"web/{self.number}"))}
        return channel, identifiers.get(channel, self.phone)


def _person(number: int) -> _Person:
    """Every ninth has no mail address, and only the first hundred have a phone number."""
    phone = f"4420794600{number:02d}" if number < _PHONES else ""
    mail = "" if phone and number % 9 == 4 else f"Customer.{number}@example.org"
    return _Person(number=number, name=people.NAMES[number % len(people.NAMES)], mail=mail, phone=phone)


def lay(world: World, tickets: int) -> None:
    """Add tickets, the contacts they need, and the ugly tags.

    Args:
        world: Where the departments are already.
        tickets: How many; a moved one's copy in the other department is not counted.
    """
    main = world.departments[MAIN_DEPARTMENT]
    main.tags.update((row[0], tag(*row)) for row in people.UGLY_TAGS)
    retired = people.RETIRED_TAG
    main.tags[retired[0]] = tag(*retired) | {"isDeleted": True}
    for place in range(tickets):
        _lay(world, place)


def _lay(world: World, place: int) -> None:
    opened = people.opened(place)
    # Every third ticket is another one of an earlier customer.
    person = _person(place // 3 if place % 3 == 2 else place)
    ticket = _ticket(world, place, person, opened)
    world.add(ticket)
    last = threads.fill(world, ticket, place, opened)
    last = _settle(world, ticket, place, last)
    if place % 23 == 11:
        _move_away(world, ticket, last)
    if place % 29 == 13:
        world.release(ticket)
        scrambled(ticket)
        ticket.touch(last + timedelta(days=40))


def _ticket(world: World, place: int, person: _Person, opened: datetime) -> Ticket:
    clients = _clients(world, place, person, opened)
    tags = [name for name, held in world.departments[MAIN_DEPARTMENT].tags.items() if not held["isDeleted"]]
    wire = shapes.ticket(
        world.next_ticket_id(),
        MAIN_DEPARTMENT,
        field1=people.SUBJECTS[place % len(people.SUBJECTS)],
        field2="x" * 120 if place % 40 == 9 else "",
        culture="he-IL" if place % len(people.NAMES) == 1 else "en-US",
        tags=sorted({tags[place % len(tags)], tags[place * 7 % len(tags)]}) if place % 4 else [],
        uniqueArgument=f"SYN-{place}" if place % 5 == 1 else "",
        primaryProtocolType=clients[0]["protocolType"],
        participants=clients,
        isIncoming=place % 6 != 0,
    )
    ticket = Ticket(wire=wire, opened=opened)
    _own(world, ticket, place, opened)
    return ticket


def _clients(world: World, place: int, person: _Person, opened: datetime) -> list[Wire]:
    channel, identifier = person.reach(place)
    kind = shapes.IDENTIFIER_TYPES[channel]
    contact = world.contacts.for_participant(kind, identifier, person.name, opened)
    _complete(world, contact, person, opened)
    main = shapes.participant(
        1,
        name=person.name,
        identifier=identifier,
        protocolType=channel,
        subProtocolType="MailTo" if channel == "Mail" else "Undefined",
        contactId=contact["id"],
        departmentIdentifier="442079460000" if kind == "PhoneNumber" else "",
    )
    in_copy = channel == "Mail" and place % 2 == 0
    return [main, *(_copied(world, place, opened) if in_copy else ())]


def _complete(world: World, contact: Wire, person: _Person, now: datetime) -> None:
    """Give a contact all identifiers of its person, every tenth one's page among them, and some a custom value."""
    held = {one["identifierType"] for one in contact["identifiers"]}
    page = f"1000{person.number:011d}" if person.number % 10 == 1 else ""
    for kind, identifier in (("MailAddress", person.mail), ("PhoneNumber", person.phone), ("FacebookId", page)):
        if identifier and kind not in held:
            _identify(world, contact, kind, identifier, now)
    if person.number % 10 == 3:
        contact["uniqueArgument"] = f"C-{person.number}"


def _identify(world: World, contact: Wire, kind: str, identifier: str, now: datetime) -> None:
    other = world.contacts.find(kind, identifier)
    if other is None:
        world.contacts.identify(contact, kind, identifier, now)


def _copied(world: World, place: int, now: datetime) -> list[Wire]:
    """Make a colleague in copy and one in blind copy."""
    made = []
    for number, kind in ((2, "MailCc"), (3, "MailBcc")):
        name, mail = f"Colleague {number}", f"colleague.{number}.{place % 5}@example.org"
        contact = world.contacts.for_participant("MailAddress", mail, name, now)
        made.append(
            shapes.participant(
                number,
                name=name,
                identifier=mail,
                protocolType="Mail",
                subProtocolType=kind,
                contactId=contact["id"],
            )
        )
    return made


def _own(world: World, ticket: Ticket, place: int, now: datetime) -> None:
    """Give a ticket its owner: an agent, now and then the bot before, the queue, or one who left."""
    users = world.departments[MAIN_DEPARTMENT].users
    agents = [one for one in users.values() if one["type"] == "AGENT"]
    if place % 9 == 5:
        ticket.assign(next(one for one in users.values() if one["type"] == "BOT"), now)
    ticket.assign(agents[place % len(agents)], now)
    if place % 31 == 17:
        ticket.assign(GONE, now)
    if place % 8 == 6:
        ticket.assign(None, now)
    ticket.log("Open", now, ticket.wire["owner"]["id"])


def _settle(world: World, ticket: Ticket, place: int, last: datetime) -> datetime:
    """Bring a ticket to its last state and return when that was."""
    state = _STATES[place % len(_STATES)]
    initiator = ticket.wire["owner"]["id"]
    if world.open_beside(ticket):
        state = "Closed"
    if state in {"Closed", "Reopened"}:
        last += timedelta(minutes=17, microseconds=place * 331 % 1_000_000)
        world.move(ticket, "Closed", last, initiator)
        ticket.wire["wasClosedAutomatically"] = place % 11 == 0
    if state == "Reopened":
        last += timedelta(days=2, seconds=place)
        world.move(ticket, "Open", last, initiator)
    elif state in {"Pending", "Snoozed"}:
        world.move(ticket, state, last, initiator)
    if place % 13 == 2:
        ticket.wire["ticketSummary"] = {"userId": initiator, "lastUpdateTimestamp": None, "value": "Summary ✅"}
    return last


def _move_away(world: World, ticket: Ticket, last: datetime) -> None:
    if ticket.state != "Closed":
        world.move(ticket, "Closed", last, ticket.wire["owner"]["id"])
    world.copy_to(world.departments[OTHER_DEPARTMENT], ticket, last + timedelta(minutes=1))
    ticket.touch(last + timedelta(minutes=1))
