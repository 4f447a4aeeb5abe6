from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskbridge_glassix.client.walk import month_later, month_windows
from deskbridge_glassix.wire.times import format_body_time, format_list_time

times = st.datetimes(datetime(2014, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - aware by zone


@given(times, times)
@example(datetime(2023, 1, 31, tzinfo=UTC), datetime(2023, 4, 1, tzinfo=UTC))
@example(datetime(2024, 1, 31, 23, 59, 59, 999_999, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC))
@example(datetime(2024, 2, 29, tzinfo=UTC), datetime(2024, 3, 29, tzinfo=UTC))
@example(datetime(2023, 12, 31, tzinfo=UTC), datetime(2024, 1, 31, tzinfo=UTC))
def test_windows_cover_a_period_without_a_gap_and_none_is_longer_than_a_calendar_month(
    since: datetime, until: datetime
) -> None:
    windows = list(month_windows(since, until))
    if until < since:
        assert windows == []
        return
    assert all(start <= stop < month_later(start) for start, stop in windows)
    assert [stop for _, stop in windows[:-1]] == [start for start, _ in windows[1:]]
    first, last = windows[0][0], windows[-1][1]
    slack = timedelta(milliseconds=10)
    assert since - slack < first <= since
    assert until <= last < until + slack


@given(times)
def test_windows_begin_and_end_at_times_that_can_be_asked_for(moment: datetime) -> None:
    for window in month_windows(moment, moment + timedelta(days=100, microseconds=1)):
        assert all(time.microsecond % 10_000 == 0 for time in window)


def test_a_period_of_one_moment_is_one_window() -> None:
    moment = datetime(2023, 5, 8, 6, 46, 5, tzinfo=UTC)
    assert [(moment, moment)] == list(month_windows(moment, moment))


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (datetime(2023, 1, 31, tzinfo=UTC), datetime(2023, 2, 28, tzinfo=UTC)),
        (datetime(2024, 1, 31, tzinfo=UTC), datetime(2024, 2, 29, tzinfo=UTC)),
        (datetime(2023, 12, 15, tzinfo=UTC), datetime(2024, 1, 15, tzinfo=UTC)),
    ],
)
def test_a_month_later_is_counted_by_the_calendar(day: datetime, later: datetime) -> None:
    assert later == month_later(day)


def test_listing_times_are_written_as_the_vendor_reads_them() -> None:
    moment = datetime(2020, 12, 24, 12, 20, 0, 229_999, tzinfo=UTC)
    assert format_list_time(moment) == "24/12/2020 12:20:00:22"
    assert format_list_time(moment.astimezone(tz=None)) == "24/12/2020 12:20:00:22"


def test_body_times_lose_nothing() -> None:
    moment = datetime(2021, 9, 27, 21, 12, 34, 635_001, tzinfo=UTC)
    assert format_body_time(moment) == "2021-09-27T21:12:34.635001Z"
    assert format_body_time(moment.replace(microsecond=635_000)) == "2021-09-27T21:12:34.635Z"
