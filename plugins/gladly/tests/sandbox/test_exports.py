from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from importlib import resources
from typing import Any

import pytest

FILES = ["agents.jsonl", "conversation_items.jsonl", "customers.jsonl", "topics.jsonl"]


def completed(desk: Any) -> list[str]:
    return [each["id"] for each in desk.get("/export/jobs?status=COMPLETED")]


def all_lines(desk: Any, name: str) -> list[dict[str, Any]]:
    return [line for job in completed(desk) for line in desk.lines(f"/export/jobs/{job}/files/{name}")]


def test_there_is_one_daily_schedule(sample: Any) -> None:
    (schedule,) = sample.get("/export/schedules")
    assert (schedule["frequency"], schedule["type"]) == ("DAILY", "CONVERSATIONS")
    assert schedule["nextStartAt"] == "2026-03-02T00:00:00.000Z"


def test_a_job_has_its_files_only_when_it_is_completed(synthetic: Any) -> None:
    jobs = synthetic.get("/export/jobs")
    assert Counter(each["status"] for each in jobs) == {"COMPLETED": 4, "FAILED": 1, "PENDING": 1}
    for job in jobs:
        assert job["files"] == (FILES if job["status"] == "COMPLETED" else [])
        assert set(job["parameters"]) == {"type", "startAt", "endAt"}
        assert synthetic.get(f"/export/jobs/{job['id']}") == job


def test_jobs_are_narrowed_by_status_and_by_time(synthetic: Any) -> None:
    assert [each["status"] for each in synthetic.get("/export/jobs?status=FAILED")] == ["FAILED"]
    recent = synthetic.get("/export/jobs?startAt=2026-02-28T00:00:00.000Z&endAt=2026-03-01T11:30:00.000Z")
    assert [each["updatedAt"] for each in recent] == ["2026-02-28T12:00:00.123Z", "2026-03-01T11:00:00.123Z"]
    assert len(synthetic.get("/export/jobs?startAt=2026-02-28T00:00:00+00:00")) == 2


@pytest.mark.parametrize(
    "query",
    ["status=DONE", "startAt=today", "startAt=2026-02-01T00:00:00Z", "endAt=2026-04-01T00:00:00Z",
     "startAt=2026-02-27T00:00:00Z&endAt=2026-02-26T00:00:00Z"],
)  # fmt: skip
def test_a_wrong_filter_is_refused(synthetic: Any, query: str) -> None:
    assert synthetic.errors("GET", f"/export/jobs?{query}")[0] == 400


def test_jobs_and_files_are_gone_after_14_days(sample: Any) -> None:
    (job,) = completed(sample)
    sample.clock.advance(timedelta(days=9))
    assert completed(sample) == []
    assert sample.errors("GET", f"/export/jobs/{job}/files/agents.jsonl")[0] == 404


def test_a_file_is_streamed_as_lines_of_compact_json(sample: Any) -> None:
    answer = sample.ask("GET", f"/export/jobs/{completed(sample)[0]}/files/conversation_items.jsonl")
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    assert "Content-Length" not in answer.headers
    data = resources.files("deskbridge_gladly.sandbox") / "data" / "real-payloads.jsonl"
    payloads = [json.loads(line) for line in data.read_text("utf-8").splitlines()]
    real = [each["value"] for each in payloads if each["section"] == "Get Data Export"]
    expected = "".join(json.dumps(each, separators=(",", ":")) + "\n" for each in real)
    assert answer.data.decode() == expected


def test_an_unknown_job_file_or_a_file_of_an_unfinished_job_is_a_404(synthetic: Any) -> None:
    pending = synthetic.get("/export/jobs?status=PENDING")[0]["id"]
    for path in ("nothing", "nothing/files/agents.jsonl", f"{completed(synthetic)[0]}/files/x.jsonl",
                 f"{pending}/files/agents.jsonl"):  # fmt: skip
        assert synthetic.errors("GET", f"/export/jobs/{path}")[0] == 404


