"""Files and streams of JSON lines, typed, read as they are iterated through constant memory."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, Literal, TypeVar

from deskbridge.errors import MalformedAnswerError
from deskbridge.reading import LineReader
from deskbridge.transport import Client
from deskbridge.wire import Wire

W = TypeVar("W", bound=Wire)
OnBroken = Literal["skip", "raise"]
"""What to do with a line that is no JSON object of the documented shape: leave it out with a warning, or stop."""


class SkippedLineWarning(UserWarning):
    """A line could not be read and was left out."""


class Lines(Generic[W]):
    """Typed values, one a line. Each iteration asks anew; a connection that breaks is taken up, nothing comes twice.

    Every line is checked when it is handed out. What costs time, `raw` and the mappings in it, is made when it is
    asked for.

    Attributes:
        skipped: How many lines the last iteration left out.
    """

    def __init__(
        self,
        client: Client,
        operation: str,
        path: str,
        reader: LineReader[W],
        *,
        query: Mapping[str, str | Sequence[str]] | None = None,
        on_broken: OnBroken = "skip",
    ) -> None:
        self._client = client
        self._operation = operation
        self._path = path
        self._reader = reader
        self._query = query
        self._on_broken = on_broken
        self.skipped = 0

    def __iter__(self) -> Iterator[W]:
        self.skipped = 0
        before = 0
        for lines in self._client.whole_lines(self._operation, self._path, query=self._query):
            values = self._reader.read_all(lines)
            yield from self._one_by_one(lines, before) if values is None else values
            before += lines.count(b"\n")

    def _one_by_one(self, lines: bytes, before: int) -> Iterator[W]:
        for number, line in enumerate(lines.split(b"\n"), start=before + 1):
            if not line.strip():
                continue
            try:
                value = self._reader.read(line)
            except MalformedAnswerError as wrong:
                self._broken(number, wrong)
                continue
            yield value

    def _broken(self, number: int, wrong: MalformedAnswerError) -> None:
        text = f"{self._path}, line {number}: {wrong.text}"
        if self._on_broken == "raise":
            raise MalformedAnswerError(text, vendor=wrong.vendor, operation=self._operation) from None
        self.skipped += 1
        warnings.warn(text, SkippedLineWarning, stacklevel=4)
