"""Events, as webhooks deliver them and the stream lists them: one envelope, told apart by `type`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from attrs import frozen

from deskbridge.reading import tagged_kind
from deskbridge.records import FrozenDict
from deskbridge.wire import Wire, structure
from deskbridge_gladly.wire import event_contents as contents
from deskbridge_gladly.wire.items import Communicator


@frozen(kw_only=True, slots=True)
class Event(Wire):
    """What every event has; each kind adds its `content`.

    Attributes:
        id: None with a PING only.
        timestamp: When it was recorded.
        initiator: Who began it; many kinds have none.
    """

    id: str | None = None
    type: str | None = None
    timestamp: datetime | None = None
    initiator: Communicator | None = None


@frozen(kw_only=True, slots=True)
class UnknownEvent(Event):
    """An event of a type that we don't know."""

    content: FrozenDict | None = None


@frozen(kw_only=True, slots=True)
class Ping(UnknownEvent):
    """The vendor asks whether a webhook is answered. Nothing but `type` is documented; answer with 200."""


@frozen(kw_only=True, slots=True)
class AvailabilityUpdated(Event):
    """An agent is available for something else."""

    content: contents.AvailabilityContent | None = None


@frozen(kw_only=True, slots=True)
class FocusChanged(Event):
    """An agent entered or left focus."""

    content: contents.FocusContent | None = None


@frozen(kw_only=True, slots=True)
class AgentStatusChanged(Event):
    """An agent logged in or out, went away, came back, or changed what for."""

    content: contents.AgentStatusContent | None = None


@frozen(kw_only=True, slots=True)
class AutomationMessageReceived(Event):
    """A customer wrote to a bot."""

    content: contents.AutomationContent | None = None


@frozen(kw_only=True, slots=True)
class ContactJoined(Event):
    """Somebody joined a contact."""

    content: contents.ContactContent | None = None


@frozen(kw_only=True, slots=True)
class ContactEnded(Event):
    """A contact ended."""

    content: contents.ContactEndedContent | None = None


@frozen(kw_only=True, slots=True)
class ContactFulfilled(Event):
    """A contact was fulfilled."""

    content: contents.ContactFulfilledContent | None = None


@frozen(kw_only=True, slots=True)
class ContactHold(Event):
    """A call was put on hold, or taken off."""

    content: contents.ContactHoldContent | None = None


@frozen(kw_only=True, slots=True)
class ContactMessage(Event):
    """A message was received or sent."""

    content: contents.ContactMessageContent | None = None


@frozen(kw_only=True, slots=True)
class ContactOffer(Event):
    """A contact was offered to an agent, accepted or rejected."""

    content: contents.ContactOfferContent | None = None


@frozen(kw_only=True, slots=True)
class ContactStarted(Event):
    """A contact began."""

    content: contents.ContactStartedContent | None = None


@frozen(kw_only=True, slots=True)
class ContactTransferred(Event):
    """A contact was passed on."""

    content: contents.ContactTransferredContent | None = None


@frozen(kw_only=True, slots=True)
class ConversationChanged(Event):
    """A conversation was created, closed or reopened, or has another status."""

    content: contents.ConversationContent | None = None


@frozen(kw_only=True, slots=True)
class ConversationAssigneeUpdated(Event):
    """A conversation has another assignee."""

    content: contents.ConversationAssigneeContent | None = None


@frozen(kw_only=True, slots=True)
class ConversationTopicChanged(Event):
    """A topic was added to a conversation or removed."""

    content: contents.ConversationTopicContent | None = None


@frozen(kw_only=True, slots=True)
class ConversationNoteCreated(Event):
    """A note was written."""

    content: contents.ConversationNoteContent | None = None


@frozen(kw_only=True, slots=True)
class ConversationAttributeChanged(Event):
    """A value of a custom attribute was added to a conversation or removed."""

    content: contents.ConversationAttributeContent | None = None


@frozen(kw_only=True, slots=True)
class CustomChannelMessageSent(Event):
    """An agent or a bot sent a message by a custom channel."""

    content: contents.CustomChannelContent | None = None


@frozen(kw_only=True, slots=True)
class CustomerMerged(Event):
    """A customer was merged into another, by either of the two names that this event has had."""

    content: contents.MergedContent | None = None


@frozen(kw_only=True, slots=True)
class CustomerChanged(Event):
    """A customer was created or updated."""

    content: contents.ProfileContent | None = None


@frozen(kw_only=True, slots=True)
class CustomerDeleted(Event):
    """A customer was deleted, with all conversations."""

    content: contents.ProfileContent | None = None


@frozen(kw_only=True, slots=True)
class ExportJobEnded(Event):
    """An export job was completed or failed."""

    content: contents.ExportJobContent | None = None


@frozen(kw_only=True, slots=True)
class MessageReceived(Event):
    """A message came; deprecated."""

    content: contents.MessageReceivedContent | None = None


@frozen(kw_only=True, slots=True)
class PaymentRequest(Event):
    """A payment was asked for, or the request was looked at."""

    content: contents.PaymentContent | None = None


@frozen(kw_only=True, slots=True)
class PaymentStatusChanged(Event):
    """A request for payment has another status."""

    content: contents.PaymentStatusContent | None = None


@frozen(kw_only=True, slots=True)
class TaskChanged(Event):
    """A task was created, closed, reopened or changed."""

    content: contents.TaskContent | None = None


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
