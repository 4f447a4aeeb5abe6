"""The sandbox's time: the system's, or one that a test moves by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol, runtime_checkable


class Clock(Protocol):
    """Tells the time, aware and in UTC."""

    def now(self) -> datetime:
        """Return the present moment."""


@runtime_checkable
class ShiftableClock(Clock, Protocol):
    """A clock that can be put forward."""

    def advance(self, by: timedelta) -> None:
        """Move the time forward."""


class SystemClock:
    """The machine's own time, so much later as it was put forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC) + self._ahead

    def advance(self, by: timedelta) -> None:
        """Move the time forward; it runs on from there."""
        self._ahead += by


class ManualClock:
    """A time that stands still until `advance` is called."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the moment that was set last."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move the time forward."""
        self._now += by
