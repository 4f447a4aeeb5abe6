"""What a desk holds that no role can create: recordings, transcripts, files, export jobs, reports, events, deliveries.

`found` looks for it through the roles. What can't be found there, a contract class says by `samples`.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import pytest
from attrs import Factory, field, frozen

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError, ValidationError
from deskbridge.listing import Listing, TruncatedWarning
from deskbridge.protocols import Helpdesk
from deskbridge.records import (
    AgentId,
    Attachment,
    Direction,
    ExportJobId,
    Message,
    MessageId,
    MessageKind,
    NewDirectMessage,
    ReportQuery,
    TicketId,
    Visibility,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import PAST

T = TypeVar("T")
_LOOK_AT = 200
_RECENT = timedelta(hours=23)
_SPOKEN = {MessageKind.CALL, MessageKind.VOICEMAIL}
_IN_MESSAGES = (
    Capability.CALLS_SAVE_RECORDING,
    Capability.CALLS_TRANSCRIPT,
    Capability.FILES_SAVE,
    Capability.MESSAGES_REDACT,
)


class Subject(StrEnum):
    """What an operation names by its id."""

    CUSTOMER = "customer"
    TICKET = "ticket"
    MESSAGE = "message"
    TASK = "task"
    ANSWER = "answer"
    AGENT = "agent"


@frozen
class Delivery:
    """A webhook's delivery that is proven to be the vendor's.

    Attributes:
        headers: As they come, with the proof.
        body: The raw bytes.
        unproven: The same without a proof, as headers and body; unless given, the body without any header.
    """

    headers: Mapping[str, str] = field(repr=False)
    body: bytes
    unproven: tuple[tuple[Mapping[str, str], bytes], ...] = field(
        default=Factory(lambda self: (({}, self.body),), takes_self=True), repr=False
    )


@frozen(kw_only=True)
class Samples:
    """What there is to read. None: there is none, or nobody knows; the tests that need it are skipped and say so.

    Attributes:
        recording: A call or voicemail with a recording.
        recording_bytes: What its recording holds, where that is known.
        transcript: A call or voicemail with a transcript.
        attachment: A message, and a file that hangs on it.
        attachment_bytes: What the file holds, where that is known.
        export: A job, and a file of it.
        report: A report that there is, and a period in which it has rows.
        events_since: A time after which events happened that the vendor keeps.
        delivery: A webhook's delivery.
        on_call: An agent who is on a call now.
        direct: A direct message that the vendor takes, to an address that nobody minds to get one at.
        survey: A ticket that may have a survey now, and the survey's id. The contract makes one link.
        paged: A listing that takes several requests: how many records of it to read so that a further one is sent, and
            how many were sent before that.
        capped: A listing that holds more than the vendor gives, and the id that it is asked by, "" if by none; see
            `deskbridge_contract_tests.suites.operations.reading.CAPPED`.
        merged: Of customers and tickets, the id of one that was merged and the id of the one that survives. The
            contract writes the survivor's own values to it, and adds activities, notes and tasks.
        said: Customers' messages with their tickets' ids and a text. The contract redacts the first that can be.
    """

    recording: MessageId | None = None
    recording_bytes: bytes | None = field(default=None, repr=False)
    transcript: MessageId | None = None
    attachment: tuple[MessageId, Attachment] | None = None
    attachment_bytes: bytes | None = field(default=None, repr=False)
    export: tuple[ExportJobId, str] | None = None
    report: ReportQuery | None = None
    events_since: datetime | None = None
    delivery: Delivery | None = None
    on_call: AgentId | None = None
    direct: NewDirectMessage | None = None
    survey: tuple[TicketId, str] | None = None
    paged: tuple[Capability, int, int] | None = None
    capped: tuple[Capability, str] | None = None
    merged: Mapping[Subject, tuple[str, str]] = field(factory=dict)
    said: tuple[Message, ...] = ()


def found(harness: Harness) -> Samples:
    """Return what can be found by listing: all but reports and deliveries.

    Looks only for what is declared as possible, and at no more than 200 tickets.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TruncatedWarning)  # a part of them will do
        return _found(harness)


