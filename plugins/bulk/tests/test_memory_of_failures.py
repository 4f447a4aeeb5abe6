"""A run keeps nothing of the rows that failed, however many they are."""

import gc
import tracemalloc
from typing import ClassVar

from deskbridge.errors import ValidationError
from deskbridge.memory import MemoryHelpdesk
from deskbridge_bulk.jobs.common import Rowwise
from deskbridge_bulk.running import Runner
from deskbridge_bulk.sheets import SheetRow
from deskbridge_bulk.steps import Step
from deskbridge_bulk.tallying import Span

ROWS, MOST_BYTES = 3_000, 40_000


class Failing(Rowwise):
    name = "things.fail"
    needs: ClassVar[tuple] = ()

    def step(self, row):
        key = f"a key of this very row, {row.number:>40}"

        def fail(_):
            raise ValidationError("no")

        return Step(action="fail", id=key, key=key, run=fail)


def grown_by(rows):
    """Return by how many bytes a run of failing rows grows between a third of them and their end."""
    sizes = []

    def show(result):
        if result.row in {rows // 3, rows}:
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])

    desk = MemoryHelpdesk()
    runner = Runner(job=Failing(desk), desk=desk, journal=None, show=show, workers=2)
    tracemalloc.start()
    try:
        tally = runner.run((SheetRow(number=number, line=number, cells={}) for number in range(1, rows + 1)), Span())
    finally:
        tracemalloc.stop()
    assert tally.failed == rows
    return sizes[-1] - sizes[0]


def test_rows_that_failed_need_no_memory():
    assert grown_by(ROWS) < MOST_BYTES
