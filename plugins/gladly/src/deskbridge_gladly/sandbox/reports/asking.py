"""Reads what a report is asked for, and refuses what the vendor refuses."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import field, frozen

from deskbridge_gladly.sandbox.calls import Fields
from deskbridge_gladly.sandbox.reports import catalog
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import normal_phone
from deskbridge_gladly.sandbox.zones import is_zone

DEFAULT_ZONE = "America/Los_Angeles"
"""The organization's."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)")


@frozen(kw_only=True)
class Asked:
    """What a report is asked for.

    Attributes:
        metric_set: Which report.
        zone: Its name, as asked for or the organization's.
        start: Where the period begins.
        end: Where it ends, not included.
        filename: Of the file that comes back.
        channel: A channel as filters name it; `allChannels` for all.
        inboxes: Only these; none for all.
        teams: Only agents of these; none for all.
    """

    metric_set: str
    zone: str
    start: datetime
    end: datetime
    filename: str
    channel: str = "allChannels"
    inboxes: frozenset[str] = field(default=frozenset())
    teams: frozenset[str] = field(default=frozenset())


def read_report(fields: Fields, store: Store) -> Asked:
    """Read the body of a report.

    Raises:
        Refused: Something is wrong with it.
    """
    metric_set = fields.text("metricSet")
    if not metric_set:
        fields.wrong("blank", "metricSet", "metricSet must be specified")
    elif metric_set not in catalog.METRIC_SETS:
        fields.wrong("invalid", "metricSet", "the specified value is not a valid metric set")
    name = metric_set or ""
    filters = Fields(fields.inner("filters") or {}, "filters.", fields.problems)
    channel, inboxes, teams = _filters(filters, name, store)
    level = _level(fields, name)
    zone = fields.text("timezone") or DEFAULT_ZONE
    start, end, period = _period(fields, _zone(fields, zone))
    fields.settle()
    suffix = f"-{level[0].upper()}{level[1:]}" if name in catalog.AGGREGATED else ""
    return Asked(
        metric_set=name,
        zone=zone,
        start=start,
        end=end,
        filename=f"{name}-{period}{suffix}.csv",
        channel=channel,
        inboxes=inboxes,
        teams=teams,
    )


def read_work_sessions(fields: Fields) -> Asked:
    """Read the body of a work session report.

    Raises:
        Refused: Something is wrong with it.
    """
    start, end = _minutes(fields)
    fields.settle()
    return Asked(
        metric_set="WorkSessionEventsReport",
        zone="UTC",
        start=start,
        end=end + timedelta(minutes=1),  # the minute that it names is included
        filename=f"WorkSessionEventsReport-{start:%Y%m%dT%H%MZ}-{end:%Y%m%dT%H%MZ}.csv",
    )


def _filters(fields: Fields, metric_set: str, store: Store) -> tuple[str, frozenset[str], frozenset[str]]:
    for name, sets in catalog.FILTERS.items():
        if fields.values.get(name) and metric_set not in sets:
            detail = f"the {name} filter cannot be applied to the {metric_set} metricSet"
            fields.wrong("invalid", name, detail)
    phone = fields.text("phoneNumber")
    if metric_set in catalog.PHONE_NUMBER_NEEDED and not phone:
        fields.wrong("blank", "phoneNumber", "phoneNumber must be specified")
    elif phone and (normal_phone(phone) is None or not phone.startswith("+")):
        fields.wrong("invalid", "phoneNumber", "phoneNumber must be in E.164 format")
    channel = fields.choice("channel", catalog.CHANNELS) or "allChannels"
    inboxes, teams = fields.texts("inboxes"), fields.texts("teams")
    for name, ids, held in (("inboxes", inboxes, store.inboxes), ("teams", teams, store.teams)):
        if any(each not in held for each in ids):
            kind = name.removesuffix("es") if name == "inboxes" else name.removesuffix("s")
            fields.wrong("present", name, f"the requested {kind} does not exist")
    return channel, frozenset(inboxes), frozenset(teams)


def _level(fields: Fields, metric_set: str) -> str:
    level = fields.text("aggregationLevel") or catalog.DEFAULT_LEVEL
    # A level that is right but of no use to the set is ignored (inferred).
    if level not in catalog.LEVELS or (level == "quarterHourly" and metric_set not in catalog.QUARTER_HOURLY):
        fields.wrong("invalid", "aggregationLevel", "the specified value is not a valid aggregation level")
    return level


def _zone(fields: Fields, name: str) -> tzinfo:
    if not is_zone(name):
        fields.wrong("invalid", "timezone", f"[{name}] is not a valid timezone")
        return UTC
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:  # the system has no list of zones
        return UTC


def _period(fields: Fields, zone: tzinfo) -> tuple[datetime, datetime, str]:
    by_time = any(fields.values.get(name) for name in ("startAtTime", "endAtTime"))
    by_day = any(fields.values.get(name) for name in ("startAt", "endAt"))
    if by_time and (by_day or fields.values.get("timezone")):
        # Which code is inferred; that the pairs exclude each other is said (D47).
        fields.wrong("present", "startAtTime", "startAtTime cannot be combined with startAt, endAt or timezone")
    if by_time:
        start, end = _minutes(fields)
        return start, end, f"{start:%Y%m%dT%H%MZ}-{end:%Y%m%dT%H%MZ}"
    first, last = _day(fields, "startAt"), _day(fields, "endAt")
    if last < first:
        fields.wrong("invalid", "startAt", "endAt must occur after startAt")
    start = datetime.combine(first, time(), zone).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
    return start, end, f"{first:%Y%m%d}-{last:%Y%m%d}"


def _day(fields: Fields, name: str) -> date:
    text = fields.needed_text(name)
    try:
        if _DATE.fullmatch(text):
            return min(date.fromisoformat(text), date(9000, 1, 1))
    except ValueError:
        pass
    if text.strip():
        fields.wrong("invalid", name, f"{name} must have the form YYYY-mm-dd")
    return date(1970, 1, 1)


def _minutes(fields: Fields) -> tuple[datetime, datetime]:
    before = len(fields.problems)
    start, end = _minute(fields, "startAtTime"), _minute(fields, "endAtTime")
    if len(fields.problems) == before and end <= start:
        fields.wrong("invalid", "startAtTime", "endAtTime must occur after startAtTime")
    return start, end


def _minute(fields: Fields, name: str) -> datetime:
    text = fields.needed_text(name)
    try:
        if _MINUTE.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    if text.strip():
        fields.wrong("invalid", name, f"{name} must have the form YYYY-mm-ddThh:mm with Z or an offset")
    return datetime(1970, 1, 1, tzinfo=UTC)
