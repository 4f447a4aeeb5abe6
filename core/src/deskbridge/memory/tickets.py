"""Tickets, messages and topics in memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from attrs import evolve

from deskbridge.errors import ConflictError, InvalidRequestError, ValidationError
from deskbridge.listing import Listing
from deskbridge.memory.store import VENDOR, Store, held, listing
from deskbridge.records import (
    Author,
    AuthorKind,
    BodyFormat,
    Channel,
    ChannelKind,
    Customer,
    CustomerId,
    Direction,
    Message,
    MessageId,
    MessageKind,
    NewActivity,
    NewMessage,
    NewNote,
    NewTicket,
    NewTopic,
    PastMessage,
    PastTicket,
    Requester,
    Status,
    Ticket,
    TicketChange,
    TicketId,
    TicketStatus,
    Topic,
    TopicChange,
    TopicId,
    Visibility,
)
from deskbridge.records.changes import given_fields

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_API = Author(kind=AuthorKind.API)


class MemoryTickets:
    """Tickets; two tickets imported with one external id are refused, so that no import is doubled."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, ticket_id: TicketId) -> Ticket:
        """See `deskbridge.protocols.Tickets`."""
        with self._store.lock:
            return held(self._store.tickets, ticket_id, "tickets.get")

    def all(self, *, active_since: datetime | None = None, active_until: datetime | None = None) -> Listing[Ticket]:
        """See `deskbridge.protocols.Tickets`."""

        def active(ticket: Ticket) -> bool:
            times = [one for one in (ticket.created_at, ticket.updated_at, ticket.closed_at) if one is not None]
            return any(
                (active_since is None or one >= active_since) and (active_until is None or one <= active_until)
                for one in times
            )

        return listing(self._store, "all tickets", lambda: (one for one in self._store.tickets.values() if active(one)))

    def of_customer(self, customer_id: CustomerId) -> Listing[Ticket]:
        """See `deskbridge.protocols.Tickets`."""

        def select() -> list[Ticket]:
            held(self._store.customers, customer_id, "tickets.of_customer")
            found = [one for one in self._store.tickets.values() if one.customer_id == customer_id]
            return sorted(found, key=lambda one: one.created_at or _EARLIEST)

        return listing(self._store, "tickets of a customer", select)

    def find(self, *, external_id: str, created_at: datetime | None = None) -> Listing[Ticket]:  # noqa: ARG002  no need
        """See `deskbridge.protocols.Tickets`."""
        return listing(
            self._store,
            "tickets found",
            lambda: (one for one in self._store.tickets.values() if one.external_id == external_id),
        )

    def create(self, new: NewTicket) -> Ticket:
        """See `deskbridge.protocols.Tickets`."""
        store = self._store
        with store.lock:
            now = store.now()
            made = Ticket(
                id=store.new_id("ticket"),
                vendor=VENDOR,
                status=_status(TicketStatus.OPEN),
                customer_id=requested(store, new.requester),
                subject=new.subject,
                channel=new.channel,
                agent_id=new.agent_id,
                group_id=new.group_id,
                topic_ids=_known_topics(store, new.topic_ids),
                fields=new.fields,
                external_id=new.external_id,
                created_at=now,
                updated_at=now,
            )
            store.tickets[made.id] = made
            return made

    def import_past(self, past: PastTicket) -> Ticket:
        """See `deskbridge.protocols.Tickets`."""
        store = self._store
        if (past.closed_at is not None) != (past.status is TicketStatus.CLOSED):
            msg = "closed_at must be set if, and only if, the status is closed"
            raise InvalidRequestError(msg, vendor=VENDOR, operation="tickets.import_past")
        with store.lock:
            for one in store.tickets.values():
                if one.external_id == past.external_id:
                    msg = f"a ticket with the external id {past.external_id!r} was imported before"
                    raise ConflictError(msg, existing_id=one.id, vendor=VENDOR, operation="tickets.import_past")
            made = Ticket(
                id=store.new_id("ticket"),
                vendor=VENDOR,
                status=_status(past.status),
                customer_id=requested(store, past.requester),
                subject=past.subject,
                channel=past.channel,
                agent_id=past.agent_id,
                group_id=past.group_id,
                topic_ids=_known_topics(store, past.topic_ids),
                fields=past.fields,
                external_id=past.external_id,
                created_at=past.created_at,
                updated_at=past.updated_at or past.closed_at or past.created_at,
                closed_at=past.closed_at,
            )
            store.tickets[made.id] = made
            return made

    def update(self, ticket_id: TicketId, change: TicketChange) -> Ticket:
        """See `deskbridge.protocols.Tickets`."""
        store = self._store
        with store.lock:
            before = held(store.tickets, ticket_id, "tickets.update")
            given = given_fields(change)
            for name in ("status", "force", "silent"):
                given.pop(name, None)
            after = evolve(before, **given, updated_at=store.now())
            if not isinstance(kind := change.status, TicketStatus):
                store.tickets[after.id] = after
                return after
            closed_at = (before.closed_at or store.now()) if kind is TicketStatus.CLOSED else None
            after = evolve(after, status=_status(kind), closed_at=closed_at)
            store.tickets[after.id] = after
            return after


