"""What a job did, written down beside its file, so that a stopped one goes on where it stopped.

Rows are written down before anything is sent for them, on the disk (fsync); what became of each is written down after.
A row that was begun and has no end is in doubt: its process died while it was on its way. The journal belongs to one
file by its content, one job and one desk; only one process at a time has it.

The file is JSON lines: a head, then `{"begin": [rows]}` and `{"row", "status", "id"}`. It holds ids and no data.
"""

from __future__ import annotations

import contextlib
import os
import stat
import threading
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from attrs import asdict, frozen

from deskbridge_bulk.locking import locked, sync_folder
from deskbridge_bulk.problems import JournalError

VERSION = 1
MOST_BYTES = 65_536
MOST_ROWS = 100_000_000
_HEAD = b'{"journal":'
_STATUSES = ("done", "skipped", "failed")


class Known(IntEnum):
    """What a journal knows of a row."""

    NOTHING = 0
    BEGUN = 1
    FAILED = 2
    SETTLED = 3


@frozen(kw_only=True)
class Owner:
    """Whose journal it is.

    Attributes:
        job: What is done, with all that changes its meaning, such as ``customers.delete by phone``.
        desk: The desk's name.
        account: A mark of what the name stands for: vendor, address and user, in no readable form.
        file: SHA-256 of the file's content.
    """

    job: str
    desk: str
    account: str
    file: str


class Journal:
    """An open journal; made by `open_journal`. Safe to use from many threads."""

    def __init__(self, file: BinaryIO, path: Path, *, most: int = MOST_ROWS) -> None:
        self.path = path
        self._most = most
        self._file = file
        self._descriptor = file.fileno()
        self._end = 0
        self._lock = threading.Lock()
        self._ended: deque[tuple[int, str, str | None]] = deque()
        self._known = bytearray()
        self._where = array("Q")

    def known(self, row: int) -> Known:
        """Tell what is known of a row."""
        return Known(self._known[row]) if row < len(self._known) else Known.NOTHING

    def settled_id(self, row: int) -> str | None:
        """Return the id that a settled row had, None if it had none."""
        if self.known(row) is not Known.SETTLED:
            return None
        with self._lock:
            os.lseek(self._descriptor, self._where[row], os.SEEK_SET)
            line = b""
            while b"\n" not in line and (piece := os.read(self._descriptor, MOST_BYTES)):
                line += piece
            os.lseek(self._descriptor, 0, os.SEEK_END)
        written: str | None = orjson.loads(line.partition(b"\n")[0])["id"]
        return written

    def begin(self, rows: Sequence[int]) -> None:
        """Write down that rows are begun; it is on the disk when this returns."""
        self._write({"begin": list(rows)})
        os.fsync(self._descriptor)
        for row in rows:
            self._note(row, Known.BEGUN, 0)

    def settle(self, row: int, status: str, record_id: str | None) -> None:
        """Write down what became of a row: `done`, `skipped`, or `failed`, which is tried again by the next run."""
        self._ended.append((row, status, record_id))
        self._write_ended()

    def end(self) -> None:
        """Write nothing any more, whoever still would: the file's number may be another file's soon."""
        with self._lock:
            self._descriptor = -1

    def take(self, owner: Owner, *, anew: bool) -> None:
        """Read what is written down, or write the head of a new journal.

        Raises:
            JournalError: It is of another file, job or desk, or damaged.
        """
        head = self._file.readline(MOST_BYTES)
        if not (head.startswith(_HEAD) or _HEAD.startswith(head)):  # a slip in a command must not cost a file
            msg = f"{self.path} is no journal, and was left as it is; name another by --journal, or remove it"
            raise JournalError(msg)
        is_new = anew or not head.endswith(b"\n") or self._read_of(owner, _parsed(head, 1, self.path))
        if is_new:
            self._file.truncate(0)
            self._known, self._where = bytearray(), array("Q")
        # What is written from here on goes to the system at once, past the buffer.
        self._file.flush()
        self._end = os.lseek(self._descriptor, 0, os.SEEK_END)
        if is_new:
            self._write({"journal": VERSION, **asdict(owner)})
            os.fsync(self._descriptor)

    def _read_of(self, owner: Owner, head: dict[str, Any]) -> bool:
        """Read what is written down; return whether it is of another that did nothing, and may be forgotten."""
        try:
            self._check(head, owner)
        except JournalError:
            if head.get("journal") != VERSION:
                raise
            self._read()
            if Known.BEGUN in self._known or Known.SETTLED in self._known:
                raise
            return True
        self._read()
        return False

    def _check(self, head: dict[str, Any], owner: Owner) -> None:
        anew = f"or begin anew by --anew, which forgets what {self.path.name} knows of the rows that are done"
        if head.get("journal") != VERSION or head.get("job") != owner.job:
            msg = (
                f"{self.path} is the journal of {head.get('job', 'something else')}; name another by --journal, {anew}"
            )
            raise JournalError(msg)
        if head.get("desk") != owner.desk or head.get("account") != owner.account:
            which = "" if head.get("desk") != owner.desk else ", which was another account then"
            msg = f"this job was begun for the desk {head.get('desk')}{which}; go on there, name another by --journal, "
            raise JournalError(msg + anew)
        if head.get("file") != owner.file:
            msg = f"the file was changed since the job was begun, so its rows may be others; bring it back, {anew}"
            raise JournalError(msg)

    def _read(self) -> None:
        where = self._file.tell()
        for number, line in enumerate(iter(self._file.readline, b""), 2):
            if not line.endswith(b"\n"):  # the machine failed while it was written: it says nothing
                break
            entry = _parsed(line, number, self.path, most=self._most)
            for row in entry.get("begin", ()):
                if self.known(row) is not Known.SETTLED:
                    self._note(row, Known.BEGUN, 0)
            if "row" in entry:
                failed = entry["status"] == "failed"
                self._note(entry["row"], Known.FAILED if failed else Known.SETTLED, where)
            where += len(line)
        self._file.seek(where)
        self._file.truncate()

    def _note(self, row: int, known: Known, where: int) -> None:
        missing = row + 1 - len(self._known)
        if missing > 0:
            self._known.extend(bytes(missing))
            self._where.frombytes(bytes(missing * self._where.itemsize))
        self._known[row] = known
        self._where[row] = where

    def _write(self, entry: dict[str, Any]) -> None:
        with self._lock:
            self._put(_line(entry))
        self._write_ended()

    def _write_ended(self) -> None:
        """Write down what became of rows, unless another thread is at it, which then looks again for more.

        To wait for one another would take as long as the requests.
        """
        while self._ended and self._lock.acquire(blocking=False):
            try:
                self._put(b"".join(self._noted()))
            finally:
                self._lock.release()

    def _noted(self) -> Iterator[bytes]:
        where = self._end
        while self._ended:
            row, status, record_id = self._ended.popleft()
            line = _line({"row": row, "status": status, "id": record_id})
            self._note(row, Known.FAILED if status == "failed" else Known.SETTLED, where)
            where += len(line)
            yield line

    def _put(self, lines: bytes) -> None:
        left = memoryview(lines)
        try:
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError as wrong:
            with contextlib.suppress(OSError):  # half a line would make one of the next that can be written
                os.ftruncate(self._descriptor, self._end)
                os.lseek(self._descriptor, 0, os.SEEK_END)
            msg = f"{self.path} can't be written: {wrong.strerror}; the job stops, as it could not go on later"
            raise JournalError(msg) from wrong
        self._end += len(lines)


