from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

CONVERSATION = "mTs0fj5qSo63Sg4RRuulPQ"
ALL = (
    "AGENT_AVAILABILITY", "AGENT_STATUS", "CONTACT", "CONVERSATION", "CUSTOMER", "CUSTOMER_PROFILE",
    "PAYMENT_REQUEST", "TASK",
)  # fmt: skip


NOW = "2026-03-01T12:00:00.123Z"


def test_the_stream_is_lines_of_json_with_five_keys_in_the_order_of_time(sample: Any) -> None:
    path = "/events?startAt=2026-02-28T13:00:00Z&entities=CONTACT&entities=AGENT_AVAILABILITY"
    answer = sample.ask("GET", path)
    assert answer.headers["Content-Type"] == "application/x-jsonlines"
    events = sample.lines(path)
    assert all(list(each) == ["id", "type", "timestamp", "initiator", "content"] for each in events)
    assert [each["timestamp"] for each in events] == sorted(each["timestamp"] for each in events)
    assert {each["type"].partition("/")[0] for each in events} == {"CONTACT", "AGENT_AVAILABILITY"}
    assert len({each["id"] for each in events}) == len(events)


@pytest.mark.parametrize("seed", ["sample", "synthetic:30"])
def test_the_day_before_the_start_has_shifts_and_calls_with_holds(start: Any, seed: str) -> None:
    desk = start(seed)
    events = desk.events(*ALL)
    kinds = {each["type"] for each in events}
    assert kinds >= {
        "AGENT_STATUS/LOGGED_IN", "AGENT_STATUS/WENT_AWAY", "AGENT_STATUS/RETURNED_FROM_AWAY",
        "AGENT_STATUS/LOGGED_OUT", "AGENT_AVAILABILITY/UPDATED", "CONTACT/STARTED", "CONTACT/HOLD_STARTED",
        "CONTACT/HOLD_ENDED", "CONTACT/ENDED", "CONTACT/MESSAGE_RECEIVED", "CONTACT/MESSAGE_SENT",
    }  # fmt: skip
    holds = [each for each in events if each["type"].startswith("CONTACT/HOLD_")]
    assert {each["content"]["channel"] for each in holds} == {"PHONE_CALL"}
    assert all("contactId" in each["content"] for each in holds)


def test_an_empty_organization_has_no_events(start: Any) -> None:
    assert start("empty").events(*ALL) == []


@pytest.mark.parametrize(
    ("query", "attr", "code"),
    [
        ("entities=TASK", "startAt", "blank"),
        ("startAt=2026-03-01T11:00:00Z", "entities", "blank"),
        ("startAt=today&entities=TASK", "startAt", "invalid"),
        ("startAt=2026-02-28T12:00:00Z&entities=TASK", "startAt", "invalid"),
        ("startAt=2026-03-01T11:00:00Z&entities=TASKS", "entities", "invalid"),
        ("startAt=2026-03-01T11:00:00Z&endAt=x&entities=TASK", "endAt", "invalid"),
    ],
)
def test_a_wrong_question_is_refused(sample: Any, query: str, attr: str, code: str) -> None:
    status, errors = sample.errors("GET", f"/events?{query}")
    assert (status, errors[0]["attr"], errors[0]["code"]) == (400, attr, code)


def test_the_end_has_to_come_after_the_start(sample: Any) -> None:
    expected = [{"attr": "startAt", "code": "invalid", "detail": "endAt must occur after startAt"}]
    for end in ("2026-03-01T11:00:00Z", "2026-03-01T10:00:00Z"):
        path = f"/events?startAt=2026-03-01T11:00:00Z&endAt={end}&entities=TASK"
        assert sample.errors("GET", path) == (400, expected)


def test_offsets_are_read_even_where_the_plus_came_as_a_space(sample: Any) -> None:
    for start in ("2026-03-01T01:00:00-07:00", "2026-03-01T10:00:00+02:00", "2026-03-01T10:00:00%2B02:00"):
        assert sample.lines(f"/events?startAt={start}&entities=CONTACT")


def test_events_are_gone_after_24_hours(sample: Any) -> None:
    assert sample.events("AGENT_STATUS")
    sample.clock.advance(timedelta(hours=24))
    assert sample.events("AGENT_STATUS") == []


def test_the_stream_can_be_switched_to_lag(sample: Any) -> None:
    sample.turn(events_lag_seconds=15)
    sample.customer(name="A")
    assert sample.events("CUSTOMER_PROFILE") == []
    sample.clock.advance(timedelta(seconds=15))
    assert len(sample.events("CUSTOMER_PROFILE")) == 1


