"""Lays the vendor's published examples; see PROVENANCE.md beside the file they are in."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files

import orjson

from deskbridge_glassix.sandbox import shapes
from deskbridge_glassix.sandbox.seeds.workspace import MAIN_DEPARTMENT
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.ticket import NEVER, Ticket
from deskbridge_glassix.sandbox.times import UNSET
from deskbridge_glassix.sandbox.world import World

_TIMES = ("open", "close", "lastActivity")


def lay(world: World) -> None:
    """Add the contacts and tickets of the examples, with their own ids and times."""
    held = orjson.loads(files(__package__).joinpath("sample.json").read_bytes())
    for given in held["contacts"]:
        identifiers = [
            shapes.contact_identifier(one["id"], given["id"], **_without(one, "id")) for one in given["identifiers"]
        ]
        world.contacts.add(shapes.contact(given["id"], **_without(given, "id") | {"identifiers": identifiers}))
    for given in held["tickets"]:
        world.add(_ticket(given))


def _without(given: Wire, *names: str) -> Wire:
    return {name: value for name, value in given.items() if name not in names}


def _moment(text: str) -> datetime:
    return NEVER if text == UNSET else datetime.fromisoformat(text).astimezone(UTC)


def _ticket(given: Wire) -> Ticket:
    people = [shapes.participant(one["id"], **_without(one, "id")) for one in given["participants"]]
    by_id = {one["id"]: one for one in people}
    entries = [
        shapes.transaction(
            one["id"],
            one["guidTransactionId"],
            **_without(one, "id", "guidTransactionId", "from"),
            fromParticipant=dict(by_id[one["from"]]),
        )
        for one in given["transactions"]
    ]
    wire = shapes.ticket(
        given["id"],
        MAIN_DEPARTMENT,
        **_without(given, "id", "transactions") | {"participants": people, "transactionsCount": len(entries)},
    )
    written = {name: given[name] for name in _TIMES}
    opened, closed, touched = (_moment(text) for text in written.values())
    ticket = Ticket(wire=wire, opened=opened, closed=closed, touched=touched, transactions=entries)
    # As published, to the seventh digit.
    wire.update(written)
    return ticket
