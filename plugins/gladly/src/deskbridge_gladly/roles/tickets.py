"""The tickets of a Gladly desk: its conversations."""

from __future__ import annotations

from datetime import datetime

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, UnsupportedError
from deskbridge.listing import Listing, Pages
from deskbridge.records import UNSET, CustomerId, Ticket, TicketChange, TicketId, TicketStatus, Unset
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.roles.assigning import completed
from deskbridge_gladly.roles.attributes import Attributes
from deskbridge_gladly.roles.enumeration import ExportedIds, survivors
from deskbridge_gladly.translate import tickets as translate
from deskbridge_gladly.wire.conversations import AssigneeBody, ConversationBody, StatusBody
from deskbridge_gladly.wire.freeform_topics import FreeformChange


class Tickets:
    """See `deskbridge.protocols.Tickets`.

    Args:
        client: Asks the vendor.
        reads_back: Whether what was written is read again; else what was sent is returned.
    """

    def __init__(self, client: GladlyClient, *, reads_back: bool = True) -> None:
        self._client = client
        self._reads_back = reads_back
        self._attributes = Attributes(client)

    def get(self, ticket_id: TicketId) -> Ticket:
        """Return one ticket; by a merged one's id the one that survived, which says so in `moved_from`."""
        return translate.ticket(self._client.conversations.get(ticket_id), asked=ticket_id)

    def all(self, *, active_since: datetime | None = None, active_until: datetime | None = None) -> Listing[Ticket]:
        """List the tickets with an item in the kept export jobs, in the jobs' order: one request each."""
        for bound in (active_since, active_until):
            if bound is not None and bound.tzinfo is None:
                msg = "active_since and active_until must have a time zone; nothing was sent"
                raise InvalidRequestError(msg, vendor="gladly", operation="tickets.all")

        def fetch() -> Pages[Ticket]:
            exported = ExportedIds(self._client.exports)
            yield from survivors(exported.of_conversations(active_since, active_until), self._survivor)
            return exported.incomplete

        return Listing(fetch, what="all tickets")

    def of_customer(self, customer_id: CustomerId) -> Listing[Ticket]:
        """List a customer's tickets, oldest first; the vendor stops at 100."""

        def fetch() -> Pages[Ticket]:
            found = self._client.conversations.of_customer(customer_id)
            yield from map(translate.ticket, found)
            return found.truncated

        return Listing(fetch, what="tickets of a customer")

    def update(self, ticket_id: TicketId, change: TicketChange) -> Ticket:
        """Change status, agent, inbox or custom attributes. Nothing is told to the customer by any of it.

        Fields replace all that there are; they are the last that is written, so that they are not where the rest is
        refused.

        Raises:
            InvalidRequestError: A field is no text, or there is no custom attribute of its id; nothing was written.
        """
        status = _status(change)
        attributes = self._planned(ticket_id, change)
        assignee = self._assignee(ticket_id, change)
        body = ConversationBody(assignee=assignee, status=status)
        if body != ConversationBody():
            self._client.conversations.update(ticket_id, body)
        for customer_id, conversation_id, planned in attributes:
            self._client.freeform_topics.change(customer_id, conversation_id, planned)
        return self.get(ticket_id) if self._reads_back else translate.as_sent(ticket_id, change)

    def _planned(self, ticket_id: TicketId, change: TicketChange) -> list[tuple[str, str, FreeformChange]]:
        """Return what is to change of the custom attributes, by customer and conversation; often nothing."""
        if isinstance(change.fields, Unset):
            return []
        conversation = self._client.conversations.get(ticket_id)
        planned = self._attributes.planned(conversation, change.fields)
        return [(conversation.customer_id or "", conversation.id, planned)] if planned else []

    def _assignee(self, ticket_id: TicketId, change: TicketChange) -> AssigneeBody | Unset:
        """Return the assignee to write. Who only closes repeats it as it is, as the vendor's script does."""
        only_closes = isinstance(change.agent_id, Unset) and isinstance(change.group_id, Unset)
        if only_closes and change.status is TicketStatus.CLOSED:
            inbox_id, agent_id = self._assigned(ticket_id)
            return AssigneeBody(inbox_id=inbox_id, agent_id=agent_id) if inbox_id else UNSET
        return completed(change.agent_id, change.group_id, lambda: self._assigned(ticket_id))

    def _survivor(self, ticket_id: str) -> Ticket:
        return translate.ticket(self._client.conversations.get(ticket_id))

    def _assigned(self, ticket_id: TicketId) -> tuple[str | None, str | None]:
        current = self._client.conversations.get(ticket_id)
        return current.inbox_id, current.agent_id


def _status(change: TicketChange) -> StatusBody | Unset:
    if isinstance(change.status, Unset):
        if change.force:
            msg = "force closes a ticket although the customer waits; set status as well. Nothing was sent."
            raise InvalidRequestError(msg, vendor="gladly", operation="tickets.update")
        return UNSET
    value = translate.SETTABLE.get(change.status)
    if value is None:
        raise UnsupportedError(
            Capability.TICKET_STATUS,
            vendor="gladly",
            reason="A conversation can be set to open or closed only; Gladly itself makes one wait.",
            nearest="tickets.update with status open or closed",
            asked=f"setting the status {change.status}",
        )
    return StatusBody(value=value, force=True if change.force and change.status is TicketStatus.CLOSED else UNSET)
