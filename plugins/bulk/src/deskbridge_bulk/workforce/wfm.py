"""`deskbridge report wfm`: the figures as rows, and what has to be known of them beside."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from attrs import define, field, frozen

from deskbridge.capabilities import Capability
from deskbridge.protocols import Helpdesk
from deskbridge.records import Event
from deskbridge_bulk.listing import Quiet, quietly
from deskbridge_bulk.moments import midnight
from deskbridge_bulk.output import Form, Output, Row, open_sink, say
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.workforce.figures import KINDS, LONGEST_HOLD, Tally
from deskbridge_bulk.workforce.lines import OF_FIGURES, EventLines
from deskbridge_bulk.workforce.ordering import Ordered
from deskbridge_bulk.workforce.pulling import A_DAY, NOT_WELL, WELL
from deskbridge_bulk.workforce.remarks import Remarks
from deskbridge_bulk.workforce.sheet import Figures, Period

COLUMNS = (
    "interval_start",
    "interval_end",
    "covered_seconds",
    "agent_id",
    "agent",
    "voice_available_seconds",
    "hold_seconds",
    "call_hold_seconds",
    "outbound_calls",
)
BRIEF = ("interval", "agent", "voice", "hold", "call hold", "outbound")
"""The columns of the table for people; lengths as minutes and seconds."""
WARM_UP = timedelta(hours=12)
"""From how long before the period events are read, so that it is known what was open at its beginning."""
_MOST_NAMED = 5


@define
class Read:
    """Events on their way to the figures.

    Attributes:
        events: In their order.
        complete_since: Since when they are all there; None for the first one's time.
        names: What agents are called, by their ids.
        lines: The lines of a file, if they are of one.
        listing: The listing of a desk, if they are of one.
    """

    events: Iterable[Event]
    complete_since: datetime | None = None
    names: dict[str, str] = field(factory=dict)
    lines: EventLines | None = None
    listing: Quiet[Event] | None = None

    @property
    def broken(self) -> int:
        """How many lines were no events."""
        return 0 if self.lines is None else self.lines.broken

    @property
    def truncated(self) -> bool:
        """Whether the desk did not give all events."""
        return self.listing is not None and self.listing.truncated


def report(read: Read, period: Period, output: Output) -> int:
    """Write the figures of events, each row when nothing can change it any more, and then what is to be known."""
    ordered = Ordered(read.events)
    tally = Tally(ordered, period, complete_since=read.complete_since)
    brief = output.form is Form.TABLE
    row = brief_row if brief else figure_row
    with open_sink(BRIEF if brief else COLUMNS, output) as sink:
        number = 0
        for number, one in enumerate(tally, 1):  # noqa: B007  the last number is used below
            sink.add(row(one, read.names))
        sink.close(_summary(tally.remarks, ordered, read, period) if output.form is Form.JSON else None)
    if not number:
        say("There are no figures: " + ("nothing counts in this period." if tally.remarks.events else "no events."))
    _tell(tally.remarks, ordered, read)
    return NOT_WELL if read.broken or read.truncated else WELL


def figure_row(one: Figures, names: dict[str, str]) -> dict[str, object]:
    """Return figures as a row by `COLUMNS`; times by the local clock with their offset, lengths in seconds."""
    return {
        "interval_start": one.interval.local_start.isoformat(),
        "interval_end": one.interval.local_end.isoformat(),
        "covered_seconds": _seconds(one.covered),
        "agent_id": one.agent_id,
        "agent": names.get(one.agent_id, ""),
        "voice_available_seconds": _seconds(one.sums.available),
        "hold_seconds": _seconds(one.sums.on_hold),
        "call_hold_seconds": _seconds(one.sums.calls_on_hold),
        "outbound_calls": one.sums.outbound_calls,
    }


def brief_row(one: Figures, names: dict[str, str]) -> dict[str, object]:
    """Return figures as a row by `BRIEF`."""
    return {
        "interval": one.interval.local_start.isoformat(sep=" ", timespec="minutes"),
        "agent": names.get(one.agent_id) or one.agent_id,
        "voice": _minutes(one.sums.available),
        "hold": _minutes(one.sums.on_hold),
        "call hold": _minutes(one.sums.calls_on_hold),
        "outbound": one.sums.outbound_calls,
    }


def _minutes(length: timedelta) -> str:
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"


def _seconds(length: timedelta) -> float:
    exact = length.total_seconds()
    return int(exact) if exact.is_integer() else round(exact, 3)


@contextlib.contextmanager
def events_of_file(place: str) -> Iterator[Read]:
    """Read the events of a file that `events pull` wrote, ``-`` for standard input.

    Raises:
        BulkError: It can't be read.
    """
    with _opened(place) as file:
        lines = EventLines(file, OF_FIGURES)
        yield Read(lines, lines=lines)


@contextlib.contextmanager
def _opened(place: str) -> Iterator[BinaryIO]:
    if place == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(place).open("rb")  # noqa: SIM115  closed by the `with` below; only opening may fail so
    except OSError as wrong:
        msg = f"{place} can't be read: {wrong.strerror}; --from takes a file of events pull, or the word desk"
        raise BulkError(msg) from wrong
    with file:
        yield file


def events_of_desk(desk: Helpdesk, period: Period) -> Read:
    """Read the events of a desk, those from before the period too as far as they are kept. Sends nothing yet."""
    kept = datetime.now(UTC) - A_DAY
    since = period.since or kept
    begin = since if since < kept else max(since - WARM_UP, kept)
    listing = quietly(desk.events.all(since=begin, until=period.until, kinds=KINDS))
    return Read(listing, complete_since=begin, listing=listing)


def names_of(desk: Helpdesk) -> dict[str, str]:
    """Return what agents are called, by their ids: their address, else their name. Empty where a desk can't list."""
    if not desk.capabilities[Capability.AGENTS_ALL].possible:
        return {}
    return {one.id: one.email or one.name for one in quietly(desk.agents.all())}


