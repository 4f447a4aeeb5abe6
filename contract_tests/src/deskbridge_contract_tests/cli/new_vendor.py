"""`deskbridge new-vendor NAME`: writes a plugin package that works, for a vendor that there is none for yet."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("new-vendor")
@click.argument("name")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder to make the package's own folder in; the working directory unless given.",
)
def new_vendor(name: str, into: Path) -> int:
    """Write the package deskbridge-NAME: it installs, is found, and passes the contract with nothing declared yet."""
    from deskbridge_contract_tests.generator.writing import write_vendor

    made = write_vendor(name, into)
    click.echo(f"{made} is written. Next:")
    click.echo(f"  pip install --editable '{made}[sandbox]'")
    click.echo(f"  deskbridge contract {name}")
    return 0
