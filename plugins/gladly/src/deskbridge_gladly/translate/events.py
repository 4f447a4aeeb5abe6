"""Events, as the stream and webhooks tell them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType

from deskbridge.records import (
    AgentId,
    Channel,
    ChannelKind,
    ContactId,
    CustomerId,
    Event,
    EventKind,
    FrozenDict,
    GroupId,
    MessageId,
    TaskId,
    TicketId,
    Work,
    WorkKind,
)
from deskbridge.records.raw import EMPTY
from deskbridge.times import parse_time
from deskbridge_gladly.translate.authors import author
from deskbridge_gladly.wire import events as wire

KINDS: Mapping[str, EventKind] = MappingProxyType(
    {
        "AGENT_AVAILABILITY/FOCUS_ENTERED": EventKind.AGENT_STATUS_CHANGED,
        "AGENT_AVAILABILITY/FOCUS_EXITED": EventKind.AGENT_STATUS_CHANGED,
        "AGENT_AVAILABILITY/UPDATED": EventKind.AGENT_AVAILABILITY_CHANGED,
        "AGENT_STATUS/CHANGED_ACTIVE_REASON": EventKind.AGENT_STATUS_CHANGED,
        "AGENT_STATUS/LOGGED_IN": EventKind.AGENT_STATUS_CHANGED,
        "AGENT_STATUS/LOGGED_OUT": EventKind.AGENT_STATUS_CHANGED,
        "AGENT_STATUS/RETURNED_FROM_AWAY": EventKind.AGENT_STATUS_CHANGED,
        "AGENT_STATUS/WENT_AWAY": EventKind.AGENT_STATUS_CHANGED,
        "CONTACT/ENDED": EventKind.CONTACT_ENDED,
        "CONTACT/HOLD_ENDED": EventKind.HOLD_ENDED,
        "CONTACT/HOLD_STARTED": EventKind.HOLD_STARTED,
        "CONTACT/MESSAGE_RECEIVED": EventKind.MESSAGE_RECEIVED,
        "CONTACT/MESSAGE_SENT": EventKind.MESSAGE_SENT,
        "CONTACT/STARTED": EventKind.CONTACT_STARTED,
        "CONVERSATION/CLOSED": EventKind.TICKET_CLOSED,
        "CONVERSATION/CREATED": EventKind.TICKET_CREATED,
        "CONVERSATION/CUSTOM_ATTRIBUTE_ADDED": EventKind.TICKET_UPDATED,
        "CONVERSATION/CUSTOM_ATTRIBUTE_REMOVED": EventKind.TICKET_UPDATED,
        "CONVERSATION/NOTE_CREATED": EventKind.NOTE_ADDED,
        "CONVERSATION/REOPENED": EventKind.TICKET_REOPENED,
        "CONVERSATION/TOPIC_ADDED": EventKind.TICKET_TOPICS_CHANGED,
        "CONVERSATION/TOPIC_REMOVED": EventKind.TICKET_TOPICS_CHANGED,
        "CONVERSATION_ASSIGNEE/UPDATED": EventKind.TICKET_ASSIGNED,
        "CONVERSATION_STATUS/UPDATED": EventKind.TICKET_UPDATED,
        "CUSTOMER/MERGED": EventKind.CUSTOMER_MERGED,
        "CUSTOMER_PROFILE/CREATED": EventKind.CUSTOMER_CREATED,
        "CUSTOMER_PROFILE/DELETED": EventKind.CUSTOMER_DELETED,
        "CUSTOMER_PROFILE/MERGED": EventKind.CUSTOMER_MERGED,
        "CUSTOMER_PROFILE/UPDATED": EventKind.CUSTOMER_UPDATED,
        "CUSTOM_CHANNEL/MESSAGE_SENT": EventKind.MESSAGE_SENT,
        "EXPORT_JOB/COMPLETED": EventKind.EXPORT_READY,
        "EXPORT_JOB/FAILED": EventKind.EXPORT_FAILED,
        "MESSAGE/RECEIVED": EventKind.MESSAGE_RECEIVED,
        "PING": EventKind.PING,
        "TASK/ASSIGNEE_UPDATED": EventKind.TASK_UPDATED,
        "TASK/CLOSED": EventKind.TASK_CLOSED,
        "TASK/COMMENT_ADDED": EventKind.TASK_COMMENTED,
        "TASK/CONTENT_UPDATED": EventKind.TASK_UPDATED,
        "TASK/CREATED": EventKind.TASK_CREATED,
        "TASK/DUE_DATE_UPDATED": EventKind.TASK_UPDATED,
        "TASK/FOLLOWER_ADDED": EventKind.TASK_UPDATED,
        "TASK/FOLLOWER_REMOVED": EventKind.TASK_UPDATED,
        "TASK/REOPENED": EventKind.TASK_UPDATED,
    }
)
"""The types that have a neutral word. What is offered to agents, payments and messages to bots have none."""

CHANNELS: Mapping[str, ChannelKind] = MappingProxyType(
    {
        "CHAT": ChannelKind.CHAT,
        "EMAIL": ChannelKind.EMAIL,
        "FB_MESSENGER": ChannelKind.FACEBOOK,
        "INSTAGRAM_DIRECT": ChannelKind.INSTAGRAM,
        "PHONE_CALL": ChannelKind.PHONE,
        "SMS": ChannelKind.SMS,
        "VOICEMAIL": ChannelKind.VOICEMAIL,
        "WHATSAPP": ChannelKind.WHATSAPP,
    }
)
"""The channels of contacts, which have other words than those of items."""

_WORKS: Mapping[str, WorkKind] = MappingProxyType(
    {
        "MAIL": WorkKind.MAIL,
        "MESSAGING": WorkKind.MESSAGING,
        "TASK": WorkKind.TASK,
        "VOICE": WorkKind.VOICE,
    }
)

_ABOUT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "customer_id": ("customerId", "destinationCustomerId"),
        "merged_id": ("sourceCustomerId",),
        "ticket_id": ("conversationId", "destinationConversationId"),
        "message_id": ("messageId", "conversationItemId", "noteId"),
        "task_id": ("taskId",),
        "contact_id": ("contactId",),
        "channel": ("channel",),
        "agent_id": ("agentId",),
        "export_job_id": ("jobId",),
    }
)
"""Where the content names what an event is about; the first that is there counts."""

_ASSIGNEE = "assignee"


def entities_of(kinds: Collection[EventKind]) -> tuple[str, ...]:
    """Return which entities the stream has to be asked for to get every event of some kinds.

    All of them where that is not known: for `OTHER`, and for types that are named after no entity.
    """
    wanted = {original.partition("/")[0] for original, kind in KINDS.items() if kind in kinds}
    if EventKind.OTHER in kinds or not wanted <= set(wire.ENTITIES):
        return wire.ENTITIES
    return tuple(one for one in wire.ENTITIES if one in wanted)


def event(read: wire.Event) -> Event:
    """Read an event of any type, also of one that is new.

    A content's `assignee` is the new one. What was before, its `context`, is among the details.
    """
    content = _mapping(read.raw.get("content"))
    assignee = _mapping(content.get(_ASSIGNEE))
    found = {name: _first(content, keys) for name, keys in _ABOUT.items()}
    ids = {name: value for name, (_, value) in found.items()}
    effective_at, available_for = _time(content.get("occurredAt")), _works(content.get("availableFor"))
    used = {key for key, _ in found.values()} | ({_ASSIGNEE} if set(assignee) <= {"inboxId", "agentId"} else set())
    used |= {"occurredAt"} if effective_at is not None else set()
    used |= {"availableFor"} if available_for is not None else set()
    return Event(
        id=read.id or "",
        vendor="gladly",
        raw=read.raw,
        kind=KINDS.get(read.type or "", EventKind.OTHER),
        original_kind=read.type or "",
        occurred_at=read.timestamp,
        effective_at=effective_at,
        initiator=author(read.initiator) if read.initiator else None,
        customer_id=CustomerId(ids["customer_id"]) or None,
        merged_id=CustomerId(ids["merged_id"]) or None,
        contact_id=ContactId(ids["contact_id"]) or None,
        channel=_channel(ids["channel"]),
        available_for=available_for,
        ticket_id=TicketId(ids["ticket_id"]) or None,
        message_id=MessageId(ids["message_id"]) or None,
        task_id=TaskId(ids["task_id"]) or None,
        agent_id=AgentId(ids["agent_id"] or _first(assignee, ("agentId",))[1]) or None,
        group_id=GroupId(_first(assignee, ("inboxId",))[1]) or None,
        export_job_id=ids["export_job_id"],
        details={key: value for key, value in content.items() if key not in used},
    )


def _mapping(value: object) -> FrozenDict:
    return value if isinstance(value, FrozenDict) else EMPTY


def _channel(original: str) -> Channel | None:
    return Channel(kind=CHANNELS.get(original, ChannelKind.UNKNOWN), original=original) if original else None


def _works(value: object) -> tuple[Work, ...] | None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return None
    return tuple(Work(kind=_WORKS.get(one, WorkKind.UNKNOWN), original=one) for one in value)


def _time(value: object) -> datetime | None:
    try:
        return parse_time(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _first(content: FrozenDict, keys: tuple[str, ...]) -> tuple[str, str]:
    """Return the first key with a text, and the text; two empty ones if there is none."""
    for key in keys:
        if isinstance(value := content.get(key), str) and value:
            return key, value
    return "", ""
