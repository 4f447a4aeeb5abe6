from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

KEY = "824b4850-b24c-45ed-8d41-c740ad2618bf"
HELLO = {"protocolType": "Whatsapp", "text": "Hi", "from": "972524646214", "to": "972547101833"}


def direct(vendor: Any) -> list[dict[str, Any]]:
    return list(vendor.control("GET", "/glassix/direct-messages"))


def told(vendor: Any) -> list[tuple[str, str]]:
    changes = [one["changes"][0] for one in vendor.ok("GET", "webhooks/getevents")]
    return [(one["message"]["providerMessageId"], one["message"]["status"]) for one in changes]


def test_a_message_is_answered_pending_and_moves_on_by_the_clock(vendor: Any) -> None:
    sent = vendor.ok("POST", "protocols/send", HELLO)
    assert (sent["protocolType"], sent["status"], sent["serviceProvider"], sent["html"], sent["files"]) == (
        "WhatsApp", "Pending", 19, None, None,
    )  # fmt: skip
    assert (sent["departmentId"], sent["dateTime"]) == (KEY, "2026-03-10T12:00:00.123456Z")
    assert vendor.outbound == 1
    states = []
    for seconds in (1, 3, 56):
        vendor.clock.advance(timedelta(seconds=seconds))
        vendor.ok("GET", "users/getstatus")
        states.append(direct(vendor)[0]["status"])
    assert states == ["Accepted", "Delivered", "Read"]
    assert told(vendor) == [(sent["providerMessageId"], state) for state in states]


def test_no_ticket_is_made(vendor: Any) -> None:
    before = vendor.box.state()["tickets"]
    vendor.ok("POST", "protocols/send", HELLO)
    assert vendor.box.state()["tickets"] == before


@pytest.mark.parametrize(
    ("outcome", "last"), [("Rejected", "Rejected"), ("Failed", "Failed"), ("Delivered", "Delivered")]
)
def test_a_message_can_end_otherwise(vendor: Any, outcome: str, last: str) -> None:
    vendor.control("PATCH", "/glassix/switches", {"direct_outcome": outcome})
    vendor.ok("POST", "protocols/send", HELLO)
    vendor.clock.advance(timedelta(hours=1))
    vendor.ok("GET", "users/getstatus")
    assert direct(vendor)[0]["status"] == outcome


def test_a_test_can_end_a_message_by_hand_and_then_it_stays(vendor: Any) -> None:
    sent = vendor.ok("POST", "protocols/send", HELLO)
    vendor.control("POST", f"/glassix/direct-messages/{sent['providerMessageId']}", {"status": "Failed"})
    vendor.clock.advance(timedelta(hours=1))
    assert told(vendor) == [(sent["providerMessageId"], "Failed")]


def test_the_whole_message_of_the_c_sharp_client_is_taken(vendor: Any) -> None:
    body = {**HELLO, "protocolType": "SMS", "text": "anything", "html": None, "attachmentUris": None,
            "dateTime": "0001-01-01T00:00:00", "providerMessageId": None, "status": "Pending", "files": None,
            "departmentId": "00000000-0000-0000-0000-000000000000", "serviceProvider": 0}  # fmt: skip
    assert vendor.ok("POST", "protocols/send", body)["departmentId"] == KEY


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"protocolType": "AppleBusinessChat"}, "not enabled"),
        ({"protocolType": "Mail"}, "protocolType"),
        ({"from": "972500000000"}, "not linked"),
        ({"to": "+972547101833"}, "international"),
        ({"text": "Buy now!"}, "template"),
        ({"text": ""}, "text"),
        ({"files": ["ftp://x/y"]}, "address"),
    ],
)
def test_each_rule_is_refused_by_name_and_nothing_is_sent(vendor: Any, change: dict[str, Any], word: str) -> None:
    assert word in vendor.refused("POST", "protocols/send", {**HELLO, **change})
    assert (vendor.outbound, direct(vendor)) == (0, [])


def test_a_templates_placeholders_stand_for_any_words(vendor: Any) -> None:
    vendor.ok("POST", "protocols/send", {**HELLO, "text": "Hello Ann Lee, your order 7 is on its way."})
    vendor.refused("POST", "protocols/send", {**HELLO, "text": "Hello , your order 7 is on its way"})


def test_nothing_is_switched_on_in_the_other_department_until_it_is_set_up(vendor: Any) -> None:
    vendor.sign_in_elsewhere()
    other = "5baf94b7-4ebb-4442-81a5-27ac4dd1f03f"
    assert "not enabled" in vendor.refused("POST", "protocols/send", {**HELLO, "protocolType": "SMS"})
    vendor.control("PATCH", f"/glassix/departments/{other}", {"senders": {"applebusinesschat": ["shop"]}})
    body = {"protocolType": "AppleBusinessChat", "text": "Hi", "from": "shop", "to": "urn:mbid:AQAAY"}
    assert vendor.ok("POST", "protocols/send", body)["to"] == "urn:mbid:AQAAY"
    assert "urn:mbid:" in vendor.refused("POST", "protocols/send", {**body, "to": "972547101833"})


def test_a_file_of_more_than_five_megabytes_is_refused(vendor: Any) -> None:
    for size, status in ((5_000_000, 200), (5_000_001, 400)):
        (stored,) = vendor.upload({"0": ("big.bin", b"x" * size)})
        assert vendor.ask("POST", "protocols/send", {**HELLO, "files": [stored["uri"]]})[0] == status
