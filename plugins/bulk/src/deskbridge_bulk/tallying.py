"""Which rows a run is about, and what became of them."""

from __future__ import annotations

from attrs import define, frozen

from deskbridge_bulk.steps import Status


@frozen(kw_only=True)
class Span:
    """Some rows of a table: from the first to the last, both of them too."""

    first: int = 1
    last: int | None = None

    def __contains__(self, row: object) -> bool:
        return isinstance(row, int) and self.first <= row and (self.last is None or row <= self.last)

    def of(self, about: int) -> int:
        """Return how many rows these are of so many."""
        last = about if self.last is None else min(self.last, about)
        return max(last - self.first + 1, 0)


@define
class Tally:
    """What became of a run.

    Attributes:
        done: Rows that were done now.
        skipped: Rows with nothing to do, those that an earlier run did too.
        failed: Rows that were not done.
        in_doubt: How many of those that failed may be done all the same.
        stopped: Why the rest was not tried, "" if all were.
        interrupted: Whether somebody stopped it.
    """

    done: int = 0
    skipped: int = 0
    failed: int = 0
    in_doubt: int = 0
    stopped: str = ""
    interrupted: bool = False
    seconds: float = 0.0

    @property
    def rows(self) -> int:
        """How many rows it is about."""
        return self.done + self.skipped + self.failed

    def count(self, status: Status) -> None:
        """Count a row."""
        setattr(self, status.value, getattr(self, status.value) + 1)
