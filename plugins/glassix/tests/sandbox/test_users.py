from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

AGENT = "agent@example.com"
AMY = "amy.agent@company.com"
API = "api.user@example.com"
AMY_ID = "5c0f6d7e-2b57-4f0e-8f7b-92c8e2ad1a02"


def users(vendor: Any) -> dict[str, Any]:
    return {one["UserName"]: one for one in vendor.ok("GET", "users/allusers")}


@pytest.mark.parametrize(("status", "number"), [("Online", 10), ("break", 2), ("BREAK3", 4), ("Offline", 1)])
def test_a_status_is_set_in_any_case_and_read_as_word_and_number(vendor: Any, status: str, number: int) -> None:
    vendor.ok("PUT", "users/setstatus", {"nextStatus": status})
    answer = vendor.ok("GET", "users/getstatus")
    assert (answer["status"].lower(), answer["_status"]) == (status.lower(), number)


def test_an_unknown_status_is_refused(vendor: Any) -> None:
    assert "nextStatus" in vendor.refused("PUT", "users/setstatus", {"nextStatus": "Asleep"})
    assert "nextStatus" in vendor.refused("PUT", "users/setstatus", {})


def test_a_change_of_the_user_shows_late_if_the_switch_says_so(vendor: Any) -> None:
    vendor.box.world.switches.turn({"user_lag_seconds": 1.0})
    vendor.ok("PUT", "users/setstatus", {"nextStatus": "Online"})
    vendor.ok("POST", "users/update", {"shortName": "Zed"})
    assert vendor.ok("GET", "users/getstatus")["status"] == "Offline"
    vendor.clock.advance(timedelta(seconds=1))
    assert vendor.ok("GET", "users/getstatus")["status"] == "Online"
    assert users(vendor)[API]["shortName"] == "Zed"


def test_status_logs_add_up_to_the_day_so_far(vendor: Any) -> None:
    vendor.ok("PUT", "users/setstatus", {"nextStatus": "Online"})
    vendor.clock.advance(timedelta(hours=2))
    vendor.ok("PUT", "users/setstatus", {"nextStatus": "Break"})
    vendor.clock.advance(timedelta(minutes=30))
    mine = users(vendor)[API]["id"]
    (log,) = vendor.ok("GET", "users/statuslogs", since="09/03/2026", until="11/03/2026", userId=mine)
    assert (log["userId"], log["userName"]) == (mine, API)
    before, day = log["dates"]
    assert (before["date"], before["totalOfflineTime"], before["statusLogs"]) == (
        "2026-03-09T00:00:00Z", "1.00:00:00", [],
    )  # fmt: skip
    assert (day["totalOnlineTime"], day["totalBreakTime"], day["totalBreak2Time"]) == (
        "02:00:00", "00:30:00", "00:00:00",
    )  # fmt: skip
    assert [one["nextStatus"] for one in day["statusLogs"]] == ["Online", "Break"]
    assert day["statusLogs"][0]["doNotDisturb"] is False


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-03-09", "until": "10/03/2026"},
        {"since": "10/03/2026", "until": "09/03/2026"},
        {"since": "31/02/2026", "until": "01/03/2026"},
        {"until": "01/03/2026"},
        {"since": "01/01/2020", "until": "01/03/2026"},
    ],
)
def test_status_logs_of_impossible_days_are_refused(vendor: Any, query: dict[str, str]) -> None:
    vendor.refused("GET", "users/statuslogs", **query)


def test_status_logs_of_all_users_and_of_an_unknown_one(vendor: Any) -> None:
    logs = vendor.ok("GET", "users/statuslogs", since="10/03/2026", until="10/03/2026")
    assert {one["userName"] for one in logs} == set(users(vendor))
    assert vendor.ask("GET", "users/statuslogs", since="10/03/2026", until="10/03/2026", userId="x")[0] == 404


