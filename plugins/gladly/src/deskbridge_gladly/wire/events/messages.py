"""Messages outside of contacts: those to bots, those by custom channels, and the older form of one that came."""

from __future__ import annotations

from attrs import frozen

from deskbridge.records import FrozenDict
from deskbridge.wire import Wire
from deskbridge_gladly.wire.custom_channels import CustomText
from deskbridge_gladly.wire.events.envelope import Event


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
class MessageReceivedContent(Wire):
    """A message that came; deprecated for a contact's message."""

    conversation_id: str | None = None
    conversation_item_id: str | None = None
    customer_id: str | None = None


@frozen(kw_only=True, slots=True)
class AutomationMessageReceived(Event):
    """A customer wrote to a bot."""

    content: AutomationContent | None = None


@frozen(kw_only=True, slots=True)
class CustomChannelMessageSent(Event):
    """An agent or a bot sent a message by a custom channel."""

    content: CustomChannelContent | None = None


@frozen(kw_only=True, slots=True)
class MessageReceived(Event):
    """A message came; deprecated."""

    content: MessageReceivedContent | None = None
