from datetime import UTC, datetime

import pytest

from deskbridge.errors import MalformedAnswerError, NotFoundError, UnsupportedError
from deskbridge.records import ChannelKind, GroupId
from deskbridge.wire import structure
from deskbridge_gladly.roles.groups import Groups
from deskbridge_gladly.translate.hours import is_open
from deskbridge_gladly.wire.business_hours import OfficeHours

INBOX = GroupId("0tvvSDnvQVGchp-GaxCeGQ")
BLOCK = {"start": "9:00", "stop": "17:00"}
HOLIDAY = {"name": "New Year", "start": "2026-01-01T00:00:00Z", "stop": "2026-01-02T00:00:00Z"}
WEEK = {"timezone": "America/Los_Angeles", "monday": [BLOCK], "thursday": [{"start": "08:00", "stop": "09:00"}, BLOCK]}


def _hours(**changes) -> OfficeHours:
    return structure(WEEK | changes, OfficeHours, vendor="gladly", operation="test")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-02T08:59:59-08:00", False),
        ("2026-03-02T09:00:00-08:00", True),
        ("2026-03-02T16:59:59-08:00", True),
        ("2026-03-02T17:00:00-08:00", False),
        ("2026-03-09T09:00:00-07:00", True),
        ("2026-03-09T09:00:00-08:00", True),
        ("2026-03-09T08:59:00-07:00", False),
        ("2026-03-03T12:00:00-08:00", False),
        ("2026-03-05T08:30:00-08:00", True),
    ],
)
def test_it_is_open_within_the_blocks_of_the_day_by_the_clock_of_the_place(moment, expected):
    assert is_open(_hours(), _moment(moment)) is expected


@pytest.mark.parametrize(
    ("blocks", "moment", "expected"),
    [
        ([], "2026-01-01T12:00:00-08:00", False),
        (None, "2026-01-01T12:00:00-08:00", False),
        ([{"start": "20:00", "stop": "21:00"}], "2025-12-31T20:30:00-08:00", False),
        ([{"start": "10:00", "stop": "11:00"}], "2026-01-01T10:30:00-08:00", True),
        ([{"start": "10:00", "stop": "11:00"}], "2026-01-01T09:30:00-08:00", False),
        ([], "2026-01-01T16:00:00-08:00", True),
    ],
)
def test_in_an_exception_its_own_blocks_count(blocks, moment, expected):
    holiday = {**HOLIDAY, "start": "2026-01-01T08:00:00Z", "stop": "2026-01-02T00:00:00Z", "scheduleBlocks": blocks}
    assert is_open(_hours(exceptions=[holiday]), _moment(moment)) is expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"timezone": "Mars/Olympus"},
        {"timezone": "../etc"},
        {"timezone": None},
        {"monday": [{"start": "25:00", "stop": "26:00"}]},
        {"monday": [{}]},
    ],
)
def test_hours_that_cant_be_read_say_so(wrong):
    with pytest.raises(MalformedAnswerError, match="business hours"):
        is_open(_hours(**wrong), _moment("2026-03-02T12:00:00-08:00"))


@pytest.mark.parametrize(("hour", "expected"), [(17, True), (3, False)])
def test_a_group_is_open_by_the_primary_business_hours(gladly, hour, expected):
    groups = Groups(gladly.desk.native, now=lambda: datetime(2026, 3, 2, hour, tzinfo=UTC))
    assert groups.is_open(INBOX) is expected


def test_a_team_is_open_by_the_same_hours(gladly):
    gladly.store.teams["t2"] = {"id": "t2", "name": "Tier 2", "agentIds": []}
    assert gladly.desk.groups.is_open(GroupId("t2")) is gladly.desk.groups.is_open(INBOX)


def test_a_group_that_is_not_there_has_no_hours(gladly):
    with pytest.raises(NotFoundError):
        gladly.desk.groups.is_open(GroupId("none"))


def test_without_primary_business_hours_there_is_no_answer(gladly):
    gladly.store.business_hours.clear()
    with pytest.raises(NotFoundError, match="primary"):
        gladly.desk.groups.is_open(INBOX)


def test_the_hours_of_one_channel_are_refused_before_a_request(gladly):
    with pytest.raises(UnsupportedError, match="channel"):
        gladly.desk.groups.is_open(INBOX, channel=ChannelKind.EMAIL)
    assert gladly.requests == {}
