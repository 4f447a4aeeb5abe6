"""Lays tickets and sets up departments for tests, which the vendor's API can't do."""

from __future__ import annotations

from deskbridge_glassix.sandbox import shapes
from deskbridge_glassix.sandbox.department import Department
from deskbridge_glassix.sandbox.fields import Fields
from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.ticket import NEVER, Ticket
from deskbridge_glassix.sandbox.times import read_iso
from deskbridge_glassix.sandbox.world import World

_TIMES = ("open", "close", "lastActivity")
_FLAGS = {"isOpen": "is_open", "isPolled": "is_polled"}
_CHANNELS = {"closedChannels": "closed_channels", "surveyChannels": "survey_channels"}


def ticket(world: World, department: Department, given: Fields) -> Ticket:
    """Lay a ticket without customers, as it may have been long ago; nothing is told of it.

    Args:
        world: Where.
        department: Whose.
        given: `open`, `close`, `lastActivity` in ISO-8601, `state`, and the ten fields; all may be absent.
    """
    now = world.clock.now()
    moments = {name: read_iso(given.text(name), name) if given.text(name) else None for name in _TIMES}
    state = given.choice("state", shapes.STATES, default="Closed" if moments["close"] else "Open")
    wire = shapes.ticket(
        world.next_ticket_id(),
        department.id,
        state=state,
        **{name: given.text(name, longest=shapes.FIELD_LENGTH) for name in shapes.FIELDS},
    )
    made = Ticket(
        wire=wire,
        opened=moments["open"] or now,
        closed=(moments["close"] or now) if state == "Closed" else NEVER,
        touched=moments["lastActivity"] or NEVER,
    )
    world.add(made)
    return made


def set_up(world: World, department: Department, given: Fields) -> None:
    """Change a department's settings; what is absent stays.

    Raises:
        RefusedError: 400, a value is of the wrong type.
    """
    for name, attribute in _FLAGS.items():
        setattr(department, attribute, given.flag(name, default=getattr(department, attribute)))
    for name, attribute in _CHANNELS.items():
        if name in given:
            setattr(department, attribute, set(given.texts(name)))
    if "templates" in given:
        department.message_templates = tuple(given.texts("templates"))
    if "senders" in given:
        senders = Fields(given.get("senders"), "senders")
        department.senders = {_channel(name): frozenset(senders.texts(name)) for name in senders.values}
    if department.is_polled:
        world.events.open_queue(department.id)
    else:
        world.events.queues.pop(department.id, None)


def _channel(name: str) -> str:
    if name.lower() not in shapes.PROTOCOLS:
        raise invalid(f"{name[:64]!r} is not a channel.")
    return shapes.PROTOCOLS[name.lower()]


def shown(department: Department) -> Wire:
    """Return a department as the control routes show it."""
    return {
        "departmentId": department.id,
        "apiKey": department.id,
        "apiSecret": department.secret,
        "userNames": [user["UserName"] for user in department.users.values()],
        "isOpen": department.is_open,
        "isPolled": department.is_polled,
        "closedChannels": sorted(department.closed_channels),
        "surveyChannels": sorted(department.survey_channels),
        "surveys": sorted(department.surveys),
        "documentTemplates": sorted(department.document_templates),
        "senders": {name: sorted(held) for name, held in department.senders.items()},
        "templates": list(department.message_templates),
    }
