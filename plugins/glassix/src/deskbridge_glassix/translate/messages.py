"""Transactions as messages, and past messages carried in notes."""

from __future__ import annotations

from datetime import UTC, datetime

from attrs import evolve

from deskbridge.carrying import recover
from deskbridge.records import (
    Attachment,
    Author,
    AuthorKind,
    BodyFormat,
    CustomerId,
    Direction,
    FrozenDict,
    Message,
    MessageId,
    MessageKind,
    NewNote,
    PastMessage,
    TicketId,
    Visibility,
    restored,
)
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.translate.tickets import main_client
from deskbridge_glassix.translate.words import author_kind, channel_of, guid_of, time_of
from deskbridge_glassix.wire import tickets as wire

_START = datetime.min.replace(tzinfo=UTC)
_DIRECTIONS = {
    AuthorKind.CUSTOMER: Direction.INBOUND,
    AuthorKind.AGENT: Direction.OUTBOUND,
    AuthorKind.UNKNOWN: Direction.UNKNOWN,
}


def messages(ticket: wire.Ticket) -> list[Message]:
    """Return a ticket's messages, oldest first; what was carried in a note stands at its own time."""
    client = main_client(ticket)
    customer_id = CustomerId(client.contact_id or "") if client else None
    ticket_id = TicketId(str(ticket.id))
    made = {one.id: message(one, ticket_id=ticket_id, customer_id=customer_id) for one in ticket.transactions or ()}
    return [one for _, one in sorted(made.items(), key=lambda item: (item[1].created_at or _START, item[0]))]


def message_id(ticket_id: str, transaction_id: int | str) -> MessageId:
    """Return a message's id: the ticket's, a colon, and the transaction's: the vendor finds one by its ticket only."""
    return MessageId(f"{ticket_id}:{transaction_id}")


def message(read: wire.Transaction, *, ticket_id: TicketId, customer_id: CustomerId | None) -> Message:
    """Return one transaction; a note that carries a past message tells of that one."""
    kind = kind_of(read.type)
    public = kind is MessageKind.MESSAGE
    author = _author(read.from_participant)
    made = Message(
        id=message_id(ticket_id, read.id),
        vendor=VENDOR,
        raw=read.raw,
        kind=kind,
        original_kind=read.type or "",
        direction=_DIRECTIONS.get(author.kind, Direction.INTERNAL) if public else Direction.INTERNAL,
        visibility=Visibility.PUBLIC if public else Visibility.PRIVATE,
        author=author,
        created_at=time_of(read.date_time),
        text=read.text or "",
        html=read.html or "",
        body_format=_format(read),
        channel=channel_of(read.from_protocol_type),
        attachments=tuple(_attachment(one) for one in read.attachments or ()),
        ticket_id=ticket_id,
        customer_id=customer_id,
        details=FrozenDict({"status": read.status}) if read.status else FrozenDict(),
    )
    return _uncarried(made) if kind is MessageKind.NOTE else made


def kind_of(word: str | None) -> MessageKind:
    """Return what a type of transaction is. The vendor's full list is not public: notes are told by their name."""
    lowered = (word or "").lower()
    if not lowered:
        return MessageKind.UNKNOWN
    if lowered == "message":
        return MessageKind.MESSAGE
    return MessageKind.NOTE if "note" in lowered else MessageKind.EVENT


def newest_note(ticket: wire.Ticket, written: NewNote) -> wire.Transaction | None:
    """Return the transaction that a note became: the newest with its text, None if it can't be told."""
    entries = sorted(ticket.transactions or (), key=lambda one: one.id, reverse=True)
    notes = [one for one in entries if kind_of(one.type) is not MessageKind.MESSAGE]
    same = [one for one in notes if _same(one, written)]
    likely = [one for one in notes if kind_of(one.type) is MessageKind.NOTE]
    return next(iter(same or likely), None)


def carried_message(past: PastMessage, *, ticket_id: TicketId) -> Message:
    """Return what reading the ticket will give for a past message that was just written as a note.

    The vendor does not answer with the note, so its id is not known: it is ``ticket id:id at the source`` here.
    """
    return _restored(
        Message(
            id=message_id(ticket_id, past.external_id),
            vendor=VENDOR,
            kind=MessageKind.NOTE,
            direction=Direction.INTERNAL,
            visibility=Visibility.PRIVATE,
            author=past.author,
            ticket_id=ticket_id,
        ),
        past,
    )


def _same(read: wire.Transaction, written: NewNote) -> bool:
    return _plain(read.text) == _plain(written.text) if written.text else _plain(read.html) == _plain(written.html)


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _uncarried(note: Message) -> Message:
    carried = recover(note.text, note.html)
    return note if carried is None else _restored(note, carried.message)


def _restored(note: Message, past: PastMessage) -> Message:
    return evolve(
        restored(note, past),
        visibility=Visibility.PRIVATE,
        details=FrozenDict({**past.details, "carried": True, "carried_visibility": past.visibility.value}),
    )


def _format(read: wire.Transaction) -> BodyFormat:
    if read.html:
        return BodyFormat.HTML
    return BodyFormat.TEXT if read.text else BodyFormat.NONE


def _author(participant: wire.Participant | None) -> Author:
    if participant is None:
        return Author(kind=AuthorKind.UNKNOWN)
    kind = author_kind(participant.type)
    own = participant.contact_id if kind is AuthorKind.CUSTOMER else participant.identifier
    return Author(
        kind=kind,
        id=guid_of(own),
        name=participant.name or participant.display_name or "",
        original=participant.type or "",
    )


def _attachment(one: wire.Attachment) -> Attachment:
    return Attachment(name=one.original_file_name or "", id="" if one.id is None else str(one.id), url=one.uri or "")
