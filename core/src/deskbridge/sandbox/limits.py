"""Rate limits as vendors state them: so many requests in a fixed window."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskbridge.sandbox.clock import Clock


class FixedWindow:
    """Allows `limit` requests in each window of `window`, counted from the window's first request."""

    def __init__(self, clock: Clock, *, limit: int, window: timedelta = timedelta(seconds=1)) -> None:
        self.limit = limit
        self._clock = clock
        self._window = window
        self._since: datetime | None = None
        self._used = 0

    def take(self) -> bool:
        """Count one request; False when the window has no room for it."""
        now = self._clock.now()
        if self._since is None or now - self._since >= self._window:
            self._since, self._used = now, 0
        self._used += 1
        return self._used <= self.limit

    @property
    def remaining(self) -> int:
        """How many requests the present window still has room for."""
        return max(0, self.limit - self._used)
