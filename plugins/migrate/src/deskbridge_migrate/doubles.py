"""Messages of one ticket that can't be told apart by their ids: of each other, or of the ticket's sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve

from deskbridge.records import Message
from deskbridge_migrate.sheet import SHEET

SAME_AGAIN = "the source gave it twice, both the same"
OTHER_AGAIN = "the source gave this id twice, to messages that differ; only the first is moved"
OF_SHEET = "its id is the one of the ticket's sheet"
_AGAIN = re.compile(r"(?s)(.*) \(given again, [0-9]+\)")


def apart(messages: Iterable[Message]) -> tuple[Message, ...]:
    """Return messages with an id each: those that repeat one are named after it, with their number."""
    times: dict[str, int] = {}
    found: list[Message] = []
    for one in messages:
        times[one.id] = number = times.get(one.id, 0) + 1
        found.append(one if number == 1 else evolve(one, id=f"{one.id} (given again, {number})"))
    return tuple(found)


def refused(ticket_id: str, messages: Sequence[Message]) -> Mapping[str, str]:
    """Return which messages of a ticket can't be moved, by the id that `apart` gave them, and why."""
    known = {one.id: evolve(one, raw={}) for one in messages}
    reasons: dict[str, str] = {}
    for identity, one in known.items():
        again = _AGAIN.fullmatch(identity)
        if again and (first := known.get(again[1])) is not None:
            reasons[identity] = SAME_AGAIN if evolve(one, id=first.id) == first else OTHER_AGAIN
        elif re.fullmatch(rf"{re.escape(SHEET + ticket_id)}(:[0-9]+)?", identity):
            reasons[identity] = OF_SHEET
    return reasons
