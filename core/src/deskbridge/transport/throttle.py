"""How an account slows down when the vendor refuses requests for their rate (429), declared limit or not.

Two things happen, for all threads and desks of the account. Everybody pauses: for as long as the vendor asks, or
for half a second, doubled with each refusal in a row. And when it is not the first refusal in a minute, everybody
goes slower than the vendor was seen to bear, then ever faster again until the next refusal: so the account settles
near a limit that nobody told.
"""

from __future__ import annotations

import math
import random

from deskbridge.transport.clock import own_wait
from deskbridge.transport.windows import Window

LONGEST_HOLD_SECONDS = 300.0
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 10.0
_PROBE_EVERY_SECONDS = 0.1
_LONE_SECONDS = 60.0
_SLOWER = 0.8
_SLOWEST = 0.5
_DOUBLES_IN_SECONDS = 10.0
# From here on, the pace of the cap and no cap are the same to a program in Python.
_FREE = 1000.0


class Throttle:
    """One account's pause and pace. Not safe for threads: its budget locks.

    Attributes:
        round: Grows with each refusal that counts. Requests admitted in an earlier one were on their way when the
            pause began, so what becomes of them says nothing new.
    """

    def __init__(self) -> None:
        self.round = 0
        self._held_until = 0.0
        self._pause = 0.0
        self._refused_at = -math.inf
        self._meter = _Meter()
        self._window: Window | None = None
        self._start_pace = 0.0
        self._paced_from = 0.0

    @property
    def probing(self) -> bool:
        """Whether nothing was accepted since the last refusal."""
        return self._pause > 0

    def held(self, now: float) -> float:
        """Return the seconds for which nobody may send."""
        return max(0.0, self._held_until - now)

    def hold(self, now: float, seconds: float) -> None:
        """Let nobody send for that long, at most five minutes: a mistaken vendor must not stop an account for ever."""
        self._held_until = max(self._held_until, now + min(seconds, LONGEST_HOLD_SECONDS))

    def window(self, now: float) -> Window | None:
        """Return what bounds the pace now, None if nothing does."""
        if self._window is None:
            return None
        pace = self._pace(now)
        if pace >= _FREE:
            self._window = None
        else:
            self._window.change(pace, 1.0)
        return self._window

    def admitted(self, now: float) -> None:
        """Note that a request is sent."""
        self._meter.count(now)
        if self.probing:
            # One goes first to see whether the pause was long enough, and the others are spared a refusal.
            self.hold(now, _PROBE_EVERY_SECONDS)

    def accepted(self, given_round: int) -> None:
        """Note that a request was not refused."""
        if given_round == self.round:
            self._pause = 0.0

    def refused(self, now: float, given_round: int, asked: float | None) -> float:
        """Note that a request was refused for its rate.

        Args:
            now: The moment.
            given_round: The round in which the request was admitted.
            asked: The seconds that the vendor asks to wait, None if it does not say.

        Returns:
            The seconds to wait before it is sent again.
        """
        self._meter.forget()
        if given_round == self.round:
            self.round += 1
            lone = now - self._refused_at > _LONE_SECONDS
            pause = self._next_pause(asked)
            self.hold(now, pause)
            if not lone:
                self._slow_down(now, now + pause)
            self._refused_at = now
        elif asked is not None:
            self.hold(now, asked)
        return max(asked or 0.0, self.held(now))

    def _next_pause(self, asked: float | None) -> float:
        if not self.probing:
            self._pause = own_wait(_FIRST_PAUSE_SECONDS)
            if asked is not None:
                return asked
        else:
            # Who said "at once" and refuses again is not believed again.
            self._pause = min(2 * self._pause, _LONGEST_PAUSE_SECONDS)
        # Other processes of this account, refused at the same moment, should not come back at the same moment.
        return max(asked or 0.0, self._pause * random.uniform(1, 1.2))  # noqa: S311 - jitter, not a secret

    def _slow_down(self, now: float, begin: float) -> None:
        borne: float = self._meter.per_second(now)
        if self._window is not None:
            borne = min(borne, self._pace(now))
        self._start_pace = max(_SLOWEST, borne * _SLOWER)
        self._paced_from = begin
        if self._window is None:
            self._window = Window(self._start_pace, 1.0, 1.0)

    def _pace(self, now: float) -> float:
        # Counted from the end of the pause. The exponent is bounded so that an idle night does not overflow.
        doublings = min(max(0.0, now - self._paced_from) / _DOUBLES_IN_SECONDS, 32.0)
        return float(self._start_pace * 2**doublings)


class _Meter:
    """Counts what the vendor accepted in this second and in the one before."""

    def __init__(self) -> None:
        self._second = 0
        self._count = 0
        self._before = 0

    def count(self, now: float) -> None:
        self._turn(now)
        self._count += 1

    def forget(self) -> None:
        """Take back the last one: it was refused."""
        self._count = max(0, self._count - 1)

    def per_second(self, now: float) -> int:
        self._turn(now)
        return max(self._count, self._before)

    def _turn(self, now: float) -> None:
        second = int(now)
        if second != self._second:
            self._before = self._count if second == self._second + 1 else 0
            self._second, self._count = second, 0
