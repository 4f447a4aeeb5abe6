"""What the native client sends, to the letter, and what it does when an answer is lost."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import stamina
from attrs import define, field

from deskbridge.errors import AmbiguousWriteError, ConflictError, InvalidRequestError
from deskbridge.settings import Secret
from deskbridge.transport import Options
from deskbridge.wire import unstructure
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.settings import GladlySettings
from deskbridge_gladly.wire.answers import AnswerBody, AnswerChange, AnswerContentBody
from deskbridge_gladly.wire.business_hours import (
    BusinessHoursBody,
    BusinessHoursReplacement,
    OfficeHoursBody,
    ScheduleBlockBody,
    ScheduleExceptionBody,
)
from deskbridge_gladly.wire.conversations import AssigneeBody
from deskbridge_gladly.wire.freeform_topics import FreeformChange, FreeformValue
from deskbridge_gladly.wire.items import CustomerBody
from deskbridge_gladly.wire.proactive_conversations import Recipient, RecipientCollectionBody
from deskbridge_gladly.wire.tasks import CommentBody, TaskBody, TaskChange
from deskbridge_gladly.wire.user_identity import IdentityBody

RECORDED = Path(__file__).parent / "recorded"
DUE = datetime(2030, 1, 2, 3, 4, 5, 678_901, tzinfo=UTC)
HANG_UP = (0, b"", {})


def _recorded(name: str) -> Any:
    return json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))["bodies"]


@define
class Scripted:
    """Gives its answers in turn, the last one from then on, and keeps what it was asked."""

    url: str = ""
    answers: list[tuple[int, Any, dict[str, str]]] = field(factory=list)
    asked: list[tuple[str, Any]] = field(factory=list)

    def says(self, status: int, body: Any = b"", **headers: str) -> None:
        self.answers.append((status, body, headers))


class _Handler(BaseHTTPRequestHandler):
    scripted: Scripted
    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        number = len(self.scripted.asked)
        self.scripted.asked.append((f"{self.command} {self.path}", json.loads(content) if content else None))
        status, body, headers = self.scripted.answers[min(number, len(self.scripted.answers) - 1)]
        if not status:
            self.close_connection = True
            return
        self.answer(status, body if isinstance(body, bytes) else json.dumps(body).encode(), headers)

    def answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815  the base class looks for these

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        pass


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    made = Scripted()
    handler = type("Handler", (_Handler,), {"scripted": made})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        made.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@pytest.fixture
def native(scripted: Scripted) -> Iterator[GladlyClient]:
    stamina.set_testing(True, attempts=100, cap=True)  # tries again at once
    settings = GladlySettings(base_url=scripted.url, username="a@b.example", api_token=Secret("token"))
    made = GladlyClient(settings, Options(deadline_seconds=10, timeout_seconds=5))
    yield made
    made.close()
    stamina.set_testing(False)


TASK = TaskBody(id="t-1", body="Call back", due_at=DUE, assignee=AssigneeBody(inbox_id="i", agent_id=None))
TASK_SENT = {
    "id": "t-1",
    "body": "Call back",
    "dueAt": "2030-01-02T03:04:05.678Z",
    "assignee": {"inboxId": "i", "agentId": None},
}
WEEK = OfficeHoursBody(
    timezone="Asia/Jerusalem",
    sunday=(ScheduleBlockBody(start="09:00", stop="17:00"),),
    friday=(),
    exceptions=(ScheduleExceptionBody(name="Holiday", start=DUE, stop=DUE),),
)
WEEK_SENT = {
    "timezone": "Asia/Jerusalem",
    "sunday": [{"start": "09:00", "stop": "17:00"}],
    "friday": [],
    "exceptions": [{"name": "Holiday", "start": "2030-01-02T03:04:05.678Z", "stop": "2030-01-02T03:04:05.678Z"}],
}
RECIPIENTS = RecipientCollectionBody(
    name="Spring",
    start_after=DUE,
    recipients=(
        Recipient(customer_name="John", email_address="john@example.com", timezone="UTC"),
        Recipient(customer_name="Jane", phone_number="(212) 555-9876", timezone="America/New_York"),
    ),
)
RECIPIENTS_SENT = {
    "name": "Spring",
    "startAfter": "2030-01-02T03:04:05.678Z",
    "recipients": [
        {"customerName": "John", "emailAddress": "john@example.com", "timezone": "UTC"},
        {"customerName": "Jane", "phoneNumber": "(212) 555-9876", "timezone": "America/New_York"},
    ],
}
CUSTOMER = CustomerBody(email_address="a@b.example")

Ask = Callable[[GladlyClient], Any]
WRITES: list[tuple[Ask, str, Any, Any]] = [
    (
        lambda native: native.tasks.create(TaskBody(**{**_fields(TASK), "customer": CUSTOMER})),
        "POST /api/v1/tasks",
        {**TASK_SENT, "customer": {"emailAddress": "a@b.example"}},
        b"",
    ),
    (
        lambda native: native.tasks.create_for_customer("c/1", TaskBody(**{**_fields(TASK), "customer": CUSTOMER})),
        "POST /api/v1/customers/c%2F1/tasks",
        TASK_SENT,
        b"",
    ),
    (
        lambda native: native.tasks.update("t-1", TaskChange(status="CLOSED", assignee=AssigneeBody(inbox_id="i"))),
        "PATCH /api/v1/tasks/t-1",
        {"status": "CLOSED", "assignee": {"inboxId": "i"}},
        b"",
    ),
    (
        lambda native: native.tasks.add_comment("t-1", CommentBody(id="c-1", agent_id="a", comment="שלום")),
        "POST /api/v1/tasks/t-1/comments",
        {"id": "c-1", "agentId": "a", "comment": "שלום"},
        b"",
    ),
    (
        lambda native: native.answers.create(AnswerBody(id="a-1", name="Hello", audience_ids=())),
        "POST /api/v1/answers",
        {"id": "a-1", "name": "Hello", "audienceIds": []},
        _recorded("answer")[1],
    ),
    (
        lambda native: native.answers.update("a-1", AnswerChange(description="d", audience_ids=("x",))),
        "PATCH /api/v1/answers/a-1",
        {"description": "d", "audienceIds": ["x"]},
        b"",
    ),
    (
        lambda native: native.answers.put_content(
            "a-1", AnswerContentBody(body_html="<p>", internal=True), language=" Fr-ca ", content_type="reference"
        ),
        "PUT /api/v1/answers/a-1/languages/fr-ca/type/reference",
        {"bodyHtml": "<p>", "internal": True},
        _recorded("answer_contents")[3],
    ),
    (
        lambda native: native.answers.delete_content("a-1", language="en-us", content_type="public"),
        "DELETE /api/v1/answers/a-1/languages/en-us/type/public",
        None,
        b"",
    ),
    (lambda native: native.answers.delete("a-1"), "DELETE /api/v1/answers/a-1", None, b""),
    (
        lambda native: native.business_hours.create(BusinessHoursBody(name="Week", office_hours=WEEK)),
        "POST /api/v1/business-hours",
        {"name": "Week", "officeHours": WEEK_SENT},
        _recorded("business_hours")[0],
    ),
    (
        lambda native: native.business_hours.replace(
            "b", BusinessHoursReplacement(version=3, name="Week", office_hours=WEEK, primary=True)
        ),
        "PUT /api/v1/business-hours/b",
        {"version": 3, "name": "Week", "officeHours": WEEK_SENT, "primary": True},
        _recorded("business_hours")[1],
    ),
    (lambda native: native.business_hours.delete("b"), "DELETE /api/v1/business-hours/b", None, b""),
    (
        lambda native: native.user_identity.generate_token(IdentityBody(identity_type="EMAIL", identity="a@b.example")),
        "POST /api/v1/user-identity-jwt",
        {"identityType": "EMAIL", "identity": "a@b.example"},
        {"token": "x.y.z"},
    ),
    (
        lambda native: native.freeform_topics.change(
            "c", "k", FreeformChange(add=(FreeformValue(key="ORDER_ID", value="ORD_3"),))
        ),
        "POST /api/v1/customer-history/c/conversations/k/custom-attributes",
        {"add": [{"key": "ORDER_ID", "value": "ORD_3"}]},
        b"",
    ),
    (
        lambda native: native.proactive_conversations.add_recipients("p", RECIPIENTS),
        "POST /api/v1/campaigns/p/recipient-collections",
        RECIPIENTS_SENT,
        _recorded("recipient_collections")[0],
    ),
]
READS: list[tuple[Ask, str, str]] = [
    (lambda native: native.tasks.get("t?1"), "/tasks/t%3F1", "task"),
    (lambda native: native.tasks.of_customer("c"), "/customers/c/tasks", "task"),
    (lambda native: native.tasks.of_customer("c", status="OPEN"), "/customers/c/tasks?status=OPEN", "task"),
    (lambda native: native.tasks.comments("t"), "/tasks/t/comments", "task_comment"),
    (lambda native: native.tasks.get_comment("t", "c"), "/tasks/t/comments/c", "task_comment"),
    (lambda native: native.answers.get("a"), "/answers/a", "answer"),
    (
        lambda native: native.answers.content("a", language="EN-us", content_type="email"),
        "/answers/a/languages/en-us/type/email",
        "answer_contents",
    ),
    (lambda native: native.audiences.list(), "/audiences", "audiences"),
    (lambda native: native.public_answers.list("o"), "/orgs/o/answers", "public_answer"),
    (
        lambda native: native.public_answers.list("o", language="es-419", audience_id="x"),
        "/orgs/o/answers?lng=es-419&audienceId=x",
        "public_answer",
    ),
    (
        lambda native: native.public_answers.search("o", "reset password & more", audience_id="x"),
        "/orgs/o/answers-search?q=reset%20password%20%26%20more&audienceId=x",
        "answer_titles",
    ),
    (
        lambda native: native.public_answers.titles("o", "h", language="En-US"),
        "/orgs/o/help-center/h/answer-titles?lng=en-us",
        "answer_titles",
    ),
    (
        lambda native: native.public_answers.get("o", "a", language="fr-ca"),
        "/orgs/o/answers/a?lng=fr-ca",
        "public_answer",
    ),
    (lambda native: native.business_hours.list(), "/business-hours", "business_hours"),
    (lambda native: native.business_hours.get("b"), "/business-hours/b", "business_hours"),
    (lambda native: native.freeform_topics.get("f"), "/custom-attributes/f", "freeform_topic"),
]
LISTS = {"/tasks", "/comments", "/audiences", "/answers", "/answers-search", "/answer-titles", "/business-hours"}


def _fields(body: TaskBody) -> dict[str, Any]:
    return {"id": body.id, "body": body.body, "due_at": body.due_at, "assignee": body.assignee}


@pytest.mark.parametrize(("ask", "request_line", "sent", "answer"), WRITES, ids=[one[1] for one in WRITES])
def test_a_write_is_sent_as_documented(scripted, native, ask, request_line, sent, answer):
    scripted.says(200, answer)
    ask(native)
    assert [(request_line, sent)] == scripted.asked


@pytest.mark.parametrize(("ask", "path", "name"), READS, ids=[one[1] for one in READS])
def test_a_read_is_asked_as_documented_and_read_whole(scripted, native, ask, path, name):
    listed = any(path.partition("?")[0].endswith(one) for one in LISTS) and not path.startswith("/answers/")
    bodies = _recorded(name)
    scripted.says(200, bodies if listed else bodies[0])
    read = ask(native)
    assert [(f"GET /api/v1{path}", None)] == scripted.asked
    assert bodies == [dict(one.raw) for one in read] if listed else bodies[0] == dict(read.raw)


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ({"Location": "/api/v1/tasks/OOrlNMXeS72gs_WEX2TtMg"}, b"", "OOrlNMXeS72gs_WEX2TtMg"),
        ({}, {"id": "in-the-body"}, "in-the-body"),
        ({}, b"", "t-1"),
    ],
)
def test_the_id_of_what_was_created_is_in_the_body_or_the_location_or_the_one_that_was_sent(
    scripted, native, headers, body, expected
):
    scripted.says(201, body, **headers)
    assert expected == native.tasks.create(TASK)


def test_an_id_is_made_up_and_kept_when_an_answer_is_lost(scripted, native):
    scripted.answers = [HANG_UP, (201, b"", {})]
    made = native.tasks.create(TaskBody(body="b", due_at=DUE, assignee=AssigneeBody(inbox_id="i"), customer=CUSTOMER))
    assert [made, made] == [body["id"] for _, body in scripted.asked]


def test_a_comment_whose_answer_is_lost_is_sent_again_with_its_id(scripted, native):
    scripted.answers = [HANG_UP, (201, b"", {"Location": "/api/v1/tasks/t/comments/c-1"})]
    assert native.tasks.add_comment("t", CommentBody(id="c-1", agent_id="a", comment="b")) == "c-1"
    assert scripted.asked[0] == scripted.asked[1]


TAKEN = {"errors": [{"code": "taken", "attr": "name", "meta": {"existingAnswerId": "a-1"}}]}


def test_an_answer_whose_creation_was_lost_is_looked_up(scripted, native):
    there = {"id": "a-1", "name": "Hello", "audienceIds": ["x", "y"], "createdAt": "2026-01-01T00:00:00Z"}
    scripted.answers = [HANG_UP, (409, TAKEN, {}), (200, there, {})]
    assert there == unstructure(native.answers.create(AnswerBody(id="a-1", name="Hello", audience_ids=("y", "x"))))
    assert [line for line, _ in scripted.asked] == [*["POST /api/v1/answers"] * 2, "GET /api/v1/answers/a-1"]


@pytest.mark.parametrize(
    "looked_up",
    [(200, {"id": "a-1", "name": "Other"}, {}), (200, {"id": "a-1"}, {}), (404, b"", {}), (403, b"", {}), HANG_UP],
)
def test_what_holds_something_else_or_can_not_be_looked_up_leaves_the_refusal(scripted, native, looked_up):
    scripted.answers = [(409, TAKEN, {}), looked_up]
    with pytest.raises(ConflictError) as caught:
        native.answers.create(AnswerBody(id="a-1", name="Hello"))
    assert caught.value.existing_id == "a-1"


@pytest.mark.parametrize(
    "ask",
    [
        lambda native: native.business_hours.create(BusinessHoursBody(name="Week", office_hours=WEEK)),
        lambda native: native.business_hours.replace(
            "b", BusinessHoursReplacement(version=3, name="Week", office_hours=WEEK)
        ),
        lambda native: native.proactive_conversations.add_recipients("p", RECIPIENTS),
        lambda native: native.freeform_topics.change(
            "c", "k", FreeformChange(remove=(FreeformValue(key="ORDER_ID", value="ORD_1"),))
        ),
        lambda native: native.answers.delete("a-1"),
    ],
)
def test_what_can_not_be_told_apart_from_a_second_one_is_sent_once(scripted, native, ask):
    scripted.answers = [HANG_UP]
    with pytest.raises(AmbiguousWriteError):
        ask(native)
    assert len(scripted.asked) == 1


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (
            lambda native: native.user_identity.generate_token(IdentityBody(identity_type="EMAIL", identity="a@b.c")),
            {"token": "x"},
        ),
        (
            lambda native: native.answers.put_content(
                "a", AnswerContentBody(body_html="b"), language="en-us", content_type="messaging"
            ),
            {"answerId": "a"},
        ),
        (
            lambda native: native.freeform_topics.change(
                "c", "k", FreeformChange(add=(FreeformValue(key="ORDER_ID", value="ORD_3"),))
            ),
            b"",
        ),
        (lambda native: native.tasks.update("t", TaskChange(status="CLOSED")), b""),
    ],
)
def test_what_may_be_done_twice_is_sent_again_when_its_answer_is_lost(scripted, native, ask, answer):
    scripted.answers = [HANG_UP, (200, answer, {})]
    ask(native)
    assert scripted.asked[0] == scripted.asked[1]


@pytest.mark.parametrize("answer", [b"", b"<html>", [], {"name": "no id"}])
def test_an_acknowledgement_that_can_not_be_read_leaves_the_outcome_open(scripted, native, answer):
    scripted.says(200, answer)
    with pytest.raises(AmbiguousWriteError):
        native.proactive_conversations.add_recipients("p", RECIPIENTS)
    assert len(scripted.asked) == 1


@pytest.mark.parametrize(("limited", "truncated"), [("true", True), (" TRUE", True), ("false", False), ("", False)])
def test_a_list_of_tasks_says_whether_it_was_cut(scripted, native, limited, truncated):
    scripted.says(200, [], Gladly_Limited_Data=limited)
    assert truncated == native.tasks.of_customer("c").truncated
    assert truncated == native.tasks.comments("t").truncated


@pytest.mark.parametrize(("count", "truncated"), [(999, False), (1_000, True)])
def test_a_thousand_public_answers_may_be_more(scripted, native, count, truncated):
    scripted.says(200, [{"id": str(number)} for number in range(count)])
    assert truncated == native.public_answers.list("o").truncated


def test_a_customers_token_is_not_printed(scripted, native):
    scripted.says(200, {"token": "very.secret.token"})
    token = native.user_identity.generate_token(IdentityBody(identity_type="EMAIL", identity="a@b.example"))
    assert token.token == "very.secret.token"
    assert "secret" not in repr(token)


@pytest.mark.parametrize(
    "ask",
    [
        lambda native: native.tasks.get(""),
        lambda native: native.tasks.get_comment("t", ""),
        lambda native: native.answers.content("a", language=" ", content_type="public"),
        lambda native: native.business_hours.delete(""),
        lambda native: native.public_answers.list(""),
    ],
)
def test_nothing_is_sent_without_an_id(scripted, native, ask):
    with pytest.raises(InvalidRequestError):
        ask(native)
    assert scripted.asked == []
