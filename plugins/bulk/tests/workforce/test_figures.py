from __future__ import annotations

import tracemalloc
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deskbridge.records import Channel, ChannelKind, EventKind, WorkKind
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.workforce.figures import Tally
from deskbridge_bulk.workforce.ordering import Ordered
from deskbridge_bulk.workforce.sheet import Period

UTC = ZoneInfo("UTC")
MINUTE = timedelta(minutes=1)


class Told:
    """The figures of some events, in minutes by half hour and agent."""

    def __init__(self, tell, events, *, since=0, until=None, minutes=30, complete_since=None):
        ends = None if until is None else tell.at(until)
        period = Period(since=tell.at(since), until=ends, minutes=minutes, zone=UTC)
        self.ordered = Ordered(events)
        tally = Tally(self.ordered, period, complete_since=complete_since)
        self.rows = list(tally)
        self.remarks = tally.remarks

    def _by(self, read):
        return {
            f"{one.interval.local_start:%H:%M} {one.agent_id}": read(one.sums) for one in self.rows if read(one.sums)
        }

    @property
    def available(self):
        return self._by(lambda sums: sums.available / MINUTE)

    @property
    def on_hold(self):
        return self._by(lambda sums: sums.on_hold / MINUTE)

    @property
    def calls_on_hold(self):
        return self._by(lambda sums: sums.calls_on_hold / MINUTE)

    @property
    def outbound(self):
        return self._by(lambda sums: sums.outbound_calls)


def test_availability_is_cut_at_the_intervals(tell):
    told = Told(tell, [tell.voice(20, "a"), tell.nothing(70, "a")])
    assert told.available == {"08:00 a": 10, "08:30 a": 30, "09:00 a": 10}


def test_only_voice_counts_and_a_change_of_other_work_does_not_interrupt_it(tell):
    events = [
        tell.available(0, "a", WorkKind.MAIL),
        tell.voice(5, "a"),
        tell.available(10, "a", WorkKind.MAIL, WorkKind.VOICE),
        tell.available(15, "a", WorkKind.MESSAGING),
    ]
    assert Told(tell, events).available == {"08:00 a": 10}


def test_an_agent_still_available_counts_until_the_end_of_the_period(tell):
    told = Told(tell, [tell.voice(20, "a")], until=65)
    assert told.available == {"08:00 a": 10, "08:30 a": 30, "09:00 a": 5}
    assert told.remarks.still_available == 1


def test_without_an_end_the_period_ends_with_the_last_event(tell):
    told = Told(tell, [tell.voice(20, "a"), tell.begun(40, "b", "call")])
    assert told.available == {"08:00 a": 10, "08:30 a": 10}
    assert told.remarks.until == tell.at(40)


def test_an_agent_available_since_before_the_period_counts_from_its_beginning(tell):
    told = Told(tell, [tell.voice(-45, "a"), tell.nothing(10, "a")], until=30)
    assert told.available == {"08:00 a": 10}
    assert told.remarks.unknown_before == {}


def test_what_an_agent_was_before_the_first_word_is_not_counted_but_said(tell):
    told = Told(tell, [tell.begun(0, "b", "call"), tell.nothing(10, "a"), tell.voice(20, "a")], until=30)
    assert told.available == {"08:00 a": 10}
    assert told.remarks.unknown_before == {"a": tell.at(10)}


def test_a_change_counts_from_when_it_took_effect_not_from_when_it_was_recorded(tell):
    events = [tell.available(10.5, "a", WorkKind.VOICE, effective=10), tell.available(20.5, "a", effective=20)]
    assert Told(tell, events, until=30).available == {"08:00 a": 10}


def test_holds_of_two_agents_that_overlap_end_each_with_its_own_call(tell):
    events = [tell.hold(0, "a", "x"), tell.hold(5, "b", "y"), tell.unhold(7, "b", "y"), tell.unhold(20, "a", "x")]
    told = Told(tell, events)
    assert told.on_hold == {"08:00 a": 20, "08:00 b": 2}
    assert told.on_hold == told.calls_on_hold


def test_two_calls_of_one_agent_on_hold_at_once_are_one_time_and_two_calls_times(tell):
    events = [tell.hold(0, "a", "x"), tell.hold(5, "a", "y"), tell.unhold(10, "a", "x"), tell.unhold(15, "a", "y")]
    told = Told(tell, events)
    assert told.on_hold == {"08:00 a": 15}
    assert told.calls_on_hold == {"08:00 a": 20}


def test_a_call_that_two_hold_is_on_hold_for_each_until_that_one_ends_it(tell):
    events = [tell.hold(0, "a", "x"), tell.hold(5, "b", "x"), tell.unhold(10, "b", "x"), tell.unhold(20, "a", "x")]
    assert Told(tell, events).on_hold == {"08:00 a": 20, "08:00 b": 5}


