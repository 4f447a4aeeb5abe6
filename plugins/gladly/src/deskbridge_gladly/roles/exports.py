"""The exports of a Gladly desk. A schedule makes the jobs; they are kept for 14 days."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import ExportJob, ExportJobId, ExportStatus, FrozenDict
from deskbridge.wire import Wire
from deskbridge.writing import settled_delete
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.translate import exports as translate


@frozen(kw_only=True, slots=True)
class _AnyLine(Wire):
    """A line of any file: all of it is in `raw`."""


class Exports:
    """See `deskbridge.protocols.Exports`."""

    def __init__(self, client: GladlyClient) -> None:
        self._client = client

    def jobs(self, *, status: ExportStatus | None = None) -> Listing[ExportJob]:
        """List the jobs of the last 14 days, those of the latest period first."""

        def fetch() -> Pages[ExportJob]:
            word = "" if status is None else translate.ASKABLE.get(status, "")
            found = map(translate.job, self._client.exports.jobs(status=word))
            return (yield from whole(one for one in translate.newest_first(found) if status in {None, one.status}))

        return Listing(fetch, what="export jobs")

    def get(self, job_id: ExportJobId) -> ExportJob:
        """Return one job."""
        return translate.job(self._client.exports.get(job_id))

    def read(self, job_id: ExportJobId, file: str) -> Listing[FrozenDict]:
        """Read the objects of a file; a line that is none is left out with a warning that has its number."""

        def fetch() -> Pages[FrozenDict]:
            lines = self._client.exports.lines(job_id, file, _AnyLine)
            for line in lines:
                yield line.raw
            return lines.skipped > 0

        return Listing(fetch, what=f"lines of {file}")

    def save(self, job_id: ExportJobId, file: str, target: Path) -> Path:
        """Save a file as it is."""
        return self._client.exports.save(job_id, file, target).path

    def delete(self, job_id: ExportJobId) -> None:
        """Delete a job that was completed or failed, with its files."""
        settled_delete(lambda: self._client.exports.delete(job_id), lambda: self._client.exports.get(job_id))
