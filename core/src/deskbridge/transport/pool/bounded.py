"""Answers as they come from a socket: none waited for longer than its bound, and plain ones read at little cost."""

from __future__ import annotations

import io
import re
import socket
import ssl
import threading
from contextlib import suppress
from http.client import HTTPMessage, HTTPResponse, IncompleteRead
from typing import Any, cast

from urllib3 import BaseHTTPResponse, HTTPHeaderDict
from urllib3.response import GzipDecoder, GzipDecoderState

from deskbridge.transport.clock import Deadline

# What answers most requests: of a length that is told once, on a connection that stays open. It is understood here,
# letter by letter as the standard library would; whatever looks different is left to that.
_LINE = rb"(?!(?i:connection|keep-alive|transfer-encoding):)[!#$%&'*+.^_`|~0-9A-Za-z-]++:[\t -~]*+\r\n"
_PLAIN_HEAD = re.compile(rb"HTTP/1\.1 (20[0-2]|[45]\d\d)(?: ([ -~]*+))?\r\n((?:" + _LINE + rb")*+)\r\n")
_LENGTHS = re.compile(rb"^content-length:[\t ]*+(.*)\r$", re.IGNORECASE | re.MULTILINE)
_LENGTH = re.compile(rb"[0-9]{1,15}")
_SWITCHING, _NO_CONTENT, _NOT_MODIFIED = 101, 204, 304
# More would not fit into what the system takes, and be no wait at all.
_LONGEST_SECONDS = 1_000_000.0
_FOLD = re.compile(r"(?:(?<![ \t])[ \t]+)?\r\n[ \t]+")


class Bound:
    """How long the next wait for a socket may be."""

    __slots__ = ("deadline", "timeout_seconds")

    def __init__(self, timeout_seconds: float, deadline: Deadline | None) -> None:
        self.timeout_seconds = timeout_seconds
        self.deadline = deadline

    def seconds(self) -> float:
        """Return it, above 0 and at most what is left until the deadline.

        Raises:
            TimeoutError: The deadline has passed.
        """
        if self.deadline is None:
            return min(self.timeout_seconds, _LONGEST_SECONDS)
        left = self.deadline.remaining()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        return min(self.timeout_seconds, left, _LONGEST_SECONDS)

    def passed(self) -> bool:
        """Whether the deadline has passed."""
        return self.deadline is not None and self.deadline.remaining() <= 0


class _Here(threading.local):
    """What the request that this thread is making knows of its connection.

    Attributes:
        bound: How long it may wait; None while there is no request.
        sent: Whether it may have left this machine.
        silent: Whether it gives a connection back.
    """

    bound: Bound | None = None
    sent: bool = False
    silent: bool = False


here = _Here()


class BoundedReader(io.RawIOBase):
    """Reads a socket within a bound, however slowly the bytes come.

    Attributes:
        ended: Whether nothing more comes, or is to be taken.
    """

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, bound: Bound) -> None:
        self._raw = raw
        self._sock = sock
        self._bound = bound
        self.ended = False

    def readable(self) -> bool:
        """It is one to read from."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what is there.

        Raises:
            TimeoutError: The deadline has passed, or nothing came in time.
        """
        if self.ended:
            return 0
        seconds = self._bound.seconds()
        current = self._sock.gettimeout()
        # A call of the system, of which most reads have no need: a deadline only ever comes nearer.
        if current is None or seconds < current or self._bound.deadline is None:
            self._sock.settimeout(seconds)
        size = self._raw.readinto(buffer)
        self.ended = size == 0
        return size

    def more(self) -> bool:
        """Whether there is more that this machine has decrypted already, of which the socket shows nothing."""
        return isinstance(self._sock, ssl.SSLSocket) and self._sock.pending() > 0

    def shut(self) -> None:
        """Let nobody send or read on this connection any more."""
        with suppress(OSError):  # the other side was faster
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close what is read from."""
        self._raw.close()
        super().close()


class _Buffered(io.BufferedReader):
    """Gives a connection up on which more came than the answer: the rest would be taken for the next one's."""

    def close(self) -> None:
        reader = cast(BoundedReader, self.raw)
        if not reader.ended:
            reader.ended = True  # so that peeking does not wait
            if self.peek(1) or reader.more():
                reader.shut()
        super().close()


