"""Times and zones as people write them on the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone by its name in the IANA database, such as ``Europe/Berlin``.

    Raises:
        UsageError: There is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as wrong:
        msg = f"there is no time zone {name!r}; names are such as UTC, Europe/Berlin, America/Los_Angeles"
        raise click.UsageError(msg) from wrong


def moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    """Read a day or a time; without an offset by the zone's clock. None for None.

    Returns:
        In UTC. Of a time that the clock shows twice, the first.

    Raises:
        UsageError: It is none.
    """
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
        return (read if read.tzinfo is not None else read.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as wrong:
        msg = f"{text!r} is no time; write 2026-03-01, 2026-03-01T08:00 or 2026-03-01T08:00:00+01:00"
        raise click.UsageError(msg) from wrong


def midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """Return when the day began that it is now by the zone's clock, in UTC: at its first midnight, if it has two."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)
