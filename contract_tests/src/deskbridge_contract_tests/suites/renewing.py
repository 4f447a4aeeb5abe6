"""What every listing promises that is iterated again: it asks anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from deskbridge.capabilities import Capability
from deskbridge.protocols import Helpdesk
from deskbridge.records import Record
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.marks import kept, needs

_Listed = Callable[[Helpdesk], Iterable[Record]]
_Made = Callable[[Maker, Helpdesk], Record]

_RENEWED: dict[Capability, tuple[Capability, _Listed, _Made]] = {
    Capability.CUSTOMERS_ALL: (
        Capability.CUSTOMERS_CREATE,
        lambda desk: desk.customers.all(),
        lambda maker, desk: desk.customers.create(maker.new_customer()),
    ),
    Capability.TICKETS_ALL: (
        Capability.TICKETS_CREATE,
        lambda desk: desk.tickets.all(),
        lambda maker, desk: desk.tickets.create(maker.new_ticket()),
    ),
    Capability.TOPICS_ALL: (
        Capability.TOPICS_CREATE,
        lambda desk: desk.topics.all(),
        lambda maker, _: maker.topic(),
    ),
    Capability.AGENTS_ALL: (
        Capability.AGENTS_CREATE,
        lambda desk: desk.agents.all(),
        lambda maker, _: maker.new_colleague(),
    ),
    Capability.ANSWERS_ALL: (
        Capability.ANSWERS_CREATE,
        lambda desk: desk.answers.all(),
        lambda maker, _: maker.answer(),
    ),
}
"""By the listing: what makes a further record of it."""


def _rows() -> list[Any]:
    return [
        pytest.param(listing, id=listing.value, marks=(kept(listing), needs(made_by)))
        for listing, (made_by, _, _) in _RENEWED.items()
    ]


class RenewingSuite:
    """A listing is a question, not its first answer."""

    @pytest.mark.parametrize("listing", _rows())
    def test_a_listing_that_is_iterated_again_shows_what_is_new(
        self, harness: Harness, maker: Maker, listing: Capability
    ) -> None:
        """Each iteration asks anew. A job that waits for something to appear would wait for ever.

        Usually wrong: what was read is kept, in the listing or in the client.
        """
        _, listed, make = _RENEWED[listing]
        asked = listed(harness.desk)
        before = {one.id for one in asked}
        made = make(maker, harness.desk)
        assert before | {made.id} <= {one.id for one in asked}, f"{listing} gave what it had read before"
