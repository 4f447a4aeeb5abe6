"""Users. Source: docs.glassix.com, Users; the official C# SDK."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from attrs import frozen

from deskbridge.records import UNSET, Unset
from deskbridge.wire import Wire, key, optional
from deskbridge_glassix.wire.nothing import NO_TEXT, NO_TIME


@frozen(kw_only=True, slots=True)
class User(Wire):
    """A person, bot or integration of a department.

    Attributes:
        gender: ``Undefined``, ``Male``, ``Female`` or ``notApplicable``.
        user_name: An e-mail address; the key has a capital U.
        is_anonymous: Left out of statistics, say the docs; shown as a participant, says the C# SDK.
        unique_argument: Another system's id, one a department; at most 50 characters.
        type: ``AGENT``, ``BOT`` or ``API``.
        full_name: Hidden from customers.
        short_name: Shown to customers.
    """

    id: str
    gender: str | None = None
    user_name: str | None = optional(NO_TEXT, name="UserName")
    culture: str | None = None
    is_anonymous: bool | None = None
    unique_argument: str | None = optional(NO_TEXT)
    type: str | None = None
    full_name: str | None = optional(NO_TEXT)
    short_name: str | None = optional(NO_TEXT)
    job_title: str | None = optional(NO_TEXT)
    status: str | None = None
    roles: tuple[str, ...] | None = None


@frozen(kw_only=True, slots=True)
class NewUser(Wire):
    """A user to add.

    Attributes:
        user_name: An e-mail address.
        unique_argument: At most 50 characters.
    """

    user_name: str
    unique_argument: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class UserChange(Wire):
    """What of the token's user is to be changed; what is left out stays as it is."""

    short_name: str | Unset = UNSET
    full_name: str | Unset = UNSET
    job_title: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class OwnStatus(Wire):
    """Whether the token's user takes tickets. Keys are read in any case: no source settles theirs.

    Attributes:
        status: Such as ``Online``.
        code: The same as a number: 1 offline, 2 on a break, 10 online.
    """

    any_case: ClassVar[bool] = True

    status: str | None = None
    code: int | None = key("_status", default=None)


@frozen(kw_only=True, slots=True)
class DeletedUser(Wire):
    """What deleting a user says. Keys are read in any case: no source settles theirs.

    Attributes:
        deleted_from_departments: Only those that the token's user belongs to as well.
    """

    any_case: ClassVar[bool] = True

    message: str | None = None
    deleted_from_departments: tuple[str, ...] | None = None


@frozen(kw_only=True, slots=True)
class StatusLog(Wire):
    """One change of a user's status."""

    date_time: datetime | None = optional(*NO_TIME)
    next_status: str | None = None
    do_not_disturb: bool | None = None


@frozen(kw_only=True, slots=True)
class StatusDay(Wire):
    """A user's day: how long in which status, and each change."""

    date: datetime | None = optional(*NO_TIME)
    total_online_time: timedelta | None = optional(NO_TEXT)
    total_break_time: timedelta | None = optional(NO_TEXT)
    total_break2_time: timedelta | None = optional(NO_TEXT)
    total_break3_time: timedelta | None = optional(NO_TEXT)
    total_break4_time: timedelta | None = optional(NO_TEXT)
    total_break5_time: timedelta | None = optional(NO_TEXT)
    total_offline_time: timedelta | None = optional(NO_TEXT)
    status_logs: tuple[StatusLog, ...] | None = None


@frozen(kw_only=True, slots=True)
class UserDays(Wire):
    """A user's status, day by day."""

    user_id: str | None = None
    user_name: str | None = None
    dates: tuple[StatusDay, ...] | None = None
