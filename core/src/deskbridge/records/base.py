"""What every record has, and the open enumerations.

Enumerations are open: a value that we don't know becomes `UNKNOWN` and keeps its original beside it, never an
exception. What the vendor says and we normalise keeps both: ``Status(kind=TicketStatus.PENDING, original="WAITING")``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Final, NewType

from attrs import field, frozen

from deskbridge.records.raw import EMPTY, FrozenDict, freeze_mapping

CustomerId = NewType("CustomerId", str)
TicketId = NewType("TicketId", str)
MessageId = NewType("MessageId", str)
TopicId = NewType("TopicId", str)
AgentId = NewType("AgentId", str)
GroupId = NewType("GroupId", str)
TaskId = NewType("TaskId", str)
AnswerId = NewType("AnswerId", str)
AudienceId = NewType("AudienceId", str)
ExportJobId = NewType("ExportJobId", str)
ContactId = NewType("ContactId", str)


class Unset(Enum):
    """The mark of a field that was not given; unlike None, which empties it."""

    UNSET = "unset"

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False


UNSET: Final = Unset.UNSET


def utc(value: datetime) -> datetime:
    """Return an aware time in UTC.

    Raises:
        ValueError: The time has no zone; we don't guess one.
    """
    if value.tzinfo is None:
        msg = f"{value.isoformat()} has no time zone; give an aware datetime"
        raise ValueError(msg)
    return value.astimezone(UTC)


def utc_or_none(value: datetime | None) -> datetime | None:
    """Return an aware time in UTC, None for None."""
    return None if value is None else utc(value)


@frozen(kw_only=True, slots=True)
class Record:
    """What a vendor holds, as it was when it was read. Compares by its neutral fields, not by `raw`.

    Attributes:
        id: The vendor's own id.
        vendor: The vendor's name, such as a plugin is registered under.
        raw: The vendor's payload, unchanged and whole; empty where the record was not read from one.
    """

    id: str
    vendor: str
    raw: FrozenDict = field(default=EMPTY, converter=freeze_mapping, repr=False, eq=False)


class ChannelKind(StrEnum):
    """The way a message took."""

    EMAIL = "email"
    CHAT = "chat"
    PHONE = "phone"
    VOICEMAIL = "voicemail"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    TWITTER = "twitter"
    TELEGRAM = "telegram"
    VIBER = "viber"
    APPLE = "apple"
    GOOGLE = "google"
    CUSTOM = "custom"
    API = "api"
    UNKNOWN = "unknown"


@frozen(kw_only=True, slots=True)
class Channel:
    """The way a message took, with the vendor's own word for it."""

    kind: ChannelKind
    original: str = ""
