"""Calls and surveys of a helpdesk in memory."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from deskbridge.checking import check_call_entry
from deskbridge.errors import (
    ValidationError,
)
from deskbridge.memory.saving import bytes_of, save
from deskbridge.memory.store import VENDOR, Store, held
from deskbridge.records import (
    AgentId,
    Author,
    AuthorKind,
    BodyFormat,
    CallEntry,
    Channel,
    ChannelKind,
    Direction,
    Message,
    MessageId,
    MessageKind,
    Recorder,
    TicketId,
    Transcript,
    Visibility,
)


class MemoryCalls:
    """Recordings and transcripts, as they were put in; a call of another system becomes a message of its ticket."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save_recording(self, message_id: MessageId, target: Path) -> Path:
        """See `deskbridge.protocols.Calls`."""
        operation = "calls.save_recording"
        return save(target, bytes_of(self._store, message_id, operation), operation)

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