def test_only_a_job_that_has_ended_is_deleted(synthetic: Any) -> None:
    pending = synthetic.get("/export/jobs?status=PENDING")[0]["id"]
    detail = "unable to delete job with status [PENDING]. Please try again after it has finished"
    expected = {"attr": "status", "code": "temporary_failure", "detail": detail}
    assert synthetic.errors("DELETE", f"/export/jobs/{pending}") == (400, [expected])
    job = completed(synthetic)[0]
    assert synthetic.ask("DELETE", f"/export/jobs/{job}").status == 204
    assert synthetic.errors("DELETE", f"/export/jobs/{job}")[0] == 404
    assert synthetic.errors("GET", f"/export/jobs/{job}/files/agents.jsonl")[0] == 404


def test_all_jobs_together_name_every_customer(start: Any) -> None:
    desk = start("sample", "synthetic:120")
    people = desk.sandbox.store.people
    named = {each["id"] for each in all_lines(desk, "customers.jsonl")}
    assert named == {*people.profiles, *people.merged}


def test_all_jobs_together_name_every_conversation_that_has_items(synthetic: Any) -> None:
    store = synthetic.sandbox.store
    named = {
        each["conversationId"] for each in all_lines(synthetic, "conversation_items.jsonl") if "conversationId" in each
    }
    with_items = {each for each in store.conversations if store.items_in(each)}
    assert named == {*with_items, *store.merged_conversations}
    assert len(with_items) < len(store.conversations)


def test_one_item_recurs_in_two_jobs_and_one_conversation_is_spread_over_several(synthetic: Any) -> None:
    ids = Counter(each["id"] for each in all_lines(synthetic, "conversation_items.jsonl"))
    assert sum(count > 1 for count in ids.values()) == 3
    jobs_of: dict[str, set[str]] = {}
    for job in completed(synthetic):
        for item in synthetic.lines(f"/export/jobs/{job}/files/conversation_items.jsonl"):
            jobs_of.setdefault(item.get("conversationId", ""), set()).add(job)
    assert any(len(jobs) > 1 for conversation, jobs in jobs_of.items() if conversation)


def test_every_item_is_exported_but_what_a_machine_spoke_and_custom_channels(synthetic: Any) -> None:
    exported = {each["id"] for each in all_lines(synthetic, "conversation_items.jsonl")}
    left_out = [each["content"] for key, each in synthetic.sandbox.store.items.items() if key not in exported]
    assert left_out
    assert all(each["type"] == "VOICE_AI_MESSAGE" or "customChannelId" in each for each in left_out)


def test_customers_in_a_file_are_flat_and_lists_that_are_empty_are_left_out(synthetic: Any) -> None:
    lines = all_lines(synthetic, "customers.jsonl")
    keys = {"id", "name", "address", "emailAddresses", "phoneNumbers", "externalCustomerId"}
    assert set().union(*lines) == keys
    assert {"id", "name"} in [set(each) for each in lines]
    assert all(each.get("phoneNumbers", ["+"])[0].startswith("+") for each in lines)


def test_the_oldest_job_names_a_merged_customer_and_conversation_by_their_old_ids(synthetic: Any) -> None:
    store = synthetic.sandbox.store
    lines = synthetic.lines(f"/export/jobs/{completed(synthetic)[0]}/files/conversation_items.jsonl")
    assert set(store.people.merged) <= {each["customerId"] for each in lines}
    assert set(store.merged_conversations) <= {each.get("conversationId") for each in lines}


def test_a_job_keeps_what_it_was_made_from(sample: Any) -> None:
    sample.ask("PATCH", "/customer-profiles/OPy0kbYIQp-mr3IcdQRWqw", {"name": "Changed"})
    names = [each["name"] for each in all_lines(sample, "customers.jsonl")]
    assert "Person 2's New Name" in names
