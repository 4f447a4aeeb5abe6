from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

CHAT = "mTs0fj5qSo63Sg4RRuulPQ"
CHAT_CUSTOMER = "594wMEbZSx-RmYSkUMeCPw"
INBOX = "0tvvSDnvQVGchp-GaxCeGQ"
AGENT = "XeEJwrnuTfabHMK5ZW1fGg"
PATH = f"/conversations/{CHAT}"
CLOSE = {"status": {"value": "CLOSED", "force": True}}


def closed(desk: Any) -> None:
    assert desk.ask("POST", f"{PATH}/topics", {"topicIds": ["id1"]}).status == 204
    assert desk.ask("PATCH", PATH, CLOSE).status == 204


def test_a_conversation_has_flat_ids_and_no_unset_keys(sample: Any) -> None:
    assert sample.get(PATH) == {
        "id": CHAT,
        "customerId": CHAT_CUSTOMER,
        "createdAt": "2021-09-27T21:12:34.635Z",
        "inboxId": INBOX,
        "status": "OPEN",
        "agentId": AGENT,
    }


def test_an_unknown_conversation_is_a_404(sample: Any) -> None:
    for method, path in (("GET", ""), ("PATCH", ""), ("GET", "/items"), ("POST", "/topics"), ("POST", "/notes")):
        status, errors = sample.errors(method, f"/conversations/nothing{path}", {})
        assert (status, errors[0]["code"]) == (404, "not_exist")


def test_the_fields_that_an_update_lacks_are_all_named(sample: Any) -> None:
    assert sample.errors("PATCH", PATH, {"assignee": {}, "status": {}}) == (
        400,
        [
            {
                "attr": "assignee.inboxId",
                "code": "blank",
                "detail": "'inboxId' cannot be blank when updating assignee",
            },
            {"attr": "status.value", "code": "blank", "detail": "'value' cannot be blank when updating status"},
        ],
    )


@pytest.mark.parametrize("body", [{}, {"status": "CLOSED"}, {"status": {"value": "WAITING"}}, {"assignee": INBOX},
                                  {"status": {"value": "CLOSED", "force": "yes"}},
                                  {"assignee": {"inboxId": "nowhere"}}])  # fmt: skip
def test_an_update_of_the_wrong_form_is_refused(sample: Any, body: dict[str, Any]) -> None:
    assert sample.errors("PATCH", PATH, body)[0] == 400


def test_an_agent_outside_the_inbox_is_refused(synthetic: Any) -> None:
    store = synthetic.sandbox.store
    vip, members = next(iter(store.inbox_agents.items()))
    outsider = next(each for each in store.agents if each not in members)
    conversation = next(each["id"] for each in store.conversations.values() if each["status"] == "OPEN")
    body = {"assignee": {"inboxId": vip, "agentId": outsider}}
    expected = {"attr": "assignee.agentId", "code": "invalid_state", "detail": "agent does not belong to inbox"}
    assert synthetic.errors("PATCH", f"/conversations/{conversation}", body) == (400, [expected])
    body["assignee"]["agentId"] = next(iter(members))
    assert synthetic.ask("PATCH", f"/conversations/{conversation}", body).status == 204


@pytest.mark.parametrize("assignee", [{"agentId": None}, {"agentId": ""}, {}])
def test_no_agent_takes_the_assignment_away(sample: Any, assignee: dict[str, Any]) -> None:
    answer = sample.ask("PATCH", PATH, {"assignee": {"inboxId": INBOX, **assignee}})
    assert (answer.status, answer.data) == (204, b"")
    assert "agentId" not in sample.get(PATH)


def test_closing_needs_a_topic(sample: Any) -> None:
    expected = {"code": "invalid_state", "detail": "topics are required before closing of conversation"}
    assert sample.errors("PATCH", PATH, CLOSE) == (400, [expected])


