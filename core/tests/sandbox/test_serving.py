from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deskbridge.sandbox import FixedWindow, ManualClock, Seed, SystemClock, parse_seed, running


def test_requests_are_counted_but_not_those_to_the_controls(desk: Any) -> None:
    for method in ("GET", "POST", "GET"):
        desk.ask(method)
    expected = {"requests": 3, "outbound_messages": 0, "by_operation": {"GET /things": 2, "POST /things": 1}}
    assert desk.ask("GET", "/_sandbox/counters").json() == expected
    assert desk.ask("POST", "/_sandbox/counters/reset").status == 204
    assert desk.ask("GET", "/_sandbox/counters").json() == {"requests": 0, "outbound_messages": 0, "by_operation": {}}


def test_a_request_that_a_fault_answered_is_counted_too(desk: Any) -> None:
    desk.switch("error_before")
    desk.ask("GET")
    assert desk.sandbox.counters.requests == 1


def test_the_state_is_the_vendors_own(desk: Any) -> None:
    desk.ask("POST")
    assert desk.ask("GET", "/_sandbox/state").json() == {"things": 1}


def test_a_port_that_is_taken_is_an_error_at_once(desk: Any) -> None:
    port = int(desk.url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="."), running(desk.sandbox, port=port):
        pass


def test_after_the_block_nobody_answers(desk: Any) -> None:
    with running(desk.sandbox) as other:
        assert desk.pool.request("GET", f"{other.url}/things").status == 200
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(other.url.rsplit(":", 1)[1])), timeout=1)


@pytest.mark.parametrize(
    ("text", "seed"),
    [("sample", Seed("sample")), ("empty", Seed("empty")), ("synthetic:200", Seed("synthetic", 200))],
)
def test_a_seed_is_read(text: str, seed: Seed) -> None:
    assert parse_seed(text) == seed


@pytest.mark.parametrize("text", ["", "sample:1", "synthetic", "synthetic:", "synthetic:-1", "synthetic:x", "other"])
def test_a_seed_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="use sample, empty or synthetic:N"):
        parse_seed(text)


def test_a_window_has_room_for_its_limit_and_then_again() -> None:
    clock = ManualClock(datetime(2026, 1, 1, tzinfo=UTC))
    window = FixedWindow(clock, limit=2)
    assert [window.take() for _ in range(3)] == [True, True, False]
    assert window.remaining == 0
    clock.advance(timedelta(seconds=1))
    assert window.take()
    assert window.remaining == 1


def test_the_clock_is_read_and_put_forward_from_outside(desk: Any) -> None:
    path = "/_sandbox/clock"
    assert desk.ask("GET", path).json() == {"now": "2026-03-01T12:00:00+00:00"}
    assert desk.ask("POST", path, {"advance_seconds": 90}).json() == {"now": "2026-03-01T12:01:30+00:00"}
    for wrong in ({}, {"advance_seconds": -1}, {"advance_seconds": "1"}, {"advance_seconds": True}, 1, []):
        refused = desk.ask("POST", path, wrong)
        said = 'the body has to be {"advance_seconds": n}, with n not below zero'
        assert (refused.status, refused.json()["message"]) == (400, said)
    assert desk.ask("GET", path).json() == {"now": "2026-03-01T12:01:30+00:00"}


@pytest.mark.parametrize("seconds", [1e300, 3e11])
def test_the_clock_is_not_put_past_the_end_of_time(desk: Any, seconds: float) -> None:
    refused = desk.ask("POST", "/_sandbox/clock", {"advance_seconds": seconds})
    said = f"the clock can't be put forward by {seconds:g} seconds: time ends with the year 9999"
    assert (refused.status, refused.json()["message"]) == (400, said)
    assert desk.ask("GET", "/_sandbox/clock").json() == {"now": "2026-03-01T12:00:00+00:00"}


@pytest.mark.parametrize("path", ["/_sandbox/clock", "/_sandbox/faults"])
def test_a_control_request_that_is_no_json_is_told_so(desk: Any, path: str) -> None:
    refused = desk.pool.request("POST", desk.url + path, body=b"{")
    assert (refused.status, refused.json()) == (400, {"message": "the body has to be JSON"})


def test_the_systems_clock_runs_on_from_where_it_was_put() -> None:
    clock = SystemClock()
    clock.advance(timedelta(days=2))
    assert timedelta(days=2) <= clock.now() - datetime.now(UTC) + timedelta(seconds=1) < timedelta(days=2, minutes=1)
