"""Topics."""

from __future__ import annotations

from attrs import frozen

from deskbridge.records import UNSET, Unset
from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class Topic(Wire):
    """A topic; `parent_id` is only there for one below another."""

    id: str
    name: str | None = None
    disabled: bool | None = None
    parent_id: str | None = None


@frozen(kw_only=True, slots=True)
class TopicBody(Wire):
    """A topic to create, or what to change of one.

    Attributes:
        name: Unique, and needed by every change (differences between the specification and the vendor's scripts).
        id: URL safe; taken by create only.
        parent_id: None moves it to the top; undocumented.
    """

    name: str
    id: str | Unset = UNSET
    disabled: bool | Unset = UNSET
    parent_id: str | Unset | None = UNSET
