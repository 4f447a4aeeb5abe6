"""Reads the content of a customer activity, the only item besides the deprecated task that one can create."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskbridge_gladly.sandbox.calls import Fields
from deskbridge_gladly.sandbox.values import Json, read_time, stamp, without_unset

ACTIVITY_TYPES = frozenset({"EMAIL", "ISSUE", "SMS", "SURVEY"})
OLDEST = timedelta(days=365)


def read_activity(fields: Fields, now: datetime) -> Json:
    """Read a CUSTOMER_ACTIVITY; problems are left in `fields`."""
    kind = fields.needed_text("type")
    if kind and kind != "CUSTOMER_ACTIVITY":
        fields.wrong("invalid", "type", f"type [{kind}] is not supported")
    activity_type = fields.choice("activityType", ACTIVITY_TYPES)
    if not activity_type:
        fields.wrong("blank", "activityType", "activityType cannot be blank")
    content = {
        "activityType": activity_type,
        "body": fields.text("body", most=25_000),
        "link": _link(fields),
        "occurredAt": _occurred_at(fields, now),
        "receivedAt": stamp(now),
        "sourceName": fields.text("sourceName", most=50),
        "title": fields.text("title", most=100),
        "type": "CUSTOMER_ACTIVITY",
    }
    return without_unset(content)


def _link(fields: Fields) -> Json | None:
    link = fields.inner("link")
    if link is None:
        return None
    inner = Fields(link, f"{fields.prefix}link.", fields.problems)
    return without_unset({"text": inner.text("text", most=50), "url": inner.text("url")})


def _occurred_at(fields: Fields, now: datetime) -> str | None:
    text = fields.text("occurredAt")
    if text is None:
        return None
    moment = read_time(text)
    if moment is None:
        fields.wrong("invalid", "occurredAt", "occurredAt must be an RFC3339 timestamp")
        return None
    if moment < now - OLDEST:
        fields.wrong("invalid", "occurredAt", "occurredAt cannot be more than 1 year in the past")
    return stamp(moment)
