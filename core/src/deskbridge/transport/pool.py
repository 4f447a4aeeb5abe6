"""The connections of one client: the only module that touches urllib3.

It adds three things to urllib3: whether a request left this machine before the connection failed, a deadline that
also holds for an answer that trickles, and silence of urllib3's own log lines, which would show personal data.
"""

from __future__ import annotations

import io
import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ClosedPoolError,
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    LocationValueError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from deskbridge.errors import (
    ConnectionFailedError,
    DeadlineExceededError,
    InvalidRequestError,
    MalformedAnswerError,
    SettingError,
    TlsError,
)
from deskbridge.transport.clock import Deadline
from deskbridge.transport.exchange import Headers
from deskbridge.transport.origin import Origin
from deskbridge.transport.outgoing import Broken, Outgoing

MAX_BODY_BYTES = 64 * 1024 * 1024
_TOO_LARGE = f"the answer is above {MAX_BODY_BYTES >> 20} MiB and was dropped. Ask for fewer records at a time."
_READ_BYTES = 64 * 1024
_KEPT_CONNECTIONS = 32


class _Bound:
    """How long the next wait for a socket may be."""

    __slots__ = ("deadline", "timeout_seconds")

    def __init__(self, timeout_seconds: float, deadline: Deadline | None) -> None:
        self.timeout_seconds = timeout_seconds
        self.deadline = deadline

    def seconds(self) -> float:
        if self.deadline is None:
            return self.timeout_seconds
        return min(self.timeout_seconds, self.deadline.remaining())

    def passed(self) -> bool:
        return self.deadline is not None and self.deadline.remaining() <= 0


class _Here(threading.local):
    """What the request that this thread is making knows of its connection."""

    bound: _Bound | None = None
    sent: bool = False


_here = _Here()


class _BoundedReader(io.RawIOBase):
    """Reads a socket within a bound, however slowly the bytes come."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, bound: _Bound) -> None:
        self._raw = raw
        self._sock = sock
        self._bound = bound

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        seconds = self._bound.seconds()
        if seconds <= 0:
            raise TimeoutError("the deadline has passed")
        current = self._sock.gettimeout()
        if current is None or seconds < current:  # a call of the system, of which most reads have no need
            self._sock.settimeout(seconds)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _BoundedResponse(HTTPResponse):
    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method=method, url=url)
        if _here.bound is not None:
            self.fp = io.BufferedReader(_BoundedReader(self.fp.detach(), sock, _here.bound))


class _Telling(HTTPConnection):
    """Tells when a request begins to leave, and keeps names under .localhost on this machine (RFC 6761)."""

    response_class = _BoundedResponse

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
        _here.sent = True
        super().send(data)


class _TellingTls(_Telling, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Telling


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TellingTls


class _Silence(logging.Filter):
    """Drops what urllib3 logs of our requests, and nothing of anyone else's."""

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002 - the base class's parameter
        return _here.bound is None


_SILENCE = _Silence()


class Pool:
    """Connections to one origin, shared by threads. No proxy is taken from the environment.

    Args:
        origin: Where to.
        timeout_seconds: The longest that one connect or one read may take.
        ca_file: A PEM bundle to trust instead of the system's authorities.

    Raises:
        SettingError: The bundle can't be read; its field is ``ca_file``.
    """

    def __init__(self, origin: Origin, *, timeout_seconds: float, ca_file: str | None) -> None:
        for name in ("urllib3.connectionpool", "urllib3.connection"):
            logging.getLogger(name).addFilter(_SILENCE)
        self._timeout_seconds = timeout_seconds
        self._pool: HTTPConnectionPool
        if origin.scheme == "https":
            self._pool = _TlsPool(
                origin.host, origin.port, maxsize=_KEPT_CONNECTIONS, ssl_context=_tls_context(ca_file)
            )
        else:
            self._pool = _Pool(origin.host, origin.port, maxsize=_KEPT_CONNECTIONS)

    def send(self, outgoing: Outgoing, deadline: Deadline) -> Answer:
        """Send one request once and return its answer, of which only the headers have been read.

        Raises:
            Broken: There was no answer.
        """
        bound = _Bound(self._timeout_seconds, deadline)
        _here.bound, _here.sent = bound, False
        try:
            if bound.passed():
                raise ReadTimeoutError(self._pool, None, "")
            raw = self._pool.urlopen(
                outgoing.method,
                outgoing.address.target,
                body=outgoing.body,
                headers=outgoing.headers,
                retries=False,
                redirect=False,
                assert_same_host=False,
                timeout=urllib3.Timeout(connect=bound.seconds(), read=self._timeout_seconds),
                preload_content=False,
            )
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise _broken(error, outgoing, bound, sent=_here.sent) from _cause(error)
        finally:
            _here.bound = None
        return Answer(raw, outgoing, bound)

    def close(self) -> None:
        """Close all connections; a later request is refused."""
        self._pool.close()


