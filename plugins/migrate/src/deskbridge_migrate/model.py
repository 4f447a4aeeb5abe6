"""The words of a migration: what becomes of a field, what a plan says, how a run ended. Frozen values only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import attrs
from attrs import frozen

from deskbridge.errors import DeskbridgeError
from deskbridge_migrate.plain import spelt

KINDS = ("customer", "ticket", "message")
"""What is counted, in the order in which it is shown."""


UNTOLD = "not as planned: "
"""What the reason of a record begins with that was migrated, but not all of it, and the plan did not tell."""


class MigrationError(DeskbridgeError):
    """A migration can't start, or can't go on; the text says why and what to do, control characters spelt out."""

    def __init__(self, text: str) -> None:
        super().__init__(spelt(text))


class Fate(StrEnum):
    """What becomes of a field's value.

    `KEPT`: the target holds it as it was. `CHANGED`: the target holds something near it. `CARRIED`: it stands
    somewhere else, in a note for instance, where a person can read it. `LOST`: it is not at the target.
    """

    KEPT = "kept"
    CHANGED = "changed"
    CARRIED = "carried"
    LOST = "lost"


@frozen(kw_only=True)
class Loss:
    """One line of the loss report: what becomes of one field, in one way.

    Attributes:
        field: ``record.field``, a capability's name where there is one.
        fate: What becomes of it.
        count: How many records have a value there.
        examples: Up to three ids of such records at the source; never a value.
        note: How, in a sentence; the target's own declaration where it has one.
    """

    field: str
    fate: Fate
    count: int
    examples: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    note: str = ""

    @property
    def key(self) -> str:
        """What it is recognised by: the field and the fate."""
        return f"{self.field} {self.fate}"


@frozen(kw_only=True)
class Side:
    """One desk of a migration.

    Attributes:
        name: What it is connected by: a desk of the configuration, or a vendor.
        vendor: Its vendor.
        capabilities: The digest of its declaration when the plan was made.
        marks: Ids of agents, groups and topics that it had then, by which its account is told from another.
    """

    name: str
    vendor: str
    capabilities: str
    marks: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])

    @property
    def identity(self) -> str:
        """What a ledger knows it by."""
        return f"{self.name} ({self.vendor})"


@frozen(kw_only=True)
class Estimate:
    """What a run will take.

    Attributes:
        reads: Calls that read, of both desks' roles.
        writes: Calls that write to the target.
        seconds: How long, about; 0 if there is nothing to do.
        how: Where the numbers come from.
    """

    reads: int
    writes: int
    seconds: float
    how: str


@frozen(kw_only=True)
class Plan:
    """What a migration would do, made before anything is written.

    Attributes:
        source: Where from.
        target: Where to.
        counts: How many records of each kind the source holds, or the sample.
        sampled: How many tickets were looked at if not all were, else None; counts of messages are the sample's then.
        truncated: Listings that the source cut short at its cap.
        losses: What becomes of each field that holds a value, the kept ones too.
        skips: What will not be migrated, by reason, with counts.
        remarks: What a person should know beside.
        new_topics: Names of topics to create at the target.
        taken: Identifiers that somebody else at the target has, as `meeting.Meeting` tells them.
        met: Ids of customers who are at the target already; None if that can't be known.
        mask_key: By which personal data is masked, if this plan is a rehearsal's; "" if it is not.
        estimate: What it will take.
        made_at: When; not part of the digest.
    """

    source: Side
    target: Side
    counts: Mapping[str, int]
    sampled: int | None = None
    truncated: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    losses: tuple[Loss, ...] = attrs.field(default=(), converter=tuple[Loss, ...])
    skips: Mapping[str, int] = attrs.field(factory=dict)
    remarks: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    new_topics: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    taken: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    met: tuple[str, ...] | None = None
    mask_key: str = attrs.field(default="", repr=False)
    estimate: Estimate
    made_at: datetime

    @property
    def needs_acceptance(self) -> bool:
        """Whether something will change, get lost, stay behind or may be missing."""
        return bool(self.truncated or self.skips or any(one.fate in {Fate.CHANGED, Fate.LOST} for one in self.losses))


@frozen(kw_only=True)
class Tally:
    """How many records of one kind there are at the source, and what became of them."""

    source: int = 0
    migrated: int = 0
    skipped: int = 0
    failed: int = 0

    @property
    def whole(self) -> bool:
        """Whether every record of the source was migrated, or skipped with a reason."""
        return self.failed == 0 and self.source == self.migrated + self.skipped


@frozen(kw_only=True)
class Fact:
    """What became of one record.

    Attributes:
        kind: ``customer``, ``ticket``, ``message``; ``topic`` and ``sheet`` for what a run adds.
        source_id: Its id at the source.
        target_id: Its id at the target, "" where it has none.
        fate: ``migrated``, ``skipped`` or ``failed``.
        reason: Why it was skipped or failed, or what is to be known of it; "" if nothing.
    """

    kind: str
    source_id: str
    target_id: str
    fate: str
    reason: str = ""


@frozen(kw_only=True)
class Outcome:
    """How a run or a verification ended.

    Attributes:
        tallies: By kind.
        problems: What is wrong, a sentence each: what was planned and refused, or a verification's findings.
        stopped: Why a run stopped before its end, "" if it did not.
        seconds: How long it took.
        written: How many calls that write were made.
        remarks: What a person should know beside; nothing is wrong with it.
    """

    tallies: Mapping[str, Tally]
    problems: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    stopped: str = ""
    seconds: float = 0.0
    written: int = 0
    remarks: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])

    @property
    def whole(self) -> bool:
        """Whether everything is at the target, or skipped with a reason, and nothing was found wrong."""
        return not self.stopped and not self.problems and all(one.whole for one in self.tallies.values())

    def as_json(self) -> dict[str, Any]:
        """Return plain values, tallies by the kinds' plurals."""
        tallies = {
            f"{kind}s": {"source": one.source, "migrated": one.migrated, "skipped": one.skipped, "failed": one.failed}
            for kind, one in self.tallies.items()
        }
        return {
            **tallies,
            "problems": list(self.problems),
            "stopped": self.stopped,
            "seconds": round(self.seconds, 2),
            "written": self.written,
            "remarks": list(self.remarks),
        }
