from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

INBOX = "0tvvSDnvQVGchp-GaxCeGQ"
AGENT = "XeEJwrnuTfabHMK5ZW1fGg"
CUSTOMER = "OPy0kbYIQp-mr3IcdQRWqw"
DUE = "2026-09-28T00:00:00.000Z"
NOW = "2026-03-01T12:00:00.123Z"
FOR_CUSTOMER = f"/customers/{CUSTOMER}/tasks"


def task(**changes: Any) -> dict[str, Any]:
    return {"assignee": {"inboxId": INBOX, "agentId": None}, "body": "please initiate a return", "dueAt": DUE} | changes


def make(desk: Any, **changes: Any) -> str:
    answer = desk.ask("POST", FOR_CUSTOMER, task(**changes))
    assert answer.status == 201, answer.data
    return answer.headers["Location"].removeprefix("/api/v1")


def test_a_task_as_the_vendors_script_sends_it_is_a_201_with_only_a_location(sample: Any) -> None:
    body = task(id="created-by-script", customer={"emailAddress": "person2@person.com"})
    answer = sample.ask("POST", "/tasks", body)
    assert (answer.status, answer.data, answer.headers["Location"]) == (201, b"", "/api/v1/tasks/created-by-script")
    assert sample.get("/tasks/created-by-script") == {
        "id": "created-by-script",
        "customerId": CUSTOMER,
        "timestamp": NOW,
        "createdBy": {"id": AGENT, "type": "API"},
        "assignee": {"inboxId": INBOX},
        "body": "please initiate a return",
        "dueAt": DUE,
        "status": "OPEN",
    }


def test_the_tasks_are_those_of_the_vendors_run(sample: Any) -> None:
    (held,) = sample.get(FOR_CUSTOMER)
    assert (held["id"], held["assignee"], held["dueAt"]) == (
        "G2tzvtq1TPWcxqlf1h2vng",
        {"inboxId": INBOX},
        "2024-09-28T00:00:00.000Z",
    )
    assert sample.get("/tasks/ade2kDvwRnaA7ewXYtMyag")["assignee"] == {"inboxId": INBOX, "agentId": AGENT}


@pytest.mark.parametrize("contact", [{"emailAddress": "New@Person.com"}, {"mobilePhone": "+16505551987"}])
def test_a_task_for_a_stranger_creates_the_customer(sample: Any, contact: dict[str, str]) -> None:
    before = sample.sandbox.state()["customers"]
    sample.ask("POST", "/tasks", task(id="a", customer=contact))
    sample.ask("POST", "/tasks", task(id="b", customer=contact))
    assert sample.sandbox.state()["customers"] == before + 1
    assert sample.get("/tasks/a")["customerId"] == sample.get("/tasks/b")["customerId"]


@pytest.mark.parametrize("customer", [None, {}, {"emailAddress": "a@b.co", "mobilePhone": "+16505551987"}])
def test_a_task_needs_exactly_one_of_address_and_number(sample: Any, customer: Any) -> None:
    assert sample.ask("POST", "/tasks", task(customer=customer)).status == 400


def test_a_task_that_is_refused_leaves_no_customer_behind(sample: Any) -> None:
    before = sample.sandbox.state()
    assert sample.ask("POST", "/tasks", task(body="", customer={"emailAddress": "no@one.com"})).status == 400
    assert sample.sandbox.state() == before


@pytest.mark.parametrize(
    ("changes", "attr", "code"),
    [
        ({"body": None}, "body", "blank"),
        ({"body": " "}, "body", "blank"),
        ({"body": "x" * 10_001}, "body", "too_long"),
        ({"dueAt": None}, "dueAt", "blank"),
        ({"dueAt": "tomorrow"}, "dueAt", "invalid"),
        ({"dueAt": NOW}, "dueAt", "invalid"),
        ({"assignee": None}, "assignee", "blank"),
        ({"assignee": {}}, "assignee.inboxId", "blank"),
        ({"assignee": {"inboxId": "nowhere"}}, "assignee.inboxId", "not_exist"),
        ({"assignee": {"inboxId": INBOX, "agentId": "nobody"}}, "assignee.agentId", "invalid_state"),
        ({"id": "a b"}, "id", "invalid"),
        ({"id": "x" * 50}, "id", "too_long"),
    ],
)
def test_a_task_is_refused_field_by_field(sample: Any, changes: dict[str, Any], attr: str, code: str) -> None:
    status, (error,) = sample.errors("POST", FOR_CUSTOMER, task(**changes))
    assert (status, error["attr"], error["code"]) == (400, attr, code)


