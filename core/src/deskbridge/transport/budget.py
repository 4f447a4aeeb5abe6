"""The proactive budget of one account: requests wait here so that the vendor need not refuse them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from threading import Lock
from weakref import WeakValueDictionary

from attrs import frozen

from deskbridge.errors import DeadlineExceededError
from deskbridge.transport.clock import Clock, Deadline
from deskbridge.transport.exchange import Headers
from deskbridge.transport.options import Limit, RateHeaders
from deskbridge.transport.places import Places
from deskbridge.transport.throttle import Throttle
from deskbridge.transport.windows import Window

_LEADING_NUMBER = re.compile(r"\s*0*([0-9]{1,7})(?![0-9])")
_MOST_REQUESTS = 1_000_000


@frozen
class Account:
    """Whose limit it is: all clients of one account in this process share one budget."""

    vendor: str
    origin: str
    name: str


@frozen
class _Kept:
    """A declared limit, and how much of it is used up."""

    operations: tuple[str, ...]
    window: Window
    places: Places | None

    @classmethod
    def of(cls, limit: Limit, share: float) -> _Kept:
        places = None if limit.at_once is None else Places(limit.at_once, share)
        return cls(limit.operations, Window(limit.requests, limit.per_seconds, share), places)

    def concerns(self, operation: str) -> bool:
        return not self.operations or operation in self.operations

    def change(self, share: float) -> None:
        self.window.change(self.window.requests, share)
        if self.places is not None:
            self.places.change(share)


class Budget:
    """What is left of an account's limits, and how far its vendor makes us slow down; for many threads.

    Args:
        limits: As the vendor declares them; none if it does not.
        share: The part of each that we use.
        clock: Where time comes from.
    """

    def __init__(self, limits: Sequence[Limit], share: float, clock: Clock) -> None:
        self._lock = Lock()
        self._clock = clock
        self._share = share
        self._kept = [_Kept.of(limit, share) for limit in sorted(limits, key=lambda one: one.per_seconds)]
        self._windows = [one.window for one in self._kept if not one.operations]
        self._throttle = Throttle()

    def narrow(self, share: float) -> None:
        """Use no more than this share from now on: the most considerate client of an account decides."""
        with self._lock:
            if share < self._share:
                self._share = share
                for one in self._kept:
                    one.change(share)

    def forget_refusals(self) -> None:
        """Pause no longer and go at the declared pace again, as if the vendor had never refused a request."""
        with self._lock:
            before = self._throttle
            self._throttle = Throttle()
            self._throttle.round = before.round + 1  # what is on its way says nothing of the new one

    def enter(self, deadline: Deadline, operation: str) -> Callable[[], None]:
        """Wait until a request may be in progress beside the others of its operation.

        Returns:
            What says that its answer was read; to be called in any case.

        Raises:
            DeadlineExceededError: None of the others ended in time; nothing was sent.
        """
        bounding = [one.places for one in self._kept if one.places is not None and one.concerns(operation)]
        if not bounding:
            return _leave_nothing
        with ExitStack() as entered:
            for places in bounding:
                entered.callback(places.enter(deadline))
            return entered.pop_all().close

    def acquire(self, deadline: Deadline, operation: str = "") -> int:
        """Wait for a request's place in every window.

        Args:
            deadline: How long it may wait.
            operation: Its name, for the limits that some operations have of their own.

        Returns:
            The round in which it was given, for `accepted` or `refused`.

        Raises:
            DeadlineExceededError: The wait would end after the deadline; nothing was waited.
        """
        while True:
            wait, given_round = self._take(operation)
            if not wait:
                return given_round
            if wait > deadline.remaining():
                raise DeadlineExceededError(
                    f"the vendor's rate limit asks to wait {wait:.1f} s and the deadline of {deadline.seconds:g} s "
                    "allows less. Nothing was sent. Raise deadline_seconds or try later.",
                    needed=timedelta(seconds=wait),
                )
            self._clock.sleep(wait)

    def _take(self, operation: str) -> tuple[float, int]:
        with self._lock:
            now, throttle = self._clock.monotonic(), self._throttle
            if wait := throttle.held(now):
                return wait, throttle.round
            pace = throttle.window(now)
            windows = [one.window for one in self._kept if one.concerns(operation)]
            if pace is not None:
                windows.append(pace)
            for index, window in enumerate(windows):
                if wait := window.take(now):
                    for taken in windows[:index]:
                        taken.give_back()
                    return wait, throttle.round
            throttle.admitted(now)
            return 0.0, throttle.round

    def accepted(self, given_round: int) -> None:
        """Say that a request was not refused for its rate."""
        # Read without the lock, so that it costs nothing while nothing is refused.
        if self._throttle.probing:
            with self._lock:
                self._throttle.accepted(given_round)

    def refused(self, given_round: int, asked: float | None) -> float:
        """Say that a request was refused for its rate: everybody pauses, and goes slower if it is no exception.

        Args:
            given_round: What `acquire` returned.
            asked: The seconds that the vendor asks to wait, None if it does not say.

        Returns:
            The seconds to wait before it is sent again.
        """
        with self._lock:
            return self._throttle.refused(self._clock.monotonic(), given_round, asked)

    def correct(self, headers: Headers, names: RateHeaders) -> None:
        """Follow what an answer says about the window with the shortest length, if a limit on all requests is declared.

        A limit above or below the declared one replaces it, if it is 1 to a million. When nothing remains,
        everybody waits for as long as a window lasts, at most five minutes: when the vendor's began is not said.
        """
        if not self._windows:
            return
        shortest = self._windows[0]
        limit = _number(headers.get(names.limit, ""))
        if limit and limit <= _MOST_REQUESTS and limit != shortest.requests:
            with self._lock:
                shortest.change(limit, self._share)
        if _number(headers.get(names.remaining, "")) == 0:
            with self._lock:
                self._throttle.hold(self._clock.monotonic(), shortest.per_seconds)


def _leave_nothing() -> None:
    """Leave no place, as there was none to enter."""


def _number(text: str) -> int | None:
    if text.lstrip().startswith("-"):
        return 0
    found = _LEADING_NUMBER.match(text)
    return int(found[1]) if found else None


_shared: WeakValueDictionary[Account, Budget] = WeakValueDictionary()
_shared_lock = Lock()


class _Pacing:
    """Whether what a vendor declares bounds the accounts that are met first."""

    declared: bool = True


_pacing = _Pacing()


def shared_budget(account: Account, limits: Sequence[Limit], share: float, clock: Clock) -> Budget:
    """Return the account's budget, made by its first client and kept while any is open."""
    with _shared_lock:
        budget = _shared.get(account)
        if budget is None:
            budget = _shared[account] = Budget(limits if _pacing.declared else (), share, clock)
        else:
            budget.narrow(share)
    return budget


@contextmanager
def unpaced() -> Iterator[None]:
    """Let the accounts that are met first in the block wait for no limit that their vendor declares.

    For tests in which nobody has one, such as where a recording is played: all of it would be waited in vain there. A
    vendor that refuses requests for their rate is still heeded.
    """
    before, _pacing.declared = _pacing.declared, False
    try:
        yield
    finally:
        _pacing.declared = before


def forget_refusals() -> None:
    """Let every account of this process go at its declared pace again, as if no vendor had ever refused a request.

    For tests, where one that is refused on purpose must not slow down the next; a vendor's limit is still kept.
    """
    with _shared_lock:
        known = list(_shared.values())
    for budget in known:
        budget.forget_refusals()
