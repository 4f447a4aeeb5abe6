"""What to ask a report for."""

from __future__ import annotations

from deskbridge.errors import InvalidRequestError
from deskbridge.records import UNSET, ReportQuery
from deskbridge_gladly.wire.reports import ReportBody, ReportFilters


def body(query: ReportQuery) -> ReportBody:
    """Return a report as it is asked for.

    Raises:
        InvalidRequestError: It has no name, or ends before it begins.
    """
    if not query.name:
        raise _refused("a report needs its name, such as ConversationExportReport")
    if query.last_day < query.first_day:
        raise _refused("the last day is before the first")
    return ReportBody(
        metric_set=query.name,
        start_at=query.first_day.isoformat(),
        end_at=query.last_day.isoformat(),
        timezone=query.timezone or UNSET,
        aggregation_level=query.aggregation or UNSET,
        filters=_filters(query) if query.filters else UNSET,
    )


def _filters(query: ReportQuery) -> ReportFilters:
    # As they are: which filters there are, and which report takes which, is for the vendor to judge.
    return ReportFilters(raw=query.filters)


def _refused(reason: str) -> InvalidRequestError:
    return InvalidRequestError(f"{reason}. Nothing was sent.", vendor="gladly", operation="reports.run")
