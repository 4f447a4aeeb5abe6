"""Conversation items: what happened on a customer's timeline, whatever its kind."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import UNSET, FrozenDict, Unset
from deskbridge.wire import Wire
from deskbridge_gladly.wire.contents import ItemContent, read_content


@frozen(kw_only=True, slots=True)
class Communicator(Wire):
    """Who began or answered an item.

    Attributes:
        id: Often, but not always, 22 characters: an AI answers as ``SIDEKICK_V2``.
        type: AGENT, API, AUTOMATION, CUSTOMER, INTERNAL, EXTERNAL, SYSTEM; any other may come.
    """

    id: str | None = None
    type: str | None = None


@frozen(kw_only=True, slots=True)
class Item(Wire):
    """One item.

    Attributes:
        conversation_id: None for what stands outside conversations, such as customer activities.
        content: As it came; `typed_content` is the value of it.
        session_id: The session it belongs to.
    """

    id: str
    content: FrozenDict
    customer_id: str | None = None
    conversation_id: str | None = None
    timestamp: datetime | None = None
    initiator: Communicator | None = None
    responder: Communicator | None = None
    session_id: str | None = None

    @property
    def typed_content(self) -> ItemContent:
        """The content as a value of its kind's class, made anew each time; an `UnknownContent` where it has none.

        Raises:
            MalformedAnswerError: A field has another shape than documented.
        """
        return read_content(self.content)


@frozen(kw_only=True, slots=True)
class ItemRef(Wire):
    """The part of an exported item that says whose it is, and when it was; the rest stays in `raw`."""

    customer_id: str | None = None
    conversation_id: str | None = None
    timestamp: datetime | None = None


@frozen(kw_only=True, slots=True)
class LinkBody(Wire):
    """A link of an activity; its text has at most 50 characters."""

    url: str
    text: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class ActivityBody(Wire):
    """The content of a customer activity to create.

    Attributes:
        activity_type: EMAIL, ISSUE, SMS or SURVEY: it decides the icon, nothing is sent.
        title: At most 100 characters.
        body: Plain or rich text, at most 25,000 characters.
        source_name: At most 50 characters.
        occurred_at: At most a year ago.
    """

    activity_type: str
    type: str = "CUSTOMER_ACTIVITY"
    title: str | Unset = UNSET
    body: str | Unset = UNSET
    source_name: str | Unset = UNSET
    link: LinkBody | Unset = UNSET
    occurred_at: datetime | Unset = UNSET


@frozen(kw_only=True, slots=True)
class CustomerBody(Wire):
    """Whose timeline an item goes to: exactly one of the two; an unknown one becomes a customer."""

    email_address: str | Unset = UNSET
    mobile_phone: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class ItemBody(Wire):
    """An item to create.

    Attributes:
        id: URL safe, under 50 characters.
        customer: Only where the item is not created below a customer's id.
    """

    content: ActivityBody
    id: str | Unset = UNSET
    customer: CustomerBody | Unset = UNSET


@frozen(kw_only=True, slots=True)
class QuickReplyOption(Wire):
    """A choice to offer; `id` is of ``a-zA-Z0-9-_``, `label` has at most 50 characters."""

    id: str
    label: str


@frozen(kw_only=True, slots=True)
class QuickReplies(Wire):
    """1 to 10 choices."""

    options: tuple[QuickReplyOption, ...]


@frozen(kw_only=True, slots=True)
class ReplyContent(Wire):
    """What to answer a customer's message with.

    Attributes:
        type: CHAT_MESSAGE, EMAIL, FACEBOOK_MESSAGE, INSTAGRAM_DIRECT, SMS or WHATSAPP: the type of what is answered.
        body: HTML of a mail, else plain text; at most 2,048 characters, though of which types is not documented.
        body_plain: The plain text of a mail.
        message_type: Of a chat: TEXT or QUICK_REPLY_REQUEST, which needs `message_data`.
    """

    type: str
    body: str
    body_plain: str | Unset = UNSET
    message_type: str | Unset = UNSET
    message_data: QuickReplies | Unset = UNSET


@frozen(kw_only=True, slots=True)
class ReplyBody(Wire):
    """A reply to send."""

    content: ReplyContent


@frozen(kw_only=True, slots=True)
class Paragraph(Wire):
    """What one speaker said.

    Attributes:
        speaker: A number from 0.
        start_time: In seconds from the beginning of the recording, like `end_time`.
    """

    transcript: str | None = None
    speaker: int | None = None
    start_time: float | None = None
    end_time: float | None = None


@frozen(kw_only=True, slots=True)
class VoiceTranscript(Wire):
    """What was said in a call or a voicemail."""

    paragraphs: tuple[Paragraph, ...] | None = None
    customer_id: str | None = None
    number_of_speakers: int | None = None
    language: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@frozen(kw_only=True, slots=True)
class NoteContentBody(Wire):
    """What a note says, in plain or rich text."""

    body: str


@frozen(kw_only=True, slots=True)
class NoteBody(Wire):
    """A note to add. The specification's schema has the text flat and its example has it inside; that is sent."""

    content: NoteContentBody
