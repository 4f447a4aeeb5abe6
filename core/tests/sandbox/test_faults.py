from __future__ import annotations

import time
from datetime import timedelta
from email.utils import parsedate_to_datetime
from math import inf
from typing import Any

import pytest
import urllib3

from deskbridge.sandbox import Fault, FaultBox, parse_fault


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [("latency=0.2", "latency", 0.2), ("reset_after=always", "reset_after", inf), ("cut_body", "cut_body", 1.0),
     ("rate_limited=3", "rate_limited", 3.0)],
)  # fmt: skip
def test_a_fault_is_read_from_name_and_value(text: str, name: str, value: float) -> None:
    assert parse_fault(text) == Fault(name, value)


@pytest.mark.parametrize("text", ["", "explode=1", "latency=soon", "cut_body=0", "cut_body=-1", "latency=nan", "=1"])
def test_a_fault_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_fault(text)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="there are: bad_gateway_after, "):
        parse_fault("explode=1")


def test_latency_makes_every_answer_late(desk: Any) -> None:
    desk.switch("latency=0.05")
    for _ in range(2):
        before = time.perf_counter()
        assert desk.ask("GET").status == 200
        assert time.perf_counter() - before >= 0.05


def test_a_plain_429_has_no_retry_after_and_no_effect(desk: Any) -> None:
    desk.switch("rate_limited=2")
    for _ in range(2):
        answer = desk.ask("POST")
        assert (answer.status, answer.headers.get("Retry-After")) == (429, None)
    assert desk.sandbox.things == []
    assert desk.ask("POST").status == 200


def test_a_429_with_a_wait_names_the_seconds_and_comes_once(desk: Any) -> None:
    desk.switch("rate_limited_after=2.5")
    answer = desk.ask("POST")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "2.5")
    assert desk.ask("GET").status == 200


@pytest.mark.parametrize(
    ("fault", "status", "effects"),
    [("unavailable_before", 503, 0), ("unavailable_after", 503, 1), ("error_before", 500, 0), ("error_after", 500, 1),
     ("bad_gateway_before", 502, 0), ("bad_gateway_after", 502, 1), ("expired_token", 401, 0), ("forbidden", 403, 0)],
)  # fmt: skip
def test_an_error_comes_before_or_after_the_effect(desk: Any, fault: str, status: int, effects: int) -> None:
    desk.switch(fault)
    assert desk.ask("POST").status == status
    assert len(desk.sandbox.things) == effects
    assert desk.ask("GET").status == 200


@pytest.mark.parametrize(("fault", "effects"), [("reset_before", 0), ("reset_after", 1)])
def test_a_connection_is_reset_before_or_after_the_effect(desk: Any, fault: str, effects: int) -> None:
    desk.switch(fault)
    with pytest.raises(urllib3.exceptions.ProtocolError):
        desk.ask("POST")
    assert len(desk.sandbox.things) == effects
    assert desk.ask("GET").status == 200


def test_a_reset_leaves_no_line_on_the_servers_error_output(desk: Any, capfd: pytest.CaptureFixture[str]) -> None:
    desk.switch("reset_before", "reset_after")
    for _ in range(2):
        with pytest.raises(urllib3.exceptions.ProtocolError):
            desk.ask("POST")
    assert desk.ask("GET").status == 200
    assert capfd.readouterr().err == ""


def test_a_cut_body_ends_in_the_middle(desk: Any) -> None:
    desk.switch("cut_body")
    with pytest.raises(urllib3.exceptions.ProtocolError) as caught:
        desk.ask("POST")
    assert "IncompleteRead" in str(caught.value)
    assert desk.sandbox.things == [1]


def test_a_page_of_html_comes_as_a_success(desk: Any) -> None:
    desk.switch("html_page")
    answer = desk.ask("POST")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert desk.sandbox.things == []


def test_a_body_claims_to_be_json_and_is_not(desk: Any) -> None:
    desk.switch("not_json")
    answer = desk.ask("GET")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    with pytest.raises(ValueError, match="JSON|Expecting"):
        answer.json()


