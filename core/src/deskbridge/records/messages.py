"""Messages: what was said, written, noted or done in a ticket."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from deskbridge.records.base import Channel, CustomerId, Record, TicketId, utc_or_none
from deskbridge.records.raw import EMPTY, FrozenDict, freeze_mapping


class MessageKind(StrEnum):
    """What kind of entry it is.

    `ACTIVITY` is something the customer did elsewhere; `EVENT` something that happened to the ticket, such as a
    change of status, of topics or of the owner.
    """

    MESSAGE = "message"
    NOTE = "note"
    CALL = "call"
    VOICEMAIL = "voicemail"
    ACTIVITY = "activity"
    EVENT = "event"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """Who it came from: the customer (`INBOUND`), the helpdesk (`OUTBOUND`), or neither (`INTERNAL`)."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"
    UNKNOWN = "unknown"


class Visibility(StrEnum):
    """Who can see it: the customer too (`PUBLIC`), or the helpdesk only (`PRIVATE`)."""

    PUBLIC = "public"
    PRIVATE = "private"


class BodyFormat(StrEnum):
    """Which of a message's two bodies is the original; the other one was made from it."""

    TEXT = "text"
    HTML = "html"
    NONE = "none"


class AuthorKind(StrEnum):
    """What kind of author it is."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"
    API = "api"
    UNKNOWN = "unknown"


@frozen(kw_only=True, slots=True)
class Author:
    """Who wrote or did it.

    Attributes:
        kind: What it is.
        id: The vendor's id of the customer or agent, "" where unknown. It may be nobody's any more.
        name: As the vendor gives it with the message, "" if it doesn't.
        original: The vendor's own word for the kind.
    """

    kind: AuthorKind
    id: str = ""
    name: str = ""
    original: str = ""


@frozen(kw_only=True, slots=True)
class Attachment:
    """A file that hangs on a message; its bytes are elsewhere.

    Attributes:
        name: The file's name as the vendor gives it: hostile, never a path to write to.
        content_type: "" where unknown.
        size_bytes: None where unknown.
        id: The vendor's id, "" if it has none.
        url: Where the bytes are, "" where only the id leads there. It may need credentials and may expire.
    """

    name: str
    content_type: str = ""
    size_bytes: int | None = None
    id: str = ""
    url: str = ""


@frozen(kw_only=True, slots=True)
class Message(Record):
    """One entry of a ticket's history.

    Attributes:
        kind: What it is; `original_kind` is the vendor's word.
        direction: Who it came from.
        visibility: Who can see it. What is not known to be public is private.
        text: As plain text; "" where there is none. HTML is never in here.
        html: As HTML, exactly as the vendor gave it: hostile, sanitise before showing; "" where there is none.
        body_format: Which of the two is the original.
        author: Who wrote or did it.
        channel: The way it took, None where it took none.
        subject: "" where there is none.
        created_at: When it was written or happened.
        attachments: Files, in order.
        ticket_id: None for what stands outside tickets.
        customer_id: None where unknown.
        external_id: The id another system gave it; "" if none.
        details: What the kind has beside, by neutral names: ``from``, ``to``, ``cc``, ``bcc``, ``started_at``,
            ``answered_at``, ``completed_at``, ``recording_url``, ``recording_status``, ``recording_seconds``,
            ``added_topic_ids``, ``removed_topic_ids``, ``status``, ``session_id``; and the vendor's own for the rest.
    """

    kind: MessageKind
    direction: Direction
    visibility: Visibility
    author: Author
    created_at: datetime | None = field(default=None, converter=utc_or_none)
    original_kind: str = ""
    text: str = ""
    html: str = ""
    body_format: BodyFormat = BodyFormat.TEXT
    channel: Channel | None = None
    subject: str = ""
    attachments: tuple[Attachment, ...] = field(default=(), converter=tuple[Attachment, ...])
    ticket_id: TicketId | None = None
    customer_id: CustomerId | None = None
    external_id: str = ""
    details: FrozenDict = field(default=EMPTY, converter=freeze_mapping)


class DeliveryKind(StrEnum):
    """How far a message came.

    `PENDING`: not handed on yet. `ACCEPTED`: by the channel's carrier. `DELIVERED`: on the recipient's device. `READ`:
    there. `REJECTED`: the carrier refused it. `FAILED`: it was lost on its way.
    """

    PENDING = "pending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    READ = "read"
    REJECTED = "rejected"
    FAILED = "failed"
    UNKNOWN = "unknown"


@frozen(kw_only=True, slots=True)
class Delivery:
    """How far a message came, with the vendor's own word for it."""

    kind: DeliveryKind
    original: str = ""


@frozen(kw_only=True, slots=True)
class DirectMessage(Record):
    """A message that was sent to an address, outside any ticket.

    Attributes:
        channel: The way it takes.
        sender: The address it is from.
        recipient: The address it goes to.
        text: As plain text; "" where there is none.
        html: As HTML: hostile, sanitise before showing; "" where there is none.
        delivery: How far it had come when this was read.
        created_at: When it was sent; None where the vendor does not say.
    """

    channel: Channel
    sender: str
    recipient: str
    text: str
    delivery: Delivery
    html: str = ""
    created_at: datetime | None = field(default=None, converter=utc_or_none)
