"""Tags as topics, departments as groups."""

from __future__ import annotations

from deskbridge.records import Group, GroupKind, Topic, TopicId
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.wire.tenants import Tag


def topic(tag: Tag) -> Topic:
    """Return a tag as a topic; its id is its name. Of several parents none is told, since only one fits."""
    parents = tag.parents
    return Topic(
        id=tag.name,
        vendor=VENDOR,
        raw=tag.raw,
        name=tag.name,
        parent_id=TopicId(parents[0]) if len(parents) == 1 else None,
        disabled=tag.is_deleted,
    )


def group(department_id: str) -> Group:
    """Return a department as a group. The vendor tells its id only."""
    return Group(id=department_id, vendor=VENDOR, kind=GroupKind.DEPARTMENT)
