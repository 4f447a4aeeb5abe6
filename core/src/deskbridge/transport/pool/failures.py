"""What went wrong on the way, as our errors, in words that tell what to do."""

from __future__ import annotations

from http.client import HTTPException, IncompleteRead
from ssl import SSLEOFError, SSLZeroReturnError

from urllib3.exceptions import (
    ClosedPoolError,
    ConnectTimeoutError,
    DecodeError,
    InvalidHeader,
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
    TlsError,
)
from deskbridge.transport.origin import Origin
from deskbridge.transport.outgoing import Broken, Outgoing, parted
from deskbridge.transport.pool.bounded import Bound


def cause_of(error: Exception, handled: BaseException | None) -> Exception | None:
    """Return what may be named as the cause: http.client repeats parts of a broken answer, which may be personal.

    Args:
        error: What broke.
        handled: What the caller was handling when the request began: that did not lead to it.
    """
    return None if isinstance(error, ProtocolError | HTTPException) else parted(error, handled)


def broken(error: Exception, outgoing: Outgoing, bound: Bound, *, sent: bool) -> Broken:
    """Say of a request that has no answer what is wrong, whose request it was and whether it left this machine."""
    made = judged(error, outgoing.address.origin, bound, sent=sent)
    made.error.vendor, made.error.operation = outgoing.vendor, outgoing.operation
    return made


def judged(error: Exception, host: Origin, bound: Bound, *, sent: bool) -> Broken:
    """Make our error of one of urllib3's, http.client's or the system's."""
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError) and bound.passed():
        return Broken(DeadlineExceededError(_too_late(bound, host)), sent=sent, final=True)
    if isinstance(error, SSLError) and not sent and not _cut_off(error):
        text = f"no secure connection to {host}: {_tls_reason(error)}. Check base_url and ca_file."
        return Broken(TlsError(text), sent=False, final=True)
    if isinstance(error, LocationValueError | UnicodeError) and not sent:
        return Broken(InvalidRequestError(f"{host} is not an address that can be asked"), sent=False, final=True)
    if isinstance(error, ClosedPoolError):
        return Broken(InvalidRequestError("the client was closed already"), sent=False, final=True)
    if (complaint := _malformed(error)) is not None:
        return Broken(MalformedAnswerError(complaint), sent=sent)
    unknown = isinstance(error, NameResolutionError)
    text = _unreachable(error, host, bound)
    return Broken(ConnectionFailedError(text, retryable=not unknown), sent=sent, final=unknown)


def _too_late(bound: Bound, host: Origin) -> str:
    seconds = bound.deadline.seconds if bound.deadline else bound.timeout_seconds
    return f"{host} gave no whole answer within the deadline of {seconds:g} s. Raise deadline_seconds or try later."


def _cut_off(error: SSLError) -> bool:
    """Whether a handshake just ended, as it does where a server is started anew, and not for what was said in it."""
    return bool(error.args) and isinstance(error.args[0], SSLEOFError | SSLZeroReturnError)


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
    if isinstance(inner, HTTPException | ProtocolError | InvalidHeader):
        return "the answer is not HTTP. Check the host and port of base_url."
    return None


def _unreachable(error: Exception, host: Origin, bound: Bound) -> str:
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
