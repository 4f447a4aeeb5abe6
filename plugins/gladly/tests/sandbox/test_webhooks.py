from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from attrs import define, field

CONVERSATION = "mTs0fj5qSo63Sg4RRuulPQ"
HOUR = timedelta(hours=1)


@define
class Receiver:
    url: str = ""
    answers: list[int] = field(factory=list)
    default: int = 200
    wait_seconds: float = 0.0
    got: list[tuple[dict[str, str], dict[str, Any]]] = field(factory=list)
    released: threading.Event = field(factory=threading.Event)

    @property
    def types(self) -> list[str]:
        return [event["type"] for _, event in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    held = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            held.got.append((dict(self.headers), json.loads(body)))
            held.released.wait(held.wait_seconds)
            self.send_response(held.answers.pop(0) if held.answers else held.default)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    held.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield held
    held.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


def create(desk: Any, url: str, **more: Any) -> str:
    body = {"url": url, "events": ["CONVERSATION/NOTE_CREATED"], **more}
    answer = desk.ask("POST", "/webhooks", body)
    assert (answer.status, answer.data) == (201, b""), answer.data
    return answer.headers["Location"].removeprefix("/api/v1")


def note(desk: Any, text: str = "x") -> None:
    assert desk.ask("POST", f"/conversations/{CONVERSATION}/notes", {"body": text}).status == 201


def deliver(desk: Any) -> dict[str, int]:
    return dict(desk.control("POST", "/webhooks/deliver"))


def test_a_webhook_is_created_disabled_and_shows_none_of_its_secrets(sample: Any, receiver: Receiver) -> None:
    path = create(
        sample, receiver.url, name="CSAT", credentials={"username": "u", "password": "p"}, headers={"X-Token": "123"}
    )
    shown = sample.get(path)
    assert shown == {
        "id": path.rsplit("/", 1)[1], "name": "CSAT", "url": receiver.url, "events": ["CONVERSATION/NOTE_CREATED"],
        "enabled": False, "hasCredentials": True, "headerKeys": ["X-Token"],
        "createdAt": "2026-03-01T12:00:00.123Z", "updatedAt": "2026-03-01T12:00:00.123Z",
    }  # fmt: skip
    assert sample.get("/webhooks") == [shown]
    assert receiver.got == []


def test_a_webhook_that_is_created_enabled_has_to_answer_a_ping(sample: Any, receiver: Receiver) -> None:
    receiver.answers = [204, 500]
    for _ in range(2):
        body = {"url": receiver.url, "events": ["CONVERSATION/CLOSED"], "enabled": True}
        status, errors = sample.errors("POST", "/webhooks", body)
        assert (status, errors[0]["attr"]) == (400, "url")
    assert sample.get("/webhooks") == []
    assert sample.get(create(sample, receiver.url, enabled=True))["enabled"] is True
    assert receiver.types == ["PING"] * 3


def test_a_ping_carries_the_credentials_and_fixed_headers(sample: Any, receiver: Receiver) -> None:
    credentials = {"username": "integrations@organization.com", "password": "fxdUfTcejVx"}
    create(sample, receiver.url, enabled=True, credentials=credentials, headers={"X-Gladly-Token": "123"})
    headers, event = receiver.got[0]
    expected = base64.b64encode(b"integrations@organization.com:fxdUfTcejVx").decode()
    assert headers["Authorization"] == f"Basic {expected}"
    assert (headers["X-Gladly-Token"], headers["Content-Type"]) == ("123", "application/json")
    assert event["type"] == "PING"
    assert "initiator" not in event


def test_enabling_and_another_url_need_an_answered_ping_else_nothing_changes(sample: Any, receiver: Receiver) -> None:
    path = create(sample, receiver.url)
    receiver.answers = [500, 200, 500]
    assert sample.errors("PATCH", path, {"enabled": True, "name": "n"})[0] == 400
    assert "name" not in sample.get(path)
    assert sample.ask("PATCH", path, {"enabled": True}).status == 204
    assert sample.errors("PATCH", path, {"url": receiver.url + "2"})[0] == 400
    assert sample.get(path)["url"] == receiver.url
    assert sample.ask("PATCH", path, {"name": "new", "enabled": True}).status == 204
    assert receiver.types == ["PING"] * 3


def test_a_receiver_that_nobody_runs_fails_the_ping(sample: Any) -> None:
    path = create(sample, "http://127.0.0.1:9/hook")
    assert sample.errors("PATCH", path, {"enabled": True})[0] == 400


@pytest.mark.parametrize(
    ("change", "attr", "code"),
    [
        ({"url": None}, "url", "blank"),
        ({"url": "http://example.com/x"}, "url", "invalid"),
        ({"url": "ftp://127.0.0.1/x"}, "url", "invalid"),
        ({"url": "https://"}, "url", "invalid"),
        ({"url": "https://example.com:port/"}, "url", "invalid"),
        ({"events": []}, "events", "blank"),
        ({"events": ["CONVERSATION_CREATED"]}, "events", "invalid"),
        ({"events": "CONVERSATION/CLOSED"}, "events", "invalid"),
        ({"name": "x" * 201}, "name", "too_long"),
        ({"enabled": "yes"}, "enabled", "invalid"),
        ({"credentials": {"username": "u"}}, "credentials.password", "blank"),
        ({"headers": {"X-A": 1}}, "headers.X-A", "invalid"),
    ],
)
def test_a_webhook_of_the_wrong_form_is_refused(sample: Any, change: Any, attr: str, code: str) -> None:
    body = {"url": "https://example.com/x", "events": ["CONVERSATION/CLOSED"], **change}
    status, errors = sample.errors("POST", "/webhooks", body)
    assert (status, errors[0]["attr"], errors[0]["code"]) == (400, attr, code)


def test_a_url_is_used_by_one_webhook_only_and_there_are_at_most_twenty(sample: Any) -> None:
    paths = [create(sample, f"https://example.com/{number}") for number in range(19)]
    body = {"url": "https://example.com/3", "events": ["TASK/CREATED"]}
    assert sample.errors("POST", "/webhooks", body)[1][0]["code"] == "taken"
    assert sample.errors("PATCH", paths[0], {"url": "https://example.com/3"})[1][0]["code"] == "taken"
    create(sample, "https://example.com/19")
    assert sample.errors("POST", "/webhooks", {**body, "url": "https://example.com/20"})[0] == 400
    assert sample.ask("DELETE", paths[0]).status == 204
    create(sample, "https://example.com/20")


def test_the_suffix_of_deprecated_names_is_dropped(sample: Any) -> None:
    path = create(sample, "https://example.com/", events=["CUSTOMER_PROFILE/MERGED (deprecated)", "TASK/CLOSED"])
    assert sample.get(path)["events"] == ["CUSTOMER_PROFILE/MERGED", "TASK/CLOSED"]


def test_only_a_disabled_webhook_is_deleted(sample: Any, receiver: Receiver) -> None:
    path = create(sample, receiver.url, enabled=True)
    detail = "webhook must be disabled before it can be deleted"
    assert sample.errors("DELETE", path)[1][0]["detail"] == detail
    assert sample.ask("PATCH", path, {"enabled": False}).status == 204
    assert sample.ask("DELETE", path).status == 204
    for method in ("GET", "PATCH", "DELETE"):
        assert sample.errors(method, path, {})[0] == 404


def test_events_are_delivered_in_order_and_only_those_that_were_asked_for(sample: Any, receiver: Receiver) -> None:
    create(sample, receiver.url, enabled=True)
    create(sample, receiver.url + "/off")
    sample.ask("POST", f"/conversations/{CONVERSATION}/topics", {"topicIds": ["id1"]})
    note(sample)
    note(sample)
    deliver(sample)
    assert sample.sandbox.state()["waiting_deliveries"] == 0
    notes = [each["id"] for each in sample.get(f"/conversations/{CONVERSATION}/items")[-2:]]
    assert receiver.types == ["PING", "CONVERSATION/NOTE_CREATED", "CONVERSATION/NOTE_CREATED"]
    assert [event["content"]["noteId"] for _, event in receiver.got[1:]] == notes


def test_the_background_delivers_without_being_asked(sample: Any, receiver: Receiver) -> None:
    create(sample, receiver.url, enabled=True)
    note(sample)
    for _ in range(100):
        if len(receiver.got) == 2:
            break
        receiver.released.wait(0.02)
    assert receiver.types == ["PING", "CONVERSATION/NOTE_CREATED"]


def test_a_failed_delivery_comes_again_after_30_s_5_min_30_min_and_1_h_then_the_webhook_is_off(
    sample: Any, receiver: Receiver
) -> None:
    path = create(sample, receiver.url, enabled=True)
    receiver.default = 500
    note(sample)
    deliver(sample)
    for number, wait in enumerate((timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30), HOUR)):
        assert len(receiver.got) == 2 + number
        sample.clock.advance(wait - timedelta(seconds=1))
        deliver(sample)
        assert len(receiver.got) == 2 + number
        assert sample.get(path)["enabled"] is True
        sample.clock.advance(timedelta(seconds=1))
        deliver(sample)
    assert len(receiver.got) == 6
    assert len({event["id"] for _, event in receiver.got[1:]}) == 1
    shown = sample.get(path)
    assert (shown["enabled"], shown["disabledAtDueToRetryLimit"]) == (False, sample.sandbox.store.now())
    log = sample.control("GET", f"{path}/log")
    assert [each["attempt"] for each in log] == [1, 1, 2, 3, 4, 5]
    assert [each["status"] for each in log] == [200, 500, 500, 500, 500, 500]


