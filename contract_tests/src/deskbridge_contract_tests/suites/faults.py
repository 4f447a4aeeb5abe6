"""What a desk does when the network or the vendor fails. Needs the switches of a sandbox."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import (
    AuthenticationError,
    DeskbridgeError,
    TransportError,
    UnavailableError,
)
from deskbridge.protocols import Helpdesk
from deskbridge.records import TicketId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.marks import needs

_ALWAYS = 1_000_000.0


class FaultsSuite:
    """What is not one fault but a state: it ends, in time, and gives nothing away."""

    @needs(Capability.TICKETS_GET)
    def test_a_redirect_to_another_host_is_not_followed(self, harness: Harness, maker: Maker) -> None:
        """Credentials go to the vendor's own host only. With them a stranger reads every ticket.

        Usually wrong: redirects are followed blindly.
        """
        ticket_id = TicketId(maker.ticket().id)
        _switch(harness, "redirect", _ALWAYS)
        with _quick(harness, attempts=1) as desk, pytest.raises(DeskbridgeError):
            desk.tickets.get(ticket_id)

    @needs(Capability.TICKETS_GET)
    def test_tokens_refused_for_good_are_an_authentication_error(self, harness: Harness, maker: Maker) -> None:
        """Refused for good ends soon, as `AuthenticationError`. An account is locked by endless tries.

        Usually wrong: tokens are fetched for ever.
        """
        ticket_id = TicketId(maker.ticket().id)
        _switch(harness, "expired_token", _ALWAYS)
        before = harness.sent()
        with pytest.raises(AuthenticationError):
            harness.desk.tickets.get(ticket_id)
        assert before is None or (harness.sent() or 0) - before <= 5, "a refused token is tried again and again"

    @needs(Capability.TICKETS_GET)
    def test_the_deadline_ends_all_waiting(self, harness: Harness, maker: Maker) -> None:
        """A vendor that is down costs no more than the deadline. Somebody waits in front of a page meanwhile.

        Usually wrong: each try gets a new deadline.
        """
        ticket_id = TicketId(maker.ticket().id)
        _switch(harness, "unavailable_before", _ALWAYS)
        with _quick(harness, deadline_seconds=0.8, attempts=50) as desk:
            began = time.monotonic()
            with pytest.raises((UnavailableError, TransportError)):
                desk.tickets.get(ticket_id)
            assert time.monotonic() - began < 2, "tickets.get went on after its deadline"


def _switch(harness: Harness, fault: str, value: float, *, method: str = "") -> None:
    if harness.faults is None:
        pytest.skip("nothing can be made to fail here")
    from deskbridge.sandbox import Fault

    harness.faults.add(Fault(fault, value, method=method))


def _quick(harness: Harness, **options: float) -> AbstractContextManager[Helpdesk]:
    if harness.connect is None:
        pytest.skip("there is no transport here")
    chosen: Mapping[str, Any] = options
    return harness.connect(chosen)
