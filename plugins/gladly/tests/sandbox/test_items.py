from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

ITEM = "9Xk3zKeuQMyQi2qjmDErDw"
AGENT = "XeEJwrnuTfabHMK5ZW1fGg"
PERSON2 = "OPy0kbYIQp-mr3IcdQRWqw"
ACTIVITY = {"type": "CUSTOMER_ACTIVITY", "activityType": "SURVEY", "title": "Survey", "body": "9 of 10"}


def by_email(address: str, **more: Any) -> dict[str, Any]:
    return {"customer": {"emailAddress": address}, "content": ACTIVITY, **more}


def test_an_item_is_read_as_the_export_has_it(sample: Any) -> None:
    exported = sample.lines(f"/export/jobs/{sample.get('/export/jobs')[0]['id']}/files/conversation_items.jsonl")
    assert sample.get(f"/conversation-items/{ITEM}") == exported[0]
    assert sample.get("/conversations/mTs0fj5qSo63Sg4RRuulPQ/items") == exported[:3]


def test_an_unknown_item_is_a_404(sample: Any) -> None:
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/reply"), ("GET", "/media/recording")):
        status, errors = sample.errors(method, f"/conversation-items/nothing{path}", {})
        assert (status, errors[0]["code"]) == (404, "not_exist")


def test_an_item_of_a_type_that_the_api_cannot_show_is_a_400(synthetic: Any) -> None:
    hidden = next(iter(synthetic.sandbox.store.unsupported_items))
    detail = f"Conversation item with id [{hidden}] exists but is not supported by the API."
    assert synthetic.errors("GET", f"/conversation-items/{hidden}") == (400, [{"code": "invalid", "detail": detail}])


def test_a_list_of_items_is_ordered_and_says_that_nothing_is_left_out(synthetic: Any) -> None:
    for conversation in list(synthetic.sandbox.store.conversations)[:30]:
        answer = synthetic.ask("GET", f"/conversations/{conversation}/items")
        times = [each["timestamp"] for each in answer.json()]
        assert times == sorted(times)
        assert answer.headers["Gladly-Limited-Data"] == "false"


def test_more_than_a_thousand_items_are_cut_and_the_header_says_true(start: Any) -> None:
    desk = start("synthetic:1000")
    store = desk.sandbox.store
    conversation = max(store.conversations, key=lambda each: len(store.items_in(each)))
    assert len(store.items_in(conversation)) > 1_000
    answer = desk.ask("GET", f"/conversations/{conversation}/items")
    assert (len(answer.json()), answer.headers["Gladly-Limited-Data"]) == (1_000, "true")
    assert answer.json() == store.items_in(conversation)[:1_000]


def test_items_are_narrowed_by_session(sample: Any) -> None:
    path = "/conversations/mTs0fj5qSo63Sg4RRuulPQ/items"
    assert len(sample.get(f"{path}?sessionId=5zjcbHOARMOmg8t11esqpA")) == 3
    assert sample.get(f"{path}?sessionId=other") == []


def test_an_activity_for_a_known_address_is_a_200_with_the_item(sample: Any) -> None:
    answer = sample.ask("POST", "/conversation-items", by_email("Person2@person.com", id="act-1"))
    assert answer.status == 200
    assert answer.json() == {
        "id": "act-1",
        "content": {**ACTIVITY, "receivedAt": "2026-03-01T12:00:00.123Z"},
        "customerId": PERSON2,
        "initiator": {"type": "API", "id": AGENT},
        "timestamp": "2026-03-01T12:00:00.123Z",
    }
    assert sample.get("/conversation-items/act-1") == answer.json()


def test_an_activity_for_an_unknown_address_or_number_creates_the_customer(sample: Any) -> None:
    made = sample.ask("POST", "/conversation-items", by_email("New@example.com")).json()
    assert sample.get("/customer-profiles?email=new%40example.com")[0]["id"] == made["customerId"]
    body = {"customer": {"mobilePhone": "+12025550143"}, "content": ACTIVITY}
    made = sample.ask("POST", "/conversation-items", body).json()
    phone = sample.get(f"/customer-profiles/{made['customerId']}")["phones"][0]
    assert (phone["normalized"], phone["type"]) == ("+12025550143", "MOBILE")


def test_the_type_of_the_body_does_not_matter_since_a_connector_sends_json_as_a_form(sample: Any) -> None:
    body = json.dumps(by_email("guest@example.com", content=ACTIVITY)).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"}
    answer = sample.ask("POST", "/conversation-items", body, **headers)
    assert answer.status == 200
    assert sample.get(f"/conversation-items/{answer.json()['id']}")["content"]["title"] == ACTIVITY["title"]


def test_an_activity_that_is_refused_creates_no_customer(sample: Any) -> None:
    body = by_email("new@example.com", content={**ACTIVITY, "activityType": "FAX"})
    assert sample.ask("POST", "/conversation-items", body).status == 400
    assert sample.sandbox.state()["customers"] == 8


