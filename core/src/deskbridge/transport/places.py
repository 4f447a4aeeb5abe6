"""A limit on how many requests may be in progress at once."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable

from deskbridge.errors import DeadlineExceededError
from deskbridge.transport.clock import Deadline


class Places:
    """So many requests at once, from before they are sent until their answers are read; for many threads.

    Args:
        at_once: How many.
        share: The part of them that we use, above 0 and at most 1; one is always left.
    """

    def __init__(self, at_once: int, share: float) -> None:
        self._at_once = at_once
        self._free = threading.Condition()
        self._taken = 0
        self._most = self._part(share)

    def _part(self, share: float) -> int:
        return max(1, math.floor(self._at_once * share))

    def change(self, share: float) -> None:
        """Use another share from now on; those in progress go on."""
        with self._free:
            self._most = self._part(share)
            self._free.notify_all()

    def enter(self, deadline: Deadline) -> Callable[[], None]:
        """Wait for a place.

        Returns:
            What gives it back; further calls of that do nothing.

        Raises:
            DeadlineExceededError: None was given back in time; nothing was sent.
        """
        with self._free:
            timeout = min(max(0.0, deadline.remaining()), threading.TIMEOUT_MAX)
            if not self._free.wait_for(lambda: self._taken < self._most, timeout):
                raise DeadlineExceededError(
                    f"the vendor takes {self._at_once} such requests at once, and none of ours ended within the "
                    f"deadline of {deadline.seconds:g} s. Nothing was sent. Read their answers to the end, or raise "
                    "deadline_seconds."
                )
            self._taken += 1
        return _once(self._leave)

    def _leave(self) -> None:
        with self._free:
            self._taken -= 1
            self._free.notify()


def _once(act: Callable[[], None]) -> Callable[[], None]:
    left = [act]

    def called() -> None:
        # A list's pop is atomic, so that two threads that close one stream give one place back.
        try:
            left.pop()()
        except IndexError:
            return

    return called
