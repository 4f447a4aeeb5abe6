"""Topics: what tickets are about."""

from __future__ import annotations

from attrs import frozen

from deskbridge.records.base import Record, TopicId


@frozen(kw_only=True, slots=True)
class Topic(Record):
    """A topic or tag.

    Attributes:
        name: As shown to agents.
        parent_id: The topic it belongs under, None for one at the top or where topics have no parents.
        disabled: Whether it is offered no more.
    """

    name: str
    parent_id: TopicId | None = None
    disabled: bool = False
