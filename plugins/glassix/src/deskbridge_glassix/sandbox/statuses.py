"""The users' statuses over time, and what `users/statuslogs` makes of them, day by day in UTC (inferred)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from attrs import define, field, frozen

from deskbridge_glassix.sandbox.fields import words
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.times import duration, iso, stamp

STATUSES = words("Offline", "Break", "Break2", "Break3", "Break4", "Break5", "Online")
# 1, 2 and 10 are known; the numbers of the further breaks are inferred.
NUMBERS = {"Offline": 1, "Break": 2, "Break2": 3, "Break3": 4, "Break4": 5, "Break5": 6, "Online": 10}
_TOTALS = ("Online", "Break", "Break2", "Break3", "Break4", "Break5", "Offline")


@frozen
class _Change:
    at: datetime
    status: str


@define
class StatusBook:
    """Who had which status when."""

    _held: dict[str, list[_Change]] = field(factory=dict)

    def note(self, user_id: str, status: str, at: datetime) -> None:
        """Remember that a user's status changed."""
        self._held.setdefault(user_id, []).append(_Change(at, status))

    def shown(self, user: Wire, first: datetime, last: datetime, now: datetime) -> Wire:
        """Return a user's log from one day to another, both included.

        Args:
            user: The user.
            first: The first day's midnight.
            last: The last day's midnight.
            now: Until when it is known.
        """
        changes = self._held.get(user["id"], [])
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return {
            "userId": user["id"],
            "userName": user["UserName"],
            "dates": [_day(day, changes, user["status"], now) for day in days if day <= now],
        }


def midnight(moment: datetime) -> datetime:
    """Return the beginning of a moment's day."""
    return datetime.combine(moment.date(), time(), UTC)


def _day(day: datetime, changes: Sequence[_Change], status: str, now: datetime) -> Wire:
    end = min(day + timedelta(days=1), now)
    before = [change.status for change in changes if change.at <= day]
    # Before the first known change, a user had the status that the sandbox gave at the start.
    marks = [_Change(day, before[-1] if before else (status if not changes else "Offline"))]
    marks += [change for change in changes if day < change.at < day + timedelta(days=1)]
    spent = dict.fromkeys(_TOTALS, timedelta())
    for place, mark in enumerate(marks):
        until = marks[place + 1].at if place + 1 < len(marks) else end
        spent[mark.status] += max(timedelta(), until - mark.at)
    logs = [{"dateTime": stamp(mark.at), "nextStatus": mark.status, "doNotDisturb": False} for mark in marks[1:]]
    return {
        "date": iso(day),
        **{f"total{name}Time": duration(spent[name]) for name in _TOTALS},
        "statusLogs": logs,
    }
