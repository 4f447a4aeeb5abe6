"""Business hours, as they are read and as they are written."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import UNSET, Unset
from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class ScheduleBlock(Wire):
    """When it is open on a day: from `start` to `stop`, each as ``09:00``."""

    start: str | None = None
    stop: str | None = None


@frozen(kw_only=True, slots=True)
class ScheduleException(Wire):
    """A time with hours of its own; closed where it has no blocks."""

    name: str | None = None
    start: datetime | None = None
    stop: datetime | None = None
    schedule_blocks: tuple[ScheduleBlock, ...] | None = None


@frozen(kw_only=True, slots=True)
class OfficeHours(Wire):
    """A week; a day that is not there is closed.

    Attributes:
        timezone: Its IANA name.
    """

    timezone: str | None = None
    monday: tuple[ScheduleBlock, ...] | None = None
    tuesday: tuple[ScheduleBlock, ...] | None = None
    wednesday: tuple[ScheduleBlock, ...] | None = None
    thursday: tuple[ScheduleBlock, ...] | None = None
    friday: tuple[ScheduleBlock, ...] | None = None
    saturday: tuple[ScheduleBlock, ...] | None = None
    sunday: tuple[ScheduleBlock, ...] | None = None
    exceptions: tuple[ScheduleException, ...] | None = None


@frozen(kw_only=True, slots=True)
class BusinessHours(Wire):
    """A configuration of business hours.

    Attributes:
        version: What a replacement has to name.
        primary: Whether it is the one that counts where no other is chosen; it can't be deleted.
    """

    id: str
    version: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    name: str | None = None
    primary: bool | None = None
    office_hours: OfficeHours | None = None


@frozen(kw_only=True, slots=True)
class ScheduleBlockBody(Wire):
    """When it is to be open on a day: from `start` to `stop`, each as ``09:00``."""

    start: str
    stop: str


@frozen(kw_only=True, slots=True)
class ScheduleExceptionBody(Wire):
    """A time that is to have hours of its own; closed without blocks."""

    name: str
    start: datetime
    stop: datetime
    schedule_blocks: tuple[ScheduleBlockBody, ...] | Unset = UNSET


@frozen(kw_only=True, slots=True)
class OfficeHoursBody(Wire):
    """A week to write; a day that is not set is closed."""

    timezone: str
    monday: tuple[ScheduleBlockBody, ...] | Unset = UNSET
    tuesday: tuple[ScheduleBlockBody, ...] | Unset = UNSET
    wednesday: tuple[ScheduleBlockBody, ...] | Unset = UNSET
    thursday: tuple[ScheduleBlockBody, ...] | Unset = UNSET
    friday: tuple[ScheduleBlockBody, ...] | Unset = UNSET
    saturday: tuple[ScheduleBlockBody, ...] | Unset = UNSET
    sunday: tuple[ScheduleBlockBody, ...] | Unset = UNSET
    exceptions: tuple[ScheduleExceptionBody, ...] | Unset = UNSET


@frozen(kw_only=True, slots=True)
class BusinessHoursBody(Wire):
    """Business hours to create.

    Attributes:
        name: At most 200 characters.
        primary: Whether it is to be the one that counts; false where it is not set.
    """

    name: str
    office_hours: OfficeHoursBody
    primary: bool | Unset = UNSET


@frozen(kw_only=True, slots=True)
class BusinessHoursReplacement(Wire):
    """What is to stand in the place of business hours, whole.

    Attributes:
        version: The one that was read; with an older one nothing is written.
    """

    version: int
    name: str
    office_hours: OfficeHoursBody
    primary: bool | Unset = UNSET
