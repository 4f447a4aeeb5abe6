"""Move data between helpdesks, with every loss told before the first write.

Adds `deskbridge migrate` and `deskbridge demo` to the command line. For programs: `planning.make_plan`, `engine.run`
and `verifying.verify`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbridge.hookspecs import hookimpl

if TYPE_CHECKING:
    import click


@hookimpl
def deskbridge_commands(group: click.Group) -> None:
    """Add the commands; what they need is imported when they are used."""
    from deskbridge_migrate.cli import demo, migrate

    group.add_command(migrate)
    group.add_command(demo)
