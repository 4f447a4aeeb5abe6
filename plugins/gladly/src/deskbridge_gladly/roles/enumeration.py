"""Enumerating what Gladly has no list of: ids from the completed export jobs, then one read each."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from attrs import define, field

from deskbridge.errors import MergedError, NotFoundError
from deskbridge.records import Record
from deskbridge.wire import Wire
from deskbridge_gladly.client.exports import CUSTOMERS, ITEMS, Exports
from deskbridge_gladly.client.lines import Lines
from deskbridge_gladly.wire.exports import ExportedCustomer, Job
from deskbridge_gladly.wire.items import ItemRef

R = TypeVar("R", bound=Record)
W = TypeVar("W", bound=Wire)


@define
class ExportedIds:
    """Reads ids out of the export files, each file once.

    Attributes:
        incomplete: Whether a line could not be read, or a file was gone before it was read.
    """

    exports: Exports
    incomplete: bool = field(default=False, init=False)

    def of_customers(self) -> Iterator[list[str]]:
        """Yield, job by job, the ids of the customers that it names; the same id may come again."""
        for job in self._jobs():
            ids = dict.fromkeys(one.id for one in self._lines(job, CUSTOMERS, ExportedCustomer))
            ids.update(dict.fromkeys(one.customer_id or "" for one in self._lines(job, ITEMS, ItemRef)))
            yield [one for one in ids if one]

    def of_conversations(self, since: datetime | None, until: datetime | None) -> Iterator[list[str]]:
        """Yield, job by job, the ids of the conversations with an item in a period, both ends included."""
        for job in self._jobs():
            active = (one for one in self._lines(job, ITEMS, ItemRef) if _is_within(one.timestamp, since, until))
            ids = dict.fromkeys(one.conversation_id or "" for one in active)
            yield [one for one in ids if one]

    def _jobs(self) -> list[Job]:
        jobs = self.exports.jobs(status="COMPLETED")
        return sorted(jobs, key=lambda job: job.updated_at.timestamp() if job.updated_at else 0.0)

    def _lines(self, job: Job, file: str, kind: type[W]) -> Iterator[W]:
        if file not in (job.files or ()):
            return
        lines: Lines[W] = self.exports.lines(job.id, file, kind)
        try:
            yield from lines
        except NotFoundError:
            # Jobs go after 14 days, also between the list and the read.
            self.incomplete = True
        self.incomplete |= lines.skipped > 0


def survivors(batches: Iterable[list[str]], read: Callable[[str], R]) -> Generator[R]:
    """Read each id once and yield each record once: deleted ones are left out, merged ones are followed.

    Args:
        batches: Ids, doubles among them.
        read: Reads one record. It may return one of another id, which is then the survivor.
    """
    asked: set[str] = set()
    given: set[str] = set()
    for batch in batches:
        waiting = deque(batch)
        while waiting:
            one = waiting.popleft()
            if one in asked:
                continue
            asked.add(one)
            try:
                record = read(one)
            except MergedError as merged:
                waiting.append(merged.new_id)
                continue
            except NotFoundError:
                continue
            if record.id not in given:
                asked.add(record.id)
                given.add(record.id)
                yield record


def _is_within(moment: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    if since is None and until is None:
        return True
    if moment is None:
        return False
    return (since is None or moment >= since) and (until is None or moment <= until)
