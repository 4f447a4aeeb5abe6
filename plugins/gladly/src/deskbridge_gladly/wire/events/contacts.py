"""Contacts: each one stretch of a conversation by one channel."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.wire import Wire, key
from deskbridge_gladly.wire.events.envelope import Assignee, Context, Event


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
class ContactJoined(Event):
    """Somebody joined a contact."""

    content: ContactContent | None = None


@frozen(kw_only=True, slots=True)
class ContactEnded(Event):
    """A contact ended."""

    content: ContactEndedContent | None = None


@frozen(kw_only=True, slots=True)
class ContactFulfilled(Event):
    """A contact was fulfilled."""

    content: ContactFulfilledContent | None = None


@frozen(kw_only=True, slots=True)
class ContactHold(Event):
    """A call was put on hold, or taken off."""

    content: ContactHoldContent | None = None


@frozen(kw_only=True, slots=True)
class ContactMessage(Event):
    """A message was received or sent."""

    content: ContactMessageContent | None = None


@frozen(kw_only=True, slots=True)
class ContactOffer(Event):
    """A contact was offered to an agent, accepted or rejected."""

    content: ContactOfferContent | None = None


@frozen(kw_only=True, slots=True)
class ContactStarted(Event):
    """A contact began."""

    content: ContactStartedContent | None = None


@frozen(kw_only=True, slots=True)
class ContactTransferred(Event):
    """A contact was passed on."""

    content: ContactTransferredContent | None = None
