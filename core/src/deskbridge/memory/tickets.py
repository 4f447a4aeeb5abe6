"""Tickets in memory."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve

from deskbridge.checking import check_erase, check_past_ticket
from deskbridge.errors import ConflictError, MergedError
from deskbridge.listing import Listing
from deskbridge.memory.store import EARLIEST, VENDOR, Store, held, in_order, listing
from deskbridge.memory.topics import known_topics
from deskbridge.records import (
    Author,
    BodyFormat,
    Customer,
    CustomerId,
    Erase,
    Message,
    NewTicket,
    PastTicket,
    Requester,
    Status,
    Ticket,
    TicketChange,
    TicketId,
    TicketStatus,
)
from deskbridge.records.changes import given_fields


class MemoryTickets:
    """Tickets; two tickets imported with one external id are refused, so that no import is doubled."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, ticket_id: TicketId) -> Ticket:
        """See `deskbridge.protocols.Tickets`."""
        with self._store.lock:
            try:
                return held(self._store.tickets, ticket_id, "tickets.get")
            except MergedError as merged:
                return evolve(held(self._store.tickets, merged.new_id, "tickets.get"), moved_from=ticket_id)

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
            return sorted(found, key=lambda one: one.created_at or EARLIEST)

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
        with self._store.lock:
            now = self._store.now()
            return self._added(new, _status(TicketStatus.OPEN), {"created_at": now, "updated_at": now})

    def import_past(self, past: PastTicket) -> Ticket:
        """See `deskbridge.protocols.Tickets`."""
        store = self._store
        check_past_ticket(past, vendor=VENDOR)
        with store.lock:
            for one in store.tickets.values():
                if one.external_id == past.external_id:
                    msg = f"a ticket with the external id {past.external_id!r} was imported before"
                    raise ConflictError(msg, existing_id=one.id, vendor=VENDOR, operation="tickets.import_past")
            times = {
                "created_at": past.created_at,
                "updated_at": past.updated_at or past.closed_at or past.created_at,
                "closed_at": past.closed_at,
            }
            return self._added(past, _status(past.status), times)

    def _added(self, said: NewTicket | PastTicket, status: Status, times: dict[str, datetime | None]) -> Ticket:
        made = Ticket(
            id=self._store.new_id("ticket"),
            vendor=VENDOR,
            status=status,
            customer_id=requested(self._store, said.requester),
            subject=said.subject,
            channel=said.channel,
            agent_id=said.agent_id,
            group_id=said.group_id,
            topic_ids=known_topics(self._store, said.topic_ids),
            fields=said.fields,
            external_id=said.external_id,
            created_at=times["created_at"],
            updated_at=times["updated_at"],
            closed_at=times.get("closed_at"),
        )
        self._store.tickets[made.id] = made
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

    def erase(self, ticket_id: TicketId, *, confirm: Erase) -> None:
        """See `deskbridge.protocols.Tickets`. The customer stays: others of their tickets may."""
        store = self._store
        check_erase(confirm, vendor=VENDOR)
        with store.lock:
            ticket = held(store.tickets, ticket_id, "tickets.erase")
            emptied = evolve(ticket, customer_id=None, subject="", fields={}, external_id="", raw={})
            store.tickets[ticket.id] = evolve(emptied, erased=True, updated_at=store.now())
            for message in in_order(store, ticket_id):
                store.messages[message.id] = _bare(message)
                store.transcripts.pop(message.id, None)
                for ident in (message.id, *(one.id for one in message.attachments)):
                    store.files.pop(ident, None)


def _bare(message: Message) -> Message:
    """Return a message of which only what it was, and when, is left."""
    return evolve(
        message,
        text="",
        html="",
        subject="",
        attachments=(),
        details={},
        raw={},
        external_id="",
        customer_id=None,
        author=Author(kind=message.author.kind, original=message.author.original),
        body_format=BodyFormat.NONE,
    )


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
