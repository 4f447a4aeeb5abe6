"""Writes a record once, whatever happens: intent before, settlement after, and a look at the target when in doubt."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Protocol

from attrs import evolve, frozen

from deskbridge.errors import (
    AuthenticationError,
    ConflictError,
    DeskbridgeError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    UnsupportedError,
    ValidationError,
)
from deskbridge.records import Change
from deskbridge.wire import converter
from deskbridge_migrate.keys import is_storable
from deskbridge_migrate.ledger import Ledger, Row, State
from deskbridge_migrate.model import MigrationError

ATTEMPTS = 3
FATAL = (AuthenticationError, MigrationError)
"""What is no record's own: nobody lets us in, or the ledger is gone. The run ends."""
REFUSALS = (
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    UnsupportedError,
    ValidationError,
)
"""After these nothing was written: the vendor said no, or nothing was sent."""


class StrangerError(ConflictError):
    """What is at the target under a record's external id is not what this migration wrote."""


def said(wrong: Exception) -> str:
    """Return what a reason says of an error; of one that is not ours the type only, its text may be of a person."""
    return str(wrong) if isinstance(wrong, DeskbridgeError) else f"{type(wrong).__name__}, an error of a program"


class Held(Protocol):
    """A record at the target."""

    @property
    def id(self) -> str:
        """The target's own id."""


@frozen
class Known:
    """A record at the target of which no more than the id is known."""

    id: str


class Once:
    """Writes the rows of a ledger.

    Args:
        ledger: Where intent and settlement are kept.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.written = 0

    def write(
        self,
        row: Row,
        write: Callable[[], Held],
        look_up: Callable[[], Held | None],
        *,
        intended: bool = False,
    ) -> Row:
        """Write a record unless it is at the target already, and settle its row.

        Args:
            row: Its row as the ledger has it, or a new one.
            write: Writes it.
            look_up: Looks for it at the target by its external id.
            intended: Its intent is committed and nothing was sent since, so there is no need to look.

        Returns:
            The settled row. It is still `INTENDED`, with a reason, if the outcome could not be found out.

        Raises:
            AuthenticationError: Nobody lets us in any more.
            MigrationError: The ledger can't be used.
        """
        try:
            if row.attempts and not intended and (found := look_up()) is not None:
                return self.settle(row, State.DONE, target_id=found.id)
            return self._write(row, write, look_up, intended=intended)
        except FATAL:
            raise
        except StrangerError as strange:
            return self.settle(self._attempted(row), State.FAILED, reason=str(strange))
        except Exception as wrong:  # noqa: BLE001  also an error of a plugin's own: this record's end, not the run's
            return self.settle(self._attempted(row), State.INTENDED, reason=f"the outcome is unknown: {said(wrong)}")

    def _attempted(self, row: Row) -> Row:
        """Return a row with the attempts that are committed, so that the next run looks before it writes."""
        committed = self._ledger.get(row.kind, row.source_id, parent_id=row.parent_id)
        return evolve(row, attempts=max(row.attempts, committed.attempts if committed else 0))

    def _write(self, row: Row, write: Callable[[], Held], look_up: Callable[[], Held | None], *, intended: bool) -> Row:
        last: DeskbridgeError | None = None
        for attempt in range(ATTEMPTS):
            if not intended or attempt:
                row = evolve(row, state=State.INTENDED, attempts=row.attempts + 1, reason="")
                self._ledger.put(row)
            try:
                self.written += 1
                made = write()
            except ConflictError as taken:
                found = look_up()
                if found is None:
                    return self.settle(row, State.SKIPPED, reason=str(taken))
                return self.settle(row, State.DONE, target_id=found.id)
            except AuthenticationError as refused:
                self.settle(row, State.FAILED, reason=str(refused))
                raise
            except REFUSALS as refused:
                return self.settle(row, State.FAILED, reason=str(refused))
            except DeskbridgeError as doubtful:
                last = doubtful
                if (found := look_up()) is not None:
                    return self.settle(row, State.DONE, target_id=found.id)
            else:
                return self.settle(row, State.DONE, target_id=made.id)
        return self.settle(row, State.FAILED, reason=str(last))

    def settle(self, row: Row, state: State, *, target_id: str = "", reason: str = "") -> Row:
        """Write down what became of a record; one whose id at the target no database can keep has failed."""
        if not is_storable(target_id):
            state, target_id = State.FAILED, ""
            reason = "it is at the target, under an id that can't be written down: it has NUL or half a character"
        settled = evolve(row, state=state, target_id=target_id or row.target_id, reason=reason)
        self._ledger.put(settled)
        return settled


def content_hash(change: Change) -> str:
    """Return a hash of what is to be written, the same for equal values in any process.

    Raises:
        ValidationError: It can't be written as JSON, so that no vendor could be sent it.
    """
    import orjson

    try:
        plain = orjson.dumps(converter().unstructure(change), option=orjson.OPT_SORT_KEYS, default=str)
    except (TypeError, ValueError, RecursionError):
        msg = "it holds what no JSON can: half a character, or values nested too deep"
    else:
        return hashlib.sha256(plain).hexdigest()
    raise ValidationError(msg)
