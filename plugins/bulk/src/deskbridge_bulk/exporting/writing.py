"""Tables in files: CSV, JSON lines, Parquet. A file is there under its name only when it is whole."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Protocol

import orjson

from deskbridge_bulk.exporting.shaping import Cell, Quote, harmless, text, unchanged
from deskbridge_bulk.exporting.tables import Field, FieldKind, Row
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.whole import whole_file

GROUP_ROWS = 5_000
"""Rows of a row group in Parquet; so many are in memory."""


class Target(StrEnum):
    """What a file is converted to."""

    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"


class Writer(Protocol):
    """Takes rows; cells in the order of the columns."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write rows."""

    def close(self) -> None:
        """Write what is left."""

    def abandon(self) -> None:
        """Let go of the stream, whose content nobody wants any more."""


@contextlib.contextmanager
def writing(path: Path, fields: Sequence[Field], target: Target, *, raw: bool) -> Iterator[Writer]:
    """Open what writes a file; it appears under its name at the end of the block, and not where the block fails.

    Raises:
        BulkError: It can't be written, or a library that it needs is not installed.
    """
    with whole_file(path) as stream:
        writer = _WRITERS[target](stream, fields, raw)
        try:
            yield writer
        except BaseException:
            writer.abandon()
            raise
        writer.close()


def cell_of(target: Target, *, raw: bool) -> Cell:
    """Return what makes a cell of a vendor's value, for a form."""
    if target is Target.JSONL:
        return unchanged
    return text if raw or target is Target.PARQUET else harmless


class _Csv:
    """CSV as RFC 4180 has it, in UTF-8."""

    def __init__(self, stream: IO[bytes], fields: Sequence[Field], raw: bool) -> None:  # noqa: FBT001  one of a table
        self._stream = stream
        self._safe = text if raw else harmless
        self._typed = any(one.kind is not FieldKind.TEXT for one in fields)
        self._quote = quoting()
        self._put([self._quote([one.name for one in fields])])

    def write(self, rows: Sequence[Row]) -> None:
        """Write rows; lines that are ready as they are."""
        if self._typed:
            rows = [[self._safe(_without_types(one)) for one in row] for row in rows]
        self._put([row if isinstance(row, str) else self._quote(row) for row in rows])

    def _put(self, lines: list[str]) -> None:
        if lines:
            self._stream.write("\r\n".join([*lines, ""]).encode(errors="backslashreplace"))

    def close(self) -> None:
        """Do nothing: each row is written already."""

    def abandon(self) -> None:
        """Do nothing: nothing is held."""


def quoting() -> Quote:
    """Return what makes a line of CSV of cells, without its end."""
    made: list[str] = []
    writer = csv.writer(_Taker(made.append), lineterminator="\r\n")

    def line(cells: Sequence[object]) -> str:
        writer.writerow(cells)
        return made.pop()[:-2]

    return line


class _Taker:
    """What `csv.writer` writes to: a function."""

    def __init__(self, take: Callable[[str], object]) -> None:
        self.write = take


class _Jsonl:
    """JSON lines; a cell that is not there has no key."""

    def __init__(self, stream: IO[bytes], fields: Sequence[Field], _raw: bool) -> None:  # noqa: FBT001  one of a table
        self._stream = stream
        self._names = [one.name for one in fields]

    def write(self, rows: Sequence[Row]) -> None:
        """Write rows."""
        names = self._names
        for row in rows:
            told = {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
            self._stream.write(orjson.dumps(told, default=dict, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z))

    def close(self) -> None:
        """Do nothing: each row is written already."""

    def abandon(self) -> None:
        """Do nothing: nothing is held."""


class _Parquet:
    """Parquet, compressed; times are microseconds in UTC, what has parts is JSON in a text."""

    def __init__(self, stream: IO[bytes], fields: Sequence[Field], _raw: bool) -> None:  # noqa: FBT001  one of a table
        try:
            import pyarrow as pa
            from pyarrow.parquet import ParquetWriter
        except ImportError as wrong:
            msg = "Parquet needs a library that is not installed: pip install 'deskbridge-bulk[parquet]'"
            raise BulkError(msg) from wrong
        self._arrow: Any = pa
        types = {FieldKind.TIME: pa.timestamp("us", tz="UTC"), FieldKind.FLAG: pa.bool_()}
        self._schema = pa.schema([(one.name, types.get(one.kind, pa.string())) for one in fields])
        self._parts = [at for at, one in enumerate(fields) if one.kind is FieldKind.PARTS]
        self._writer = ParquetWriter(stream, self._schema, compression="zstd")
        self._rows: list[Row] = []

    def write(self, rows: Sequence[Row]) -> None:
        """Keep rows until there are enough for a row group."""
        self._rows.extend(rows)
        if len(self._rows) >= GROUP_ROWS:
            self._put()

    def _put(self) -> None:
        columns = [list(column) for column in zip(*self._rows, strict=True)]
        for at in self._parts:
            columns[at] = [None if one is None else text(_joined(one)) for one in columns[at]]
        arrays = [self._arrow.array(column, kind.type) for column, kind in zip(columns, self._schema, strict=True)]
        self._writer.write_batch(self._arrow.record_batch(arrays, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        """Write the last row group and the footer."""
        if self._rows:
            self._put()
        self._writer.close()

    def abandon(self) -> None:
        """Close the writer while there is a stream: it would do so itself when it is collected, and fail aloud."""
        with contextlib.suppress(Exception):
            self._writer.close()


_WRITERS: Mapping[Target, Callable[[IO[bytes], Sequence[Field], bool], Writer]] = {
    Target.CSV: _Csv,
    Target.PARQUET: _Parquet,
    Target.JSONL: _Jsonl,
}


def _joined(value: object) -> object:
    """Return JSON of what has parts."""
    return orjson.dumps(value, default=dict).decode()


def _without_types(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, list) and not any(isinstance(one, dict) for one in value):
        return value
    return value if value is None or isinstance(value, str | bool) else _joined(value)