class MemoryMessages:
    """Messages; listed by time, and by the order in which they came where times are equal."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_ticket(self, ticket_id: TicketId) -> Listing[Message]:
        """See `deskbridge.protocols.Messages`."""

        def select() -> list[Message]:
            held(self._store.tickets, ticket_id, "messages.of_ticket")
            found = [one for one in self._store.messages.values() if one.ticket_id == ticket_id]
            return sorted(found, key=lambda one: one.created_at or _EARLIEST)

        return listing(self._store, "messages of a ticket", select)

    def get(self, message_id: MessageId) -> Message:
        """See `deskbridge.protocols.Messages`."""
        with self._store.lock:
            return held(self._store.messages, message_id, "messages.get")

    def send(self, ticket_id: TicketId, new: NewMessage) -> Message:
        """See `deskbridge.protocols.Messages`. There is nobody it could go to."""
        return self._write(ticket_id, new, MessageKind.MESSAGE, Direction.OUTBOUND, Visibility.PUBLIC)

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
            return self._put(
                Message(
                    id=store.new_id("message"),
                    vendor=VENDOR,
                    kind=past.kind,
                    direction=past.direction,
                    visibility=past.visibility,
                    author=past.author,
                    created_at=past.created_at,
                    text=past.text,
                    html=past.html,
                    body_format=past.body_format,
                    channel=past.channel,
                    subject=past.subject,
                    attachments=past.attachments,
                    external_id=past.external_id,
                    details=past.details,
                    ticket_id=ticket_id,
                    customer_id=ticket.customer_id,
                )
            )

    def redact(self, message_id: MessageId) -> None:
        """See `deskbridge.protocols.Messages`."""
        with self._store.lock:
            message = held(self._store.messages, message_id, "messages.redact")
            self._put(evolve(message, text="", html="", subject="", attachments=(), body_format=BodyFormat.NONE))

    def _put(self, message: Message) -> Message:
        self._store.messages[message.id] = message
        return message


class MemoryTopics:
    """Topics; names are unique without regard to case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> Listing[Topic]:
        """See `deskbridge.protocols.Topics`."""
        return listing(self._store, "all topics", self._store.topics.values)

    def create(self, new: NewTopic) -> Topic:
        """See `deskbridge.protocols.Topics`."""
        store = self._store
        with store.lock:
            if new.id is not None and new.id in store.topics:
                msg = f"the id {new.id!r} is taken"
                raise ConflictError(msg, existing_id=new.id, vendor=VENDOR, operation="topics.create")
            self._check_name(new.name, None, "topics.create")
            made = Topic(
                id=new.id or store.new_id("topic"),
                vendor=VENDOR,
                name=new.name,
                parent_id=new.parent_id,
                disabled=new.disabled,
            )
            store.topics[made.id] = made
            return made

    def update(self, topic_id: TopicId, change: TopicChange) -> Topic:
        """See `deskbridge.protocols.Topics`."""
        store = self._store
        with store.lock:
            before = held(store.topics, topic_id, "topics.update")
            if isinstance(change.name, str):
                self._check_name(change.name, before.id, "topics.update")
            after = evolve(before, **given_fields(change))
            store.topics[after.id] = after
            return after

    def add(self, ticket_id: TicketId, topic_ids: Iterable[TopicId]) -> None:
        """See `deskbridge.protocols.Topics`."""
        store = self._store
        with store.lock:
            ticket = held(store.tickets, ticket_id, "topics.add")
            added = _known_topics(store, topic_ids)
            merged = tuple(dict.fromkeys((*ticket.topic_ids, *added)))
            store.tickets[ticket.id] = evolve(ticket, topic_ids=merged, updated_at=store.now())

    def remove(self, ticket_id: TicketId, topic_id: TopicId) -> None:
        """See `deskbridge.protocols.Topics`."""
        store = self._store
        with store.lock:
            ticket = held(store.tickets, ticket_id, "topics.remove")
            left = tuple(one for one in ticket.topic_ids if one != topic_id)
            store.tickets[ticket.id] = evolve(ticket, topic_ids=left, updated_at=store.now())

    def _check_name(self, name: str, own: str | None, operation: str) -> None:
        if not name:
            msg = "a topic needs a name"
            raise ValidationError(msg, vendor=VENDOR, operation=operation, codes=("blank",))
        for one in self._store.topics.values():
            if one.id != own and one.name.casefold() == name.casefold():
                msg = f"a topic named {name!r} is there already"
                raise ConflictError(msg, existing_id=one.id, vendor=VENDOR, operation=operation)


def _status(kind: TicketStatus) -> Status:
    return Status(kind=kind, original=kind.value)


def requested(store: Store, who: Requester) -> CustomerId:
    """Return the customer that is meant, made if it has to be."""
    if who.id is not None:
        return CustomerId(held(store.customers, who.id, "tickets.create").id)
    for one in store.customers.values():
        if who.identifier is not None and who.identifier in one.identifiers:
            return CustomerId(one.id)
    made = Customer(
        id=store.new_id("customer"),
        vendor=VENDOR,
        name=who.name,
        identifiers=(who.identifier,) if who.identifier is not None else (),
        created_at=store.now(),
    )
    store.customers[made.id] = made
    return CustomerId(made.id)


def _known_topics(store: Store, topic_ids: Iterable[TopicId]) -> tuple[TopicId, ...]:
    wanted = tuple(topic_ids)
    for ident in wanted:
        if ident not in store.topics:
            msg = f"there is no topic {ident!r}; create it first"
            raise ValidationError(msg, vendor=VENDOR, operation="topics.add", codes=("not_exist",))
    return wanted