@frozen(kw_only=True)
class Wanted:
    """A period as it was asked for; see `period_of`."""

    since: datetime | None
    until: datetime | None


def period_of(wanted: Wanted, blank: Period, *, of_desk: bool) -> Period:
    """Return the period to report: of a desk today until now by its clock, of a file all that is in it.

    Of a desk it ends now where it would end later: what goes on now would be counted into the future.

    Raises:
        BulkError: It ends before it begins.
    """
    since, until = wanted.since, wanted.until
    if of_desk:
        now = datetime.now(UTC)
        until = min(until or now, now)
        since = since or max(midnight(until - timedelta(microseconds=1), blank.zone), now - A_DAY)
    if since is not None and until is not None and until <= since:
        msg = f"the period ends ({until.isoformat()}) before it begins ({since.isoformat()}); change --since or --until"
        raise BulkError(msg)
    return Period(since=since, until=until, minutes=blank.minutes, zone=blank.zone)


def _summary(remarks: Remarks, ordered: Ordered, read: Read, period: Period) -> Row:
    return {
        "since": _local(remarks.since, period),
        "until": _local(remarks.until, period),
        "timezone": period.zone.key,
        "interval_minutes": period.minutes,
        "events": remarks.events,
        "unknown_before": {agent: _local(at, period) for agent, at in remarks.unknown_before.items()},
        "still_available": remarks.still_available,
        "open_holds": remarks.open_holds,
        "silent_since": _local(remarks.silent_since, period),
        "gaps": [[_local(one, period) for one in gap] for gap in remarks.gaps],
        "endless_holds": remarks.endless_holds,
        "doubles": ordered.doubles,
        "late": ordered.late,
        "timeless": ordered.timeless,
        "broken": read.broken,
        "truncated": read.truncated,
    }


def _local(at: datetime | None, period: Period) -> str | None:
    return None if at is None else at.astimezone(period.zone).isoformat()


def _tell(remarks: Remarks, ordered: Ordered, read: Read) -> None:
    for told in read.lines.told if read.lines is not None else ():
        say(told)
    for what, number in _remarks(remarks, ordered, read):
        if number:
            say(f"{what}: {number}")
    for begin, end in remarks.gaps[:_MOST_NAMED] if read.lines is not None else ():
        say(f"The file has no events from {begin.isoformat()} to {end.isoformat()}; what went on counts all the time.")
    if read.lines is not None and remarks.silent_since is not None:
        say(f"The file ends at {remarks.silent_since.isoformat()}; what went on then counts until the period's end.")
    if read.truncated:
        say("The desk did not give all events: the figures may be too low.")


def _remarks(remarks: Remarks, ordered: Ordered, read: Read) -> list[tuple[str, int]]:
    unknown = [read.names.get(agent, agent) for agent in remarks.unknown_before]
    named = ", ".join(unknown[:_MOST_NAMED]) + (", ..." if len(unknown) > _MOST_NAMED else "")
    hours = LONGEST_HOLD // timedelta(hours=1)
    return [
        ("Lines that are no events and were left out, so that figures may be wrong", read.broken),
        (f"Agents first heard of within the period, not counted before that ({named})", len(unknown)),
        (
            f"Holds that only end, more than {hours} hours after the first event, and are not counted",
            remarks.endless_holds,
        ),
        ("Events without a time, left out", ordered.timeless),
        ("Changes recorded late, counted from two minutes before the newest event then", ordered.late),
    ]