def test_a_task_of_ten_thousand_characters_is_taken(sample: Any) -> None:
    assert sample.get(make(sample, body="x" * 10_000))["body"] == "x" * 10_000


@pytest.mark.parametrize("path", ["/tasks", FOR_CUSTOMER])
def test_a_task_id_that_is_taken_is_a_409(sample: Any, path: str) -> None:
    make(sample, id="twice")
    body = task(id="twice", customer={"emailAddress": "person2@person.com"})
    expected = {"attr": "newConversationItems", "code": "taken", "detail": "task already exists"}
    assert sample.errors("POST", path, body) == (409, [expected])


def test_tasks_of_an_unknown_customer_are_a_404(sample: Any) -> None:
    for method in ("GET", "POST"):
        assert sample.errors(method, "/customers/nobody/tasks", task())[0] == 404


def test_tasks_of_a_merged_customer_tell_the_new_place(synthetic: Any) -> None:
    (old, new), *_ = synthetic.sandbox.store.people.merged.items()
    answer = synthetic.ask("GET", f"/customers/{old}/tasks")
    assert answer.status == 301
    assert answer.json()["errors"][0]["meta"] == {"old": old, "new": new}
    assert answer.headers["Location"].endswith(f"/api/v1/customers/{new}/tasks")


def test_tasks_are_listed_newest_first_and_by_status(start: Any) -> None:
    desk = start("empty")
    desk.sandbox.store.inboxes[INBOX] = {"id": INBOX}
    customer = desk.customer(name="A")
    for name in ("first", "second", "third"):
        desk.ask("POST", f"/customers/{customer}/tasks", task(id=name))
        desk.clock.advance(timedelta(seconds=1))
    desk.ask("PATCH", "/tasks/second", {"status": "CLOSED"})
    assert [each["id"] for each in desk.get(f"/customers/{customer}/tasks")] == ["third", "second", "first"]
    assert [each["id"] for each in desk.get(f"/customers/{customer}/tasks?status=CLOSED")] == ["second"]
    assert [each["id"] for each in desk.get(f"/customers/{customer}/tasks?status=OPEN")] == ["third", "first"]


def test_an_unknown_status_is_refused(sample: Any) -> None:
    status, (error,) = sample.errors("GET", f"{FOR_CUSTOMER}?status=DONE")
    assert (status, error["attr"], error["code"]) == (400, "status", "invalid")


@pytest.mark.parametrize(("held", "truncated"), [(2_000, "false"), (2_001, "true")])
def test_a_list_of_tasks_is_cut_at_two_thousand_and_says_so(start: Any, held: int, truncated: str) -> None:
    desk = start("empty")
    customer = desk.customer(name="A")
    for number in range(held):
        desk.sandbox.store.tasks.add({"id": f"t{number}", "customerId": customer, "timestamp": NOW, "status": "OPEN"})
    answer = desk.ask("GET", f"/customers/{customer}/tasks")
    assert (len(answer.json()), answer.headers["Gladly-Limited-Data"]) == (2_000, truncated)
    assert answer.json()[0]["id"] == f"t{held - 1}"


def test_a_task_is_closed_as_the_vendors_script_does_it(sample: Any) -> None:
    path = make(sample, assignee={"inboxId": INBOX, "agentId": AGENT})
    answer = sample.ask("PATCH", path, {"assignee": {"inboxId": INBOX, "agentId": AGENT}, "status": "CLOSED"})
    assert (answer.status, answer.data) == (204, b"")
    assert sample.get(path)["status"] == "CLOSED"
    assert sample.get(path)["assignee"] == {"inboxId": INBOX, "agentId": AGENT}


def test_an_assignee_without_an_agent_takes_the_agent_away(sample: Any) -> None:
    path = make(sample, assignee={"inboxId": INBOX, "agentId": AGENT})
    sample.ask("PATCH", path, {"assignee": {"inboxId": INBOX}})
    assert sample.get(path)["assignee"] == {"inboxId": INBOX}


def test_a_change_of_a_task_keeps_what_it_does_not_give(sample: Any) -> None:
    path = make(sample)
    before = sample.get(path)
    assert sample.ask("PATCH", path, {}).status == 204
    assert sample.get(path) == before
    sample.ask("PATCH", path, {"body": "<b>now</b>", "dueAt": "2020-01-01T00:00:00Z"})
    assert sample.get(path) == before | {"body": "<b>now</b>", "dueAt": "2020-01-01T00:00:00.000Z"}


