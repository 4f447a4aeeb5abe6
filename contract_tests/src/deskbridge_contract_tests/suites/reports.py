"""What `desk.reports` promises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, ValidationError
from deskbridge.records import FrozenDict, ReportQuery
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import PAST, unique
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import Samples, lacked

_WEEK = timedelta(days=7)


class ReportsSuite:
    """A report is a table: rows by column, as the vendor wrote them."""

    @needs(Capability.REPORTS_RUN)
    def test_a_report_gives_its_rows_by_column(self, harness: Harness, samples: Samples) -> None:
        """Each row has every column, each value is the vendor's text. An order number 007 must not become 7.

        Usually wrong: numbers are parsed, or the head comes as a row.
        """
        rows = list(harness.desk.reports.run(_report(samples)))
        assert rows, "reports.run gave no row; name by `samples` a report that has some"
        assert len({tuple(one) for one in rows}) == 1, "reports.run gave rows of different columns"
        assert all(rows[0]), "reports.run gave a column without a name"
        assert {name: name for name in rows[0]} not in rows, "reports.run gave the head of the table as a row"
        assert _not_texts(rows) == [], "reports.run gave values that are no texts"

    @needs(Capability.REPORTS_RUN)
    def test_a_report_that_there_is_not_is_refused(self, harness: Harness, samples: Samples) -> None:
        """A report that there is not is a `ValidationError`. A typing error looks like a month without work.

        Usually wrong: a table without rows, or a bare HTTP error.
        """
        wrong = evolve(_report(samples), name=unique("report"))
        with pytest.raises(ValidationError):
            list(harness.desk.reports.run(wrong))

    @needs(Capability.REPORTS_RUN)
    def test_a_report_that_ends_before_it_begins_is_refused_before_a_request(
        self, harness: Harness, samples: Samples
    ) -> None:
        """A period that contradicts itself is refused unsent. Its empty table would be believed.

        Usually wrong: the vendor is asked, and answers with nothing.
        """
        last = PAST.date()
        name = samples.report.name if samples.report else "1"
        wrong = ReportQuery(name=name, first_day=last + timedelta(days=1), last_day=last)
        before = harness.sent()
        with pytest.raises(InvalidRequestError):
            list(harness.desk.reports.run(wrong))
        assert before == harness.sent(), "reports.run sent a period that ends before it begins"
        harness.skip_if_uncounted()

    @needs(Capability.REPORTS_WORK_SESSIONS)
    def test_work_sessions_are_rows_of_texts(self, harness: Harness) -> None:
        """Work sessions are a table like any other. One program sums them all up.

        Usually wrong: minutes are handed out as numbers, some of them.
        """
        now = datetime.now(UTC)
        rows = list(harness.desk.reports.work_sessions(since=now - _WEEK, until=now))
        assert len({tuple(one) for one in rows}) <= 1, "reports.work_sessions gave rows of different columns"
        assert _not_texts(rows) == [], "reports.work_sessions gave values that are no texts"

    @needs(Capability.REPORTS_WORK_SESSIONS)
    def test_work_sessions_that_end_before_they_begin_are_refused_before_a_request(self, harness: Harness) -> None:
        """A period that contradicts itself is refused unsent. Its empty table says that nobody worked.

        Usually wrong: the vendor is asked, and answers with nothing.
        """
        before = harness.sent()
        with pytest.raises(InvalidRequestError):
            list(harness.desk.reports.work_sessions(since=PAST, until=PAST - _WEEK))
        assert before == harness.sent(), "reports.work_sessions sent a period that ends before it begins"
        harness.skip_if_uncounted()


def _report(samples: Samples) -> ReportQuery:
    return samples.report or lacked("report")


def _not_texts(rows: Iterable[FrozenDict]) -> list[object]:
    return [value for one in rows for value in one.values() if not isinstance(value, str)]
