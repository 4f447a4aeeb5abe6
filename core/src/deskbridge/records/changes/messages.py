"""Messages: those to send, to note down, and those of the past."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import evolve, field, fields, frozen

from deskbridge.records.base import Channel, ChannelKind, utc, utc_or_none
from deskbridge.records.messages import Attachment, Author, BodyFormat, Direction, Message, MessageKind, Visibility
from deskbridge.records.raw import EMPTY, FrozenDict, freeze_mapping


@frozen(kw_only=True, slots=True)
class NewMessage:
    """A message to send to the customer now."""

    about: ClassVar[str] = "message"

    text: str = ""
    html: str = ""


@frozen(kw_only=True, slots=True)
class NewNote:
    """A note that only the helpdesk sees."""

    about: ClassVar[str] = "message"

    text: str = ""
    html: str = ""


@frozen(kw_only=True, slots=True)
class NewDirectMessage:
    """A message to send now to an address, outside any ticket.

    Attributes:
        channel: The way it shall take.
        to: The address it goes to: a phone number as E.164, or as the vendor knows the person on that channel.
        sender: The address it is from: one that the helpdesk owns.
        text: At least this or an attachment; some channels take approved texts only.
        attachment_urls: Where files are that go with it; the vendor fetches them.
    """

    about: ClassVar[str] = "direct_message"

    channel: ChannelKind
    to: str
    sender: str
    text: str
    attachment_urls: tuple[str, ...] = field(default=(), converter=tuple[str, ...])


@frozen(kw_only=True, slots=True)
class NewActivity:
    """Something a customer did elsewhere, put on the customer's timeline; it is never sent to anybody.

    Attributes:
        title: At most what the vendor takes (declared as the capability's limit).
        kind: The vendor's word for what it was, such as ``EMAIL`` or ``SURVEY``.
        id: An id of ours, where the vendor takes one.
    """

    about: ClassVar[str] = "activity"

    title: str
    text: str = ""
    kind: str = "EMAIL"
    source_name: str = ""
    link_url: str = ""
    link_text: str = ""
    occurred_at: datetime | None = field(default=None, converter=utc_or_none)
    id: str | None = None


@frozen(kw_only=True, slots=True)
class PastMessage:
    """A message of the past, imported silently: it is never sent to anybody.

    Attributes:
        external_id: Its id at the source. It is how an import whose outcome is unknown is found again, so it must not
            be empty.
    """

    about: ClassVar[str] = "message"

    external_id: str
    kind: MessageKind
    direction: Direction
    visibility: Visibility
    author: Author
    created_at: datetime = field(converter=utc)
    text: str = ""
    html: str = ""
    body_format: BodyFormat = BodyFormat.TEXT
    channel: Channel | None = None
    subject: str = ""
    attachments: tuple[Attachment, ...] = field(default=(), converter=tuple[Attachment, ...])
    details: FrozenDict = field(default=EMPTY, converter=freeze_mapping)


def restored(held: Message, past: PastMessage) -> Message:
    """Return a message with all that a past message says, and its own id, vendor, `raw`, ticket and customer."""
    return evolve(held, **{one.name: getattr(past, one.name) for one in fields(PastMessage)})
