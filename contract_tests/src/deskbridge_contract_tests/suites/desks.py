"""What a desk itself promises, and the listings that it gives."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import DeskbridgeError
from deskbridge.listing import Listing, TruncatedWarning
from deskbridge.protocols import Helpdesk
from deskbridge_contract_tests.harness import Harness


class DesksSuite:
    """A desk has every role, gives back what it holds, and its listings can be trusted."""

    def test_a_desk_has_every_role(self, harness: Harness) -> None:
        """A desk is a composition of roles. Usually wrong: one that is not supported is left out."""
        assert isinstance(harness.desk, Helpdesk), "the desk lacks something of the protocol Helpdesk"

    def test_a_desk_can_be_closed_twice_and_not_be_used_then(self, harness: Harness) -> None:
        """It gives back what it holds. Usually wrong: a closed pool opens a new connection silently."""
        if harness.connect is None:
            pytest.skip("there is no transport here that could be closed")
        with harness.connect({}) as desk:
            desk.close()
            desk.close()
        before = harness.sent()
        for capability, listing in _listings(desk).items():
            if harness.possible(capability):
                with pytest.raises(DeskbridgeError):
                    list(listing())
        assert before == harness.sent(), "a closed desk sent a request"
        harness.skip_if_uncounted()

    def test_a_listing_can_be_iterated_again_and_tells_whether_it_is_whole(self, harness: Harness) -> None:
        """Each iteration asks anew; at its end it knows whether that was all. Usually wrong: an iterator is kept."""
        for capability, listing in _listings(harness.desk).items():
            if harness.possible(capability):
                made = listing()
                first, second = _ids(made), _ids(made)
                assert sorted(first) == sorted(second), f"{capability} gives something else when iterated again"
                assert isinstance(made.truncated, bool), f"{capability} does not tell whether it was whole"


def _ids(listing: Listing[Any]) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TruncatedWarning)
        return [one.id for one in listing]


def _listings(desk: Helpdesk) -> dict[Capability, Callable[[], Listing[Any]]]:
    return {
        Capability.TOPICS_ALL: desk.topics.all,
        Capability.AGENTS_ALL: desk.agents.all,
        Capability.TICKETS_ALL: desk.tickets.all,
        Capability.ANSWERS_ALL: desk.answers.all,
        Capability.ANSWERS_AUDIENCES: desk.answers.audiences,
        Capability.EXPORTS_JOBS: desk.exports.jobs,
    }
