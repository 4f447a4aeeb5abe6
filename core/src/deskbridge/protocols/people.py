"""Customers, agents and groups."""

from __future__ import annotations

from typing import Protocol

from deskbridge.listing import Listing
from deskbridge.records import (
    Agent,
    AgentChange,
    AgentId,
    ChannelKind,
    Customer,
    CustomerChange,
    CustomerId,
    Group,
    GroupId,
    GroupKind,
    NewAgent,
    NewCustomer,
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
            MergedError: It was merged into another, where the vendor tells that; nothing was changed.
            ConflictError: An identifier belongs to another.
        """

    def delete(self, customer_id: CustomerId) -> None:
        """Erase a customer with all that belongs to it. Can't be undone.

        Raises:
            NotFoundError: There is none of that id.
            MergedError: It was merged into another, where the vendor tells that; nothing was erased.
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

    def find(self, *, email: str | None = None, external_id: str | None = None) -> Listing[Agent]:
        """List the agents known by exactly one identifier; one or none.

        Args:
            email: The address the agent signs in with, compared without regard to case.
            external_id: The id another system gave, compared exactly.

        Raises:
            InvalidRequestError: None or both were given.
        """

    def create(self, new: NewAgent) -> Agent:
        """Let an agent in.

        Raises:
            ConflictError: The address or external id is another agent's; `existing_id` where the vendor tells.
            ValidationError: The vendor knows no such role, or can't make that kind.
        """

    def update(self, agent_id: AgentId, change: AgentChange) -> Agent:
        """Change the fields that are set.

        Raises:
            InvalidRequestError: `AvailabilityKind.UNKNOWN` can't be set; no request was sent.
            NotFoundError: There is none of that id.
            ConflictError: The external id is another agent's.
            ValidationError: The vendor knows no such role.
        """

    def delete(self, agent_id: AgentId) -> None:
        """Let an agent in no more; what the agent wrote stays.

        Raises:
            NotFoundError: There is none of that id.
        """


class Groups(Protocol):
    """Inboxes, teams and departments."""

    def all(self, *, kind: GroupKind | None = None) -> Listing[Group]:
        """List the groups once each, in no promised order.

        Args:
            kind: Only those of this kind, and nothing is asked about others; None for all.
        """

    def get(self, group_id: GroupId) -> Group:
        """Return one group.

        Raises:
            NotFoundError: There is none of that id.
        """

    def is_open(self, group_id: GroupId, *, channel: ChannelKind | None = None) -> bool:
        """Tell whether a group has opening hours now, on one channel or at all."""
