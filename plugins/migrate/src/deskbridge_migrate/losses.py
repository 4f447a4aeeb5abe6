"""What becomes of one value at the target: what the source holds, times the target's declared row.

A value is judged once. The judgment says what is written in its own place, what goes on the ticket's sheet, and what
the loss report counts, so that the three can't differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import define, field, frozen

from deskbridge.capabilities import Capability, Level, Support
from deskbridge_migrate.model import Fate, Loss

EXAMPLES = 3
ON_SHEET = "carried on the ticket's sheet, a note"


@frozen(kw_only=True)
class Judgment:
    """What becomes of one value.

    Attributes:
        field: ``record.field``.
        fate: What becomes of it.
        note: How.
        line: What the sheet says of it, "" if nothing.
    """

    field: str
    fate: Fate
    note: str = ""
    line: str = ""

    @property
    def key(self) -> str:
        """What the loss report recognises it by."""
        return f"{self.field} {self.fate}"


_FATES = {Level.FULL: Fate.KEPT, Level.PARTIAL: Fate.CHANGED, Level.EMULATED: Fate.CARRIED}


def judge(capability: Capability, row: Support, line: str) -> Judgment:
    """Judge a value that is written as it is where the row is possible, and goes on the sheet where it is not."""
    if not row.possible:
        return sheeted(capability, line, row.note)
    fate = _FATES[row.level]
    # What a target says of a field that it keeps (a limit that this value is within) would read like a loss.
    note = "" if fate is Fate.KEPT else row.note
    return Judgment(field=capability, fate=fate, note=note, line=line if fate is Fate.CHANGED else "")


def sheeted(capability: str, line: str, reason: str = "") -> Judgment:
    """Judge a value that only the sheet holds."""
    note = f"{ON_SHEET} ({reason.rstrip('.')})" if reason else ON_SHEET
    return Judgment(field=capability, fate=Fate.CARRIED, note=note, line=line)


def fit(capability: Capability, row: Support, text: str, line: str) -> tuple[str, Judgment]:
    """Judge a text and cut it to the row's limit.

    Returns:
        What to write in its place, "" where the target has none; and the judgment.
    """
    if not row.possible:
        return "", sheeted(capability, line, row.note)
    if row.limit is not None and len(text) > row.limit:
        note = f"cut to {row.limit} characters, which is all the target takes; the whole is on the ticket's sheet"
        return text[: row.limit], Judgment(field=capability, fate=Fate.CHANGED, note=note, line=line)
    return text, judge(capability, row, line)


@define
class _Count:
    note: str
    count: int = 0
    examples: list[str] = field(factory=list)


class LossReport:
    """Counts judgments by field and fate. Not safe to use from several threads at once.

    Args:
        told: Says of each judgment what is counted; the judgment itself if None.
    """

    def __init__(self, told: Callable[[Judgment], Judgment] | None = None) -> None:
        self._told = told or (lambda judgment: judgment)
        self._counts: dict[tuple[str, Fate, str], _Count] = {}

    def add(self, source_id: str, judgments: Iterable[Judgment]) -> None:
        """Count one record's judgments, each field and fate once."""
        told = map(self._told, judgments)
        for key, note in {(one.field, one.fate, one.note): one.note for one in told}.items():
            counted = self._counts.setdefault(key, _Count(note))
            counted.count += 1
            if len(counted.examples) < EXAMPLES:
                counted.examples.append(source_id)

    def losses(self) -> tuple[Loss, ...]:
        """Return the lines, the worst first; of one fate, in the order of the capabilities."""
        return tuple(
            Loss(field=name, fate=fate, count=one.count, examples=tuple(one.examples), note=one.note)
            for (name, fate, _), one in sorted(self._counts.items(), key=_order)
        )


_PLACES: Mapping[str, int] = {one.value: place for place, one in enumerate(Capability)}
_WORST_FIRST = (Fate.LOST, Fate.CHANGED, Fate.CARRIED, Fate.KEPT)


def _order(item: tuple[tuple[str, Fate, str], _Count]) -> tuple[int, int, str, str]:
    (name, fate, note), _ = item
    record = name.partition(".")[0]
    first = next((place for other, place in _PLACES.items() if other.startswith(f"{record}.")), len(_PLACES))
    return (_WORST_FIRST.index(fate), _PLACES.get(name, first), name, note)