class Answer:
    """An answer whose body has not been read yet. It holds a connection until it is read or closed.

    Attributes:
        status: The HTTP status.
        headers: By name in any case.
    """

    def __init__(self, raw: urllib3.BaseHTTPResponse, outgoing: Outgoing, bound: _Bound) -> None:
        self._raw = raw
        self._outgoing = outgoing
        self._bound = bound
        self.status = raw.status
        self.headers = Headers(raw.headers)

    def read(self) -> bytes:
        """Read the whole body, decompressed.

        Raises:
            Broken: It is cut, larger than 64 MiB, badly compressed, or too slow for the deadline.
        """
        parts, size = [], 0
        for part in self.chunks(_READ_BYTES):
            size += len(part)
            if size > MAX_BODY_BYTES:
                self.close()
                raise Broken(MalformedAnswerError(_TOO_LARGE), sent=True, final=True)
            parts.append(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def chunks(self, size: int, *, decode: bool = True) -> Iterator[bytes]:
        """Read the body as it comes, in pieces of at most `size` bytes, none of them empty.

        Raises:
            Broken: It is cut, badly compressed, or too slow.
        """
        whole = False
        try:
            while piece := self._raw.read1(size, decode_content=decode):
                yield piece
            whole = True
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise _broken(error, self._outgoing, self._bound, sent=True) from _cause(error)
        finally:
            self._raw.release_conn() if whole else self.close()

    def unbind(self) -> None:
        """From now on bound each read on its own: how long the whole takes is up to who reads it."""
        self._bound.deadline = None

    def close(self) -> None:
        """Give the connection up, unless the body was read to its end."""
        self._raw.close()


def _tls_context(ca_file: str | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise SettingError(f"ca_file can't be read as a PEM bundle: {ca_file}", field="ca_file") from error


def _cause(error: Exception) -> Exception | None:
    # What http.client says of a broken answer repeats parts of it, and those may be personal.
    return None if isinstance(error, ProtocolError | HTTPException) else error


def _broken(error: Exception, outgoing: Outgoing, bound: _Bound, *, sent: bool) -> Broken:
    broken = _judged(error, outgoing.address.origin, bound, sent=sent)
    broken.error.vendor, broken.error.operation = outgoing.vendor, outgoing.operation
    return broken


def _judged(error: Exception, host: Origin, bound: _Bound, *, sent: bool) -> Broken:
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError) and bound.passed():
        return Broken(DeadlineExceededError(_too_late(bound, host)), sent=sent, final=True)
    if isinstance(error, SSLError) and not sent:
        text = f"no secure connection to {host}: {_tls_reason(error)}. Check base_url and ca_file."
        return Broken(TlsError(text), sent=False, final=True)
    if isinstance(error, LocationValueError | UnicodeError):
        return Broken(InvalidRequestError(f"{host} is not an address that can be asked"), sent=False, final=True)
    if isinstance(error, ClosedPoolError):
        return Broken(InvalidRequestError("the client was closed already"), sent=False, final=True)
    if (complaint := _malformed(error)) is not None:
        return Broken(MalformedAnswerError(complaint), sent=sent)
    unknown = isinstance(error, NameResolutionError)
    text = _unreachable(error, host, bound)
    return Broken(ConnectionFailedError(text, retryable=not unknown), sent=sent, final=unknown)


def _too_late(bound: _Bound, host: Origin) -> str:
    seconds = bound.deadline.seconds if bound.deadline else bound.timeout_seconds
    return f"{host} gave no whole answer within the deadline of {seconds:g} s. Raise deadline_seconds or try later."


def _tls_reason(error: SSLError) -> str:
    inner = error.args[0] if error.args else error
    return getattr(inner, "verify_message", "") or getattr(inner, "reason", "") or type(inner).__name__


def _malformed(error: Exception) -> str | None:
    inner = error.args[1] if isinstance(error, ProtocolError) and len(error.args) > 1 else error
    if isinstance(inner, OSError):
        return None
    if isinstance(inner, IncompleteRead):
        return "the answer was cut before its end. Try again."
    if isinstance(inner, DecodeError):
        return "the answer's compression is broken. Try again."
    if isinstance(inner, HTTPException | ProtocolError):
        return "the answer is not HTTP. Check the host and port of base_url."
    return None


def _unreachable(error: Exception, host: Origin, bound: _Bound) -> str:
    if isinstance(error, NameResolutionError):
        return f"the host of {host} is unknown. Check base_url and the network."
    if isinstance(error, NewConnectionError):
        reason = error.__cause__.strerror if isinstance(error.__cause__, OSError) else None
        return f"no connection to {host}: {reason or 'it failed'}. Check base_url and whether it is up."
    if isinstance(error, ConnectTimeoutError):
        return f"no connection to {host} within {bound.timeout_seconds:g} s. Check the network or try later."
    if isinstance(error, ReadTimeoutError):
        return f"{host} sent nothing for {bound.timeout_seconds:g} s. Try later or raise timeout_seconds."
    return f"{host} broke the connection off. Try again."
