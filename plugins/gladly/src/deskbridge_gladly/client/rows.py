"""Reports as CSV, read row by row while they come in.

What production connectors met is read as well: a byte order mark, blank lines before the header, line breaks inside
quoted cells, and an empty body where there is nothing to tell (differences D64).
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

from deskbridge.errors import MalformedAnswerError
from deskbridge.transport import Client
from deskbridge.wire import Wire, structure

W = TypeVar("W", bound=Wire)
_MOST_CHARACTERS = 4 << 20
"""Of one line."""
CAP = 100_000
"""After about so many rows the vendor stops without a word."""


class Rows(Generic[W]):
    """A report's rows, typed, by the names of their columns. Each iteration asks for the report anew.

    Attributes:
        truncated: None until an iteration came to its end; then whether there were as many rows as the vendor gives
            at most, so that more may be missing.
    """

    def __init__(self, client: Client, operation: str, path: str, body: Any, kind: type[W]) -> None:
        self._client = client
        self._operation = operation
        self._path = path
        self._body = body
        self._kind = kind
        self.truncated: bool | None = None

    def __iter__(self) -> Iterator[W]:
        self.truncated = None
        count = 0
        # Asking twice makes the same report twice, and nothing else.
        with self._client.stream(
            self._operation, "POST", self._path, body=self._body, headers={"Accept": "text/csv, */*"}, idempotent=True
        ) as stream:
            for row in self._rows(stream.chunks()):
                count += 1
                yield structure(row, self._kind, vendor="gladly", operation=self._operation)
        self.truncated = count >= CAP

    def _rows(self, chunks: Iterable[bytes]) -> Iterator[dict[str, str]]:
        try:
            yield from read_rows(chunks)
            return
        except (csv.Error, UnicodeDecodeError) as wrong:
            kind = type(wrong).__name__
        # Raised out here: in the context of the error would stand what was read.
        msg = f"the report is no CSV in UTF-8: {kind}. Report it with the operation's name."
        raise MalformedAnswerError(msg, vendor="gladly", operation=self._operation)


def read_rows(chunks: Iterable[bytes]) -> Iterator[dict[str, str]]:
    """Read CSV as it comes in, each row by the names of its columns.

    A row that is shorter than the header lacks the columns at its end; cells beyond the header are named after their
    position, such as ``#9``, and so is every further column of a name that was there before.

    Raises:
        csv.Error: It is no CSV, or a line is longer than 4 Mi characters.
        UnicodeDecodeError: It is not in UTF-8.
    """
    rows = (row for row in csv.reader(_lines(chunks), strict=True) if any(row))
    header = _names(next(rows, []))
    for row in rows:
        beyond = [f"#{number}" for number in range(len(header) + 1, len(row) + 1)]
        yield dict(zip([*header, *beyond], row, strict=False))


def _names(cells: list[str]) -> list[str]:
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = cell.strip()
        names.append(f"#{number}" if not name or name in names else name)
    return names


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """Cut at line feeds only: other separators may stand in a cell."""
    waiting: list[str] = []
    length = 0
    for text in codecs.iterdecode(chunks, "utf-8-sig"):
        first, *more = text.split("\n")
        waiting.append(first)
        length += len(first)
        for line in more:
            yield "".join(waiting) + "\n"
            waiting, length = [line], len(line)
        if length > _MOST_CHARACTERS:
            msg = f"a line is longer than {_MOST_CHARACTERS:,} characters"
            raise csv.Error(msg)
    if rest := "".join(waiting):
        yield rest
