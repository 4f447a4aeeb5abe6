"""What a desk does when the network or the vendor fails. Needs the switches of a sandbox."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import pytest
from attrs import frozen

from deskbridge.capabilities import Capability
from deskbridge.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    DeskbridgeError,
    MalformedAnswerError,
    TransportError,
    UnavailableError,
)
from deskbridge.protocols import Helpdesk
from deskbridge.records import CustomerId, NewCustomer, NewNote, TicketId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, email, unique
from deskbridge_contract_tests.marks import needs

_ALWAYS = 1_000_000.0
_WRITES = ("POST", "PUT", "PATCH")
_READ_SURVIVES = (
    ("unavailable_before", 2),
    ("error_before", 1),
    ("reset_before", 1),
    ("reset_after", 1),
    ("rate_limited", 1),
    ("rate_limited_after", 0.05),
)
_BAD_ANSWERS = ("html_page", "not_json", "cut_body")
_LOST_ANSWERS = ("reset_after", "unavailable_after", "error_after", "cut_body")


class ReadFaultsSuite:
    """Reads are tried again where that may help, and otherwise end in a clear error, in time."""

    @needs(Capability.TICKETS_GET)
    @pytest.mark.parametrize(("fault", "value"), _READ_SURVIVES, ids=[name for name, _ in _READ_SURVIVES])
    def test_a_read_survives_a_passing_fault(self, harness: Harness, maker: Maker, fault: str, value: float) -> None:
        """A read can be repeated safely. Usually wrong: the first 503 is handed on."""
        ticket_id = TicketId(maker.ticket().id)
        expected = harness.desk.tickets.get(ticket_id)
        _switch(harness, fault, value)
        assert expected == harness.desk.tickets.get(ticket_id), f"tickets.get did not survive {fault}"

    @needs(Capability.TICKETS_GET)
    @pytest.mark.parametrize("fault", _BAD_ANSWERS)
    def test_an_answer_that_can_not_be_read_is_malformed(self, harness: Harness, maker: Maker, fault: str) -> None:
        """A 200 is no proof of an answer. Usually wrong: the parser's own error comes through."""
        ticket_id = TicketId(maker.ticket().id)
        _switch(harness, fault, _ALWAYS)
        with _quick(harness, attempts=2) as desk, pytest.raises(TransportError) as caught:
            desk.tickets.get(ticket_id)
        assert str(caught.value), f"tickets.get says nothing about {fault}"

    @needs(Capability.TICKETS_GET)
    def test_an_html_page_or_broken_json_is_malformed(self, harness: Harness, maker: Maker) -> None:
        """Both are `MalformedAnswerError`. Usually wrong: they are taken for an empty answer."""
        ticket_id = TicketId(maker.ticket().id)
        for fault in ("html_page", "not_json"):
            _switch(harness, fault, 1)
            with pytest.raises(MalformedAnswerError):
                harness.desk.tickets.get(ticket_id)

    @needs(Capability.TICKETS_GET)
    def test_a_redirect_to_another_host_is_not_followed(self, harness: Harness, maker: Maker) -> None:
        """Credentials go to the vendor's own host only. Usually wrong: redirects are followed blindly."""
        ticket_id = TicketId(maker.ticket().id)
        _switch(harness, "redirect", _ALWAYS)
        with _quick(harness, attempts=1) as desk, pytest.raises(DeskbridgeError):
            desk.tickets.get(ticket_id)

    @needs(Capability.TICKETS_GET)
    def test_one_refused_token_is_got_over_or_told(self, harness: Harness, maker: Maker) -> None:
        """A token is fetched anew once; credentials that are no token are told. Usually wrong: neither."""
        ticket_id = TicketId(maker.ticket().id)
        expected = harness.desk.tickets.get(ticket_id)
        _switch(harness, "expired_token", 1)
        outcome = _tried(lambda: harness.desk.tickets.get(ticket_id))
        if outcome.error is None:
            assert expected == outcome.value, "tickets.get read something else after a refused token"
        else:
            assert isinstance(outcome.error, AuthenticationError), "a refused token is told as something else"
            assert outcome.error.status == 401, "the error of a refused token has no status"

    @needs(Capability.TICKETS_GET)
    def test_tokens_refused_for_good_are_an_authentication_error(self, harness: Harness, maker: Maker) -> None:
        """It ends, and says that it is the credentials. Usually wrong: tokens are fetched for ever."""
        ticket_id = TicketId(maker.ticket().id)
        _switch(harness, "expired_token", _ALWAYS)
        before = harness.sent()
        with pytest.raises(AuthenticationError):
            harness.desk.tickets.get(ticket_id)
        assert before is None or (harness.sent() or 0) - before <= 5, "a refused token is tried again and again"

    @needs(Capability.TICKETS_GET)
    def test_the_deadline_ends_all_waiting(self, harness: Harness, maker: Maker) -> None:
        """A vendor that is down costs no more than the deadline. Usually wrong: each try gets a new one."""
        ticket_id = TicketId(maker.ticket().id)
        _switch(harness, "unavailable_before", _ALWAYS)
        with _quick(harness, deadline_seconds=0.8, attempts=50) as desk:
            began = time.monotonic()
            with pytest.raises((UnavailableError, TransportError)):
                desk.tickets.get(ticket_id)
            assert time.monotonic() - began < 2, "tickets.get went on after its deadline"

    @needs(Capability.TICKETS_GET)
    def test_a_vendor_that_does_not_answer_is_given_up_in_time(self, harness: Harness, maker: Maker) -> None:
        """Silence ends as well. Usually wrong: there is no timeout for reading."""
        ticket_id = TicketId(maker.ticket().id)
        with _quick(harness, deadline_seconds=0.4, timeout_seconds=0.2, attempts=2) as desk:
            _switch(harness, "latency", 1.0)
            began = time.monotonic()
            with pytest.raises(TransportError):
                desk.tickets.get(ticket_id)
            assert time.monotonic() - began < 2, "tickets.get waited longer than its deadline"


