from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deskbridge_glassix.sandbox.limits import REQUESTS_A_SECOND, TOKENS_A_MINUTE

OTHER = "5baf94b7-4ebb-4442-81a5-27ac4dd1f03f"


def test_a_token_lasts_three_hours_less_a_fraction_of_a_second(vendor: Any) -> None:
    held = vendor.run.settings
    answer = vendor.ok(
        "POST",
        "token/get",
        {"apiKey": held["api_key"], "apiSecret": held["api_secret"], "userName": held["user_name"]},
    )
    assert answer["token_type"] == "bearer"
    assert 10_799 < answer["expires_in"] < 10_800


def test_the_names_of_a_token_request_may_be_in_any_case(vendor: Any) -> None:
    held = vendor.run.settings
    vendor.ok(
        "POST",
        "token/get",
        {"APIKEY": held["api_key"].upper(), "apisecret": held["api_secret"], "username": held["user_name"].upper()},
    )


@pytest.mark.parametrize("wrong", ["api_key", "api_secret", "user_name"])
def test_wrong_credentials_are_a_401_with_a_message(vendor: Any, wrong: str) -> None:
    held = {**vendor.run.settings, wrong: "nobody"}
    body = {"apiKey": held["api_key"], "apiSecret": held["api_secret"], "userName": held["user_name"]}
    status, answer = vendor.ask("POST", "token/get", body)
    assert (status, list(answer)) == (401, ["message"])


def test_a_user_without_admin_rights_gets_no_token(vendor: Any) -> None:
    held = vendor.run.settings
    body = {"apiKey": held["api_key"], "apiSecret": held["api_secret"], "userName": "ben.carter@company.com"}
    assert vendor.ask("POST", "token/get", body)[0] == 403


def test_a_request_without_a_token_is_a_401(vendor: Any) -> None:
    vendor.token = ""
    assert vendor.ask("GET", "users/allusers")[0] == 401


def test_a_request_with_an_unknown_token_is_a_401(vendor: Any) -> None:
    vendor.token = "made-up"
    assert vendor.ask("GET", "users/allusers")[0] == 401


def test_a_token_expires_by_the_sandboxs_clock(vendor: Any) -> None:
    vendor.clock.advance(timedelta(hours=2, minutes=59))
    assert vendor.ask("GET", "users/allusers")[0] == 200
    vendor.clock.advance(timedelta(minutes=1))
    assert vendor.ask("GET", "users/allusers")[0] == 401


def test_actions_are_those_of_the_tokens_user(vendor: Any) -> None:
    vendor.sign_in(user_name="amy.agent@company.com")
    vendor.ok("POST", "tickets/addnote/13784", {"text": "mine"})
    assert vendor.get(13784)["transactions"][-1]["fromParticipant"]["userName"] == "amy.agent@company.com"


def test_a_token_sees_no_ticket_of_another_department(vendor: Any) -> None:
    vendor.sign_in_elsewhere()
    assert vendor.ask("GET", "tickets/get/13784")[0] == 404


def test_each_department_has_its_own_users_and_tags(vendor: Any) -> None:
    vendor.sign_in_elsewhere()
    assert "dana.fox@company.com" in {user["UserName"] for user in vendor.ok("GET", "users/allusers")}
    assert {tag["name"] for tag in vendor.ok("GET", "tenants/gettags")} == {"Info", "VIP", "Second line"}


def test_every_seed_has_the_ordinary_tags(start: Any) -> None:
    for seed in ("sample", "synthetic:3", "empty"):
        names = {tag["name"] for tag in start(seed).ok("GET", "tenants/gettags")}
        assert names >= {"Returns", "Exchanges", "Vacation", "Info", "VIP", "Sales", "Excel"}


def test_whether_a_department_is_open_is_a_bare_boolean_and_needs_no_token(vendor: Any) -> None:
    vendor.token = ""
    assert vendor.ok("GET", "tenants/isonline", departmentId=OTHER) is True
    assert vendor.ok("GET", "tenants/isonline", DEPARTMENTID=OTHER, protocolType="Whatsapp") is True


def test_token_calls_are_counted(vendor: Any) -> None:
    assert vendor.box.state()["token_calls"] == 1
    vendor.sign_in()
    assert vendor.box.state()["token_calls"] == 2


def test_the_token_endpoint_is_throttled_where_limits_are_on(start: Any) -> None:
    vendor = start("empty", rate_limit="vendor")
    for _ in range(TOKENS_A_MINUTE - 1):
        vendor.sign_in()
    assert vendor.ask("POST", "token/get", {})[0] == 429
    vendor.clock.advance(timedelta(minutes=1))
    vendor.sign_in()


def test_too_many_requests_are_a_429_that_does_not_say_how_long_to_wait(start: Any) -> None:
    vendor = start("empty", rate_limit="vendor")
    statuses = [vendor.ask("GET", "tenants/gettags")[0] for _ in range(REQUESTS_A_SECOND + 1)]
    assert statuses == [200] * REQUESTS_A_SECOND + [429]
    answer = vendor.pool.request("GET", vendor.url("tenants/gettags"), retries=False)
    assert "retry-after" not in answer.headers
    vendor.clock.advance(timedelta(seconds=1))
    assert vendor.ask("GET", "tenants/gettags")[0] == 200


def test_without_limits_nothing_is_throttled(start: Any) -> None:
    vendor = start("empty")
    assert {vendor.ask("GET", "tenants/gettags")[0] for _ in range(REQUESTS_A_SECOND + 20)} == {200}


def test_a_wrong_verb_is_a_405_and_an_unknown_route_a_404_in_the_frameworks_own_words(vendor: Any) -> None:
    assert vendor.ask("GET", "tickets/create") == (
        405,
        {"Message": "The requested resource does not support http method 'GET'."},
    )
    for path in ("tickets/explode", "tickets/get", "tickets/get/1/2", "users/allusers/1", "", "x"):
        status, answer = vendor.ask("GET", path)
        assert (status, list(answer)) == (404, ["Message"]), path


def test_a_path_outside_the_api_is_a_404(vendor: Any) -> None:
    assert vendor.pool.request("GET", vendor.run.url + "/api/v1.1/tickets/list").status == 404


def test_it_answers_by_whatever_host_name_it_is_addressed(vendor: Any) -> None:
    port = vendor.run.url.rpartition(":")[2]
    answer = vendor.pool.request(
        "GET", vendor.url("tenants/isonline", departmentId=OTHER), headers={"Host": f"demo.localhost:{port}"}
    )
    assert answer.json() is True
