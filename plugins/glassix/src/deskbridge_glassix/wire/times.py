"""The vendor's own forms of time.

Source: docs.glassix.com, Get Tickets List and Create Ticket.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

HUNDREDTH = timedelta(milliseconds=10)
_WHOLE_MILLISECOND = 1000


def format_list_time(value: datetime) -> str:
    """Write a time as ``dd/MM/yyyy HH:mm:ss:ff`` in UTC; what is finer than hundredths is cut."""
    moment = value.astimezone(UTC)
    return f"{moment:%d/%m/}{moment.year:04}{moment: %H:%M:%S}:{moment.microsecond // 10_000:02}"


def format_date(value: date) -> str:
    """Write a day as ``dd/MM/yyyy``, as logs of users' status are asked for. Source: the official C# SDK."""
    return f"{value:%d/%m/}{value.year:04}"


def format_body_time(value: datetime) -> str:
    """Write a time as ISO 8601 in UTC with milliseconds, or microseconds where it has them."""
    moment = value.astimezone(UTC)
    precision = "microseconds" if moment.microsecond % _WHOLE_MILLISECOND else "milliseconds"
    return moment.isoformat(timespec=precision).replace("+00:00", "Z")


def earlier_hundredth(value: datetime) -> datetime:
    """Round down to what a listing can be asked for."""
    return value - timedelta(microseconds=value.microsecond % 10_000)


def later_hundredth(value: datetime) -> datetime:
    """Round up to what a listing can be asked for."""
    floor = earlier_hundredth(value)
    return floor if floor == value else floor + HUNDREDTH
