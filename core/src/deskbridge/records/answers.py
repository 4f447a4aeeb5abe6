"""Answers: what agents and customers read again and again, as an article or a canned reply."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from deskbridge.records.base import AudienceId, Record, utc_or_none


class ContentKind(StrEnum):
    """Whom a content of an answer is for.

    `PUBLIC`: customers read it themselves. `EMAIL`, `CHAT`, `SMS`, `SOCIAL`, `VOICE`: agents send or say it there.
    """

    PUBLIC = "public"
    EMAIL = "email"
    CHAT = "chat"
    SMS = "sms"
    SOCIAL = "social"
    VOICE = "voice"
    UNKNOWN = "unknown"


@frozen(kw_only=True, slots=True)
class AnswerContent:
    """The words of an answer in one language for one use.

    Attributes:
        language: A language tag in lower case, such as ``en-us``.
        kind: Whom it is for; `original_kind` is the vendor's word.
        title: A title or subject; "" if there is none.
        text: As plain text; "" where there is none.
        html: As HTML; hostile, sanitise before showing; "" where there is none.
    """

    language: str
    kind: ContentKind
    original_kind: str = ""
    title: str = ""
    text: str = ""
    html: str = ""


@frozen(kw_only=True, slots=True)
class Answer(Record):
    """An answer with its contents.

    Attributes:
        name: As agents find it.
        description: What it is for; "" if nobody said.
        audience_ids: Which brands or segments it is for; none means all, or what the vendor takes that to mean.
        contents: Its words, where the vendor gives them with it.
        category: Under which heading agents find it; "" if under none.
        created_at: None where the vendor does not say.
        updated_at: None where the vendor does not say.
    """

    name: str
    description: str = ""
    audience_ids: tuple[AudienceId, ...] = field(default=(), converter=tuple[AudienceId, ...])
    contents: tuple[AnswerContent, ...] = field(default=(), converter=tuple[AnswerContent, ...])
    created_at: datetime | None = field(default=None, converter=utc_or_none)
    updated_at: datetime | None = field(default=None, converter=utc_or_none)
    category: str = ""


@frozen(kw_only=True, slots=True)
class Audience(Record):
    """A brand or segment that answers are for."""

    name: str
