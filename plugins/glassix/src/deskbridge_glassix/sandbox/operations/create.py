"""Creating a ticket."""

from __future__ import annotations

from datetime import datetime

from deskbridge_glassix.sandbox import happenings, shapes
from deskbridge_glassix.sandbox.call import Call, Operation
from deskbridge_glassix.sandbox.contacts import checked
from deskbridge_glassix.sandbox.fields import Fields
from deskbridge_glassix.sandbox.operations import details
from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import FIELD_LENGTH, FIELDS, NO_GUID, Wire
from deskbridge_glassix.sandbox.ticket import NEVER, Ticket
from deskbridge_glassix.sandbox.times import read_iso, stamp

INTRODUCTION = "Hello, how can we help you?"
"""The introduction's text is the department's own setting."""

_MOST = 100
"""How many participants, or initial messages, one request may bring (inferred)."""


def create(call: Call) -> Wire:
    """Create a ticket and answer it whole. Everything is checked before anything is kept."""
    body, now = call.body(), call.now
    opened, closed, state = _times(body, now)
    values = _values(body, state)
    call.department.check_tags(values["tags"])
    people = [_participant(call, given, place) for place, given in enumerate(_participants(body), start=1)]
    messages = [_message(given, people) for given in _limited(body, "transactions")]
    introduce = body.flag("addIntroductionMessage", default=True)
    available = body.flag("getAvailableUser", default=True)
    told, _ = body.flag("enableWebhook", default=True), body.flag("markAsRead", default=False)
    wire = shapes.ticket(0, call.department.id, **values, participants=people)
    ticket = Ticket(wire=wire, opened=opened, closed=closed)
    if state != "Closed":
        call.world.check_phones(ticket)
    _keep(call, ticket, assignee=call.department.next_available() if available else call.user)
    said = [_say(call, ticket, {"text": INTRODUCTION})] if introduce and not ticket.is_silent else []
    said += [_say(call, ticket, given, sender) for given, sender in messages]
    ticket.touch(now)
    if told:
        happenings.ticket_created(call.world, ticket)
        for transaction in said:
            happenings.message_written(call.world, ticket, transaction)
    return call.whole(ticket)


def _times(body: Fields, now: datetime) -> tuple[datetime, datetime, str]:
    state = body.choice("state", shapes.STATES, default="Open")
    opened = (read_iso(body.text("open"), "open") if body.text("open") else None) or now
    closed = read_iso(body.text("close"), "close") if body.text("close") else None
    if state != "Closed":
        # A close of a ticket that isn't closed says nothing (inferred).
        return opened, NEVER, state
    if closed is None:
        raise invalid("close is required when the state is Closed.")
    if closed < opened:
        raise invalid("close must not be before open.")
    return opened, closed, state


def _values(body: Fields, state: str) -> Wire:
    return {
        **{name: body.text(name, longest=FIELD_LENGTH) for name in FIELDS},
        "culture": body.choice("culture", shapes.CULTURES, default="en-US"),
        "state": state,
        "tags": list(dict.fromkeys(body.texts("tags"))),
        "uniqueArgument": body.text("uniqueArgument"),
        "details": details.changed(shapes.details(), Fields(body.get("details") or {}, "details")),
    }


def _limited(body: Fields, name: str) -> list[Fields]:
    given = body.objects(name)
    if len(given) > _MOST:
        raise invalid(f"{name} may hold {_MOST} entries.")
    return given


def _participants(body: Fields) -> list[Fields]:
    given = _limited(body, "participants")
    if not given:
        raise invalid("participants is required.")
    return given


def _participant(call: Call, given: Fields, place: int) -> Wire:
    """Read one participant. A contact is looked up or made only when the whole request is good."""
    if given.choice("type", shapes.PARTICIPANT_TYPES, default="Client") == "User":
        return _agent(call, given, place)
    given.needed("protocolType")
    protocol = given.choice("protocolType", shapes.PROTOCOLS, default="")
    contact_id = given.text("contactId").lower()
    if contact_id not in {"", NO_GUID} and contact_id not in call.world.contacts:
        raise invalid(f"{contact_id[:64]!r} is not a valid contactId.")
    return shapes.participant(
        place,
        name=given.text("name"),
        identifier=_identifier(protocol, given, refuse_plus=call.world.switches.refuse_plus),
        departmentIdentifier=given.text("departmentIdentifier"),
        displayName=given.text("displayName"),
        protocolType=protocol,
        subProtocolType=given.choice("subProtocolType", shapes.SUB_PROTOCOLS, default=_sub_protocol(protocol)),
        isActive=given.flag("isActive", default=True),
        isDeleted=given.flag("isDeleted", default=False),
        contactId=contact_id or NO_GUID,
    )