def test_the_right_answer_comes_under_another_content_type(desk: Any) -> None:
    desk.switch("wrong_type")
    answer = desk.ask("POST")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.json()["things"] == desk.sandbox.things == [1]


def test_every_answer_says_when_and_a_skewed_clock_says_it_wrong(desk: Any) -> None:
    desk.switch("clock_skew=3600")
    skewed = [parsedate_to_datetime(desk.ask("GET").headers["Date"]) for _ in range(2)]
    desk.sandbox.faults.clear()
    now = parsedate_to_datetime(desk.ask("GET").headers["Date"])
    assert all(timedelta(minutes=59) < now - one < timedelta(minutes=61) for one in skewed)


def test_a_redirect_leads_to_another_host(desk: Any) -> None:
    desk.switch("redirect")
    answer = desk.ask("GET")
    assert (answer.status, answer.headers["Location"]) == (302, "http://foreign.invalid/elsewhere")


def test_a_fault_may_be_for_one_method_and_path_and_wait_its_turn(desk: Any) -> None:
    desk.sandbox.faults.add(Fault("error_before", 1, method="POST", path="thing", skip=1))
    assert [desk.ask(method).status for method in ("GET", "POST", "POST", "POST")] == [200, 200, 500, 200]


def test_a_fault_that_counts_always_never_ends_until_it_is_cleared(desk: Any) -> None:
    desk.switch("error_before=always")
    assert {desk.ask("GET").status for _ in range(5)} == {500}
    desk.sandbox.faults.clear()
    assert desk.ask("GET").status == 200


def test_a_vendors_own_fault_waits_until_the_vendor_takes_it(desk: Any) -> None:
    desk.switch("foreign_link")
    assert desk.ask("GET").status == 200
    box: FaultBox = desk.sandbox.faults
    assert box.take(("foreign_link",), "GET", "/things") is not None
    assert box.faults == []


def test_faults_are_switched_over_http(desk: Any) -> None:
    body = {"name": "error_before", "value": "always", "path": "/things"}
    assert desk.ask("POST", "/_sandbox/faults", body).json() == [{"name": "error_before", "value": "inf"}]
    assert desk.ask("GET").status == 500
    assert desk.ask("DELETE", "/_sandbox/faults").json() == []
    assert desk.ask("GET").status == 200


OBJECT = "a fault is an object with a name and, if wanted, value, method, path, skip"
ABOVE_ZERO = "a fault's value is a number above zero, or always, and not "


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, OBJECT),
        ([], OBJECT),
        ("x", OBJECT),
        ({"name": "cut_body", "unknown": 1}, OBJECT),
        ({"name": "explode"}, "unknown fault 'explode'; there are: bad_gateway_after, "),
        ({"name": ["cut_body"]}, "unknown fault ['cut_body']; there are: bad_gateway_after, "),
        ({"name": "cut_body", "value": "x"}, ABOVE_ZERO + "'x'"),
        ({"name": "cut_body", "value": [1]}, ABOVE_ZERO + "[1]"),
        ({"name": "cut_body", "value": True}, ABOVE_ZERO + "True"),
        ({"name": "cut_body", "value": "nan"}, ABOVE_ZERO + "'nan'"),
        ({"name": "cut_body", "value": -1}, ABOVE_ZERO + "-1"),
        ({"name": "cut_body", "skip": "1"}, "skip has to be a whole number from 0 to 1000000, and not '1'"),
        ({"name": "cut_body", "path": 1}, "path has to be a text, and not 1"),
    ],
)
def test_a_fault_that_cannot_be_is_a_400_with_the_reason_and_not_switched_on(desk: Any, body: Any, said: str) -> None:
    refused = desk.ask("POST", "/_sandbox/faults", body)
    assert refused.status == 400
    assert refused.json()["message"].startswith(said)
    assert desk.ask("GET", "/_sandbox/faults").json() == []
