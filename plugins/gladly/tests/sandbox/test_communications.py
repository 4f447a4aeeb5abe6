from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

SMS = {"customer": {"mobileNumber": "+14152223000"}, "from": "+14152223316", "body": "hello"}
EMAIL = {
    "to": [{"email": "Jane.Doe@example.com", "name": "Jane Doe"}],
    "from": "no-reply@gladly.com",
    "subject": "Order update",
    "body": {"html": "<p>Shipped</p>", "text": "Shipped"},
}
CHANNEL = "/communications/custom-channels/sandboxCustomChannel00/messages"
MESSAGE = {
    "sender": {"address": "line-7", "displayName": "Lin"},
    "to": "shop",
    "type": "TEXT",
    "content": {"text": "?"},
}


def test_a_text_reaches_a_stranger_who_becomes_a_customer_and_is_counted(sample: Any) -> None:
    made = sample.ask("POST", "/communications/sms", SMS).json()
    item = sample.get(f"/conversation-items/{made['conversationItemId']}")
    assert item["content"] == {"content": "hello", "from": "+14152223316", "to": "+14152223000", "type": "SMS"}
    assert "conversationId" not in item
    assert item["initiator"]["type"] == "API"
    phone = sample.get(f"/customer-profiles/{made['customerId']}")["phones"][0]
    assert (phone["normalized"], phone["type"]) == ("+14152223000", "MOBILE")
    again = sample.ask("POST", "/communications/sms", SMS).json()
    assert again["customerId"] == made["customerId"]
    assert sample.sandbox.counters.outbound_messages == 2


@pytest.mark.parametrize(
    ("change", "attr", "code"),
    [
        ({"customer": {}}, "customer.mobileNumber", "blank"),
        ({"customer": {"mobileNumber": "12"}}, "customer.mobileNumber", "invalid"),
        ({"customer": {"mobileNumber": "+442071838750"}}, "customer.mobileNumber", "invalid"),
        ({"from": None}, "from", "blank"),
        ({"body": ""}, "body", "blank"),
        ({"body": 1}, "body", "invalid"),
    ],
)
def test_a_text_of_the_wrong_form_is_refused_and_not_counted(sample: Any, change: Any, attr: str, code: str) -> None:
    status, errors = sample.errors("POST", "/communications/sms", SMS | change)
    assert (status, errors[0]["attr"], errors[0]["code"]) == (400, attr, code)
    assert sample.sandbox.counters.outbound_messages == 0


def test_a_mail_reaches_one_address_and_names_a_stranger(sample: Any) -> None:
    made = sample.ask("POST", "/communications/email", EMAIL).json()
    assert sample.get(f"/customer-profiles/{made['customerId']}")["name"] == "Jane Doe"
    item = sample.get(f"/conversation-items/{made['conversationItemId']}")
    assert item["content"] == {
        "content": "<p>Shipped</p>", "from": "no-reply@gladly.com", "subject": "Order update",
        "to": ["Jane.Doe@example.com"], "type": "EMAIL",
    }  # fmt: skip
    assert sample.sandbox.counters.outbound_messages == 1


def test_a_mail_to_somebody_known_changes_no_name(sample: Any) -> None:
    to = [{"email": "person2@person.com", "name": "Other"}]
    made = sample.ask("POST", "/communications/email", EMAIL | {"to": to, "body": {"text": "only"}}).json()
    assert sample.get(f"/customer-profiles/{made['customerId']}")["name"] != "Other"


@pytest.mark.parametrize(
    ("change", "attr", "code"),
    [
        ({"to": []}, "to", "blank"),
        ({"to": EMAIL["to"] * 2}, "to", "invalid"),
        ({"to": [{"email": "x"}]}, "to[0].email", "invalid"),
        ({"to": [{}]}, "to[0].email", "blank"),
        ({"from": "stranger@example.com"}, "from", "invalid"),
        ({"subject": "x" * 1_000}, "subject", "too_long"),
        ({"subject": ""}, "subject", "blank"),
        ({"body": {}}, "body", "blank"),
    ],
)
def test_a_mail_of_the_wrong_form_is_refused_and_not_counted(sample: Any, change: Any, attr: str, code: str) -> None:
    status, errors = sample.errors("POST", "/communications/email", EMAIL | change)
    assert (status, errors[0]["attr"], errors[0]["code"]) == (400, attr, code)
    assert sample.sandbox.counters.outbound_messages == 0


