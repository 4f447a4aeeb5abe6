"""Tickets and topics."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from deskbridge.listing import Listing
from deskbridge.records import (
    CustomerId,
    Erase,
    NewTicket,
    NewTopic,
    PastTicket,
    Ticket,
    TicketChange,
    TicketId,
    Topic,
    TopicChange,
    TopicId,
)


class Tickets(Protocol):
    """The cases."""

    def get(self, ticket_id: TicketId) -> Ticket:
        """Return one ticket, without its messages; one that was merged is followed once and says so in `moved_from`.

        Raises:
            NotFoundError: There is none of that id, or it was erased.
        """

    def all(self, *, active_since: datetime | None = None, active_until: datetime | None = None) -> Listing[Ticket]:
        """List every ticket with activity in a period once, in no promised order; without bounds, every ticket.

        Args:
            active_since: Aware; inclusive.
            active_until: Aware; inclusive.
        """

    def of_customer(self, customer_id: CustomerId) -> Listing[Ticket]:
        """List a customer's tickets, oldest first.

        Raises:
            NotFoundError: There is no such customer, where the vendor tells that; else there are none.
            MergedError: The customer was merged into another, whose tickets they are now.
        """

    def find(self, *, external_id: str, created_at: datetime | None = None) -> Listing[Ticket]:
        """List the tickets with an id that another system gave.

        Args:
            external_id: Compared exactly.
            created_at: When the ticket was opened, if known: some vendors need no more than a small search then.
        """

    def create(self, new: NewTicket) -> Ticket:
        """Open a ticket now, as an agent would: the vendor may assign it and greet the customer."""

    def import_past(self, past: PastTicket) -> Ticket:
        """Import a ticket of the past with its times, silently: nothing is sent to anybody.

        Raises:
            ConflictError: The vendor does not let two such tickets be; `existing_id` tells the other.
        """

    def update(self, ticket_id: TicketId, change: TicketChange) -> Ticket:
        """Change the fields that are set and return the ticket, which may have got a new id by moving.

        Raises:
            NotFoundError: There is none of that id.
            ValidationError: The vendor's rules don't allow it in the ticket's present state.
        """

    def erase(self, ticket_id: TicketId, *, confirm: Erase) -> None:
        """Take the personal data out of a ticket and its messages for good. Can't be undone.

        That there was one stays, with its times and figures; read again, it says `erased`.

        Args:
            ticket_id: The vendor's own id.
            confirm: `Erase.IRREVERSIBLY`; without it nothing is done.

        Raises:
            InvalidRequestError: Another word was given; no request was sent.
            NotFoundError: There is none of that id.
            ValidationError: The vendor's rules don't allow it in the ticket's present state.
        """


class Topics(Protocol):
    """What tickets are about."""

    def all(self) -> Listing[Topic]:
        """List every topic once, disabled ones too."""

    def create(self, new: NewTopic) -> Topic:
        """Create a topic.

        Raises:
            ConflictError: The name or id is taken; `existing_id` where the vendor tells.
        """

    def update(self, topic_id: TopicId, change: TopicChange) -> Topic:
        """Change the fields that are set.

        Raises:
            NotFoundError: There is none of that id.
            ConflictError: The name is taken.
        """

    def add(self, ticket_id: TicketId, topic_ids: Iterable[TopicId]) -> None:
        """Add topics to a ticket; those it has already are left as they are.

        Raises:
            NotFoundError: There is no such ticket.
            ValidationError: A topic does not exist; the text names it.
        """

    def remove(self, ticket_id: TicketId, topic_id: TopicId) -> None:
        """Take a topic off a ticket; one it does not have is no error.

        Raises:
            NotFoundError: There is no such ticket.
        """
