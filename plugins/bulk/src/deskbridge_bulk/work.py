"""A row on its way through a run: what is to be done for it, what it waits for, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define

from deskbridge_bulk.sheets import SheetRow
from deskbridge_bulk.steps import Result, Step


@define(eq=False)
class Work:
    """A row for a worker, and what became of it; lighter than a `Future`, which has a lock of its own.

    Attributes:
        row: The row.
        step: What to do for it.
        doubt: Whether an earlier run may have done it already.
        before: Those that have to end first.
        awaited: Whether somebody waits for its end.
        result: How it ended, None until then.
        wrong: What no row may end by, to be raised where the result is asked for.
    """

    row: SheetRow
    step: Step
    doubt: bool = False
    before: Sequence[Work] = ()
    awaited: bool = False
    result: Result | None = None
    wrong: BaseException | None = None

    @property
    def ended(self) -> bool:
        """Whether it has an outcome."""
        return self.result is not None or self.wrong is not None

    def outcome(self) -> Result:
        """Return the result of one that ended."""
        if self.wrong is not None:
            raise self.wrong
        assert self.result is not None, "asked for before its end"  # noqa: S101  a slip of ours
        return self.result
