from __future__ import annotations

from typing import Any

import pytest

NO_GUID = "00000000-0000-0000-0000-000000000000"


def test_sending_answers_the_transaction_and_counts_a_message_to_the_customer(vendor: Any) -> None:
    sent = vendor.ok("POST", "tickets/send/13784", {"text": "Hello!"})
    assert (sent["type"], sent["text"], sent["status"]) == ("Message", "Hello!", "Pending")
    assert sent["fromParticipant"]["userName"] == "api.user@example.com"
    assert vendor.outbound == 1
    ticket = vendor.get(13784)
    assert ticket["transactions"][-1] == sent
    assert (ticket["agentMessagesCount"], ticket["firstAgentMessageDateTime"]) == (1, sent["dateTime"])


def test_on_an_unassigned_ticket_the_sender_has_no_name(vendor: Any) -> None:
    sender = vendor.ok("POST", "tickets/send/13785", {"text": "Hello!"})["fromParticipant"]
    assert (sender["identifier"], sender["name"], sender["protocolType"]) == (NO_GUID, "", "Web")


@pytest.mark.parametrize("ticket_id", [13783, 13786])
def test_messages_flow_only_in_open_tickets(vendor: Any, ticket_id: int) -> None:
    vendor.refused("POST", f"tickets/send/{ticket_id}", {"text": "Hello!"})
    assert vendor.outbound == 0


def test_html_is_for_mail_and_web_chat(vendor: Any) -> None:
    assert vendor.ok("POST", "tickets/send/13784", {"html": "<b>x</b>"})["html"] == "<b>x</b>"
    assert vendor.ok("POST", "tickets/send/13785", {"text": "x", "html": "<b>x</b>"})["html"] == ""
    vendor.refused("POST", "tickets/send/13785", {"html": "<b>x</b>"})


def test_a_message_must_say_something(vendor: Any) -> None:
    vendor.refused("POST", "tickets/send/13784", {"text": "", "html": None})
    sent = vendor.ok("POST", "tickets/send/13784", {"files": ["https://example.org/a.pdf"]})
    assert sent["attachments"][0]["originalFileName"] == "a.pdf"


def test_quick_replies_and_templates_come_back_as_payload(vendor: Any) -> None:
    body = {"text": "?", "quickReplies": [{"title": "Yes"}], "templates": [{"TITLE": "A", "coverImageUrl": "u"}]}
    payload = vendor.ok("POST", "tickets/send/13784", body)["payload"]
    assert payload["quickReplies"] == [{"title": "Yes"}]
    assert payload["templates"] == [{"title": "A", "coverImageUrl": "u"}]


@pytest.mark.parametrize("ticket_id", [13783, 13784, 13786])
def test_a_note_is_added_in_any_state_and_nobody_hears_of_it(vendor: Any, ticket_id: int) -> None:
    vendor.ok("POST", f"tickets/addnote/{ticket_id}", {"html": "<p>only for us</p>"})
    note = vendor.get(ticket_id)["transactions"][-1]
    assert (note["type"], note["html"], note["text"]) == ("Note", "<p>only for us</p>", "")
    assert note["dateTime"].startswith("2026-03-10T12:00:00.123456")
    assert note["fromParticipant"]["userName"] == "api.user@example.com"
    assert vendor.outbound == 0
    assert vendor.box.state()["notes"] == 1


def test_a_note_must_say_something(vendor: Any) -> None:
    for body in ({}, {"text": ""}, {"text": " ", "html": None}):
        vendor.refused("POST", "tickets/addnote/13784", body)


def test_text_of_any_script_comes_back_unchanged(vendor: Any) -> None:
    text = "שלום 你好 Ω 👩‍👩‍👧‍👦 \u202eabc\u0000\ttab\r\nline"
    vendor.ok("POST", "tickets/addnote/13784", {"text": text})
    assert vendor.get(13784)["transactions"][-1]["text"] == text
