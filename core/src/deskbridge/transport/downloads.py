"""A body saved in a file that appears under its name only when it is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from deskbridge.errors import InvalidRequestError, MalformedAnswerError
from deskbridge.transport.budget import Budget
from deskbridge.transport.engine import Call, Engine
from deskbridge.transport.origin import Address, parse_address
from deskbridge.transport.outgoing import Broken
from deskbridge.transport.pool import Pool
from deskbridge.transport.resuming import UNSATISFIABLE, range_headers, size_of, starts_at, validator_of
from deskbridge.transport.retrying import with_retries
from deskbridge.transport.streams import Stream
from deskbridge.transport.verdicts import failure_from

_READ_BYTES = 256 * 1024


@frozen(kw_only=True)
class DownloadResult:
    """A file that is whole.

    Attributes:
        path: Where it is.
        size_bytes: Its size.
        content_type: What the server calls it, "" if it does not say.
    """

    path: Path
    size_bytes: int
    content_type: str


def download(engine: Engine, operation: str, url_or_path: str, target: Path) -> DownloadResult:
    """Save a body in a file; see `Client.download`."""
    with _pool_for(engine, operation, url_or_path) as (address, pool):
        call = Call(
            operation=operation,
            method="GET",
            address=address,
            deadline=engine.deadline(),
            authenticated=pool is None,
            pool=pool,
            budget=None if pool is None else Budget((), 1.0, engine.clock),
        )
        saving = _Saving(engine, call, target)
        return engine.located(
            operation, lambda: with_retries(saving.save, attempts=engine.options.attempts, deadline=call.deadline)
        )


@contextmanager
def _pool_for(engine: Engine, operation: str, url_or_path: str) -> Iterator[tuple[Address, Pool | None]]:
    """Yield where to ask, and connections of its own if that is another host."""
    if "://" not in url_or_path:
        yield engine.located(operation, lambda: engine.base.join(url_or_path)), None
        return
    address = engine.located(operation, lambda: parse_address(url_or_path))
    if address.origin == engine.base.origin:
        yield address, None
        return
    if address.origin.scheme != "https" and engine.base.origin.scheme == "https":
        raise InvalidRequestError(
            f"a download leads to {address.origin}, unencrypted; it was not followed",
            vendor=engine.vendor,
            operation=operation,
        )
    pool = Pool(address.origin, timeout_seconds=engine.options.timeout_seconds, ca_file=engine.options.ca_file)
    try:
        yield address, pool
    finally:
        pool.close()


class _Saving:
    """One file on its way: ``<name>.part`` holds what came, ``<name>.part.tag`` what proves it is still the same."""

    def __init__(self, engine: Engine, call: Call, target: Path) -> None:
        self._engine = engine
        self._call = call
        self._target = target
        self._part = target.with_name(f"{target.name}.part")
        self._tag = target.with_name(f"{target.name}.part.tag")

    def save(self, attempt: int) -> DownloadResult:
        if self._target.exists() and not (self._target.is_file() or self._target.is_dir()):
            raise InvalidRequestError(f"{self._target} is a pipe or a device. Choose a place for a file.")
        try:
            return self._save(attempt)
        except Broken as broken:
            self._call.deadline.renew()
            raise failure_from(broken, idempotent=True) from None
        except OSError as error:
            raise InvalidRequestError(
                f"{self._target} can't be written: {error.strerror}. Make room or choose another place."
            ) from error

    def _save(self, attempt: int) -> DownloadResult:
        if attempt == 1:
            self._call.deadline.renew()
        offset, validator = self._there_already()
        rest = range_headers(offset, validator)
        self._call.headers = {"Accept": "*/*", "Accept-Encoding": "identity", **rest}
        self._call.accept_status = (UNSATISFIABLE,) if rest else ()
        stream = self._engine.begun(self._call, attempt)
        try:
            if stream.status == UNSATISFIABLE:
                return self._whole_already(stream, offset, attempt)
            self._receive(stream, offset)
        finally:
            stream.close()
        return self._finish(stream)

    def _there_already(self) -> tuple[int, str]:
        if not (self._part.is_file() and self._tag.is_file()) or self._part.is_symlink():
            return 0, ""
        return self._part.stat().st_size, self._tag.read_text(encoding="latin-1")

    def _receive(self, stream: Stream, offset: int) -> None:
        start = starts_at(stream)
        if start not in (0, offset):
            raise MalformedAnswerError("a partial answer is another part than the one that was asked for")
        if start == 0:
            self._tag.unlink(missing_ok=True)
            self._part.unlink(missing_ok=True)  # a link that waits there may lead elsewhere
        with self._part.open("r+b" if start else "xb") as file:
            file.seek(start)
            if start == 0 and (validator := validator_of(stream)):
                self._tag.write_text(validator, encoding="latin-1")
            self._write(file, stream)
        total = size_of(stream)
        if total is not None and self._part.stat().st_size != total:
            raise MalformedAnswerError("the parts of the download don't add up to its size. Start over.")

    def _write(self, file: BinaryIO, stream: Stream) -> None:
        file.writelines(stream.pieces(_READ_BYTES))
        file.flush()
        os.fsync(file.fileno())

    def _whole_already(self, stream: Stream, offset: int, attempt: int) -> DownloadResult:
        if size_of(stream) == offset:
            return self._finish(stream)
        self._tag.unlink(missing_ok=True)
        return self._save(attempt)

    def _finish(self, stream: Stream) -> DownloadResult:
        self._part.replace(self._target)
        self._tag.unlink(missing_ok=True)
        return DownloadResult(
            path=self._target,
            size_bytes=self._target.stat().st_size,
            content_type=stream.headers.get("content-type", ""),
        )
