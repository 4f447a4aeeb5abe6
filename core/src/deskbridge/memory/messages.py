"""Messages in memory."""

from __future__ import annotations

from attrs import evolve

from deskbridge.checking import check_direct_message
from deskbridge.errors import ConflictError, InvalidRequestError
from deskbridge.listing import Listing
from deskbridge.memory.store import VENDOR, Store, held, in_order, listing
from deskbridge.records import (
    Author,
    AuthorKind,
    BodyFormat,
    Channel,
    ChannelKind,
    CustomerId,
    Delivery,
    DeliveryKind,
    Direction,
    DirectMessage,
    Message,
    MessageId,
    MessageKind,
    NewActivity,
    NewDirectMessage,
    NewMessage,
    NewNote,
    PastMessage,
    TicketId,
    Visibility,
    restored,
)

_API = Author(kind=AuthorKind.API)


class MemoryMessages:
    """Messages; listed by time, and by the order in which they came where times are equal."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_ticket(self, ticket_id: TicketId) -> Listing[Message]:
        """See `deskbridge.protocols.Messages`."""

        def select() -> list[Message]:
            held(self._store.tickets, ticket_id, "messages.of_ticket")
            return in_order(self._store, ticket_id)

        return listing(self._store, "messages of a ticket", select)

    def get(self, message_id: MessageId) -> Message:
        """See `deskbridge.protocols.Messages`."""
        with self._store.lock:
            return held(self._store.messages, message_id, "messages.get")

    def send(self, ticket_id: TicketId, new: NewMessage) -> Message:
        """See `deskbridge.protocols.Messages`. There is nobody it could go to."""
        return self._write(ticket_id, new, MessageKind.MESSAGE, Direction.OUTBOUND, Visibility.PUBLIC)

    def send_direct(self, new: NewDirectMessage) -> DirectMessage:
        """See `deskbridge.protocols.Messages`. There is nobody it could go to."""
        store = self._store
        check_direct_message(new, vendor=VENDOR)
        with store.lock:
            made = DirectMessage(
                id=store.new_id("direct"),
                vendor=VENDOR,
                channel=Channel(kind=new.channel, original=new.channel.value),
                sender=new.sender,
                recipient=new.to,
                text=new.text,
                delivery=Delivery(kind=DeliveryKind.PENDING, original=DeliveryKind.PENDING.value),
                created_at=store.now(),
            )
            store.direct_messages[made.id] = made
            return made

    def add_note(self, ticket_id: TicketId, new: NewNote) -> Message:
        """See `deskbridge.protocols.Messages`."""
        return self._write(ticket_id, new, MessageKind.NOTE, Direction.INTERNAL, Visibility.PRIVATE)

    def _write(
        self,
        ticket_id: TicketId,
        new: NewMessage | NewNote,
        kind: MessageKind,
        direction: Direction,
        visibility: Visibility,
    ) -> Message:
        if not new.text and not new.html:
            msg = "there is nothing to write; give text or html"
            raise InvalidRequestError(msg, vendor=VENDOR, operation=f"messages.{kind}")
        store = self._store
        with store.lock:
            ticket = held(store.tickets, ticket_id, f"messages.{kind}")
            return self._put(
                Message(
                    id=store.new_id("message"),
                    vendor=VENDOR,
                    kind=kind,
                    direction=direction,
                    visibility=visibility,
                    author=_API,
                    created_at=store.now(),
                    text=new.text,
                    html=new.html,
                    body_format=BodyFormat.HTML if new.html else BodyFormat.TEXT,
                    ticket_id=ticket_id,
                    customer_id=ticket.customer_id,
                )
            )

    def add_activity(self, customer_id: CustomerId, new: NewActivity) -> Message:
        """See `deskbridge.protocols.Messages`."""
        store = self._store
        with store.lock:
            held(store.customers, customer_id, "messages.add_activity")
            return self._put(
                Message(
                    id=new.id or store.new_id("message"),
                    vendor=VENDOR,
                    kind=MessageKind.ACTIVITY,
                    direction=Direction.INTERNAL,
                    visibility=Visibility.PRIVATE,
                    author=_API,
                    created_at=new.occurred_at or store.now(),
                    original_kind=new.kind,
                    subject=new.title,
                    text=new.text,
                    customer_id=customer_id,
                    channel=Channel(kind=ChannelKind.API),
                    details={
                        "source_name": new.source_name,
                        "link_url": new.link_url,
                        "link_text": new.link_text,
                    },
                )
            )

    def import_past(self, ticket_id: TicketId, past: PastMessage) -> Message:
        """See `deskbridge.protocols.Messages`."""
        store = self._store
        with store.lock:
            ticket = held(store.tickets, ticket_id, "messages.import_past")
            for one in store.messages.values():
                if one.ticket_id == ticket_id and one.external_id == past.external_id:
                    msg = f"a message with the external id {past.external_id!r} was imported before"
                    raise ConflictError(msg, existing_id=one.id, vendor=VENDOR, operation="messages.import_past")
            made = Message(
                id=store.new_id("message"),
                vendor=VENDOR,
                kind=past.kind,
                direction=past.direction,
                visibility=past.visibility,
                author=past.author,
                ticket_id=ticket_id,
                customer_id=ticket.customer_id,
            )
            return self._put(restored(made, past))

    def redact(self, message_id: MessageId) -> None:
        """See `deskbridge.protocols.Messages`."""
        with self._store.lock:
            message = held(self._store.messages, message_id, "messages.redact")
            self._put(evolve(message, text="", html="", subject="", attachments=(), body_format=BodyFormat.NONE))

    def _put(self, message: Message) -> Message:
        self._store.messages[message.id] = message
        return message
