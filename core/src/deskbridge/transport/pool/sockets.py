"""urllib3's connections, made to keep a deadline and to tell what they have sent."""

from __future__ import annotations

import errno
import logging
import socket
import ssl
from typing import TYPE_CHECKING, Any, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.response import HTTPResponse
from urllib3.util.connection import allowed_gai_family

from deskbridge.transport.outgoing import Outgoing
from deskbridge.transport.pool.bounded import Bound, BoundedResponse, headers_of, here

_JOINED_BYTES = 64 * 1024
_PIECE_BYTES = 16 * 1024  # as much as TLS sends at once
_CLOSED = (BrokenPipeError, ConnectionResetError, ssl.SSLEOFError)
_BODILESS = frozenset({"GET", "HEAD", "DELETE", "TRACE", "OPTIONS", "CONNECT"})  # as urllib3 has it

if TYPE_CHECKING:
    from urllib3._base_connection import BaseHTTPConnection

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
    _bound: Bound
    _joins = False
    _head = b""

    def ask(self, outgoing: Outgoing, bound: Bound) -> BoundedResponse:
        """Send a request and read the head of its answer.

        Args:
            outgoing: The request.
            bound: The longest that a connect, a handshake, a piece of the request or a read may take.
        """
        self._bound = bound
        if self.sock is None:
            self.connect()
        self.sock.settimeout(bound.seconds())
        try:
            self._send_whole(outgoing)
        except OSError as cut:
            # The other side may close after an early answer, such as 413, and that is still there to be read.
            if not (isinstance(cut, _CLOSED) or cut.errno == errno.EPROTOTYPE):
                raise
        answer: BoundedResponse = super(HTTPConnection, self).getresponse()  # type: ignore[assignment]  # our class
        return answer

    def _send_whole(self, outgoing: Outgoing) -> None:
        body, names = outgoing.body, {name.lower() for name in outgoing.headers}
        self.putrequest(outgoing.method, outgoing.address.target, skip_host="host" in names, skip_accept_encoding=True)
        if body is not None or outgoing.method not in _BODILESS:
            self.putheader("Content-Length", str(len(body or b"")))
        for name, value in outgoing.headers.items():
            self.putheader(name, value)
        self._joins, self._head = 0 < len(body or b"") <= _JOINED_BYTES, b""
        self.endheaders(body)

    def _new_conn(self) -> socket.socket:
        asked, failed = self._dns_host, None
        try:
            # One by one, as urllib3 gives each address of a host the whole time anew.
            for address in self._addresses("localhost" if asked.endswith(".localhost") else asked):
                self._dns_host = address
                try:
                    return self._connected()
                except (NewConnectionError, ConnectTimeoutError) as error:
                    failed = error
        finally:
            self._dns_host = asked
        raise cast(Exception, failed)

    def _addresses(self, host: str) -> list[str]:
        try:
            found = socket.getaddrinfo(host, self.port, allowed_gai_family(), socket.SOCK_STREAM)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except UnicodeError:
            return [host]  # urllib3 says what is wrong with it
        return [str(place[0]) for *_, place in found] if len(found) > 1 else [host]

    def _connected(self) -> PlainSocket:
        self.timeout = self._bound.seconds()
        made = PlainSocket.of(super()._new_conn())
        try:
            made.settimeout(self._bound.seconds())  # what is left of it for a handshake
        except TimeoutError:
            made.close()
            raise
        return made

    def putheader(self, header: str, *values: Any) -> None:  # type: ignore[override]  # as urllib3 has it
        # `checked_headers` looked at every letter of ours; to do it again would cost half of the sending.
        if not (len(values) == 1 and type(values[0]) is type(header) is str):
            super().putheader(header, *values)
        else:
            self._output(f"{header}: {values[0]}".encode("latin-1"))  # type: ignore[attr-defined]  # typeshed lacks it

    def send(self, data: Any) -> None:
        if self._joins:
            self._joins, self._head = False, data
            return
        if self._head:  # a packet and a wake-up of the other side for each of the two would cost as much as a request
            data, self._head = self._head + data, b""
        if len(data) <= _PIECE_BYTES:
            here.sent = True
            super().send(data)
            return
        whole = memoryview(data)
        for start in range(0, len(whole), _PIECE_BYTES):
            self.sock.settimeout(self._bound.seconds())
            here.sent = True
            super().send(whole[start : start + _PIECE_BYTES])


class _TellingTls(_Telling, HTTPSConnection):
    pass


class Connections(HTTPConnectionPool):
    """urllib3's pool, asked by the shortest way: its own is made for redirects, retries and proxies too.

    Those we do ourselves, or never, and the way there costs as much as all that happens between it and the caller.
    """

    ConnectionCls = _Telling

    def ask(self, outgoing: Outgoing, bound: Bound) -> HTTPResponse:
        """Send a request once and return its answer, of which only the head has been read; it holds a connection.

        Raises:
            HTTPError: There is none; so do `http.client.HTTPException`, `OSError` and `ValueError` say.
        """
        connection = cast(_Telling, self._get_conn())
        answered, answer = False, None
        try:
            answer = connection.ask(outgoing, bound)
            made = HTTPResponse(
                body=answer,
                headers=headers_of(answer),
                status=answer.status,
                version=answer.version,
                reason=answer.reason,
                preload_content=False,
                original_response=answer,
                request_method=outgoing.method,
                pool=self,
                connection=connection,
            )
            answered = True
        except TimeoutError as slow:
            raise ReadTimeoutError(self, outgoing.address.target, "nothing came in time") from slow
        except ssl.SSLError as insecure:
            raise SSLError(insecure) from insecure
        finally:
            if not answered:
                connection.close()
                if answer is not None:
                    answer.close()  # where the connection was left to it
                self._put_conn(None)  # its place, for another to be made
        return made

    def _put_conn(self, conn: BaseHTTPConnection | None) -> None:
        # Also when an answer was read, and urllib3 warns of each connection that there is no place for.
        before, here.silent = here.silent, True
        try:
            super()._put_conn(conn)
        finally:
            here.silent = before


class PlainConnections(Connections):
    """Connections in the clear."""


class TlsConnections(Connections, HTTPSConnectionPool):
    """Connections by TLS."""

    ConnectionCls = _TellingTls


class _Silence(logging.Filter):
    """Drops what urllib3 logs of our requests, and nothing of anyone else's."""

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002 - the base class's parameter
        return here.bound is None and not here.silent


SILENCE = _Silence()
