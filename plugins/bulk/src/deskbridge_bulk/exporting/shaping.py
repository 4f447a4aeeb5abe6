"""Lines as rows of a vendor's own columns, as `deskbridge.outputs` declares them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson

from deskbridge.outputs import Column, ExportFile
from deskbridge_bulk.cleaning import neutral
from deskbridge_bulk.exporting.lines import Block, Broken
from deskbridge_bulk.exporting.tables import Field, Tell

Cell = Callable[[Any], object]
_Plan = tuple[tuple[tuple[str, ...], tuple[tuple[int, str], ...]], ...]
"""For each way into a line: of the mapping that is there, which key goes to which column."""


def text(value: object) -> str:
    """Return a value as the text of a cell: a list joined by commas, what has parts as JSON, "" for None."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, list):
        return ",".join(text(one) for one in value)
    return str(value) if isinstance(value, float) else orjson.dumps(value).decode()


def harmless(value: object) -> str:
    """Return the text of a cell that no spreadsheet executes; numbers are what they are."""
    cell = text(value)
    return cell if isinstance(value, int | float) else neutral(cell)


def unchanged(value: object) -> object:
    """Return a value as it is."""
    return value


class Shape:
    """Makes rows of lines in the vendor's own columns; a `Table`.

    Args:
        file: What the lines are.
        cell: What becomes of a value that is not simply a text that begins with a letter or digit; not asked for
            those.

    Attributes:
        unplaced: How many lines there were of each kind that no column is for.
    """

    def __init__(self, file: ExportFile, cell: Cell) -> None:
        self._file = file
        self._cell = cell
        spread = (file.spread.word_column, file.spread.value_column) if file.spread else ()
        self.fields = tuple(Field(name) for name in (*(one.name for one in file.columns), *spread))
        self._plans = {kind: _plan(file.columns, kind) for kind in {one.only for one in file.columns}}
        self._blank: list[object] = [None] * len(self.fields)
        self._lists = file.spread.lists if file.spread else {}
        self.unplaced: Counter[str] = Counter()

    def rows(self, block: Block, wanted: Sequence[bool] | None, tell: Tell) -> list[list[object]]:
        """See `Table`."""
        made: list[list[object]] = []
        for at, body in enumerate(block.bodies()):
            if type(body) is not dict:
                if isinstance(body, Broken):
                    tell(block.first + at, body.problem)
            elif wanted is None or wanted[at]:
                self._add(body, block.first + at, made, tell)
        return made

    def _add(self, body: dict[str, Any], number: int, made: list[list[object]], tell: Tell) -> None:
        kind = ""
        if self._file.tag:
            found: Any = body
            for key in self._file.tag:
                found = found.get(key) if type(found) is dict else None
            if type(found) is not str or not found:
                tell(number, f"it lacks {'.'.join(self._file.tag)}, which says what it is")
                return
            kind = found
        row = self._row(body, kind)
        made.extend(self._spread(body, row) if self._lists else (row,))

    def _row(self, body: dict[str, Any], kind: str) -> list[object]:
        plan = self._plans.get(kind)
        if plan is None:
            self.unplaced[kind] += 1
            plan = self._plans[""]
        row, cell = self._blank.copy(), self._cell
        for way, wanted in plan:
            inside: Any = body
            for key in way:
                inside = inside.get(key)
                if type(inside) is not dict:
                    break
            else:
                for at, key in wanted:
                    value = inside.get(key)
                    if value is not None:
                        row[at] = value if type(value) is str and value[:1].isalnum() else cell(value)
        return row

    def _spread(self, body: dict[str, Any], row: list[object]) -> Iterator[list[object]]:
        """Yield a row for each entry of each list, or one without an entry."""
        none = True
        for word, key in self._lists.items():
            listed = body.get(key)
            for value in listed if isinstance(listed, list) else () if listed is None else (listed,):
                none = False
                yield [*row[:-2], word, self._cell(value)]
        if none:
            yield row


def _plan(columns: Sequence[Column], kind: str) -> _Plan:
    ways: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    for at, column in enumerate(columns):
        if column.only in {"", kind}:
            ways.setdefault(column.path[:-1], []).append((at, column.path[-1]))
    return tuple((way, tuple(wanted)) for way, wanted in ways.items())
