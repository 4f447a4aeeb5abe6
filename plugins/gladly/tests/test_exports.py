from __future__ import annotations

from datetime import timedelta

import orjson
import pytest
from attrs import evolve

from deskbridge.errors import NotFoundError, ValidationError
from deskbridge.listing import TruncatedWarning
from deskbridge.records import ExportJobId, ExportStatus
from deskbridge_gladly.client import SkippedLineWarning

ITEMS = "conversation_items.jsonl"


@pytest.fixture
def job(gladly):
    return next(iter(gladly.store.jobs.values()))


@pytest.fixture
def job_id(job) -> ExportJobId:
    return ExportJobId(job.id)


def _add(gladly, job, name: str, **fields) -> None:
    gladly.store.jobs[name] = evolve(job, id=name, **fields)


def test_jobs_are_listed_newest_first(gladly, job):
    _add(gladly, job, "newer", end_at=job.end_at + timedelta(days=1))
    _add(gladly, job, "older", end_at=job.end_at - timedelta(days=1))
    assert [one.id for one in gladly.desk.exports.jobs()] == ["newer", job.id, "older"]


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (ExportStatus.PENDING, "PENDING"),
        (ExportStatus.RUNNING, "IN_PROGRESS"),
        (ExportStatus.COMPLETED, "COMPLETED"),
        (ExportStatus.FAILED, "FAILED"),
    ],
)
def test_jobs_are_listed_by_their_status(gladly, job, status, word):
    for other in ("PENDING", "IN_PROGRESS", "FAILED"):
        _add(gladly, job, other, status=other)
    (found,) = gladly.desk.exports.jobs(status=status)
    assert (found.status, found.original_status) == (status, word)
    assert bool(found.files) == (status is ExportStatus.COMPLETED)


def test_a_job_says_its_period_and_files(gladly, job, job_id):
    read = gladly.desk.exports.get(job_id)
    assert (read.starts_at, read.ends_at, read.updated_at) == (job.start_at, job.end_at, job.updated_at)
    assert ITEMS in read.files
    assert read == gladly.desk.exports.jobs().first()


def test_a_file_is_read_object_by_object(gladly, job, job_id):
    lines = gladly.desk.exports.read(job_id, ITEMS)
    assert list(lines) == job.items
    assert lines.truncated is False


def test_a_line_that_is_no_object_makes_the_listing_truncated(gladly, job, job_id):
    job.topics.insert(1, 7)
    lines = gladly.desk.exports.read(job_id, "topics.jsonl")
    with pytest.warns(SkippedLineWarning, match="line 2"), pytest.warns(TruncatedWarning):
        assert list(lines) == [job.topics[0], *job.topics[2:]]
    assert lines.truncated is True


def test_a_file_is_saved_as_it_is(gladly, job, job_id, tmp_path):
    target = gladly.desk.exports.save(job_id, ITEMS, tmp_path / ITEMS)
    assert [orjson.loads(line) for line in target.read_bytes().splitlines()] == job.items


def test_a_job_is_deleted_once_it_has_ended(gladly, job, job_id):
    _add(gladly, job, "running", status="IN_PROGRESS")
    with pytest.raises(ValidationError):
        gladly.desk.exports.delete(ExportJobId("running"))
    gladly.desk.exports.delete(job_id)
    with pytest.raises(NotFoundError):
        gladly.desk.exports.get(job_id)


@pytest.mark.parametrize(
    "ask",
    [
        lambda exports, _: exports.get(ExportJobId("none")),
        lambda exports, _: exports.delete(ExportJobId("none")),
        lambda exports, _: list(exports.read(ExportJobId("none"), ITEMS)),
        lambda exports, target: exports.save(ExportJobId("none"), ITEMS, target),
    ],
)
def test_what_is_not_there_is_not_found(gladly, ask, tmp_path):
    with pytest.raises(NotFoundError):
        ask(gladly.desk.exports, tmp_path / "x")
    assert list(tmp_path.iterdir()) == []
