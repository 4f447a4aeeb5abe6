"""Freeform topics, also called custom attributes: keys whose values conversations have."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import UNSET, Unset
from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class FreeformTopic(Wire):
    """A freeform topic.

    Attributes:
        key: What conversations' values are written with.
        label: What agents see.
        created_by: A user's id.
    """

    id: str
    key: str | None = None
    label: str | None = None
    deactivated: bool | None = None
    created_at: datetime | None = None
    created_by: str | None = None


@frozen(kw_only=True, slots=True)
class FreeformValue(Wire):
    """A value of a freeform topic; a conversation may have several of the same key."""

    key: str
    value: str


@frozen(kw_only=True, slots=True)
class FreeformChange(Wire):
    """Which values a conversation gets and which it loses."""

    add: tuple[FreeformValue, ...] | Unset = UNSET
    remove: tuple[FreeformValue, ...] | Unset = UNSET
