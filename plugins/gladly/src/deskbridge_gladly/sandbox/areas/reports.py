"""Reports as CSV: ten a minute, two at a time, cut without notice."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice

from starlette.responses import Response

from deskbridge.sandbox import FixedWindow
from deskbridge_gladly.sandbox.calls import Call, Table
from deskbridge_gladly.sandbox.gate import Gate
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.reports import rows
from deskbridge_gladly.sandbox.reports.asking import Asked, read_report, read_work_sessions
from deskbridge_gladly.sandbox.reports.timestamps import COLUMNS, timestamp_rows
from deskbridge_gladly.sandbox.reports.work_sessions import columns, work_session_rows
from deskbridge_gladly.sandbox.store import Store

PER_MINUTE = 10
AT_ONCE = 2
ROWS_LIMIT = 100_000
BOM = "\ufeff"

_MADE: Mapping[str, tuple[rows.Row, rows.Maker]] = {
    "AgentTimestampsReport": (rows.AGENT_COLUMNS, rows.agent_rows),
    "ContactExportReport": (rows.CONTACT_COLUMNS, rows.contact_rows),
    "ContactExportReportV2": (rows.CONTACT_COLUMNS, rows.contact_rows),
    "ContactExportReportV3": (rows.CONTACT_COLUMNS, rows.contact_rows),
    "ConversationExportReport": (rows.CONVERSATION_COLUMNS, rows.conversation_rows),
    "ConversationTimestampsReport": (COLUMNS, timestamp_rows),
}
_NO_DATA: tuple[rows.Row, rows.Maker] = ((), lambda _store, _asked: iter(()))


class Reports:
    """Answers the reports."""

    def __init__(self, store: Store, gate: Gate) -> None:
        self._store = store
        self._gate = gate
        self._window = FixedWindow(store.clock, limit=PER_MINUTE, window=timedelta(minutes=1))
        self._running = 0

    def table(self) -> Table:
        """Return what answers which path."""
        return {
            "/reports": {"POST": self.report},
            "/reports/work-session-events": {"POST": self.work_sessions},
        }

    @operation("Reports_generateReportCsv")
    async def report(self, call: Call) -> Response:
        """Make a report; of a set whose columns no source names, one without data (inferred)."""
        return await self._made(lambda: self._report(read_report(call.fields(), self._store)))

    @operation("Reports_generateWorkSessionReport")
    async def work_sessions(self, call: Call) -> Response:
        """Make the report of work sessions."""
        return await self._made(lambda: self._work_sessions(read_work_sessions(call.fields())))

    def _report(self, asked: Asked) -> Response:
        header, make = _MADE.get(asked.metric_set, _NO_DATA)
        return self._csv(asked, header, make(self._store, asked))

    def _work_sessions(self, asked: Asked) -> Response:
        header = columns(old_name=self._store.switches.old_handle_time_column)
        return self._csv(asked, header, work_session_rows(self._store, asked))

    async def _made(self, make: Callable[[], Response]) -> Response:
        # Whether a request that is refused counts is not said; it does (inferred).
        with self._slot():
            made = make()
            await asyncio.sleep(self._store.switches.report_seconds)
            return made

    @contextmanager
    def _slot(self) -> Iterator[None]:
        if self._gate.is_limited and (self._running >= AT_ONCE or not self._window.take()):
            raise self._gate.too_many()
        self._running += 1
        try:
            yield
        finally:
            self._running -= 1

    def _csv(self, asked: Asked, header: Sequence[str], made: Iterator[rows.Row]) -> Response:
        switches = self._store.switches
        written = io.StringIO(newline="")
        writer = csv.writer(written, lineterminator="\n")
        held = list(islice(made, ROWS_LIMIT))
        if header and (held or not switches.report_empty_body):
            written.write(BOM * switches.report_bom + "\n" * switches.report_blank_lines)
            writer.writerow(header)
            writer.writerows(held)
        headers = {"Content-Disposition": f"attachment; filename={asked.filename}"}
        return Response(written.getvalue(), headers=headers, media_type="text/csv")
