"""Conversations."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import UNSET, Unset
from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class CustomAttribute(Wire):
    """A value of a custom attribute; one id may occur several times with different values."""

    id: str | None = None
    value: str | None = None


@frozen(kw_only=True, slots=True)
class Conversation(Wire):
    """A conversation's metadata.

    Attributes:
        status: OPEN, WAITING (for the customer) or CLOSED.
        closed_at: Only while it is closed.
    """

    id: str
    status: str | None = None
    customer_id: str | None = None
    agent_id: str | None = None
    inbox_id: str | None = None
    topic_ids: tuple[str, ...] | None = None
    custom_attributes: tuple[CustomAttribute, ...] | None = None
    created_at: datetime | None = None
    closed_at: datetime | None = None


@frozen(kw_only=True, slots=True)
class AssigneeBody(Wire):
    """Who is to have a conversation.

    Attributes:
        inbox_id: Always needed.
        agent_id: None takes it from whoever has it. What leaving it out does is not documented.
    """

    inbox_id: str
    agent_id: str | Unset | None = UNSET


@frozen(kw_only=True, slots=True)
class StatusBody(Wire):
    """The status to set.

    Attributes:
        value: OPEN or CLOSED.
        force: Close although the customer waits for an answer.
    """

    value: str
    force: bool | Unset = UNSET


@frozen(kw_only=True, slots=True)
class ConversationBody(Wire):
    """What to change of a conversation."""

    assignee: AssigneeBody | Unset = UNSET
    status: StatusBody | Unset = UNSET


@frozen(kw_only=True, slots=True)
class TopicIdsBody(Wire):
    """Topics to add to a conversation."""

    topic_ids: tuple[str, ...]
