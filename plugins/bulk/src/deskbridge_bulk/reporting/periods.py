"""Days and times as they are given on a command line."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from deskbridge_bulk.problems import BulkError

_LAST = timedelta(microseconds=1)


def day(given: str, option: str) -> date:
    """Read a day.

    Raises:
        BulkError: It is none.
    """
    try:
        return date.fromisoformat(given)
    except ValueError:
        msg = f"{option} {given!r} is no day; write it as 2021-09-28"
        raise BulkError(msg) from None


def beginning(given: str, option: str, within: tzinfo) -> datetime:
    """Read a time, or a day for the day's first moment; what has no zone of its own is in `within`.

    Raises:
        BulkError: It is neither.
    """
    return _moment(given, option, within, first=True)


def end(given: str, option: str, within: tzinfo) -> datetime:
    """Read a time, or a day for the day's last moment; what has no zone of its own is in `within`.

    Raises:
        BulkError: It is neither.
    """
    return _moment(given, option, within, first=False)


def _moment(given: str, option: str, within: tzinfo, *, first: bool) -> datetime:
    try:
        whole = date.fromisoformat(given)
    except ValueError:
        whole = None
    try:
        if whole is None:
            moment = datetime.fromisoformat(given)
            return (moment if moment.tzinfo else moment.replace(tzinfo=within)).astimezone(UTC)
        midnight = datetime.combine(whole if first else whole + timedelta(days=1), time(), within).astimezone(UTC)
    except (ValueError, OverflowError):
        msg = f"{option} {given!r} is no day and no time; write it as 2021-09-28 or 2021-09-28T08:00-07:00"
        raise BulkError(msg) from None
    return midnight if first else midnight - _LAST
