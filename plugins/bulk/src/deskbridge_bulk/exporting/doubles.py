"""Finds the lines of several files that are told again later, through constant memory.

What tells a line from others is hashed and written, with the line's place, to one of many parts of a temporary file by
its hash. Each of these is small enough to be looked at in memory. What is left is one bit a line.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import IO

from deskbridge_bulk.exporting.lines import blocks
from deskbridge_bulk.problems import BulkError

_PARTS = 256
_HASH_BYTES = 16
_PLACE_BYTES = 6
_ENTRY_BYTES = _HASH_BYTES + _PLACE_BYTES
_BUFFER_BYTES = 16 * 1024


class Superseded:
    """The places of lines that a later line supersedes. Places are counted from 0 through all files, in their order."""

    def __init__(self) -> None:
        self._bits = bytearray()
        self.count = 0

    def __contains__(self, place: int) -> bool:
        byte = place >> 3
        return byte < len(self._bits) and bool(self._bits[byte] >> (place & 7) & 1)

    def add(self, place: int) -> None:
        """Mark a line."""
        byte = place >> 3
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 1 - len(self._bits)))
        self._bits[byte] |= 1 << (place & 7)
        self.count += 1


def superseded(paths: Iterable[Path], key: str) -> Superseded:
    """Find the lines whose `key` comes again in a later line or file; a line without it is like no other.

    Raises:
        BulkError: A file can't be read, or there is no room for temporary ones.
    """
    try:
        with tempfile.TemporaryFile() as file:
            return _found(_keyed(paths, key), _Parts(file))
    except OSError as wrong:
        msg = f"the folder for temporary files can't be written: {wrong.strerror}; set TMPDIR to one with room"
        raise BulkError(msg) from wrong


def _found(keyed: Iterable[tuple[int, str]], parts: _Parts) -> Superseded:
    found = Superseded()
    for place, value in keyed:
        parts.add(blake2b(value.encode(errors="surrogatepass"), digest_size=_HASH_BYTES).digest(), place)
    for entries in parts.read():
        last: dict[bytes, int] = {}
        for hashed, place in entries:
            if (earlier := last.get(hashed)) is not None:
                found.add(earlier)
            last[hashed] = place
    return found


def _keyed(paths: Iterable[Path], key: str) -> Iterator[tuple[int, str]]:
    place = 0
    for path in paths:
        for block in blocks(path):
            for one in block.bodies():
                value = one.get(key) if type(one) is dict else None
                if value is not None:
                    yield place, value if type(value) is str else repr(value)
                place += 1


class _Parts:
    """Hashes and places, in parts by the hash's first byte; all in one file, as a process may have few open."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._buffers = [bytearray() for _ in range(_PARTS)]
        self._written: list[list[tuple[int, int]]] = [[] for _ in range(_PARTS)]
        self._size = 0

    def add(self, hashed: bytes, place: int) -> None:
        buffer = self._buffers[hashed[0]]
        buffer += hashed + place.to_bytes(_PLACE_BYTES, "big")
        if len(buffer) >= _BUFFER_BYTES:
            self._flush(hashed[0])

    def _flush(self, part: int) -> None:
        size = self._file.write(self._buffers[part])
        self._written[part].append((self._size, size))
        self._size += size
        self._buffers[part] = bytearray()

    def read(self) -> Iterator[Iterator[tuple[bytes, int]]]:
        """Yield the entries of each part, in the order they were added."""
        for written, buffer in zip(self._written, self._buffers, strict=True):
            yield _entries(b"".join([*map(self._piece, written), buffer]))

    def _piece(self, written: tuple[int, int]) -> bytes:
        at, size = written
        self._file.seek(at)
        return self._file.read(size)


def _entries(content: bytes) -> Iterator[tuple[bytes, int]]:
    for at in range(0, len(content), _ENTRY_BYTES):
        yield content[at : at + _HASH_BYTES], int.from_bytes(content[at + _HASH_BYTES : at + _ENTRY_BYTES], "big")
