"""Times as the vendor's queries and bodies take them."""

from __future__ import annotations

from datetime import UTC, datetime

from deskbridge.errors import InvalidRequestError
from deskbridge.times import format_time


def time_text(value: datetime | None) -> str:
    """Return a time in UTC with milliseconds, "" for None.

    Raises:
        InvalidRequestError: It has no zone.
    """
    return "" if value is None else format_time(_aware(value))


def minute_text(value: datetime) -> str:
    """Return a time in UTC to the minute.

    Raises:
        InvalidRequestError: It has no zone.
    """
    return _aware(value).astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        msg = "a time has no zone; give an aware datetime. Nothing was sent."
        raise InvalidRequestError(msg, vendor="gladly")
    return value
