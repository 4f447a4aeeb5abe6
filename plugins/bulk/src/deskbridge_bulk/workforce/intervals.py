"""Intervals of the local clock: where a day of 23 or 25 hours puts them, and never with two offsets in one.

An interval is a stretch of time with one local date, one slot of the clock and one offset from UTC. So a day has its
clock's slots; where the clock jumps ahead those that it leaves out are not there, and where it goes back the repeated
ones come twice, told apart by their offset. All arithmetic is in UTC: two local times of one zone compare as the hands
of the clock stand, which is wrong just then.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen

DAY_MINUTES = 24 * 60
_INSTANT = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)


@frozen(kw_only=True, slots=True)
class Interval:
    """A stretch of time.

    Attributes:
        start: Inclusive, in UTC.
        end: Exclusive, in UTC.
        zone: Whose clock it goes by.
    """

    start: datetime
    end: datetime
    zone: ZoneInfo

    @property
    def local_start(self) -> datetime:
        """The start as the local clock shows it, with its offset."""
        return self.start.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        """The end as the local clock shows it, with its offset."""
        return self.end.astimezone(self.zone)


def interval_at(moment: datetime, *, minutes: int, zone: ZoneInfo) -> Interval:
    """Return the interval that a moment is in.

    Args:
        moment: Aware.
        minutes: How long an interval is where the clock does not jump; divides a day of 24 hours.
        zone: Whose clock it goes by.

    Raises:
        ValueError: Such intervals don't fill a day.
    """
    if not 0 < minutes <= DAY_MINUTES or DAY_MINUTES % minutes:
        msg = f"intervals of {minutes} minutes don't fill a day: take a number that divides {DAY_MINUTES}"
        raise ValueError(msg)
    local = moment.astimezone(zone)
    into = timedelta(minutes=(local.hour * 60 + local.minute) % minutes, seconds=local.second)
    start = moment.astimezone(UTC) - into - timedelta(microseconds=local.microsecond)
    end = start + timedelta(minutes=minutes)
    now = moment.astimezone(UTC)
    if _offset(start, zone) != _offset(now, zone):
        start = _change(start, now, zone)
    if _offset(end - _INSTANT, zone) != _offset(now, zone):
        end = _change(now, end, zone)
    return Interval(start=start, end=end, zone=zone)


def intervals(since: datetime, *, minutes: int, zone: ZoneInfo) -> Iterator[Interval]:
    """Yield the interval that a moment is in and those after it, without end. See `interval_at`."""
    current = interval_at(since, minutes=minutes, zone=zone)
    while True:
        yield current
        current = interval_at(current.end, minutes=minutes, zone=zone)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the second at which the offset changes; it is one at `before` and another at `after`."""
    first = _offset(before, zone)
    low, high = 0, int((after - before) / _SECOND) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(before + middle * _SECOND, zone) == first:
            low = middle
        else:
            high = middle
    return (before + high * _SECOND).replace(microsecond=0)
