"""Rows as a table for people, as JSON lines for programs, and as CSV for spreadsheets.

A row is a mapping by column. Rows are written as they come and none is kept, but for a page of a table. Whatever the
texts in them hold, a terminal that gets them obeys nothing, and a spreadsheet executes nothing (unless `raw`).
"""

from __future__ import annotations

import contextlib
import csv
import functools
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO, TypeVar

import click
import orjson
from attrs import frozen

from deskbridge_bulk.cleaning import json_safe, neutral, shown, shown_lines
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.whole import is_stream, whole_file

if TYPE_CHECKING:
    from rich.console import Console

F = TypeVar("F", bound=Callable[..., Any])
Row = Mapping[str, object]
PAGE = 500
_LEAST_WIDTH = 12
"""How many characters a column of a table needs for people to read it."""
_FOLDED_WIDTH = 10
"""How many it has at least beside an id that is not folded."""
_PADDING = 4
_OTHER_DELIMITER = re.compile(r"[;\t|]")


class Form(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@frozen(kw_only=True)
class Output:
    """Where rows go, and how.

    Attributes:
        form: How.
        path: The file, which is there only when it is whole; None for standard output.
        raw: Leave cells of CSV that begin like a formula as they are.
    """

    form: Form = Form.TABLE
    path: Path | None = None
    raw: bool = False


class Sink(Protocol):
    """Takes rows."""

    def add(self, row: Row) -> None:
        """Write a row; a column that it lacks is empty."""

    def close(self, summary: Row | None = None) -> None:
        """Write what is left, and a summary where the form has a place for one."""


def output_options(*, default: Form = Form.TABLE, form: str = "--to") -> Callable[[F], F]:
    """Add `--to`, `--json`, `--out` and `--raw` to a command, which gets them as one `output: Output`.

    Args:
        default: The form where none is asked for.
        form: Another name than `--to`, for commands where that is something else.
    """

    def decorate(command: F) -> F:
        @functools.wraps(command)
        def gathered(*args: Any, to: str, as_json: bool, out: Path | None, raw: bool, **rest: Any) -> Any:
            form = Form.JSON if as_json else Form(to)
            return command(*args, output=Output(form=form, path=out, raw=raw), **rest)

        for option in reversed(_options(default, form)):
            gathered = option(gathered)
        return gathered  # type: ignore[return-value]  # click gives back what it decorates

    return decorate


def _options(default: Form, form: str) -> list[Callable[[Any], Any]]:
    return [
        click.option(
            form,
            "to",
            type=click.Choice([str(one) for one in Form]),
            default=str(default),
            show_default=True,
            help="A table for people, JSON lines for programs, CSV for spreadsheets.",
        ),
        click.option("--json", "as_json", is_flag=True, help=f"The same as {form} json."),
        click.option(
            "--out", type=click.Path(path_type=Path, dir_okay=False), help="A file to write to, not the terminal."
        ),
        click.option("--raw", is_flag=True, help="Leave cells of CSV as they are, those that are formulas too."),
    ]


def write_rows(rows: Iterable[Row], columns: Sequence[str], output: Output, *, summary: Row | None = None) -> int:
    """Write rows as they come and return how many there were."""
    number = 0
    with open_sink(columns, output) as sink:
        for row in rows:
            sink.add(row)
            number += 1
        sink.close(summary)
    if not number and output.form is Form.TABLE:
        say("There is none.")
    return number


@contextlib.contextmanager
def open_sink(columns: Sequence[str], output: Output) -> Iterator[Sink]:
    """Open what takes rows. It is closed by its own `close`, or without a summary at the end of the block.

    Raises:
        BulkError: The file can't be written.
    """
    with _stream(output.path) as stream:
        sink = _SINKS[output.form](columns, stream, output)
        yield sink
        sink.close()


@contextlib.contextmanager
def _stream(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        try:
            yield sys.stdout
            sys.stdout.flush()
        except BrokenPipeError:  # who read it has enough
            raise
        except OSError as wrong:
            msg = f"the results can't be written: {wrong.strerror}; name a file with --out"
            raise BulkError(msg) from wrong
        return
    # Who reads a pipe waits for each row.
    at_once = is_stream(path)
    with (
        whole_file(path) as written,
        io.TextIOWrapper(written, encoding="utf-8", newline="", line_buffering=at_once) as stream,
    ):
        yield stream


class TableSink:
    """A table for people, written a page at a time, so that a million rows need no memory."""

    def __init__(self, columns: Sequence[str], stream: TextIO, _: Output) -> None:
        self._columns = columns
        self._stream = stream
        self._page: list[Row] = []

    def add(self, row: Row) -> None:
        """Keep a row until the page is full."""
        self._page.append(row)
        if len(self._page) >= PAGE:
            self._write()

    def close(self, summary: Row | None = None) -> None:
        """Write the last page, and the summary as one line."""
        if self._page:
            self._write()
        if summary is not None:
            said = ", ".join(f"{name} {_cell(value)}" for name, value in summary.items() if value not in (None, ""))
            self._stream.write(f"{shown(said)}\n")

    def _write(self) -> None:
        print_table(self._columns, self._page, self._stream)
        self._page = []


class JsonSink:
    """JSON lines: an object a row, then one for the summary. A row keeps what is in no column, and what is no text."""

    def __init__(self, columns: Sequence[str], stream: TextIO, _: Output) -> None:
        self._columns = columns
        self._stream = stream

    def add(self, row: Row) -> None:
        """Write a line, the columns first."""
        self._write({**dict.fromkeys(self._columns), **row})

    def close(self, summary: Row | None = None) -> None:
        """Write the summary, if there is one, with `"summary": true` in front."""
        if summary is not None:
            self._write({"summary": True, **summary})

    def _write(self, values: Row) -> None:
        self._stream.write(f"{json_line(values)}\n")


class CsvSink:
    """CSV with a header, as RFC 4180 has it. A summary has no place in it."""

    def __init__(self, columns: Sequence[str], stream: TextIO, output: Output) -> None:
        self._columns = columns
        self._raw = output.raw
        self._on_terminal = stream.isatty()
        self._plain = csv.writer(stream, lineterminator="\r\n")
        # Quoted whole, a row's first cell stays one also where somebody reads it by another delimiter.
        self._quoted = csv.writer(stream, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        if columns:
            self._put([neutral(one) for one in columns])

    def add(self, row: Row) -> None:
        """Write a line; texts that begin like a formula are neutralised, numbers are what they are."""
        self._put([self._text(row.get(name)) for name in self._columns])

    def close(self, summary: Row | None = None) -> None:
        """Do nothing: each line is written already."""

    def _text(self, value: object) -> str:
        if isinstance(value, datetime):
            # All alike: pandas takes a column of times with and without a fraction for texts.
            return value.isoformat(timespec="microseconds")
        text = _cell(value)
        if isinstance(value, int | float) or self._raw:
            return text
        return neutral(text)

    def _put(self, cells: list[str]) -> None:
        if self._on_terminal:
            cells = [shown(one) for one in cells]
        splits = any(map(_OTHER_DELIMITER.search, cells))
        (self._quoted if splits else self._plain).writerow(cells)


_SINKS: Mapping[Form, Callable[[Sequence[str], TextIO, Output], Sink]] = {
    Form.TABLE: TableSink,
    Form.JSON: JsonSink,
    Form.CSV: CsvSink,
}


def print_table(columns: Sequence[str], rows: Iterable[Row], stream: TextIO | None = None) -> None:
    """Print a table, or of more columns than there is room for a line a cell; what its texts hold commands nothing."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream or sys.stdout)
    if len(columns) * _LEAST_WIDTH > console.width:
        _print_records(columns, rows, console)
        return
    table, made = Table(box=box.SIMPLE_HEAD), [[shown(_cell(row.get(name))) for name in columns] for row in rows]
    for at, name in enumerate(columns):
        # An id is copied into the next command, so it is in one piece wherever the others have room beside it.
        room = console.width - (len(columns) - 1) * _FOLDED_WIDTH - _PADDING
        whole = name == "id" and max((len(cells[at]) for cells in made), default=0) <= room
        table.add_column(Text(shown(name)), overflow="fold", no_wrap=whole)
    for cells in made:
        table.add_row(*map(Text, cells))
    console.print(table)


def _print_records(columns: Sequence[str], rows: Iterable[Row], console: Console) -> None:
    """Print each row as lines of its own, a cell that is not empty a line, and an empty line after it."""
    from rich.table import Table
    from rich.text import Text

    for row in rows:
        record = Table.grid(padding=(0, 2))
        record.add_column()
        record.add_column(overflow="fold")
        for name in columns:
            if text := shown(_cell(row.get(name))):
                record.add_row(Text(shown(name)), Text(text))
        console.print(record)
        console.print()


def say(text: str) -> None:
    """Tell a person something on standard error, where it is in the way of no rows."""
    click.echo(shown_lines(text), err=True)


def json_line(values: Row) -> str:
    """Return one line of JSON that commands no terminal; times as ISO 8601."""
    try:
        written = orjson.dumps(values, default=_plain).decode()
    except TypeError:  # half of a character, or a number past 64 bits: the standard library writes both
        written = json.dumps(values, default=_plain, separators=(",", ":"))
    return json_safe(written)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def _cell(value: object) -> str:
    """Return a value as the text of a cell: nothing for None, a time as ISO 8601, what is made of parts as JSON."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat()
        case Mapping() | list() | tuple() | set() | frozenset():
            return json_line({"": value})[4:-1]
    return str(value)