def _identifier(protocol: str, given: Fields, *, refuse_plus: bool) -> str:
    kind, identifier = shapes.IDENTIFIER_TYPES.get(protocol, "Undefined"), given.needed("identifier")
    if refuse_plus and kind == "PhoneNumber" and identifier.startswith("+"):
        raise invalid(f"{identifier[:64]!r} must be an international number without the leading +.")
    return checked(kind, identifier)


def _sub_protocol(protocol: str) -> str:
    return "MailTo" if protocol == "Mail" else "Undefined"


def _agent(call: Call, given: Fields, place: int) -> Wire:
    wanted = given.text("userName") or given.needed("identifier")
    for user in call.department.users.values():
        if wanted.lower() in {user["id"], user["UserName"].lower()}:
            return shapes.agent(place, user)
    raise invalid(f"User {wanted[:64]!r} was not found in the department.")


def _message(given: Fields, people: list[Wire]) -> tuple[Wire, Wire | None]:
    """Read one initial message; its sender is a participant of the request, or for None the owner.

    Only the type Message can be sent (inferred).
    """
    if given.text("type").lower() not in {"", "message"}:
        raise invalid("Only transactions of type Message can be created.")
    text, html = given.text("text"), given.text("html")
    if not (text or html):
        raise invalid("A transaction needs a text or an html.")
    source = Fields(given.get("fromParticipant"), "fromParticipant")
    if source.choice("type", shapes.PARTICIPANT_TYPES, default="Client") == "User":
        return {"text": text, "html": html}, None
    wanted = source.needed("identifier").removeprefix("+").lower()
    for one in people:
        if one["type"] == "Client" and one["identifier"].lower() == wanted:
            return {"text": text, "html": html, "status": "Read"}, one
    raise invalid(f"{wanted[:64]!r} is not a participant of the ticket.")


def _keep(call: Call, ticket: Ticket, *, assignee: Wire | None) -> None:
    now, wire = call.now, ticket.wire
    for one in ticket.clients:
        _link(call, one, now)
    wire["id"] = call.world.next_ticket_id()
    main = (ticket.clients or wire["participants"])[0]
    wire["primaryProtocolType"] = main["protocolType"]
    ticket.assign(assignee, now)
    _record_states(call, ticket)
    call.world.add(ticket)


def _record_states(call: Call, ticket: Ticket) -> None:
    closed = ticket.state == "Closed"
    system = shapes.participant(0, type="System")
    ticket.log("Open" if closed else ticket.state, ticket.opened, call.user["id"])
    opened_at, closed_at = stamp(ticket.opened), stamp(ticket.closed)
    call.world.transact(ticket, system, call.now, type="TicketOpened", dateTime=opened_at, status="Read")
    if closed:
        ticket.log("Closed", ticket.closed, call.user["id"])
        call.world.transact(ticket, system, call.now, type="TicketClosed", dateTime=closed_at, status="Read")


def _link(call: Call, one: Wire, now: datetime) -> None:
    """Link a client to a contact: whose identifier it is, else the one that was named, else a new one."""
    contacts = call.world.contacts
    kind = shapes.IDENTIFIER_TYPES.get(one["protocolType"], "Undefined")
    if one["contactId"] != NO_GUID and contacts.find(kind, one["identifier"]) is None:
        contacts.identify(contacts.get(one["contactId"]), kind, one["identifier"], now)
    contact = contacts.for_participant(kind, one["identifier"], one["name"], now)
    one["contactId"] = contact["id"]
    one["name"] = one["name"] or contact["name"]


def _say(call: Call, ticket: Ticket, given: Wire, sender: Wire | None = None) -> Wire:
    if sender is None:
        call.world.counters.outbound_messages += 1
        sender = ticket.participant_of(ticket.wire["owner"])
    elif ticket.wire["firstAgentMessageDateTime"] is None:
        ticket.wire["isIncoming"] = True
    return call.world.transact(ticket, sender, call.now, **given)


OPERATIONS = (Operation(method="POST", path="tickets/create", run=create, writes=True),)
