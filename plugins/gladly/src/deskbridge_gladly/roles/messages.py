"""The messages of a Gladly desk: its conversation items."""

from __future__ import annotations

from deskbridge.checking import check_direct_message
from deskbridge.errors import ConflictError, InvalidRequestError, NotFoundError
from deskbridge.listing import Listing, Pages
from deskbridge.records import (
    CustomerId,
    DirectMessage,
    Message,
    MessageId,
    NewActivity,
    NewDirectMessage,
    NewMessage,
    NewNote,
    TicketId,
)
from deskbridge.writing import after_write
from deskbridge_gladly.client import GladlyClient, new_id
from deskbridge_gladly.translate import additions, direct, replies
from deskbridge_gladly.translate import messages as translate
from deskbridge_gladly.wire.items import Item, ItemBody


class Messages:
    """See `deskbridge.protocols.Messages`."""

    def __init__(self, client: GladlyClient) -> None:
        self._client = client

    def of_ticket(self, ticket_id: TicketId) -> Listing[Message]:
        """List a ticket's items, oldest first, events among them; the vendor stops at 1,000."""

        def fetch() -> Pages[Message]:
            found = self._client.items.in_conversation(ticket_id)
            yield from map(translate.message, found)
            return found.truncated

        return Listing(fetch, what="messages of a ticket")

    def get(self, message_id: MessageId) -> Message:
        """Return one item."""
        return translate.message(self._client.items.get(message_id))

    def send(self, ticket_id: TicketId, new: NewMessage) -> Message:
        """Send a message as a reply to the newest one of the customer that can be answered, and by its channel.

        Of a ticket with more than 1,000 messages, the newest among the first 1,000: the vendor gives no others.

        Raises:
            InvalidRequestError: The customer wrote nothing in the ticket that can be answered, or the channel takes
                no HTML and there is no text.
            AmbiguousWriteError: Nobody knows whether it was sent; the ticket's messages tell.
        """
        answered = replies.to_answer(self._client.items.in_conversation(ticket_id))
        if answered is None:
            msg = "the customer wrote nothing here that Gladly can reply to. Nothing was sent."
            raise InvalidRequestError(msg, vendor="gladly", operation="messages.send")
        made = self._client.items.reply(answered.id, replies.reply(new, answered))
        with after_write(f"the message {made} was sent", vendor="gladly", operation="messages.send"):
            return translate.message(self._client.items.get(made))

    def send_direct(self, new: NewDirectMessage) -> DirectMessage:
        """Send an SMS. Its item stands on the recipient's timeline, outside tickets, and has the returned id.

        Raises:
            InvalidRequestError: It has no recipient, no sender or no text.
            UnsupportedError: By another channel, or with files.
            AmbiguousWriteError: Nobody knows whether it was sent.
        """
        check_direct_message(new, vendor="gladly")
        return direct.sent(new, self._client.communications.send_sms(direct.sms(new)))

    def add_note(self, ticket_id: TicketId, new: NewNote) -> Message:
        """Add a note. With HTML that is what is sent, and the text of it is what is read back."""
        body = additions.note_text(new)
        if not body.strip():
            msg = "there is nothing to write; give text or html. Nothing was sent."
            raise InvalidRequestError(msg, vendor="gladly", operation="messages.add_note")
        note_id = self._client.items.add_note(ticket_id, body)
        with after_write(f"the note {note_id} was added", vendor="gladly", operation="messages.add_note"):
            return translate.message(self._client.items.get_note(ticket_id, note_id))

    def add_activity(self, customer_id: CustomerId, new: NewActivity) -> Message:
        """Put an activity on a customer's timeline, with an id of ours, so that a repetition is recognised."""
        item_id = new.id or new_id()
        body = additions.activity_body(new, item_id)
        try:
            made = self._client.items.create_for_customer(customer_id, body)
        except ConflictError as taken:
            made = self._made_before(customer_id, body, item_id, taken)
        return translate.message(made)

    def redact(self, message_id: MessageId) -> None:
        """Take the content out of a message, call or voicemail; a second time changes nothing."""
        self._client.items.redact(message_id)

    def _made_before(self, customer_id: str, body: ItemBody, item_id: str, taken: ConflictError) -> Item:
        """Return what an earlier try made; else it is a conflict indeed."""
        try:
            existing = self._client.items.get(item_id)
        except NotFoundError:
            raise taken from None
        if existing.customer_id == customer_id and additions.is_same_activity(body, existing):
            return existing
        taken.existing_id = item_id
        raise taken
