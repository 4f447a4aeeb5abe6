"""Gathers what a verification finds wrong, in a fixed order."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from attrs import define, field

MOST_PROBLEMS = 1000


@define(kw_only=True)
class Problems:
    """What is wrong, each with the record where it was found. Thread-safe."""

    _found: list[tuple[str, str]] = field(factory=list)
    _lock: threading.Lock = field(factory=threading.Lock)

    def add(self, where: str, *problems: str) -> None:
        """Put down what is wrong with a record."""
        self.extend(where, problems)

    def extend(self, where: str, problems: Iterable[str]) -> None:
        """Put down all that is wrong with a record."""
        found = [(where, problem) for problem in problems]
        with self._lock:
            self._found += found

    def sentences(self) -> tuple[str, ...]:
        """Return them by record, the first 1,000 and how many more there are."""
        shown = [f"{where}: {problem}" for where, problem in sorted(self._found)]
        rest = len(shown) - MOST_PROBLEMS
        return tuple(shown[:MOST_PROBLEMS] + ([f"and {rest} more"] if rest > 0 else []))