@pytest.mark.parametrize(
    ("changes", "attr"),
    [
        ({"status": "DONE"}, "status"),
        ({"status": {"value": "CLOSED"}}, "status"),
        ({"dueAt": "soon"}, "dueAt"),
        ({"body": ""}, "body"),
        ({"body": "x" * 10_001}, "body"),
        ({"assignee": {"agentId": AGENT}}, "assignee.inboxId"),
        ({"assignee": {"inboxId": INBOX, "agentId": "nobody"}}, "assignee.agentId"),
    ],
)
def test_a_wrong_change_of_a_task_is_refused_and_has_no_effect(sample: Any, changes: Any, attr: str) -> None:
    path = make(sample)
    before = sample.get(path)
    status, (error, *_) = sample.errors("PATCH", path, changes)
    assert (status, error["attr"]) == (400, attr)
    assert sample.get(path) == before


@pytest.mark.parametrize("path", ["/tasks/nothing", "/tasks/nothing/comments", "/tasks/nothing/comments/x"])
def test_an_unknown_task_is_a_404(sample: Any, path: str) -> None:
    expected = {"code": "not_exist", "detail": "task does not exist"}
    assert sample.errors("GET", path) == (404, [expected])


def test_deleting_a_customer_takes_the_tasks_and_their_comments_along(sample: Any) -> None:
    path = make(sample)
    sample.ask("POST", f"{path}/comments", {"id": "said", "agentId": AGENT, "comment": "x"})
    assert sample.ask("DELETE", f"/customer-profiles/{CUSTOMER}").status == 204
    assert sample.ask("GET", path).status == 404
    assert "said" not in sample.sandbox.store.tasks.comments


@pytest.mark.parametrize("name", ["comment", "message"])
def test_a_comment_is_a_201_with_only_a_location_under_either_name(sample: Any, name: str) -> None:
    path = make(sample)
    answer = sample.ask("POST", f"{path}/comments", {"id": "said", "agentId": AGENT, name: "Return call to customer"})
    assert (answer.status, answer.data) == (201, b"")
    assert answer.headers["Location"] == f"/api/v1{path}/comments/said"
    assert sample.get(f"{path}/comments/said") == {
        "id": "said",
        "agentId": AGENT,
        "comment": "Return call to customer",
        "taskId": path.rpartition("/")[2],
        "createdAt": NOW,
    }


@pytest.mark.parametrize(
    ("changes", "attr", "code"),
    [
        ({"agentId": None}, "agentId", "blank"),
        ({"agentId": "nobody"}, "agentId", "not_exist"),
        ({"comment": ""}, "comment", "blank"),
        ({"comment": "x" * 10_001}, "comment", "too_long"),
        ({"id": "a/b"}, "id", "invalid"),
    ],
)
def test_a_comment_is_refused_field_by_field(sample: Any, changes: Any, attr: str, code: str) -> None:
    body = {"agentId": AGENT, "comment": "x"} | changes
    status, (error,) = sample.errors("POST", f"{make(sample)}/comments", body)
    assert (status, error["attr"], error["code"]) == (400, attr, code)


def test_a_closed_task_takes_no_comment(sample: Any) -> None:
    path = make(sample)
    sample.ask("PATCH", path, {"status": "CLOSED"})
    status, (error,) = sample.errors("POST", f"{path}/comments", {"agentId": AGENT, "comment": "x"})
    assert (status, error["code"]) == (400, "invalid_state")
    assert sample.get(f"{path}/comments") == []


def test_a_comment_id_that_is_taken_is_a_409(sample: Any) -> None:
    comment = {"id": "said", "agentId": AGENT, "comment": "x"}
    paths = [make(sample), make(sample)]
    assert [sample.ask("POST", f"{path}/comments", comment).status for path in paths] == [201, 409]


def test_a_comment_is_found_under_its_own_task_only(sample: Any) -> None:
    path, other = make(sample), make(sample)
    sample.ask("POST", f"{path}/comments", {"id": "said", "agentId": AGENT, "comment": "x"})
    assert sample.errors("GET", f"{other}/comments/said")[0] == 404
    assert sample.errors("GET", f"{path}/comments/unsaid")[0] == 404


