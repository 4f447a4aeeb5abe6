"""A lazy listing that knows whether it was complete."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
Pages = Generator[T, None, bool]
"""Yields each record and returns whether the vendor stopped before the end."""


class TruncatedWarning(UserWarning):
    """A listing ended at the vendor's cap; there is more that it did not give."""


class Listing(Generic[T]):
    """Records, fetched as they are iterated; nothing is sent before that. Each iteration asks anew.

    Attributes:
        truncated: None until an iteration came to its end; then whether the vendor stopped at its cap.
    """

    def __init__(self, fetch: Callable[[], Pages[T]], *, what: str) -> None:
        self._fetch = fetch
        self._what = what
        self.truncated: bool | None = None

    def __iter__(self) -> Iterator[T]:
        self.truncated = None
        self.truncated = yield from self._fetch()
        if self.truncated:
            warnings.warn(
                f"{self._what}: the vendor stopped at its cap, this is not all",
                TruncatedWarning,
                stacklevel=2,
            )

    def first(self) -> T | None:
        """Return the first record, None if there is none. Fetches no more than it needs."""
        return next(iter(self), None)

    def __repr__(self) -> str:
        return f"<Listing of {self._what}>"


def whole(records: Iterable[T]) -> Pages[T]:
    """Yield records of a listing that is complete; for plugins."""
    yield from records
    return False
