"""When a call is tried again, and how long it waits before: the loop is stamina's, the judgement is ours."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar

from deskbridge.errors import DeadlineExceededError, DeskbridgeError
from deskbridge.transport.clock import Deadline, own_wait

T = TypeVar("T")

_FIRST_WAIT_SECONDS = 0.2
_LONGEST_WAIT_SECONDS = 10.0
# Ten years: what is longer is not meant, and would not fit into a timedelta.
_LONGEST_ASKED_SECONDS = 10 * 366 * 86400.0


class _Here(threading.local):
    """Whether this thread is about to wait for another try of ours."""

    waiting: bool = False


_here = _Here()


class _Silence(logging.Filter):
    """Drops the warning that stamina logs of each of our tries: an `Exchange` says more, and says it redacted."""

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002 - the base class's parameter
        return not _here.waiting


_SILENCE = _Silence()


class Failure(Exception):  # noqa: N818 - carries the error that is raised in the end
    """One try failed.

    Attributes:
        error: What to raise if it was the last.
        retry: Whether another try is safe and may help.
        after_seconds: What the vendor asked to wait, None if it did not.
        refused: Whether the vendor did not even try, for the rate: it is no try of ours then, and only the
            deadline bounds how often it is sent again.
    """

    def __init__(
        self, error: DeskbridgeError, *, retry: bool, after_seconds: float | None = None, refused: bool = False
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.retry = retry
        self.after_seconds = after_seconds
        self.refused = refused


def with_retries(attempt: Callable[[int], T], *, attempts: int, deadline: Deadline) -> T:
    """Call `attempt` with 1, 2 and so on until it returns, fails for good, or time or tries run out.

    Raises:
        DeskbridgeError: The last failure's error; `DeadlineExceededError` from it where the next wait would end
            after the deadline.
    """
    verdict = _Verdict(attempts, deadline)
    try:
        return attempt(verdict.begin())  # most calls need no other try, and setting the loop up costs as much as a lock
    except Failure as failure:
        first: Failure | None = failure
    try:
        for turn in verdict.turns():
            with turn:
                if first is not None:
                    failed, first = first, None
                    raise failed
                return attempt(verdict.begin())
    except Failure as failure:
        error = verdict.final(failure)
        raise error from error.__cause__
    raise AssertionError("stamina ends with a result or an error")  # pragma: no cover - nothing leads here


def yield_with_retries(attempt: Callable[[int], Iterator[T]], *, attempts: int, deadline: Deadline) -> Iterator[T]:
    """Yield what `attempt` yields, and call it again when it fails in the middle; see `with_retries`."""
    verdict = _Verdict(attempts, deadline)
    try:
        for turn in verdict.turns():
            with turn:
                yield from attempt(verdict.begin())
    except Failure as failure:
        error = verdict.final(failure)
        raise error from error.__cause__


class _Verdict:
    """stamina's backoff hook: False to give up, else the seconds to wait."""

    def __init__(self, attempts: int, deadline: Deadline) -> None:
        self._attempts = attempts
        self._deadline = deadline
        self._sent = 0
        self._refused = 0
        self._needed: float | None = None

    def turns(self) -> Iterable[AbstractContextManager[None]]:
        import stamina

        logging.getLogger("stamina").addFilter(_SILENCE)
        return stamina.retry_context(on=self, attempts=None, timeout=None)

    def begin(self) -> int:
        _here.waiting = False
        self._sent += 1
        return self._sent

    def __call__(self, error: Exception) -> bool | float:
        if not isinstance(error, Failure) or not error.retry:
            return False
        self._refused += error.refused
        if not error.refused and self._tries >= self._attempts:
            return False
        wait = self._wait(error)
        if wait >= self._deadline.remaining():
            self._needed = wait
            return False
        _here.waiting = True
        return wait

    @property
    def _tries(self) -> int:
        return self._sent - self._refused

    def _wait(self, failure: Failure) -> float:
        if failure.after_seconds is not None:
            # A little more for each, so that all who were refused together don't come back together.
            return failure.after_seconds * (1 + random.uniform(0, 0.1))  # noqa: S311 - jitter, not a secret
        ceiling = min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2 ** (self._tries - 1))
        return own_wait(random.uniform(ceiling / 4, ceiling))  # noqa: S311 - jitter, not a secret

    def final(self, failure: Failure) -> DeskbridgeError:
        """Return what to raise in the end."""
        if self._needed is None:
            return failure.error
        late = DeadlineExceededError(
            f"{failure.error.text} The next try would be in {self._needed:.1f} s, after the deadline of "
            f"{self._deadline.seconds:g} s. Raise deadline_seconds or try later.",
            needed=timedelta(seconds=self._needed),
            vendor=failure.error.vendor,
            operation=failure.error.operation,
        )
        late.__cause__ = failure.error
        return late


def retry_after_seconds(value: str, now: datetime) -> float | None:
    """Read a Retry-After header: seconds or an HTTP date (RFC 9110, 10.2.3).

    Returns:
        The seconds from now, at least 0 and at most ten years; None if it is missing or says neither.
    """
    text = value.strip()
    if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit():
        return min(float(text), _LONGEST_ASKED_SECONDS)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (aware - now).total_seconds()), _LONGEST_ASKED_SECONDS)