def received(desk: Any, **change: Any) -> dict[str, Any]:
    answer = desk.ask("POST", CHANNEL, MESSAGE | change)
    assert (answer.status, answer.data) == (201, b""), answer.data
    item: dict[str, Any] = desk.get(answer.headers["Location"].removeprefix("/api/v1"))
    return item


def test_a_custom_channel_hands_in_messages_that_join_one_conversation(sample: Any) -> None:
    first, second = received(sample), received(sample)
    assert first["conversationId"] == second["conversationId"]
    assert first["initiator"] == {"type": "CUSTOMER", "id": first["customerId"]}
    assert first["content"]["customChannelId"] == "sandboxCustomChannel00"
    assert (first["content"]["type"], first["content"]["content"]) == ("TEXT", {"text": "?"})
    assert sample.get(f"/customer-profiles/{first['customerId']}")["name"] == "Lin"
    assert sample.get(f"/conversations/{first['conversationId']}")["status"] == "OPEN"


def test_a_custom_channel_links_an_address_to_whoever_has_the_identifier(sample: Any) -> None:
    identifier = {"type": "EMAIL", "address": "person2@person.com"}
    files = {"files": [{"url": "https://files.example.com/cup.jpg", "fileName": "cup.jpg"}], "caption": "cup"}
    sender = {"address": "line-9", "profileIdentifier": identifier}
    item = received(sample, sender=sender, type="FILES", content=files, groupId="g", groupName="Group")
    assert sample.get(f"/customer-profiles/{item['customerId']}")["emails"][0]["original"] == "person2@person.com"
    assert (item["content"]["content"], item["content"]["groupId"]) == (files, "g")
    assert received(sample, sender={"address": "line-9"})["customerId"] == item["customerId"]


@pytest.mark.parametrize(
    ("change", "attr", "code"),
    [
        ({"sender": {}}, "sender.address", "blank"),
        ({"to": "elsewhere"}, "to", "not_exist"),
        ({"type": "VIDEO"}, "type", "invalid"),
        ({"content": {}}, "content.text", "blank"),
        ({"type": "FILES", "content": {"files": []}}, "content.files", "blank"),
        ({"type": "FILES", "content": {"files": [{}]}}, "content.files[0].url", "blank"),
        (
            {"sender": {"address": "a", "profileIdentifier": {"type": "FAX", "address": "1"}}},
            "sender.profileIdentifier.type",
            "invalid",
        ),
    ],
)
def test_a_message_of_the_wrong_form_is_refused(sample: Any, change: Any, attr: str, code: str) -> None:
    status, errors = sample.errors("POST", CHANNEL, MESSAGE | change)
    assert (status, errors[0]["attr"], errors[0]["code"]) == (400, attr, code)
    assert sample.errors("POST", CHANNEL.replace("sandboxCustomChannel00", "x"), MESSAGE)[0] == 400


def test_the_status_of_a_message_that_an_agent_sent_is_updated_with_200(synthetic: Any) -> None:
    item = synthetic.item("TEXT", status={"value": "FAILED", "details": "user blocked us"})
    path = f"/communications/custom-channels/{item['content']['customChannelId']}/messages"
    answer = synthetic.ask("PUT", f"{path}/{item['id']}/status", {"value": "READ"})
    assert (answer.status, answer.data) == (200, b"")
    assert synthetic.get(f"/conversation-items/{item['id']}")["content"]["status"] == {"value": "READ"}
    assert synthetic.errors("PUT", f"{path}/{item['id']}/status", {"value": "SENT"})[0] == 400
    assert synthetic.errors("PUT", f"{path}/{item['id']}/status", {})[1][0]["code"] == "blank"
    assert synthetic.errors("PUT", f"{path}/nothing/status", {"value": "READ"})[0] == 404
    theirs = synthetic.item("TEXT", status={"value": "READ"}, content={"text": "สวัสดี 👋"})
    assert synthetic.errors("PUT", f"{path}/{theirs['id']}/status", {"value": "READ"})[0] == 404


CONVERSATION = "mTs0fj5qSo63Sg4RRuulPQ"


def begun(desk: Any) -> str:
    return f"/message-automation/sessions/{desk.control('POST', '/gladly/automation', SAID)['sessionId']}"


SAID = {"conversationId": CONVERSATION, "text": "Where is my order?"}


