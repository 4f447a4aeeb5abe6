"""Groups of commands that are named without being imported."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import click
from attrs import frozen


@frozen
class Lazy:
    """A command that is imported when it is used.

    Attributes:
        where: Module and attribute, such as ``deskbridge_bulk.jobs.customers:create``.
        help: What it does in one line, for the group's help.
    """

    where: str
    help: str

    def load(self) -> click.Command:
        """Import the command."""
        module, _, attribute = self.where.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


Part = Mapping[tuple[str, str], Lazy]
"""Commands by group and name."""


class LazyGroup(click.Group):
    """A group whose help lists its commands without importing one."""

    def __init__(self, name: str, help: str, lazy: Mapping[str, Lazy]) -> None:  # noqa: A002  click's own word
        super().__init__(name=name, help=help)
        self._lazy = dict(lazy)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands, those that others added too."""
        return sorted({*self._lazy, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; one that somebody else added goes before."""
        added = super().get_command(ctx, cmd_name)
        if added is not None or cmd_name not in self._lazy:
            return added
        return self._lazy[cmd_name].load()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from what is known of each without importing it."""
        rows = [(name, self._short_help(ctx, name)) for name in self.list_commands(ctx)]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)

    def _short_help(self, ctx: click.Context, name: str) -> str:
        if name in self._lazy:
            return self._lazy[name].help
        command = super().get_command(ctx, name)
        return command.get_short_help_str() if command is not None else ""
