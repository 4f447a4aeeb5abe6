"""What conversation items hold: one class a kind, found by the content's `type`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen

from deskbridge.records import FrozenDict
from deskbridge.wire import Wire, key, structure
from deskbridge_gladly.wire.custom_channels import CustomStatus, CustomText


@frozen(kw_only=True, slots=True)
class Attachment(Wire):
    """A file of a message; its bytes are at the item's attachment operation. `file_size` is in bytes."""

    id: str | None = None
    content_type: str | None = None
    filename: str | None = None
    file_size: int | None = None


@frozen(kw_only=True, slots=True)
class Content(Wire):
    """What every kind has."""

    type: str | None = None


@frozen(kw_only=True, slots=True)
class UnknownContent(Content):
    """A content of a kind that we don't know, or of none, with all it has in `raw`."""


@frozen(kw_only=True, slots=True)
class Message(Content):
    """A message by WHATSAPP, INSTAGRAM_DIRECT or TWITTER, in plain text; what all messages have."""

    content: str | None = None
    attachments: tuple[Attachment, ...] | None = None


@frozen(kw_only=True, slots=True)
class Option(Wire):
    """A quick reply to choose."""

    id: str | None = None
    label: str | None = None


@frozen(kw_only=True, slots=True)
class QuickReplyRequest(Wire):
    """The quick replies that were offered."""

    options: tuple[Option, ...] | None = None


@frozen(kw_only=True, slots=True)
class QuickReplyData(Wire):
    """What a chat message with quick replies holds beside its text.

    Attributes:
        options: Of a request: what is offered.
        quick_reply_request: Of a response: a copy of the request.
        request_message_id: Of a response: the id of the request.
        selected_option_id: Of a response: what was chosen.
    """

    options: tuple[Option, ...] | None = None
    quick_reply_request: QuickReplyRequest | None = None
    request_message_id: str | None = None
    selected_option_id: str | None = None


@frozen(kw_only=True, slots=True)
class ChatMessage(Message):
    """A chat message.

    Attributes:
        message_type: TEXT, QUICK_REPLY_REQUEST or QUICK_REPLY_RESPONSE; TEXT where it is missing.
        message_data: Of the latter two.
    """

    message_type: str | None = None
    session_id: str | None = None
    message_data: QuickReplyData | None = None


@frozen(kw_only=True, slots=True)
class EmailMessage(Message):
    """A mail. `content` is documented as plain text; HTML comes all the same."""

    subject: str | None = None
    from_address: str | None = key("from", default=None)
    to: tuple[str, ...] | None = None
    cc: tuple[str, ...] | None = None
    bcc: tuple[str, ...] | None = None


@frozen(kw_only=True, slots=True)
class SmsMessage(Message):
    """An SMS; both numbers in E.164."""

    from_number: str | None = key("from", default=None)
    to_number: str | None = key("to", default=None)


@frozen(kw_only=True, slots=True)
class FacebookMessage(Message):
    """A message by Facebook Messenger."""

    page_id: str | None = None
    user_id: str | None = None


@frozen(kw_only=True, slots=True)
class Note(Content):
    """A note of a conversation, in plain or rich text."""

    body: str | None = None
    attachments: tuple[Attachment, ...] | None = None


@frozen(kw_only=True, slots=True)
class Link(Wire):
    """Where there is more of an activity."""

    url: str | None = None
    text: str | None = None


@frozen(kw_only=True, slots=True)
class Activity(Content):
    """Something the customer did elsewhere; `body` is plain or rich text.

    Attributes:
        source_name: The system it comes from.
        occurred_at: As it came, like the other time; missing where nobody said.
        received_at: When Gladly first had it.
    """

    activity_type: str | None = None
    title: str | None = None
    body: str | None = None
    source_name: str | None = None
    link: Link | None = None
    occurred_at: str | None = None
    received_at: str | None = None


@frozen(kw_only=True, slots=True)
class RecordingSummary(Wire):
    """What an AI made of a recording: `status` FAILED, READY, PENDING, or REDACTED once the recording was deleted."""

    language: str | None = None
    status: str | None = None
    summary: str | None = None