def test_a_bot_reads_a_session_and_answers_with_200(sample: Any) -> None:
    session = begun(sample)
    shown = sample.get(session)
    assert (shown["endpointType"], shown["target"]) == ("CHAT", {"targetType": "AUTOMATION"})
    assert shown["conversationId"] == CONVERSATION
    answer = sample.ask("POST", f"{session}/messages", {"type": "TEXT", "content": {"value": "Soon"}})
    assert answer.status == 200
    menu = {"prompt": "Choose", "menuItems": [{"id": "1", "label": "agent"}, {"id": "b-2", "label": "goodbye"}]}
    sent = sample.ask("POST", f"{session}/messages", {"type": "MENU", "content": menu}).json()
    assert sent["content"] == menu
    messages = sample.get(f"{session}/messages")
    assert [each["content"] for each in messages] == [{"value": SAID["text"]}, {"value": "Soon"}, menu]
    assert sample.get(f"{session}/messages/{sent['id']}") == sent
    assert sample.sandbox.counters.outbound_messages == 2


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("VIDEO", {"value": "x"}),
        (None, {}),
        ("TEXT", {}),
        ("TEXT", {"value": "x" * 2_049}),
        ("MENU", {"prompt": "x", "menuItems": []}),
        ("MENU", {"prompt": "x" * 51, "menuItems": [{"id": "1", "label": "x"}]}),
        ("MENU", {"prompt": "x", "menuItems": [{"id": "1", "label": "x"}] * 2}),
        ("MENU", {"prompt": "x", "menuItems": [{"id": "a b", "label": "x"}]}),
        ("MENU", {"prompt": "x", "menuItems": [{"id": "1", "label": "x" * 257}]}),
        ("MENU", {"prompt": "x", "menuItems": [{"id": str(n), "label": "x"} for n in range(11)]}),
    ],
)
def test_a_bots_message_of_the_wrong_form_is_refused(sample: Any, kind: Any, content: Any) -> None:
    session = begun(sample)
    assert sample.errors("POST", f"{session}/messages", {"type": kind, "content": content})[0] == 400
    assert sample.sandbox.counters.outbound_messages == 0


def test_a_session_is_handed_off_or_closed_with_a_reason(sample: Any) -> None:
    session = begun(sample)
    assert sample.errors("POST", f"{session}/handoff", {"description": " "})[1][0]["code"] == "blank"
    assert sample.errors("POST", f"{session}/handoff", {"description": "x" * 241})[1][0]["code"] == "too_long"
    assert sample.ask("POST", f"{session}/handoff", {"description": "Bot handed off"}).status == 204
    assert sample.get(session)["target"] == {"targetType": "AGENT"}
    text = {"type": "TEXT", "content": {"value": "x"}}
    assert sample.errors("POST", f"{session}/messages", text)[1][0]["code"] == "invalid_state"


def test_a_session_ends_by_itself_after_five_silent_minutes(sample: Any) -> None:
    session = begun(sample)
    sample.clock.advance(timedelta(minutes=5))
    assert sample.ask("POST", f"{session}/messages", {"type": "TEXT", "content": {"value": "x"}}).status == 200
    sample.clock.advance(timedelta(seconds=1))
    assert sample.errors("POST", f"{session}/close", {"description": "x"})[1][0]["code"] == "invalid_state"
    assert begun(sample) != session


def test_an_unknown_session_is_a_400_for_its_end_and_a_404_elsewhere(sample: Any) -> None:
    expected = [{"code": "not_exist", "detail": "entity does not exist"}]
    path = "/message-automation/sessions/x"
    for method, rest in (("GET", ""), ("GET", "/messages"), ("GET", "/messages/y"), ("POST", "/messages")):
        assert sample.errors(method, path + rest, {}) == (404, expected)
    for rest in ("/handoff", "/close"):
        assert sample.errors("POST", path + rest, {"description": "x"}) == (400, expected)


def test_what_the_newer_specification_lacks_can_be_switched_off(sample: Any) -> None:
    session = begun(sample)
    sample.turn(legacy=False)
    assert sample.ask("GET", session).status == 404
    assert sample.ask("POST", CHANNEL, MESSAGE).status == 404
    hook = {"url": "https://example.com/x", "events": ["MESSAGE/RECEIVED"]}
    assert sample.errors("POST", "/webhooks", hook)[1][0]["attr"] == "events"
