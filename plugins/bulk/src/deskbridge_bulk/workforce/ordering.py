"""Puts events in the order in which they happened, with no more of them in memory than two minutes bring."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from attrs import define, field

from deskbridge.records import Event
from deskbridge_bulk.problems import BulkError

SLACK = timedelta(minutes=2)
"""By how much an event may come after a later one: vendors record some seconds late, on many machines."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)


@define
class Ordered:
    """Iterates over events by when they happened.

    An event that is given twice within the slack counts once, and one without a time not at all. What took effect
    longer before it was recorded than the slack counts from the slack on: the time before is given out already.

    Attributes:
        doubles: How many came twice.
        timeless: How many had no time.
        late: How many counted from a later time than they say.
    """

    _events: Iterable[Event]
    doubles: int = field(default=0, init=False)
    timeless: int = field(default=0, init=False)
    late: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[tuple[datetime, Event]]:
        """Yield each event with the time at which it took effect, oldest first.

        Raises:
            BulkError: An event was recorded more than the slack before one that came earlier.
        """
        waiting: list[tuple[datetime, int, Event]] = []
        ids: set[str] = set()
        known: deque[tuple[datetime, str]] = deque()
        newest = given = _EARLIEST
        for number, event in enumerate(self._events):
            recorded = event.occurred_at
            if recorded is None:
                self.timeless += 1
                continue
            if recorded > newest:
                newest = recorded
                given = max(given, newest - SLACK)
                while waiting and waiting[0][0] <= given:
                    at, _, first = heapq.heappop(waiting)
                    yield at, first
                # Known for as long as it may come again; it may be given out long before, by when it took effect.
                while known and newest - known[0][0] > SLACK:
                    ids.discard(known.popleft()[1])
            elif newest - recorded > SLACK:
                raise BulkError(_disorder(event, newest))
            if event.id in ids:
                self.doubles += 1
                continue
            if event.id:
                ids.add(event.id)
                known.append((recorded, event.id))
            heapq.heappush(waiting, (self._taken(event, recorded, given), number, event))
        while waiting:
            at, _, first = heapq.heappop(waiting)
            yield at, first

    def _taken(self, event: Event, recorded: datetime, given: datetime) -> datetime:
        effective = event.effective_at
        if effective is None or effective >= recorded:
            return recorded
        if effective < given:
            self.late += 1
            return given
        return effective


def _disorder(event: Event, newest: datetime) -> str:
    return (
        f"event {event.id!r} of {event.occurred_at} comes after one of {newest}: events must be in the order of their "
        f"times, by up to {SLACK.seconds} seconds; sort the file by its times"
    )
