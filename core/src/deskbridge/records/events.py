"""Events: that something happened in a helpdesk, as a webhook or a stream tells."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from deskbridge.records.base import (
    AgentId,
    Channel,
    ContactId,
    CustomerId,
    GroupId,
    MessageId,
    Record,
    TaskId,
    TicketId,
    utc_or_none,
)
from deskbridge.records.messages import Author
from deskbridge.records.raw import EMPTY, FrozenDict, freeze_mapping


class EventKind(StrEnum):
    """What happened. What has no neutral word is `OTHER`, with the vendor's own word kept."""

    CUSTOMER_CREATED = "customer.created"
    CUSTOMER_UPDATED = "customer.updated"
    CUSTOMER_MERGED = "customer.merged"
    CUSTOMER_DELETED = "customer.deleted"
    TICKET_CREATED = "ticket.created"
    TICKET_UPDATED = "ticket.updated"
    TICKET_ASSIGNED = "ticket.assigned"
    TICKET_CLOSED = "ticket.closed"
    TICKET_REOPENED = "ticket.reopened"
    TICKET_TOPICS_CHANGED = "ticket.topics_changed"
    MESSAGE_RECEIVED = "message.received"
    MESSAGE_SENT = "message.sent"
    NOTE_ADDED = "note.added"
    TASK_CREATED = "task.created"
    TASK_UPDATED = "task.updated"
    TASK_CLOSED = "task.closed"
    TASK_COMMENTED = "task.commented"
    AGENT_STATUS_CHANGED = "agent.status_changed"
    AGENT_AVAILABILITY_CHANGED = "agent.availability_changed"
    CONTACT_STARTED = "contact.started"
    CONTACT_ENDED = "contact.ended"
    HOLD_STARTED = "contact.hold_started"
    HOLD_ENDED = "contact.hold_ended"
    EXPORT_READY = "export.ready"
    EXPORT_FAILED = "export.failed"
    PING = "ping"
    OTHER = "other"


class WorkKind(StrEnum):
    """What an agent can be available for."""

    VOICE = "voice"
    MAIL = "mail"
    MESSAGING = "messaging"
    TASK = "task"
    UNKNOWN = "unknown"


@frozen(kw_only=True, slots=True)
class Work:
    """What an agent can be available for, with the vendor's own word for it."""

    kind: WorkKind
    original: str = ""


def _works(values: object) -> tuple[Work, ...] | None:
    return None if values is None else tuple(values)  # type: ignore[arg-type]  # attrs passes whatever was given


@frozen(kw_only=True, slots=True)
class Event(Record):
    """That something happened. It tells ids, not the records themselves.

    Attributes:
        kind: What happened; `original_kind` is the vendor's word.
        occurred_at: When; where the vendor tells two times, when it recorded it. Listings go by this one.
        effective_at: From when it holds, where the vendor tells that apart from `occurred_at`; None otherwise.
        initiator: Who did it; None where the vendor does not say.
        customer_id: Whom it is about. Of a merge, the customer that survives; see `merged_id`.
        merged_id: Of a merge, the customer that is gone.
        contact_id: The contact it is about: one call, or one stretch of talk on one channel.
        channel: The channel of that contact.
        available_for: Of an agent whose availability changed, what the agent takes since then, nothing if it is empty;
            None where it does not tell.
        ticket_id: The ticket it is about.
        message_id: The message it is about.
        task_id: The task it is about.
        agent_id: The agent it is about, or who has the ticket now.
        group_id: The group it is about, or where the ticket is now.
        export_job_id: The export job it is about, "" if none.
        details: The rest, by the vendor's names.
    """

    kind: EventKind
    original_kind: str = ""
    occurred_at: datetime | None = field(default=None, converter=utc_or_none)
    effective_at: datetime | None = field(default=None, converter=utc_or_none)
    initiator: Author | None = None
    customer_id: CustomerId | None = None
    merged_id: CustomerId | None = None
    contact_id: ContactId | None = None
    channel: Channel | None = None
    available_for: tuple[Work, ...] | None = field(default=None, converter=_works)
    ticket_id: TicketId | None = None
    message_id: MessageId | None = None
    task_id: TaskId | None = None
    agent_id: AgentId | None = None
    group_id: GroupId | None = None
    export_job_id: str = ""
    details: FrozenDict = field(default=EMPTY, converter=freeze_mapping)
