"""Bulk jobs from CSV files, exports, reports and views, on the command line, for every helpdesk.

Adds the groups `customers`, `tasks`, `topics`, `tickets`, `messages`, `answers`, `export`, `report`, `events` and
`agents`. What a command needs is imported when that command is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbridge.hookspecs import hookimpl

if TYPE_CHECKING:
    import click


@hookimpl(tryfirst=True)  # so that others find the groups when it is their turn to add to them
def deskbridge_commands(group: click.Group) -> None:
    """Add the groups; their commands are imported when they are used."""
    from deskbridge_bulk.groups import groups

    for one in groups():
        group.add_command(one)