def test_a_hold_told_twice_is_one(tell):
    events = [tell.hold(0, "a", "x"), tell.hold(5, "a", "x"), tell.unhold(10, "a", "x"), tell.unhold(12, "a", "x")]
    told = Told(tell, events)
    assert told.on_hold == told.calls_on_hold == {"08:00 a": 10}


def test_a_hold_that_another_ends_is_over(tell):
    assert Told(tell, [tell.hold(0, "a", "x"), tell.unhold(10, "b", "x")], until=20).on_hold == {"08:00 a": 10}


def test_a_hold_that_no_agent_began_is_nobodys_and_ends_no_agents_hold(tell):
    events = [tell.hold(0, "a", "x"), tell.hold(1, "system", "x"), tell.unhold(5, "system", "x")]
    assert Told(tell, events, until=9).on_hold == {"08:00 a": 9}


def test_a_call_that_is_over_is_on_hold_no_more(tell):
    told = Told(tell, [tell.hold(0, "a", "x"), tell.hold(2, "b", "x"), tell.over(10, "customer", "x")], until=20)
    assert told.on_hold == {"08:00 a": 10, "08:00 b": 8}
    assert told.remarks.open_holds == 0


def test_a_hold_whose_end_is_told_after_the_end_of_its_call_was_counted(tell):
    events = [
        tell.nothing(0, "b"),
        tell.hold(300, "a", "x"),
        tell.over(310, "customer", "x"),
        tell.unhold(311, "a", "x"),
    ]
    told = Told(tell, events, until=330)
    assert told.on_hold == {"13:00 a": 10}
    assert told.remarks.endless_holds == 0


def test_a_hold_still_on_counts_until_the_end_of_the_period(tell):
    told = Told(tell, [tell.hold(20, "a", "x")], until=40)
    assert told.on_hold == told.calls_on_hold == {"08:00 a": 10, "08:30 a": 10}
    assert told.remarks.open_holds == 1


def test_a_hold_on_since_before_the_period_counts_from_its_beginning(tell):
    assert Told(tell, [tell.hold(-10, "a", "x"), tell.unhold(5, "a", "x")]).on_hold == {"08:00 a": 5}


def test_a_hold_that_only_ends_was_on_since_the_events_began(tell):
    told = Told(tell, [tell.begun(0, "b", "z"), tell.unhold(40, "a", "x")], until=50)
    assert told.on_hold == told.calls_on_hold == {"08:00 a": 30, "08:30 a": 10}


def test_holds_that_only_end_and_overlap_others_are_one_time(tell):
    events = [
        tell.hold(0, "a", "w"),
        tell.unhold(4, "a", "w"),
        tell.unhold(10, "a", "x"),
        tell.hold(12, "a", "v"),
        tell.unhold(20, "a", "y"),
        tell.unhold(25, "a", "v"),
    ]
    told = Told(tell, events)
    assert told.on_hold == {"08:00 a": 25}
    assert told.calls_on_hold == {"08:00 a": 4 + 10 + 20 + 13}


def test_a_hold_that_ends_twice_did_not_begin_before_the_events(tell):
    events = [tell.begun(0, "b", "x"), tell.unhold(20, "a", "x")]
    assert Told(tell, events, until=30).on_hold == {}


def test_a_hold_that_would_have_lasted_half_a_day_is_said_and_not_counted(tell):
    told = Told(tell, [tell.begun(0, "b", "z"), tell.unhold(241, "a", "x")], until=300)
    assert told.on_hold == {}
    assert told.remarks.endless_holds == 1


def test_only_calls_that_agents_begin_are_outbound(tell):
    mail = Channel(kind=ChannelKind.EMAIL, original="EMAIL")
    events = [
        tell.begun(-1, "a", "before"),
        tell.begun(0, "a", "one"),
        tell.begun(29, "a", "two"),
        tell.begun(30, "a", "three"),
        tell.begun(31, "a", "mail", mail),
        tell.begun(32, "system", "four"),
    ]
    assert Told(tell, events).outbound == {"08:00 a": 2, "08:30 a": 1}


def test_what_happens_at_the_end_of_the_period_is_outside(tell):
    assert Told(tell, [tell.begun(0, "a", "one"), tell.begun(30, "a", "two")], until=30).outbound == {"08:00 a": 1}


def test_an_interval_that_the_period_cuts_says_how_much_of_it_is_covered(tell):
    told = Told(tell, [tell.voice(0, "a")], since=10, until=40)
    assert [(one.interval.local_start.minute, one.covered / MINUTE) for one in told.rows] == [(0, 20), (30, 10)]
    assert told.available == {"08:00 a": 20, "08:30 a": 10}


