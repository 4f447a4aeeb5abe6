from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import urllib3


def test_a_request_without_credentials_is_a_401_with_an_errors_array(sample: Any) -> None:
    answer = sample.pool.request("GET", f"{sample.url}/api/v1/agents")
    assert answer.status == 401
    assert answer.json()["errors"][0]["code"] == "unauthorized"


@pytest.mark.parametrize("given", ["Basic eDp5", "Basic ", "Bearer x", "Basic \u00e9", "nonsense"])
def test_wrong_credentials_are_a_401(sample: Any, given: str) -> None:
    assert sample.ask("GET", "/agents", authorization=given).status == 401


def test_a_path_that_nobody_serves_is_a_404_with_an_errors_array(sample: Any) -> None:
    for path in ("/nowhere", "/agents/", "/customer-profiles/x/y", "/"):
        status, errors = sample.errors("GET", path)
        assert (status, errors[0]["code"]) == (404, "not_exist")


def test_a_method_that_a_path_does_not_have_is_a_404(sample: Any) -> None:
    assert sample.ask("PUT", "/agents").status == 404
    assert sample.ask("DELETE", "/topics/id1").status == 404


def test_without_a_limit_the_headers_advertise_one_that_nobody_reaches(sample: Any) -> None:
    for _ in range(30):
        answer = sample.ask("GET", "/organization")
        assert answer.status == 200
    assert answer.headers["Ratelimit-Limit-Second"] == "1000000"
    assert answer.headers["Ratelimit-Remaining-Second"] == "1000000"


def test_the_vendors_limit_is_ten_requests_a_second_in_one_bucket_for_all_methods(start: Any) -> None:
    desk = start("sample", rate_limit="vendor")
    answers = [desk.ask("GET", "/agents") for _ in range(9)] + [desk.ask("POST", "/topics", {"name": "X"})]
    assert [int(each.headers["Ratelimit-Remaining-Second"]) for each in answers] == list(range(9, -1, -1))
    assert {each.headers["Ratelimit-Limit-Second"] for each in answers} == {"10"}
    refused = desk.ask("GET", "/agents")
    assert (refused.status, refused.json()["errors"][0]["code"]) == (429, "rate_limited")
    assert "Retry-After" not in refused.headers
    desk.clock.advance(timedelta(seconds=1))
    assert desk.ask("GET", "/agents").status == 200


def test_a_refused_write_has_no_effect(start: Any) -> None:
    desk = start("empty", rate_limit="vendor")
    for _ in range(10):
        desk.ask("GET", "/agents")
    assert desk.ask("POST", "/customer-profiles", {"name": "A"}).status == 429
    assert desk.sandbox.state()["customers"] == 0


def test_an_unusual_accept_or_content_type_is_no_reason_to_refuse(sample: Any) -> None:
    answer = sample.ask("GET", "/agents", b"", accept="text/csv", content_type="application/json")
    assert answer.status == 200
    answer = sample.ask("POST", "/topics", {"name": "Y"}, **{"Content-Type": "text/plain"})
    assert answer.status == 201


