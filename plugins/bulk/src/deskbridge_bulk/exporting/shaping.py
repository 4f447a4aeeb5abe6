"""Lines as rows of a vendor's own columns, as `deskbridge.outputs` declares them.

A function is compiled for each kind of line, since most of an export's columns are empty in most of its lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson

from deskbridge.outputs import Column, ExportFile
from deskbridge_bulk.cleaning import neutral
from deskbridge_bulk.exporting.lines import Block, Broken
from deskbridge_bulk.exporting.tables import Field, Row, Tell

Cell = Callable[[Any], object]
Quote = Callable[[Sequence[object]], str]


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
        cell: What becomes of a value that is not simply a text that begins with a letter or digit, and not None; not
            asked for those.
        quote: Makes a line of CSV of cells that need it. Rows are lines then, where a line makes one row; None makes
            them cells.

    Attributes:
        unplaced: How many lines there were of each kind that no column is for.
    """

    def __init__(self, file: ExportFile, cell: Cell, quote: Quote | None = None) -> None:
        self._tag = file.tag
        self._cell = cell
        spread = (file.spread.word_column, file.spread.value_column) if file.spread else ()
        self._lists = file.spread.lists if file.spread else {}
        self.fields = tuple(Field(name) for name in (*(one.name for one in file.columns), *spread))
        self._makers = {
            kind: _compiled(file.columns, kind, cell, None if self._lists else quote)
            for kind in {"", *(one.only for one in file.columns)}
        }
        self.unplaced: Counter[str] = Counter()

    def rows(self, block: Block, wanted: Sequence[bool] | None, tell: Tell) -> list[Row]:
        """See `Table`."""
        made: list[Row] = []
        for at, body in enumerate(block.bodies()):
            if type(body) is not dict:
                if isinstance(body, Broken):
                    tell(block.first + at, body.problem)
            elif wanted is None or wanted[at]:
                make = self._maker(body)
                if make is None:
                    tell(block.first + at, f"it lacks {'.'.join(self._tag)}, which says what it is")
                elif self._lists:
                    made.extend(self._spread(body, make(body)))
                else:
                    made.append(make(body))
        return made

    def _maker(self, body: dict[str, Any]) -> Callable[[dict[str, Any]], Any] | None:
        """Return what makes a row of a line, None where the line does not say what it is."""
        kind: Any = body if self._tag else ""
        for key in self._tag:
            kind = kind.get(key) if type(kind) is dict else None
        try:
            return self._makers[kind]
        except (KeyError, TypeError):
            pass
        if type(kind) is not str:
            return None
        self.unplaced[kind] += 1
        return self._makers[""]

    def _spread(self, body: dict[str, Any], cells: Sequence[object]) -> Iterator[Row]:
        """Yield a row for each entry of each list, or one without an entry."""
        none = True
        for word, key in self._lists.items():
            listed = body.get(key)
            for value in listed if isinstance(listed, list) else () if listed is None else (listed,):
                none = False
                yield [*cells, word, self._cell(value)]
        if none:
            yield [*cells, None, None]


def _compiled(columns: Sequence[Column], kind: str, cell: Cell, quote: Quote | None) -> Callable[[dict[str, Any]], Any]:
    """Return a function from a line of a kind to its cells, or to its line of CSV."""
    source = ["def make(body):", *_source(columns, kind, "None" if quote is None else '""')]
    filled = [f"c{at}" if one.only in {"", kind} else "" for at, one in enumerate(columns)]
    cells = ", ".join(one or "None" for one in filled)
    if quote is None:
        source.append(f" return ({cells},)")
    else:
        line = ",".join(one and f"{{{one}}}" for one in filled)
        source.append(f' line = f"{line}"')
        # Whatever would need quotes goes the long way.
        whole = f"line.count(',') == {len(columns) - 1}"
        source.append(f" if {whole} and '\"' not in line and '\\n' not in line and '\\r' not in line: return line")
        source.append(f" return quote(({cells},))")
    names: dict[str, Any] = {"cell": cell, "quote": quote, "nothing": {}}
    exec("\n".join(source), names)  # noqa: S102  made of the keys that a vendor's package declares, as literals
    make: Callable[[dict[str, Any]], Any] = names["make"]
    return make


def _source(columns: Sequence[Column], kind: str, none: str) -> Iterator[str]:
    """Yield the lines that put each cell into a variable."""
    holders: dict[tuple[str, ...], str] = {(): "body"}
    for at, column in enumerate(columns):
        if column.only not in {"", kind}:
            continue
        for depth in range(1, len(column.path)):
            way = column.path[:depth]
            if way not in holders:
                yield f" d{len(holders)} = {holders[way[:-1]]}.get({way[-1]!r})"
                holders[way] = f"d{len(holders)}"
                yield f" if type({holders[way]}) is not dict: {holders[way]} = nothing"
        yield f" c{at} = {holders[column.path[:-1]]}.get({column.path[-1]!r})"
        yield f" if c{at} is None: c{at} = {none}"
        yield f" elif type(c{at}) is not str or not c{at}[:1].isalnum(): c{at} = cell(c{at})"