def test_closing_is_refused_while_the_customer_waits_unless_forced(sample: Any) -> None:
    sample.ask("POST", f"{PATH}/topics", {"topicIds": ["id1"]})
    status, errors = sample.errors("PATCH", PATH, {"status": {"value": "CLOSED"}})
    assert status == 400
    detail = "cannot close conversation, customer waiting for response, set 'status.force' to true to override"
    assert errors == [{"code": "invalid_state", "detail": detail}]
    assert sample.get(PATH)["status"] == "OPEN"
    assert sample.ask("PATCH", PATH, CLOSE).status == 204


def test_after_a_reply_the_customer_waits_no_more(sample: Any) -> None:
    sample.ask("POST", f"{PATH}/topics", {"topicIds": ["id1"]})
    reply = {"content": {"type": "CHAT_MESSAGE", "body": "Hello"}}
    assert sample.ask("POST", "/conversation-items/2DR0XwcbSVeo21lwx57D4g/reply", reply).status == 201
    assert sample.ask("PATCH", PATH, {"status": {"value": "CLOSED"}}).status == 204


def test_closing_and_reopening_leave_a_time_and_items_behind(sample: Any) -> None:
    closed(sample)
    assert sample.get(PATH)["closedAt"] == "2026-03-01T12:00:00.123Z"
    sample.clock.advance(timedelta(seconds=1))
    assert sample.ask("PATCH", PATH, {"status": {"value": "OPEN"}}).status == 204
    assert "closedAt" not in sample.get(PATH)
    last = sample.get(f"{PATH}/items")[-2:]
    assert [each["content"] for each in last] == [
        {"status": "CLOSED", "type": "CONVERSATION_STATUS_CHANGE"},
        {"status": "OPEN", "type": "CONVERSATION_STATUS_CHANGE"},
    ]
    assert last[0]["initiator"] == {"type": "API", "id": AGENT}


def test_a_closed_conversation_is_not_reassigned_but_takes_its_own_assignee_again(sample: Any) -> None:
    closed(sample)
    expected = {"code": "invalid_state", "detail": "closed conversation cannot be reassigned"}
    assert sample.errors("PATCH", PATH, {"assignee": {"inboxId": INBOX}}) == (400, [expected])
    same = {"assignee": {"inboxId": INBOX, "agentId": AGENT}}
    assert sample.ask("PATCH", PATH, {**same, **CLOSE}).status == 204
    reopened = {"assignee": {"inboxId": INBOX}, "status": {"value": "OPEN"}}
    assert sample.ask("PATCH", PATH, reopened).status == 204


def test_a_refused_update_changes_nothing(sample: Any) -> None:
    before = sample.get(PATH)
    assert sample.ask("PATCH", PATH, {"assignee": {"inboxId": INBOX}, **CLOSE}).status == 400
    assert sample.get(PATH) == before


def test_topics_are_added_once_and_the_item_names_only_the_new_ones(sample: Any) -> None:
    sample.ask("POST", f"{PATH}/topics", {"topicIds": ["id1"]})
    assert sample.ask("POST", f"{PATH}/topics", {"topicIDs": ["id1", "id2", "id2"]}).status == 204
    assert sample.ask("POST", f"{PATH}/topics", {"topicIds": ["id2"]}).status == 204
    assert sample.get(PATH)["topicIds"] == ["id1", "id2"]
    contents = [each["content"] for each in sample.get(f"{PATH}/items")[3:]]
    assert contents == [
        {"addedTopicIds": ["id1"], "type": "TOPIC_CHANGE"},
        {"addedTopicIds": ["id2"], "type": "TOPIC_CHANGE"},
    ]


def test_a_topic_is_removed_and_one_that_is_not_there_is_no_error(sample: Any) -> None:
    sample.ask("POST", f"{PATH}/topics", {"topicIds": ["id1"]})
    assert sample.ask("DELETE", f"{PATH}/topics/id1").status == 204
    assert sample.ask("DELETE", f"{PATH}/topics/id1").status == 204
    assert "topicIds" not in sample.get(PATH)
    assert sample.get(f"{PATH}/items")[-1]["content"] == {"removedTopicIds": ["id1"], "type": "TOPIC_CHANGE"}


