"""Export jobs: fetched, and converted to tables."""

from __future__ import annotations

from deskbridge_bulk.lazy import Lazy, Part

COMMANDS: Part = {
    ("export", "fetch"): Lazy("deskbridge_bulk.exporting.commands:fetch", "Save the files of an export job."),
    ("export", "list"): Lazy("deskbridge_bulk.exporting.commands:list_jobs", "List the export jobs that are kept."),
    ("export", "convert"): Lazy(
        "deskbridge_bulk.exporting.commands:convert", "Convert export files to CSV, Parquet or JSON lines."
    ),
}
"""What it adds: by group and name, where the command is and what it does in one line."""
