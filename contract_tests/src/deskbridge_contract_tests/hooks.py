"""What this package adds to deskbridge's command line: `contract`, `record` and `new-vendor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbridge.hookspecs import hookimpl

if TYPE_CHECKING:
    import click


@hookimpl
def deskbridge_commands(group: click.Group) -> None:
    """Add the commands; what they need is imported when they are used."""
    from deskbridge_contract_tests.cli.contract import contract
    from deskbridge_contract_tests.cli.new_vendor import new_vendor
    from deskbridge_contract_tests.cli.record import record

    group.add_command(contract)
    group.add_command(new_vendor)
    group.add_command(record)