@contextlib.contextmanager
def open_journal(path: Path, owner: Owner, *, anew: bool = False, most: int = MOST_ROWS) -> Iterator[Journal]:
    """Open a journal, or begin it, for a `with` block; no other process has it in the meantime.

    Args:
        path: Where it is, or shall be.
        owner: Whose it must be.
        anew: Forget what is written down.
        most: How many rows the file can have; a journal of more is damaged.

    Raises:
        JournalError: It is of another file, job or desk; another process has it; it is damaged or can't be written.
    """
    try:
        file = open(path, "r+b", opener=_private)  # noqa: SIM115  pathlib takes no opener
    except OSError as wrong:
        msg = f"the journal {path} can't be written: {wrong.strerror or wrong}; name another by --journal"
        raise JournalError(msg) from wrong
    with file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            msg = f"the journal {path} is no file, and could keep nothing; name another by --journal"
            raise JournalError(msg)
        if not locked(file):
            msg = f"another process works on this file now (it has {path}); let it end"
            raise JournalError(msg)
        journal = Journal(file, path, most=most)
        journal.take(owner, anew=anew)
        sync_folder(path)
        try:
            yield journal
        finally:
            journal.end()


def _line(entry: dict[str, Any]) -> bytes:
    return orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE)


def _private(path: str, _: int) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _parsed(line: bytes, number: int, path: Path, *, most: int = MOST_ROWS) -> dict[str, Any]:
    try:
        entry = orjson.loads(line)
    except orjson.JSONDecodeError:
        entry = None
    if not isinstance(entry, dict) or not _is_sound(entry, most):
        msg = f"{path} is damaged in line {number}; mend that line, or begin anew by --anew"
        raise JournalError(msg)
    return entry


def _is_sound(entry: dict[str, Any], most: int) -> bool:
    begun = entry.get("begin", [])
    rows = [*(begun if isinstance(begun, list) else [None]), entry.get("row", 0)]
    if "row" in entry and not (entry.get("status") in _STATUSES and isinstance(entry.get("id", 0), str | None)):
        return False
    return all(type(row) is int and 0 <= row <= most for row in rows)
