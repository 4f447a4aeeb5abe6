"""Time as the transport sees it, and the deadline of one call."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from attrs import frozen

from deskbridge.errors import DeadlineExceededError


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


class _Haste:
    """How much of our own waits is kept, by all desks of the process."""

    share: float = 1.0


_haste = _Haste()


def own_wait(seconds: float) -> float:
    """Return how long a wait that nobody asked for is to be: all of it, unless `hurried` says otherwise."""
    return seconds * _haste.share


@contextmanager
def hurried(share: float = 0.05) -> Iterator[None]:
    """Let the process wait less before it tries again, for tests that make much fail.

    Only what we wait of our own accord is shortened, never what a vendor asks for.

    Args:
        share: What is kept of each wait, from 0 to 1.
    """
    before, _haste.share = _haste.share, share
    try:
        yield
    finally:
        _haste.share = before


class _Outer(threading.local):
    """The deadline of the call for which this thread makes another one, such as one for a token."""

    deadline: Deadline | None = None


_outer = _Outer()


class Deadline:
    """The moment at which one call must be over, counted from its creation; never after that of the call it serves.

    Args:
        clock: Where time comes from.
        seconds: How long the call may take, waiting and repeating included.
    """

    __slots__ = ("_clock", "_end", "seconds")

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._end = clock.monotonic() + seconds
        self.seconds = seconds
        outer = _outer.deadline
        if outer is not None and outer._end < self._end:
            self._end, self.seconds = outer._end, outer.seconds

    def renew(self) -> None:
        """Count from now again."""
        self._end = self._clock.monotonic() + self.seconds

    def remaining(self) -> float:
        """Return the seconds that are left, negative once it has passed."""
        return self._end - self._clock.monotonic()


@contextmanager
def serving(deadline: Deadline) -> Iterator[None]:
    """Let no deadline that this thread begins in here end after that one."""
    before, _outer.deadline = _outer.deadline, deadline
    try:
        yield
    finally:
        _outer.deadline = before


@contextmanager
def held(lock: threading.Lock, what: str) -> Iterator[None]:
    """Hold a lock, waiting for it no longer than the call that this thread serves may take.

    Args:
        lock: The lock.
        what: What its holder may be busy with, for the error.

    Raises:
        DeadlineExceededError: Another thread held it for too long.
    """
    deadline = _outer.deadline
    timeout = -1.0 if deadline is None else min(max(0.0, deadline.remaining()), threading.TIMEOUT_MAX)
    if not lock.acquire(timeout=timeout):
        seconds = deadline.seconds if deadline else 0
        raise DeadlineExceededError(
            f"another thread was {what} until the deadline of {seconds:g} s had passed. "
            "Raise deadline_seconds or try later."
        )
    try:
        yield
    finally:
        lock.release()
