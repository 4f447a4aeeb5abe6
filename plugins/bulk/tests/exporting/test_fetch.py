"""Export jobs are listed and their files saved, against Gladly's sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deskbridge.memory.sample import sample_desk
from deskbridge.records import ExportJob, ExportStatus
from deskbridge.sandbox import Fault, RunningSandbox
from deskbridge_bulk.exporting.fetching import _refuse_unknown, _safe, fetched, planned
from deskbridge_bulk.problems import BulkError

Start = Callable[..., RunningSandbox]
Run = Callable[..., Any]
FILES = ["agents.jsonl", "conversation_items.jsonl", "customers.jsonl", "topics.jsonl"]


def requests(served: RunningSandbox) -> dict[str, int]:
    return dict(served.sandbox.counters.by_operation)


def test_the_latest_job_is_saved_by_the_requests_of_the_vendors_scripts(
    start: Start, deskbridge: Run, tmp_path: Path
) -> None:
    served = start("sample")
    ran = deskbridge("export", "fetch", "--desk", "support", "--out", "out")
    (folder,) = (tmp_path / "out").iterdir()
    assert sorted(one.name for one in folder.iterdir()) == ["agents.jsonl", *FILES[1:3], "job.json", "topics.jsonl"]
    assert (ran.code, ran.err) == (0, "")
    # get-data-export asks for the completed jobs and for one file; conversation-export-to-csv for any of the four.
    assert requests(served) == {
        "GET /api/v1/export/jobs": 1,
        **{f"GET /api/v1/export/jobs/{folder.name}/files/{name}": 1 for name in FILES},
    }


def test_one_file_of_one_job_is_asked_for_as_the_script_does(start: Start, deskbridge: Run, tmp_path: Path) -> None:
    served = start("sample")
    ran = deskbridge("export", "fetch", "--desk", "support", "--file", "conversation_items.jsonl", "--json")
    assert [line.get("status") for line in ran.lines] == ["done", None]
    assert ran.lines[-1] == {"summary": True, "done": 1, "skipped": 0, "failed": 0}
    assert sum(requests(served).values()) == 2


def test_the_latest_is_the_one_that_was_completed_last(start: Start, deskbridge: Run, tmp_path: Path) -> None:
    start("synthetic:60")
    deskbridge("export", "fetch", "--desk", "support", "--file", "agents.jsonl")
    jobs = deskbridge("export", "list", "--desk", "support", "--status", "completed", "--json").lines
    latest = max(jobs, key=lambda one: one["updated_at"])
    assert [one.parent.name for one in tmp_path.glob("*/agents.jsonl")] == [latest["id"]]


def test_what_is_there_is_not_fetched_again(start: Start, deskbridge: Run) -> None:
    served = start("sample")
    deskbridge("export", "fetch", "--desk", "support", "--job", "all")
    served.sandbox.counters.reset()
    again = deskbridge("export", "fetch", "--desk", "support", "--job", "all", "--json")
    assert again.lines[-1] == {"summary": True, "done": 0, "skipped": 4, "failed": 0}
    assert requests(served) == {"GET /api/v1/export/jobs": 1}


def test_a_file_that_failed_is_told_and_the_others_are_saved(start: Start, deskbridge: Run, tmp_path: Path) -> None:
    served = start("sample")
    served.sandbox.faults.add(Fault("redirect", "always", path="/agents.jsonl"))
    ran = deskbridge("export", "fetch", "--desk", "support", "--json")
    assert ran.code == 1
    assert [line["status"] for line in ran.lines[:-1]].count("failed") == 1
    assert not list(tmp_path.glob("*/agents.jsonl"))
    assert len(list(tmp_path.glob("*/*.jsonl"))) == 3


def test_a_dry_run_fetches_nothing(start: Start, deskbridge: Run, tmp_path: Path) -> None:
    served = start("sample")
    ran = deskbridge("export", "fetch", "--desk", "support", "--dry-run", "--json")
    assert [line.get("id", "").rpartition("/")[2] for line in ran.lines[:-1]] == FILES
    assert ran.lines[-1] == {"summary": True, "dry_run": True, "done": 4, "skipped": 0, "failed": 0}
    assert requests(served) == {"GET /api/v1/export/jobs": 1}
    assert [one.name for one in tmp_path.iterdir()] == ["deskbridge.toml"]


def test_a_file_that_broke_off_is_whole_in_the_end(start: Start, deskbridge: Run, tmp_path: Path) -> None:
    served = start("synthetic:60")
    deskbridge("export", "fetch", "--desk", "support", "--out", "whole")
    served.sandbox.faults.add(Fault("cut_body", 1, path="/conversation_items.jsonl"))
    assert deskbridge("export", "fetch", "--desk", "support", "--out", "cut").code == 0
    for path in (tmp_path / "whole").glob("*/*"):
        assert (tmp_path / "cut" / path.parent.name / path.name).read_bytes() == path.read_bytes()
    assert not list(tmp_path.glob("*/*/*.part*"))


def test_a_job_that_is_not_there_or_not_completed_starts_nothing(start: Start, deskbridge: Run) -> None:
    start("synthetic:60")
    assert deskbridge("export", "fetch", "--desk", "support", "--job", "nowhere").code == 2
    (pending,) = deskbridge("export", "list", "--desk", "support", "--status", "pending", "--json").lines
    ran = deskbridge("export", "fetch", "--desk", "support", "--job", pending["id"])
    assert ran.code == 2
    assert "is pending" in ran.err


def test_a_desk_without_exports_says_why_before_anything_is_sent(start: Start, deskbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "deskbridge.toml").write_text(
        '[desks.other]\nvendor = "glassix"\nbase_url = "http://127.0.0.1:9"\n'
        'api_key = "k"\napi_secret = "s"\nuser_name = "u@example.com"\n'
    )
    for command in (["fetch"], ["list"]):
        ran = deskbridge("export", *command, "--desk", "other")
        assert ran.code == 2
        assert "The vendor has no export jobs" in ran.err
        assert "tickets.all" in ran.err


def test_the_jobs_are_listed_for_people_and_for_programs(start: Start, deskbridge: Run) -> None:
    start("sample")
    (job,) = deskbridge("export", "list", "--desk", "support", "--json").lines
    assert job["status"] == "completed"
    assert job["files"] == ", ".join(FILES)
    assert job["id"] in deskbridge("export", "list", "--desk", "support").out
    assert deskbridge("export", "list", "--desk", "memory", "--json").out == ""


def test_the_job_is_told_beside_its_files(start: Start, deskbridge: Run, tmp_path: Path) -> None:
    start("sample")
    deskbridge("export", "fetch", "--desk", "support")
    (path,) = tmp_path.glob("*/job.json")
    told = json.loads(path.read_text())
    assert (told["id"], told["vendor"], told["status"]) == (path.parent.name, "gladly", "completed")


def test_links_that_wait_in_the_folder_are_not_followed(start: Start, deskbridge: Run, tmp_path: Path) -> None:
    start("sample")
    (precious := tmp_path / "precious").mkdir()
    (precious / "file").write_text("precious")
    folder = tmp_path / "out" / deskbridge("export", "list", "--desk", "support", "--json").lines[0]["id"]
    folder.mkdir(parents=True)
    (folder / "job.json").symlink_to(precious / "file")
    linked = deskbridge("export", "fetch", "--desk", "support", "--out", "out")
    assert (linked.code, "is a link" in linked.err) == (2, True)
    (folder / "job.json").unlink()
    folder.rmdir()
    folder.symlink_to(precious)
    linked = deskbridge("export", "fetch", "--desk", "support", "--out", "out")
    assert (linked.code, "is a link, and may lead anywhere" in linked.err) == (2, True)
    assert [one.read_text() for one in precious.iterdir()] == ["precious"]


@pytest.mark.parametrize("name", ["", "..", ".hidden", "a/b", "a\\b", "c:x", "job.json", "a\nb", "x" * 300])
def test_a_name_that_would_lead_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(BulkError):
        _safe(name)


def job_of(job_id: str, *files: str) -> ExportJob:
    return ExportJob(id=job_id, vendor="memory", status=ExportStatus.COMPLETED, files=files)


def test_what_has_a_bad_name_fails_and_the_others_are_saved(tmp_path: Path) -> None:
    desk = sample_desk()
    good = next(one for one in desk.exports.jobs() if one.status is ExportStatus.COMPLETED and one.files)
    odd = ExportJob(id=good.id, vendor="memory", status=good.status, files=("../evil", *good.files))
    told = [*fetched(desk, odd, (), tmp_path), *fetched(desk, job_of("../../x", "a.jsonl"), (), tmp_path)]
    assert [one.status for one in told] == ["failed", *["done"] * len(good.files), "failed"]
    assert "'../evil', which can't be the name of a file here" in str(told[0].error)
    assert [one.status for one in planned(odd, (), tmp_path)] == ["failed", *["skipped"] * len(good.files)]
    assert [one.name for one in tmp_path.iterdir()] == [good.id]


def test_a_file_that_only_some_jobs_have_is_saved_of_those(tmp_path: Path) -> None:
    jobs = (job_of("1", "a.jsonl"), job_of("2", "b.jsonl"))
    assert [str(one.path) for job in jobs for one in planned(job, ("b.jsonl",), Path("out"))] == ["out/2/b.jsonl"]
    _refuse_unknown(jobs, ("a.jsonl", "b.jsonl"))
    with pytest.raises(BulkError, match=r"no export job has a file 'c'; there are: a\.jsonl, b\.jsonl"):
        _refuse_unknown(jobs, ("a.jsonl", "c"))
