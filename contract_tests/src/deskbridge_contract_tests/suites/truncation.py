"""What a listing tells about its end: all of it came, or the vendor stopped before."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from deskbridge.capabilities import Capability
from deskbridge.listing import Listing, TruncatedWarning
from deskbridge.records import CustomerId, TaskId, TicketId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import Samples, lacked
from deskbridge_contract_tests.suites.operations.reading import CAPPED

_SHORT: Mapping[Capability, tuple[tuple[Capability, ...], Callable[[Harness, Maker], Listing[Any]]]] = {
    Capability.MESSAGES_OF_TICKET: (
        (),
        lambda harness, maker: harness.desk.messages.of_ticket(TicketId(maker.ticket().id)),
    ),
    Capability.TICKETS_OF_CUSTOMER: (
        (Capability.CUSTOMERS_CREATE,),
        lambda harness, maker: harness.desk.tickets.of_customer(CustomerId(maker.customer().id)),
    ),
    Capability.TASKS_OF_CUSTOMER: (
        (Capability.CUSTOMERS_CREATE,),
        lambda harness, maker: harness.desk.tasks.of_customer(CustomerId(maker.customer().id)),
    ),
    Capability.TASKS_COMMENTS: (
        (Capability.TASKS_CREATE,),
        lambda harness, maker: harness.desk.tasks.comments(TaskId(maker.task().id)),
    ),
}
"""Listings of what was just made, which no vendor cuts; and what has to be possible for that."""
_ROWS = [pytest.param(what, marks=needs(what, *needed), id=what.value) for what, (needed, _) in _SHORT.items()]


class TruncationSuite:
    """Who reads a listing to its end knows whether that was all."""

    def test_a_listing_that_the_vendor_cuts_says_so(self, harness: Harness, samples: Samples) -> None:
        """A cut listing sets `truncated` and warns once. What is taken for whole is never looked for again.

        Usually wrong: the vendor's sign of it is not looked at.
        """
        what, ident = samples.capped or lacked("listing that holds more than the vendor gives")
        listing = CAPPED[what](harness.desk, ident)
        assert _end(listing) is None, f"{what} says whether it is whole before it was read"
        records, warned = _read(listing)
        assert _end(listing) is True, f"{what} hides that the vendor stopped at its cap"
        assert warned == 1, f"{what} warned {warned} times that it is not all"
        limit = harness.desk.capabilities[what].limit
        assert limit is None or len(records) >= limit, f"{what} gave fewer records than its declared limit"

    def test_a_cut_listing_that_is_left_early_does_not_say_that_it_was_cut(
        self, harness: Harness, samples: Samples
    ) -> None:
        """Who leaves early has not seen the end. A warning of what nobody asked for is soon ignored.

        Usually wrong: it is set by the first page, or stays from an earlier reading.
        """
        what, ident = samples.capped or lacked("listing that holds more than the vendor gives")
        listing = CAPPED[what](harness.desk, ident)
        _read(listing)
        assert listing.first() is not None, f"{what} gave nothing"
        assert _end(listing) is None, f"{what} says whether it is whole of a reading that was left"

    @pytest.mark.parametrize("what", _ROWS)
    def test_a_short_listing_says_that_it_is_whole(self, harness: Harness, maker: Maker, what: Capability) -> None:
        """A listing that was all says so, without a warning. False alarms teach people to ignore true ones.

        Usually wrong: a full page counts as a cut one.
        """
        _, begin = _SHORT[what]
        listing = begin(harness, maker)
        assert _end(listing) is None, f"{what} says whether it is whole before it was read"
        _, warned = _read(listing)
        assert _end(listing) is False, f"{what} does not say that it is whole"
        assert warned == 0, f"{what} warned that it is not all"


def _read(listing: Listing[Any]) -> tuple[list[Any], int]:
    """Read a listing to its end, and count the warnings that it is not all."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        records = list(listing)
    return records, sum(issubclass(one.category, TruncatedWarning) for one in caught)


def _end(listing: Listing[Any]) -> bool | None:
    """Return what a listing tells of its end now; it is another thing after each reading."""
    return listing.truncated
