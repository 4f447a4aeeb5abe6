"""Events, as webhooks deliver them and the stream lists them, told apart by `type`; one module an area."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from deskbridge.reading import tagged_kind
from deskbridge.wire import structure
from deskbridge_gladly.wire.events.agents import AgentStatusChanged, AvailabilityUpdated, FocusChanged
from deskbridge_gladly.wire.events.contacts import (
    ContactEnded,
    ContactFulfilled,
    ContactHold,
    ContactJoined,
    ContactMessage,
    ContactOffer,
    ContactStarted,
    ContactTransferred,
)
from deskbridge_gladly.wire.events.conversations import (
    ConversationAssigneeUpdated,
    ConversationAttributeChanged,
    ConversationChanged,
    ConversationNoteCreated,
    ConversationTopicChanged,
)
from deskbridge_gladly.wire.events.customers import (
    CustomerChanged,
    CustomerDeleted,
    CustomerMerged,
    PaymentRequest,
    PaymentStatusChanged,
)
from deskbridge_gladly.wire.events.envelope import Event, Ping, UnknownEvent
from deskbridge_gladly.wire.events.exports import ExportJobEnded
from deskbridge_gladly.wire.events.messages import AutomationMessageReceived, CustomChannelMessageSent, MessageReceived
from deskbridge_gladly.wire.events.tasks import TaskChanged

__all__ = [
    "ENTITIES",
    "EVENTS",
    "AgentStatusChanged",
    "AutomationMessageReceived",
    "AvailabilityUpdated",
    "ContactEnded",
    "ContactFulfilled",
    "ContactHold",
    "ContactJoined",
    "ContactMessage",
    "ContactOffer",
    "ContactStarted",
    "ContactTransferred",
    "ConversationAssigneeUpdated",
    "ConversationAttributeChanged",
    "ConversationChanged",
    "ConversationNoteCreated",
    "ConversationTopicChanged",
    "CustomChannelMessageSent",
    "CustomerChanged",
    "CustomerDeleted",
    "CustomerMerged",
    "Event",
    "ExportJobEnded",
    "FocusChanged",
    "MessageReceived",
    "PaymentRequest",
    "PaymentStatusChanged",
    "Ping",
    "TaskChanged",
    "UnknownEvent",
    "read_event",
]

EVENTS: Mapping[str, type[Event]] = MappingProxyType(
    {
        "AGENT_AVAILABILITY/FOCUS_ENTERED": FocusChanged,
        "AGENT_AVAILABILITY/FOCUS_EXITED": FocusChanged,
        "AGENT_AVAILABILITY/UPDATED": AvailabilityUpdated,
        "AGENT_STATUS/CHANGED_ACTIVE_REASON": AgentStatusChanged,
        "AGENT_STATUS/LOGGED_IN": AgentStatusChanged,
        "AGENT_STATUS/LOGGED_OUT": AgentStatusChanged,
        "AGENT_STATUS/RETURNED_FROM_AWAY": AgentStatusChanged,
        "AGENT_STATUS/WENT_AWAY": AgentStatusChanged,
        "AUTOMATION/MESSAGE_RECEIVED": AutomationMessageReceived,
        "CONTACT/ENDED": ContactEnded,
        "CONTACT/FULFILLED": ContactFulfilled,
        "CONTACT/HOLD_ENDED": ContactHold,
        "CONTACT/HOLD_STARTED": ContactHold,
        "CONTACT/JOINED": ContactJoined,
        "CONTACT/MESSAGE_RECEIVED": ContactMessage,
        "CONTACT/MESSAGE_SENT": ContactMessage,
        "CONTACT/OFFERED": ContactOffer,
        "CONTACT/OFFER_ACCEPTED": ContactOffer,
        "CONTACT/OFFER_REJECTED": ContactOffer,
        "CONTACT/STARTED": ContactStarted,
        "CONTACT/TRANSFERRED": ContactTransferred,
        "CONVERSATION/CLOSED": ConversationChanged,
        "CONVERSATION/CREATED": ConversationChanged,
        "CONVERSATION/CUSTOM_ATTRIBUTE_ADDED": ConversationAttributeChanged,
        "CONVERSATION/CUSTOM_ATTRIBUTE_REMOVED": ConversationAttributeChanged,
        "CONVERSATION/NOTE_CREATED": ConversationNoteCreated,
        "CONVERSATION/REOPENED": ConversationChanged,
        "CONVERSATION/TOPIC_ADDED": ConversationTopicChanged,
        "CONVERSATION/TOPIC_REMOVED": ConversationTopicChanged,
        "CONVERSATION_ASSIGNEE/UPDATED": ConversationAssigneeUpdated,
        "CONVERSATION_STATUS/UPDATED": ConversationChanged,
        "CUSTOMER/MERGED": CustomerMerged,
        "CUSTOMER_PROFILE/CREATED": CustomerChanged,
        "CUSTOMER_PROFILE/DELETED": CustomerDeleted,
        "CUSTOMER_PROFILE/MERGED": CustomerMerged,
        "CUSTOMER_PROFILE/UPDATED": CustomerChanged,
        "CUSTOM_CHANNEL/MESSAGE_SENT": CustomChannelMessageSent,
        "EXPORT_JOB/COMPLETED": ExportJobEnded,
        "EXPORT_JOB/FAILED": ExportJobEnded,
        "MESSAGE/RECEIVED": MessageReceived,
        "PAYMENT_REQUEST/CREATED": PaymentRequest,
        "PAYMENT_REQUEST/STATUS_CHANGED": PaymentStatusChanged,
        "PAYMENT_REQUEST/VIEWED": PaymentRequest,
        "PING": Ping,
        "TASK/ASSIGNEE_UPDATED": TaskChanged,
        "TASK/CLOSED": TaskChanged,
        "TASK/COMMENT_ADDED": TaskChanged,
        "TASK/CONTENT_UPDATED": TaskChanged,
        "TASK/CREATED": TaskChanged,
        "TASK/DUE_DATE_UPDATED": TaskChanged,
        "TASK/FOLLOWER_ADDED": TaskChanged,
        "TASK/FOLLOWER_REMOVED": TaskChanged,
        "TASK/REOPENED": TaskChanged,
    }
)
"""Every documented type of event. Any other is an `UnknownEvent`."""

ENTITIES = (
    "AGENT_AVAILABILITY",
    "AGENT_STATUS",
    "CONTACT",
    "CONVERSATION",
    "CUSTOMER",
    "CUSTOMER_PROFILE",
    "PAYMENT_REQUEST",
    "TASK",
)
"""What the stream can be asked for; which of them bring custom channels and assignees is not documented."""


def read_event(body: Any) -> Event:
    """Type an event by its kind.

    Raises:
        MalformedAnswerError: A field has another shape than documented.
    """
    return structure(body, tagged_kind(body, "type", EVENTS, UnknownEvent), vendor="gladly", operation="events.read")
