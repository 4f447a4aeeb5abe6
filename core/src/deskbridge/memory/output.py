"""What a helpdesk in memory gives out: files, exports, reports."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from deskbridge.errors import (
    InvalidRequestError,
    NotFoundError,
    ValidationError,
)
from deskbridge.listing import Listing
from deskbridge.memory.rendering import as_html, as_pdf
from deskbridge.memory.saving import bytes_of, save
from deskbridge.memory.store import VENDOR, Store, held, in_order, listing
from deskbridge.records import (
    Attachment,
    ExportJob,
    ExportJobId,
    ExportStatus,
    FrozenDict,
    MessageId,
    RenderForm,
    ReportQuery,
    TicketId,
    Visibility,
    thaw,
)

_FORMS = {RenderForm.HTML: as_html, RenderForm.PDF: as_pdf}


class MemoryFiles:
    """The bytes of attachments."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, message_id: MessageId, attachment: Attachment, target: Path) -> Path:
        """See `deskbridge.protocols.Files`."""
        with self._store.lock:
            held(self._store.messages, message_id, "files.save")
        return save(target, bytes_of(self._store, attachment.id, "files.save"), "files.save")

    def upload(self, source: Path) -> Attachment:
        """See `deskbridge.protocols.Files`."""
        try:
            content = source.read_bytes()
        except OSError as wrong:
            msg = f"the file can't be read: {wrong.strerror}"
            raise InvalidRequestError(msg, vendor=VENDOR, operation="files.upload") from wrong
        with self._store.lock:
            ident = self._store.new_id("file")
            self._store.files[ident] = content
        return Attachment(name=source.name, size_bytes=len(content), id=ident)

    def render(self, ticket_id: TicketId, target: Path, *, form: RenderForm, notes: bool) -> Path:
        """See `deskbridge.protocols.Files`."""
        with self._store.lock:
            ticket = held(self._store.tickets, ticket_id, "files.render")
            there = in_order(self._store, ticket_id)
        shown = [one for one in there if notes or one.visibility is Visibility.PUBLIC]
        return save(target, _FORMS[form](ticket, shown), "files.render")


class MemoryExports:
    """Export jobs, as they were put in."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def jobs(self, *, status: ExportStatus | None = None) -> Listing[ExportJob]:
        """See `deskbridge.protocols.Exports`."""
        return listing(
            self._store,
            "export jobs",
            lambda: (one for one in reversed(self._store.jobs.values()) if status in (None, one.status)),
        )

    def get(self, job_id: ExportJobId) -> ExportJob:
        """See `deskbridge.protocols.Exports`."""
        with self._store.lock:
            return held(self._store.jobs, job_id, "exports.get")

    def read(self, job_id: ExportJobId, file: str) -> Listing[FrozenDict]:
        """See `deskbridge.protocols.Exports`."""
        return listing(self._store, f"export file {file}", lambda: self._lines(job_id, file, "exports.read"))

    def save(self, job_id: ExportJobId, file: str, target: Path) -> Path:
        """See `deskbridge.protocols.Exports`."""
        import orjson

        with self._store.lock:
            lines = self._lines(job_id, file, "exports.save")
        return save(target, b"".join(orjson.dumps(thaw(one)) + b"\n" for one in lines), "exports.save")

    def delete(self, job_id: ExportJobId) -> None:
        """See `deskbridge.protocols.Exports`."""
        store = self._store
        with store.lock:
            if held(store.jobs, job_id, "exports.delete").status not in {ExportStatus.COMPLETED, ExportStatus.FAILED}:
                msg = "the job has not ended yet; delete it then"
                raise ValidationError(msg, vendor=VENDOR, operation="exports.delete", codes=("temporary_failure",))
            del store.jobs[job_id]
            for place in [one for one in store.exports if one[0] == job_id]:
                del store.exports[place]

    def _lines(self, job_id: ExportJobId, file: str, operation: str) -> tuple[FrozenDict, ...]:
        if (job_id, file) not in self._store.exports:
            msg = f"there is no file {file!r} of a job {job_id!r}"
            raise NotFoundError(msg, vendor=VENDOR, operation=operation)
        return self._store.exports[job_id, file]


class MemoryReports:
    """Reports, as they were put in, whatever the period."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def run(self, query: ReportQuery) -> Listing[FrozenDict]:
        """See `deskbridge.protocols.Reports`."""
        if query.last_day < query.first_day:
            msg = "the last day is before the first"
            raise InvalidRequestError(msg, vendor=VENDOR, operation="reports.run")
        return listing(self._store, f"report {query.name}", lambda: self._rows(query.name, "reports.run"))

    def work_sessions(self, *, since: datetime, until: datetime) -> Listing[FrozenDict]:
        """See `deskbridge.protocols.Reports`."""
        if until < since:
            msg = "until is before since"
            raise InvalidRequestError(msg, vendor=VENDOR, operation="reports.work_sessions")
        return listing(self._store, "work sessions", lambda: self._store.reports.get("work sessions", ()))

    def _rows(self, name: str, operation: str) -> tuple[FrozenDict, ...]:
        if name not in self._store.reports:
            msg = f"there is no report {name!r}; there are: {', '.join(sorted(self._store.reports)) or 'none'}"
            raise ValidationError(msg, vendor=VENDOR, operation=operation, codes=("invalid",))
        return self._store.reports[name]
