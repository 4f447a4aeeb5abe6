"""Runs a job over a table: rows in parallel within the desk's rate, those that depend on others after them.

Each is written down before and after. How many go at once is bounded, and so is what waits: a million rows need no
memory.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from threading import Condition, Event, Thread

from attrs import define, evolve, field

from deskbridge.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    DeskbridgeError,
    PermissionDeniedError,
    RateLimitedError,
    TransportError,
    UnavailableError,
)
from deskbridge.protocols import Helpdesk
from deskbridge_bulk.journal import Journal, Known
from deskbridge_bulk.problems import JournalError, SheetError
from deskbridge_bulk.sheets import BadRow, SheetRow
from deskbridge_bulk.steps import Done, Job, Result, Status, Step, Writes
from deskbridge_bulk.tallying import Span, Tally
from deskbridge_bulk.work import Work

TOGETHER = 4
"""How many rows a worker are written down at one time: a write to the disk takes as long as a request."""

AHEAD = 3 * TOGETHER
"""How many rows a worker are begun or wait to be shown."""

LOOK_SECONDS = 0.1
MOST_HOPELESS = 20
_HOPELESS = (TransportError, PermissionDeniedError, RateLimitedError, UnavailableError, AmbiguousWriteError)
"""What a desk that is away, or answers with something else, lets its rows fail by; a write is ambiguous by it."""

_NOT_TRIED = "it was not tried"
_NEVER_DONE = "another row that has to be done first was not"


@define
class Runner:
    """One run of a job.

    Attributes:
        job: What to do.
        desk: Where.
        journal: Where it is written down; None for a dry run without one.
        workers: How many rows at once.
        dry: Whether to send nothing that writes.
        show: Called with each result, in the order of the rows.
        interrupted: Set by who wants it to end; what is under way is ended well.
        tally: What became of it so far.
    """

    job: Job
    desk: Helpdesk
    journal: Journal | None
    show: Callable[[Result], None]
    workers: int = 8
    dry: bool = False
    interrupted: Event = field(factory=Event)
    tally: Tally = field(factory=Tally)
    _slots: deque[Result | Work] = field(factory=deque, init=False)
    _queue: SimpleQueue[Work | None] = field(factory=SimpleQueue, init=False)
    _batch: list[Work] = field(factory=list, init=False)
    _pending: dict[str, Work] = field(factory=dict, init=False)
    _end: Condition = field(factory=Condition, init=False)
    _failed_keys: set[str] = field(factory=set, init=False)
    _hopeless: int = field(default=0, init=False)
    _last_error: str = field(default="", init=False)
    _ending: Event = field(factory=Event, init=False)

    def run(self, rows: Iterable[SheetRow | BadRow], span: Span) -> Tally:
        """Do the rows of a span and tell what became of them. An interruption ends it after what is under way."""
        started = time.monotonic()
        names = [f"deskbridge-bulk-{one}" for one in range(self.workers)]
        workers = [Thread(target=self._serve, name=name, daemon=True) for name in names]
        for worker in workers:
            worker.start()
        try:
            for row in self.job.arrange(one for one in rows if one.number in span):
                if self._is_over:
                    break
                self._take(row)
            self._finish()
        except SheetError as wrong:
            self._stop(wrong.text)
            self._finish()
        except KeyboardInterrupt:  # the second: what is under way is given up, and stays in doubt
            workers = []
            raise
        finally:
            self._ending.set()  # what is not begun yet is not to be, when an error ends it
            for _ in names:
                self._queue.put(None)
            for worker in workers:
                worker.join()
        self.tally.seconds = time.monotonic() - started
        # Too few to stop at, and nothing else among them.
        if self._hopeless == self.tally.rows > self.tally.in_doubt == 0:
            self.tally.stopped = self.tally.stopped or self._last_error
        return self.tally

    @property
    def _is_over(self) -> bool:
        """Whether no row is to be begun any more; asked by the workers too, so that none of what waits is."""
        return self._ending.is_set() or self.interrupted.is_set()

    def _take(self, row: SheetRow | BadRow) -> None:
        slot: Result | Work | None = self._at_once(row)
        if slot is None and isinstance(row, SheetRow):
            slot = self._planned(row)
        if slot is not None:
            self._slots.append(slot)
        if len(self._batch) >= self.workers * TOGETHER:
            self._begin()
        if len(self._slots) >= self.workers * AHEAD:
            self._begin()  # among many that were done before, a few would be waited for that nobody has
            self._emit(leave=self.workers * (AHEAD - TOGETHER))

    def _at_once(self, row: SheetRow | BadRow) -> Result | None:
        """Return what is known of a row without doing it."""
        if isinstance(row, BadRow):
            error = f"line {row.line}: {row.problem}"
            return Result(row=row.number, action=self._action, status=Status.FAILED, error=error)
        if self.journal is not None and self.journal.known(row.number) is Known.SETTLED:
            return Result(
                row=row.number,
                action=self._action,
                status=Status.SKIPPED,
                id=self.journal.settled_id(row.number),
                error="an earlier run did it",
            )
        return None

    def _planned(self, row: SheetRow) -> Result | Work:
        try:
            step = self.job.step(row)
        except DeskbridgeError as wrong:
            error = f"line {row.line}: {wrong}"
            return Result(row=row.number, action=self._action, status=Status.FAILED, error=error)
        work = Work(row, step)
        self._batch.append(work)
        return work

    @property
    def _action(self) -> str:
        return self.job.name.partition(".")[2].partition(" ")[0]

    def _begin(self) -> None:
        """Write down that rows are begun, all at one time, then let the workers have them."""
        batch, self._batch = self._batch, []
        if not batch:
            return
        doubts = self._doubts(work.row.number for work in batch)
        if self.journal is not None and not self.dry:
            try:
                self.journal.begin([work.row.number for work in batch])
            except JournalError as wrong:
                self._stop(str(wrong))
                self._leave_out(batch)
                return
        for work in batch:
            step = work.step
            work.doubt = work.row.number in doubts
            work.before = [held for key in (step.key, step.after) if (held := self._pending.get(key)) is not None]
            if step.key:
                self._pending[step.key] = work
            self._queue.put(work)

    def _doubts(self, rows: Iterable[int]) -> set[int]:
        return {row for row in rows if self.journal is not None and self.journal.known(row) is Known.BEGUN}

    def _serve(self) -> None:
        """Do rows in a worker, until there are no more.

        What a row waits for was begun before it, so that the first of all never waits.
        """
        while (work := self._queue.get()) is not None:
            try:
                for one in work.before:
                    self._await(one)
                work.before = ()  # so that what ended long ago is let go of
                writes = Writes(self.desk, dry=self.dry, doubt=work.doubt)
                work.result = self._settled(work.row, self._result(work.row, work.step, writes))
            except BaseException as wrong:  # noqa: BLE001  it is raised where the result is asked for
                work.wrong = wrong
                self._ending.set()
            if work.awaited:  # read after the end was told, and told after it was set: so nobody sleeps through it
                with self._end:
                    self._end.notify_all()

    def _await(self, work: Work, timeout_seconds: float | None = None) -> None:
        if not work.ended:
            with self._end:
                work.awaited = True
                self._end.wait_for(lambda: work.ended, timeout_seconds)

    def _result(self, row: SheetRow, step: Step, writes: Writes) -> Result:
        if self._is_over:
            return self._undone(row, step, _NOT_TRIED, writes)
        if step.after and step.after in self._failed_keys:
            self._remember_failed(step)
            return self._undone(row, step, _NEVER_DONE, writes)
        try:
            done = step.run(writes)
        except DeskbridgeError as wrong:
            self._remember_failed(step)
            hopeless, fatal = isinstance(wrong, _HOPELESS), isinstance(wrong, AuthenticationError | JournalError)
            if fatal:
                self._ending.set()
            return Result(
                row=row.number,
                action=step.action,
                status=Status.FAILED,
                id=step.id,
                error=f"line {row.line}: {wrong}",
                in_doubt=isinstance(wrong, AmbiguousWriteError) or (writes.doubt and (hopeless or fatal)),
                hopeless=hopeless,
                fatal=fatal,
            )
        return self._well(row.number, step, done, writes)

    def _undone(self, row: SheetRow, step: Step, why: str, writes: Writes) -> Result:
        """Return that nothing was sent for a row, which leaves it as doubtful as it was."""
        return Result(
            row=row.number, action=step.action, status=Status.FAILED, id=step.id, error=why, in_doubt=writes.doubt
        )

    def _remember_failed(self, step: Step) -> None:
        """Keep the key of a row that failed for those that need it; in most jobs there are none such."""
        if self.job.depends:
            self._failed_keys.add(step.key)

    def _well(self, number: int, step: Step, done: Done, writes: Writes) -> Result:
        skipped = done.skipped or self.dry
        return Result(
            row=number,
            action=done.action or step.action,
            status=Status.SKIPPED if skipped else Status.DONE,
            id=done.id or step.id,
            error=done.skipped or None,
            would_send=writes.kept if self.dry else None,
        )

    def _settled(self, row: SheetRow, result: Result) -> Result:
        if self.journal is None or self.dry or result.in_doubt:
            return result
        try:
            self.journal.settle(row.number, result.status, result.id)
        except JournalError as wrong:
            self._ending.set()
            if result.error == _NOT_TRIED:
                return result
            said = result.error or f"line {row.line}: it is {result.status}"
            return evolve(result, status=Status.FAILED, error=f"{said}, which is not written down: {wrong}", fatal=True)
        return result

    def _finish(self) -> None:
        """Wait for what is under way; where it ends early, leave out what was not begun."""
        if self._is_over:
            self._leave_out(self._batch)
            self._batch = []
        self._begin()
        self._emit(leave=0)
        self.tally.interrupted = self.interrupted.is_set()

    def _leave_out(self, unbegun: Iterable[Work]) -> None:
        left_out = {id(work) for work in unbegun}
        self._slots = deque(one for one in self._slots if id(one) not in left_out)

    def _stop(self, why: str) -> None:
        self.tally.stopped = self.tally.stopped or why
        self._ending.set()

    def _emit(self, *, leave: int) -> None:
        """Show what is ready, in order, until so many rows are left; look from time to time while it waits.

        To be woken for every row would cost more than the row.
        """
        while len(self._slots) > leave:
            slot = self._slots[0]
            if isinstance(slot, Work):
                if not slot.ended:
                    self._wait(self._slots[-1 - leave])
                    continue
                slot = slot.outcome()
            self._slots.popleft()
            self._show(slot)

    def _wait(self, slot: Result | Work) -> None:
        """Wait for the last row that is to be shown, and if that is known already for the first."""
        awaited = slot if isinstance(slot, Work) and not slot.ended else self._slots[0]
        if isinstance(awaited, Work):
            self._await(awaited, LOOK_SECONDS)

    def _show(self, result: Result) -> None:
        if result.error == _NOT_TRIED:
            return
        self._forget()
        self.tally.count(result.status)
        self.tally.in_doubt += result.in_doubt
        self.show(result)
        self._hopeless = self._hopeless + 1 if result.hopeless else 0
        self._last_error = result.error or ""
        if result.fatal or self._hopeless >= MOST_HOPELESS:
            self._stop(result.error or "")

    def _forget(self) -> None:
        """Let go of the keys of rows that are done, so that they need no memory."""
        if len(self._pending) > self.workers * AHEAD * 4:
            self._pending = {key: held for key, held in self._pending.items() if not held.ended}