class WriteFaultsSuite:
    """A write takes effect once, or says that its outcome is unknown. It is never doubled."""

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET)
    @pytest.mark.parametrize("fault", _LOST_ANSWERS)
    def test_a_note_whose_answer_is_lost_is_never_doubled(self, harness: Harness, maker: Maker, fault: str) -> None:
        """It is found out or told. Usually wrong: the write is repeated, and stands there twice."""
        ticket_id, text = TicketId(maker.ticket().id), unique("lost")
        list(harness.desk.messages.of_ticket(ticket_id))
        _switch_writes(harness, fault)
        outcome = _tried(lambda: harness.desk.messages.add_note(ticket_id, NewNote(text=text)))
        _clear(harness)
        held = [one for one in harness.desk.messages.of_ticket(ticket_id) if text in one.text]
        assert len(held) == 1, f"messages.add_note wrote {len(held)} notes when {fault} hid the answer"
        assert outcome.error is None or not outcome.error.retryable, "the error invites to write it twice"
        if isinstance(outcome.error, AmbiguousWriteError):
            assert outcome.error.__cause__ is not None, "AmbiguousWriteError does not say what broke: chain the cause"

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_FIND)
    @pytest.mark.parametrize("fault", _LOST_ANSWERS)
    def test_a_customer_whose_answer_is_lost_is_never_doubled(self, harness: Harness, fault: str) -> None:
        """It is found out or told. Usually wrong: the conflict with oneself is handed on."""
        one = email()
        list(harness.desk.customers.find(email=one.value))
        _switch_writes(harness, fault)
        _tried(lambda: harness.desk.customers.create(NewCustomer(name="Ada", identifiers=(one,))))
        _clear(harness)
        held = list(harness.desk.customers.find(email=one.value))
        assert len(held) == 1, f"customers.create made {len(held)} customers when {fault} hid the answer"

    @needs(Capability.CUSTOMERS_DELETE, Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_FIND)
    def test_a_deletion_whose_answer_is_lost_is_done(self, harness: Harness, maker: Maker) -> None:
        """Erasing is safe to repeat. Usually wrong: the second try's NotFoundError is handed on."""
        created = harness.desk.customers.create(maker.new_customer())
        _switch(harness, "reset_after", 1, method="DELETE")
        _tried(lambda: harness.desk.customers.delete(CustomerId(created.id)))
        _clear(harness)
        assert list(harness.desk.customers.find(email=created.emails[0])) == [], "customers.delete was not done"

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET)
    @pytest.mark.parametrize("fault", ["unavailable_before", "reset_before", "rate_limited", "not_json"])
    def test_a_note_that_is_refused_is_written_once_or_not(self, harness: Harness, maker: Maker, fault: str) -> None:
        """An error means that it may be missing, success that it is there. Usually wrong: the error is swallowed."""
        ticket_id, text = TicketId(maker.ticket().id), unique("refused")
        list(harness.desk.messages.of_ticket(ticket_id))
        _switch_writes(harness, fault)
        outcome = _tried(lambda: harness.desk.messages.add_note(ticket_id, NewNote(text=text)))
        _clear(harness)
        held = [one for one in harness.desk.messages.of_ticket(ticket_id) if text in one.text]
        expected = (0, 1) if outcome.error is not None else (1,)
        assert len(held) in expected, f"messages.add_note told another thing than it did under {fault}"


@frozen
class _Outcome:
    value: object = None
    error: DeskbridgeError | None = None


def _tried(call: Callable[[], object]) -> _Outcome:
    try:
        return _Outcome(value=call())
    except DeskbridgeError as error:
        return _Outcome(error=error)


def _switch(harness: Harness, fault: str, value: float, *, method: str = "") -> None:
    if harness.faults is None:
        pytest.skip("nothing can be made to fail here")
    from deskbridge.sandbox import Fault

    harness.faults.add(Fault(fault, value, method=method))


def _switch_writes(harness: Harness, fault: str) -> None:
    for method in _WRITES:
        _switch(harness, fault, 1, method=method)


def _clear(harness: Harness) -> None:
    if harness.faults is not None:
        harness.faults.clear()


def _quick(harness: Harness, **options: float) -> AbstractContextManager[Helpdesk]:
    if harness.connect is None:
        pytest.skip("there is no transport here")
    chosen: Mapping[str, Any] = options
    return harness.connect(chosen)
