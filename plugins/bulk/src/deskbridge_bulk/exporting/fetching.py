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


def chosen(desk: Helpdesk, wanted: str) -> tuple[ExportJob, ...]:
    """Return the completed jobs that are meant: one by its id, the one that was completed last, or all of them.

    Raises:
        BulkError: There is none, or it is not completed.
        NotFoundError: There is none of that id, or it is not kept any more.
    """
    if wanted not in {LATEST, ALL}:
        job = desk.exports.get(ExportJobId(wanted))
        if job.status is not ExportStatus.COMPLETED:
            msg = f"export job {wanted} is {job.status}; it has files once it is completed"
            raise BulkError(msg)
        return (job,)
    jobs = sorted(desk.exports.jobs(status=ExportStatus.COMPLETED), key=lambda one: one.updated_at or _NEVER)
    if not jobs:
        msg = "there is no completed export job"
        raise BulkError(msg)
    return tuple(jobs) if wanted == ALL else (jobs[-1],)


def planned(job: ExportJob, files: Sequence[str], out: Path) -> Iterator[Fetched]:
    """Tell what `fetched` would do with a job, and do nothing: ``done`` is what would be fetched.

    Raises:
        BulkError: The job has no such file, or a name that is none for a file here.
    """
    for path in _paths(job, files, out):
        yield Fetched(job=job.id, path=path, status="skipped" if path.exists() else "done")


def fetched(desk: Helpdesk, job: ExportJob, files: Sequence[str], out: Path) -> Iterator[Fetched]:
    """Save the files of a job in a folder of its own below `out`, one after the other, as this is iterated.

    A file that broke off goes on where it broke off; it has its name only when it is whole.

    Args:
        desk: Whose job it is.
        job: The job.
        files: Only those; all where there are none.
        out: The folder.

    Raises:
        BulkError: The job has no such file, or a name that is none for a file here, or the folder can't be made.
    """
    paths = _paths(job, files, out)
    folder = out / _safe(job.id)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_link(folder)
        with whole_file(folder / JOB_FILE) as file:
            file.write(_told(job))
    except OSError as wrong:
        msg = f"{folder} can't be written to: {wrong.strerror}; choose another folder by --out"
        raise BulkError(msg) from wrong
    for path in paths:
        yield _fetch(desk, job, path)


def _paths(job: ExportJob, files: Sequence[str], out: Path) -> list[Path]:
    if unknown := next((one for one in files if one not in job.files), None):
        msg = f"export job {job.id} has no file {unknown!r}; it has: {', '.join(job.files) or 'none'}"
        raise BulkError(msg)
    folder = out / _safe(job.id)
    return [folder / _safe(one) for one in files or job.files]


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
