"""Export jobs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from deskbridge.records import ExportJob, ExportStatus
from deskbridge_gladly.wire import exports as wire

STATUSES: Mapping[str, ExportStatus] = MappingProxyType(
    {
        "PENDING": ExportStatus.PENDING,
        "IN_PROGRESS": ExportStatus.RUNNING,
        "COMPLETED": ExportStatus.COMPLETED,
        "FAILED": ExportStatus.FAILED,
    }
)
"""The vendor's words."""

ASKABLE: Mapping[ExportStatus, str] = MappingProxyType({status: word for word, status in STATUSES.items()})
"""What the vendor can be asked for."""

_NEVER = datetime.min.replace(tzinfo=UTC)


def job(read: wire.Job) -> ExportJob:
    """Read a job."""
    original = read.status or ""
    period = read.parameters or wire.JobParameters()
    return ExportJob(
        id=read.id,
        vendor="gladly",
        raw=read.raw,
        status=STATUSES.get(original, ExportStatus.UNKNOWN),
        original_status=original,
        files=read.files or (),
        starts_at=period.start_at,
        ends_at=period.end_at,
        updated_at=read.updated_at,
    )


def newest_first(jobs: Iterable[ExportJob]) -> list[ExportJob]:
    """Sort by the end of the period, then by the last change; the vendor promises no order."""
    return sorted(jobs, key=lambda one: (one.ends_at or _NEVER, one.updated_at or _NEVER), reverse=True)
