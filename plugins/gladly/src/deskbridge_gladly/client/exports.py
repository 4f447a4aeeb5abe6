"""Export jobs and their files: the only way to enumerate what Gladly holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, overload

from deskbridge.operations import operation
from deskbridge.transport import DownloadResult
from deskbridge.wire import Wire
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.ids import segment
from deskbridge_gladly.client.lines import Lines, OnBroken
from deskbridge_gladly.client.times import time_text
from deskbridge_gladly.wire.directory import Agent
from deskbridge_gladly.wire.exports import ExportedCustomer, Job, Schedule
from deskbridge_gladly.wire.items import Item
from deskbridge_gladly.wire.topics import Topic

W = TypeVar("W", bound=Wire)
AGENTS = "agents.jsonl"
CUSTOMERS = "customers.jsonl"
ITEMS = "conversation_items.jsonl"
TOPICS = "topics.jsonl"
KINDS: Mapping[str, type[Wire]] = MappingProxyType(
    {AGENTS: Agent, CUSTOMERS: ExportedCustomer, ITEMS: Item, TOPICS: Topic}
)
"""What the lines of each file are."""


class Exports:
    """The operations on export jobs. A schedule makes them; jobs and files are gone after 14 days."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Export_listSchedules")
    def schedules(self) -> tuple[Schedule, ...]:
        """List the schedules: one an organization at present."""
        return self._api.value("exports.schedules", "export/schedules", tuple[Schedule, ...])

    @operation("Export_jobsList")
    def jobs(
        self, *, status: str = "", start_at: datetime | None = None, end_at: datetime | None = None
    ) -> tuple[Job, ...]:
        """List the jobs of the last 14 days, in no promised order.

        Args:
            status: PENDING, IN_PROGRESS, COMPLETED or FAILED; all where it is "".
            start_at: Only those updated then or later; at most 14 days ago.
            end_at: Only those updated then or before.

        Raises:
            InvalidRequestError: A time has no zone.
        """
        bounds = {"startAt": time_text(start_at), "endAt": time_text(end_at)}
        query = {name: text for name, text in {"status": status, **bounds}.items() if text}
        return self._api.value("exports.jobs", "export/jobs", tuple[Job, ...], query=query)

    @operation("Export_jobById")
    def get(self, job_id: str) -> Job:
        """Get a job."""
        return self._api.value("exports.get", f"export/jobs/{segment(job_id)}", Job)

    @operation("Export_deleteJob")
    def delete(self, job_id: str) -> None:
        """Delete a completed or failed job with its files.

        Raises:
            ValidationError: It has not ended yet; `retryable`.
        """
        self._api.deleted("exports.delete", f"export/jobs/{segment(job_id)}")

    @operation("Export_downloadFile")
    def save(self, job_id: str, file: str, target: Path) -> DownloadResult:
        """Save a file of a job as it is; see `lines` to read it right away."""
        return self._api.saved("exports.save", f"export/jobs/{segment(job_id)}/files/{segment(file)}", target)

    @operation("Export_downloadFile")
    def items(self, job_id: str) -> Lines[Item]:
        """Read the items of the job's period. The same item can be in more than one job."""
        return self.lines(job_id, ITEMS, Item)

    @operation("Export_downloadFile")
    def customers(self, job_id: str) -> Lines[ExportedCustomer]:
        """Read the customers of a job."""
        return self.lines(job_id, CUSTOMERS, ExportedCustomer)

    @operation("Export_downloadFile")
    def agents(self, job_id: str) -> Lines[Agent]:
        """Read the agents of a job."""
        return self.lines(job_id, AGENTS, Agent)

    @operation("Export_downloadFile")
    def topics(self, job_id: str) -> Lines[Topic]:
        """Read the topics of a job."""
        return self.lines(job_id, TOPICS, Topic)

    @overload
    def lines(self, job_id: str, file: str, kind: type[W], *, on_broken: OnBroken = "skip") -> Lines[W]: ...
    @overload
    def lines(self, job_id: str, file: str, kind: None = None, *, on_broken: OnBroken = "skip") -> Lines[Any]: ...
    @operation("Export_downloadFile")
    def lines(
        self, job_id: str, file: str, kind: type[W] | None = None, *, on_broken: OnBroken = "skip"
    ) -> Lines[W] | Lines[Any]:
        """Read any file of a job, each line as a value, through constant memory.

        Args:
            job_id: The job.
            file: One of the job's `files`.
            kind: What its lines are; that of `KINDS` where it is None, or a plain `Wire` in a file of another name.
            on_broken: A line that is not of that kind is left out with a `SkippedLineWarning` that has its number
                ("skip"), or ends the reading with a `MalformedAnswerError` that has it ("raise").

        Raises:
            NotFoundError: While iterating: the job or the file is not there, or no more.
        """
        path = f"export/jobs/{segment(job_id)}/files/{segment(file)}"
        return self._api.lines("exports.lines", path, kind or KINDS.get(file, Wire), on_broken=on_broken)
