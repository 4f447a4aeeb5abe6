"""Move data between helpdesks, with every loss told before the first write.

Adds `deskbridge migrate` and `deskbridge demo` to the command line. For programs: `planning.make_plan`, `engine.run`
and `verifying.verify`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbridge.hookspecs import Move, hookimpl

if TYPE_CHECKING:
    import click

    from deskbridge.records import Record


@hookimpl
def deskbridge_commands(group: click.Group) -> None:
    """Add the commands; what they need is imported when they are used."""
    from deskbridge_migrate.cli import demo, migrate

    group.add_command(migrate)
    group.add_command(demo)


@hookimpl
def deskbridge_transform(record: Record, move: Move) -> Record | None:
    """Mask personal data where the plan says so; in a real migration every record stays as it is."""
    if not move.mask_key:
        return None
    from deskbridge_migrate.masking import masked

    return masked(record, move.mask_key)
