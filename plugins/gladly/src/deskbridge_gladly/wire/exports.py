"""Export jobs, their schedule, and the lines of their files that have a shape of their own."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import FrozenDict
from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class JobParameters(Wire):
    """What a job exports: the items of a period."""

    type: str | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None


@frozen(kw_only=True, slots=True)
class Job(Wire):
    """An export job.

    Attributes:
        status: PENDING, IN_PROGRESS, COMPLETED or FAILED.
        files: Names of the files to fetch, once it is completed.
    """

    id: str
    status: str | None = None
    schedule_id: str | None = None
    updated_at: datetime | None = None
    parameters: JobParameters | None = None
    files: tuple[str, ...] | None = None


@frozen(kw_only=True, slots=True)
class Schedule(Wire):
    """When jobs are made: HOURLY or DAILY. Only Gladly's support changes it."""

    id: str
    frequency: str | None = None
    type: str | None = None
    next_start_at: datetime | None = None
    updated_at: datetime | None = None


@frozen(kw_only=True, slots=True)
class ExportedCustomer(Wire):
    """A line of customers.jsonl: flatter than a profile, without attributes and times."""

    id: str
    name: str | None = None
    address: str | None = None
    email_addresses: tuple[str, ...] | None = None
    phone_numbers: tuple[str, ...] | None = None
    external_customer_id: str | None = None
    external_customer_ids: FrozenDict | None = None
