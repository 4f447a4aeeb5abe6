"""Records of a CSV file, one after the other, within bounds: what a table is made of."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

MOST_CHARACTERS = 1 << 20
"""Of one record."""


class Endless(str):
    """A problem after which nothing can be read."""

    __slots__ = ()


class Lines:
    """Gives lines to the parser, and none once a record is longer than it may be."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._number = 0
        self._characters = 0
        self.first = 1
        self.ended = False
        self.has_zero = False

    def begin(self) -> None:
        """Begin a record."""
        self.first = self._number + 1
        self._characters = 0
        self.has_zero = False

    @property
    def in_first(self) -> bool:
        """Whether the record is still in its first line."""
        return self._number == self.first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MOST_CHARACTERS)
        self._number += 1
        self._characters += len(line)
        if "\0" in line:
            self.has_zero = True
        if not line:
            self.ended = True
            raise StopIteration
        if self._characters >= MOST_CHARACTERS:
            msg = f"it is longer than {MOST_CHARACTERS:,} characters"
            raise _TooLongError(msg)
        return line


class _TooLongError(csv.Error):
    """A record never ends."""


def next_record(reader: Iterator[list[str]], lines: Lines) -> list[str] | str | None:
    """Return the next record's cells, what is wrong with it, or None at the end."""
    lines.begin()
    try:
        cells = next(reader, None)
    except csv.Error as wrong:
        return _problem(wrong, lines)
    return "it has a zero byte" if lines.has_zero else cells


def _problem(wrong: csv.Error, lines: Lines) -> str:
    if isinstance(wrong, _TooLongError):
        return Endless(f"{wrong}; nothing from here on was read. Is a quote not closed?")
    if lines.ended:
        return Endless("a quote is opened here and never closed; nothing from here on was read")
    if "field limit" in str(wrong):
        problem = f"a cell is longer than {csv.field_size_limit():,} characters"
        return (
            problem if lines.in_first else Endless(f"{problem}; nothing from here on was read. Is a quote not closed?")
        )
    return f"it can't be read: {wrong}"
