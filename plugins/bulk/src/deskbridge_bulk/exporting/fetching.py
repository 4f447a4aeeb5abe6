"""Export jobs' files, saved; what was saved already is not asked for again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson
from attrs import frozen

from deskbridge.errors import DeskbridgeError
from deskbridge.protocols import Helpdesk
from deskbridge.records import ExportJob, ExportJobId, ExportStatus
from deskbridge_bulk.exporting.sources import JOB_FILE
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.whole import whole_file

LATEST = "latest"
ALL = "all"
_NEVER = datetime.min.replace(tzinfo=UTC)
_MOST_NAME_BYTES = 200
_UNSAFE = frozenset('/\\:*?"<>|\0')


@frozen(kw_only=True)
class Fetched:
    """What became of a file.

    Attributes:
        job: The job's id.
        path: Where it is, or should be.
        status: ``done``, ``skipped`` because it is there already, or ``failed``.
        error: Why it failed.
    """

    job: str
    path: Path
    status: str
    error: str | None = None

    def as_row(self) -> dict[str, object]:
        """Return it as a row of output."""
        return {"row": None, "action": "fetch", "id": str(self.path), "status": self.status, "error": self.error}


def chosen(desk: Helpdesk, wanted: str, files: Sequence[str] = ()) -> tuple[ExportJob, ...]:
    """Return the completed jobs that are meant: one by its id, the one that was completed last, or all of them.

    Args:
        desk: Whose jobs.
        wanted: An id, `LATEST` or `ALL`.
        files: What is wanted of them; one of the jobs at least must have each.

    Raises:
        BulkError: There is none, or it is not completed, or has no such file.
        NotFoundError: There is none of that id, or it is not kept any more.
    """
    if wanted not in {LATEST, ALL}:
        job = desk.exports.get(ExportJobId(wanted))
        if job.status is not ExportStatus.COMPLETED:
            msg = f"export job {wanted} is {job.status}; it has files once it is completed"
            raise BulkError(msg)
        _refuse_unknown((job,), files)
        return (job,)
    jobs = sorted(desk.exports.jobs(status=ExportStatus.COMPLETED), key=lambda one: one.updated_at or _NEVER)
    if not jobs:
        msg = "there is no completed export job"
        raise BulkError(msg)
    meant = tuple(jobs) if wanted == ALL else (jobs[-1],)
    _refuse_unknown(meant, files)
    return meant


def _refuse_unknown(jobs: Sequence[ExportJob], files: Sequence[str]) -> None:
    there = list(dict.fromkeys(name for job in jobs for name in job.files))
    if unknown := next((one for one in files if one not in there), None):
        whose = f"export job {jobs[0].id} has no" if len(jobs) == 1 else "no export job has a"
        msg = f"{whose} file {unknown!r}; there are: {', '.join(there) or 'none'}"
        raise BulkError(msg)


def planned(job: ExportJob, files: Sequence[str], out: Path) -> Iterator[Fetched]:
    """Tell what `fetched` would do with a job, and do nothing: ``done`` is what would be fetched."""
    for path in _paths(job, files, out):
        if isinstance(path, Fetched):
            yield path
        else:
            yield Fetched(job=job.id, path=path, status="skipped" if path.exists() else "done")


def fetched(desk: Helpdesk, job: ExportJob, files: Sequence[str], out: Path) -> Iterator[Fetched]:
    """Save the files of a job in a folder of its own below `out`, one after the other, as this is iterated.

    A file that broke off goes on where it broke off; it has its name only when it is whole. One whose name, or whose
    job's, is none for a file here fails, and the others go on.

    Args:
        desk: Whose job it is.
        job: The job.
        files: Only those of them that the job has; all where there are none.
        out: The folder.

    Raises:
        BulkError: The folder can't be made.
    """
    paths = list(_paths(job, files, out))
    if any(isinstance(one, Path) for one in paths):
        _make_folder(out / job.id, job)
    for path in paths:
        yield path if isinstance(path, Fetched) else _fetch(desk, job, path)


def _make_folder(folder: Path, job: ExportJob) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_link(folder)
        with whole_file(folder / JOB_FILE) as file:
            file.write(_told(job))
    except OSError as wrong:
        msg = f"{folder} can't be written to: {wrong.strerror}; choose another folder by --out"
        raise BulkError(msg) from wrong


def _paths(job: ExportJob, files: Sequence[str], out: Path) -> Iterator[Path | Fetched]:
    for name in [one for one in files if one in job.files] if files else job.files:
        try:
            yield out / _safe(job.id) / _safe(name)
        except BulkError as wrong:
            yield Fetched(job=job.id, path=Path(job.id, name), status="failed", error=str(wrong))


def _fetch(desk: Helpdesk, job: ExportJob, path: Path) -> Fetched:
    if path.exists():
        return Fetched(job=job.id, path=path, status="skipped")
    try:
        desk.exports.save(ExportJobId(job.id), path.name, path)
    except DeskbridgeError as wrong:
        return Fetched(job=job.id, path=path, status="failed", error=str(wrong))
    return Fetched(job=job.id, path=path, status="done")


def _safe(name: str) -> str:
    """Return a name that came from outside as that of a file here.

    Raises:
        BulkError: It leads elsewhere, or would be hidden.
    """
    is_strange = not name or name.startswith(".") or not _UNSAFE.isdisjoint(name) or not name.isprintable()
    if is_strange or name == JOB_FILE or len(name.encode()) > _MOST_NAME_BYTES:
        msg = f"the helpdesk names something {name[:_MOST_NAME_BYTES]!r}, which can't be the name of a file here"
        raise BulkError(msg)
    return name


def _refuse_link(folder: Path) -> None:
    if folder.is_symlink():
        msg = f"{folder} is a link, and may lead anywhere; remove it, or choose another folder by --out"
        raise BulkError(msg)


def _told(job: ExportJob) -> bytes:
    told = {
        "id": job.id,
        "vendor": job.vendor,
        "status": str(job.status),
        "starts_at": job.starts_at,
        "ends_at": job.ends_at,
        "updated_at": job.updated_at,
        "files": job.files,
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2)
