"""What conversation items hold: one class a kind, found by the content's `type`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen

from deskbridge.records import FrozenDict
from deskbridge.wire import Wire, key, structure


@frozen(kw_only=True, slots=True)
class Attachment(Wire):
    """A file of a message; its bytes are at the item's attachment operation. `file_size` is in bytes."""

    id: str | None = None
    content_type: str | None = None
    filename: str | None = None
    file_size: int | None = None


@frozen(kw_only=True, slots=True)
class Content(Wire):
    """What every kind has; by itself a kind that we don't know."""

    type: str | None = None


@frozen(kw_only=True, slots=True)
class Message(Content):
    """A message by FACEBOOK_MESSAGE, WHATSAPP, INSTAGRAM_DIRECT, SMS or TWITTER, in plain text."""

    content: str | None = None
    attachments: tuple[Attachment, ...] | None = None


@frozen(kw_only=True, slots=True)
class ChatMessage(Message):
    """A chat message.

    Attributes:
        message_type: TEXT, QUICK_REPLY_REQUEST or QUICK_REPLY_RESPONSE; TEXT where it is missing.
        message_data: The options, or the option that was chosen.
    """

    message_type: str | None = None
    session_id: str | None = None
    message_data: FrozenDict | None = None


@frozen(kw_only=True, slots=True)
class EmailMessage(Message):
    """A mail. `content` is documented as plain text; HTML comes all the same. The addresses stay in `raw`."""

    subject: str | None = None


@frozen(kw_only=True, slots=True)
class Note(Content):
    """A note of a conversation, in plain or rich text."""

    body: str | None = None
    attachments: tuple[Attachment, ...] | None = None


@frozen(kw_only=True, slots=True)
class Activity(Content):
    """Something the customer did elsewhere; `body` is plain or rich text, the times stay in `raw`."""

    activity_type: str | None = None
    title: str | None = None
    body: str | None = None


@frozen(kw_only=True, slots=True)
class Call(Content):
    """A phone call or a voicemail.

    Attributes:
        from_number: E.164, like `to_number`; not with a voicemail.
        started_at: As it came, like the other times.
        recording_status: AVAILABLE, DELETED or ERROR.
        recording_url: A path on the API's host, only when AVAILABLE. Older answers spell it ``recordingURL``; that,
            and the duration (a number or digits in a text, in seconds), stays in `raw`.
    """

    from_number: str | None = key("from", default=None)
    to_number: str | None = key("to", default=None)
    started_at: str | None = None
    answered_at: str | None = None
    completed_at: str | None = None
    recording_status: str | None = None
    recording_url: str | None = None


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
class CustomFile(Wire):
    """A file of a custom channel; its address is public."""

    url: str | None = None
    file_name: str | None = None


@frozen(kw_only=True, slots=True)
class CustomText(Wire):
    """The inner content of a custom channel's message: a text, or files with a caption."""

    text: str | None = None
    caption: str | None = None
    files: tuple[CustomFile, ...] | None = None


@frozen(kw_only=True, slots=True)
class CustomChannelMessage(Content):
    """A message by a custom channel. Its `type` is TEXT or FILES, so it is known by `custom_channel_id`."""

    custom_channel_id: str
    content: CustomText | None = None
    session_id: str | None = None


CONTENTS: Mapping[str, type[Content]] = MappingProxyType(
    {
        "CHAT_MESSAGE": ChatMessage,
        "EMAIL": EmailMessage,
        "SMS": Message,
        "FACEBOOK_MESSAGE": Message,
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
"""The documented kinds. Any other is a plain `Content`, with all it has in `raw`."""


def read_content(content: FrozenDict) -> Content:
    """Type an item's content by its kind.

    Raises:
        MalformedAnswerError: A field has another shape than documented.
    """
    if content.get("customChannelId") is not None:
        return structure(content, CustomChannelMessage, vendor="gladly", operation="items.content")
    kind = content.get("type")
    known = CONTENTS.get(kind, Content) if isinstance(kind, str) else Content
    return structure(content, known, vendor="gladly", operation="items.content")
