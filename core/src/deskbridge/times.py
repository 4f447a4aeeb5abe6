"""Times and durations as vendors write them: RFC 3339 and .NET's time spans."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

USUAL_TIME = len("2021-09-27T21:12:34.635Z")
"""The length of nearly every time that vendors print; the standard library reads that form fastest."""
_TIME = re.compile(
    r"(?P<whole>\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?:\.(?P<fraction>\d{0,12}))?(?P<zone>[Zz]|[+-]\d\d:?\d\d)?"
)


def parse_time(text: str) -> datetime:
    """Read RFC 3339 with up to 12 fraction digits, in UTC; a time without a zone is taken as UTC.

    Digits beyond microseconds are cut, not rounded; `raw` has them.

    Raises:
        ValueError: It is no time, or one whose zone puts it outside of the calendar.
    """
    if len(text) == USUAL_TIME and text[10::13] == "TZ":
        return datetime.fromisoformat(text)
    found = _TIME.fullmatch(text)
    if found is None:
        msg = f"{text[:40]!r} is no RFC 3339 time"
        raise ValueError(msg)
    fraction = (found["fraction"] or "")[:6].ljust(6, "0")
    zone = found["zone"] or "Z"
    told = datetime.fromisoformat(f"{found['whole'].upper()}.{fraction}{'+00:00' if zone in 'Zz' else zone}")
    try:
        return told.astimezone(UTC)
    except OverflowError:
        msg = f"{text[:40]!r} is outside of the calendar in UTC"
        raise ValueError(msg) from None


def format_time(value: datetime) -> str:
    """Write a time as RFC 3339 in UTC with milliseconds, as vendors print them."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def duration(text: str | None) -> timedelta | None:
    """Read a .NET time span, ``[d.]hh:mm:ss[.fffffff]``; None for None.

    Raises:
        ValueError: It is none.
    """
    if text is None:
        return None
    found = re.fullmatch(r"(-)?(?:(\d+)\.)?(\d+):(\d\d):(\d\d)(?:\.(\d{1,7}))?", text)
    if found is None:
        msg = f"{text[:40]!r} is no duration"
        raise ValueError(msg)
    sign, days, hours, minutes, seconds, fraction = found.groups()
    micros = int((fraction or "0").ljust(7, "0")[:6])
    try:
        made = timedelta(
            days=int(days or 0), hours=int(hours), minutes=int(minutes), seconds=int(seconds), microseconds=micros
        )
        return -made if sign else made
    except OverflowError:
        msg = f"{text[:40]!r} is too long a duration"
        raise ValueError(msg) from None


def format_duration(value: timedelta) -> str:
    """Write a .NET time span, as `duration` reads it."""
    size = abs(value)
    minutes, seconds = divmod(size.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days = f"{size.days}." if size.days else ""
    fraction = f".{size.microseconds:06}0" if size.microseconds else ""
    return f"{'-' if value < timedelta() else ''}{days}{hours:02}:{minutes:02}:{seconds:02}{fraction}"
