"""Tickets and their status."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from deskbridge.records.base import (
    AgentId,
    Channel,
    CustomerId,
    GroupId,
    Record,
    TicketId,
    TopicId,
    utc_or_none,
)
from deskbridge.records.raw import EMPTY, FrozenDict, freeze_mapping


class TicketStatus(StrEnum):
    """Where a ticket stands.

    `OPEN`: the helpdesk has to act. `PENDING`: it waits for the customer or a timer. `SNOOZED`: put aside
    until a time. `CLOSED`: done.
    """

    OPEN = "open"
    PENDING = "pending"
    SNOOZED = "snoozed"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@frozen(kw_only=True, slots=True)
class Status:
    """Where a ticket stands, with the vendor's own word for it."""

    kind: TicketStatus
    original: str = ""


@frozen(kw_only=True, slots=True)
class Ticket(Record):
    """A case of one customer, with its messages elsewhere.

    Attributes:
        status: Where it stands.
        customer_id: None where the ticket has no customer.
        subject: "" where there is none.
        channel: The way it came in; None where the vendor does not say.
        agent_id: Who has it, None if nobody.
        group_id: The inbox or department it is in, None if none.
        topic_ids: What it is about, in the vendor's order.
        fields: The ticket's own fields, by the vendor's name. A field that occurs several times holds a list.
        external_id: The id another system gave it; "" if none.
        created_at: When it was opened.
        updated_at: The last activity.
        closed_at: None while it is not closed.
        moved_to: The ticket that replaced it, None if none did.
        moved_from: The ticket it replaced, None if none.
        erased: Whether its personal data was taken out for good. Check it before overwriting a copy of yours.
    """

    status: Status
    customer_id: CustomerId | None = None
    subject: str = ""
    channel: Channel | None = None
    agent_id: AgentId | None = None
    group_id: GroupId | None = None
    topic_ids: tuple[TopicId, ...] = field(default=(), converter=tuple[TopicId, ...])
    fields: FrozenDict = field(default=EMPTY, converter=freeze_mapping)
    external_id: str = ""
    created_at: datetime | None = field(default=None, converter=utc_or_none)
    updated_at: datetime | None = field(default=None, converter=utc_or_none)
    closed_at: datetime | None = field(default=None, converter=utc_or_none)
    moved_to: TicketId | None = None
    moved_from: TicketId | None = None
    erased: bool = False
