"""What the jobs share: rows as they come, and values out of cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from threading import Lock
from typing import ClassVar, TypeVar

from attrs import define, field

from deskbridge.capabilities import Capability
from deskbridge.errors import ConflictError
from deskbridge.protocols import Helpdesk
from deskbridge.records import Record
from deskbridge.times import parse_time
from deskbridge_bulk.problems import RowError
from deskbridge_bulk.sheets import BadRow, SheetRow
from deskbridge_bulk.steps import Done, Step, Writes

T = TypeVar("T")

_ZONED = re.compile(r"([Zz]|[+-]\d\d:?\d\d)\Z", re.ASCII)

_MADE_BEFORE = "an earlier run made it, or a row that says the same"
_TRUTHS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "1", "x"), True),
    **dict.fromkeys(("false", "no", "0"), False),
}


@define
class Rowwise:
    """A job whose rows are done in the file's order, each without another, and need nothing read before."""

    depends: ClassVar[bool] = False
    desk: Helpdesk

    def prepare(self) -> None:
        """Read nothing."""

    def arrange(self, rows: Iterable[SheetRow | BadRow]) -> Iterable[SheetRow | BadRow]:
        """Return the rows as they come."""
        return rows


@define
class Names:
    """Ids by name, without regard to case where that makes no difference between two.

    Attributes:
        what: What they are names of, for people.
    """

    what: str
    _exact: dict[str, list[str]] = field(factory=dict, init=False)
    _folded: dict[str, list[str]] = field(factory=dict, init=False)

    def add(self, name: str, record_id: str) -> None:
        """Add a name."""
        self._exact.setdefault(name.strip(), []).append(record_id)
        self._folded.setdefault(name.strip().casefold(), []).append(record_id)

    def id_of(self, name: str, *, column: str) -> str:
        """Return the id of a name.

        Raises:
            RowError: None has it, or several have.
        """
        found = self._exact.get(name) or self._folded.get(name.casefold()) or []
        if len(found) != 1:
            much = "there is none" if not found else f"there are {len(found)}"
            msg = f"{much} of the name {name!r} among the {self.what}"
            raise RowError(msg, column=column)
        return found[0]


@define
class Topics:
    """The topics of a desk, read when the first of them is asked for, and once."""

    desk: Helpdesk
    _ids: set[str] = field(factory=set, init=False)
    _is_read: bool = field(default=False, init=False)
    _reading: Lock = field(factory=Lock, init=False)

    def check(self, topic_id: str, *, column: str) -> None:
        """Refuse an id that no topic has.

        Raises:
            RowError: It is none.
        """
        with self._reading:
            if not self._is_read:
                self._ids.update(one.id for one in self.desk.topics.all())
                self._is_read = True
        if topic_id not in self._ids:
            msg = f"there is no topic {topic_id!r}"
            raise RowError(msg, column=column)


def needed(row: SheetRow, column: str) -> str:
    """Return a cell that must not be empty.

    Raises:
        RowError: It is.
    """
    if not row[column]:
        msg = "is empty"
        raise RowError(msg, column=column)
    return row[column]


def truth(row: SheetRow, column: str) -> bool | None:
    """Return whether a cell says yes, None if it is empty.

    Raises:
        RowError: It says neither yes nor no.
    """
    cell = row[column].casefold()
    if cell and cell not in _TRUTHS:
        msg = f"{row[column]!r} is neither true nor false"
        raise RowError(msg, column=column)
    return _TRUTHS.get(cell)


def time(row: SheetRow, column: str) -> datetime:
    """Return a time.

    Raises:
        RowError: It is none, or has no zone.
    """
    cell = needed(row, column)
    try:
        if _ZONED.search(cell) is None:
            raise ValueError
        return parse_time(cell)
    except ValueError as wrong:
        msg = f"{cell!r} is no time with a zone such as 2024-09-28T00:00:00Z"
        raise RowError(msg, column=column) from wrong


def creating(operation: Capability, create: Callable[[T], Record], new: T, own_id: str) -> Step:
    """Return the step that creates something with an id of ours; what an earlier run made with it is not made twice."""

    def run(writes: Writes) -> Done:
        try:
            made = writes.send(operation, create, new)
        except ConflictError as taken:
            if taken.existing_id != own_id:
                raise
            return Done(
                id=own_id, skipped="" if writes.doubt else "an earlier run made it, or a row that says the same"
            )
        return Done(id=made.id if made is not None else own_id)

    return Step(action="create", id=own_id, key=own_id, run=run)
