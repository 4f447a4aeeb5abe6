"""Reports that the helpdesk computes."""

from __future__ import annotations

from deskbridge_bulk.lazy import Lazy, Part

COMMANDS: Part = {
    ("report", "list"): Lazy("deskbridge_bulk.reporting.commands:list_reports", "List the reports that are known."),
    ("report", "run"): Lazy("deskbridge_bulk.reporting.commands:run", "Run a report."),
    ("report", "work-sessions"): Lazy(
        "deskbridge_bulk.reporting.commands:work_sessions", "List what agents worked on, with sums."
    ),
}
"""What it adds: by group and name, where the command is and what it does in one line."""
