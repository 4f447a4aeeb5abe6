"""What will happen by itself at some time: done when the sandbox is next asked after that time."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from deskbridge.sandbox import Clock

Action: TypeAlias = Callable[[datetime], None]


class Agenda:
    """Things to do later, in the order of their times."""

    def __init__(self, clock: Clock) -> None:
        """Start with nothing to do.

        Args:
            clock: The sandbox's time.
        """
        self._clock = clock
        self._rows: list[tuple[datetime, int, Action]] = []
        self._made = 0

    def after(self, wait: timedelta, action: Action) -> None:
        """Do something after a while, or at once if there is nothing to wait.

        Args:
            wait: How long from now.
            action: Called with the moment for which it was planned, even if that has long passed.
        """
        now = self._clock.now()
        if wait <= timedelta():
            action(now)
            return
        self._made += 1
        heapq.heappush(self._rows, (now + wait, self._made, action))

    def settle(self) -> None:
        """Do everything whose time has come."""
        while self._rows and self._rows[0][0] <= self._clock.now():
            due, _, action = heapq.heappop(self._rows)
            action(due)
