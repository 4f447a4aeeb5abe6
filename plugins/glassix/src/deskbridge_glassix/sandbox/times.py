"""The vendor's three ways to write a time.

Answers are ISO-8601 in UTC with up to seven digits of a second; unset times are .NET's first moment without a
zone; the query of `tickets/list` is `dd/MM/yyyy HH:mm:ss:ff`.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta

from deskbridge_glassix.sandbox.refusal import invalid

UNSET = "0001-01-01T00:00:00"
_QUERY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?")
_DAY = re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{4}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]{5,16}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?")


def iso(moment: datetime) -> str:
    """Write a time in UTC as answers carry it, without trailing zeros of the second."""
    text = moment.replace(tzinfo=None).isoformat()
    return f"{text.rstrip('0')}Z" if moment.microsecond else f"{text}Z"


def stamp(moment: datetime) -> str:
    """Write a time that the server took itself: .NET counts to the seventh digit, so one more than `iso`."""
    if not moment.microsecond:
        return iso(moment)
    return f"{moment.replace(tzinfo=None).isoformat()}{moment.microsecond % 9 + 1}Z"


def read_iso(text: str, name: str) -> datetime | None:
    """Read a time of a request body; None for the .NET default, which clients send for "unset" (inferred).

    Raises:
        RefusedError: 400, it is no such time.
    """
    try:
        if not _ISO.fullmatch(text):
            raise ValueError(text)
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise invalid(f"The value of {name} is not a valid date.") from None
    return None if moment.year == 1 else moment


def read_query(text: str, name: str) -> datetime:
    """Read `dd/MM/yyyy HH:mm:ss:ff`; the hundredths may be absent, as one public client leaves them out.

    Raises:
        RefusedError: 400, it is no such time.
    """
    found = _QUERY.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        day, month, year, hour, minute, second, hundredths = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second, hundredths * 10_000, tzinfo=UTC)
    except ValueError:
        raise invalid(f"The value of {name} must be a UTC time as dd/MM/yyyy HH:mm:ss:ff.") from None


def read_day(text: str, name: str) -> datetime:
    """Read `dd/MM/yyyy` as that day's midnight.

    Raises:
        RefusedError: 400, it is no such day.
    """
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=UTC)
    except ValueError:
        raise invalid(f"The value of {name} must be a day as dd/MM/yyyy.") from None


def a_month_after(moment: datetime) -> datetime:
    """Return the same day and time of the next calendar month, or its last day if there is no such day."""
    year, month = divmod(moment.year * 12 + moment.month, 12)
    if year > 9999:
        return moment.replace(month=12, day=31, hour=23, minute=59, second=59, microsecond=999_999)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))


def duration(span: timedelta) -> str:
    """Write a length of time as .NET does: `hh:mm:ss`, with the days before a dot."""
    seconds = max(0, int(span.total_seconds()))
    days, rest = divmod(seconds, 86_400)
    text = f"{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"
    return f"{days}.{text}" if days else text
