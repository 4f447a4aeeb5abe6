"""Listings for commands: what is missing is told by the command, in its own words, and not as a warning."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Generic, TypeVar

from attrs import define, field

from deskbridge.listing import Listing, TruncatedWarning

T = TypeVar("T")


@define
class Quiet(Generic[T]):
    """Iterates over a listing, as far as wanted, without warnings.

    Attributes:
        truncated: Whether the vendor stopped before the end.
        limited: Whether the limit was reached; there may be more, nobody asked.
    """

    _listing: Listing[T]
    _limit: int | None = None
    truncated: bool = field(default=False, init=False)
    limited: bool = field(default=False, init=False)

    def __iter__(self) -> Iterator[T]:
        """Yield each record; nothing more is asked for beyond the limit."""
        number = 0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", TruncatedWarning)
            for number, one in enumerate(islice(self._listing, self._limit), 1):  # noqa: B007  used below
                yield one
        self.limited = self._limit is not None and number >= self._limit
        self.truncated = bool(self._listing.truncated)


def quietly(listing: Listing[T], *, limit: int | None = None) -> Quiet[T]:
    """Iterate over a listing, over its first records if there is a limit, without warnings."""
    return Quiet(listing, limit)
