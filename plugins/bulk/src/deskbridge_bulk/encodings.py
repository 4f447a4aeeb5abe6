"""What a file's bytes are: looked at once from end to end, a piece at a time.

Recognised are UTF-8 (with or without a byte order mark), UTF-16 (both orders, also without a mark, by where its zero
bytes are), and Windows-1252. What is none of them is refused with its first offending row: a file of another code
page would be read as wrong letters, and a damaged UTF-8 file too. `--encoding` says what can't be recognised.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO

from attrs import frozen

from deskbridge_bulk.cleaning import shown
from deskbridge_bulk.problems import SheetError

PIECE = 1 << 20
MOST_SHOWN = 120
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_FOREIGN = re.compile(rb"[\x81\x8d\x8f\x90\x9d]|[\xc0-\xff]{4}|[\x80-\xff]{3}[\xc0-\xff][\x80-\xff]{2}")
"""What no text in Windows-1252 has: the bytes it leaves undefined, four accented letters one after the other, or six
characters beyond ASCII with a letter among them."""


@frozen(kw_only=True)
class Looked:
    """What a file is.

    Attributes:
        encoding: As Python calls it.
        digest: SHA-256 of the bytes, in hexadecimal.
        lines: How many lines it has; about as many rows.
        size_bytes: How long it is.
        guessed: Where nothing but the letters spoke for it: the first row that is read by it, for people; else "".
    """

    encoding: str
    digest: str
    lines: int
    size_bytes: int
    guessed: str = ""


def look(file: BinaryIO, encoding: str | None = None) -> Looked:
    """Read a file once from its start and tell what it is; it is at its start again afterwards.

    Args:
        file: Its bytes.
        encoding: What it is said to be; None to recognise it.

    Raises:
        SheetError: It is not what it is said to be, or nothing that can be recognised; shows the offending row.
    """
    head = file.read(4096)
    file.seek(0)
    given = encoding or _by_mark(head) or _by_zeros(head)
    decoder = codecs.getincrementaldecoder(given or "utf-8")()
    digest, lines, wrong, last = hashlib.sha256(), 0, None, b""
    while piece := file.read(PIECE):
        digest.update(piece)
        lines += piece.count(b"\n") or piece.count(b"\r")
        wrong = wrong or _wrong(decoder, piece)
        last = piece[-2:]  # two bytes, for UTF-16
    lines += last.strip(b"\0")[-1:] not in (b"", b"\n", b"\r")
    size_bytes = file.tell()
    wrong = wrong or _wrong(decoder, b"", final=True)
    file.seek(0)
    if wrong is not None and given is not None:
        raise _refused(file, given, wrong)
    guessed = "" if wrong is None else _western(file)
    found = given or ("cp1252" if guessed else "utf-8")
    return Looked(encoding=found, digest=digest.hexdigest(), lines=lines, size_bytes=size_bytes, guessed=guessed)


def _by_mark(head: bytes) -> str | None:
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def _by_zeros(head: bytes) -> str | None:
    """Recognise UTF-16 without a mark: the delimiters and quotes of any table are ASCII, half of them zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 8 < len(head):
        return None
    if even * 4 < odd:
        return "utf-16-le"
    return "utf-16-be" if odd * 4 < even else None


def _wrong(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> str | None:
    try:
        decoder.decode(piece, final)
    except UnicodeError as wrong:
        return getattr(wrong, "reason", str(wrong))
    return None


def _western(file: BinaryIO) -> str:
    """Return the first row of what is no UTF-8 as Windows-1252 has it, if it can be that.

    Raises:
        SheetError: It is UTF-8 that was damaged, or another code page.
    """
    sequences, broken = 0, (0, b"")
    for number, line in enumerate(_lines(file), 1):
        for found in _MULTIBYTE.finditer(line):
            sequences += _is_utf8(found[0])
        if _FOREIGN.search(line) and not _is_utf8(line):
            raise SheetError(
                f"it is neither UTF-8 nor UTF-16 nor Windows-1252. {_row(number, line, 'latin-1')} "
                "Say what it is by --encoding, such as --encoding cp1251."
            )
        if not broken[0] and not _is_utf8(line):
            broken = number, line
    file.seek(0)
    if sequences > 1:
        msg = f"it is UTF-8 and damaged. {_row(*broken, 'latin-1')} Mend it, or say what it is by --encoding."
        raise SheetError(msg)
    return _line(*broken, "cp1252")


def _refused(file: BinaryIO, encoding: str, reason: str) -> SheetError:
    decoder = codecs.getincrementaldecoder(encoding)()
    for number, line in enumerate(_lines(file), 1):
        if _wrong(decoder, line) is not None:
            file.seek(0)
            return SheetError(f"it is not {encoding} ({reason}). {_row(number, line, 'latin-1')} Say --encoding.")
    file.seek(0)
    return SheetError(f"it is not {encoding} ({reason}): it ends in the middle of a character. Say --encoding.")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(lambda: file.readline(PIECE), b"")


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _row(number: int, line: bytes, encoding: str) -> str:
    return f"The first offending row is {_line(number, line, encoding)}"


def _line(number: int, line: bytes, encoding: str) -> str:
    text = shown(line.decode(encoding, "replace").rstrip("\r\n"))
    cut = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}..."
    return f"line {number}: {cut}"