@pytest.mark.parametrize("customer", [None, {}, {"emailAddress": "a@b.co", "mobilePhone": "+12025550143"},
                                      {"emailAddress": "nobody"}, {"mobilePhone": "12"}])  # fmt: skip
def test_an_activity_needs_exactly_one_way_to_its_customer(sample: Any, customer: Any) -> None:
    body = {"customer": customer, "content": ACTIVITY}
    assert sample.errors("POST", "/conversation-items", body)[0] == 400


def test_an_item_id_that_is_in_use_is_a_409(sample: Any) -> None:
    expected = {"attr": "newConversationItems", "code": "taken", "detail": "conversation item already exists"}
    for path in ("/conversation-items", f"/customers/{PERSON2}/conversation-items"):
        assert sample.errors("POST", path, by_email("a@b.co", id=ITEM)) == (409, [expected])


@pytest.mark.parametrize(
    ("change", "attr", "code"),
    [
        ({"title": "x" * 101}, "content.title", "too_long"),
        ({"body": "x" * 25_001}, "content.body", "too_long"),
        ({"sourceName": "x" * 51}, "content.sourceName", "too_long"),
        ({"link": {"text": "x" * 51}}, "content.link.text", "too_long"),
        ({"activityType": None}, "content.activityType", "blank"),
        ({"activityType": "FAX"}, "content.activityType", "invalid"),
        ({"type": "NOTE"}, "content.type", "invalid"),
        ({"type": None}, "content.type", "blank"),
        ({"occurredAt": "yesterday"}, "content.occurredAt", "invalid"),
        ({"occurredAt": "2026-02-30T00:00:00Z"}, "content.occurredAt", "invalid"),
        ({"occurredAt": "2025-02-28T12:00:00Z"}, "content.occurredAt", "invalid"),
    ],
)
def test_an_activity_outside_the_limits_is_refused(sample: Any, change: dict[str, Any], attr: str, code: str) -> None:
    body = {"content": {**ACTIVITY, **change}}
    status, errors = sample.errors("POST", f"/customers/{PERSON2}/conversation-items", body)
    assert (status, errors[0]["attr"], errors[0]["code"]) == (400, attr, code)


@pytest.mark.parametrize("body", [{}, {"content": None}, {"content": {}}, {"content": []}])
def test_an_activity_without_content_is_refused(sample: Any, body: dict[str, Any]) -> None:
    assert sample.errors("POST", f"/customers/{PERSON2}/conversation-items", body)[0] == 400
    assert sample.sandbox.state()["items"] == 6


def test_an_activity_is_ordered_by_when_it_occurred(sample: Any) -> None:
    content = {**ACTIVITY, "occurredAt": "2025-12-24T18:00:00+02:00", "receivedAt": "2020-01-01T00:00:00Z"}
    made = sample.ask("POST", f"/customers/{PERSON2}/conversation-items", {"content": content}).json()
    assert made["timestamp"] == made["content"]["occurredAt"] == "2025-12-24T16:00:00.000Z"
    assert made["content"]["receivedAt"] == "2026-03-01T12:00:00.123Z"


def test_an_activity_for_a_merged_customer_is_a_301_with_the_new_place(synthetic: Any) -> None:
    old, new = next(iter(synthetic.sandbox.store.people.merged.items()))
    answer = synthetic.ask("POST", f"/customers/{old}/conversation-items", {"content": ACTIVITY})
    assert answer.status == 301
    assert answer.headers["Location"] == f"{synthetic.url}/api/v1/customers/{new}/conversation-items"
    assert answer.json()["errors"] == [
        {
            "attr": "customer id",
            "code": "moved",
            "detail": f"the customer id has changed from [{old}] to [{new}]",
            "meta": {"old": old, "new": new},
        }
    ]


def test_an_activity_for_an_unknown_customer_is_a_404(sample: Any) -> None:
    assert sample.errors("POST", "/customers/nobody/conversation-items", {"content": ACTIVITY})[0] == 404


def test_only_an_activity_can_be_deleted(sample: Any) -> None:
    made = sample.ask("POST", "/conversation-items", by_email("person2@person.com")).json()["id"]
    assert sample.ask("DELETE", f"/conversation-items/{made}").status == 204
    assert sample.ask("GET", f"/conversation-items/{made}").status == 404
    assert sample.errors("DELETE", f"/conversation-items/{ITEM}")[0] == 404
    assert sample.ask("GET", f"/conversation-items/{ITEM}").status == 200


def test_an_activity_is_deleted_only_for_its_own_customer(sample: Any) -> None:
    made = sample.ask("POST", "/conversation-items", by_email("person2@person.com")).json()["id"]
    assert sample.ask("DELETE", f"/customers/other/conversation-items/{made}").status == 404
    assert sample.ask("DELETE", f"/customers/{PERSON2}/conversation-items/{made}").status == 204


