"""Fills a synthetic ticket's thread: messages both ways, notes, HTML mail, attachments, calls."""

from __future__ import annotations

import html
from datetime import datetime, timedelta

from deskbridge_glassix.sandbox import shapes
from deskbridge_glassix.sandbox.filestore import File
from deskbridge_glassix.sandbox.seeds import people
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.ticket import NOTE, Ticket
from deskbridge_glassix.sandbox.times import stamp
from deskbridge_glassix.sandbox.world import World

_LONG = 120
_STATUSES = ("Read", "Delivered", "Read", "Pending")
_FILES = (
    ("image", "photo קבלה.png", "image/png"),
    ("document", "発票 2025.pdf", "application/pdf"),
    ("audio", "voice.ogg", "audio/ogg"),
    ("file", "a&b;c=d.bin", "application/octet-stream"),
)


def fill(world: World, ticket: Ticket, place: int, opened: datetime) -> datetime:
    """Write the thread and return the time of its last entry."""
    system = shapes.participant(0, type="System")
    world.transact(ticket, system, opened, type="TicketOpened", status="Read")
    client, agent = ticket.clients[0], ticket.participant_of(ticket.wire["owner"])
    now = opened
    if ticket.wire["primaryProtocolType"] == "PhoneCall":
        now = _call(world, ticket, client, opened)
    for turn in range(_LONG if place % 50 == 7 else 1 + place % 5 * 2):
        now += timedelta(minutes=3 + turn % 5 * 11, seconds=place % 60, microseconds=turn * 100_000 + place % 7)
        inbound = (turn + (not ticket.wire["isIncoming"])) % 2 == 0
        _message(world, ticket, client if inbound else agent, now, place + turn)
        if (place + turn) % 6 == 1:
            _note(world, ticket, agent, now + timedelta(seconds=30), place + turn)
            now += timedelta(seconds=30)
    return now


def _message(world: World, ticket: Ticket, sender: Wire, now: datetime, number: int) -> None:
    text = people.SENTENCES[number % len(people.SENTENCES)]
    mail = ticket.wire["primaryProtocolType"] == "Mail"
    world.transact(
        ticket,
        sender,
        now,
        text=text,
        html=_mail(text, number) if mail else "",
        status=_STATUSES[number % len(_STATUSES)],
        fromProtocolType=sender["protocolType"],
        attachments=_attachments(world, number) if number % 7 == 3 else [],
    )


def _mail(text: str, number: int) -> str:
    """Write a mail as mail programs do: styles, a tracking picture, a quote, now and then a script."""
    script = "<script>alert('never run this')</script>" if number % 12 == 5 else ""
    lines = html.escape(text).replace("\n", "<br>")
    return (
        '<html><head><style>p{color:#333}</style></head><body dir="auto">'
        f'{script}<p>{lines}</p><img src="https://example.org/pixel.gif" width="1" height="1">'
        "<blockquote>On Monday somebody wrote:<br>&gt; <i>please</i></blockquote></body></html>"
    )


def _attachments(world: World, number: int) -> list[Wire]:
    """Store a small file and attach it."""
    kind, name, media_type = _FILES[number // 7 % len(_FILES)]
    content = f"{name} {number}\n".encode() * 40
    stored = world.files.keep(File(name=name, media_type=media_type, content=content), f"{number:08x}-{kind}")
    return [world.files.attachment(1, stored) | {"isEmbedded": number % 14 == 3}]


def _note(world: World, ticket: Ticket, agent: Wire, now: datetime, number: int) -> None:
    text = people.NOTES[number % len(people.NOTES)]
    world.transact(ticket, agent, now, type=NOTE, text=text, status="Read")


def _call(world: World, ticket: Ticket, client: Wire, now: datetime) -> datetime:
    """Write a phone call; the names of these types are inferred from the names of the calls' operations."""
    file = File(name="call.ogg", media_type="audio/ogg", content=b"OggS" + bytes(200))
    recording = world.files.attachment(1, world.files.keep(file, f"call-{ticket.id}"))
    ended = now + timedelta(minutes=5, seconds=12)
    for kind, when, held in (("PhoneCallStarted", now, []), ("PhoneCallEnded", ended, [recording])):
        world.transact(ticket, client, when, type=kind, dateTime=stamp(when), status="Read", attachments=held)
    return ended
