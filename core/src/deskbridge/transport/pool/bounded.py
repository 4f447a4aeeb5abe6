"""Answers as they come from a socket: none waited for longer than its bound, and plain ones read at little cost."""

from __future__ import annotations

import io
import re
import socket
import threading
from http.client import HTTPMessage, HTTPResponse
from typing import Any, cast

from urllib3 import HTTPHeaderDict

from deskbridge.transport.clock import Deadline

# What answers most requests: of a length that is told once, on a connection that stays open. It is understood here,
# letter by letter as the standard library would; whatever looks different is left to that.
_LINE = rb"(?!(?i:connection|keep-alive|transfer-encoding):)[!#$%&'*+.^_`|~0-9A-Za-z-]++:[\t -~]*+\r\n"
_PLAIN_HEAD = re.compile(rb"HTTP/1\.1 (20[0-2]|[45]\d\d)(?: ([ -~]*+))?\r\n((?:" + _LINE + rb")*+)\r\n")
_LENGTHS = re.compile(rb"^content-length:[\t ]*+(.*)\r$", re.IGNORECASE | re.MULTILINE)
_LENGTH = re.compile(rb"[0-9]{1,15}")
_FOLD = re.compile(r"(?:(?<![ \t])[ \t]+)?\r\n[ \t]+")


class Bound:
    """How long the next wait for a socket may be."""

    __slots__ = ("deadline", "timeout_seconds")

    def __init__(self, timeout_seconds: float, deadline: Deadline | None) -> None:
        self.timeout_seconds = timeout_seconds
        self.deadline = deadline

    def seconds(self) -> float:
        """Return it, at most what is left until the deadline."""
        if self.deadline is None:
            return self.timeout_seconds
        return min(self.timeout_seconds, self.deadline.remaining())

    def passed(self) -> bool:
        """Whether the deadline has passed."""
        return self.deadline is not None and self.deadline.remaining() <= 0


class _Here(threading.local):
    """What the request that this thread is making knows of its connection.

    Attributes:
        bound: How long it may wait; None while there is no request.
        sent: Whether it may have left this machine.
    """

    bound: Bound | None = None
    sent: bool = False


here = _Here()


class BoundedReader(io.RawIOBase):
    """Reads a socket within a bound, however slowly the bytes come."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, bound: Bound) -> None:
        self._raw = raw
        self._sock = sock
        self._bound = bound

    def readable(self) -> bool:
        """It is one to read from."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what is there.

        Raises:
            TimeoutError: The deadline has passed, or nothing came in time.
        """
        seconds = self._bound.seconds()
        if seconds <= 0:
            raise TimeoutError("the deadline has passed")
        current = self._sock.gettimeout()
        if current is None or seconds < current:  # a call of the system, of which most reads have no need
            self._sock.settimeout(seconds)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Close what is read from."""
        self._raw.close()
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
            self.fp = io.BufferedReader(BoundedReader(self.fp.detach(), sock, here.bound))

    def begin(self) -> None:
        """Read the status and the headers.

        The standard library does it by a parser for e-mail, which takes as long as sending the request.
        """
        if not (self._has_body and self._begun_plainly()):
            super().begin()

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


def _parsed(lines: bytes) -> HTTPHeaderDict:
    headers = HTTPHeaderDict()
    for line in lines.decode("ascii").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        headers.add(name, value.lstrip(" \t"))
    return headers