def test_a_customers_life_is_told(sample: Any) -> None:
    customer = sample.customer(name="A")
    sample.ask("PATCH", f"/customer-profiles/{customer}", {"name": "B"})
    sample.ask("DELETE", f"/customer-profiles/{customer}")
    events = sample.events("CUSTOMER_PROFILE")
    assert [each["type"] for each in events] == [
        f"CUSTOMER_PROFILE/{each}" for each in ("CREATED", "UPDATED", "DELETED")
    ]
    assert all(each["content"] == {"customerId": customer} for each in events)
    assert all(each["initiator"] == {"id": "XeEJwrnuTfabHMK5ZW1fGg", "type": "API"} for each in events)


def test_a_stranger_who_is_written_to_is_told_as_created(sample: Any) -> None:
    sms = {"customer": {"mobileNumber": "+14152223000"}, "from": "+14152223316", "body": "x"}
    sample.ask("POST", "/communications/sms", sms)
    assert [each["type"] for each in sample.events("CUSTOMER_PROFILE")] == ["CUSTOMER_PROFILE/CREATED"]


def test_a_conversations_changes_are_told_with_the_state_before(sample: Any) -> None:
    path = f"/conversations/{CONVERSATION}"
    before = {"inboxId": "0tvvSDnvQVGchp-GaxCeGQ", "agentId": "XeEJwrnuTfabHMK5ZW1fGg"}
    sample.ask("POST", f"{path}/topics", {"topicIds": ["id1", "id2"]})
    sample.ask("DELETE", f"{path}/topics/id2")
    sample.ask("PATCH", path, {"assignee": {"inboxId": before["inboxId"], "agentId": None}})
    sample.ask("PATCH", path, {"status": {"value": "CLOSED", "force": True}})
    sample.ask("PATCH", path, {"status": {"value": "OPEN"}})
    sample.ask("POST", f"{path}/notes", {"body": "x"})
    events = sample.events("CONVERSATION")
    assert [each["type"] for each in events] == [
        "CONVERSATION/TOPIC_ADDED", "CONVERSATION/TOPIC_ADDED", "CONVERSATION/TOPIC_REMOVED",
        "CONVERSATION_ASSIGNEE/UPDATED", "CONVERSATION/CLOSED", "CONVERSATION/REOPENED",
        "CONVERSATION/NOTE_CREATED",
    ]  # fmt: skip
    assigned = events[3]["content"]
    assert (assigned["assignee"], assigned["context"]) == ({"inboxId": before["inboxId"]}, {"assignee": before})
    assert all(each["content"]["conversationId"] == CONVERSATION for each in events)
    assert "CONTACT/ENDED" in [each["type"] for each in sample.events("CONTACT")]


def test_what_changes_nothing_is_not_told(sample: Any) -> None:
    path = f"/conversations/{CONVERSATION}"
    held = sample.get(path)
    sample.ask("PATCH", path, {"assignee": {"inboxId": held["inboxId"], "agentId": held["agentId"]}})
    sample.ask("PATCH", path, {"status": {"value": "OPEN"}})
    sample.ask("DELETE", f"{path}/topics/id3")
    assert sample.events("CONVERSATION") == []


def test_a_tasks_changes_are_told(sample: Any) -> None:
    body = {"body": "x", "dueAt": "2026-04-01T00:00:00Z", "assignee": {"inboxId": "0tvvSDnvQVGchp-GaxCeGQ"}}
    made = sample.ask("POST", "/tasks", {**body, "customer": {"emailAddress": "person2@person.com"}})
    path = made.headers["Location"].removeprefix("/api/v1")
    sample.ask("POST", f"{path}/comments", {"agentId": "XeEJwrnuTfabHMK5ZW1fGg", "comment": "c"})
    sample.ask("PATCH", path, {"dueAt": "2026-05-01T00:00:00Z", "status": "CLOSED"})
    assert [each["type"] for each in sample.events("TASK")] == [
        "TASK/CREATED", "TASK/COMMENT_ADDED", "TASK/DUE_DATE_UPDATED", "TASK/CLOSED",
    ]  # fmt: skip


def test_a_customers_message_and_the_reply_are_told_as_one_contact(sample: Any) -> None:
    said = {"conversationId": CONVERSATION, "text": "Hello?"}
    item = sample.control("POST", "/gladly/messages", said)["itemId"]
    assert sample.get(f"/conversation-items/{item}")["content"]["content"] == "Hello?"
    reply = {"content": {"type": "CHAT_MESSAGE", "body": "Hi"}}
    assert sample.ask("POST", f"/conversation-items/{item}/reply", reply).status == 201
    events = [each for each in sample.events("CONTACT") if each["timestamp"] >= NOW]
    assert [each["type"] for each in events] == ["CONTACT/MESSAGE_RECEIVED", "CONTACT/MESSAGE_SENT"]
    assert len({each["content"]["contactId"] for each in events}) == 1
    assert events[0]["content"]["messageId"] == item
    assert events[0]["initiator"]["type"] == "CUSTOMER"
