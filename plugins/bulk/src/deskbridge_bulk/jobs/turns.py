"""Turns at a record that rows find by different things: each changes what the one before it left."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from threading import Condition

from attrs import define, field


@define
class Turns:
    """Who is at which record, and what was changed since a row began to look. Keeps nothing of rows that ended."""

    _free: Condition = field(factory=Condition, init=False)
    _taken: set[str] = field(factory=set, init=False)
    _looking: list[set[str]] = field(factory=list, init=False)

    @contextlib.contextmanager
    def looking(self) -> Iterator[set[str]]:
        """Yield the ids of what others change from here on; to be asked in a turn."""
        changed: set[str] = set()
        with self._free:
            self._looking.append(changed)
        try:
            yield changed
        finally:
            with self._free:
                self._looking = [one for one in self._looking if one is not changed]

    @contextlib.contextmanager
    def at(self, record_id: str) -> Iterator[None]:
        """Wait until nobody else is at a record, and have it for a `with` block."""
        with self._free:
            self._free.wait_for(lambda: record_id not in self._taken)
            self._taken.add(record_id)
        try:
            yield
        finally:
            with self._free:
                self._taken.discard(record_id)
                for changed in self._looking:
                    changed.add(record_id)
                self._free.notify_all()