def _found(harness: Harness) -> Samples:
    messages = list(_messages(harness)) if any(harness.possible(one) for one in _IN_MESSAGES) else []
    spoken = [MessageId(one.id) for one in messages if one.kind in _SPOKEN]
    attached = [(MessageId(one.id), file) for one in messages for file in one.attachments]
    desk = harness.desk
    with tempfile.TemporaryDirectory(prefix="deskbridge-contract-") as folder:
        target = Path(folder) / "tried"
        return Samples(
            recording=_first(
                harness, Capability.CALLS_SAVE_RECORDING, spoken, lambda one: desk.calls.save_recording(one, target)
            ),
            transcript=_first(harness, Capability.CALLS_TRANSCRIPT, spoken, desk.calls.transcript),
            attachment=_first(
                harness, Capability.FILES_SAVE, attached, lambda one: desk.files.save(one[0], one[1], target)
            ),
            export=_export(harness),
            events_since=_events_since(harness),
            on_call=_on_call(harness),
            paged=_paged(harness),
            said=_said(harness, messages),
        )


def lacked(what: str) -> NoReturn:
    """Skip a test for which nothing was found."""
    pytest.skip(f"there is no {what} here; name one by `samples` of the contract class")


def _messages(harness: Harness) -> Iterator[Message]:
    if not harness.possible(Capability.TICKETS_ALL, Capability.MESSAGES_OF_TICKET):
        return
    for ticket in islice(harness.desk.tickets.all(), _LOOK_AT):
        yield from harness.desk.messages.of_ticket(TicketId(ticket.id))


def _first(harness: Harness, needed: Capability, candidates: list[T], read: Callable[[T], object]) -> T | None:
    """Return the first candidate that can be read."""
    if not harness.possible(needed):
        return None
    for one in candidates:
        try:
            read(one)
        except NotFoundError:
            continue
        return one
    return None


def _export(harness: Harness) -> tuple[ExportJobId, str] | None:
    if not harness.possible(Capability.EXPORTS_JOBS):
        return None
    return next(((ExportJobId(job.id), job.files[0]) for job in harness.desk.exports.jobs() if job.files), None)


def _on_call(harness: Harness) -> AgentId | None:
    if not harness.possible(Capability.CALLS_RECORDER, Capability.AGENTS_ALL):
        return None
    for agent in islice(harness.desk.agents.all(), _LOOK_AT):
        try:
            recorder = harness.desk.calls.recorder(AgentId(agent.id))
        except NotFoundError:
            continue
        if recorder.recording:
            return recorder.agent_id
    return None


EVERYTHING: Mapping[Capability, Callable[[Helpdesk], Listing[Any]]] = {
    Capability.TOPICS_ALL: lambda desk: desk.topics.all(),
    Capability.AGENTS_ALL: lambda desk: desk.agents.all(),
    Capability.GROUPS_ALL: lambda desk: desk.groups.all(),
    Capability.ANSWERS_ALL: lambda desk: desk.answers.all(),
    Capability.EXPORTS_JOBS: lambda desk: desk.exports.jobs(),
    Capability.TICKETS_ALL: lambda desk: desk.tickets.all(),
    Capability.CUSTOMERS_ALL: lambda desk: desk.customers.all(),
}
"""Listings of everything, those first that are short as a rule."""


def _paged(harness: Harness) -> tuple[Capability, int, int] | None:
    """Look for a listing that sends another request while it is iterated, at no more than 200 records of each."""
    for what, listing in EVERYTHING.items():
        if harness.requests is None or not harness.possible(what):
            continue
        before, first = harness.requests(), 0
        for number, _ in enumerate(islice(listing(harness.desk), _LOOK_AT), 1):
            sent = harness.requests() - before
            first = first or sent
            if sent > first:
                return what, number, first
    return None


def _said(harness: Harness, messages: list[Message]) -> tuple[Message, ...]:
    """Return a customers' message a channel: those with the longest texts, as short ones may be elsewhere by chance."""
    if not harness.possible(Capability.MESSAGES_REDACT):
        return ()
    public = (one for one in messages if one.kind is MessageKind.MESSAGE and one.visibility is Visibility.PUBLIC)
    said = (one for one in public if one.direction is Direction.INBOUND and one.text and not one.attachments)
    longest = sorted(said, key=lambda one: len(one.text))
    return tuple({one.channel and one.channel.kind: one for one in longest}.values())


def _events_since(harness: Harness) -> datetime | None:
    if not harness.possible(Capability.EVENTS_ALL):
        return None
    tried = (PAST, datetime.now(UTC) - _RECENT)
    return next((since for since in tried if _has_events(harness.desk, since)), None)


def _has_events(desk: Helpdesk, since: datetime) -> bool:
    try:
        return desk.events.all(since=since).first() is not None
    except ValidationError:
        return False
