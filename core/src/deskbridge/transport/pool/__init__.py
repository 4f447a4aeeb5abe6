"""The connections of one client: the only package that touches urllib3.

It adds three things to urllib3: whether a request left this machine before the connection failed, a deadline that
also holds for an answer that trickles, and silence of urllib3's own log lines, which would show personal data.
"""

from __future__ import annotations

import logging
import ssl
import sys
from collections.abc import Iterator
from http.client import HTTPException, IncompleteRead

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError, ReadTimeoutError

from deskbridge.errors import MalformedAnswerError, SettingError
from deskbridge.transport.clock import Deadline
from deskbridge.transport.exchange import Headers
from deskbridge.transport.origin import Origin
from deskbridge.transport.outgoing import Broken, Outgoing
from deskbridge.transport.pool.bounded import Bound, cut_in_compression, here
from deskbridge.transport.pool.failures import broken, cause_of
from deskbridge.transport.pool.sockets import SILENCE, Connections, PlainConnections, TlsConnections, TlsSocket

MAX_BODY_BYTES = 64 * 1024 * 1024
_TOO_LARGE = f"the answer is above {MAX_BODY_BYTES >> 20} MiB and was dropped. Ask for fewer records at a time."
_READ_BYTES = 64 * 1024
_KEPT_CONNECTIONS = 32


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
        for name in ("urllib3.connectionpool", "urllib3.connection", "urllib3.response"):
            logging.getLogger(name).addFilter(SILENCE)
        self._timeout_seconds = timeout_seconds
        self._pool: Connections
        if origin.scheme == "https":
            self._pool = TlsConnections(
                origin.host, origin.port, maxsize=_KEPT_CONNECTIONS, ssl_context=_tls_context(ca_file)
            )
        else:
            self._pool = PlainConnections(origin.host, origin.port, maxsize=_KEPT_CONNECTIONS)

    def send(self, outgoing: Outgoing, deadline: Deadline) -> Answer:
        """Send one request once and return its answer, of which only the headers have been read.

        Raises:
            Broken: There was no answer.
        """
        bound = Bound(self._timeout_seconds, deadline)
        here.bound, here.sent = bound, False
        handled, failed, cause = sys.exception(), None, None
        try:
            if bound.passed():
                raise ReadTimeoutError(self._pool, None, "")
            raw = self._pool.ask(outgoing, bound)
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            failed, cause = broken(error, outgoing, bound, sent=here.sent), cause_of(error, handled)
        finally:
            here.bound = None
        if failed is not None:  # raised out here, so that what may not be named as its cause is not its context either
            raise failed from cause
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

    def __init__(self, raw: BaseHTTPResponse, outgoing: Outgoing, bound: Bound) -> None:
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
        # One buffer, not a list of parts: they may come a byte at a time, and each part costs many times its size.
        first, rest = b"", bytearray()
        for part in self.chunks(_READ_BYTES):
            if first:
                rest += part
            else:
                first = part
            if len(first) + len(rest) > MAX_BODY_BYTES:
                self.close()
                raise Broken(MalformedAnswerError(_TOO_LARGE), sent=True, final=True)
        return first + rest if rest else first

    def chunks(self, size: int, *, decode: bool = True) -> Iterator[bytes]:
        """Read the body as it comes, in pieces of at most `size` bytes, none of them empty.

        Raises:
            Broken: It is cut, badly compressed, or too slow.
        """
        whole, failed, cause = False, None, None
        handled = sys.exception()
        try:
            while piece := self._raw.read1(size, decode_content=decode):
                yield piece
                handled = sys.exception()
            if decode and cut_in_compression(self._raw):
                raise IncompleteRead(b"")
            whole = True
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            failed, cause = broken(error, self._outgoing, self._bound, sent=True), cause_of(error, handled)
        finally:
            self._raw.release_conn() if whole else self.close()
        if failed is not None:
            raise failed from cause

    def unbind(self) -> None:
        """From now on bound each read on its own: how long the whole takes is up to who reads it."""
        self._bound.deadline = None

    def close(self) -> None:
        """Give the connection up, unless the body was read to its end."""
        self._raw.close()


def _tls_context(ca_file: str | None) -> ssl.SSLContext:
    try:
        made = ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise SettingError(f"ca_file can't be read as a PEM bundle: {ca_file}", field="ca_file") from error
    made.sslsocket_class = TlsSocket
    return made
