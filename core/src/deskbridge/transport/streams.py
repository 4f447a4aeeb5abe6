"""A body read bit by bit, through constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from deskbridge.errors import MalformedAnswerError
from deskbridge.transport.outgoing import Broken
from deskbridge.transport.pool import MAX_BODY_BYTES, Answer
from deskbridge.transport.verdicts import failure_from

_READ_BYTES = 64 * 1024


class Stream:
    """An answer whose body has not been read yet; to be read once, either way, and closed.

    Args:
        answer: The answer.
        idempotent: Whether asking again does nothing twice.
        closed: Called by each `close`.

    Attributes:
        status: The HTTP status.
        headers: By name in any case.
    """

    def __init__(self, answer: Answer, *, idempotent: bool, closed: Callable[[], None]) -> None:
        self._answer = answer
        self._idempotent = idempotent
        self._closed = closed
        self.status: int = answer.status
        self.headers: Mapping[str, str] = answer.headers

    def chunks(self, size: int = _READ_BYTES) -> Iterator[bytes]:
        """Read the body, decompressed, in pieces of 1 to `size` bytes.

        Raises:
            TransportError: It is cut, broken off, badly compressed, or nothing comes for `timeout_seconds`.
            AmbiguousWriteError: The same, after a write that is not idempotent.
        """
        try:
            yield from self.pieces(size)
        except Broken as broken:
            error = failure_from(broken, idempotent=self._idempotent).error
            raise error from error.__cause__

    def lines(self) -> Iterator[bytes]:
        """Read the body line by line, each without its line feed; the last one may lack it.

        Raises:
            MalformedAnswerError: The body is cut, or a line is above 64 MiB.
            TransportError: See `chunks`.
        """
        for lines in whole_lines(self.chunks()):
            yield from lines.removesuffix(b"\n").split(b"\n")

    def pieces(self, size: int) -> Iterator[bytes]:
        """Read as `chunks` does, but leave the judgement on a break to the caller.

        Raises:
            Broken: The body is not whole.
        """
        return self._answer.chunks(size)

    def close(self) -> None:
        """Give the connection up, unless the body was read to its end."""
        try:
            self._answer.close()
        finally:
            self._closed()


def whole_lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Put pieces together to whole lines, with their line feeds: as many at once as there are.

    The last line comes by itself where it lacks its line feed.

    Raises:
        MalformedAnswerError: A line is above 64 MiB.
    """
    # One buffer, not a list of parts: a line may come a byte at a time, and each part costs many times its size.
    begun = bytearray()
    for piece in pieces:
        end = piece.rfind(b"\n") + 1
        if end:
            begun += piece[:end]
            yield bytes(begun)
            begun = bytearray()
        begun += piece[end:]
        if len(begun) > MAX_BODY_BYTES:
            raise MalformedAnswerError(f"a line of the answer is longer than {MAX_BODY_BYTES >> 20} MiB")
    if begun:
        yield bytes(begun)
