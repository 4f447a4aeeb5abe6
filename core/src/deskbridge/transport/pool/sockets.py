"""urllib3's connections, made to keep a deadline and to tell what they have sent."""

from __future__ import annotations

import logging
import socket
import ssl
from typing import TYPE_CHECKING, Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from deskbridge.transport.pool.bounded import BoundedResponse, here

if TYPE_CHECKING:
    _AnySocket = socket.socket
else:
    _AnySocket = object


class _Settled(_AnySocket):
    """Tells the system of a timeout only when it changes, which it hardly does, and urllib3 sets it twice a request.

    Each such call gives the interpreter's lock away, and a thread among many waits to have it back.
    """

    def settimeout(self, value: float | None) -> None:
        if value != self.gettimeout():
            super().settimeout(value)


class PlainSocket(_Settled, socket.socket):
    """A socket in the clear."""

    @classmethod
    def of(cls, sock: socket.socket) -> PlainSocket:
        """Take another socket's place."""
        seconds = sock.gettimeout()
        made = cls(sock.family, sock.type, sock.proto, sock.detach())
        made.settimeout(seconds)
        return made


class TlsSocket(_Settled, ssl.SSLSocket):
    """A socket by TLS, for `ssl.SSLContext.sslsocket_class`."""


class _Telling(HTTPConnection):
    """Tells when a request begins to leave, and keeps names under .localhost on this machine (RFC 6761)."""

    response_class = BoundedResponse

    def _new_conn(self) -> socket.socket:
        asked = self._dns_host
        if asked.endswith(".localhost"):
            self._dns_host = "localhost"
        try:
            return PlainSocket.of(super()._new_conn())
        finally:
            self._dns_host = asked

    def putheader(self, header: str, *values: Any) -> None:  # type: ignore[override]  # as urllib3 has it
        # `checked_headers` looked at every letter of ours; to do it again would cost half of the sending.
        if here.bound is None or not (len(values) == 1 and type(values[0]) is type(header) is str):
            super().putheader(header, *values)
        else:
            self._output(f"{header}: {values[0]}".encode("latin-1"))  # type: ignore[attr-defined]  # typeshed lacks it

    def send(self, data: Any) -> None:
        if here.joins:
            here.joins, here.head = False, data
            return
        if here.head:  # a packet and a wake-up of the other side for each of the two would cost as much as a request
            data, here.head = here.head + data, b""
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
