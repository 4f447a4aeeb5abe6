"""urllib3's connections, made to keep a deadline and to tell what they have sent."""

from __future__ import annotations

import io
import logging
import socket
import threading
from http.client import HTTPResponse
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from deskbridge.transport.clock import Deadline


class Bound:
    """How long the next wait for a socket may be."""

    __slots__ = ("deadline", "timeout_seconds")

    def __init__(self, timeout_seconds: float, deadline: Deadline | None) -> None:
        self.timeout_seconds = timeout_seconds
        self.deadline = deadline

    def seconds(self) -> float:
        """Return the longest that the next wait may take."""
        if self.deadline is None:
            return self.timeout_seconds
        return min(self.timeout_seconds, self.deadline.remaining())

    def passed(self) -> bool:
        """Whether the deadline, if there is one, is over."""
        return self.deadline is not None and self.deadline.remaining() <= 0


class _Here(threading.local):
    """What the request that this thread is making knows of its connection."""

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
    """An answer that is read within the bound of the request that this thread is making, if it is making one."""

    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method=method, url=url)
        if here.bound is not None:
            self.fp = io.BufferedReader(BoundedReader(self.fp.detach(), sock, here.bound))


class _Telling(HTTPConnection):
    """Tells when a request begins to leave, and keeps names under .localhost on this machine (RFC 6761)."""

    response_class = BoundedResponse

    def _new_conn(self) -> socket.socket:
        asked = self._dns_host
        if asked.endswith(".localhost"):
            self._dns_host = "localhost"
        try:
            return super()._new_conn()
        finally:
            self._dns_host = asked

    def send(self, data: Any) -> None:
        if self.sock is None and self.auto_open:
            self.connect()
        here.sent = True
        super().send(data)


class _TellingTls(_Telling, HTTPSConnection):
    pass


class PlainConnections(HTTPConnectionPool):
    """Connections in the clear."""

    ConnectionCls = _Telling


class TlsConnections(HTTPSConnectionPool):
    """Connections by TLS."""

    ConnectionCls = _TellingTls


class _Silence(logging.Filter):
    """Drops what urllib3 logs of our requests, and nothing of anyone else's."""

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002 - the base class's parameter
        return here.bound is None


SILENCE = _Silence()