def test_a_recording_is_audio_and_only_there_when_it_is_available(synthetic: Any) -> None:
    items = synthetic.sandbox.store.items.values()
    for status, expected in (("AVAILABLE", 200), ("DELETED", 404), ("ERROR", 404), (None, 404)):
        item = next(each for each in items if each["content"].get("recordingStatus") == status)
        answer = synthetic.ask("GET", f"/conversation-items/{item['id']}/media/recording")
        assert answer.status == expected
        assert ("recordingUrl" in item["content"]) == (status == "AVAILABLE")
    assert synthetic.sandbox.counters.outbound_messages == 0


REPLY = "/conversation-items/xK9cnHU1QMWF95HKNdKNTg/reply"


def test_a_reply_is_a_201_with_its_place_and_is_counted_as_sent(sample: Any) -> None:
    answer = sample.ask("POST", REPLY, {"content": {"type": "CHAT_MESSAGE", "messageType": "TEXT", "body": "Hi!"}})
    assert (answer.status, answer.data) == (201, b"")
    item = sample.get(answer.headers["Location"].removeprefix("/api/v1"))
    assert item["content"] == {
        "content": "Hi!",
        "messageType": "TEXT",
        "sessionId": "4Ggwv__JSQGkvFxaQnzF_A",
        "type": "CHAT_MESSAGE",
    }
    assert sample.sandbox.state()["outbound_messages"] == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({}, {"attr": "content.type", "code": "blank"}),
        ({"type": "VOICEMAIL", "body": "x"}, {"code": "invalid", "detail": "type [VOICEMAIL] is not supported"}),
        (
            {"type": "SMS", "body": "x" * 2_049},
            {
                "attr": "content.body",
                "code": "too_long",
                "detail": "content.body cannot be larger than 2048 characters",
            },
        ),
        ({"type": "SMS"}, {"attr": "content.body", "code": "blank", "detail": "body cannot be blank"}),
    ],
)
def test_a_reply_of_the_wrong_form_is_refused_and_not_counted(sample: Any, content: Any, problem: Any) -> None:
    assert sample.errors("POST", REPLY, {"content": content}) == (400, [problem])
    assert sample.sandbox.state()["outbound_messages"] == 0


@pytest.mark.parametrize(
    "options",
    [[], [{"id": "a", "label": "x"}] * 2, [{"id": "a b", "label": "x"}], [{"id": "a", "label": "x" * 51}], [{}],
     [{"id": str(number), "label": "x"} for number in range(11)]],
)  # fmt: skip
def test_quick_replies_outside_the_limits_are_refused(sample: Any, options: list[Any]) -> None:
    content = {"type": "CHAT_MESSAGE", "messageType": "QUICK_REPLY_REQUEST", "body": "?"}
    body = {"content": {**content, "messageData": {"options": options}}}
    assert sample.errors("POST", REPLY, body)[0] == 400


def test_only_a_customers_message_can_be_answered(sample: Any) -> None:
    path = "/conversation-items/UbUhScmvQCWR3qJgKr5fjg/reply"
    expected = {"code": "invalid", "detail": "you can only reply to customer messages"}
    assert sample.errors("POST", path, {"content": {"type": "CHAT_MESSAGE", "body": "x"}}) == (400, [expected])


def test_nothing_can_be_answered_in_a_closed_conversation(sample: Any) -> None:
    conversation = "/conversations/UCeDRWE1Ro6vMYZ_MqPHsA"
    sample.ask("POST", f"{conversation}/topics", {"topicIds": ["id1"]})
    sample.ask("PATCH", conversation, {"status": {"value": "CLOSED", "force": True}})
    expected = {"code": "invalid", "detail": "you cannot reply to items in closed conversations"}
    assert sample.errors("POST", REPLY, {"content": {"type": "CHAT_MESSAGE", "body": "x"}}) == (400, [expected])


def test_a_reply_to_a_mail_and_to_a_text_goes_back_to_where_it_came_from(synthetic: Any) -> None:
    store = synthetic.sandbox.store
    for kind in ("EMAIL", "SMS"):
        item = next(
            each
            for each in store.items.values()
            if each["content"]["type"] == kind
            and each["initiator"]["type"] == "CUSTOMER"
            and store.conversations[each["conversationId"]]["status"] != "CLOSED"
        )
        answer = synthetic.ask(
            "POST", f"/conversation-items/{item['id']}/reply", {"content": {"type": kind, "body": "x"}}
        )
        sent = synthetic.get(answer.headers["Location"].removeprefix("/api/v1"))["content"]
        sender = item["content"]["from"]
        assert sent["to"] == ([sender] if kind == "EMAIL" else sender)


def test_what_is_made_later_comes_last_in_the_conversation(sample: Any) -> None:
    path = "/conversations/mTs0fj5qSo63Sg4RRuulPQ"
    for number in range(3):
        sample.clock.advance(timedelta(seconds=1))
        sample.ask("POST", f"{path}/notes", {"body": str(number)})
    assert [each["content"]["body"] for each in sample.get(f"{path}/items")[3:]] == ["0", "1", "2"]
