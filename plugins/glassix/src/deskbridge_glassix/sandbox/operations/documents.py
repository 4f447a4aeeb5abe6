"""Interactive documents: forms that customers fill in and sign."""

from __future__ import annotations

from deskbridge_glassix.sandbox import happenings, shapes
from deskbridge_glassix.sandbox.call import Call, Operation
from deskbridge_glassix.sandbox.fields import Fields
from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import NO_GUID, Wire

_MOST_FIELDS = 100


def send(call: Call) -> Wire:
    """Make a document of a template and send it to all participants on behalf of the ticket's owner.

    Inferred: the ticket must be open, a ticket without an owner sends as its queue, and the answer is the
    transaction.
    """
    ticket, body = call.ticket(), call.body()
    template = body.number("baseTemplateId")
    title = call.department.document_templates.get(template)
    if title is None:
        raise invalid(f"Document template {template} was not found.")
    if ticket.state != "Open":
        raise invalid(f"A document cannot be sent in ticket #{ticket.id}: its state is {ticket.state}.")
    _check(body)
    text, document = body.text("message"), call.world.guid("document")
    attached = shapes.attachment(1, type="InteractiveDocument", fileIdentifier=document, originalFileName=title)
    owner_id = ticket.wire["owner"]["id"]
    owner = call.department.user_of(owner_id) if owner_id != NO_GUID else None
    call.world.counters.outbound_messages += 1
    made = call.world.transact(ticket, ticket.participant_of(owner), call.now, text=text, attachments=[attached])
    happenings.message_written(call.world, ticket, made)
    return made


def _check(body: Fields) -> None:
    """Check what isn't kept: the lock, and the fields that the document begins with."""
    body.flag("shouldLockDocument", default=False)
    fields = body.objects("fields")
    if len(fields) > _MOST_FIELDS:
        raise invalid(f"fields may hold {_MOST_FIELDS} entries.")
    for one in fields:
        one.needed("name")
        one.text("type")


OPERATIONS = (Operation(method="POST", path="interactivedocuments/send", run=send, takes="ticketId", writes=True),)
