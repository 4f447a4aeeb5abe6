"""What events hold: one class a shape. All of it is ids and states, never a record itself.

`context` is the state just before the event, an `assignee` beside it the new one. The specification requires some
fields that it defines nowhere, so here every field is optional.
"""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import FrozenDict
from deskbridge.wire import Wire, key
from deskbridge_gladly.wire.custom_channels import CustomText


@frozen(kw_only=True, slots=True)
class Assignee(Wire):
    """Who has a conversation, a contact or a task; `agent_id` is None while nobody has."""

    inbox_id: str | None = None
    agent_id: str | None = None


@frozen(kw_only=True, slots=True)
class Context(Wire):
    """A contact or conversation just before the event."""

    assignee: Assignee | None = None


@frozen(kw_only=True, slots=True)
class Reason(Wire):
    """Why an agent is active or away, as the organization calls it."""

    id: str | None = None
    name: str | None = None


@frozen(kw_only=True, slots=True)
class AvailabilityContent(Wire):
    """What an agent is available for now: MAIL, MESSAGING, TASK, VOICE, or nothing."""

    agent_id: str | None = None
    available_for: tuple[str, ...] | None = None
    occurred_at: datetime | None = None


@frozen(kw_only=True, slots=True)
class AvailabilityContext(Wire):
    """What an agent was available for before."""

    available_for: tuple[str, ...] | None = None


@frozen(kw_only=True, slots=True)
class FocusContent(Wire):
    """An agent who entered or left focus."""

    agent_id: str | None = None
    context: AvailabilityContext | None = None


@frozen(kw_only=True, slots=True)
class AgentStatusContent(Wire):
    """An agent who came or went. There is no `away_reason` where idling did it."""

    agent_id: str | None = None
    occurred_at: datetime | None = None
    away_at: datetime | None = None
    active_reason: Reason | None = None
    away_reason: Reason | None = None


@frozen(kw_only=True, slots=True)
class AutomationText(Wire):
    """What the customer wrote to a bot."""

    body: str | None = None


@frozen(kw_only=True, slots=True)
class AutomationMessage(Wire):
    """A customer's message to a bot; `type` is TEXT."""

    id: str | None = None
    type: str | None = None
    content: AutomationText | None = None


@frozen(kw_only=True, slots=True)
class AutomationContent(Wire):
    """A message to a bot. `context` has texts: ``URL`` and ``IsAuthenticated`` of a chat."""

    session_id: str | None = None
    channel_type: str | None = None
    customer_id: str | None = None
    conversation_id: str | None = None
    company_address: str | None = None
    context: FrozenDict | None = None
    message: AutomationMessage | None = None


@frozen(kw_only=True, slots=True)
class ContactContent(Wire):
    """A contact: one stretch of a conversation by one channel.

    Attributes:
        channel: CHAT, EMAIL, FB_MESSENGER, INSTAGRAM_DIRECT, PHONE_CALL, SMS, VOICEMAIL or WHATSAPP.
    """

    channel: str | None = None
    contact_id: str | None = None
    conversation_id: str | None = None
    customer_id: str | None = None
    context: Context | None = None


@frozen(kw_only=True, slots=True)
class ContactEndedContent(ContactContent):
    """How a contact ended: `status` ABANDONED, ANSWERED, UNANSWERED or UNKNOWN."""

    reason: str | None = None
    status: str | None = None


@frozen(kw_only=True, slots=True)
class ContactFulfilledContent(ContactContent):
    """How a contact was fulfilled: CANCELED or RESPONDED."""

    fulfilled_type: str | None = None


@frozen(kw_only=True, slots=True)
class ContactHoldContent(ContactContent):
    """Why a call is or was on hold: COLD_TRANSFER, CONFERENCE, MANUAL or WARM_TRANSFER."""

    reason: str | None = None


@frozen(kw_only=True, slots=True)
class ContactMessageContent(ContactContent):
    """A message came or went; `message_id` is the conversation item's."""

    message_id: str | None = None


