"""Conversations as tickets."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from deskbridge.records import (
    AgentId,
    CustomerId,
    GroupId,
    Status,
    Ticket,
    TicketChange,
    TicketId,
    TicketStatus,
    TopicId,
    Unset,
    changes,
)
from deskbridge_gladly.wire.conversations import Conversation, CustomAttribute

STATUSES: Mapping[str, TicketStatus] = MappingProxyType(
    {"OPEN": TicketStatus.OPEN, "WAITING": TicketStatus.PENDING, "CLOSED": TicketStatus.CLOSED}
)
"""The vendor's words; WAITING is for the customer."""

SETTABLE: Mapping[TicketStatus, str] = MappingProxyType({TicketStatus.OPEN: "OPEN", TicketStatus.CLOSED: "CLOSED"})
"""What can be set; WAITING is Gladly's own doing."""


def as_sent(ticket_id: str, change: TicketChange) -> Ticket:
    """Return what is known of a ticket after a change that was not read back."""
    kind = TicketStatus.UNKNOWN if isinstance(change.status, Unset) else change.status
    return changes.as_sent(Ticket, change, {"id": ticket_id, "vendor": "gladly", "status": Status(kind=kind)})


def ticket(conversation: Conversation, *, asked: str = "") -> Ticket:
    """Read a conversation.

    Args:
        conversation: As it came.
        asked: The id that was asked for. If another one comes, that conversation was merged into this one.
    """
    original = conversation.status or ""
    return Ticket(
        id=conversation.id,
        vendor="gladly",
        raw=conversation.raw,
        status=Status(kind=STATUSES.get(original, TicketStatus.UNKNOWN), original=original),
        customer_id=CustomerId(conversation.customer_id) if conversation.customer_id else None,
        agent_id=AgentId(conversation.agent_id) if conversation.agent_id else None,
        group_id=GroupId(conversation.inbox_id) if conversation.inbox_id else None,
        topic_ids=tuple(TopicId(one) for one in conversation.topic_ids or ()),
        fields=_fields(conversation.custom_attributes or ()),
        created_at=conversation.created_at,
        closed_at=conversation.closed_at,
        moved_from=TicketId(asked) if asked and asked != conversation.id else None,
    )


def _fields(attributes: tuple[CustomAttribute, ...]) -> dict[str, Any]:
    """Collect custom attributes by id; one that occurs several times holds the list of its values."""
    found: dict[str, list[str | None]] = {}
    for one in attributes:
        found.setdefault(one.id or "", []).append(one.value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}
