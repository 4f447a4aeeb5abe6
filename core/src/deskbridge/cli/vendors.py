"""`deskbridge vendors`: what is installed."""

from __future__ import annotations

import click
import orjson

from deskbridge.cli.sandbox import INSTALL, can_be_served
from deskbridge.plugins import Plugins, plugins


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def vendors(*, as_json: bool) -> int:
    """List the installed vendors, and the plugins that can't be used."""
    rows = _rows(plugins())
    if as_json:
        click.echo(orjson.dumps(rows).decode())
    else:
        _show(rows)
    return 0


def _rows(known: Plugins) -> list[dict[str, object]]:
    working = {one.name: one for one in known.vendors()}
    failed = known.load_all()
    rows: list[dict[str, object]] = []
    for name, claims in known.found.items():
        if name not in working and name not in failed:
            continue  # a plugin that is no vendor
        vendor = working.get(name)
        rows.append(
            {
                "name": name,
                "title": vendor.title if vendor else "",
                "package": ", ".join(one.distribution for one in claims),
                "sandbox": bool(vendor and vendor.sandbox),
                "sandbox_needs": INSTALL if vendor and vendor.sandbox and not can_be_served() else None,
                "error": str(failed[name]) if name in failed else None,
            }
        )
    return rows


def _show(rows: list[dict[str, object]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("vendor", "", "package", "sandbox")
    for row in rows:
        shown = escape(str(row["title"])) if row["error"] is None else f"[red]{escape(str(row['error']))}[/red]"
        table.add_row(escape(str(row["name"])), shown, escape(str(row["package"])), _sandbox(row))
    console = Console()
    console.print(table)
    for needed in sorted({str(row["sandbox_needs"]) for row in rows if row["sandbox_needs"]}):
        console.print(f"A sandbox needs more packages: {escape(needed)}")


def _sandbox(row: dict[str, object]) -> str:
    if row["sandbox_needs"]:
        return "needs more"
    return "yes" if row["sandbox"] else "no"