def test_added_users_are_there_with_type_role_and_custom_value(vendor: Any) -> None:
    body = [{"userName": "New.One@example.org", "uniqueArgument": "n1"}, {"userName": "two@example.org"}]
    vendor.ok("POST", "users/add", body, userType="bot", role="readonly")
    made = users(vendor)["New.One@example.org"]
    assert (made["type"], made["roles"], made["uniqueArgument"]) == ("BOT", ["ReadOnly"], "n1")
    assert users(vendor)["two@example.org"]["id"] != made["id"]


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ([], {"userType": "AGENT", "role": "SystemUser"}),
        ({}, {"userType": "AGENT", "role": "SystemUser"}),
        ([{"userName": "nobody"}], {"userType": "AGENT", "role": "SystemUser"}),
        ([{"userName": "a@b.co", "uniqueArgument": "x" * 51}], {"userType": "AGENT", "role": "SystemUser"}),
        ([{"userName": "a@b.co"}, {"userName": "A@B.co"}], {"userType": "AGENT", "role": "SystemUser"}),
        ([{"userName": "a@b.co"}, {"userName": AGENT}], {"userType": "AGENT", "role": "SystemUser"}),
        ([{"userName": "a@b.co"}], {"userType": "HUMAN", "role": "SystemUser"}),
        ([{"userName": "a@b.co"}], {"userType": "AGENT", "role": "DepartmentAdmin"}),
        ([{"userName": "a@b.co"}], {"userType": "AGENT"}),
    ],
)
def test_users_are_added_all_or_none(vendor: Any, body: Any, query: dict[str, str]) -> None:
    before = users(vendor)
    vendor.refused("POST", "users/add", body, **query)
    assert users(vendor) == before


def test_a_user_of_another_department_keeps_the_id_here(vendor: Any) -> None:
    body = [{"userName": "dana.fox@company.com"}]
    vendor.ok("POST", "users/add", body, userType="AGENT", role="SystemUser")
    here = users(vendor)["dana.fox@company.com"]
    vendor.sign_in_elsewhere()
    assert users(vendor)["dana.fox@company.com"]["id"] == here["id"]


def test_a_user_is_deleted_from_the_departments_shared_with_the_tokens_user(vendor: Any) -> None:
    answer = vendor.ok("DELETE", "users/delete", UserName=AMY.upper())
    assert sorted(answer["deletedFromDepartments"]) == sorted(vendor.box.world.departments)
    assert AMY not in users(vendor)
    vendor.sign_in_elsewhere()
    assert AMY not in users(vendor)
    assert vendor.ask("DELETE", "users/delete", userName=AMY)[0] == 404
    assert "themselves" in vendor.refused("DELETE", "users/delete", userName=API)


def test_a_deleted_users_token_ends(vendor: Any) -> None:
    mine = vendor.token
    vendor.sign_in(user_name=AMY)
    vendor.ok("DELETE", "users/delete", userName=API)
    vendor.token = mine
    assert vendor.ask("GET", "users/allusers")[0] == 401


def test_a_custom_value_is_per_department_and_finds_the_user(vendor: Any) -> None:
    vendor.ok("PUT", "users/setuniqueargument", {"nextUniqueArgument": "mine"})
    assert vendor.ok("GET", "users/getbyuniqueargument", uniqueArgument="mine")["UserName"] == API
    vendor.refused("PUT", "users/setuniqueargument", {"nextUniqueArgument": "x" * 51})
    vendor.refused("PUT", "users/setuniqueargument", {})
    vendor.sign_in_elsewhere()
    assert vendor.ask("GET", "users/getbyuniqueargument", uniqueArgument="mine")[0] == 404


def test_names_change_everywhere_and_nulls_leave_them(vendor: Any) -> None:
    vendor.ok("POST", "users/update", {"shortName": "Zed", "fullName": None})
    assert (users(vendor)[API]["shortName"], users(vendor)[API]["fullName"]) == ("Zed", "API User")
    vendor.sign_in_elsewhere()
    assert users(vendor)[API]["shortName"] == "Zed"


def test_roles_are_replaced_whole(vendor: Any) -> None:
    vendor.ok("POST", "users/setroles", ["systemuser", "Viber"], userName=AGENT)
    assert users(vendor)[AGENT]["roles"] == ["SystemUser", "Viber"]


@pytest.mark.parametrize("roles", [[], ["Viber"], ["Emperor", "SystemUser"], {"a": 1}])
def test_roles_without_a_primary_one_are_refused(vendor: Any, roles: Any) -> None:
    vendor.refused("POST", "users/setroles", roles, userName=AGENT)


def test_only_an_admins_token_sets_roles(vendor: Any) -> None:
    vendor.ok("POST", "users/setroles", ["SystemUser"], userName=API)
    assert vendor.ask("POST", "users/setroles", ["SystemUser"], userName=AGENT)[0] == 403


def test_unsettled_keys_come_in_either_casing(vendor: Any) -> None:
    vendor.box.world.switches.turn({"pascal_case": True})
    assert set(vendor.ok("GET", "users/getstatus")) == {"Status", "_Status"}
    assert set(vendor.ok("GET", "tenants/gettags")[0]) == {"Name", "Color", "ParentTags", "IsDeleted"}
    assert set(vendor.ok("DELETE", "users/delete", userName=AMY)) == {"Message", "DeletedFromDepartments"}
