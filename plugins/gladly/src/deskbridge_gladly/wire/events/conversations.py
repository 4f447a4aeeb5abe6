"""Conversations: their states, assignees, topics, notes and custom attributes."""

from __future__ import annotations

from attrs import frozen

from deskbridge.wire import Wire
from deskbridge_gladly.wire.events.envelope import Assignee, Context, Event


@frozen(kw_only=True, slots=True)
class ConversationContent(Wire):
    """A conversation."""

    customer_id: str | None = None
    conversation_id: str | None = None
    context: Context | None = None


@frozen(kw_only=True, slots=True)
class ConversationAssigneeContent(ConversationContent):
    """A conversation's new assignee, and one of 16 reasons, such as MANUAL."""

    reason: str | None = None
    assignee: Assignee | None = None


@frozen(kw_only=True, slots=True)
class ConversationTopicContent(ConversationContent):
    """A topic that was added or removed."""

    topic_id: str | None = None


@frozen(kw_only=True, slots=True)
class ConversationNoteContent(ConversationContent):
    """A note that was written."""

    note_id: str | None = None


@frozen(kw_only=True, slots=True)
class ConversationAttributeContent(ConversationContent):
    """A value of a custom attribute that was added or removed."""

    custom_attribute_id: str | None = None
    custom_attribute_key: str | None = None
    custom_attribute_value: str | None = None


@frozen(kw_only=True, slots=True)
class ConversationChanged(Event):
    """A conversation was created, closed or reopened, or has another status."""

    content: ConversationContent | None = None


@frozen(kw_only=True, slots=True)
class ConversationAssigneeUpdated(Event):
    """A conversation has another assignee."""

    content: ConversationAssigneeContent | None = None


@frozen(kw_only=True, slots=True)
class ConversationTopicChanged(Event):
    """A topic was added to a conversation or removed."""

    content: ConversationTopicContent | None = None


@frozen(kw_only=True, slots=True)
class ConversationNoteCreated(Event):
    """A note was written."""

    content: ConversationNoteContent | None = None


@frozen(kw_only=True, slots=True)
class ConversationAttributeChanged(Event):
    """A value of a custom attribute was added to a conversation or removed."""

    content: ConversationAttributeContent | None = None
