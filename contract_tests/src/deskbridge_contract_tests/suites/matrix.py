"""Every fault by every class of operations: told as what it is, repeated only where that is safe, never doubled.

What no fault makes, a record that was deleted, merged or erased, is in `deskbridge_contract_tests.suites.gone`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from math import inf

import pytest
from attrs import field, frozen

from deskbridge.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    DeadlineExceededError,
    DeskbridgeError,
    MalformedAnswerError,
    PermissionDeniedError,
    RateLimitedError,
    TransportError,
    UnavailableError,
)
from deskbridge.protocols import Helpdesk
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.samples import Samples
from deskbridge_contract_tests.suites.operations import begun
from deskbridge_contract_tests.suites.operations.base import READS, UNREPEATABLE, Begun, Kind, Setting
from deskbridge_contract_tests.suites.told import Outcome, check_told, outcome_of

_ALWAYS = 1_000_000.0
_WRITES = ("POST", "PUT", "PATCH", "DELETE")
_HASTY: Mapping[str, float] = {"deadline_seconds": 0.4, "timeout_seconds": 0.2, "attempts": 2}
_LATE: Mapping[str, float] = {"deadline_seconds": 0.2, "timeout_seconds": 0.1, "attempts": 2}
_GRACE_SECONDS = 1.5
"""How much later than its deadline a call may end on a machine that is busy."""


@frozen
class Row:
    """A fault, and what it may come to.

    Attributes:
        name: What goes wrong.
        fault: The switch.
        value: Its value.
        read: The errors that a read may end in; none: it must be survived, and give what it gives without the fault.
        write: The errors that a write may end in; none: it must be survived.
        status: What the vendor answers with, None where it does not.
        done: Whether the write took effect before the fault hid that; None where nobody knows.
        hasty: The transport of the desk that meets it, whose deadline must be kept; None for that of all the others.
        may_pass: Whether a read may also give what it gives without the fault.
    """

    name: str
    fault: str
    value: float = 1
    read: tuple[type[DeskbridgeError], ...] = field(default=(), kw_only=True)
    write: tuple[type[DeskbridgeError], ...] = field(default=(), kw_only=True)
    status: int | None = field(default=None, kw_only=True)
    done: bool | None = field(default=False, kw_only=True)
    hasty: Mapping[str, float] | None = field(default=None, kw_only=True)
    may_pass: bool = field(default=False, kw_only=True)


_LOST = (AmbiguousWriteError, TransportError)
_FAILED = (AmbiguousWriteError, UnavailableError)
_UNREAD = (AmbiguousWriteError, MalformedAnswerError)
_BUSY = (RateLimitedError, DeadlineExceededError)
_DOWN = (UnavailableError, DeadlineExceededError)
ROWS = (
    Row("late", "latency", 0.15, read=(TransportError,), write=_LOST, done=None, hasty=_LATE),
    Row("busy", "rate_limited", write=_BUSY, status=429),
    Row("busy for a moment", "rate_limited_after", 0.05, write=_BUSY, status=429),
    Row("busy too long", "rate_limited_after", 90.0, read=_BUSY, write=_BUSY, status=429, hasty=_HASTY),
    Row("500 before", "error_before", write=_FAILED, status=500),
    Row("500 after", "error_after", write=_FAILED, status=500, done=True),
    Row("502 before", "bad_gateway_before", write=_FAILED, status=502),
    Row("502 after", "bad_gateway_after", write=_FAILED, status=502, done=True),
    Row("503 before", "unavailable_before", write=_FAILED, status=503),
    Row("503 after", "unavailable_after", write=_FAILED, status=503, done=True),
    Row("503 for good", "unavailable_before", _ALWAYS, read=_DOWN, write=(*_FAILED, *_DOWN), status=503,
        hasty=_HASTY),
    Row("reset before", "reset_before", write=_LOST),
    Row("reset after", "reset_after", write=_LOST, done=True),
    Row("cut body", "cut_body", read=(TransportError,), write=_LOST, done=True, may_pass=True),
    Row("page of html", "html_page", read=(MalformedAnswerError,), write=_UNREAD),
    Row("broken json", "not_json", read=(MalformedAnswerError,), write=_UNREAD),
    Row("wrong type", "wrong_type", read=(MalformedAnswerError,), write=_UNREAD, done=True, may_pass=True),
    Row("expired token", "expired_token", read=(AuthenticationError,), write=(AuthenticationError,), status=401,
        may_pass=True),
    Row("forbidden", "forbidden", read=(PermissionDeniedError,), write=(PermissionDeniedError,), status=403),
    Row("skewed clock", "clock_skew", 86_400.0),
)  # fmt: skip
_UNSEEN = {(Kind.SAVE, "page of html"), (Kind.SAVE, "broken json")}
"""What nobody can tell: a file may well hold that."""
_GOT_OVER = {(Kind.SAVE, "forbidden")}
"""What may be got over: a link to a file that has run out is answered so, and another one can be had."""


class MatrixSuite:
    """Every fault meets an operation of every class, the first of each that the desk declares."""

    @pytest.mark.parametrize("row", ROWS, ids=[one.name for one in ROWS])
    @pytest.mark.parametrize("kind", list(Kind), ids=[one.value for one in Kind])
    def test_a_fault_is_survived_or_told(
        self, harness: Harness, maker: Maker, samples: Samples, kind: Kind, row: Row
    ) -> None:
        """A fault is survived or told, and a write never done twice. A customer would get the mail twice.

        Usually wrong: one kind of fault was not thought of.
        """
        if harness.faults is None:
            pytest.skip("nothing can be made to fail here")
        if (kind, row.name) in _UNSEEN:
            pytest.skip("a file may well hold that: nobody can tell")
        operation = begun(kind, Setting(harness=harness, maker=maker, samples=samples))
        if operation is None:
            pytest.skip(f"there is no operation of the class {kind} here")
        with _desk(harness, row) as desk:
            (_check_read if kind in READS else _check_write)(harness, desk, kind, row, operation)


@contextlib.contextmanager
def _desk(harness: Harness, row: Row) -> Iterator[Helpdesk]:
    if row.hasty is None:
        yield harness.desk
        return
    if harness.connect is None:
        pytest.skip("there is no transport here")
    with harness.connect(row.hasty) as desk:
        yield desk


def _check_read(harness: Harness, desk: Helpdesk, kind: Kind, row: Row, operation: Begun) -> None:
    before = harness.sent()
    expected = operation.call(harness.desk)
    needed = _since(harness, before)
    if desk is not harness.desk:
        _warm(desk, operation)
    before = harness.sent()
    outcome = _met(harness, desk, row, operation, ("",))
    sent = _since(harness, before)
    where = f"{operation.what} as {kind} under {row.name!r}"
    if outcome.error is None:
        may_pass = row.may_pass or (kind, row.name) in _GOT_OVER
        assert not row.read or may_pass, f"{where} ended as if nothing had happened"
        assert expected == outcome.value, f"{where} gave something else than without the fault"
    else:
        assert isinstance(outcome.error, row.read), f"{where} ended in {outcome.error!r}"
        check_told(harness, outcome.error, status=row.status)
    if row.hasty is not None:
        most = int(row.hasty["attempts"]) * max(needed, 1) + 1
        assert sent <= most, f"{where} sent {sent} requests in place of {needed}: it was told to try twice"


def _check_write(harness: Harness, desk: Helpdesk, kind: Kind, row: Row, operation: Begun) -> None:
    _warm(desk, operation)
    outcome = _met(harness, desk, row, operation, _WRITES)
    if row.done is None:
        time.sleep(row.value)  # what was on its way when the desk gave up may arrive yet
    held = int(operation.held(harness.desk))
    where = f"{operation.what} as {kind} under {row.name!r}"
    assert held <= 1, f"{where} was done {held} times"
    if outcome.error is None:
        assert held == 1, f"{where} was not done, and nobody was told"
        return
    assert isinstance(outcome.error, row.write), f"{where} ended in {outcome.error!r}"
    assert kind is not Kind.CREATE_OURS or not row.done, f"{where} was told as an error, though its id finds it"
    check_told(harness, outcome.error, status=row.status)
    if row.done is not None:
        assert held == row.done, f"{where} stands there {held} times after {outcome.error!r}"
    if row.done and kind in UNREPEATABLE:
        assert not outcome.error.retryable, f"{where} was done, and its error invites to do it again"


def _warm(desk: Helpdesk, operation: Begun) -> None:
    """Let a desk fetch what it keeps, such as a token, so that the fault meets the operation and not that."""
    with contextlib.suppress(DeskbridgeError):  # a hasty one may not even come so far on a busy machine
        (operation.warm or operation.held)(desk)


def _met(harness: Harness, desk: Helpdesk, row: Row, operation: Begun, methods: tuple[str, ...]) -> Outcome:
    """Carry an operation out while the fault is on, and let it end in time."""
    from deskbridge.sandbox import Fault
    from deskbridge.transport import hurried

    assert harness.faults is not None
    harness.faults.add(*[Fault(row.fault, row.value, method=one, skip=operation.skip) for one in methods])
    began = time.monotonic()
    try:
        with hurried():
            outcome = outcome_of(lambda: operation.call(desk))
    finally:
        took = time.monotonic() - began
        harness.settle()
    allowed = inf if row.hasty is None else row.hasty["deadline_seconds"] + _GRACE_SECONDS
    assert took <= allowed, f"{operation.what} took {took:.1f} s under {row.name!r}: longer than its deadline"
    return outcome


def _since(harness: Harness, before: int | None) -> int:
    now = harness.sent()
    return 0 if before is None or now is None else now - before
