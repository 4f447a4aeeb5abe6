"""What `desk.exports` promises."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError, ValidationError
from deskbridge.listing import Listing
from deskbridge.records import ExportJob, ExportJobId, ExportStatus
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import Samples, lacked
from deskbridge_contract_tests.suites.saving import Save, check_cut, check_missing, check_saved

_LOOK_AT = 3
_ENDED = (ExportStatus.COMPLETED, ExportStatus.FAILED)
_STATUSES = (ExportStatus.PENDING, ExportStatus.RUNNING, ExportStatus.COMPLETED, ExportStatus.FAILED)
_NO_FILE = "a-file-that-is-not-there.jsonl"


class ExportJobsSuite:
    """Jobs are listed, read and deleted."""

    @needs(Capability.EXPORTS_JOBS)
    def test_export_jobs_come_once_each_and_newest_first(self, harness: Harness) -> None:
        """Jobs come once, the newest first. Last night's export is what people look for.

        Usually wrong: the vendor's order is passed on.
        """
        jobs = _jobs(harness)
        ids = [one.id for one in jobs]
        ends = [one.ends_at for one in jobs if one.ends_at is not None]
        assert len(set(ids)) == len(ids), "exports.jobs gave a job twice"
        assert sorted(ends, reverse=True) == ends, "exports.jobs is not newest first"

    @needs(Capability.EXPORTS_JOBS)
    def test_export_jobs_are_listed_by_status(self, harness: Harness) -> None:
        """Jobs of the status that was asked for come, and no others. A job that still runs has half its files.

        Usually wrong: our word is sent, and the vendor ignores what it does not know.
        """
        jobs = _jobs(harness)
        for status in _STATUSES:
            expected = [one.id for one in jobs if one.status is status]
            listed = [one.id for one in harness.desk.exports.jobs(status=status)]
            assert expected == listed, f"exports.jobs by the status {status} gave other jobs than those of it"

    @needs(Capability.EXPORTS_JOBS, Capability.EXPORTS_GET)
    def test_an_export_job_is_read_by_id_as_it_is_listed(self, harness: Harness) -> None:
        """Both ways read the same job. A program that waits for its end must see it by either.

        Usually wrong: two translations of one thing.
        """
        for listed in _jobs(harness)[:_LOOK_AT]:
            read = harness.desk.exports.get(ExportJobId(listed.id))
            assert listed == read, "exports.get reads something else than exports.jobs lists"

    @needs(Capability.EXPORTS_GET)
    def test_getting_an_unknown_export_job_raises_not_found(self, harness: Harness, samples: Samples) -> None:
        """A well-formed id that nothing has is `NotFoundError`. Callers tell by it what expired from what failed.

        Usually wrong: None is returned, or a bare HTTP error comes through.
        """
        with pytest.raises(NotFoundError):
            harness.desk.exports.get(ExportJobId(unlike(_export(samples)[0])))

    @needs(Capability.EXPORTS_DELETE, Capability.EXPORTS_JOBS, Capability.EXPORTS_GET)
    def test_a_deleted_export_job_is_gone_with_its_files(self, harness: Harness, samples: Samples) -> None:
        """A deleted job is gone with its files. They hold the personal data of every customer.

        Usually wrong: the list is answered from a cache.
        """
        others = [one for one in _jobs(harness) if one.files and one.id != _export(samples)[0]]
        job = next(reversed(others), None) or lacked("second export job with a file")  # the oldest is missed least
        job_id = ExportJobId(job.id)
        harness.desk.exports.delete(job_id)
        with pytest.raises(NotFoundError):
            harness.desk.exports.get(job_id)
        assert job.id not in [one.id for one in _jobs(harness)], "exports.jobs lists a job that was deleted"
        if harness.possible(Capability.EXPORTS_READ):
            with pytest.raises(NotFoundError):
                list(harness.desk.exports.read(job_id, job.files[0]))

    @needs(Capability.EXPORTS_DELETE, Capability.EXPORTS_JOBS)
    def test_an_export_job_that_has_not_ended_can_not_be_deleted(self, harness: Harness) -> None:
        """A running job is refused by `ValidationError`. Its caller can wait, which no other error tells.

        Usually wrong: the vendor's code is not mapped.
        """
        unended = [one for one in _jobs(harness) if one.status not in _ENDED]
        job = next(iter(unended), None) or lacked("export job that has not ended")
        with pytest.raises(ValidationError):
            harness.desk.exports.delete(ExportJobId(job.id))

    @needs(Capability.EXPORTS_DELETE)
    def test_deleting_an_unknown_export_job_raises_not_found(self, harness: Harness, samples: Samples) -> None:
        """Deleting nothing is an error, not a success. Somebody believes that the data is gone.

        Usually wrong: the vendor answers 204 to anything.
        """
        with pytest.raises(NotFoundError):
            harness.desk.exports.delete(ExportJobId(unlike(_export(samples)[0])))


class ExportFilesSuite:
    """Files of a job are read object by object, or saved as they are."""

    @needs(Capability.EXPORTS_READ)
    def test_an_export_file_is_read_lazily_and_whole(self, harness: Harness, samples: Samples) -> None:
        """A file is read line by line, whole, when it is iterated. One of gigabytes would not fit into memory.

        Usually wrong: the file is a list first.
        """
        job_id, file = _export(samples)
        before = harness.sent()
        made = harness.desk.exports.read(job_id, file)
        assert isinstance(made, Listing), "exports.read gave no Listing"
        assert (before, None) == (harness.sent(), made.truncated), "exports.read fetched before it was iterated"
        first, again = list(made), list(made)
        assert first, "exports.read gave nothing"
        assert first == again, "exports.read gives something else when iterated again"
        assert made.truncated is False, "exports.read could not read every line of the sample"
        harness.skip_if_uncounted()

    @needs(Capability.EXPORTS_SAVE)
    def test_a_saved_export_file_holds_what_is_read(self, harness: Harness, samples: Samples, tmp_path: Path) -> None:
        """Both ways give the same objects in one order. What is converted must not differ from what was seen.

        Usually wrong: the last line is lost.
        """
        job_id, file = _export(samples)
        content = check_saved(harness, tmp_path, _file(job_id, file), Capability.EXPORTS_SAVE)
        assert content, "exports.save saved an empty file"
        if harness.possible(Capability.EXPORTS_READ):
            read = list(harness.desk.exports.read(job_id, file))
            saved = [orjson.loads(line) for line in content.splitlines() if line.strip()]
            assert read == saved, "exports.save saved something else than exports.read reads"

    @needs(Capability.EXPORTS_READ)
    def test_reading_an_unknown_export_file_raises_not_found(self, harness: Harness, samples: Samples) -> None:
        """No file is not an empty one. A night without data would look like a night without work.

        Usually wrong: the error page is read as lines.
        """
        job_id, file = _export(samples)
        for wrong in ((job_id, _NO_FILE), (ExportJobId(unlike(job_id)), file)):
            with pytest.raises(NotFoundError):
                list(harness.desk.exports.read(*wrong))

    @needs(Capability.EXPORTS_SAVE)
    def test_an_unknown_export_file_leaves_nothing_behind(
        self, harness: Harness, samples: Samples, tmp_path: Path
    ) -> None:
        """No file is `NotFoundError`, and none is left. The next step would convert an error page.

        Usually wrong: the error page is saved as the file.
        """
        job_id, _ = _export(samples)
        check_missing(harness, tmp_path, _file(job_id, _NO_FILE), Capability.EXPORTS_SAVE)

    @needs(Capability.EXPORTS_SAVE)
    def test_an_export_file_that_breaks_off_is_not_there(
        self, harness: Harness, samples: Samples, tmp_path: Path
    ) -> None:
        """A part is never taken for the whole. Half a night's data looks like a quiet night.

        Usually wrong: it is written under its name as it comes.
        """
        check_cut(harness, tmp_path, _file(*_export(samples)), Capability.EXPORTS_SAVE)


def _export(samples: Samples) -> tuple[ExportJobId, str]:
    return samples.export or lacked("export job with a file")


def _file(job_id: ExportJobId, file: str) -> Save:
    return lambda desk, target: desk.exports.save(job_id, file, target)


def _jobs(harness: Harness) -> list[ExportJob]:
    return list(harness.desk.exports.jobs()) or lacked("export job")
