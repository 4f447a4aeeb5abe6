"""Reads office hours: blocks of time by day of the week, and exceptions with a date."""

from __future__ import annotations

import re
from collections.abc import Callable

from deskbridge_gladly.sandbox.calls import Fields
from deskbridge_gladly.sandbox.values import Json, read_time
from deskbridge_gladly.sandbox.zones import is_zone

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")


def read_office_hours(fields: Fields) -> Json:
    """Read `officeHours`; problems are left in `fields`. A day that is not given is closed.

    Blocks that overlap or end before they start are taken: no rule on them is stated.
    """
    given = fields.inner("officeHours")
    if given is None and fields.values.get("officeHours") is None:
        fields.wrong("blank", "officeHours", "officeHours cannot be blank")  # inferred
    if given is None:
        return {}
    hours = Fields(given, "officeHours.", fields.problems)
    read: Json = {"timezone": _timezone(hours)}
    for day in DAYS:
        if hours.values.get(day) is not None:
            read[day] = _blocks(hours, day)
    if hours.values.get("exceptions") is not None:
        read["exceptions"] = _exceptions(hours)
    return read


def _timezone(hours: Fields) -> str:
    before = len(hours.problems)
    name = hours.text("timezone") or ""
    if len(hours.problems) == before and not name.strip():
        hours.wrong("blank", "timezone", "Timezone is required")
    elif name and not is_zone(name):
        hours.wrong("invalid", "timezone", "Timezone is invalid")
    return name


def _blocks(fields: Fields, name: str) -> list[Json]:
    return [
        _span(Fields(each, f"{fields.prefix}{name}[{place}].", fields.problems), _is_time, "a time such as 09:00")
        for place, each in enumerate(fields.objects(name))
    ]


def _exceptions(hours: Fields) -> list[Json]:
    read = []
    for place, each in enumerate(hours.objects("exceptions")):
        exception = Fields(each, f"{hours.prefix}exceptions[{place}].", hours.problems)
        named: Json = {"name": exception.needed_text("name")} | _span(exception, _is_moment, "an RFC3339 timestamp")
        if exception.values.get("scheduleBlocks") is not None:
            named["scheduleBlocks"] = _blocks(exception, "scheduleBlocks")
        read.append(named)
    return read


def _span(fields: Fields, is_right: Callable[[str], bool], form: str) -> Json:
    """Read `start` and `stop`, kept as they were sent."""
    span: Json = {}
    for name in ("start", "stop"):
        before = len(fields.problems)
        span[name] = fields.needed_text(name)
        if len(fields.problems) == before and not is_right(span[name]):
            fields.wrong("invalid", name, f"{name} must be {form}")
    return span


def _is_time(text: str) -> bool:
    return _TIME.fullmatch(text) is not None


def _is_moment(text: str) -> bool:
    return read_time(text) is not None