def test_comments_are_listed_oldest_first(sample: Any) -> None:
    path = make(sample)
    for text in ("one", "two", "three"):
        sample.ask("POST", f"{path}/comments", {"agentId": AGENT, "comment": text})
        sample.clock.advance(timedelta(seconds=1))
    answer = sample.ask("GET", f"{path}/comments")
    assert [each["comment"] for each in answer.json()] == ["one", "two", "three"]
    assert answer.headers["Gladly-Limited-Data"] == "false"


def test_a_list_of_comments_is_cut_at_a_thousand_and_says_so(sample: Any) -> None:
    path = make(sample)
    task_id = path.rpartition("/")[2]
    for number in range(1_001):
        sample.sandbox.store.tasks.add_comment({"id": f"c{number}", "taskId": task_id, "createdAt": NOW})
    answer = sample.ask("GET", f"{path}/comments")
    assert (len(answer.json()), answer.headers["Gladly-Limited-Data"]) == (1_000, "true")
    assert answer.json()[0]["id"] == "c0"


@pytest.mark.parametrize("path", ["/conversation-items", f"/customers/{CUSTOMER}/conversation-items"])
def test_the_deprecated_item_of_type_task_makes_a_task(sample: Any, path: str) -> None:
    content = {"type": "TASK", "body": "Call back", "dueAt": DUE, "assignee": {"inboxId": INBOX, "agentId": AGENT}}
    body = {"id": "mine", "content": content, "customer": {"emailAddress": "person2@person.com"}}
    answer = sample.ask("POST", path, body)
    assert (answer.status, answer.json()["content"]) == (200, content)
    assert sample.get("/tasks/mine")["body"] == "Call back"
    assert sample.errors("GET", "/conversation-items/mine")[0] == 400
    assert sample.errors("POST", path, body)[0] == 409


@pytest.mark.parametrize(
    ("changes", "attr"),
    [
        ({"body": ""}, "content.body"),
        ({"dueAt": NOW}, "content.dueAt"),
        ({"assignee": None}, "content.assignee"),
        ({"assignee": {}}, "content.assignee.inboxId"),
    ],
)
def test_the_deprecated_item_of_type_task_has_the_rules_of_tasks(sample: Any, changes: Any, attr: str) -> None:
    content = {"type": "TASK", "body": "x", "dueAt": DUE, "assignee": {"inboxId": INBOX}} | changes
    status, (error,) = sample.errors("POST", f"/customers/{CUSTOMER}/conversation-items", {"content": content})
    assert (status, error["attr"]) == (400, attr)


def told(desk: Any) -> list[dict[str, Any]]:
    now = desk.clock.now()
    return [each for each in desk.sandbox.store.events.between(now, now) if each["type"].startswith("TASK/")]


def test_what_becomes_of_a_task_is_told_as_events(sample: Any) -> None:
    path = make(sample, id="mine", assignee={"inboxId": INBOX, "agentId": AGENT})
    sample.ask("POST", f"{path}/comments", {"id": "said", "agentId": AGENT, "comment": "x"})
    later = "2026-10-01T00:00:00.000Z"
    sample.ask("PATCH", path, {"assignee": {"inboxId": INBOX}, "body": "x", "dueAt": later, "status": "CLOSED"})
    sample.ask("PATCH", path, {"status": "OPEN"})
    before = {"assignee": {"inboxId": INBOX, "agentId": AGENT}, "dueAt": DUE, "createdAt": NOW}
    after = before | {"assignee": {"inboxId": INBOX}, "dueAt": later}
    about = {"customerId": CUSTOMER, "taskId": "mine", "context": before}
    assert [(each["type"], each["content"]) for each in told(sample)] == [
        ("TASK/CREATED", about),
        ("TASK/COMMENT_ADDED", about | {"commentId": "said"}),
        ("TASK/ASSIGNEE_UPDATED", about | {"assignee": {"inboxId": INBOX}}),
        ("TASK/CONTENT_UPDATED", about | {"dueAt": later}),
        ("TASK/DUE_DATE_UPDATED", about | {"dueAt": later}),
        ("TASK/CLOSED", about),
        ("TASK/REOPENED", about | {"context": after}),
    ]


def test_a_change_that_changes_nothing_is_not_told(sample: Any) -> None:
    path = make(sample)
    sample.ask("PATCH", path, {"assignee": {"inboxId": INBOX}, "status": "OPEN"})
    assert [each["type"] for each in told(sample)] == ["TASK/CREATED"]
