"""Business hours: whether it is open at a moment."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from deskbridge.errors import MalformedAnswerError
from deskbridge_gladly.wire.business_hours import OfficeHours, ScheduleBlock

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def is_open(hours: OfficeHours, moment: datetime) -> bool:
    """Tell whether a moment is within a week's hours; in an exception that covers it, within the exception's.

    Blocks lie within a day and end before their `stop`. A day, or an exception, without blocks is closed.

    Raises:
        MalformedAnswerError: The timezone or a block's time can't be read.
    """
    local = moment.astimezone(_zone(hours.timezone or ""))
    covering = [one for one in hours.exceptions or () if one.start and one.stop and one.start <= moment < one.stop]
    blocks = covering[0].schedule_blocks if covering else getattr(hours, _DAYS[local.weekday()])
    return any(_holds(block, local.time()) for block in blocks or ())


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError) as unknown:
        # The package `tzdata` has them for systems without, such as Windows.
        raise _malformed(f"the timezone {name!r}; is the package tzdata installed?") from unknown


def _holds(block: ScheduleBlock, clock: time) -> bool:
    return _time(block.start or "") <= clock < _time(block.stop or "")


def _time(text: str) -> time:
    """Read ``9:00`` or ``09:00``."""
    try:
        return time.fromisoformat(text.zfill(5))
    except ValueError as wrong:
        raise _malformed(f"{text!r}, which is no time of day") from wrong


def _malformed(what: str) -> MalformedAnswerError:
    msg = f"the business hours can't be read for {what}"
    return MalformedAnswerError(msg, vendor="gladly", operation="groups.is_open")
