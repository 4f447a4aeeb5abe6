"""What `desk.events` promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import AuthenticationError
from deskbridge.listing import Listing
from deskbridge.records import Event, EventKind
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import FAR
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import Delivery, Samples, lacked

_BODIES = (b"", b"{}", b"[]", b"{", b"\xff\xfe not text", b"[" * 5000)
"""Bodies that nobody proves to be the vendor's; most of them could not even be read."""

_MOST_KINDS = 3

_HEADERS: tuple[Mapping[str, str], ...] = (
    {},
    {"Content-Type": "application/json"},
    {"Authorization": "Basic bm9ib2R5Om5vdGhpbmc="},
    {"Authorization": "Bearer é", "X-Signature": "0" * 64},
)


class EventsSuite:
    """What happened is listed in order and within its bounds."""

    @needs(Capability.EVENTS_ALL)
    def test_events_come_once_each_and_oldest_first(self, harness: Harness, samples: Samples) -> None:
        """Events come in the order in which they happened, once. Replayed otherwise, a closed ticket ends as open.

        Usually wrong: two streams are joined as they come.
        """
        found = _since(harness, samples)
        ids = [one.id for one in found]
        times = [one.occurred_at for one in found if one.occurred_at is not None]
        assert len(set(ids)) == len(ids), "events.all gave an event twice"
        assert sorted(times) == times, "events.all is not oldest first"

    @needs(Capability.EVENTS_ALL)
    def test_events_say_when_in_utc_and_what_in_the_vendors_word(self, harness: Harness, samples: Samples) -> None:
        """Each event has its time, and the vendor's word. What no one has a word for yet must not be lost.

        Usually wrong: an unknown kind is dropped, or raised.
        """
        for one in _since(harness, samples):
            assert one.occurred_at is not None, "events.all gave an event without a time"
            assert one.occurred_at.utcoffset() == timedelta(0), "events.all gave a time that is not in UTC"
            assert one.original_kind, "events.all gave an event without the vendor's word for its kind"
            assert isinstance(one.kind, EventKind), "events.all gave a kind that is none of ours"

    @needs(Capability.EVENTS_ALL)
    def test_a_period_bounds_the_events_at_both_ends(self, harness: Harness, samples: Samples) -> None:
        """Nothing from outside comes, and everything from inside. Gaps between two periods are never noticed.

        Usually wrong: one bound is not sent, or without its zone.
        """
        found = [(one.id, one.occurred_at) for one in _since(harness, samples) if one.occurred_at is not None]
        times = sorted(when for _, when in found) or lacked("event with a time")
        first, last = times[len(times) // 3], times[-1 - len(times) // 3]
        listed = list(harness.desk.events.all(since=first.astimezone(FAR), until=last.astimezone(FAR)))
        outside = [one for one in listed if one.occurred_at is not None and not first <= one.occurred_at <= last]
        assert outside == [], "events.all gave events outside the period"
        # Whether the end is included is the vendor's, so what happened right then is not demanded.
        inside = {ident for ident, when in found if first <= when < last}
        assert inside <= {one.id for one in listed}, "events.all left out events of the period"

    @needs(Capability.EVENTS_ALL)
    def test_events_are_listed_by_kind(self, harness: Harness, samples: Samples) -> None:
        """Only events of the kinds that were asked for come, and all of those. Others would be acted on by mistake.

        Usually wrong: `kinds` is not looked at, or an empty one means everything.
        """
        found = _since(harness, samples)
        since = samples.events_since or lacked("event")
        met = list(dict.fromkeys(one.kind for one in found))
        for kinds in ((), *((one,) for one in met[:_MOST_KINDS]), tuple(met)):
            listed = list(harness.desk.events.all(since=since, kinds=kinds))
            assert {one.kind for one in listed} <= set(kinds), "events.all gave events of other kinds than was asked"
            wanted = {one.id for one in found if one.kind in kinds}
            assert wanted <= {one.id for one in listed}, "events.all left out events of the kinds that were asked for"


class DeliveriesSuite:
    """A webhook's delivery is read only when it is proven to be the vendor's."""

    @needs(Capability.EVENTS_RECEIVE)
    def test_an_unproven_delivery_is_refused_and_not_looked_at(self, harness: Harness) -> None:
        """What nobody proves is not even read. Anybody on the internet can post to that address.

        Usually wrong: the body is parsed first, and its errors come through.
        """
        before = harness.sent()
        for headers in _HEADERS:
            for body in _BODIES:
                with pytest.raises(AuthenticationError):
                    harness.desk.events.receive(headers, body)
        assert before == harness.sent(), "events.receive sent a request"
        harness.skip_if_uncounted()

    @needs(Capability.EVENTS_RECEIVE)
    def test_a_proven_delivery_gives_its_events(self, harness: Harness, samples: Samples) -> None:
        """A proven delivery is read, its headers in any case. A proxy that changes them would stop every webhook.

        Usually wrong: headers are looked up as the vendor's pages write them.
        """
        given = _delivery(samples)
        before = harness.sent()
        first = harness.desk.events.receive(given.headers, given.body)
        assert first, "events.receive gave no event of a proven delivery"
        assert all(isinstance(one, Event) for one in first), "events.receive gave something that is no event"
        for change in (str.lower, str.upper):
            headers = {change(name): value for name, value in given.headers.items()}
            assert first == harness.desk.events.receive(headers, given.body), "events.receive minds a header's case"
        assert before == harness.sent(), "events.receive sent a request"
        harness.skip_if_uncounted()

    @needs(Capability.EVENTS_RECEIVE)
    def test_a_delivery_whose_proof_is_wrong_is_refused(self, harness: Harness, samples: Samples) -> None:
        """A proof is compared, not only looked for. Else a stranger closes tickets by a made-up event.

        Usually wrong: any signature will do.
        """
        given = _delivery(samples)
        assert given.unproven, "the sample delivery has no counterpart without a proof"
        for headers, body in given.unproven:
            with pytest.raises(AuthenticationError):
                harness.desk.events.receive(headers, body)


class QueuesSuite:
    """Events wait until they are acknowledged: each is given at least once."""

    @needs(Capability.EVENTS_POLL)
    def test_polling_sends_nothing_before_it_is_iterated(self, harness: Harness) -> None:
        """Polling is a listing like any other. Events that are taken out and not looked at are lost.

        Usually wrong: the queue is emptied by the call itself.
        """
        before = harness.sent()
        made = harness.desk.events.poll()
        assert isinstance(made, Listing), "events.poll gave no Listing"
        assert (before, None) == (harness.sent(), made.truncated), "events.poll fetched before it was iterated"
        harness.skip_if_uncounted()

    @needs(Capability.EVENTS_POLL)
    def test_polled_events_wait_until_they_are_acknowledged(self, harness: Harness) -> None:
        """An event comes again until it was acknowledged. Whoever crashes while handling it gets it once more.

        Usually wrong: the vendor deletes what it gives.
        """
        first = _waiting(harness)
        again = {one.id for one in harness.desk.events.poll()}
        assert {one.id for one in first} <= again, "events.poll lost events that nobody acknowledged"

    @needs(Capability.EVENTS_POLL, Capability.EVENTS_ACKNOWLEDGE)
    def test_acknowledged_events_are_gone_and_the_others_stay(self, harness: Harness) -> None:
        """Only what was handled is taken out. The rest would be lost with nobody the wiser.

        Usually wrong: the whole queue is emptied.
        """
        handled, *others = _waiting(harness)
        harness.desk.events.acknowledge([handled])
        left = {one.id for one in harness.desk.events.poll()}
        assert handled.id not in left, "events.acknowledge left the event in the queue"
        assert {one.id for one in others} <= left, "events.acknowledge took out an event that was not given"


def _since(harness: Harness, samples: Samples) -> list[Event]:
    since = samples.events_since or lacked("event")
    return list(harness.desk.events.all(since=since)) or lacked("event")


def _delivery(samples: Samples) -> Delivery:
    return samples.delivery or lacked("webhook's delivery")


def _waiting(harness: Harness) -> list[Event]:
    return list(harness.desk.events.poll()) or lacked("event that waits")
