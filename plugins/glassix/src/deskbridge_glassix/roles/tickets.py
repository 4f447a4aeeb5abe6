"""Tickets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from deskbridge.capabilities import Capability
from deskbridge.checking import check_erase, check_past_ticket
from deskbridge.errors import (
    InvalidRequestError,
    UnsupportedError,
    ValidationError,
)
from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import (
    Channel,
    CustomerId,
    Erase,
    GroupId,
    IdentifierKind,
    NewTicket,
    PastTicket,
    Requester,
    Ticket,
    TicketChange,
    TicketId,
    TicketStatus,
)
from deskbridge.writing import after_write
from deskbridge_glassix.capabilities import capabilities
from deskbridge_glassix.client.walk import refuse_naive
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.roles.agents import GlassixAgents
from deskbridge_glassix.roles.departments import Departments
from deskbridge_glassix.roles.ids import guid, ticket_number
from deskbridge_glassix.roles.ticket_updates import TicketUpdates
from deskbridge_glassix.translate.requesters import MOST_EXTERNAL_ID, participant, participant_of
from deskbridge_glassix.translate.tickets import clients_of, main_client, new_ticket, past_ticket, ticket
from deskbridge_glassix.translate.words import STATES, channel_of
from deskbridge_glassix.wire import tickets as wire

_AROUND = timedelta(seconds=1)
_START = datetime.min.replace(tzinfo=UTC)


class GlassixTickets:
    """`deskbridge.protocols.Tickets`."""

    def __init__(self, departments: Departments, agents: GlassixAgents) -> None:
        self._client = departments.own
        self._agents = agents
        self._updates = TicketUpdates(departments, agents)

    def get(self, ticket_id: TicketId) -> Ticket:
        """Return a ticket. One that was moved to another department tells by `moved_to`; it is not followed.

        Raises:
            NotFoundError: The department has none of that id.
        """
        return ticket(self._client.tickets.get(ticket_number(ticket_id, operation="tickets.get")))

    def all(self, *, active_since: datetime | None = None, active_until: datetime | None = None) -> Listing[Ticket]:
        """List every ticket that was opened, closed or last active in a period once, month by month.

        Args:
            active_since: Aware, inclusive; the settings' `first_day` if None. Imported tickets that were last
                active before need to be asked for.
            active_until: Aware, inclusive; tomorrow if None.

        Raises:
            InvalidRequestError: A bound has no time zone.
        """
        refuse_naive(active_since, active_until, operation="tickets.all")

        def fetch() -> Pages[Ticket]:
            return whole(ticket(one) for one in self._client.every_ticket(since=active_since, until=active_until))

        return Listing(fetch, what="tickets")

    def of_customer(self, customer_id: CustomerId) -> Listing[Ticket]:
        """List a contact's tickets, oldest first: all tickets are read for it."""

        def fetch() -> Pages[Ticket]:
            own = [
                ticket(one)
                for one in self._client.every_ticket()
                if any(client.contact_id == customer_id for client in clients_of(one))
            ]
            return (yield from whole(sorted(own, key=lambda one: (one.created_at or _START, int(one.id)))))

        return Listing(fetch, what=f"tickets of customer {customer_id}")

    def find(self, *, external_id: str, created_at: datetime | None = None) -> Listing[Ticket]:
        """List the tickets of a uniqueArgument.

        Args:
            external_id: Compared exactly.
            created_at: Aware. With it one second before and after are read, without it all tickets.

        Raises:
            InvalidRequestError: The time has no zone.
        """
        refuse_naive(created_at, operation="tickets.find")
        # In UTC, since a zone's own clock leaps over the second before a change of its time.
        opened = created_at.astimezone(UTC) if created_at else None
        since = opened - _AROUND if opened else None
        until = opened + _AROUND if opened else None

        def fetch() -> Pages[Ticket]:
            listed = self._client.every_ticket(since=since, until=until)
            return whole(ticket(one) for one in listed if one.unique_argument == external_id)

        return Listing(fetch, what=f"tickets with external id {external_id}")

    def create(self, new: NewTicket) -> Ticket:
        """Open a ticket now. The vendor assigns it to the next available agent; nobody is greeted.

        An `agent_id` is set by a second call, the external id of a requester who is known by nothing else by a third.

        Raises:
            ConflictError: The phone number has an open ticket already; `existing_id` tells which.
            UnsupportedError: By a channel that the requester's address does not allow. No ticket was made.
            ValidationError: A tag is not of the department.
        """
        self._refuse_foreign_group(new.group_id)
        owner = self._agents.get(new.agent_id).email if new.agent_id else ""
        whom = self._participant(new.requester, new.channel, otherwise=new.external_id)
        _refuse_other_channel(new.channel, whom)
        made = self._client.tickets.create(new_ticket(new, whom))
        with after_write(f"ticket {made.id} was made", vendor=VENDOR, operation="tickets.create"):
            return self._finished(made, requester=new.requester, owner=owner)

    def import_past(self, past: PastTicket) -> Ticket:
        """Import a ticket with its times in one call: no greeting, no assignment, no webhook, nothing unread.

        It becomes the token's user's; an open one is given to `agent_id` by a second call. Its own id is the vendor's,
        `external_id` becomes its uniqueArgument. A requester without an id or identifier becomes a contact of the web
        channel, known by the ticket's external id.

        Raises:
            ConflictError: It is not closed and the phone number has an open ticket; `existing_id` tells which.
            InvalidRequestError: It is closed without a time, or has a time and is not closed.
            UnsupportedError: An agent for a ticket that is not open, or another department. Nothing was sent.
            ValidationError: A tag is not of the department.
        """
        _refuse_contradiction(past)
        self._refuse_foreign_group(past.group_id)
        if past.agent_id and past.status is not TicketStatus.OPEN:
            raise _refused(Capability.TICKET_AGENT_ID, "importing the agent of a ticket that is not open")
        owner = self._agents.get(past.agent_id).email if past.agent_id else ""
        whom = self._participant(past.requester, past.channel, otherwise=past.external_id)
        made = self._client.tickets.create(past_ticket(past, whom))
        with after_write(f"ticket {made.id} was imported", vendor=VENDOR, operation="tickets.import_past"):
            return self._finished(made, requester=past.requester, owner=owner)

    def update(self, ticket_id: TicketId, change: TicketChange) -> Ticket:
        """Change the fields that are set, by one call for each kind of change, then read the ticket.

        The order is: texts, the status if it becomes open, the agent, any other status, the department. What is
        refused is refused before the first call, as far as it can be known.

        Moving to another department copies the ticket: what is returned is the copy, with a new id and `moved_from`,
        read by the credentials that the setting `departments` has of it. Without them it is what is known here, with
        `raw` empty. The ticket that was moved stays where it was, with `moved_to`.

        Raises:
            NotFoundError: There is none of that id; or no agent of that id.
            UnsupportedError: To snooze it, or to take the agent off. Nothing was sent.
            ValidationError: The vendor does not allow it in the ticket's present state.
        """
        return self._updates.apply(ticket_number(ticket_id, operation="tickets.update"), change)

    def erase(self, ticket_id: TicketId, *, confirm: Erase) -> None:
        """Scramble a ticket: messages, notes, files, texts, names, addresses and free answers of surveys, for good.

        Owner, times and figures stay; its last activity moves to this moment, so that it is listed again. Whether the
        contacts' own records are scrambled too is said nowhere.

        Raises:
            InvalidRequestError: It is not confirmed. Nothing was sent.
            NotFoundError: There is no such ticket.
        """
        check_erase(confirm, vendor=VENDOR)
        number = ticket_number(ticket_id, operation="tickets.erase")
        try:
            self._client.ticket_changes.scramble(number)
        except ValidationError:
            # It may be scrambled already: by a first try whose answer got lost.
            if not self.get(ticket_id).erased:
                raise

    def _participant(self, requester: Requester, channel: Channel | None, *, otherwise: str) -> wire.NewParticipant:
        known_as = requester.identifier
        if known_as and known_as.kind is IdentifierKind.EXTERNAL_ID and len(known_as.value) > MOST_EXTERNAL_ID:
            msg = f"a contact's external id has at most {MOST_EXTERNAL_ID} characters, this one {len(known_as.value)}"
            raise InvalidRequestError(msg, vendor=VENDOR)
        if requester.id and known_as is None:
            contact = self._client.contacts.get(guid(requester.id, what="customer", operation="contacts.get"))
            return participant_of(contact, channel=channel, name=requester.name)
        return participant(requester, channel=channel, otherwise=otherwise)

    def _finished(self, made: wire.Ticket, *, requester: Requester, owner: str) -> Ticket:
        """Do what creating a ticket can't."""
        client = main_client(made)
        identifier = requester.identifier
        if client and client.contact_id and identifier and identifier.kind is IdentifierKind.EXTERNAL_ID:
            self._client.contacts.set_unique_argument(client.contact_id, identifier.value)
        if owner:
            self._client.ticket_changes.set_owner(made.id, owner)
            return ticket(self._client.tickets.get(made.id))
        return ticket(made)

    def _refuse_foreign_group(self, group_id: GroupId | None) -> None:
        if group_id and group_id.lower() != self._client.department_id.lower():
            raise _refused(Capability.TICKET_GROUP_ID, "making a ticket in another department")


def _refused(capability: Capability, asked: str) -> UnsupportedError:
    row = capabilities()[capability]
    return UnsupportedError(capability, vendor=VENDOR, reason=row.note, nearest=row.nearest, asked=asked)


def _refuse_other_channel(asked: Channel | None, whom: wire.NewParticipant) -> None:
    """Refuse a channel that is not the one by which the vendor will reach the participant."""
    taken = channel_of(whom.protocol_type)
    if asked is not None and (taken is None or taken.kind is not asked.kind):
        raise _refused(Capability.TICKET_CHANNEL, f"a ticket by {asked.kind} for an address of {whom.protocol_type}")


def _refuse_contradiction(past: PastTicket) -> None:
    operation = "tickets.import_past"
    if past.status not in STATES:
        msg = f"a ticket can't be imported with the status {past.status.value!r}; choose one of: {', '.join(STATES)}"
        raise InvalidRequestError(msg, vendor=VENDOR, operation=operation)
    if not past.external_id:
        msg = "external_id is empty; it is how an import whose outcome is unknown is found again"
        raise InvalidRequestError(msg, vendor=VENDOR, operation=operation)
    check_past_ticket(past, vendor=VENDOR)