@frozen(kw_only=True, slots=True)
class ContactOfferContent(ContactContent):
    """An agent was offered a contact, took it, or did not.

    Attributes:
        reason: Why not: DECLINED, MISSED or ``DEVICE ERROR`` (with a blank, unlike elsewhere).
        match_reasons: What made the agent a match.
    """

    agent_id: str | None = None
    reason: str | None = None
    match_reasons: tuple[str, ...] | None = None


@frozen(kw_only=True, slots=True)
class ContactStartedContent(ContactContent):
    """A contact began; its `context` is the state at that time, not before it.

    Attributes:
        entry_point: The address or number that the customer reached.
        final_ivr_selection: The last choice in the voice menu.
    """

    due_at: datetime | None = None
    entry_point: str | None = None
    final_ivr_selection: str | None = key("finalIVRSelection", default=None)


@frozen(kw_only=True, slots=True)
class ContactTransferredContent(ContactContent):
    """A contact was passed on: `transfer_type` COLD or WARM, `reason` AUTOMATION, MANUAL, MERGE or UNKNOWN."""

    transfer_type: str | None = None
    reason: str | None = None
    assignee: Assignee | None = None


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
class CustomChannelContent(Wire):
    """A message to hand to a customer by a custom channel.

    Attributes:
        message_id: The conversation item's id.
        type: TEXT or FILES.
        content: Its files need our Basic credentials to be fetched, unlike those of a conversation item.
    """

    custom_channel_id: str | None = None
    company_address: str | None = None
    customer_address: str | None = None
    conversation_id: str | None = None
    customer_id: str | None = None
    group_id: str | None = None
    group_name: str | None = None
    session_id: str | None = None
    message_id: str | None = None
    type: str | None = None
    content: CustomText | None = None


@frozen(kw_only=True, slots=True)
class MergedContent(Wire):
    """Two customers became one: the source is gone, the destination stays; so with their open conversations."""

    destination_customer_id: str | None = None
    destination_conversation_id: str | None = None
    source_customer_id: str | None = None
    source_conversation_id: str | None = None


@frozen(kw_only=True, slots=True)
class ProfileContent(Wire):
    """A customer."""

    customer_id: str | None = None


@frozen(kw_only=True, slots=True)
class ExportJobContent(Wire):
    """An export job."""

    job_id: str | None = None


@frozen(kw_only=True, slots=True)
class MessageReceivedContent(Wire):
    """A message that came; deprecated for a contact's message."""

    conversation_id: str | None = None
    conversation_item_id: str | None = None
    customer_id: str | None = None


@frozen(kw_only=True, slots=True)
class PaymentContext(Wire):
    """What is to be paid; `monetary_unit` is the amount."""

    currency: str | None = None
    monetary_unit: float | None = None


@frozen(kw_only=True, slots=True)
class PaymentContent(Wire):
    """A request for payment."""

    contact_id: str | None = None
    customer_id: str | None = None
    conversation_id: str | None = None
    payment_request_id: str | None = None
    context: PaymentContext | None = None


@frozen(kw_only=True, slots=True)
class PaymentStatusContent(PaymentContent):
    """Each status is COMPLETED, DECLINED, ERROR, REQUESTING, SUBMITTED or TIMED_OUT."""

    old_status: str | None = None
    new_status: str | None = None


@frozen(kw_only=True, slots=True)
class TaskContext(Wire):
    """A task just before the event."""

    assignee: Assignee | None = None
    due_at: datetime | None = None
    created_at: datetime | None = None


@frozen(kw_only=True, slots=True)
class TaskContent(Wire):
    """A task, and what is new about it.

    Attributes:
        assignee: The new one.
        comment_id: The comment that was added.
        agent_id: The follower who was added or removed.
        due_at: The new time.
    """

    customer_id: str | None = None
    task_id: str | None = None
    assignee: Assignee | None = None
    comment_id: str | None = None
    agent_id: str | None = None
    due_at: datetime | None = None
    context: TaskContext | None = None
