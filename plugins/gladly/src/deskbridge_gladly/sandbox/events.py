"""What happened, as the vendor tells it: recorded once, read by the events stream, by webhooks and by reports."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from attrs import define, field

from deskbridge.sandbox import Clock
from deskbridge_gladly.sandbox.values import Json, new_id, stamp

ENTITIES = (
    "AGENT_AVAILABILITY",
    "AGENT_STATUS",
    "CONTACT",
    "CONVERSATION",
    "CUSTOMER",
    "CUSTOMER_PROFILE",
    "PAYMENT_REQUEST",
    "TASK",
)
"""What the events stream can be asked for."""
# No entity is named CONVERSATION_ASSIGNEE, and its events are in the stream (inferred).
_ENTITY_OF = {"CONVERSATION_ASSIGNEE": "CONVERSATION"}
_NOT_STREAMED = frozenset({"CUSTOMER_PROFILE/MERGED"})
WITHOUT_INITIATOR = frozenset(
    {"CONVERSATION_STATUS/UPDATED", "EXPORT_JOB/COMPLETED", "EXPORT_JOB/FAILED", "MESSAGE/RECEIVED", "PING"}
)


def entity_of(kind: str) -> str:
    """Return the entity under which the stream gives an event type; "" for one that is not streamed."""
    if kind in _NOT_STREAMED:
        return ""
    name = kind.partition("/")[0]
    entity = _ENTITY_OF.get(name, name)
    return entity if entity in ENTITIES else ""


def made_event(kind: str, content: Json, *, at: str, initiator: Json) -> Json:
    """Make an event with the vendor's five keys; some types come without `initiator`."""
    event = {"id": new_id(), "type": kind, "timestamp": at, "initiator": initiator, "content": content}
    if kind in WITHOUT_INITIATOR:
        del event["initiator"]
    return event


@define
class EventLog:
    """All events, in the order of their timestamps.

    Attributes:
        clock: The sandbox's time.
        acting: Who makes what is made through the API.
        listeners: Called with each event as it is recorded; not with what seeds lay.
    """

    clock: Clock
    acting: Json
    listeners: list[Callable[[Json], None]] = field(factory=list)
    _events: list[Json] = field(factory=list)

    def __len__(self) -> int:
        return len(self._events)

    def record(self, kind: str, content: Json, *, initiator: Json | None = None) -> None:
        """Record what has just happened.

        Args:
            kind: The vendor's event type, such as `CONVERSATION/CLOSED`.
            content: Its content, with ids only.
            initiator: Whose doing it is; the API user's without it.
        """
        event = made_event(kind, content, at=stamp(self.clock.now()), initiator=initiator or self.acting)
        self._events.append(event)
        for listener in self.listeners:
            listener(event)

    def lay(self, events: Sequence[Json]) -> None:
        """Add what happened before the sandbox started."""
        self._events = sorted([*self._events, *events], key=lambda event: str(event["timestamp"]))

    def between(self, start: datetime, end: datetime) -> Iterator[Json]:
        """Give the events from `start` to `end`, both included (inferred), oldest first."""
        first, last = stamp(start), stamp(end)
        return (event for event in self._events if first <= event["timestamp"] <= last)

    def streamed(self, start: datetime, end: datetime, entities: Collection[str]) -> Iterator[Json]:
        """Give the events that the stream has for some entities, oldest first."""
        return (event for event in self.between(start, end) if entity_of(event["type"]) in entities)