BODIES = [
    b"",
    b"  ",
    b"{",
    b"[]",
    b"1",
    b'"x"',
    b"null",
    b"\xff\xfe",
    b'{"a":"\\ud800"}',
    b"[" * 100_000,
    b"{}",
    b"NaN",
]
HOSTILE = [None, True, 1, -1.5, 10**30, "", " ", "x" * 100_000, [], {}, [[]], [None], [{}], {"value": []}, "\u0000"]
WRITES = [
    ("POST", "/customer-profiles", ["id", "name", "address", "emails", "phones", "customAttributes"]),
    ("PATCH", "/customer-profiles/OPy0kbYIQp-mr3IcdQRWqw", ["name", "emails", "phones", "customAttributes"]),
    ("PATCH", "/conversations/mTs0fj5qSo63Sg4RRuulPQ", ["assignee", "status"]),
    ("POST", "/conversations/mTs0fj5qSo63Sg4RRuulPQ/topics", ["topicIds", "topicIDs"]),
    ("POST", "/conversations/mTs0fj5qSo63Sg4RRuulPQ/notes", ["content", "body"]),
    ("POST", "/conversation-items", ["id", "content", "customer"]),
    ("POST", "/customers/OPy0kbYIQp-mr3IcdQRWqw/conversation-items", ["id", "content"]),
    ("POST", "/conversation-items/xK9cnHU1QMWF95HKNdKNTg/reply", ["content"]),
    ("POST", "/topics", ["id", "name", "disabled", "parentId"]),
    ("PATCH", "/topics/id1", ["name", "disabled", "parentId"]),
    ("POST", "/tasks", ["id", "body", "dueAt", "assignee", "customer"]),
    ("POST", "/customers/OPy0kbYIQp-mr3IcdQRWqw/tasks", ["id", "body", "dueAt", "assignee"]),
    ("PATCH", "/tasks/G2tzvtq1TPWcxqlf1h2vng", ["body", "dueAt", "assignee", "status"]),
    ("POST", "/tasks/G2tzvtq1TPWcxqlf1h2vng/comments", ["id", "agentId", "comment", "message"]),
    ("POST", "/answers", ["id", "name", "description", "audienceIds"]),
    ("PATCH", "/answers/_sKRhTfySU2VGCHjmWU8vw", ["name", "description", "audienceIds"]),
    ("PUT", "/answers/_sKRhTfySU2VGCHjmWU8vw/languages/en-us/type/public", ["bodyHtml", "title"]),
    ("POST", "/business-hours", ["name", "primary", "officeHours"]),
    ("PUT", "/business-hours/bh_WmeA3Y51Q5ayCAaZ1AotIA", ["version", "name", "primary", "officeHours"]),
    ("POST", "/user-identity-jwt", ["identityType", "identity"]),
    ("POST", "/campaigns/yQ16L_YURROhXAg3KzkuYQ/recipient-collections", ["name", "startAfter", "recipients"]),
    (
        "POST",
        "/customer-history/594wMEbZSx-RmYSkUMeCPw/conversations/mTs0fj5qSo63Sg4RRuulPQ/custom-attributes",
        ["add", "remove"],
    ),
]


@pytest.mark.parametrize(("method", "path", "names"), WRITES, ids=lambda each: str(each)[:40])
def test_no_hostile_body_gives_a_server_error(sample: Any, method: str, path: str, names: list[str]) -> None:
    for body in BODIES:
        assert sample.ask(method, path, body).status < 500
    for name in names:
        for value in HOSTILE:
            answer = sample.ask(method, path, {name: value})
            assert answer.status < 500, (name, value)
            answer = sample.ask(method, path, {name: {"type": value, "inboxId": value, "value": value, "body": value}})
            assert answer.status < 500, (name, value)
            answer = sample.ask(method, path, {name: [{"original": value, "type": value, "primary": value}]})
            assert answer.status < 500, (name, value)


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe"])
def test_a_body_that_is_no_json_object_is_refused(sample: Any, body: bytes) -> None:
    status, errors = sample.errors("POST", "/topics", body)
    assert (status, errors[0]["code"]) == (400, "invalid")


def test_a_body_that_is_missing_is_refused_as_blank(sample: Any) -> None:
    status, errors = sample.errors("POST", "/topics", b"")
    assert (status, errors[0]["code"]) == (400, "blank")


@pytest.mark.parametrize(
    "path", ["/customer-profiles/%00", "/conversations/%F0%28", "/topics/%2e%2e", "/agents/x%0d%0ay"]
)
def test_a_hostile_path_is_a_404(sample: Any, path: str) -> None:
    assert sample.ask("GET", path).status == 404


def test_a_host_header_that_is_no_host_breaks_nothing(sample: Any) -> None:
    answer = sample.pool.request("GET", f"{sample.url}/api/v1/agents", headers={**sample.headers, "Host": "["})
    assert isinstance(answer, urllib3.BaseHTTPResponse)
    assert answer.status < 500
