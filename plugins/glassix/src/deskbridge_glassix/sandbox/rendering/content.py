"""What a ticket's document says, whatever its form: a title, details, and the thread."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from deskbridge_glassix.sandbox.fields import Fields
from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import FIELDS, Wire
from deskbridge_glassix.sandbox.ticket import NOTE, Ticket

_SHOWN = frozenset({"Message", NOTE})
_WITHOUT_TEXT = re.compile(r"<(script|style|head)\b", re.IGNORECASE)


@frozen(kw_only=True)
class Options:
    """How to render; the defaults are those that the C# client sends."""

    details: bool
    link: bool
    notes: bool
    participant_type: bool
    font_pixels: int


@frozen(kw_only=True)
class Entry:
    """One message or note."""

    author: str
    when: str
    text: str
    is_note: bool
    files: tuple[str, ...]


def options(body: Fields) -> Options:
    """Read the options; `replaceContentId` is taken, but the sandbox's messages have no inline images.

    Raises:
        RefusedError: 400, one is of the wrong type, or the font's size isn't from 1 to 100 (inferred).
    """
    body.flag("replaceContentId", default=True)
    size = body.number("fontSizeInPixels") if "fontSizeInPixels" in body else 14
    if not 1 <= size <= 100:
        raise invalid("fontSizeInPixels must be from 1 to 100.")
    return Options(
        details=body.flag("includeDetails", default=True),
        link=body.flag("includeConversationLink", default=True),
        notes=body.flag("includeNotes", default=True),
        participant_type=body.flag("showParticipantType", default=True),
        font_pixels=size,
    )


def title(ticket: Ticket) -> str:
    """Return the document's title."""
    return f"Ticket #{ticket.id}: {ticket.wire['field1']}".rstrip(" :")


def details(ticket: Ticket) -> Iterator[tuple[str, str]]:
    """Give names and values: state, times, owner, tags, fields, customers."""
    wire = ticket.wire
    yield "State", wire["state"]
    yield "Opened", _moment(wire["open"])
    if ticket.state == "Closed":
        yield "Closed", _moment(wire["close"])
    yield "Owner", wire["owner"]["UserName"] or "Unassigned"
    yield "Tags", ", ".join(wire["tags"])
    yield from ((name, wire[name]) for name in FIELDS if wire[name])


def customers(ticket: Ticket) -> str:
    """Return the customers' names, with their identifiers."""
    return ", ".join(f"{one['name']} ({one['identifier']})" for one in ticket.clients)


def thread(ticket: Ticket, chosen: Options) -> Iterator[Entry]:
    """Give the messages, oldest first, and the notes if they are wanted."""
    for one in ticket.transactions:
        is_note = one["type"] == NOTE
        if one["type"] not in _SHOWN or (is_note and not chosen.notes):
            continue
        sender = one["fromParticipant"]
        kind = f" ({sender['type']})" if chosen.participant_type else ""
        yield Entry(
            author=f"{sender['name'] or sender['userName'] or sender['type']}{kind}",
            when=_moment(one["dateTime"]),
            text=one["text"] or _plain(one["html"]),
            is_note=is_note,
            files=tuple(held["originalFileName"] for held in one["attachments"]),
        )


def link(ticket: Ticket, origin: str) -> str:
    """Return the address of the ticket in the agents' application (inferred)."""
    wire: Wire = ticket.wire
    return f"{origin}/app/tickets/{wire['departmentId']}/{ticket.id}"


def _plain(text: str) -> str:
    """Take the tags out, in one pass: what people sent may be long and broken."""
    parts, place, lowered = [], 0, text.lower()
    while (start := text.find("<", place)) >= 0:
        parts.append(text[place:start])
        hidden = _WITHOUT_TEXT.match(text, start)
        closing = lowered.find(f"</{hidden[1].lower()}", start) if hidden else start
        end = text.find(">", closing) if closing >= 0 else -1
        place = end + 1 if end >= 0 else len(text)
    return html.unescape("".join([*parts, text[place:]])).strip()


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).strftime("%d/%m/%Y %H:%M:%S")
