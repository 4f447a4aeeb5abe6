"""Files of JSON lines, read as blocks of whole lines through constant memory.

Lines are numbered from 1, blank ones too. What is no JSON object is told in its place, and the others go on. A line of
more than 16 MiB is not kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import orjson
from attrs import frozen

from deskbridge_bulk.problems import BulkError

BLOCK_BYTES = 256 * 1024
MOST_LINE_BYTES = 16 * 1024 * 1024
_TOO_LONG = f"it is longer than {MOST_LINE_BYTES >> 20} MiB"
_BOM = b"\xef\xbb\xbf"
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


@frozen
class Broken:
    """What is wrong with a line, in the place of what it says."""

    problem: str


@frozen
class Block:
    """Whole lines.

    Attributes:
        first: The number of the first one.
        text: Their bytes, with line feeds; the last line of a file may lack its own.
        problem: What is wrong with the one line that this is, where it could not be kept.
    """

    first: int
    text: bytes
    problem: str = ""

    @property
    def count(self) -> int:
        """How many lines there are."""
        return 1 if self.problem else self.text.removesuffix(b"\n").count(b"\n") + 1

    @property
    def lines(self) -> list[bytes]:
        """The lines without their line feeds."""
        return self.text.removesuffix(b"\n").split(b"\n")

    def bodies(self) -> list[object]:
        """Return what each line says: an object, None for a blank line, `Broken` for one that is no object."""
        if self.problem:
            return [Broken(self.problem)]
        text = self.text.removesuffix(b"\n")
        try:
            # All at once costs less than one by one.
            found = orjson.loads(b"[" + text.replace(b"\n", b",") + b"]")
        except ValueError:
            found = []
        # Another number: a line holds several values, or a value several lines.
        if len(found) == self.count and all(type(one) is dict for one in found):
            return list(found)
        return [body(line) for line in self.lines]


def body(line: bytes) -> object:
    """Return what one line says, as `Block.bodies` does."""
    if not line.strip():
        return None
    try:
        found = orjson.loads(whole(line))
    except ValueError as wrong:
        return Broken(f"it is no JSON: {wrong}")
    return found if type(found) is dict else Broken(f"it is no JSON object but a {type(found).__name__}")


def whole(line: bytes) -> bytes:
    """Return a line with U+FFFD for each half of a character; what is no JSON is returned as it is.

    Who cuts a text in the middle of an emoji writes such halves, and JSON's grammar allows them.
    """
    if not _HALF.search(line):
        return line
    try:
        orjson.loads(line)
    except ValueError:
        try:
            read = json.dumps(json.loads(line), ensure_ascii=False)
        except (ValueError, RecursionError):
            return line
        return read.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
    return line


def blocks(path: Path) -> Iterator[Block]:
    """Read a file.

    Raises:
        BulkError: It can't be read.
    """
    try:
        yield from _blocks(path)
    except OSError as wrong:
        msg = f"{path} can't be read: {wrong.strerror}"
        raise BulkError(msg) from wrong


def _blocks(path: Path) -> Iterator[Block]:
    number, begun, dropped = 1, bytearray(), False
    with path.open("rb") as stream:
        if stream.peek(len(_BOM)).startswith(_BOM):
            stream.read(len(_BOM))
        while piece := stream.read(BLOCK_BYTES):
            end = piece.rfind(b"\n") + 1
            if dropped and end:
                # The rest of the line that was too long ends here; what follows it is read again as lines.
                yield Block(number, b"", _TOO_LONG)
                after = piece.index(b"\n") + 1
                number, dropped, piece, end = number + 1, False, piece[after:], end - after
            if end:
                text = bytes(begun) + piece[:end]
                yield Block(number, text)
                number += text.count(b"\n")
                begun = bytearray()
            begun += piece[end:]
            if dropped or len(begun) > MOST_LINE_BYTES:
                begun, dropped = bytearray(), True
    if begun or dropped:
        yield Block(number, bytes(begun), _TOO_LONG if dropped else "")
