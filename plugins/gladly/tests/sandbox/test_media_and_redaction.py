from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest


def with_attachment(desk: Any) -> tuple[str, dict[str, Any]]:
    for item in desk.sandbox.store.items.values():
        for attachment in item["content"].get("attachments", ()):
            return f"/conversation-items/{item['id']}/attachments/{attachment['id']}", attachment
    raise LookupError


def test_an_attachment_redirects_with_303_to_a_signed_address_that_needs_no_credentials(synthetic: Any) -> None:
    path, described = with_attachment(synthetic)
    answer = synthetic.ask("GET", path)
    assert (answer.status, answer.data) == (303, b"")
    file = synthetic.pool.request("GET", answer.headers["Location"])
    assert (file.status, len(file.data)) == (200, described["fileSize"])
    assert file.headers["Content-Type"] == described["contentType"]
    assert synthetic.sandbox.state()["files_asked_with_credentials"] == 0


def test_a_signed_address_expires_and_a_changed_one_is_refused(synthetic: Any) -> None:
    path, _ = with_attachment(synthetic)
    location = synthetic.ask("GET", path).headers["Location"]
    assert synthetic.pool.request("GET", location + "0").status == 403
    assert synthetic.pool.request("GET", location.partition("?")[0]).status == 403
    assert synthetic.pool.request("GET", location.replace("Expires=2026", "Expires=2030")).status == 403
    synthetic.clock.advance(timedelta(minutes=16))
    assert synthetic.pool.request("GET", location).status == 403


def test_files_can_be_on_another_host_and_credentials_that_come_there_are_counted(synthetic: Any) -> None:
    path, _ = with_attachment(synthetic)
    synthetic.turn(files_host="localhost")
    location = synthetic.ask("GET", path).headers["Location"]
    assert location.startswith("http://localhost:")
    own = location.replace("localhost", "127.0.0.1")
    assert synthetic.pool.request("GET", own, headers=synthetic.headers).status == 200
    assert synthetic.sandbox.state()["files_asked_with_credentials"] == 1


def test_an_item_that_can_have_no_attachments_is_a_400_and_an_unknown_attachment_a_404(synthetic: Any) -> None:
    change = synthetic.item("TOPIC_CHANGE")["id"]
    expected = {"code": "invalid", "detail": "conversation item content does not contain attachments"}
    assert synthetic.errors("GET", f"/conversation-items/{change}/attachments/x") == (400, [expected])
    mail = synthetic.item("EMAIL")["id"]
    assert synthetic.ask("GET", f"/conversation-items/{mail}/attachments/x").status == 404
    assert synthetic.ask("GET", "/conversation-items/nothing/attachments/x").status == 404


def test_a_transcript_is_there_for_a_recording_that_is_available(synthetic: Any) -> None:
    call = synthetic.item("PHONE_CALL", recordingStatus="AVAILABLE")
    transcript = synthetic.get(f"/conversation-items/{call['id']}/voice-transcript")
    assert transcript["customerId"] == call["customerId"]
    assert {each["speaker"] for each in transcript["paragraphs"]} == set(range(transcript["numberOfSpeakers"]))
    assert all(each["startTime"] < each["endTime"] for each in transcript["paragraphs"])
    voicemail = synthetic.item("VOICEMAIL")["id"]
    assert synthetic.get(f"/conversation-items/{voicemail}/voice-transcript")["numberOfSpeakers"] == 1
    for other in (synthetic.item("PHONE_CALL", recordingStatus="ERROR"), synthetic.item("EMAIL")):
        assert synthetic.ask("GET", f"/conversation-items/{other['id']}/voice-transcript").status == 404


def redact(desk: Any, item: dict[str, Any]) -> dict[str, Any]:
    answer = desk.ask("POST", f"/conversation-items/{item['id']}/redact", b"", **{"Content-Type": "application/json"})
    assert (answer.status, answer.data) == (201, b"")
    assert answer.headers["Location"] == f"/api/v1/conversation-items/{item['id']}"
    after: dict[str, Any] = desk.get(f"/conversation-items/{item['id']}")
    assert {**after, "content": None} == {**item, "content": None}
    return dict(after["content"])


def test_a_redacted_message_stays_on_the_timeline_without_its_content(synthetic: Any) -> None:
    for kind in ("CHAT_MESSAGE", "SMS", "EMAIL", "WHATSAPP"):
        item = synthetic.item(kind)
        content = redact(synthetic, item)
        assert content["content"] == ""
        assert not {"attachments", "messageData"} & set(content)
        listed = synthetic.get(f"/conversations/{item['conversationId']}/items")
        assert item["id"] in [each["id"] for each in listed]


def test_a_redacted_call_has_no_recording_any_more(synthetic: Any) -> None:
    call = synthetic.item("PHONE_CALL", recordingStatus="AVAILABLE")
    content = redact(synthetic, call)
    assert (content["recordingStatus"], content["recordingSummary"]) == ("DELETED", {"status": "REDACTED"})
    assert "recordingUrl" not in content
    for path in ("media/recording", "voice-transcript"):
        assert synthetic.ask("GET", f"/conversation-items/{call['id']}/{path}").status == 404


@pytest.mark.parametrize("kind", ["CONVERSATION_NOTE", "TOPIC_CHANGE", "CUSTOMER_ACTIVITY", "FACEBOOK_MESSAGE", "TEXT"])
def test_an_item_of_another_kind_is_not_redacted(synthetic: Any, kind: str) -> None:
    item = synthetic.item(kind)
    assert synthetic.errors("POST", f"/conversation-items/{item['id']}/redact")[0] == 400
    assert synthetic.get(f"/conversation-items/{item['id']}") == item


def test_redacting_takes_no_body_and_no_unknown_item(synthetic: Any) -> None:
    item = synthetic.item("SMS")["id"]
    status, errors = synthetic.errors("POST", f"/conversation-items/{item}/redact", {"reason": "card"})
    assert (status, errors[0]["code"]) == (400, "present")
    assert synthetic.ask("POST", "/conversation-items/nothing/redact").status == 404


def test_the_call_recorder_of_an_agent_on_a_call_is_switched_by_id_or_address(synthetic: Any) -> None:
    agent = next(iter(synthetic.sandbox.store.calls))
    address = synthetic.get(f"/agents/{agent}")["emailAddress"]
    recorder = synthetic.get(f"/agents/{agent}/call-recorder")
    assert set(recorder) == {"agentId", "customerId", "conversationItemId", "recording"}
    assert recorder["recording"] is True
    assert synthetic.ask("PATCH", f"/agents/{address}/call-recorder", {"recording": False}).status == 204
    assert synthetic.get(f"/agents/{address.upper()}/call-recorder") == {**recorder, "recording": False}


def test_the_call_recorder_of_an_agent_who_is_on_no_call_stays_off(sample: Any) -> None:
    path = "/agents/gladlyadmin@gladly.com/call-recorder"
    assert sample.ask("PATCH", path, {"recording": True}).status == 204
    assert sample.get(path) == {"agentId": "XeEJwrnuTfabHMK5ZW1fGg", "recording": False}
    assert sample.errors("PATCH", path, {"recording": "yes"})[0] == 400
    expected = [{"code": "not_exist", "detail": "agent nobody does not exist"}]
    assert sample.errors("GET", "/agents/nobody/call-recorder") == (404, expected)
    assert sample.errors("PATCH", "/agents/nobody/call-recorder", {"recording": True}) == (404, expected)
