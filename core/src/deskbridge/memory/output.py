"""What a helpdesk in memory gives out: recordings, files, exports, reports, events."""

from __future__ import annotations

import contextlib
import hmac
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from deskbridge.checking import check_call_entry
from deskbridge.errors import (
    AuthenticationError,
    InvalidRequestError,
    MalformedAnswerError,
    NotFoundError,
    ValidationError,
)
from deskbridge.listing import Listing
from deskbridge.memory.rendering import as_html, as_pdf
from deskbridge.memory.store import SIGNATURE, VENDOR, Store, held, in_order, listing
from deskbridge.records import (
    AgentId,
    Attachment,
    Author,
    AuthorKind,
    BodyFormat,
    CallEntry,
    Channel,
    ChannelKind,
    Direction,
    Event,
    EventKind,
    ExportJob,
    ExportJobId,
    ExportStatus,
    FrozenDict,
    Message,
    MessageId,
    MessageKind,
    Recorder,
    RenderForm,
    ReportQuery,
    TicketId,
    Transcript,
    Visibility,
    thaw,
)


def _save(target: Path, content: bytes, operation: str) -> Path:
    """Write a file that is there only when it is whole."""
    partial = target.with_name(f"{target.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(target)
    except OSError as wrong:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        msg = f"the file can't be written: {wrong.strerror}"
        raise InvalidRequestError(msg, vendor=VENDOR, operation=operation) from wrong
    return target


def _bytes(store: Store, ident: str, operation: str) -> bytes:
    with store.lock:
        if ident not in store.files:
            msg = f"there is no file {ident!r}"
            raise NotFoundError(msg, vendor=VENDOR, operation=operation)
        return store.files[ident]


_FORMS = {RenderForm.HTML: as_html, RenderForm.PDF: as_pdf}


class MemoryCalls:
    """Recordings and transcripts, as they were put in; a call of another system becomes a message of its ticket."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save_recording(self, message_id: MessageId, target: Path) -> Path:
        """See `deskbridge.protocols.Calls`."""
        operation = "calls.save_recording"
        return _save(target, _bytes(self._store, message_id, operation), operation)

    def transcript(self, message_id: MessageId) -> Transcript:
        """See `deskbridge.protocols.Calls`."""
        with self._store.lock:
            return held(self._store.transcripts, message_id, "calls.transcript")

    def recorder(self, agent_id: AgentId) -> Recorder:
        """See `deskbridge.protocols.Calls`."""
        with self._store.lock:
            held(self._store.agents, agent_id, "calls.recorder")
            recording = agent_id in self._store.recording
            return Recorder(id=agent_id, vendor=VENDOR, agent_id=agent_id, recording=recording)

    def set_recording(self, agent_id: AgentId, *, recording: bool) -> None:
        """See `deskbridge.protocols.Calls`."""
        with self._store.lock:
            held(self._store.agents, agent_id, "calls.set_recording")
            (self._store.recording.add if recording else self._store.recording.discard)(agent_id)

    def log(self, ticket_id: TicketId, entry: CallEntry) -> None:
        """See `deskbridge.protocols.Calls`."""
        store = self._store
        check_call_entry(entry, vendor=VENDOR)
        told = {
            "started_at": entry.started_at and entry.started_at.isoformat(),
            "completed_at": entry.ended_at and entry.ended_at.isoformat(),
            "recording_url": entry.recording_url,
        }
        with store.lock:
            ticket = held(store.tickets, ticket_id, "calls.log")
            made = Message(
                id=store.new_id("message"),
                vendor=VENDOR,
                kind=MessageKind.CALL,
                direction=Direction.UNKNOWN,
                visibility=Visibility.PRIVATE,
                author=Author(kind=AuthorKind.API),
                created_at=entry.started_at or entry.ended_at or store.now(),
                body_format=BodyFormat.NONE,
                channel=Channel(kind=ChannelKind.PHONE),
                ticket_id=ticket_id,
                customer_id=ticket.customer_id,
                details={name: value for name, value in told.items() if value},
            )
            store.messages[made.id] = made


class MemorySurveys:
    """Links to surveys; nobody answers there. Which surveys there are was put in from outside."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def link(self, ticket_id: TicketId, survey_id: str, *, participant_id: str | None = None) -> str:
        """See `deskbridge.protocols.Surveys`. The only participant is the customer, by the customer's id."""
        with self._store.lock:
            ticket = held(self._store.tickets, ticket_id, "surveys.link")
            if survey_id not in self._store.surveys:
                msg = f"there is no survey {survey_id!r}"
                raise ValidationError(msg, vendor=VENDOR, operation="surveys.link", codes=("not_exist",))
            if participant_id not in (None, ticket.customer_id):
                msg = f"{participant_id!r} takes no part in the ticket"
                raise ValidationError(msg, vendor=VENDOR, operation="surveys.link", codes=("not_exist",))
        return f"https://memory.invalid/surveys/{quote(survey_id, safe='')}/{quote(ticket_id, safe='')}"


class MemoryFiles:
    """The bytes of attachments."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, message_id: MessageId, attachment: Attachment, target: Path) -> Path:
        """See `deskbridge.protocols.Files`."""
        with self._store.lock:
            held(self._store.messages, message_id, "files.save")
        return _save(target, _bytes(self._store, attachment.id, "files.save"), "files.save")

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
        return _save(target, _FORMS[form](ticket, shown), "files.render")


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
        return _save(target, b"".join(orjson.dumps(thaw(one)) + b"\n" for one in lines), "exports.save")

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


class MemoryEvents:
    """Events, as they were put in; a webhook's delivery is made by `Store.delivery`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(
        self, *, since: datetime, until: datetime | None = None, kinds: Collection[EventKind] | None = None
    ) -> Listing[Event]:
        """See `deskbridge.protocols.Events`."""

        def select() -> list[Event]:
            wanted = (one for one in self._store.events.values() if kinds is None or one.kind in kinds)
            times = [(one.occurred_at, one) for one in wanted if one.occurred_at is not None]
            inside = [(at, one) for at, one in times if at >= since and (until is None or at <= until)]
            return [one for _, one in sorted(inside, key=lambda pair: pair[0])]

        return listing(self._store, "events", select)

    def receive(self, headers: Mapping[str, str], body: bytes) -> tuple[Event, ...]:
        """See `deskbridge.protocols.Events`. What is proven was made by `Store.delivery`."""
        operation = "events.receive"
        given = next((value for name, value in headers.items() if name.casefold() == SIGNATURE.casefold()), "")
        if not hmac.compare_digest(given.encode(errors="replace"), self._store.signature(body).encode()):
            msg = "the delivery is not signed by this helpdesk"
            raise AuthenticationError(msg, vendor=VENDOR, operation=operation)
        with self._store.lock:
            known = self._store.events
            unknown = [ident for ident in body.decode(errors="replace").splitlines() if ident not in known]
            if unknown:
                msg = f"the delivery tells of {len(unknown)} events that are not there"
                raise MalformedAnswerError(msg, vendor=VENDOR, operation=operation)
            return tuple(known[ident] for ident in body.decode().splitlines())

    def poll(self) -> Listing[Event]:
        """See `deskbridge.protocols.Events`."""
        return listing(self._store, "events that wait", self._store.queue.values)

    def acknowledge(self, events: Iterable[Event]) -> None:
        """See `deskbridge.protocols.Events`."""
        with self._store.lock:
            for one in events:
                self._store.queue.pop(one.id, None)
