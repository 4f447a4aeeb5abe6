"""The proactive budget of one account: requests wait here so that the vendor need not refuse them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from attrs import frozen

from deskbridge.errors import DeadlineExceededError
from deskbridge.transport.clock import Clock, Deadline
from deskbridge.transport.exchange import Headers
from deskbridge.transport.options import Limit, RateHeaders

if TYPE_CHECKING:
    from pyrate_limiter import InMemoryBucket, Rate

_LEADING_NUMBER = re.compile(r"\s*([0-9]{1,12})")


@frozen
class Account:
    """Whose limit it is: all clients of one account in this process share one budget."""

    vendor: str
    origin: str
    name: str


class _Window:
    """One limit, as a sliding window. Not safe for threads: its budget locks."""

    def __init__(self, limit: Limit, share: float) -> None:
        from pyrate_limiter import InMemoryBucket

        self.per_seconds = limit.per_seconds
        self.requests = limit.requests
        self._bucket: InMemoryBucket = InMemoryBucket([self._rate(share)])
        self._leaked_at = 0

    def _rate(self, share: float) -> Rate:
        from pyrate_limiter import Rate

        # Half of one request a second is one request every two seconds: the window grows where the count can't shrink.
        allowed = self.requests * share
        whole = max(1, math.floor(allowed))
        return Rate(whole, max(1, math.ceil(self.per_seconds * 1000 * whole / allowed)))

    def change(self, requests: int, share: float) -> None:
        self.requests = requests
        self._bucket.rates = [self._rate(share)]

    def take(self, now: float) -> float:
        """Take one request's place and return 0, or return the seconds until there may be one."""
        from pyrate_limiter import RateItem

        moment = int(now * 1000)
        if moment - self._leaked_at > self._bucket.rates[0].interval:
            self._bucket.leak(moment)
            self._leaked_at = moment
        item = RateItem("request", moment)
        if self._bucket.put(item):
            return 0.0
        # The library counts whole milliseconds; one more keeps us on the safe side of the edge.
        wait = self._bucket.waiting(item)
        assert isinstance(wait, int), "only a bucket outside this process makes one wait for its answer"  # noqa: S101
        return (wait + 1) / 1000

    def give_back(self) -> None:
        self._bucket.items.pop()


class Budget:
    """What is left of an account's limits.

    Args:
        limits: As the vendor declares them.
        share: The part of each that we use.
        clock: Where time comes from.
    """

    def __init__(self, limits: Sequence[Limit], share: float, clock: Clock) -> None:
        self._lock = Lock()
        self._clock = clock
        self._share = share
        self._windows = sorted((_Window(limit, share) for limit in limits), key=lambda window: window.per_seconds)
        self._held_until = 0.0

    def narrow(self, share: float) -> None:
        """Use no more than this share from now on: the most considerate client of an account decides."""
        with self._lock:
            if share < self._share:
                self._share = share
                for window in self._windows:
                    window.change(window.requests, share)

    def acquire(self, deadline: Deadline) -> None:
        """Wait for a request's place in every window.

        Raises:
            DeadlineExceededError: The wait would end after the deadline; nothing was waited.
        """
        while (wait := self._take()) > 0:
            if wait > deadline.remaining():
                raise DeadlineExceededError(
                    f"the vendor's rate limit asks to wait {wait:.1f} s and the deadline of {deadline.seconds:g} s "
                    "allows less. Nothing was sent. Raise deadline_seconds or try later.",
                    needed=timedelta(seconds=wait),
                )
            self._clock.sleep(wait)

    def _take(self) -> float:
        with self._lock:
            now = self._clock.monotonic()
            if self._held_until > now:
                return self._held_until - now
            for index, window in enumerate(self._windows):
                if wait := window.take(now):
                    for taken in self._windows[:index]:
                        taken.give_back()
                    return wait
            return 0.0

    def hold(self, seconds: float) -> None:
        """Let nobody send for that long."""
        with self._lock:
            self._held_until = max(self._held_until, self._clock.monotonic() + seconds)

    def correct(self, headers: Headers, names: RateHeaders) -> None:
        """Follow what an answer says about the window with the shortest length.

        A limit above or below the declared one replaces it. When nothing remains, everybody waits for as long as a
        window lasts: when the vendor's began is not said.
        """
        shortest = self._windows[0]
        limit = _number(headers.get(names.limit, ""))
        if limit and limit != shortest.requests:
            with self._lock:
                shortest.change(limit, self._share)
        if _number(headers.get(names.remaining, "")) == 0:
            self.hold(shortest.per_seconds)


def _number(text: str) -> int | None:
    if text.lstrip().startswith("-"):
        return 0
    found = _LEADING_NUMBER.match(text)
    return int(found[1]) if found else None


_shared: WeakValueDictionary[Account, Budget] = WeakValueDictionary()
_shared_lock = Lock()


def shared_budget(account: Account, limits: Sequence[Limit], share: float, clock: Clock) -> Budget | None:
    """Return the account's budget, made by its first client and kept while any is open; None without limits."""
    if not limits:
        return None
    with _shared_lock:
        budget = _shared.get(account)
        if budget is None:
            budget = _shared[account] = Budget(limits, share, clock)
        else:
            budget.narrow(share)
    return budget
