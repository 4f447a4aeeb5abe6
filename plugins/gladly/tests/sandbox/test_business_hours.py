from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deskbridge_gladly.sandbox import zones

DEFAULT = "/business-hours/bh_WmeA3Y51Q5ayCAaZ1AotIA"
NOW = "2026-03-01T12:00:00.123Z"
LATER = "2026-03-01T12:00:01.123Z"
HOURS = {"timezone": "America/Los_Angeles", "monday": [{"start": "09:00", "stop": "17:00"}]}
WEEKEND = {
    "name": "Weekend Support",
    "primary": False,
    "officeHours": {
        "timezone": "America/Los_Angeles",
        "saturday": [{"start": "10:00", "stop": "16:00"}],
        "sunday": [{"start": "10:00", "stop": "16:00"}],
    },
}


def make(desk: Any, **changes: Any) -> Any:
    answer = desk.ask("POST", "/business-hours", WEEKEND | changes)
    assert answer.status == 201, answer.data
    return answer.json()


def primaries(desk: Any) -> list[str]:
    return [each["id"] for each in desk.get("/business-hours") if each["primary"]]


def test_the_business_hours_are_the_published_example(sample: Any) -> None:
    expected = {
        "id": "bh_WmeA3Y51Q5ayCAaZ1AotIA",
        "version": 1,
        "createdAt": "2024-01-15T09:00:00Z",
        "updatedAt": "2024-01-15T09:00:00Z",
        "name": "Default Hours",
        "primary": True,
        "officeHours": HOURS,
    }
    assert sample.get("/business-hours") == [expected]
    assert sample.get(DEFAULT) == expected


def test_a_created_configuration_is_a_201_with_it_and_without_a_location(sample: Any) -> None:
    answer = sample.ask("POST", "/business-hours", WEEKEND)
    made = answer.json()
    assert (answer.status, "Location" in answer.headers) == (201, False)
    assert made == WEEKEND | {"id": made["id"], "version": 1, "createdAt": NOW, "updatedAt": NOW}
    assert made["id"].startswith("bh_")
    assert sample.get(f"/business-hours/{made['id']}") == made


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": None}, ("name", "invalid", "name cannot be blank")),
        ({"name": " "}, ("name", "invalid", "name cannot be blank")),
        ({"name": "x" * 201}, ("name", "too_long", "name cannot be longer than 200 characters")),
        ({"officeHours": None}, ("officeHours", "blank", "officeHours cannot be blank")),
        ({"officeHours": {}}, ("officeHours.timezone", "blank", "Timezone is required")),
        ({"officeHours": {"timezone": " "}}, ("officeHours.timezone", "blank", "Timezone is required")),
        ({"officeHours": {"timezone": "Mars/Base"}}, ("officeHours.timezone", "invalid", "Timezone is invalid")),
        ({"primary": "yes"}, ("primary", "invalid", "primary must be a boolean")),
    ],
)
def test_a_configuration_is_refused_as_documented(sample: Any, changes: Any, expected: tuple[str, str, str]) -> None:
    status, (error,) = sample.errors("POST", "/business-hours", WEEKEND | changes)
    assert (status, (error["attr"], error["code"], error["detail"])) == (400, expected)


@pytest.mark.parametrize(
    ("changes", "attr"),
    [
        ({"monday": [{"start": "24:00", "stop": "17:00"}]}, "officeHours.monday[0].start"),
        ({"monday": [{"start": "9:00", "stop": "17:60"}]}, "officeHours.monday[0].stop"),
        ({"friday": [{"start": "9:00"}]}, "officeHours.friday[0].stop"),
        ({"sunday": "closed"}, "sunday"),
        ({"exceptions": [{"start": "2024-01-01T00:00:00Z", "stop": "2024-01-02T00:00:00Z"}]}, "name"),
        ({"exceptions": [{"name": "x", "start": "2024-01-01", "stop": "2024-01-02T00:00:00Z"}]}, "start"),
    ],
)
def test_a_wrong_time_is_refused_with_its_place(sample: Any, changes: Any, attr: str) -> None:
    status, (error,) = sample.errors("POST", "/business-hours", WEEKEND | {"officeHours": HOURS | changes})
    assert (status, error["attr"].endswith(attr)) == (400, True)


