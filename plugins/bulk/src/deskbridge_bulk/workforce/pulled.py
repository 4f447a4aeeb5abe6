"""A file that events are pulled into, and beside it, under its name with ``.pull``, what is known of it.

Events are on the disk before it is written down that they are there. What a stopped process wrote beyond that is cut
off when the next one goes on, so no event is there twice and none half.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from attrs import define, field, frozen

from deskbridge.times import parse_time
from deskbridge_bulk.locking import locked, sync_folder
from deskbridge_bulk.output import Row, json_line
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.whole import is_stream

VERSION = 1
OVERLAP = timedelta(minutes=2)
"""How far back a pull begins before the last event: some come late."""
MOST_REMEMBERED = 2_000
"""How many events of a queue are known again; what is taken out of it does not come back but after a failure."""


@frozen(kw_only=True)
class Source:
    """Whose events a file holds, and how they are written."""

    desk: str
    vendor: str
    lines: str


@define
class PulledFile:
    """An open file; made by `open_pulled`.

    Attributes:
        last: The time of the newest event in it, None while there is none; at most now, whatever an event says, since
            what happens from now on would be passed over otherwise.
        until: Until when it was pulled to the end, None where no pull came to its end.
        number: How many events were added by this process.
    """

    path: Path
    source: Source
    _file: BinaryIO
    last: datetime | None = None
    until: datetime | None = None
    number: int = 0
    _ids: dict[str, datetime | None] = field(factory=dict)

    def add(self, event_id: str, occurred_at: datetime | None, line: Row) -> bool:
        """Add an event; False if it is one of the last ones that are there already."""
        if event_id and event_id in self._ids:
            return False
        self._file.write(json_line(line).encode() + b"\n")
        self.number += 1
        if event_id:
            self._ids[event_id] = occurred_at
        if occurred_at is not None and (self.last is None or occurred_at > self.last):
            self.last = min(occurred_at, datetime.now(UTC))
        return True

    def settle(self) -> None:
        """Bring what was added to the disk, and write down that it is there.

        Raises:
            BulkError: The disk is full, or fails.
        """
        self._ids = self._remembered()
        state = {
            "pull": VERSION,
            "desk": self.source.desk,
            "vendor": self.source.vendor,
            "lines": self.source.lines,
            "size": self._file.tell(),
            "last": self.last,
            "until": self.until,
            "ids": list(self._ids.items()),
        }
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            _replace(_beside(self.path), orjson.dumps(state))
        except OSError as wrong:
            raise _unwritable(self.path, wrong) from wrong

    def _remembered(self) -> dict[str, datetime | None]:
        first = None if self.last is None else self.last - OVERLAP
        kept = list(self._ids.items())
        newest = dict(kept[-MOST_REMEMBERED:])
        return {one: at for one, at in kept if one in newest or first is None or at is None or at >= first}

    def take(self) -> None:
        """Read what is known of the file, and cut off what is not.

        Raises:
            BulkError: It is of another desk, or nothing is known of it.
        """
        size = self._file.seek(0, os.SEEK_END)
        try:
            written = _beside(self.path).read_bytes()
        except FileNotFoundError:
            if size:
                msg = f"{self.path} is there already and no pull wrote it; give another --out"
                raise BulkError(msg) from None
            self.settle()
            return
        except OSError as wrong:
            raise _unwritable(_beside(self.path), wrong) from wrong
        state = _parsed(written, self.path)
        if not (size or state["size"] or state["ids"]):  # begun, and nothing came of it: it is anybody's
            self.settle()
            return
        self._check(state)
        if size < state["size"]:
            msg = f"{self.path} is shorter than it was; bring it back, or give another --out"
            raise BulkError(msg)
        self._file.truncate(state["size"])
        self._file.seek(state["size"])
        self.last, self.until = state["last"], state["until"]
        self._ids = state["ids"]

    def _check(self, state: dict[str, Any]) -> None:
        for name in ("desk", "vendor", "lines"):
            if (was := state[name]) != (wanted := getattr(self.source, name)):
                msg = f"{self.path} was pulled with {name} {was}, not {wanted}; go on like that, or give another --out"
                raise BulkError(msg)


@contextlib.contextmanager
def open_pulled(path: Path, source: Source) -> Iterator[PulledFile]:
    """Open a file to pull into, or begin it, for a `with` block; no other process has it in the meantime.

    Raises:
        BulkError: It can't be written, another process has it, it is of another desk, or no pull wrote it.
    """
    if is_stream(path):
        msg = (
            f"{path} is a pipe or a device, which can't be gone on with; without --out the events go to standard output"
        )
        raise BulkError(msg)
    try:
        file = open(path, "r+b", opener=_private)  # noqa: SIM115  pathlib takes no opener
    except OSError as wrong:
        raise _unwritable(path, wrong) from wrong
    with file:
        if not locked(file):
            msg = f"another process pulls into {path} now; let it end"
            raise BulkError(msg)
        pulled = PulledFile(path, source, file)
        pulled.take()
        yield pulled


def _private(path: str, _: int) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.pull")


def _replace(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.part")
    partial.unlink(missing_ok=True)  # what waits there under this name may lead elsewhere
    with partial.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    sync_folder(path)


def _unwritable(path: Path, wrong: OSError) -> BulkError:
    return BulkError(f"{path} can't be read and written: {wrong.strerror or wrong}; give another --out")


def _parsed(written: bytes, path: Path) -> dict[str, Any]:
    try:
        state = orjson.loads(written)
        if state["pull"] != VERSION or type(state["size"]) is not int or state["size"] < 0:
            raise ValueError
        times = {one: _time(at) for one, at in state["ids"]}
        return {**state, "last": _time(state["last"]), "until": _time(state.get("until")), "ids": times}
    except (ValueError, KeyError, TypeError, AttributeError):
        msg = f"{_beside(path)} is damaged, and {path} can't be gone on with; give another --out"
        raise BulkError(msg) from None


def _time(text: str | None) -> datetime | None:
    return None if text is None else parse_time(text)
