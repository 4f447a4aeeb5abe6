from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge_bulk.workforce.intervals import Interval, interval_at, intervals

BERLIN = ZoneInfo("Europe/Berlin")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo")


def day(year: int, month: int, number: int, *, minutes: int, zone: ZoneInfo) -> list[Interval]:
    since = datetime(year, month, number, tzinfo=zone).astimezone(UTC)
    until = datetime(year, month, number, 12, tzinfo=zone) + timedelta(days=1)
    end = datetime(until.year, until.month, until.day, tzinfo=zone).astimezone(UTC)
    return list(takewhile(lambda one: one.start < end, intervals(since, minutes=minutes, zone=zone)))


def test_a_usual_day_has_48_half_hours():
    found = day(2026, 3, 2, minutes=30, zone=BERLIN)
    assert len(found) == 48
    assert {one.end - one.start for one in found} == {timedelta(minutes=30)}
    assert found[0].local_start.isoformat() == "2026-03-02T00:00:00+01:00"


def test_a_day_of_23_hours_leaves_out_what_the_clock_leaves_out():
    found = day(2026, 3, 29, minutes=30, zone=BERLIN)
    starts = [one.local_start.strftime("%H:%M%z") for one in found]
    assert len(found) == 46
    assert starts[3:5] == ["01:30+0100", "03:00+0200"]


def test_a_day_of_25_hours_has_the_repeated_hour_twice_told_apart_by_its_offset():
    found = day(2026, 10, 25, minutes=30, zone=BERLIN)
    starts = [one.local_start.strftime("%H:%M%z") for one in found]
    assert len(found) == 50
    assert starts[4:8] == ["02:00+0200", "02:30+0200", "02:00+0100", "02:30+0100"]


def test_an_interval_that_the_clock_jumps_into_is_as_long_as_it_is():
    found = day(2026, 3, 29, minutes=120, zone=BERLIN)
    assert [(one.end - one.start) / timedelta(hours=1) for one in found[:3]] == [2, 1, 2]
    assert found[1].local_start.isoformat() == "2026-03-29T03:00:00+02:00"


def test_a_change_of_half_an_hour_cuts_an_hour_in_two():
    found = day(2026, 4, 5, minutes=60, zone=ZoneInfo("Australia/Lord_Howe"))
    assert sum((one.end - one.start for one in found), timedelta()) == timedelta(hours=24.5)
    assert [one.local_start.strftime("%H:%M%z") for one in found[1:4]] == ["01:00+1100", "01:30+1030", "02:00+1030"]


@given(
    st.integers(946_684_800_000_000, 1_893_456_000_000_000).map(lambda one: EPOCH + timedelta(microseconds=one)),
    st.sampled_from(ZONES),
    st.sampled_from((15, 30, 60, 120, 1440)),
)
@settings(max_examples=60, deadline=None)
def test_a_moment_is_in_its_interval_which_has_one_offset_one_date_and_one_slot(moment, name, minutes):
    zone = ZoneInfo(name)
    found = interval_at(moment, minutes=minutes, zone=zone)
    assert found.start <= moment < found.end
    assert found == interval_at(found.start, minutes=minutes, zone=zone)
    last = found.end - timedelta(microseconds=1)
    for one in (found.start, moment, last):
        local = one.astimezone(zone)
        here = moment.astimezone(zone)
        slots = ((local.hour * 60 + local.minute) // minutes, (here.hour * 60 + here.minute) // minutes)
        assert (local.date(), local.utcoffset(), slots[0]) == (here.date(), here.utcoffset(), slots[1])


@pytest.mark.parametrize("name", ZONES)
def test_intervals_follow_one_another_without_a_gap(name):
    zone = ZoneInfo(name)
    since = datetime(2026, 10, 24, 13, 7, 11, 5, tzinfo=UTC)
    found = list(takewhile(lambda one: one.start < since + timedelta(days=3), intervals(since, minutes=45, zone=zone)))
    assert all(before.end == after.start for before, after in pairwise(found))


@pytest.mark.parametrize("minutes", [0, -30, 7, 1441])
def test_intervals_that_do_not_fill_a_day_are_refused(minutes):
    with pytest.raises(ValueError, match="fill a day"):
        interval_at(datetime(2026, 1, 1, tzinfo=UTC), minutes=minutes, zone=BERLIN)