@frozen(kw_only=True, slots=True)
class Call(Content):
    """A phone call or a voicemail.

    Attributes:
        from_number: E.164, like `to_number`; not with a voicemail.
        started_at: As it came, like the other times.
        recording_status: AVAILABLE, DELETED or ERROR.
        recording_url: A path on the API's host, only when AVAILABLE. Older answers spell it ``recordingURL``; that
            stays in `raw`.
    """

    from_number: str | None = key("from", default=None)
    to_number: str | None = key("to", default=None)
    started_at: str | None = None
    answered_at: str | None = None
    completed_at: str | None = None
    recording_status: str | None = None
    recording_url: str | None = None
    recording_summary: RecordingSummary | None = None

    @property
    def recording_seconds(self) -> int | None:
        """How long the recording is; None where it is not told. Gladly tells it as a number or as digits in a text."""
        value = self.raw.get("recordingDuration")
        if isinstance(value, str) and value.isascii() and value.isdecimal():
            return int(value)
        return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


@frozen(kw_only=True, slots=True)
class VoiceAiMessage(Content):
    """One spoken message of a voice AI session. `status` is PLAYED or INTERRUPTED if it was spoken to the customer."""

    company_number: str | None = None
    customer_number: str | None = None
    body: str | None = None
    status: str | None = None


@frozen(kw_only=True, slots=True)
class TopicChange(Content):
    """Topics were added to or removed from the conversation; either list may be missing."""

    added_topic_ids: tuple[str, ...] | None = None
    removed_topic_ids: tuple[str, ...] | None = None


@frozen(kw_only=True, slots=True)
class StatusChange(Content):
    """The conversation was opened or closed."""

    status: str | None = None


@frozen(kw_only=True, slots=True)
class CustomChannelMessage(Content):
    """A message by a custom channel. Its `type` is TEXT or FILES, so it is known by `custom_channel_id`.

    Attributes:
        company_address: The entry point in Gladly.
        customer_address: The customer's address on that channel.
        group_id: Only where the channel is configured for message groups.
    """

    custom_channel_id: str
    content: CustomText | None = None
    session_id: str | None = None
    company_address: str | None = None
    customer_address: str | None = None
    group_id: str | None = None
    group_name: str | None = None
    status: CustomStatus | None = None


ItemContent = (
    ChatMessage
    | EmailMessage
    | SmsMessage
    | FacebookMessage
    | Message
    | Call
    | TopicChange
    | StatusChange
    | Note
    | Activity
    | VoiceAiMessage
    | CustomChannelMessage
    | UnknownContent
)
"""Every kind that an item's content may be of, told apart by its `type`; of a custom channel by its id."""

CONTENTS: Mapping[str, type[ItemContent]] = MappingProxyType(
    {
        "CHAT_MESSAGE": ChatMessage,
        "EMAIL": EmailMessage,
        "SMS": SmsMessage,
        "FACEBOOK_MESSAGE": FacebookMessage,
        "WHATSAPP": Message,
        "INSTAGRAM_DIRECT": Message,
        "TWITTER": Message,
        "PHONE_CALL": Call,
        "VOICEMAIL": Call,
        "TOPIC_CHANGE": TopicChange,
        "CONVERSATION_STATUS_CHANGE": StatusChange,
        "CONVERSATION_NOTE": Note,
        "CUSTOMER_ACTIVITY": Activity,
        "VOICE_AI_MESSAGE": VoiceAiMessage,
    }
)
"""The documented kinds by their type. Any other is an `UnknownContent`."""


def read_content(content: FrozenDict) -> ItemContent:
    """Type an item's content by its kind.

    Raises:
        MalformedAnswerError: A field has another shape than documented.
    """
    if content.get("customChannelId") is not None:
        return structure(content, CustomChannelMessage, vendor="gladly", operation="items.content")
    kind = content.get("type")
    known = CONTENTS.get(kind, UnknownContent) if isinstance(kind, str) else UnknownContent
    return structure(content, known, vendor="gladly", operation="items.content")
