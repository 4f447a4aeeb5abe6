"""Rows that say the very same as one above, counted without holding the rows.

The table is read twice. The first reading marks each row in a map of bits; only of the rows that find their bit marked
already (those that repeat, and some by chance) a mark of 16 bytes is kept, to be counted by in the second.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import orjson
from attrs import evolve

from deskbridge_bulk.sheets import BadRow, SheetRow

_BITS_A_ROW = 16
_FEWEST_BITS, _MOST_BITS = 1 << 16, 1 << 28


def with_copies(rows: Iterable[SheetRow | BadRow], *, about: int) -> Iterator[SheetRow | BadRow]:
    """Yield each row with the number of rows above that say the very same as its `copy`.

    Args:
        rows: The table from its first row; it is iterated twice.
        about: About how many rows there are. Of a million 2 MiB are taken, and of any number at most 32 MiB.
    """
    repeated = dict.fromkeys(_repeated(rows, about), 0)
    for row in rows:
        mark = _mark(row) if repeated and isinstance(row, SheetRow) else b""
        if mark in repeated and isinstance(row, SheetRow):
            yield evolve(row, copy=repeated[mark]) if repeated[mark] else row
            repeated[mark] += 1
        else:
            yield row


def _repeated(rows: Iterable[SheetRow | BadRow], about: int) -> Iterator[bytes]:
    bits = min(max(about * _BITS_A_ROW, _FEWEST_BITS), _MOST_BITS)
    seen = bytearray(bits // 8 + 1)
    for row in rows:
        if not isinstance(row, SheetRow):
            continue
        mark = _mark(row)
        place, bit = divmod(int.from_bytes(mark[:8], "big") % bits, 8)
        if seen[place] >> bit & 1:
            yield mark
        seen[place] |= 1 << bit


def _mark(row: SheetRow) -> bytes:
    said = orjson.dumps(dict(row.cells), option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(said, digest_size=16).digest()
