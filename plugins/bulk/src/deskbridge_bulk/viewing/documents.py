"""A ticket with its messages as a document: as text or HTML made here, or as the vendor makes it."""

from __future__ import annotations

import html
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from deskbridge.capabilities import Capability
from deskbridge.protocols import Helpdesk
from deskbridge.records import Message, MessageKind, RenderForm, Ticket, TicketId, Visibility
from deskbridge_bulk.cleaning import shown, shown_lines
from deskbridge_bulk.listing import quietly
from deskbridge_bulk.output import say
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.whole import is_stream, whole_file

TEXT = "text"
FORMS = (TEXT, *(str(one) for one in RenderForm))
_OF_MANY_KINDS = frozenset({MessageKind.EVENT, MessageKind.UNKNOWN})
"""What says nothing of what happened: the vendor's word does."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def text_of(ticket: Ticket, messages: Iterable[Message]) -> Iterator[str]:
    """Yield a document line by line. What people wrote is indented, so that nobody's message looks like another's."""
    yield shown(_title(ticket))
    yield shown(f"{ticket.status.kind.value} {ticket.id}")
    for one in messages:
        yield ""
        yield shown(_head(one))
        for line in shown_lines(one.text).split("\n"):
            yield f"  {line}".rstrip()
        for attachment in one.attachments:
            yield f"  [{shown(attachment.name)}]"


def html_of(ticket: Ticket, messages: Iterable[Message]) -> Iterator[str]:
    """Yield an HTML document line by line. Whatever a message holds is text in it, and nothing in it is active."""
    title = html.escape(shown(_title(ticket)))
    yield "<!DOCTYPE html>"
    yield '<html><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>{title}</title></head><body>'
    yield f"<h1>{title}</h1>"
    for one in messages:
        names = "".join(f"\n[{shown(each.name)}]" for each in one.attachments)
        yield f"<h2>{html.escape(shown(_head(one)))}</h2>"
        yield f"<pre>{html.escape(shown_lines(one.text) + names)}</pre>"
    yield "</body></html>"


def render(desk: Helpdesk, ticket_id: TicketId, *, form: str, notes: bool, out: Path | None) -> None:
    """Write a ticket as a document to a file, which is there only when it is whole, or to standard output.

    Args:
        desk: Where it is.
        ticket_id: The vendor's own id.
        form: One of `FORMS`. Text is made here; the others by the vendor, and HTML here where the vendor makes none.
        notes: Whether what only the helpdesk sees is in it.
        out: The file; None for standard output.

    Raises:
        BulkError: A PDF would go to a terminal, or the file can't be written.
        UnsupportedError: The vendor makes no PDF.
        NotFoundError: There is no such ticket.
    """
    can = desk.capabilities[Capability.FILES_RENDER].possible
    if form == RenderForm.PDF:
        desk.capabilities.require(Capability.FILES_RENDER)
        if out is None and sys.stdout.isatty():
            msg = "a PDF is nothing for a terminal; name a file by --out"
            raise BulkError(msg)
    if form == TEXT or not can:
        write_document("\n".join([*_made_here(desk, ticket_id, form=form, notes=notes), ""]).encode(), out)
        return
    if out is not None and not is_stream(out):
        desk.files.render(ticket_id, out, form=RenderForm(form), notes=notes)
        return
    with tempfile.TemporaryDirectory() as folder:
        made = desk.files.render(ticket_id, Path(folder) / "ticket", form=RenderForm(form), notes=notes)
        write_document(made.read_bytes(), out)


def _made_here(desk: Helpdesk, ticket_id: TicketId, *, form: str, notes: bool) -> list[str]:
    messages = quietly(desk.messages.of_ticket(ticket_id))
    chosen = (one for one in messages if notes or one.visibility is Visibility.PUBLIC)
    lines = list((text_of if form == TEXT else html_of)(desk.tickets.get(ticket_id), chosen))
    if messages.truncated:
        say("The vendor stopped before the end: these are not all messages.")
    return lines


def write_document(content: bytes, out: Path | None) -> None:
    """Write a document to a file, which is there only when it is whole, or to standard output.

    Raises:
        BulkError: The file can't be written.
    """
    if out is None:
        safe = shown_lines(content.decode(errors="replace")).encode() if sys.stdout.isatty() else content
        sys.stdout.flush()
        sys.stdout.buffer.write(safe)
        return
    with whole_file(out) as stream:
        stream.write(content)


def _title(ticket: Ticket) -> str:
    return ticket.subject or f"Ticket {ticket.id}"


def _head(one: Message) -> str:
    at = "" if one.created_at is None else f"{one.created_at:%Y-%m-%d %H:%M:%S}"
    who = one.author.name or f"{one.author.kind.value} {one.author.id}".strip()
    channel = "" if one.channel is None else one.channel.kind.value
    private = "" if one.visibility is Visibility.PUBLIC else "(private)"
    what = one.original_kind if one.kind in _OF_MANY_KINDS and one.original_kind else one.kind.value
    return " ".join(part for part in (at, who, what, channel, private) if part)
