"""The groups of commands that this package adds, put together from its parts."""

from __future__ import annotations

import click

from deskbridge_bulk import exporting, jobs, reporting, viewing, workforce
from deskbridge_bulk.lazy import LazyGroup, Part

GROUPS = {
    "customers": "Create, change, delete, find and show customers.",
    "tasks": "Create and close tasks.",
    "topics": "Create and change topics, and show them as a tree.",
    "tickets": "Close, list, show and render tickets.",
    "messages": "Redact messages and calls.",
    "answers": "Create and change answers.",
    "export": "Fetch export jobs and convert their files.",
    "report": "Run reports.",
    "events": "Fetch what happened.",
    "agents": "List who works there.",
}
"""Every group, and what it is for."""

PARTS: tuple[Part, ...] = (
    jobs.COMMANDS,
    exporting.COMMANDS,
    reporting.COMMANDS,
    workforce.COMMANDS,
    viewing.COMMANDS,
)


def groups() -> list[click.Group]:
    """Return the groups that have commands."""
    made: list[click.Group] = []
    for name, said in GROUPS.items():
        lazy = {command: where for part in PARTS for (group, command), where in part.items() if group == name}
        if lazy:
            made.append(LazyGroup(name, said, lazy))
    return made