def test_rows_come_by_time_and_then_by_agent_as_soon_as_nothing_can_change_them(tell):
    seen = []

    def events():
        for hour in range(24):
            for agent in ("b", "a"):
                seen.append(hour)
                yield tell.voice(60 * hour, agent)

    tally = Tally(Ordered(events()), Period(since=tell.start, until=tell.at(1440), minutes=60, zone=UTC))
    keys = [(one.interval.start, one.agent_id, seen[-1]) for one in tally]
    assert [key[:2] for key in keys] == sorted(key[:2] for key in keys)
    assert keys[0][2] < 8
    assert len(keys) == 48


def test_no_events_are_no_figures(tell):
    told = Told(tell, [])
    assert (told.rows, told.remarks.events) == ([], 0)


def test_an_event_of_another_century_is_refused_before_it_makes_a_million_rows(tell):
    wild = tell.event(60 * 24 * 365 * 100, EventKind.OTHER)
    with pytest.raises(BulkError, match="more than 31 days from the one before"):
        Told(tell, [tell.voice(0, "a"), wild])
    assert Told(tell, [tell.voice(0, "a"), tell.nothing(1, "a"), wild]).available == {"08:00 a": 1}


def test_events_out_of_order_by_some_seconds_are_put_in_order(tell):
    assert Told(tell, [tell.nothing(10, "a"), tell.voice(9, "a")], until=20).available == {"08:00 a": 1}
    told = Told(tell, [tell.voice(0, "a"), tell.voice(11, "a"), tell.nothing(10, "a")], until=20)
    assert told.available == {"08:00 a": 19}


def test_events_out_of_order_by_minutes_are_refused_with_what_to_do(tell):
    with pytest.raises(BulkError, match="sort the file"):
        Told(tell, [tell.nothing(10, "a"), tell.voice(7, "a")])


def test_an_event_that_comes_twice_counts_once(tell):
    call = tell.begun(1, "a", "call")
    told = Told(tell, [call, tell.begun(1, "a", "other"), call])
    assert told.outbound == {"08:00 a": 2}
    assert told.ordered.doubles == 1


def test_an_event_that_comes_twice_counts_once_also_where_it_took_effect_long_before_it_was_recorded(tell):
    voice = tell.available(1.9, "a", WorkKind.VOICE, effective=0)
    events = [voice, tell.available(2, "a", effective=1), tell.begun(3.8, "b", "x"), voice, tell.begun(10, "b", "y")]
    told = Told(tell, events, until=30)
    assert told.available == {"08:00 a": 1}
    assert (told.ordered.doubles, told.ordered.late) == (1, 0)


def test_an_event_that_comes_again_at_the_very_end_of_the_slack_counts_once(tell):
    call = tell.begun(0, "a", "x")
    told = Told(tell, [call, tell.begun(2, "b", "y"), call], until=30)
    assert told.outbound == {"08:00 a": 1, "08:00 b": 1}


def test_an_event_without_a_time_is_left_out_and_told(tell):
    told = Told(tell, [tell.event(0, EventKind.OTHER, occurred_at=None), tell.begun(1, "a", "call")])
    assert told.ordered.timeless == 1


def test_what_took_effect_long_before_it_was_recorded_counts_from_where_nothing_is_settled(tell):
    events = [tell.begun(0, "b", "x"), tell.begun(30, "b", "y"), tell.available(31, "a", WorkKind.VOICE, effective=5)]
    told = Told(tell, events, until=40)
    assert told.available == {"08:00 a": 1, "08:30 a": 10}
    assert told.ordered.late == 1


def test_memory_does_not_grow_with_the_number_of_events(tell):
    def events(number):
        for minute in range(number):
            yield tell.hold(minute, f"a{minute % 5}", f"call{minute}")
            yield tell.unhold(minute + 0.5, f"a{minute % 5}", f"call{minute}")

    def peak(number):
        tracemalloc.start()
        period = Period(since=tell.start, until=None, minutes=30, zone=UTC)
        rows = sum(1 for _ in Tally(Ordered(events(number)), period))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return rows, most

    peak(100)
    (few, small), (many, large) = peak(200), peak(1200)
    assert many > 5 * few
    assert large < 1.3 * small


def test_a_period_by_another_clock_has_other_intervals(tell):
    kathmandu = ZoneInfo("Asia/Kathmandu")
    period = Period(since=tell.start, until=tell.at(60), minutes=60, zone=kathmandu)
    rows = list(Tally(Ordered([tell.voice(0, "a")]), period))
    assert [one.interval.local_start.strftime("%H:%M %z") for one in rows] == ["13:00 +0545", "14:00 +0545"]
    assert [one.sums.available / MINUTE for one in rows] == [15, 45]
    assert isinstance(rows[0].interval.start, datetime)
