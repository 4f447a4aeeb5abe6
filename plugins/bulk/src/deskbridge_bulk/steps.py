"""What a job does for a row: the reads and writes, told apart so that a dry run sends nothing that writes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, ParamSpec, Protocol, TypeVar

import orjson
from attrs import Factory, define, field, fields, frozen, has

from deskbridge.capabilities import Capability
from deskbridge.desk import needed
from deskbridge.protocols import Helpdesk
from deskbridge.records.base import UNSET
from deskbridge_bulk.sheets import BadRow, SheetRow

P = ParamSpec("P")
T = TypeVar("T")


class Status(StrEnum):
    """What became of a row."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


@frozen(kw_only=True)
class Done:
    """How a row ended well.

    Attributes:
        id: The record that it is about, None if there is none.
        action: What was done, where that is another than the step's.
        skipped: Why there was nothing to do, "" if it was done.
    """

    id: str | None = None
    action: str = ""
    skipped: str = ""


@define
class Writes:
    """Through here goes all that writes; in a dry run it is kept and not sent.

    Attributes:
        desk: Where to.
        dry: Whether nothing is to be sent.
        doubt: Whether an earlier run may have done this row already: it began it and died.
        kept: What would have been sent.
    """

    desk: Helpdesk
    dry: bool = False
    doubt: bool = False
    kept: list[dict[str, Any]] = Factory(list)

    def send(self, operation: Capability, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Call a writing method; in a dry run keep it, check that the desk can, and return None.

        Raises:
            DeskbridgeError: What the method raises; in a dry run only that the desk can't.
        """
        if not self.dry:
            return call(*args, **kwargs)
        capabilities = self.desk.capabilities
        capabilities.require(operation)
        for one in args:
            if has(type(one)) and hasattr(one, "about"):
                for about, _ in needed(one):  # type: ignore[arg-type]  # what says what it is about is a change
                    capabilities.require(about, asked=f"writing {about}")
        self.kept.append({"operation": operation.value, "with": [_shown(one) for one in args]})
        return None

    def foresee(self, operation: Capability, read: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs) -> None:
        """In a dry run read, where the desk can, what else only the write would tell: that something is not there.

        Raises:
            DeskbridgeError: What the method raises.
        """
        if self.dry and self.desk.capabilities[operation].possible:
            read(*args, **kwargs)


@frozen(kw_only=True)
class Step:
    """What to do for a row.

    Attributes:
        action: In one word.
        run: Does it.
        id: The record's id where it is known before.
        key: Rows of one key are done one after the other, in the file's order; "" for those that stand alone.
        after: The key of rows that must have been done well before; "" for none.
    """

    action: str
    run: Callable[[Writes], Done]
    id: str | None = None
    key: str = ""
    after: str = ""


@frozen(kw_only=True)
class Columns:
    """What a job takes of a table.

    Attributes:
        required: Columns that must be there.
        optional: Others that it takes.
        prefixes: How further ones may begin.
        others_ignored: Whether columns that it does not take may be there: nothing of them is written, nor lost.
        copies_count: Whether two rows that say the same are meant to make two records.
        needing: What a desk must be able to do for cells that are not empty, by column, or by how columns begin.
    """

    required: Sequence[str]
    optional: Sequence[str] = ()
    prefixes: Sequence[str] = ()
    others_ignored: bool = False
    copies_count: bool = False
    needing: Mapping[str, Capability] = field(factory=dict)

    def needed(self, column: str) -> Capability | None:
        """Return what filled cells of a column need, None for nothing of their own."""
        prefix, colon, _ = column.partition(":")
        return self.needing.get(column) or self.needing.get(prefix + colon)


class Job(Protocol):
    """A kind of job; made for one desk and one run."""

    @property
    def name(self) -> str:
        """As in ``customers.create``; with all that changes its meaning after a space."""

    @property
    def needs(self) -> Sequence[Capability]:
        """What the desk must be able to do."""

    @property
    def depends(self) -> bool:
        """Whether steps have an `after`. Then the keys of all that failed are kept, so there must be few rows."""

    def prepare(self) -> None:
        """Read what is the same for all rows, before the first."""

    def arrange(self, rows: Iterable[SheetRow | BadRow]) -> Iterable[SheetRow | BadRow]:
        """Return the rows in the order in which they are to be done."""

    def step(self, row: SheetRow) -> Step:
        """Return what to do for a row; sends nothing.

        Raises:
            RowError: The row can't be done as it stands.
        """


def derived_id(kind: str, values: Mapping[str, str], *, copy: int = 0) -> str:
    """Return an id of ours for what a row creates: the same for the same values, so that a repetition is recognised.

    22 characters of base64url that begin with a letter, as UUIDs are often written.

    Args:
        kind: The job.
        values: What the row says.
        copy: How many rows that say the same made a record of their own before it.
    """
    said = orjson.dumps([kind, dict(values), *([copy] if copy else [])], option=orjson.OPT_SORT_KEYS)
    made = bytearray(hashlib.sha256(said).digest()[:16])
    made[0] &= 0x7F
    return base64.urlsafe_b64encode(bytes(made)).rstrip(b"=").decode()


def _shown(value: object) -> object:
    """Return a value as a dry run shows it: what says something, and no defaults."""
    if isinstance(value, list | tuple):
        return [_shown(one) for one in value]
    if not has(type(value)):
        return value
    said = {one.name: (getattr(value, one.name), one.default) for one in fields(type(value))}  # type: ignore[arg-type]  # `has` says so
    empty = (None, "", (), False, UNSET)
    return {name: _shown(one) for name, (one, default) in said.items() if one not in empty and one != default}


@frozen(kw_only=True)
class Result:
    """What became of a row.

    Attributes:
        row: Its number.
        action: What was to be done.
        status: How it ended.
        id: The record that it is about, None if that is not known.
        error: Why it failed, or why there was nothing to do; None if it is done.
        would_send: What a dry run did not send.
        in_doubt: Whether it may have been done all the same.
        hopeless: Whether it failed by what would let many others fail too.
        fatal: Whether it failed by what lets all others fail too.
    """

    row: int
    action: str
    status: Status
    id: str | None = None
    error: str | None = None
    would_send: Sequence[Mapping[str, Any]] | None = None
    in_doubt: bool = False
    hopeless: bool = False
    fatal: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as a program gets it."""
        told = {
            "row": self.row,
            "action": self.action,
            "id": self.id,
            "status": self.status.value,
            "error": self.error,
        }
        return told if self.would_send is None else {**told, "would_send": list(self.would_send)}
