"""Canned replies. Source: both official SDKs."""

from __future__ import annotations

from attrs import frozen

from deskbridge.records import UNSET, FrozenDict, Unset
from deskbridge.wire import Wire, optional
from deskbridge_glassix.wire.nothing import NO_TEXT


@frozen(kw_only=True, slots=True)
class CannedReply(Wire):
    """A text that agents send often.

    Attributes:
        auto_tags: What a ticket is tagged with when it is used.
        rank: Its place among the others.
        attachments: Of a shape that no source tells.
    """

    id: int
    title: str | None = None
    text: str | None = None
    html: str | None = None
    rank: int | None = None
    auto_tags: tuple[str, ...] | None = None
    category_name: str | None = optional(NO_TEXT)
    culture: str | None = None
    is_published: bool | None = None
    is_suggested: bool | None = None
    is_included_in_agent_suggestions: bool | None = None
    attachments: tuple[FrozenDict, ...] | None = None


@frozen(kw_only=True, slots=True)
class NewCannedReply(Wire):
    """A canned reply to add.

    Attributes:
        id: 0, as in the vendor's example: the vendor makes one (inferred).
    """

    title: str
    text: str | Unset = UNSET
    html: str | Unset = UNSET
    id: int = 0
    rank: int | Unset = UNSET
    auto_tags: tuple[str, ...] | Unset = UNSET
    category_name: str | Unset = UNSET
    culture: str | Unset = UNSET
    is_published: bool | Unset = UNSET
    is_suggested: bool | Unset = UNSET
    is_included_in_agent_suggestions: bool | Unset = UNSET
    attachments: tuple[FrozenDict, ...] | Unset = UNSET
