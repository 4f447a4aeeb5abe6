"""A helpdesk in memory with a little of everything: what no role can create is there already, to be read.

The people are Louisa May Alcott's, the addresses of the domain that is reserved for examples.
"""

from __future__ import annotations

import hashlib
import struct
from datetime import UTC, date, datetime, timedelta

from deskbridge.memory import MemoryHelpdesk
from deskbridge.memory.store import VENDOR, Store
from deskbridge.records import (
    Agent,
    AgentId,
    AgentKind,
    Attachment,
    Audience,
    Author,
    AuthorKind,
    Availability,
    AvailabilityKind,
    ChannelKind,
    CustomerId,
    Direction,
    Event,
    EventKind,
    ExportJob,
    ExportStatus,
    Group,
    Identifier,
    IdentifierKind,
    MessageId,
    MessageKind,
    NewDirectMessage,
    PastMessage,
    PastTicket,
    ReportQuery,
    Requester,
    TicketId,
    TicketStatus,
    Transcript,
    Utterance,
    Visibility,
)
from deskbridge.records.raw import freeze_mapping

BEGAN = datetime(2024, 3, 4, 9, 15, tzinfo=UTC)
"""When the first thing in it happened."""

AGENT_ID = AgentId("agent-1")
"""Who works there; switching the recording of her call has an effect."""

_JO = Agent(
    id=AGENT_ID,
    vendor=VENDOR,
    name="Jo March",
    email="jo@example.com",
    active=True,
    kind=AgentKind.PERSON,
    roles=("author", "editor"),
    external_id="1868",
    availability=Availability(kind=AvailabilityKind.ONLINE, original="online"),
)

REPORT = ReportQuery(name="tickets by channel", first_day=date(2024, 3, 4), last_day=date(2024, 3, 8))
"""A report that it has."""

SURVEY = (TicketId("ticket-1"), "survey-1")
"""Its ticket, and a survey that it has."""

MERGED_CUSTOMER = (CustomerId("customer-0"), CustomerId("customer-2"))
"""The id that a customer had before it was merged, and the one that survives."""

MERGED_TICKET = (TicketId("ticket-0"), TicketId("ticket-1"))
"""The same of a ticket."""

MERGED = {"customer": MERGED_CUSTOMER, "ticket": MERGED_TICKET}
"""Both, by what they are of."""

DIRECT = NewDirectMessage(channel=ChannelKind.SMS, to="+12025550100", sender="+12025550101", text="It flies.")
"""A direct message to a number that is reserved for fiction."""

ATTACHED = b"%PDF-1.4 a receipt for one kite\n" * 64
"""What the attachment holds."""


def recording() -> bytes:
    """Return what the call's recording holds: a tenth of a second of noise, as WAV of 8,000 mono bytes a second."""
    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(25))
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    return (
        struct.pack("<4sI4s", b"RIFF", 36 + len(noise), b"WAVE")
        + form
        + struct.pack("<4sI", b"data", len(noise))
        + noise
    )


def sample_desk() -> MemoryHelpdesk:
    """Return a desk in memory that holds a call with its recording, a file, export jobs, a report and events."""
    desk = MemoryHelpdesk()
    store = desk.native
    store.seed(
        agents=[_JO],
        groups=[Group(id="group-1", vendor=VENDOR, name="Support")],
    )
    with store.lock:
        store.surveys.add(SURVEY[1])
        _put_calls(desk, store)
        store.customers.merged.update([MERGED_CUSTOMER])
        store.tickets.merged.update([MERGED_TICKET])
        _put_exports(store)
        _put_events(store)
        for number, name in enumerate(("Kites", "Strings"), 1):
            store.audiences[f"audience-{number}"] = Audience(id=f"audience-{number}", vendor=VENDOR, name=name)
    return desk


def _put_calls(desk: MemoryHelpdesk, store: Store) -> None:
    """Put in a ticket with a call, its recording and transcript, and an attachment."""
    who = Requester(name="Amy March", identifier=Identifier(kind=IdentifierKind.EMAIL, value="amy@example.com"))
    ticket = desk.tickets.import_past(
        PastTicket(requester=who, external_id="sample-1", created_at=BEGAN, status=TicketStatus.OPEN)
    )
    receipt = Attachment(name="receipt.pdf", content_type="application/pdf", size_bytes=len(ATTACHED), id="file-0")
    call = desk.messages.import_past(
        TicketId(ticket.id),
        PastMessage(
            external_id="sample-2",
            kind=MessageKind.CALL,
            direction=Direction.INBOUND,
            visibility=Visibility.PUBLIC,
            author=Author(kind=AuthorKind.CUSTOMER, name="Amy March"),
            created_at=BEGAN,
            attachments=(receipt,),
        ),
    )
    said = ((0, "Where is my kite?"), (1, "On its way."), (0, "Thank you."))
    store.files.update({call.id: recording(), receipt.id: ATTACHED})
    store.transcripts[call.id] = Transcript(
        id=call.id,
        vendor=VENDOR,
        message_id=MessageId(call.id),
        language="en-us",
        created_at=BEGAN,
        utterances=tuple(
            Utterance(
                speaker=speaker,
                text=text,
                starts_after=timedelta(seconds=2 * at),
                ends_after=timedelta(seconds=2 * at + 1),
            )
            for at, (speaker, text) in enumerate(said)
        ),
    )


def _put_exports(store: Store) -> None:
    """Put in four jobs, two of them with a file, and what a report tells."""
    states = (ExportStatus.COMPLETED, ExportStatus.FAILED, ExportStatus.COMPLETED, ExportStatus.RUNNING)
    for number, status in enumerate(states, 1):
        files = ("customers.jsonl",) if status is ExportStatus.COMPLETED else ()
        store.jobs[f"job-{number}"] = ExportJob(
            id=f"job-{number}",
            vendor=VENDOR,
            status=status,
            original_status=status.value,
            files=files,
            starts_at=BEGAN + timedelta(days=number - 1),
            ends_at=BEGAN + timedelta(days=number),
            updated_at=BEGAN + timedelta(days=number, hours=1),
        )
        for file in files:
            names = ("Amy", "Beth", "Zoë", "王")
            store.exports[f"job-{number}", file] = tuple(freeze_mapping({"name": one, "job": number}) for one in names)
    days = ((REPORT.first_day.isoformat(), "EMAIL", "4"), (REPORT.last_day.isoformat(), "PHONE", "1"))
    store.reports[REPORT.name] = tuple(
        freeze_mapping(dict(zip(("day", "channel", "tickets"), row, strict=True))) for row in days
    )
    store.reports["work sessions"] = (freeze_mapping({"agent": "Jo March", "minutes": "12"}),)


def _put_events(store: Store) -> None:
    """Put in five events, and let them wait in the queue as well."""
    kinds = (
        EventKind.PING,
        EventKind.CUSTOMER_CREATED,
        EventKind.TICKET_CREATED,
        EventKind.NOTE_ADDED,
        EventKind.OTHER,
    )
    for number, kind in enumerate(kinds, 1):
        store.events[f"event-{number}"] = Event(
            id=f"event-{number}",
            vendor=VENDOR,
            kind=kind,
            original_kind=kind.value,
            occurred_at=BEGAN + timedelta(minutes=number),
        )
    store.queue.update(store.events)
