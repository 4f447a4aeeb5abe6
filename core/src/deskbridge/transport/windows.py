"""A rate limit as a sliding window: pyrate-limiter's bucket, on our clock."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyrate_limiter import InMemoryBucket, Rate


class Window:
    """So many requests in so many seconds. Not safe for threads: its budget locks.

    Args:
        requests: How many requests; a fraction makes the window longer.
        per_seconds: The length of the window.
        share: The part of it that we use, above 0 and at most 1.
    """

    def __init__(self, requests: float, per_seconds: float, share: float) -> None:
        from pyrate_limiter import InMemoryBucket

        self.per_seconds = per_seconds
        self.requests = requests
        self._bucket: InMemoryBucket = InMemoryBucket([self._rate(share)])
        self._leaked_at = 0

    def _rate(self, share: float) -> Rate:
        from pyrate_limiter import Rate

        # Half of one request a second is one request every two seconds: the window grows where the count can't shrink.
        allowed = self.requests * share
        whole = max(1, math.floor(allowed))
        return Rate(whole, max(1, math.ceil(self.per_seconds * 1000 * whole / allowed)))

    def change(self, requests: float, share: float) -> None:
        """Allow another number of requests from now on; those already sent count."""
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
        """Undo the last `take`."""
        self._bucket.items.pop()
