"""The hooks: every way by which something that isn't core comes in.

A plugin is a module named by an entry point of the group ``deskbridge.plugins``. It implements any of the functions
below, marked with `hookimpl`, and imports nothing heavy: what is heavy is imported inside the functions it hands over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy
from attrs import field, frozen

if TYPE_CHECKING:
    import click

    from deskbridge.plugins import Vendor
    from deskbridge.records import Record
    from deskbridge.transport import Exchange

PROJECT = "deskbridge"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@frozen(kw_only=True)
class Move:
    """What a migration is about to do with a record.

    Attributes:
        source: The name of the desk it comes from.
        target: The name of the desk it goes to.
        kind: ``customer``, ``ticket`` or ``message``.
        mask_key: In a rehearsal, whose plan masks personal data, the secret to mask it by, always the same in that
            plan; "" in a real migration.
    """

    source: str
    target: str
    kind: str
    mask_key: str = field(default="", repr=False)


@frozen
class Skip:
    """Says that a record is not to be migrated, and why; the reason stands in the report."""

    reason: str


@hookspec
def deskbridge_vendor() -> Vendor:  # type: ignore[empty-body]  # a specification has no body
    """Return the vendor that this plugin is: its name, settings, capabilities, how to connect, its sandbox."""


@hookspec
def deskbridge_commands(group: click.Group) -> None:
    """Add commands to the command line's group.

    A group that another plugin added is in ``group.commands`` by its name, and takes commands too; who adds groups for
    others to add to does it before them, with ``@hookimpl(tryfirst=True)``, as the bulk jobs do. A name that is taken
    is a conflict: the commands of the plugin that comes later are left out, and `deskbridge vendors` says why. So it is
    with whatever is raised here; the commands of all others work.
    """


@hookspec
def deskbridge_exchange(exchange: Exchange) -> None:
    """Look at an HTTP exchange after it ended, redacted. What is raised here is logged and goes no further."""


@hookspec
def deskbridge_transform(record: Record, move: Move) -> Record | Skip | None:
    """Look at a record before a migration writes it.

    Returns:
        The record to write instead, a `Skip` with the reason, or None to leave it as it is. Several plugins are asked
        one after the other, each with what the one before made of it.
    """