@pytest.mark.parametrize("body", [{}, {"topicIds": []}, {"topicIds": "id1"}, {"topicIds": [1]}, {"topicIds": ["x"]}])
def test_topics_of_the_wrong_form_or_unknown_ones_are_refused(sample: Any, body: dict[str, Any]) -> None:
    assert sample.errors("POST", f"{PATH}/topics", body)[0] == 400


@pytest.mark.parametrize("body", [{"content": {"body": "<b>שלום</b>"}}, {"body": "<b>שלום</b>"}])
def test_a_note_is_a_201_with_its_place(sample: Any, body: dict[str, Any]) -> None:
    answer = sample.ask("POST", f"{PATH}/notes", body)
    assert (answer.status, answer.data) == (201, b"")
    place = answer.headers["Location"]
    assert place.startswith(f"/api/v1{PATH}/notes/")
    note = sample.get(place.removeprefix("/api/v1"))
    assert note["content"] == {"body": "<b>שלום</b>", "type": "CONVERSATION_NOTE"}
    assert note == sample.get(f"{PATH}/items")[-1] == sample.get(f"/conversation-items/{note['id']}")


def test_the_same_note_twice_is_two_notes(sample: Any) -> None:
    for _ in range(2):
        sample.ask("POST", f"{PATH}/notes", {"content": {"body": "again"}})
    assert sample.sandbox.state()["items"] == 8


@pytest.mark.parametrize("body", [{}, {"content": {}}, {"content": {"body": " "}}, {"body": ""}])
def test_a_blank_note_is_refused(sample: Any, body: dict[str, Any]) -> None:
    status, errors = sample.errors("POST", f"{PATH}/notes", body)
    assert (status, errors[0]["code"]) == (400, "blank")


def test_only_a_note_of_that_conversation_is_found_as_its_note(sample: Any) -> None:
    place = sample.ask("POST", f"{PATH}/notes", {"body": "x"}).headers["Location"]
    note_id = place.rsplit("/", 1)[1]
    assert sample.ask("GET", f"/conversations/UCeDRWE1Ro6vMYZ_MqPHsA/notes/{note_id}").status == 404
    assert sample.ask("GET", f"{PATH}/notes/9Xk3zKeuQMyQi2qjmDErDw").status == 404


def test_a_customers_conversations_come_oldest_first_with_a_header_that_says_false(synthetic: Any) -> None:
    regular = synthetic.sandbox.store.conversations
    owners = [each["customerId"] for each in regular.values()]
    customer = next(each for each in owners if owners.count(each) > 1)
    answer = synthetic.ask("GET", f"/customers/{customer}/conversations")
    times = [each["createdAt"] for each in answer.json()]
    assert len(times) > 1
    assert times == sorted(times)
    assert answer.headers["Gladly-Limited-Data"] == "false"
    assert answer.json()[0] == synthetic.get(f"/conversations/{answer.json()[0]['id']}")


def test_more_than_a_hundred_conversations_are_cut_and_the_header_says_true(sample: Any) -> None:
    store = sample.sandbox.store
    for number in range(101):
        store.add_conversation({**store.conversations[CHAT], "id": f"c{number}"})
    answer = sample.ask("GET", f"/customers/{CHAT_CUSTOMER}/conversations")
    assert (len(answer.json()), answer.headers["Gladly-Limited-Data"]) == (100, "true")


def test_conversations_of_an_unknown_customer_are_a_404_and_of_a_merged_one_a_301(synthetic: Any) -> None:
    assert synthetic.errors("GET", "/customers/nobody/conversations")[0] == 404
    old, new = next(iter(synthetic.sandbox.store.people.merged.items()))
    answer = synthetic.ask("GET", f"/customers/{old}/conversations")
    assert answer.status == 301
    assert answer.json()["errors"][0]["meta"] == {"old": old, "new": new}


def test_a_merged_conversations_id_gives_the_surviving_one(synthetic: Any) -> None:
    old, new = next(iter(synthetic.sandbox.store.merged_conversations.items()))
    assert synthetic.get(f"/conversations/{old}")["id"] == new
    assert synthetic.get(f"/conversations/{old}/items") == synthetic.get(f"/conversations/{new}/items")