class BoundedResponse(HTTPResponse):
    """An answer that is read within the bound of the request that this thread is making.

    Attributes:
        plain_headers: Its headers where the head was a plain one, None where the standard library read it.
    """

    plain_headers: HTTPHeaderDict | None = None

    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method=method, url=url)
        self._has_body = method != "HEAD"
        if here.bound is not None:
            self.fp = _Buffered(BoundedReader(self.fp.detach(), sock, here.bound))

    def begin(self) -> None:
        """Read the status and the headers, past all answers that only announce another one (1xx but 101).

        The standard library does it by a parser for e-mail, which takes as long as sending the request.

        Raises:
            HTTPException: They are none, or cut.
        """
        while not (self._has_body and self._begun_plainly()):
            self.headers = self.msg = cast(HTTPMessage, None)  # else the standard library has begun already
            super().begin()
            if isinstance(self.fp, _Buffered) and cast(BoundedReader, self.fp.raw).ended:
                raise IncompleteRead(b"")
            if self.status >= 200 or self.status == _SWITCHING:  # noqa: PLR2004 - 2xx and above
                self._frame()
                break

    def _frame(self) -> None:
        """Mend how the standard library understood where the body ends."""
        told = self.headers.get("content-length") or "0"
        codings = self.headers.get("transfer-encoding") or ""
        if self.status in (_SWITCHING, _NO_CONTENT, _NOT_MODIFIED):  # without a body, whatever the headers say
            odd = self.chunked or self.status == _SWITCHING or (self.status == _NO_CONTENT and told.strip() != "0")
            self.chunked, self.will_close = False, self.will_close or odd
        elif not self.chunked and codings.rpartition(",")[2].strip().lower() == "chunked":
            self.chunked, self.chunk_left, self.length, self.will_close = True, None, None, True

    def _begun_plainly(self) -> bool:
        match = _PLAIN_HEAD.match(self.fp.peek())
        lengths = _LENGTHS.findall(match[3]) if match else []
        if match is None or len(lengths) != 1 or not _LENGTH.fullmatch(lengths[0]):
            return False
        self.fp.read(match.end())
        self.code = self.status = int(match[1])
        self.reason = (match[2] or b"").decode("ascii").strip()
        self.version, self.plain_headers = 11, _parsed(match[3])
        self.headers = self.msg = cast(HTTPMessage, self.plain_headers)  # what asks it for a header is answered alike
        self.chunked, self.will_close, self.length = False, False, int(lengths[0])
        return True


def headers_of(response: BoundedResponse) -> HTTPHeaderDict:
    """Return the headers of an answer whose head was read; a value that went on in another line is one line."""
    if response.plain_headers is not None:
        return response.plain_headers
    return HTTPHeaderDict([(name, _FOLD.sub(" ", value)) for name, value in response.getheaders()])


def cut_in_compression(response: BaseHTTPResponse) -> bool:
    """Whether a body that was read ended in the middle of what was compressed, of which urllib3 says nothing."""
    decoder = response._decoder
    if not isinstance(decoder, GzipDecoder) or decoder._state == GzipDecoderState.SWALLOW_DATA:
        return False  # none, another, or letters after the end, which are nothing to anybody
    return response.tell() > 0 and not decoder._obj.eof


def _parsed(lines: bytes) -> HTTPHeaderDict:
    headers = HTTPHeaderDict()
    for line in lines.decode("ascii").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        headers.add(name, value.lstrip(" \t"))
    return headers
