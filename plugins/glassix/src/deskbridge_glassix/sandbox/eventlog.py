"""What happened, as the vendor tells it: to webhooks, and in the queues that `webhooks/getevents` reads."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from uuid import uuid4

import orjson
from attrs import define, field

from deskbridge.sandbox import Clock
from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.switches import Switches
from deskbridge_glassix.sandbox.times import stamp

KINDS = (
    "NEW_TICKET",
    "TICKET_STATE_CHANGE",
    "TICKET_OWNER_CHANGE",
    "NEW_MESSAGE",
    "USER_STATUS_CHANGE",
    "DOCUMENT_SIGNED",
    "NON_TICKET_MESSAGE_STATUS",
    "SURVEY_UPDATE",
)
MOST_QUEUED = 10_000
"""How many events a queue holds before the oldest are dropped (inferred)."""


@define(eq=False)
class _Queued:
    event: Wire
    hidden_until: datetime
    receipts: dict[str, datetime] = field(factory=dict)


@define(eq=False)
class EventQueue:
    """One department's events until they are deleted.

    That handles end, and that given events may be hidden for a while, is as in common queues (inferred).
    """

    clock: Clock
    switches: Switches
    _held: dict[str, _Queued] = field(factory=dict)

    def __len__(self) -> int:
        return len(self._held)

    def put(self, event: Wire) -> None:
        """Queue an event."""
        self._held[str(uuid4())] = _Queued(event, self.clock.now())
        if len(self._held) > MOST_QUEUED:
            del self._held[next(iter(self._held))]

    def take(self, *, delete: bool) -> list[Wire]:
        """Give the oldest visible events, each with a new receipt handle; deleted ones don't come again."""
        now = self.clock.now()
        visible = ((name, one) for name, one in self._held.items() if one.hidden_until <= now)
        batch = list(islice(visible, self.switches.queue_batch))
        if delete:
            for name, _ in batch:
                del self._held[name]
        return [self._given(name, one, now) for name, one in batch]

    def _given(self, name: str, one: _Queued, now: datetime) -> Wire:
        handle = secrets.token_urlsafe(48)
        one.receipts = {old: until for old, until in one.receipts.items() if until > now}
        one.receipts[handle] = now + timedelta(seconds=self.switches.receipt_seconds)
        one.hidden_until = now + timedelta(seconds=self.switches.visibility_seconds)
        return {**one.event, "queueReceiptHandle": handle, "queueMessageId": name}

    def delete(self, receipts: Sequence[tuple[str, str]]) -> None:
        """Delete events by message id and receipt handle, all or none; what is gone already is no error (inferred).

        Raises:
            RefusedError: 400, a handle is another event's or has ended.
        """
        now = self.clock.now()
        for name, handle in receipts:
            one = self._held.get(name)
            if one is not None and one.receipts.get(handle, now) <= now:
                raise invalid(f"The receipt handle of message {name} is not valid, or has expired.")
        for name, _ in receipts:
            self._held.pop(name, None)


@define(eq=False)
class EventLog:
    """Tells what happens to whoever listens.

    Attributes:
        clock: The sandbox's time.
        switches: How the queues behave.
        queues: By department.
        listeners: Called with a department's id and the event; they say whether they want a kind at all.
    """

    clock: Clock
    switches: Switches
    queues: dict[str, EventQueue] = field(factory=dict)
    listeners: list[Callable[[str, str, Wire], None]] = field(factory=list)

    def open_queue(self, department_id: str) -> EventQueue:
        """Begin to queue a department's events, and return its queue."""
        return self.queues.setdefault(department_id, EventQueue(self.clock, self.switches))

    def tell(self, department_id: str, kind: str, change: Wire, at: datetime | None = None) -> None:
        """Tell one change, as it is now: what changes later doesn't change the event.

        Args:
            department_id: Whose event it is; the event's `key`.
            kind: One of `KINDS`, or any other in a test.
            change: The change's other fields.
            at: When it happened; now by default.
        """
        snapshot = orjson.Fragment(orjson.dumps({"_event": kind, **change}))
        event = {"key": department_id, "dateTime": stamp(at or self.clock.now()), "changes": [snapshot]}
        queue = self.queues.get(department_id)
        if queue is not None:
            queue.put(event)
        for listener in self.listeners:
            listener(department_id, kind, event)
