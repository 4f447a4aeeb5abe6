from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest


def test_an_export_is_made_now_with_what_came_since_the_last_one(sample: Any) -> None:
    sample.clock.advance(timedelta(hours=1))
    sample.ask("POST", "/conversations/mTs0fj5qSo63Sg4RRuulPQ/notes", {"body": "after the last export"})
    sample.clock.advance(timedelta(hours=1))
    job = sample.control("POST", "/gladly/exports")["jobId"]
    assert sample.get(f"/export/jobs/{job}")["status"] == "COMPLETED"
    *earlier, item = sample.lines(f"/export/jobs/{job}/files/conversation_items.jsonl")
    assert [each["content"]["type"] for each in earlier] == ["PHONE_CALL"] * 2, "the sample's, after its export"
    assert item["content"] == {"body": "after the last export", "type": "CONVERSATION_NOTE"}
    assert len(sample.lines(f"/export/jobs/{job}/files/customers.jsonl")) == 3
    sample.clock.advance(timedelta(hours=1))
    assert sample.lines(f"/export/jobs/{sample.control('POST', '/gladly/exports')['jobId']}/files/agents.jsonl") == []


def test_an_export_can_be_made_to_fail_and_is_told_either_way(sample: Any) -> None:
    jobs = [sample.control("POST", "/gladly/exports", {"status": each})["jobId"] for each in ("FAILED", "COMPLETED")]
    assert sample.get(f"/export/jobs/{jobs[0]}")["status"] == "FAILED"
    told = [each for each in sample.sandbox.store.events._events if each["type"].startswith("EXPORT_JOB")]
    assert [each["content"]["jobId"] for each in told] == jobs
    assert "initiator" not in told[0]
    assert sample.control("POST", "/gladly/exports", {"status": "DONE"})["errors"]


def test_the_clock_is_put_forward_from_outside_and_jobs_go_after_14_days(sample: Any) -> None:
    job = sample.control("POST", "/gladly/exports")["jobId"]
    assert sample.control("POST", "/clock", {"advance_seconds": 14 * 86_400})["now"].startswith("2026-03-15T12:00:00")
    assert sample.get(f"/export/jobs/{job}")["id"] == job
    sample.control("POST", "/clock", {"advance_seconds": 1})
    assert sample.ask("GET", f"/export/jobs/{job}").status == 404


def test_any_event_can_be_made_to_happen(sample: Any) -> None:
    content = {"sourceCustomerId": "a", "destinationCustomerId": "b"}
    body = {"type": "CUSTOMER/MERGED", "content": content, "initiator": {"id": "x", "type": "AGENT"}}
    assert sample.control("POST", "/gladly/events", body) == 204
    (event,) = sample.events("CUSTOMER")
    assert (event["content"], event["initiator"]) == (content, body["initiator"])
    assert sample.control("POST", "/gladly/events", {})["errors"][0]["code"] == "blank"


def test_switches_are_shown_and_turned_all_or_none(sample: Any) -> None:
    assert sample.control("PATCH", "/gladly/switches", {"legacy": False})["legacy"] is False
    for wrong in ({"legacy": True, "unknown": 1}, {"legacy": "yes"}, {"report_seconds": -1}, {"error_shape": "x"}, []):
        assert sample.control("PATCH", "/gladly/switches", wrong)["errors"]
    assert sample.control("GET", "/gladly/switches")["legacy"] is False


def test_a_message_needs_a_conversation_and_a_text(sample: Any) -> None:
    for path in ("messages", "automation"):
        assert sample.control("POST", f"/gladly/{path}", {})["errors"][0]["code"] == "blank"
        said = {"conversationId": "nothing", "text": "x"}
        assert sample.control("POST", f"/gladly/{path}", said)["errors"][0]["code"] == "not_exist"
    assert sample.control("GET", "/webhooks/nothing/log")["errors"][0]["code"] == "not_exist"


@pytest.mark.parametrize(("shape", "body"), [("object", {"errors": {}}), ("bare", [{}])])
def test_errors_can_have_the_odd_shapes_of_the_samples(sample: Any, shape: str, body: Any) -> None:
    problem = {"code": "not_exist", "detail": "agent does not exist"}
    sample.turn(error_shape=shape)
    expected = {"errors": problem} if shape == "object" else [problem]
    answer = sample.ask("GET", "/agents/nobody")
    assert (answer.status, answer.json()) == (404, expected)


def test_each_method_can_have_its_own_limit_and_a_429_can_say_when_to_come_back(start: Any) -> None:
    desk = start("sample", rate_limit="vendor")
    desk.turn(rate_per_method=True, retry_after_seconds=2.5)
    assert {desk.ask("GET", "/agents").status for _ in range(10)} == {200}
    refused = desk.ask("GET", "/agents")
    assert (refused.status, refused.headers["Retry-After"]) == (429, "2.5")
    assert desk.ask("POST", "/topics", {"name": "X"}).status == 201
