"""Where figures are summed up: a cell for each agent and interval, given out when nothing can change it any more."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from attrs import Factory, define, frozen

from deskbridge_bulk.workforce.intervals import Interval, interval_at

NOTHING = timedelta(0)


@frozen(kw_only=True, slots=True)
class Period:
    """What is reported.

    Attributes:
        since: Inclusive, aware; None for the first event's time.
        until: Exclusive, aware; None for the last event's time.
        minutes: How long an interval is; see `interval_at`.
        zone: By whose clock.
    """

    since: datetime | None
    until: datetime | None
    minutes: int
    zone: ZoneInfo


class Measure(StrEnum):
    """What is measured in time; see `Sums`, whose fields they name."""

    AVAILABLE = "available"
    ON_HOLD = "on_hold"
    CALLS_ON_HOLD = "calls_on_hold"


@define(slots=True)
class Sums:
    """What an agent did in an interval.

    Attributes:
        available: How long the agent took calls.
        on_hold: How long at least one call was on hold that the agent had put there.
        calls_on_hold: The same, summed over such calls: two at once count twice.
        outbound_calls: How many calls the agent began.
    """

    available: timedelta = NOTHING
    on_hold: timedelta = NOTHING
    calls_on_hold: timedelta = NOTHING
    outbound_calls: int = 0


@frozen(kw_only=True, slots=True)
class Figures:
    """What an agent did in an interval, and how much of the interval the period covers."""

    interval: Interval
    covered: timedelta
    agent_id: str
    sums: Sums


@define(slots=True)
class Slot:
    """An interval that may still change; `start` and `end` are where the period cuts it."""

    interval: Interval
    start: datetime
    end: datetime
    cells: dict[str, Sums] = Factory(dict)

    def cell(self, agent_id: str) -> Sums:
        """Return an agent's sums, made when they are first asked for."""
        found = self.cells.get(agent_id)
        if found is None:
            found = self.cells[agent_id] = Sums()
        return found

    def overlap(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of a stretch is in here."""
        return max(NOTHING, min(end, self.end) - max(start, self.start))


class Sheet:
    """The intervals that may still change, oldest first; the last one is now.

    Args:
        since: Where the period begins.
        until: Where it ends, None for where `finish` says.
        period: How intervals are cut.
    """

    def __init__(self, since: datetime, until: datetime | None, period: Period) -> None:
        self._until = until
        self._period = period
        self._slots = deque([self._slot(interval_at(since, minutes=period.minutes, zone=period.zone), since)])

    def _slot(self, interval: Interval, since: datetime) -> Slot:
        end = interval.end if self._until is None else min(interval.end, self._until)
        return Slot(interval, start=max(interval.start, since), end=end)

    @property
    def now(self) -> Slot:
        """The interval that time has come to."""
        return self._slots[-1]

    def go_on(self, to: datetime) -> None:
        """Begin the interval that a moment is in; none is made for those between, in which nothing was open."""
        interval = interval_at(to, minutes=self._period.minutes, zone=self._period.zone)
        self._slots.append(self._slot(interval, interval.start))

    def cut(self, until: datetime) -> None:
        """End the period in the present interval."""
        self._until = until
        self.now.end = min(self.now.end, until)

    def add(self, measure: Measure, agent_id: str, start: datetime, end: datetime) -> None:
        """Add a stretch of time to the intervals that it reaches into and that may still change."""
        for slot in reversed(self._slots):
            if slot.end <= start:
                return
            shared = slot.overlap(start, end)
            if shared:
                cell = slot.cell(agent_id)
                setattr(cell, measure, getattr(cell, measure) + shared)

    def given_out(self) -> Iterator[Figures]:
        """Give out the intervals before the present one, in order of time and agent."""
        while len(self._slots) > 1:
            yield from _figures(self._slots.popleft())

    def rest(self) -> Iterator[Figures]:
        """Give out all that is left."""
        while self._slots:
            yield from _figures(self._slots.popleft())


def _figures(slot: Slot) -> Iterator[Figures]:
    covered = max(NOTHING, slot.end - slot.start)
    for agent_id, sums in sorted(slot.cells.items()):
        if sums != Sums():
            yield Figures(interval=slot.interval, covered=covered, agent_id=agent_id, sums=sums)
