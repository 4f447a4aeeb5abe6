"""Workforce figures of events: how long agents took calls, held calls, and how many they began. One pass, in order.

What is open at an interval's end goes on in the next, and what is open at the period's end counts until there. What
happened before the period is not counted and tells what was open at its beginning. A hold that ends without having
begun was on since before the events do: it counts from their beginning, for the agent who ended it, if that is no
longer ago than `LONGEST_HOLD`. For so long the first intervals are kept back. After that, memory holds what is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from attrs import define

from deskbridge.records import AuthorKind, ChannelKind, Event, EventKind, WorkKind
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.workforce.holds import Early, Holds
from deskbridge_bulk.workforce.ordering import Ordered
from deskbridge_bulk.workforce.remarks import Remarks
from deskbridge_bulk.workforce.sheet import Figures, Measure, Period, Sheet

LONGEST_HOLD = timedelta(hours=4)
"""For how long a call may have been on hold when the events begin."""
MOST_SILENCE = timedelta(days=31)
"""How far an event may be from the one before while somebody is available; farther is a wrong date."""

LONG_GAP = timedelta(hours=12)
"""How long there may be no event while somebody is available or on hold; longer is told, as a pull may leave a gap."""
LONG_SILENCE = timedelta(hours=1)
"""After how long without an event it is told that what goes on is counted without a word of it."""


class Tally:
    """Iterates over the figures of events.

    Args:
        events: In their order.
        period: What to report.
        complete_since: Since when all events are there, None for the first one's time.
    """

    def __init__(self, events: Ordered, period: Period, *, complete_since: datetime | None = None) -> None:
        self.remarks = Remarks()
        self._events = events
        self._period = period
        self._complete_since = complete_since

    def __iter__(self) -> Iterator[Figures]:
        """Yield what each agent did in each interval in which the agent did anything, by time, then agent.

        Raises:
            BulkError: The events are out of order, or one is dated far from all others.
        """
        try:
            yield from self._figures()
        except OverflowError as wrong:
            msg = "an event or the period is dated where the calendar ends; leave it out by --since or --until"
            raise BulkError(msg) from wrong

    def _figures(self) -> Iterator[Figures]:
        count: _Count | None = None
        until = self._period.until
        for at, event in self._events:
            self.remarks.events += 1
            if until is not None and at >= until:
                if count is not None:
                    count.note_gap(at)
                break
            if count is None:
                count = self._begun(at)
            yield from count.come_to(at)
            count.take(at, event)
        else:
            if count is not None:
                count.note_silence(until)
        if count is not None:
            yield from count.finish(until)

    def _begun(self, first: datetime) -> _Count:
        since = self._period.since or first
        complete_since = self._complete_since or first
        self.remarks.since = since
        return _Count(Sheet(since, self._period.until, self._period), since, min(complete_since, first), self.remarks)


@define(slots=True)
class _Span:
    """Something that goes on: what is measured of whom, since when, and up to when it is put down already."""

    measure: Measure
    agent_id: str
    start: datetime
    booked: datetime


class _Count:
    """What goes on now.

    Args:
        sheet: Where it is summed up.
        since: Where the period begins.
        complete_since: Since when all events are there.
        remarks: What is told beside the figures.
    """

    def __init__(self, sheet: Sheet, since: datetime, complete_since: datetime, remarks: Remarks) -> None:
        self._sheet = sheet
        self._since = since
        self._settled_from = complete_since + LONGEST_HOLD
        self._remarks = remarks
        self._last = complete_since
        self._told: set[str] = set()
        self._open: dict[tuple[Measure, str], _Span] = {}
        self._holds = Holds()
        self._early: Early | None = Early(complete_since)

    def come_to(self, at: datetime) -> Iterator[Figures]:
        """Let time pass: close the intervals that end by then, and give out those that nothing can change any more."""
        if at - self._last > MOST_SILENCE and self._open:
            msg = (
                f"an event is dated {at}, more than {MOST_SILENCE.days} days from the one before, and somebody was "
                "available or on hold all the time; if its date is wrong, leave it out by --until"
            )
            raise BulkError(msg)
        self.note_gap(at)
        self._last = at
        if at >= self._settled_from:
            self._early = None
        while at >= self._sheet.now.end:
            yield from self._turn(at)

    def _turn(self, at: datetime) -> Iterator[Figures]:
        """Go on to the next interval, or to the one of the next event where those between are empty for good."""
        end = self._sheet.now.end
        self._book(end)
        self._sheet.go_on(end if self._open or self._early is not None else at)
        if self._early is None:
            yield from self._sheet.given_out()

    def note_gap(self, at: datetime) -> None:
        """Remark it where there was no event for long before this one."""
        if at - self._last > LONG_GAP and self._open and at > self._since:
            self._remarks.gaps.append((self._last, at))

    def note_silence(self, until: datetime | None) -> None:
        """Remark it where what goes on is counted long beyond the last event; too long is refused."""
        if not self._open or until is None:
            return
        if until - self._last > MOST_SILENCE:
            msg = (
                f"the period ends more than {MOST_SILENCE.days} days after the last event, {self._last}, and somebody "
                "was available or on hold then; give an earlier --until"
            )
            raise BulkError(msg)
        if until - self._last > LONG_SILENCE:
            self._remarks.silent_since = self._last

    def finish(self, until: datetime | None) -> Iterator[Figures]:
        """Count what goes on until the period's end, and give out the rest."""
        end = until or self._last
        while self._open and end > self._sheet.now.end:
            yield from self._turn(end)
        self._sheet.cut(end)
        self._book(end)
        self._remarks.until = end
        self._remarks.open_holds = len(self._holds)
        self._remarks.still_available = sum(measure is Measure.AVAILABLE for measure, _ in self._open)
        yield from self._sheet.rest()

    def take(self, at: datetime, event: Event) -> None:
        """Count an event; what concerns no figure is passed over."""
        handler = _HANDLERS.get(event.kind)
        if handler is not None:
            handler(self, at, event)

    def availability(self, at: datetime, event: Event) -> None:
        """Take note of what an agent takes now."""
        agent_id = event.agent_id
        if agent_id is None or event.available_for is None:
            return
        if agent_id not in self._told:
            self._told.add(agent_id)
            if at > self._since:
                self._remarks.unknown_before[agent_id] = at
        if any(one.kind is WorkKind.VOICE for one in event.available_for):
            self._begin(Measure.AVAILABLE, agent_id, agent_id, at)
        else:
            self._end(Measure.AVAILABLE, agent_id, at)

    def hold_started(self, at: datetime, event: Event) -> None:
        """Take note of a call that somebody put on hold."""
        if not _is_call(event):
            return
        contact_id, agent_id = event.contact_id or "", _agent(event)
        if self._early is not None:
            self._early.met(contact_id)
        key = self._holds.start(contact_id, _initiator(event), agent_id)
        if key is not None and agent_id:
            self._begin(Measure.CALLS_ON_HOLD, key, agent_id, at)
            self._begin(Measure.ON_HOLD, agent_id, agent_id, at)

    def hold_ended(self, at: datetime, event: Event) -> None:
        """Take note of a call that goes on: of the hold of who ends it, or the oldest one on that call."""
        if not _is_call(event):
            return
        contact_id = event.contact_id or ""
        ended = self._holds.end(contact_id, _initiator(event))
        if ended is not None:
            self._hold_over(*ended, at)
        elif agent_id := _agent(event):
            self._held_before(contact_id, agent_id, at)
        if self._early is not None:
            self._early.met(contact_id)

    def contact_started(self, at: datetime, event: Event) -> None:
        """Count a call that an agent began."""
        if self._early is not None:
            self._early.met(event.contact_id or "")
        agent_id, slot = _agent(event), self._sheet.now
        if agent_id and event.channel is not None and _is_call(event) and slot.start <= at < slot.end:
            slot.cell(agent_id).outbound_calls += 1

    def contact_ended(self, at: datetime, event: Event) -> None:
        """End what was on hold when the call was over."""
        for ended in self._holds.end_all(event.contact_id or ""):
            self._hold_over(*ended, at)

    def _begin(self, measure: Measure, key: str, agent_id: str, at: datetime) -> None:
        if (measure, key) not in self._open:
            self._open[measure, key] = _Span(measure, agent_id, at, at)

    def _end(self, measure: Measure, key: str, at: datetime) -> _Span | None:
        span = self._open.pop((measure, key), None)
        if span is not None:
            self._sheet.add(measure, span.agent_id, span.booked, at)
        return span

    def _book(self, until: datetime) -> None:
        for span in self._open.values():
            self._sheet.add(span.measure, span.agent_id, span.booked, until)
            span.booked = until

    def _hold_over(self, key: str, agent_id: str, at: datetime) -> None:
        if not agent_id:
            return
        self._end(Measure.CALLS_ON_HOLD, key, at)
        if self._holds.of_agent(agent_id) == 0:
            span = self._end(Measure.ON_HOLD, agent_id, at)
            if span is not None and self._early is not None:
                self._early.held(agent_id, span.start, at)

    def _held_before(self, contact_id: str, agent_id: str, at: datetime) -> None:
        """Count a hold that was on when the events began, as its end tells."""
        if self._holds.ended_with_call(contact_id):
            return
        if self._early is None:
            self._remarks.endless_holds += 1
            return
        if self._early.has_met(contact_id):
            return
        self._sheet.add(Measure.CALLS_ON_HOLD, agent_id, self._early.since, at)
        current = self._open.get((Measure.ON_HOLD, agent_id))
        for start, end in self._early.gaps(agent_id, at if current is None else min(current.start, at)):
            self._sheet.add(Measure.ON_HOLD, agent_id, start, end)


def _agent(event: Event) -> str:
    """Return the agent whose doing it is, "" if it is nobody's or another's."""
    who = event.initiator
    return who.id if who is not None and who.kind is AuthorKind.AGENT else ""


def _initiator(event: Event) -> str:
    """Return a mark of whose doing it is."""
    return "" if event.initiator is None else f"{event.initiator.kind} {event.initiator.id}"


def _is_call(event: Event) -> bool:
    """Whether it is about a call, or does not say, as holds need not."""
    return event.channel is None or event.channel.kind is ChannelKind.PHONE


_HANDLERS: Final[Mapping[EventKind, Callable[[_Count, datetime, Event], None]]] = {
    EventKind.AGENT_AVAILABILITY_CHANGED: _Count.availability,
    EventKind.HOLD_STARTED: _Count.hold_started,
    EventKind.HOLD_ENDED: _Count.hold_ended,
    EventKind.CONTACT_STARTED: _Count.contact_started,
    EventKind.CONTACT_ENDED: _Count.contact_ended,
}
"""What each kind of event changes."""

KINDS: Final = frozenset(_HANDLERS)
"""The kinds of events that figures are made of."""
