"""Messages: the transactions of a ticket."""

from __future__ import annotations

from deskbridge.carrying import recover, render
from deskbridge.checking import check_direct_message
from deskbridge.errors import AmbiguousWriteError, InvalidRequestError, NotFoundError
from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import (
    DirectMessage,
    Message,
    MessageId,
    NewDirectMessage,
    NewMessage,
    NewNote,
    PastMessage,
    TicketId,
)
from deskbridge.writing import after_write
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.roles.explaining import explained
from deskbridge_glassix.roles.ids import message_parts, ticket_number
from deskbridge_glassix.translate.direct import DIRECT_NEEDS, direct_body, direct_message
from deskbridge_glassix.translate.messages import carried_message, message, message_id, messages, newest_note


class GlassixMessages:
    """`deskbridge.protocols.Messages`; a ticket is read with all of its transactions at once."""

    def __init__(self, client: GlassixClient) -> None:
        self._client = client

    def of_ticket(self, ticket_id: TicketId) -> Listing[Message]:
        """List a ticket's messages, oldest first; a past message carried in a note stands at its own time.

        Such a message is private whatever it was, since no customer sees a note; ``details["carried"]`` marks it.

        Raises:
            NotFoundError: There is no such ticket.
        """

        def fetch() -> Pages[Message]:
            number = ticket_number(ticket_id, operation="messages.of_ticket")
            return (yield from whole(messages(self._client.tickets.get(number))))

        return Listing(fetch, what=f"messages of ticket {ticket_id}")

    def get(self, message_id: MessageId) -> Message:
        """Return one message, found in its ticket; also by the id that `import_past` gave.

        Raises:
            NotFoundError: The ticket has none of that id, or there is no such ticket.
        """
        ticket_id, own = message_parts(message_id, operation="messages.get")
        listed = messages(self._client.tickets.get(ticket_id))
        if found := next((one for one in listed if one.id == message_id), None):
            return found
        if found := next((one for one in listed if one.external_id == own), None):
            return found
        msg = f"ticket {ticket_id} has no message {own[:80]!r}"
        raise NotFoundError(msg, vendor=VENDOR, operation="messages.get")

    def send(self, ticket_id: TicketId, new: NewMessage) -> Message:
        """Send a message to all participants as the token's user, now and for good.

        Raises:
            InvalidRequestError: It has neither text nor HTML.
            ValidationError: The ticket is not open.
        """
        number = ticket_number(ticket_id, operation="messages.send")
        _refuse_empty(new, "messages.send")
        sent = self._client.tickets.send(number, text=new.text, html=new.html)
        return message(sent, ticket_id=ticket_id, customer_id=None)

    def send_direct(self, new: NewDirectMessage) -> DirectMessage:
        """Send a message outside tickets over WhatsApp, SMS or Apple, now and for good; a reply opens a new ticket.

        Raises:
            InvalidRequestError: It has no such channel, recipient or sender, or nothing to say. Nothing was sent.
            ValidationError: The vendor refused it; the text says what it takes.
        """
        check_direct_message(new, vendor=VENDOR)
        body = direct_body(new)
        with explained(lambda: DIRECT_NEEDS):
            return direct_message(self._client.protocols.send(body), sent=new)

    def add_note(self, ticket_id: TicketId, new: NewNote) -> Message:
        """Add a note as the token's user, and read the ticket to return it: two calls.

        Raises:
            InvalidRequestError: It has neither text nor HTML.
            AmbiguousWriteError: The vendor took it and does not show it, or the ticket could not be read.
        """
        number = ticket_number(ticket_id, operation="messages.add_note")
        _refuse_empty(new, "messages.add_note")
        self._client.tickets.add_note(number, text=new.text, html=new.html)
        with after_write(f"the note was added to ticket {number}", vendor=VENDOR, operation="messages.add_note"):
            ticket = self._client.tickets.get(number)
        note = newest_note(ticket, new)
        if note is None:
            msg = "the note was accepted and the ticket does not show it; look again before you repeat it"
            raise AmbiguousWriteError(msg, vendor=VENDOR, operation="messages.add_note")
        made = {one.id: one for one in messages(ticket)}
        return made[message_id(str(ticket.id), note.id)]

    def import_past(self, ticket_id: TicketId, past: PastMessage) -> Message:
        """Write a past message as a note, whatever it was: nothing is sent to anybody.

        One call and nothing read back, so the message returned has no id of the vendor's but
        ``ticket id:id at the source``, by which `get` finds it, and no `raw`; in all else it is what `of_ticket` gives.
        """
        number = ticket_number(ticket_id, operation="messages.import_past")
        note = render(past)
        self._client.tickets.add_note(number, text=note.text, html=note.html)
        carried = recover(note.text, note.html)
        return carried_message(carried.message if carried else past, ticket_id=ticket_id)


def _refuse_empty(new: NewMessage | NewNote, operation: str) -> None:
    if not (new.text.strip() or new.html.strip()):
        msg = "it has neither text nor html; give one of them. Nothing was sent."
        raise InvalidRequestError(msg, vendor=VENDOR, operation=operation)
