"""Memory of a run of a million rows that all fail: what is kept of them, beside a byte or nine in the journal.

python plugins/bulk/benchmarks/failing_rows.py [ROWS]
"""

from __future__ import annotations

import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from deskbridge.capabilities import Capability
from deskbridge.errors import ValidationError
from deskbridge.memory import MemoryHelpdesk
from deskbridge_bulk.jobs.common import Rowwise
from deskbridge_bulk.journal import Owner, open_journal
from deskbridge_bulk.running import Runner
from deskbridge_bulk.sheets import SheetRow
from deskbridge_bulk.steps import Done, Result, Step, Writes
from deskbridge_bulk.tallying import Span
from deskbridge_bulk.telling import Told

ALLOWED_MIB = 2
JOURNAL_BYTES = 9
"""Of a row: what is known of it, and where it is written down."""


class Failing(Rowwise):
    """Fails every row."""

    name: ClassVar[str] = "things.fail"
    needs: ClassVar[tuple[Capability, ...]] = ()

    def step(self, row: SheetRow) -> Step:
        key = f"a key of this very row, {row.number:>40}"

        def fail(_: Writes) -> Done:
            raise ValidationError("no")

        return Step(action="fail", id=key, key=key, run=fail)


def numbered(rows: int) -> Iterator[SheetRow]:
    return (SheetRow(number=number, line=number + 1, cells={}) for number in range(1, rows + 1))


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    desk, told, sizes = MemoryHelpdesk(), Told(), []
    owner = Owner(job=Failing.name, desk="memory", account="", file="")

    def show(result: Result) -> None:
        told.add(result)
        if result.row in {rows // 10, rows}:
            sizes.append(tracemalloc.get_traced_memory()[0])

    with tempfile.TemporaryDirectory() as folder, open_journal(Path(folder) / "journal", owner) as journal:
        tracemalloc.start()
        tally = Runner(job=Failing(desk), desk=desk, journal=journal, show=show, workers=4).run(numbered(rows), Span())
        tracemalloc.stop()
    assert tally.failed == rows
    beyond = sizes[-1] - sizes[0] - JOURNAL_BYTES * rows * 9 // 10
    print(f"{rows} failed rows: {beyond / 2**20:.2f} MiB more (allowed {ALLOWED_MIB}) beside the journal's index")
    if beyond > ALLOWED_MIB * 2**20:
        sys.exit("too much")


if __name__ == "__main__":
    main()
