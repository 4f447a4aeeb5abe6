"""The reports of a Gladly desk. At most 10 a minute and 2 at once for the whole organization."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from deskbridge.errors import InvalidRequestError
from deskbridge.listing import Listing, Pages
from deskbridge.records import FrozenDict, ReportQuery
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.client.rows import Rows
from deskbridge_gladly.translate import reports as translate
from deskbridge_gladly.wire.reports import ReportRow


class Reports:
    """See `deskbridge.protocols.Reports`."""

    def __init__(self, client: GladlyClient) -> None:
        self._client = client

    def run(self, query: ReportQuery) -> Listing[FrozenDict]:
        """Run a report, row by row as it comes in; after about 100,000 rows the vendor stops without a word."""
        body = translate.body(query)
        return Listing(lambda: _cells(self._client.reports.run_as(body, ReportRow)), what=f"report {query.name}")

    def work_sessions(self, *, since: datetime, until: datetime) -> Listing[FrozenDict]:
        """List the work sessions of contacts that ended in a period, or began in it and have not ended.

        To the minute, the last one whole. To find what ended after the period, give now as `until`.
        """
        if since.tzinfo is None or until.tzinfo is None or until < since:
            msg = "since and until must have a time zone, and until must not be before since. Nothing was sent."
            raise InvalidRequestError(msg, vendor="gladly", operation="reports.work_sessions")
        return Listing(lambda: _cells(self._client.reports.work_sessions(since, until)), what="work sessions")


def _cells(rows: Rows[Any]) -> Pages[FrozenDict]:
    for row in rows:
        yield row.raw
    return bool(rows.truncated)
