from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from deskbridge.errors import DeadlineExceededError, InvalidRequestError, ValidationError
from deskbridge.records import ReportQuery

REPORT = "ConversationExportReport"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAIVE = NOON.replace(tzinfo=None)


@pytest.fixture
def busy(start):
    return start("synthetic:40")


def _query(**fields) -> ReportQuery:
    days = {"first_day": date(2020, 1, 1), "last_day": date(2026, 3, 1)}
    return ReportQuery(**{"name": REPORT, **days, **fields})


def test_a_report_gives_rows_by_column_as_text(busy):
    rows = list(busy.desk.reports.run(_query(timezone="UTC", aggregation="daily")))
    assert rows
    assert {type(cell) for row in rows for cell in row.values()} == {str}
    assert {row["Conversation ID"] for row in rows} & set(busy.store.conversations)


def test_a_filter_narrows_a_report(busy):
    inbox = next(iter(busy.store.inboxes))
    every = list(busy.desk.reports.run(_query()))
    some = list(busy.desk.reports.run(_query(filters={"inboxes": [inbox]})))
    assert 0 < len(some) < len(every)


@pytest.mark.parametrize("fields", [{"name": "NoSuchReport"}, {"filters": {"inboxes": ["none"]}}])
def test_what_the_vendor_does_not_know_it_refuses(busy, fields):
    with pytest.raises(ValidationError):
        list(busy.desk.reports.run(_query(**fields)))


@pytest.mark.parametrize("fields", [{"name": ""}, {"last_day": date(2019, 1, 1)}])
def test_a_report_that_cant_be_is_refused_before_a_request(gladly, fields):
    with pytest.raises(InvalidRequestError):
        gladly.desk.reports.run(_query(**fields))
    assert gladly.requests == {}


def test_work_sessions_are_listed_by_column(busy):
    rows = list(busy.desk.reports.work_sessions(since=NOON - timedelta(days=365 * 10), until=NOON))
    assert rows
    assert {"agent_id", "work_session_handle_time_sec"} <= set(rows[0])
    assert {type(cell) for cell in rows[0].values()} == {str}


@pytest.mark.parametrize(("since", "until"), [(NOON, NOON - timedelta(days=1)), (NAIVE, NOON), (NOON, NAIVE)])
def test_a_period_that_cant_be_is_refused_before_a_request(gladly, since, until):
    with pytest.raises(InvalidRequestError):
        gladly.desk.reports.work_sessions(since=since, until=until)
    assert gladly.requests == {}


def test_the_eleventh_report_of_a_minute_waits_and_is_not_sent_where_that_is_too_long(gladly):
    period = {"since": NOON - timedelta(days=1), "until": NOON}
    for _ in range(5):
        list(gladly.desk.reports.run(_query()))
        list(gladly.desk.reports.work_sessions(**period))
    with pytest.raises(DeadlineExceededError) as caught:
        list(gladly.desk.reports.run(_query()))
    assert timedelta(seconds=30) < caught.value.needed < timedelta(seconds=61)
    assert sum(gladly.requests.values()) == 10
    assert gladly.desk.agents.all().first(), "others do not wait for it"


def test_no_more_than_two_reports_run_at_once_so_that_none_is_refused(start):
    limited = start("sample", rate_limit="vendor")
    limited.store.switches.report_seconds = 0.05
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(lambda: list(limited.desk.reports.run(_query()))) for _ in range(4)]
        assert [one.exception() for one in asked] == [None] * 4
    assert sum(limited.requests.values()) == 4
