"""Reports and work sessions, both CSV."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.rows import Rows
from deskbridge_gladly.client.times import minute_text
from deskbridge_gladly.wire.reports import ROWS, ReportBody, ReportRow, WorkSession, WorkSessionsBody

R = TypeVar("R", bound=ReportRow)


class Reports:
    """The operations on reports.

    At most 10 a minute and 2 at once for the whole organization: further ones wait here, within the deadline. One is in
    progress until its last row was read, or its iteration was closed.
    """

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Reports_generateReportCsv")
    def run(self, body: ReportBody) -> Rows[ReportRow]:
        """Run a report; its rows are of the class that `ROWS` has for the metric set, else plain ones.

        Raises:
            ValidationError: While iterating: no such report, a filter it does not take, an inbox that is not there.
        """
        return self._api.rows("reports.run", "reports", body, ROWS.get(body.metric_set, ReportRow))

    @operation("Reports_generateReportCsv")
    def run_as(self, body: ReportBody, kind: type[R]) -> Rows[R]:
        """Run a report, its rows as values of `kind`."""
        return self._api.rows("reports.run", "reports", body, kind)

    @operation("Reports_generateWorkSessionReport")
    def work_sessions(self, start_at: datetime, end_at: datetime) -> Rows[WorkSession]:
        """List the work sessions of the contacts that ended in a period, or began in it and have not ended.

        To find a contact that ended after the period, give now as the end.

        Args:
            start_at: To the minute.
            end_at: To the minute, which counts whole.
        """
        body = WorkSessionsBody(start_at_time=minute_text(start_at), end_at_time=minute_text(end_at))
        return self._api.rows("reports.work_sessions", "reports/work-session-events", body, WorkSession)
