"""Tables in CSV files, read as a stream: a million rows need no memory.

Row 1 is the first below the header; empty lines are none, nor is the line ``sep=;`` with which Excel may begin. What is
wrong with the file as a whole (encoding, delimiter, header) is an error before anything is done; what is wrong with one
row is a `BadRow` in its place, and the others go on. Bounds hold against files that were made to harm: a row of at most
1 MiB characters, 1,000 columns, cells of 131,072 characters (Python's own).
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import itertools
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO, TextIO

from attrs import frozen

from deskbridge_bulk.cleaning import shown
from deskbridge_bulk.csvrecords import MOST_CHARACTERS, Endless, Lines, next_record
from deskbridge_bulk.encodings import MOST_SHOWN, look
from deskbridge_bulk.problems import SheetError

DELIMITERS: Mapping[str, str] = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
"""Those that are recognised, by name."""

MOST_COLUMNS = 1_000
_HALF_CHARACTERS = frozenset({"unicode-escape", "raw-unicode-escape", "utf-7"})
"""Encodings that can say half of a character, which nothing can be sent of."""
_SAID = re.compile(r'\ufeff?"?sep=(?P<delimiter>[^\w "\r\n])"?\s*', re.IGNORECASE)
_NAMES = {character: name for name, character in DELIMITERS.items()}


@frozen(kw_only=True)
class SheetRow:
    """A row.

    Attributes:
        number: 1 for the first below the header.
        line: The line of the file that it begins in, 1 for the first.
        cells: By column, without spaces around them; every column is there.
        copy: How many rows above say the very same, where that was counted.
    """

    number: int
    line: int
    cells: Mapping[str, str]
    copy: int = 0

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@frozen(kw_only=True)
class BadRow:
    """A row that can't be read.

    Attributes:
        number: 1 for the first below the header.
        line: The line of the file that it begins in.
        problem: What is wrong, for people.
    """

    number: int
    line: int
    problem: str


@frozen(kw_only=True)
class Reading:
    """How a file is to be read; None is for what is to be recognised.

    Attributes:
        encoding: As Python calls it.
        delimiter: One character.
    """

    encoding: str | None = None
    delimiter: str | None = None


class Sheet:
    """A table that is open. Each iteration reads it from its first row.

    Attributes:
        columns: Their names, in order.
        encoding: What the bytes were taken for.
        guessed: The first row that shows it, where the encoding could be another one; else "".
        delimiter: What stands between cells.
        digest: SHA-256 of the file, in hexadecimal.
        about: About how many rows there are: lines.
        most: How many rows there can be, by the file's size.
    """

    def __init__(self, file: BinaryIO, reading: Reading, wanted: Collection[str]) -> None:
        self._file = file
        self._as_it_was = _written(file)
        looked = look(file, _codec(reading.encoding))
        self.encoding, self.digest = looked.encoding, looked.digest
        self.most, self.guessed = looked.size_bytes, looked.guessed
        self._said = self._said_delimiter()
        self.about = max(looked.lines - (2 if self._said else 1), 0)
        self.delimiter = reading.delimiter or self._said or self._recognised(wanted)
        self.columns = self._header()
        self._unnamed = [at for at, name in enumerate(self.columns) if not name]
        self._check_first_rows(given=reading.delimiter is not None)

    def __iter__(self) -> Iterator[SheetRow | BadRow]:
        """Yield the rows.

        Raises:
            SheetError: The file was written to meanwhile, so that a row may be half of one and half of another.
        """
        for number, (line, cells) in enumerate(self._records(skip_header=True), 1):
            if _written(self._file) != self._as_it_was:
                msg = f"it was changed while it was read, before line {line}; nothing from there on was taken"
                raise SheetError(msg)
            yield self._row(number, line, cells)
            if isinstance(cells, Endless):
                return

    def _row(self, number: int, line: int, cells: list[str] | str) -> SheetRow | BadRow:
        if isinstance(cells, str):
            return BadRow(number=number, line=line, problem=cells)
        if len(cells) != len(self.columns):
            return BadRow(number=number, line=line, problem=self._uneven(cells))
        if beyond := next((cells[at] for at in self._unnamed if cells[at]), ""):
            return BadRow(number=number, line=line, problem=f"{_brief(beyond)!r} is in a column without a name")
        named = {name: cell.strip() for name, cell in zip(self.columns, cells, strict=True) if name}
        return SheetRow(number=number, line=line, cells=named)

    def _uneven(self, cells: Sequence[str]) -> str:
        text = _brief(self.delimiter.join(cells))
        return f"it has {len(cells)} cells where the header has {len(self.columns)}: {text}"

    def _text(self) -> TextIO:
        """Open the very same file as text from its start; it is not looked for by its name again."""
        self._file.seek(0)
        return open(os.dup(self._file.fileno()), encoding=self.encoding, newline="")  # noqa: PTH123  not a path

    def _records(self, *, skip_header: bool) -> Iterator[tuple[int, list[str] | str]]:
        """Yield each record that is not empty with its first line; a text in the place of its cells is a problem."""
        with _readable(), self._text() as text:
            lines = Lines(text)
            if self._said:
                next(lines)
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            while (cells := next_record(reader, lines)) is not None:
                if not cells or not any(cells):
                    continue
                if not skip_header:
                    yield lines.first, cells
                skip_header = False

    def _said_delimiter(self) -> str:
        """Return the delimiter that the first line names for Excel, which shows no such line; "" if there is none."""
        with self._text() as text:
            said = _SAID.fullmatch(text.readline(MOST_CHARACTERS))
        return said["delimiter"] if said else ""

    def _recognised(self, wanted: Collection[str]) -> str:
        """Return the delimiter that finds most of the wanted columns in the header, then that makes most columns."""
        with self._text() as text:
            head = text.readline(MOST_CHARACTERS)
        best = max(DELIMITERS.values(), key=lambda one: _fitness(head, one, wanted))
        return best if best in head else ","

    def _header(self) -> tuple[str, ...]:
        line, cells = next(self._records(skip_header=False), (1, ""))
        if not cells:
            msg = "it is empty; its first line must name the columns"
            raise SheetError(msg)
        if isinstance(cells, str):
            msg = f"its header, line {line}, can't be read: {cells}"
            raise SheetError(msg)
        if len(cells) > MOST_COLUMNS:
            msg = f"its header has {len(cells)} columns; at most {MOST_COLUMNS} are read. Is it the right file?"
            raise SheetError(msg)
        names = tuple(one.strip().removeprefix("\ufeff") for one in cells)
        if twice := next((one for at, one in enumerate(names) if one and one in names[:at]), None):
            msg = f"its header names the column {_brief(twice)!r} twice; rename or remove one"
            raise SheetError(msg)
        return names

    def _check_first_rows(self, *, given: bool) -> None:
        """Refuse a file whose very first rows do not fit the header: it was taken for what it is not."""
        first = list(itertools.islice(self, 2))
        if not first or not all(isinstance(one, BadRow) for one in first):
            return
        wrong = first[0]
        how, name = "given" if given else "recognised", _NAMES.get(self.delimiter, self.delimiter)
        problem = wrong.problem if isinstance(wrong, BadRow) else ""
        msg = (
            f"its first row, line {wrong.line}, does not fit: {problem}. The delimiter is {name} ({how}), the encoding "
            f"{self.encoding}; say others by --delimiter and --encoding, or mend the row"
        )
        raise SheetError(msg)


def _written(file: BinaryIO) -> tuple[int, int]:
    found = os.fstat(file.fileno())
    return found.st_mtime_ns, found.st_size


def _fitness(head: str, delimiter: str, wanted: Collection[str]) -> tuple[int, int]:
    names = [one.strip().strip('"').removeprefix("\ufeff") for one in head.split(delimiter)]
    return sum(one in wanted for one in names), len(names)


def _codec(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        found = codecs.lookup(name)
        "".encode(name)
        if found.name in _HALF_CHARACTERS:
            raise LookupError
    except (LookupError, TypeError, UnicodeError):
        msg = f"there is no text encoding {name!r}; well known are utf-8, utf-16, cp1252, cp1251, shift_jis"
        raise SheetError(msg) from None
    return found.name


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except OSError as wrong:
        msg = f"it can't be read: {wrong.strerror or wrong}"
        raise SheetError(msg) from wrong


@contextlib.contextmanager
def open_sheet(path: Path, reading: Reading | None = None, *, wanted: Collection[str] = ()) -> Iterator[Sheet]:
    """Open a table for a `with` block.

    Args:
        path: The file.
        reading: What is known of it.
        wanted: The columns that are looked for; they help to recognise the delimiter, and none is demanded.

    Raises:
        SheetError: It can't be opened, or is no table; shows the first offending row.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            msg = "it is a pipe or a device, which can't be read twice; write it into a file first"
            raise SheetError(msg)
        with contextlib.ExitStack() as held:
            with _readable():  # and no more of the block: what else fails in it is not about this file
                sheet = Sheet(held.enter_context(path.open("rb")), reading or Reading(), wanted)
            yield sheet
    except SheetError as wrong:
        if wrong.text.startswith(str(path)):
            raise
        msg = f"{path}: {wrong.text}"
        raise SheetError(msg) from wrong


