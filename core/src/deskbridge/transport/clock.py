"""Time as the transport sees it, and the deadline of one call."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from attrs import frozen


def utc_now() -> datetime:
    """Return the time of day, aware and in UTC."""
    return datetime.now(UTC)


@frozen(kw_only=True)
class Clock:
    """Where the transport takes time from; a test passes another.

    Attributes:
        now: The time of day, aware and in UTC.
        monotonic: Seconds that only ever grow; their zero means nothing.
        sleep: Waits that many seconds.
    """

    now: Callable[[], datetime] = utc_now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


SYSTEM_CLOCK = Clock()


class Deadline:
    """The moment at which one call must be over, counted from its creation.

    Args:
        clock: Where time comes from.
        seconds: How long the call may take, waiting and repeating included.
    """

    __slots__ = ("_clock", "_end", "seconds")

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._end = clock.monotonic() + seconds
        self.seconds = seconds

    def renew(self) -> None:
        """Count from now again."""
        self._end = self._clock.monotonic() + self.seconds

    def remaining(self) -> float:
        """Return the seconds that are left, negative once it has passed."""
        return self._end - self._clock.monotonic()
