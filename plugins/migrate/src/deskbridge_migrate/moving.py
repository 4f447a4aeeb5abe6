"""What all parts of a run share: both desks, the ledger, the hook, and the count of what became of each record."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

from attrs import define, field

from deskbridge.errors import PluginError
from deskbridge.hookspecs import Move, Skip
from deskbridge.plugins import plugins
from deskbridge.protocols import Helpdesk
from deskbridge.records import Record
from deskbridge_migrate.ledger import Ledger, Row, State, fact
from deskbridge_migrate.losses import Judgment
from deskbridge_migrate.masking import masked
from deskbridge_migrate.model import KINDS, UNTOLD, Fate, Plan, Tally
from deskbridge_migrate.once import Once
from deskbridge_migrate.translate import Context

Transform = Callable[[Record, Move], Record | Skip]
R = TypeVar("R", bound=Record)
_MISSING = {Fate.CHANGED, Fate.LOST}


@define(kw_only=True)
class Scoreboard:
    """Counts what became of the source's records, and stops the run after too many failures. Thread-safe.

    Attributes:
        stop_after: How many records may fail.
        stopped: Why the run is to stop, "" while it is not.
    """

    stop_after: int
    stopped: str = ""
    source: Counter[str] = field(factory=Counter)
    _fates: Counter[tuple[str, str]] = field(factory=Counter)
    _failures: int = 0
    _untold: list[str] = field(factory=list)
    _lock: threading.Lock = field(factory=threading.Lock)

    def count(self, row: Row, *, consequence: bool = False) -> None:
        """Count a record's end. One that failed only because another did is no failure of its own."""
        fate = fact(row).fate
        with self._lock:
            self._fates[row.kind, fate] += 1
            if UNTOLD in row.reason and fate == "migrated":
                self._untold.append(f"{row.kind} {row.source_id}: {row.reason}")
            if fate != "failed" or consequence:
                return
            self._failures += 1
            if self._failures >= self.stop_after and not self.stopped:
                self.stopped = (
                    f"{self._failures} records failed; the last one, {row.kind} {row.source_id}: {row.reason}"
                )

    def stop(self, reason: str) -> None:
        """Stop the run."""
        with self._lock:
            self.stopped = self.stopped or reason

    def found(self, kind: str, number: int) -> None:
        """Count records of the source."""
        with self._lock:
            self.source[kind] += number

    def problems(self) -> tuple[str, ...]:
        """Return what was refused of records that were migrated, and the plan did not tell."""
        with self._lock:
            return tuple(sorted(self._untold))

    def tallies(self) -> dict[str, Tally]:
        """Return the counts by kind."""
        with self._lock:
            return {
                kind: Tally(
                    source=self.source[kind],
                    migrated=self._fates[kind, "migrated"],
                    skipped=self._fates[kind, "skipped"],
                    failed=self._fates[kind, "failed"],
                )
                for kind in KINDS
            }


@define(kw_only=True)
class Moving:
    """A run, as the parts that move customers and tickets see it.

    Attributes:
        source: Where from.
        target: Where to.
        plan: What was planned, and accepted if it had to be.
        context: Both sides, for the translations.
        ledger: The rows.
        once: Writes them.
        board: The counts.
        transform: The hook that may change a record or leave it out.
    """

    source: Helpdesk
    target: Helpdesk
    plan: Plan
    context: Context
    ledger: Ledger
    once: Once
    board: Scoreboard
    transform: Transform

    def row(self, kind: str, source_id: str) -> Row:
        """Return the row of a customer or a ticket, a new one if the ledger has none."""
        return self.ledger.get(kind, source_id) or Row(kind=kind, source_id=source_id)

    def transformed(self, record: R, kind: str) -> R | Skip:
        """Pass a record through the plugins' hooks."""
        return transformed(record, kind, self.plan, self.transform)

    def unplanned(self, judgments: Iterable[Judgment]) -> str:
        """Return why a record can't be moved under this plan: what it would change and the plan doesn't tell."""
        told = {one.key for one in self.plan.losses}
        untold = sorted({one.field for one in judgments if one.fate in _MISSING and one.key not in told})
        if not untold:
            return ""
        return f"{', '.join(untold)} would be changed or lost, which the plan does not tell; make a new plan"

    def settle(self, row: Row, state: State, reason: str) -> Row:
        """Settle a record without writing it, and count it if it is one of the source's."""
        settled = self.once.settle(row, state, reason=reason)
        self.board.count(settled)
        return settled


def hooked(plan: Plan, given: Transform | None) -> Transform:
    """Return the hook of a run: the plugins', or the one that was given, which can't undo a plan's masking.

    Args:
        plan: Of the run.
        given: The caller's own; None for the plugins'.
    """
    if given is None or not plan.mask_key:
        return given or plugins().transform

    def masking(record: Record, move: Move) -> Record | Skip:
        made = given(record, move)
        return made if isinstance(made, Skip) else masked(made, move.mask_key)

    return masking


def transformed(record: R, kind: str, plan: Plan, transform: Transform) -> R | Skip:
    """Pass a record through a hook that returns one of the same type, or leaves it out."""
    move = Move(source=plan.source.name, target=plan.target.name, kind=kind, mask_key=plan.mask_key)
    made = transform(record, move)
    if isinstance(made, Skip | type(record)):
        return made
    msg = f"a plugin made a {type(made).__name__} of a {kind}; deskbridge_transform must return the same type"
    raise PluginError(msg)
