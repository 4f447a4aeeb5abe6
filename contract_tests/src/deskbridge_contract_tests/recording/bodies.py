"""Takes bodies apart and puts them together: JSON, lines of JSON, gzip."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson

_GZIP = b"\x1f\x8b"
_WITH_HEADER = 31
_LARGEST_BYTES = 64 * 2**20


def parsed(content: bytes | str) -> list[Any] | None:
    """Read a body of JSON as a list of one, one of JSON lines as a list of them all; None for anything else."""
    try:
        return [orjson.loads(content)]
    except orjson.JSONDecodeError:
        pass
    try:
        return [orjson.loads(line) for line in content.splitlines() if line.strip()] or None
    except orjson.JSONDecodeError:
        return None


def written(values: Sequence[Any]) -> str:
    """Write what `parsed` has read: one value as it is, several as lines."""
    lines = [orjson.dumps(one).decode() for one in values]
    return lines[0] if len(lines) == 1 else "\n".join(lines) + "\n"


def strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a JSON value, with the name of the field that it stands in."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, name)
    elif isinstance(value, str):
        yield name, value


def mapped(value: Any, change: Callable[[Any, str], Any], name: str = "") -> Any:
    """Return a JSON value with every text and number changed, each by the name of the field that it stands in."""
    if isinstance(value, dict):
        return {key: mapped(inner, change, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [mapped(inner, change, name) for inner in value]
    return change(value, name)


def unpacked(content: bytes) -> bytes | None:
    """Return what is in a gzip of at most 64 MiB; None for anything else."""
    if not content.startswith(_GZIP):
        return None
    unpacking = zlib.decompressobj(_WITH_HEADER)
    try:
        inner = unpacking.decompress(content, _LARGEST_BYTES)
    except zlib.error:
        return None
    return inner if unpacking.eof and not unpacking.unused_data else None


def packed(content: bytes) -> bytes:
    """Return a gzip, the same each time."""
    return gzip.compress(content, mtime=0)
