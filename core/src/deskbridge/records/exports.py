"""Exports and reports: what a helpdesk gives in files and tables."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from attrs import field, frozen

from deskbridge.records.base import Record, utc_or_none
from deskbridge.records.raw import EMPTY, FrozenDict, freeze_mapping


class ExportStatus(StrEnum):
    """How far an export job has come."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@frozen(kw_only=True, slots=True)
class ExportJob(Record):
    """A job that writes files.

    Attributes:
        status: How far it is; `original_status` is the vendor's word.
        files: The names of its files; none before it is completed.
        starts_at: The beginning of the period it covers.
        ends_at: The end of it.
        updated_at: When its status changed last.
    """

    status: ExportStatus
    original_status: str = ""
    files: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    starts_at: datetime | None = field(default=None, converter=utc_or_none)
    ends_at: datetime | None = field(default=None, converter=utc_or_none)
    updated_at: datetime | None = field(default=None, converter=utc_or_none)


@frozen(kw_only=True, slots=True)
class ReportQuery:
    """What a report is to tell.

    Attributes:
        name: The vendor's name of the report.
        first_day: The first day, in `timezone`.
        last_day: The last day, included.
        timezone: An IANA name; "" takes the account's own.
        aggregation: The vendor's word for the size of a row's period; "" takes the report's own.
        filters: The vendor's own, by name.
    """

    name: str
    first_day: date
    last_day: date
    timezone: str = ""
    aggregation: str = ""
    filters: FrozenDict = field(default=EMPTY, converter=freeze_mapping)
