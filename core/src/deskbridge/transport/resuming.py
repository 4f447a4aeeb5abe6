"""Goes on where a long read broke off."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskbridge.errors import MalformedAnswerError
from deskbridge.transport.outgoing import Broken
from deskbridge.transport.retrying import yield_with_retries
from deskbridge.transport.streams import Stream, whole_lines
from deskbridge.transport.verdicts import failure_from

if TYPE_CHECKING:
    from deskbridge.transport.engine import Call, Engine

_READ_BYTES = 64 * 1024
PARTIAL = 206
UNSATISFIABLE = 416
# No body has more digits of bytes, and Python refuses to read thousands of them.
_FIRST_BYTE = re.compile(r"bytes ([0-9]{1,18})-")
_SIZE = re.compile(r"[0-9]{1,18}")


def validator_of(stream: Stream) -> str:
    """Return what proves that a later answer is the same content, "" if the server can't continue in its middle.

    That is a strong ETag, else the time of the last change (RFC 9110, 13.1.5), of a body that is not compressed.
    """
    headers = stream.headers
    if headers.get("accept-ranges", "").strip().lower() != "bytes" or headers.get("content-encoding"):
        return ""
    etag = headers.get("etag", "")
    proof = etag if etag.startswith('"') else headers.get("last-modified", "")
    return proof if proof.isprintable() else ""  # it is to be sent back


def range_headers(offset: int, validator: str) -> dict[str, str]:
    """Return the headers that ask for what follows the first `offset` bytes, if it is still the same content."""
    return {"Range": f"bytes={offset}-", "If-Range": validator} if offset and validator else {}


def starts_at(stream: Stream) -> int:
    """Return which byte of the whole body is the first of this one.

    Raises:
        MalformedAnswerError: A partial answer does not say.
    """
    if stream.status != PARTIAL:
        return 0
    first = _FIRST_BYTE.match(stream.headers.get("content-range", ""))
    if first is None:
        raise MalformedAnswerError("a partial answer does not say which part it is")
    return int(first[1])


def size_of(stream: Stream) -> int | None:
    """Return the size of the whole body that a Content-Range tells, None if it does not."""
    total = stream.headers.get("content-range", "").rpartition("/")[2]
    return int(total) if _SIZE.fullmatch(total) else None


def resumed_lines(engine: Engine, call: Call) -> Iterator[bytes]:
    """Read a call's body line by line, taking a broken connection up again; see `Client.lines`."""
    for lines in resumed_blocks(engine, call):
        yield from filter(bytes.strip, lines.split(b"\n"))


def resumed_blocks(engine: Engine, call: Call) -> Iterator[bytes]:
    """Read a call's body by as many whole lines at once as come in; see `Client.whole_lines`."""
    reader = _Lines(engine, call)
    read = yield_with_retries(reader.read, attempts=engine.options.attempts, deadline=call.deadline)
    return engine.located_each(call.operation, read)


class _Lines:
    """How far a body was delivered, and a fingerprint of that."""

    def __init__(self, engine: Engine, call: Call) -> None:
        self._engine = engine
        self._call = call
        self._offset = 0
        self._digest = hashlib.sha256()
        self._validator = ""

    def read(self, attempt: int) -> Iterator[bytes]:
        """Yield whole lines as they come in, several at once: that costs less than each by itself."""
        if attempt == 1:
            self._call.deadline.renew()
        rest = range_headers(self._offset, self._validator)
        self._call.headers = {"Accept": "*/*", **rest}
        self._call.accept_status = (UNSATISFIABLE,) if rest else ()
        stream = self._engine.begun(self._call, attempt)
        try:
            for lines in whole_lines(self._rest(stream)):
                # They are all delivered before the next piece is read, so before the connection can break.
                self._offset += len(lines)
                self._digest.update(lines)
                yield lines
        except Broken as broken:
            self._call.deadline.renew()
            raise failure_from(broken, idempotent=True) from None
        finally:
            stream.close()

    def _rest(self, stream: Stream) -> Iterator[bytes]:
        if stream.status == UNSATISFIABLE:
            if size_of(stream) != self._offset:
                raise _changed()
            return iter(())
        start = starts_at(stream)
        if start not in (0, self._offset):
            raise MalformedAnswerError("a partial answer is another part than the one that was asked for")
        pieces = stream.pieces(_READ_BYTES)
        if start == 0:
            self._validator = validator_of(stream)
            return self._skipped(pieces)
        return pieces

    def _skipped(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        missing, digest = self._offset, hashlib.sha256()
        for piece in pieces:
            known, new = piece[:missing], piece[missing:]
            missing -= len(known)
            digest.update(known)
            if known and not missing and digest.digest() != self._digest.digest():
                raise _changed()
            if new:
                yield new
        if missing:
            raise _changed()


def _changed() -> MalformedAnswerError:
    return MalformedAnswerError(
        "the connection broke and the content had changed when it was asked for again, so it can't be continued "
        "without losing or doubling lines. Start over."
    )
