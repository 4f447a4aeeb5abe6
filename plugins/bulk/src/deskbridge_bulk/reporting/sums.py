"""Sums of columns while rows pass by, over all rows and for each value of a column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from attrs import define, field

from deskbridge_bulk.output import Row
from deskbridge_bulk.problems import BulkError

MOST_GROUPS = 100_000
_MOST_DIGITS = 20
_EMPTY = frozenset({"", "NULL"})


@define
class Sums:
    """Adds up columns, exactly.

    Attributes:
        columns: Those to add up; one that no row has is in no sum.
        by: The column for each value of which there is a sum of its own; "" for none.
        rows: How many rows there were.
        unread: How many cells there were that are neither empty nor a number.
    """

    columns: tuple[str, ...]
    by: str = ""
    rows: int = 0
    unread: int = 0
    _total: dict[str, Decimal] = field(factory=dict)
    _groups: dict[str, tuple[list[int], dict[str, Decimal]]] = field(factory=dict)

    def over(self, rows: Iterable[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
        """Pass rows on and add them up.

        Raises:
            BulkError: `by` has more than 100,000 values.
        """
        for row in rows:
            self.rows += 1
            parts = [self._total]
            if self.by:
                count, sums = self._groups.setdefault(str(row.get(self.by) or ""), ([0], {}))
                count[0] += 1
                parts.append(sums)
                self._check_groups()
            for name in self.columns:
                self._add(row.get(name), name, parts)
            yield row

    def _check_groups(self) -> None:
        if len(self._groups) > MOST_GROUPS:
            msg = f"{self.by} has more than {MOST_GROUPS:,} different values; add up by another column"
            raise BulkError(msg)

    def _add(self, cell: object, name: str, parts: Sequence[dict[str, Decimal]]) -> None:
        if cell is None:
            return
        number = _number(str(cell))
        if number is None:
            self.unread += 1
            return
        for one in parts:
            one[name] = one.get(name, Decimal(0)) + number

    def total(self) -> Row:
        """Return how many rows there were and the sums, as texts, so that no digit is lost."""
        told: dict[str, object] = {"rows": self.rows}
        told |= {name: _plain(self._total[name]) for name in self.columns if name in self._total}
        return told | ({"cells_unread": self.unread} if self.unread else {})

    def groups(self) -> Iterator[Row]:
        """Yield the same for each value of `by`, the values in order."""
        for value, (count, sums) in sorted(self._groups.items()):
            told = {name: _plain(sums[name]) for name in self.columns if name in sums}
            yield {self.by: value, "rows": count[0], **told}


def _number(cell: str) -> Decimal | None:
    """Return a cell's number: 0 for an empty one, None for what is none."""
    if cell.strip() in _EMPTY:
        return Decimal(0)
    try:
        number = Decimal(cell)
    except InvalidOperation:
        return None
    # An exponent of a million would be a sum of a million digits.
    return number if number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS else None


def _plain(number: Decimal) -> str:
    return format(number, "f")
