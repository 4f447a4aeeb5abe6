"""Writing into a ticket's thread: messages to its participants, and notes for agents."""

from __future__ import annotations

from deskbridge_glassix.sandbox import happenings, shapes
from deskbridge_glassix.sandbox.call import Call, Operation, message
from deskbridge_glassix.sandbox.fields import Fields, is_web_address
from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import NO_GUID, Wire
from deskbridge_glassix.sandbox.ticket import NOTE, Ticket

MOST_FILES = 100
"""How many files one message takes (inferred)."""


def send(call: Call) -> Wire:
    """Send a message to all participants as the token's user, and answer the transaction.

    On an unassigned ticket the sender is the queue without a name, as seen in public clients' data.
    """
    ticket, body = call.ticket(), call.body()
    if ticket.state != "Open":
        raise invalid(f"A message cannot be sent in ticket #{ticket.id}: its state is {ticket.state}.")
    text, html, files = body.text("text"), body.text("html"), body.texts("files")
    if len(files) > MOST_FILES:
        raise invalid(f"files may hold {MOST_FILES} entries.")
    payload = _payload(body)
    if not any(one["protocolType"] in shapes.HTML_PROTOCOLS for one in ticket.clients):
        html = ""
    if not (text or html or files):
        raise invalid("A message needs a text, or an html where the channel takes it, or files.")
    attachments = [_attached(call, place, reference) for place, reference in enumerate(files, start=1)]
    call.world.counters.outbound_messages += 1
    made = call.world.transact(
        ticket,
        _sender(call, ticket),
        call.now,
        text=text,
        html=html,
        attachments=attachments,
        payload=payload,
    )
    happenings.message_written(call.world, ticket, made)
    return call.world.files.linked([made])[0]


def _attached(call: Call, place: int, reference: str) -> Wire:
    """Make an attachment of an uploaded file, or of any file on the web, which stays where it is (inferred)."""
    identifier = call.world.files.identifier_of(reference)
    if identifier:
        return call.world.files.attachment(place, identifier)
    if not is_web_address(reference):
        raise invalid(f"{reference[:64]!r} is no uploaded file and no file's address.")
    return shapes.attachment(place, originalFileName=reference.partition("?")[0].rsplit("/", 1)[-1], uri=reference)


def _sender(call: Call, ticket: Ticket) -> Wire:
    if ticket.wire["owner"]["id"] == NO_GUID:
        return {**ticket.participant_of(None), "name": ""}
    return ticket.participant_of(call.user)


_PAYLOADS = {
    "templates": ("title", "subtitle", "coverImageUrl", "titleHtml", "subtitleHtml"),
    "quickReplies": ("title", "imageUrl"),
}


def _payload(body: Fields) -> Wire | None:
    """Read templates and quick replies; a template's buttons aren't kept (the sandbox shows no web chat)."""
    free = body.flag("enableFreeTextInput", default=False)
    read = {
        kind: [{name: one.text(name) for name in names if name in one} for one in body.objects(kind)]
        for kind, names in _PAYLOADS.items()
    }
    return {**read, "enableFreeTextInput": free} if any(read.values()) else None


def add_note(call: Call) -> Wire:
    """Add a note of the token's user, which no customer sees, in any state (inferred)."""
    ticket, body = call.ticket(), call.body()
    text, html = body.text("text"), body.text("html")
    if not (text.strip() or html.strip()):
        raise invalid("A note needs a text or an html.")
    author = ticket.participant_of(call.user)
    call.world.transact(ticket, author, call.now, type=NOTE, text=text, html=html, status="Read")
    return message(f"Note was added to ticket #{ticket.id}")


OPERATIONS = (
    Operation(method="POST", path="tickets/send", run=send, takes="ticketId", writes=True),
    Operation(method="POST", path="tickets/addnote", run=add_note, takes="ticketId", writes=True),
)
