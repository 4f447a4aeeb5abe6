"""A desk and its roles: one small Protocol each, without code.

Verbs mean the same everywhere: `get` raises `NotFoundError`; `find` may give none; `all` iterates lazily; `create` and
`update` return what the vendor now holds; `delete` returns nothing. Every method belongs to exactly one `Capability`,
``role.method``; one that is not declared as possible raises `UnsupportedError` before a request is sent. Beside what is
named at a method, each may raise any `TransportError` or `VendorError`, and a write `AmbiguousWriteError`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self, runtime_checkable

from deskbridge.capabilities import Capabilities
from deskbridge.listing import Listing
from deskbridge.records import (
    Agent,
    AgentId,
    ChannelKind,
    Customer,
    CustomerChange,
    CustomerId,
    Group,
    GroupId,
    Message,
    MessageId,
    NewActivity,
    NewCustomer,
    NewMessage,
    NewNote,
    NewTicket,
    NewTopic,
    PastMessage,
    PastTicket,
    Ticket,
    TicketChange,
    TicketId,
    Topic,
    TopicChange,
    TopicId,
)


class Customers(Protocol):
    """The people who write in."""

    def get(self, customer_id: CustomerId) -> Customer:
        """Return one customer; one that was merged is followed once and says so in `merged_from`.

        Raises:
            NotFoundError: There is none of that id, or it was erased.
        """

    def find(
        self, *, email: str | None = None, phone: str | None = None, external_id: str | None = None
    ) -> Listing[Customer]:
        """List the customers known by exactly one identifier; often none or one.

        Args:
            email: Compared without regard to case.
            phone: E.164, or as written in the vendor's home country.
            external_id: The id another system gave.

        Raises:
            InvalidRequestError: None or more than one identifier was given.
        """

    def all(self) -> Listing[Customer]:
        """List every customer once, in no promised order."""

    def create(self, new: NewCustomer) -> Customer:
        """Create a customer.

        Raises:
            ConflictError: An identifier or the id belongs to another; `existing_id` where the vendor tells.
        """

    def update(self, customer_id: CustomerId, change: CustomerChange) -> Customer:
        """Change the fields that are set.

        Raises:
            NotFoundError: There is none of that id.
            ConflictError: An identifier belongs to another.
        """

    def delete(self, customer_id: CustomerId) -> None:
        """Erase a customer with all that belongs to it. Can't be undone.

        Raises:
            NotFoundError: There is none of that id.
        """


class Tickets(Protocol):
    """The cases."""

    def get(self, ticket_id: TicketId) -> Ticket:
        """Return one ticket, without its messages.

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
        """List a customer's tickets, oldest first."""

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


class Messages(Protocol):
    """What was said, written, noted or done in a ticket."""

    def of_ticket(self, ticket_id: TicketId) -> Listing[Message]:
        """List a ticket's messages once each, oldest first.

        Raises:
            NotFoundError: There is no such ticket, or it was erased.
        """

    def get(self, message_id: MessageId) -> Message:
        """Return one message.

        Raises:
            NotFoundError: There is none of that id.
        """

    def send(self, ticket_id: TicketId, new: NewMessage) -> Message:
        """Send a message to the customer, now and for good."""

    def add_note(self, ticket_id: TicketId, new: NewNote) -> Message:
        """Add a note that only the helpdesk sees."""

    def add_activity(self, customer_id: CustomerId, new: NewActivity) -> Message:
        """Put something a customer did elsewhere on the customer's timeline; nothing is sent."""

    def import_past(self, ticket_id: TicketId, past: PastMessage) -> Message:
        """Import a message of the past, silently: whatever it was, nothing is sent to anybody.

        A vendor that keeps no author, time or channel of imported messages carries them in the text, as its
        capabilities say.
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


class Agents(Protocol):
    """Who works in the helpdesk."""

    def all(self) -> Listing[Agent]:
        """List the agents once each, in no promised order."""

    def get(self, agent_id: AgentId) -> Agent:
        """Return one agent.

        Raises:
            NotFoundError: There is none of that id, or the agent left.
        """

    def find(self, *, email: str) -> Listing[Agent]:
        """List the agents who sign in with an address; one or none.

        Args:
            email: Compared without regard to case.
        """


class Groups(Protocol):
    """Inboxes, teams and departments."""

    def all(self) -> Listing[Group]:
        """List the groups once each, in no promised order."""

    def get(self, group_id: GroupId) -> Group:
        """Return one group.

        Raises:
            NotFoundError: There is none of that id.
        """

    def is_open(self, group_id: GroupId, *, channel: ChannelKind | None = None) -> bool:
        """Tell whether a group has opening hours now, on one channel or at all."""


@runtime_checkable
class Helpdesk(Protocol):
    """A desk: a composition of roles, and the vendor's whole API beside them."""

    @property
    def vendor(self) -> str:
        """The name its plugin is registered under."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""

    @property
    def customers(self) -> Customers:
        """The people who write in."""

    @property
    def tickets(self) -> Tickets:
        """The cases."""

    @property
    def messages(self) -> Messages:
        """What was said, written, noted or done."""

    @property
    def topics(self) -> Topics:
        """What tickets are about."""

    @property
    def agents(self) -> Agents:
        """Who works there."""

    @property
    def groups(self) -> Groups:
        """Inboxes, teams and departments."""

    @property
    def native(self) -> Any:
        """The vendor's whole API, typed by the plugin; None where there is none."""

    def close(self) -> None:
        """Give back what the desk holds open; the desk can't be used afterwards. May be called twice."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
