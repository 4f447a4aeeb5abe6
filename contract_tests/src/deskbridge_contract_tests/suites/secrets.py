"""No secret is ever shown: not in an error, a log, a repr, or to an observer."""

from __future__ import annotations

import logging

import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import DeskbridgeError
from deskbridge.protocols import Helpdesk
from deskbridge.records import TicketId
from deskbridge_contract_tests.harness import Exchanges, Harness
from deskbridge_contract_tests.making import Maker, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.suites.told import none_shown, texts_of

_FAULTS = ("expired_token", "unavailable_before", "reset_before", "html_page", "not_json", "redirect", "cut_body")


class SecretsSuite:
    """Secrets stay where they belong, whatever fails."""

    @needs(Capability.TICKETS_GET)
    def test_no_error_or_log_shows_a_secret(
        self, harness: Harness, maker: Maker, caplog: pytest.LogCaptureFixture
    ) -> None:
        """No error or log shows a secret. Both are pasted into tickets and chats that strangers read.

        Usually wrong: a URL or a header is quoted whole.
        """
        ticket_id = TicketId(maker.ticket().id)
        with caplog.at_level(logging.DEBUG):
            shown = [text for fault in _FAULTS for text in _failing(harness, ticket_id, fault)]
            shown += _texts(harness.desk, TicketId(unlike(ticket_id)))
        none_shown(harness, [*shown, caplog.text], "an error or a log")

    def test_no_repr_shows_a_secret(self, harness: Harness) -> None:
        """No repr shows a secret. Objects are printed in debuggers and in reports of crashes.

        Usually wrong: the settings have a plain text field.
        """
        desk = harness.desk
        shown = [repr(desk), str(desk), repr(desk.native), repr(desk.capabilities)]
        shown += [repr(value) for value in _held_by(desk.native)]
        none_shown(harness, shown, "a repr")

    @needs(Capability.TICKETS_GET)
    def test_no_observer_is_shown_a_secret(self, harness: Harness, maker: Maker) -> None:
        """No observer is shown a secret. What observers see is kept in logs and traces for years.

        Usually wrong: the request for a token is shown with its body.
        """
        if harness.connect is None:
            pytest.skip("there is no transport here to observe")
        ticket_id = TicketId(maker.ticket().id)
        exchanges = Exchanges()
        with harness.connect({"observe": exchanges}) as desk:
            desk.tickets.get(ticket_id)
        assert exchanges.seen, "tickets.get was not shown to the observer"
        shown = [f"{one!r} {dict(one.request_headers)} {dict(one.response_headers)}" for one in exchanges.seen]
        none_shown(harness, shown, "what an observer is shown")


def _failing(harness: Harness, ticket_id: TicketId, fault: str) -> list[str]:
    if harness.faults is None or harness.connect is None:
        return []
    from deskbridge.sandbox import Fault

    harness.faults.add(Fault(fault, 1_000_000))
    try:
        with harness.connect({"attempts": 1, "deadline_seconds": 2.0}) as desk:
            return _texts(desk, ticket_id)
    finally:
        harness.faults.clear()


def _texts(desk: Helpdesk, ticket_id: TicketId) -> list[str]:
    try:
        desk.tickets.get(ticket_id)
    except DeskbridgeError as error:
        return texts_of(error)
    return []


def _held_by(native: object) -> list[object]:
    return list(vars(native).values()) if hasattr(native, "__dict__") else []
