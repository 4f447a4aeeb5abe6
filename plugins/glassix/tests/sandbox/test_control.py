from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[4] / "docs" / "sandboxes.md"
KEY = "824b4850-b24c-45ed-8d41-c740ad2618bf"


def ask(vendor: Any, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    answer = vendor.pool.request(method, f"{vendor.run.url}/_sandbox{path}", json=body, retries=False)
    return answer.status, answer.json()


def test_switches_are_shown_and_turned_all_or_none(vendor: Any) -> None:
    before = vendor.control("GET", "/glassix/switches")
    assert vendor.control("PATCH", "/glassix/switches", {"queue_batch": 3})["queue_batch"] == 3
    wrong = {"queue_batch": 4, "direct_outcome": "Lost"}
    assert ask(vendor, "PATCH", "/glassix/switches", wrong)[0] == 400
    assert ask(vendor, "PATCH", "/glassix/switches", {"no_such": 1})[0] == 400
    assert vendor.control("GET", "/glassix/switches") == {**before, "queue_batch": 3}


def test_every_switch_is_on_the_page_about_sandboxes(vendor: Any) -> None:
    page = PAGE.read_text(encoding="utf-8").partition("Glassix's sandbox")[2]
    assert [name for name in vendor.control("GET", "/glassix/switches") if f"`{name}`" not in page] == []


@pytest.mark.parametrize(("whole", "told"), [(True, 60), (False, 59.9375)])
def test_tokens_live_as_long_as_the_switch_says_in_whole_seconds_or_not(vendor: Any, whole: Any, told: float) -> None:
    vendor.control("PATCH", "/glassix/switches", {"token_seconds": 60, "whole_expires_in": whole})
    settings = vendor.run.settings
    body = {"apiKey": settings["api_key"], "apiSecret": settings["api_secret"], "username": settings["user_name"]}
    answer = vendor.ok("POST", "token/get", body)
    assert answer["expires_in"] == told
    vendor.token = answer["access_token"]
    vendor.clock.advance(timedelta(seconds=59))
    vendor.ok("GET", "users/getstatus")
    vendor.clock.advance(timedelta(seconds=1))
    assert vendor.ask("GET", "users/getstatus")[0] == 401


def test_all_tokens_can_be_ended(vendor: Any) -> None:
    assert vendor.control("POST", "/glassix/tokens/end") == {"ended": 1}
    assert vendor.ask("GET", "users/getstatus")[0] == 401


@pytest.mark.parametrize(
    ("form", "kind", "begins"),
    [
        ("message", "application/json", b'{"message":"'),
        ("Message", "application/json", b'{"Message":"'),
        ("text", "text/plain", b"Ticket"),
        ("html", "text/html", b"<html>"),
    ],
)
def test_errors_look_as_the_switch_says(vendor: Any, form: str, kind: str, begins: bytes) -> None:
    vendor.control("PATCH", "/glassix/switches", {"error_body": form})
    headers = {"Authorization": f"Bearer {vendor.token}"}
    answer = vendor.pool.request("GET", vendor.url("tickets/get/1"), headers=headers)
    assert answer.headers["Content-Type"].startswith(kind)
    assert (answer.status, answer.data.startswith(begins)) == (404, True)


@pytest.mark.parametrize(
    ("form", "end"),
    [
        ("empty", {"paging": {}}),
        ("null", {"paging": None}),
        ("missing", {}),
        ("next_null", {"paging": {"next": None}}),
        ("next_blank", {"paging": {"next": ""}}),
    ],
)
def test_the_last_page_ends_as_the_switch_says(vendor: Any, form: str, end: dict[str, Any]) -> None:
    vendor.control("PATCH", "/glassix/switches", {"empty_paging": form})
    answer = vendor.ok("GET", "tickets/list", since="01/07/2022 00:00:00:00", until="30/07/2022 23:59:59:00")
    assert answer == {"tickets": [], **end}


def test_departments_are_shown_and_set_up(vendor: Any) -> None:
    main, _ = vendor.control("GET", "/glassix/departments")
    assert (main["apiKey"], main["apiSecret"]) == (KEY, "glassix-sandbox-secret")
    vendor.control("PATCH", f"/glassix/departments/{KEY}", {"closedChannels": ["PhoneCall"]})
    assert vendor.ok("GET", "tenants/isonline", departmentId=KEY) is True
    assert vendor.ok("GET", "tenants/isonline", departmentId=KEY, protocolType="phonecall") is False
    vendor.control("PATCH", f"/glassix/departments/{KEY}", {"isOpen": False})
    assert vendor.ok("GET", "tenants/isonline", departmentId=KEY) is False
    assert ask(vendor, "PATCH", "/glassix/departments/none", {})[0] == 404
    assert ask(vendor, "PATCH", f"/glassix/departments/{KEY}", {"senders": {"Pigeon": []}})[0] == 400


def test_tickets_are_laid_with_their_own_times(vendor: Any) -> None:
    rows = [
        {"open": "2024-02-29T23:59:59.5Z", "close": "2024-03-31T01:30:00Z", "field1": "a"},
        {"open": "2024-02-01T00:00:00Z", "lastActivity": "2024-05-01T00:00:00Z", "state": "snoozed"},
    ]
    first, second = vendor.control("POST", "/glassix/tickets", {"tickets": rows})["ids"]
    assert (vendor.get(first)["state"], vendor.get(first)["open"], vendor.get(first)["close"]) == (
        "Closed", "2024-02-29T23:59:59.5Z", "2024-03-31T01:30:00Z",
    )  # fmt: skip
    assert (vendor.get(second)["state"], vendor.get(second)["lastActivity"]) == ("Snoozed", "2024-05-01T00:00:00Z")
    listed = vendor.ok("GET", "tickets/list", since="30/04/2024 00:00:00:00", until="02/05/2024 00:00:00:00")
    assert [one["id"] for one in listed["tickets"]] == [second]
    assert ask(vendor, "POST", "/glassix/tickets", {"tickets": [{"open": "soon"}]})[0] == 400


def test_a_customer_writes_and_a_pending_ticket_is_open_again(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Pending")
    body = {"text": "thanks", "fileName": "x.png", "fileType": "image/png", "fileText": "abc"}
    said = vendor.control("POST", "/glassix/tickets/13784/messages", body)
    assert (said["fromParticipant"]["type"], said["text"]) == ("Client", "thanks")
    assert vendor.pool.request("GET", said["attachments"][0]["uri"]).data == b"abc"
    assert vendor.get(13784)["state"] == "Open"
    kinds = [one["changes"][0]["_event"] for one in vendor.ok("GET", "webhooks/getevents")]
    assert kinds == ["TICKET_STATE_CHANGE", "TICKET_STATE_CHANGE", "NEW_MESSAGE"]


def test_a_customer_does_not_write_in_a_closed_ticket(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    assert ask(vendor, "POST", "/glassix/tickets/13784/messages", {"text": "hello?"})[0] == 409
    assert ask(vendor, "POST", "/glassix/tickets/1/messages", {"text": "hello?"})[0] == 404


def test_a_stranger_who_writes_opens_a_ticket_and_the_next_words_go_into_it(vendor: Any) -> None:
    body = {"protocolType": "WhatsApp", "identifier": "972547101833", "name": "Ann", "text": "hello"}
    made = vendor.control("POST", "/glassix/incoming", body)
    assert (made["isIncoming"], made["participants"][0]["name"], made["state"]) == (True, "Ann", "Open")
    assert vendor.control("POST", "/glassix/incoming", {**body, "text": "again"})["id"] == made["id"]
    texts = [one["text"] for one in vendor.get(made["id"])["transactions"] if one["type"] == "Message"]
    assert texts == ["hello", "again"]
    kinds = [one["changes"][0]["_event"] for one in vendor.ok("GET", "webhooks/getevents")]
    assert kinds == ["NEW_TICKET", "NEW_MESSAGE", "NEW_MESSAGE"]
    assert vendor.outbound == 0


def test_a_bots_ticket_sends_nothing_by_itself(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setowner/13784", nextOwnerUserName="helper.bot@company.com")
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    assert vendor.outbound == 0


def test_messages_are_received_and_read(vendor: Any) -> None:
    vendor.ok("POST", "tickets/send/13784", {"text": "one"})
    statuses = []
    for status in ("Delivered", "Read", "Delivered"):
        vendor.control("POST", "/glassix/tickets/13784/received", {"status": status})
        statuses.append(vendor.get(13784)["transactions"][-1]["status"])
    assert statuses == ["Delivered", "Read", "Read"]
    assert ask(vendor, "POST", "/glassix/tickets/13784/received", {"status": "Burnt"})[0] == 400


def test_an_agent_snoozes_by_hand_what_the_api_cannot(vendor: Any) -> None:
    vendor.refused("PUT", "tickets/setstate/13784", nextState="Snoozed")
    assert vendor.control("POST", "/glassix/tickets/13784/state", {"state": "Snoozed"})["state"] == "Snoozed"
    vendor.ok("POST", "tickets/addtags/13784", ["Info"])


def test_idle_tickets_close_by_themselves_and_pending_ones_are_alerted(vendor: Any) -> None:
    vendor.control("PATCH", "/glassix/switches", {"idle_close_hours": 1.0})
    quiet, pending = (
        vendor.create(participants=[{"protocolType": "Mail", "identifier": f"{name}@example.org"}])["id"]
        for name in ("quiet", "pending")
    )
    vendor.ok("PUT", f"tickets/setstate/{pending}", nextState="Pending", sendTicketStateChangedMessage="false")
    before = vendor.outbound
    vendor.clock.advance(timedelta(hours=1))
    for number in (quiet, pending):
        ticket = vendor.get(number)
        assert (ticket["state"], ticket["wasClosedAutomatically"]) == ("Closed", True)
    assert vendor.outbound == before + 1


def test_the_clock_is_put_forward_from_outside(vendor: Any) -> None:
    assert vendor.control("POST", "/clock", {"advance_seconds": 60})["now"].startswith("2026-03-10T12:01:00")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/glassix/direct-messages/x", {"status": "Read"}),
        ("DELETE", "/glassix/webhooks/x", None),
        ("GET", "/webhooks/x/log", None),
        ("GET", "/glassix/tickets/1", None),
        ("POST", "/glassix/events", {"departmentId": "x", "event": "NEW_TICKET"}),
    ],
)
def test_unknown_ids_are_404(vendor: Any, method: str, path: str, body: Any) -> None:
    assert ask(vendor, method, path, body)[0] == 404


@pytest.mark.parametrize("body", [[], 1, "x"])
def test_a_control_body_that_is_no_object_is_a_400(vendor: Any, body: Any) -> None:
    assert ask(vendor, "POST", "/glassix/events", body)[0] == 400