def test_days_and_exceptions_are_kept_as_sent_and_closed_days_stay_away(sample: Any) -> None:
    exceptions = [
        {"name": "New Year", "start": "2024-01-01T00:00:00Z", "stop": "2024-01-02T00:00:00Z", "scheduleBlocks": []},
        {
            "name": "Fair",
            "start": "2024-05-01T00:00:00+02:00",
            "stop": "2024-05-02T00:00:00+02:00",
            "scheduleBlocks": [{"start": "8:00", "stop": "23:59"}],
        },
    ]
    hours = {"timezone": "UTC", "tuesday": [], "exceptions": exceptions}
    assert make(sample, officeHours=hours)["officeHours"] == hours


def test_exactly_one_configuration_is_primary_and_a_new_one_takes_its_place(sample: Any) -> None:
    made = make(sample, primary=True)
    assert primaries(sample) == [made["id"]]
    assert sample.get(DEFAULT)["version"] == 2


def test_the_first_configuration_of_all_is_primary(start: Any) -> None:
    assert make(start("empty"))["primary"] is True


def test_a_replaced_configuration_is_a_200_with_the_next_version(sample: Any) -> None:
    made = make(sample)
    sample.clock.advance(timedelta(seconds=1))
    body = {"version": 1, "name": "Weekdays", "officeHours": HOURS}
    answer = sample.ask("PUT", f"/business-hours/{made['id']}", body)
    expected = made | {"version": 2, "updatedAt": LATER, "name": "Weekdays", "officeHours": HOURS}
    assert (answer.status, answer.json()) == (200, expected)
    assert sample.get(f"/business-hours/{made['id']}") == expected


def test_a_version_that_is_not_the_current_one_is_a_409(sample: Any) -> None:
    body = {"version": 1, "name": "A", "officeHours": HOURS}
    assert sample.ask("PUT", DEFAULT, body).status == 200
    expected = {"code": "version_outdated", "detail": "the version provided is outdated"}
    assert sample.errors("PUT", DEFAULT, body | {"name": "B"}) == (409, [expected])
    assert sample.get(DEFAULT)["name"] == "A"


@pytest.mark.parametrize(("version", "code"), [(None, "blank"), ("1", "not_a_number"), (True, "not_a_number")])
def test_a_replacement_needs_a_version(sample: Any, version: Any, code: str) -> None:
    status, (error,) = sample.errors("PUT", DEFAULT, WEEKEND | {"version": version})
    assert (status, error["attr"], error["code"]) == (400, "version", code)


def test_another_configuration_becomes_primary_by_its_replacement(sample: Any) -> None:
    made = make(sample)
    assert sample.ask("PUT", f"/business-hours/{made['id']}", made | {"primary": True}).status == 200
    assert primaries(sample) == [made["id"]]


def test_the_primary_configuration_stays_primary_until_another_is(sample: Any) -> None:
    held = sample.get(DEFAULT)
    assert sample.errors("PUT", DEFAULT, held | {"primary": False})[0] == 400
    assert sample.ask("PUT", DEFAULT, {"version": 1, "name": "A", "officeHours": HOURS}).json()["primary"] is True


def test_the_primary_configuration_cannot_be_deleted_and_others_can(sample: Any) -> None:
    made = make(sample)
    expected = {"code": "invalid", "detail": "cannot delete primary business hours"}
    assert sample.errors("DELETE", DEFAULT) == (400, [expected])
    answer = sample.ask("DELETE", f"/business-hours/{made['id']}")
    assert (answer.status, answer.data) == (204, b"")
    assert len(sample.get("/business-hours")) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_configuration_is_a_404(sample: Any, method: str) -> None:
    expected = {"code": "not_exist", "detail": "business hours does not exist"}
    assert sample.errors(method, "/business-hours/nothing", WEEKEND | {"version": 1}) == (404, [expected])


def test_without_a_list_of_zones_a_name_of_their_form_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones.zoneinfo, "available_timezones", set)
    zones._known.cache_clear()
    try:
        assert [zones.is_zone(each) for each in ("America/Argentina/Salta", "UTC", "../etc", "")] == [
            True,
            True,
            False,
            False,
        ]
    finally:
        zones._known.cache_clear()
