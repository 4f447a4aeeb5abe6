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
from deskbridge_contract_tests.harness import Exchanges, Harness

LISTINGS_OF_ALL = (
    Capability.TOPICS_ALL,
    Capability.AGENTS_ALL,
    Capability.ANSWERS_AUDIENCES,
    Capability.ANSWERS_ALL,
    Capability.TICKETS_ALL,
)
"""Those first that are short as a rule."""


class DesksSuite:
    """A desk has every role, gives back what it holds, and its listings can be trusted."""

    def test_a_desk_has_every_role(self, harness: Harness) -> None:
        """A desk has all roles, also those that only refuse. Programs ask the declaration, not for attributes.

        Usually wrong: a role that is not supported is left out.
        """
        assert isinstance(harness.desk, Helpdesk), "the desk lacks something of the protocol Helpdesk"

    def test_a_desk_can_be_closed_twice_and_not_be_used_then(self, harness: Harness) -> None:
        """A closed desk gives back what it holds and sends nothing. Leaks stop a server that runs for weeks.

        Usually wrong: a closed pool opens a new connection silently.
        """
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

    def test_desks_share_nothing_that_one_of_them_closes_or_watches(self, harness: Harness) -> None:
        """Each desk is its owner's alone. One customer's observer would see another's data.

        Usually wrong: a pool, an observer or an option is kept by the module.
        """
        if harness.connect is None:
            pytest.skip("there is no transport here that could be shared")
        seen = Exchanges()
        possible = [one for one in LISTINGS_OF_ALL if harness.possible(one)]
        if not possible:
            pytest.skip("nothing can be listed here")
        with harness.connect({"observe": seen}) as one, harness.connect({}) as other:
            expected = _ids(_listings(other)[possible[0]]())
            assert seen.seen == (), "a desk's observer was shown what another desk did"
            one.close()
            assert expected == _ids(_listings(other)[possible[0]]()), "closing a desk changed what another one reads"

    def test_a_listing_that_is_left_and_begun_anew_gives_everything(self, harness: Harness) -> None:
        """Who stops in the middle can start again. A job that was interrupted would skip what it had begun.

        Usually wrong: the second time goes on where the first one stopped.
        """
        for capability, listing in _listings(harness.desk).items():
            if harness.possible(capability):
                made = listing()
                left = next(iter(made), None)
                again = _ids(made)
                assert left is None or left.id in again, f"{capability} left out what was read before it was left"
                assert again == _ids(listing()), f"{capability} gives something else after it was left"

    def test_a_listing_can_be_iterated_again_and_tells_whether_it_is_whole(self, harness: Harness) -> None:
        """Each iteration asks anew, and knows if that was all. A cut list taken for whole loses data.

        Usually wrong: an iterator is kept, which is empty the second time.
        """
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
