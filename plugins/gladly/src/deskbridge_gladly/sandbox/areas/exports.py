"""Export schedules, jobs and their files, which are generated line by line as they are read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

import orjson
from starlette.responses import Response, StreamingResponse

from deskbridge_gladly.sandbox.calls import Call, Refused, Table, answer, done, missing, problem
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import ExportJob, Store
from deskbridge_gladly.sandbox.values import Json, read_time, stamp, without_unset

KEPT = timedelta(days=14)
STATUSES = frozenset({"PENDING", "IN_PROGRESS", "COMPLETED", "FAILED"})
SCHEDULE_ID = "vZgCEQlDR6aQz_0HeWZ9_Q"
CHUNK_BYTES = 65_536
# The newer specification leaves these out of the file although it lists them among the items (D25). What a
# custom channel's item has is known by `customChannelId` (D24).
NOT_EXPORTED = frozenset({"VOICE_AI_MESSAGE", "TWITTER"})


class Exports:
    """Answers the export operations."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {
            "/export/schedules": {"GET": self.schedules},
            "/export/jobs": {"GET": self.jobs},
            "/export/jobs/{job_id}": {"GET": self.job, "DELETE": self.delete},
            "/export/jobs/{job_id}/files/{filename}": {"GET": self.file},
        }

    @operation("Export_listSchedules")
    def schedules(self, _: Call) -> Response:
        """List the one schedule of the organization: daily, during the night in UTC."""
        now = self._store.clock.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        schedule = {
            "id": SCHEDULE_ID,
            "frequency": "DAILY",
            "type": "CONVERSATIONS",
            "nextStartAt": stamp(midnight + timedelta(days=1)),
            "updatedAt": stamp(midnight),
        }
        return answer([schedule])

    @operation("Export_jobsList")
    def jobs(self, call: Call) -> Response:
        """List the jobs of the last 14 days; `status`, `startAt` and `endAt` narrow them (D48)."""
        status = call.query.get("status")
        if status is not None and status not in STATUSES:
            raise Refused(400, problem("invalid", f"status [{status}] is not supported", attr="status"))
        start, end = self._period(call)
        return answer(
            [_described(job) for job in self._kept() if start <= job.updated_at <= end and status in (None, job.status)]
        )

    @operation("Export_jobById")
    def job(self, call: Call) -> Response:
        """Get a job."""
        return answer(_described(self._named(call)))

    @operation("Export_deleteJob")
    def delete(self, call: Call) -> Response:
        """Delete a job that has ended, with its files."""
        job = self._named(call)
        if job.status not in {"COMPLETED", "FAILED"}:
            detail = f"unable to delete job with status [{job.status}]. Please try again after it has finished"
            raise Refused(400, problem("temporary_failure", detail, attr="status"))
        del self._store.jobs[job.id]
        return done()

    @operation("Export_downloadFile")
    def file(self, call: Call) -> Response:
        """Stream a file of a completed job."""
        job = self._named(call)
        lines = FILES.get(call.path["filename"])
        if lines is None or job.status != "COMPLETED":
            raise missing("file")
        return StreamingResponse(chunks(lines(job)), media_type="application/x-ndjson")

    def _kept(self) -> Iterator[ExportJob]:
        oldest = self._store.clock.now() - KEPT
        return (job for job in self._store.jobs.values() if job.updated_at >= oldest)

    def _named(self, call: Call) -> ExportJob:
        for job in self._kept():
            if job.id == call.path["job_id"]:
                return job
        raise missing("export job")

    def _period(self, call: Call) -> tuple[datetime, datetime]:
        now = self._store.clock.now()
        start = _moment(call, "startAt", now - KEPT)
        end = _moment(call, "endAt", now)
        if start < now - KEPT:
            raise Refused(400, problem("invalid", "startAt cannot be over 14 days ago", attr="startAt"))
        if end < start or end > now:
            detail = "endAt cannot be before startAt or in the future"
            raise Refused(400, problem("invalid", detail, attr="endAt"))
        return start, end


def _moment(call: Call, name: str, default: datetime) -> datetime:
    text = call.query.get(name)
    if text is None:
        return default
    if (moment := read_time(text)) is not None:
        return moment
    raise Refused(400, problem("invalid", f"{name} must be an ISO 8601 timestamp", attr=name))


def _described(job: ExportJob) -> Json:
    return {
        "id": job.id,
        "scheduleId": SCHEDULE_ID,
        "status": job.status,
        "updatedAt": stamp(job.updated_at),
        "parameters": {
            "type": "CONVERSATIONS",
            "startAt": stamp(job.start_at),
            "endAt": stamp(job.end_at),
        },
        # No files until the job is completed (inferred).
        "files": sorted(FILES) if job.status == "COMPLETED" else [],
    }


def _exported_customer(profile: Json) -> Json:
    return without_unset(
        {
            "id": profile["id"],
            "name": profile.get("name"),
            "address": profile.get("address"),
            "emailAddresses": [each["original"] for each in profile.get("emails", ())],
            "phoneNumbers": [each["normalized"] for each in profile.get("phones", ())],
            "externalCustomerId": profile.get("externalCustomerId"),
            "externalCustomerIds": profile.get("externalCustomerIds"),
        }
    )


def is_exported(item: Json) -> bool:
    """Whether an item of this kind is written to the export file."""
    content = item["content"]
    return content["type"] not in NOT_EXPORTED and "customChannelId" not in content


FILES: Mapping[str, Callable[[ExportJob], Iterable[Json]]] = {
    "agents.jsonl": lambda job: job.agents,
    "conversation_items.jsonl": lambda job: filter(is_exported, job.items),
    "customers.jsonl": lambda job: map(_exported_customer, job.customers),
    "topics.jsonl": lambda job: job.topics,
}


async def chunks(lines: Iterable[Json]) -> AsyncIterator[bytes]:
    """Write objects as lines of compact JSON, some thousand bytes at a time."""
    chunk = bytearray()
    for line in lines:
        chunk += orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
        if len(chunk) >= CHUNK_BYTES:
            yield bytes(chunk)
            chunk.clear()
    yield bytes(chunk)