def _brief(text: str) -> str:
    return shown(text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}...")


def _meant(name: str, others: Sequence[str]) -> str:
    near = get_close_matches(name, others, n=1)
    if not near:
        return ""
    # Letters of another script look the same.
    odd = next((f" The letters are {_brief(one)!a}." for one in (name, *near) if not one.isascii()), "")
    return f" Is it {_brief(near[0])!r}?{odd}"


def check_columns(
    sheet: Sheet, *, required: Sequence[str], known: Collection[str] | None = None, prefixes: Sequence[str] = ()
) -> None:
    """Check a table's columns.

    Args:
        sheet: The table.
        required: Those that must be there.
        known: Those that may be there; None if any other may, and is not looked at.
        prefixes: How others may begin.

    Raises:
        SheetError: One is missing, or one would be dropped silently.
    """
    if missing := [one for one in required if one not in sheet.columns]:
        meant = _meant(missing[0], [one for one in sheet.columns if one])
        there = ", ".join(_brief(one) for one in sheet.columns[:20])
        msg = f"the column {' and '.join(missing)} is missing.{meant} There are: {there}"
        raise SheetError(msg)
    if known is None:
        return
    strange = [one for one in sheet.columns if one and one not in known and not one.startswith(tuple(prefixes))]
    if strange:
        takes = ", ".join([*known, *(f"{one}..." for one in prefixes)])
        meant = _meant(strange[0], [one for one in known if one not in sheet.columns])
        msg = f"nothing is done with the column {_brief(strange[0])!r}, so remove or rename it.{meant} Columns: {takes}"
        raise SheetError(msg)
