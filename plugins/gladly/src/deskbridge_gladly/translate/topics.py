"""Topics."""

from __future__ import annotations

from deskbridge.records import NewTopic, Topic, TopicChange, TopicId, Unset
from deskbridge_gladly.wire import topics as wire


def topic(read: wire.Topic) -> Topic:
    """Read a topic."""
    return Topic(
        id=read.id,
        vendor="gladly",
        raw=read.raw,
        name=read.name or "",
        parent_id=TopicId(read.parent_id) if read.parent_id else None,
        disabled=bool(read.disabled),
    )


def new_topic(new: NewTopic, topic_id: str) -> wire.TopicBody:
    """Return a topic as it is created."""
    body = wire.TopicBody(name=new.name, id=topic_id, disabled=new.disabled)
    return (
        body
        if new.parent_id is None
        else wire.TopicBody(name=body.name, id=body.id, disabled=body.disabled, parent_id=new.parent_id)
    )


def changed_topic(change: TopicChange, current_name: str) -> wire.TopicBody:
    """Return what to send for a change; the name goes along always, as every change needs it."""
    return wire.TopicBody(
        name=current_name if isinstance(change.name, Unset) else change.name,
        disabled=change.disabled,
        parent_id=change.parent_id,
    )


def is_same(new: NewTopic, existing: Topic) -> bool:
    """Whether a topic is what an earlier try of the same creation made."""
    return (new.name, new.parent_id, new.disabled) == (existing.name, existing.parent_id, existing.disabled)
