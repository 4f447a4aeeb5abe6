from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from deskbridge.errors import InvalidRequestError, ValidationError
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