def test_a_webhook_that_was_switched_off_by_retries_can_be_enabled_again(sample: Any, receiver: Receiver) -> None:
    path = create(sample, receiver.url, enabled=True)
    receiver.default = 500
    note(sample)
    for _ in range(5):
        deliver(sample)
        sample.clock.advance(HOUR)
    assert sample.get(path)["enabled"] is False
    receiver.default = 200
    note(sample)
    assert sample.ask("PATCH", path, {"enabled": True}).status == 204
    assert "disabledAtDueToRetryLimit" not in sample.get(path)
    note(sample)
    deliver(sample)
    assert receiver.types[-2:] == ["PING", "CONVERSATION/NOTE_CREATED"]


def test_a_delivery_that_is_answered_at_the_second_try_is_done(sample: Any, receiver: Receiver) -> None:
    path = create(sample, receiver.url, enabled=True)
    receiver.answers = [503, 204]
    note(sample)
    deliver(sample)
    assert sample.sandbox.state()["waiting_deliveries"] == 1
    sample.clock.advance(timedelta(seconds=30))
    assert deliver(sample)["waiting"] == 0
    assert sample.get(path)["enabled"] is True


def test_a_receiver_that_takes_too_long_has_not_answered(sample: Any, receiver: Receiver) -> None:
    create(sample, receiver.url, enabled=True)
    assert sample.control("GET", "/gladly/switches")["webhook_answer_seconds"] == 15
    sample.turn(webhook_answer_seconds=0.05)
    receiver.wait_seconds = 5
    note(sample)
    deliver(sample)
    assert sample.sandbox.state()["waiting_deliveries"] == 1


def test_406_is_final_only_if_it_is_switched_so(sample: Any, receiver: Receiver) -> None:
    create(sample, receiver.url, enabled=True)
    receiver.default = 406
    note(sample)
    assert deliver(sample)["waiting"] == 1
    sample.turn(final_406=True)
    sample.clock.advance(timedelta(seconds=30))
    assert deliver(sample)["waiting"] == 0


def test_a_receiver_can_ask_the_sandbox_while_it_is_pinged(sample: Any, receiver: Receiver) -> None:
    receiver.wait_seconds = 5
    asking = threading.Thread(target=create, args=(sample, receiver.url), kwargs={"enabled": True})
    asking.start()
    while not receiver.got:
        receiver.released.wait(0.01)
    assert sample.get("/webhooks") == []
    receiver.released.set()
    asking.join()
    assert len(sample.get("/webhooks")) == 1
