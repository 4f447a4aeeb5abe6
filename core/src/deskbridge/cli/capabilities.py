"""`deskbridge capabilities A B ...`: what vendors can do, side by side, with notes and sources."""

from __future__ import annotations

import click
import orjson

from deskbridge.capabilities import Capabilities, Capability, Level
from deskbridge.errors import UnknownDeskError
from deskbridge.plugins import plugins
from deskbridge.settings import configured

_STYLE = {
    Level.FULL: "green",
    Level.PARTIAL: "yellow",
    Level.EMULATED: "cyan",
    Level.UNSUPPORTED: "red",
    Level.NOT_IMPLEMENTED: "magenta",
}


@click.command()
@click.argument("names", nargs=-1, metavar="[VENDOR|DESK]...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def capabilities(names: tuple[str, ...], *, as_json: bool) -> int:
    """Show what vendors can do, side by side, with notes and sources. Without names: all that are installed."""
    chosen = names or tuple(one.name for one in plugins().vendors())
    declared = {name: _declaration(name) for name in chosen}
    if as_json:
        click.echo(orjson.dumps(_json(declared)).decode())
    else:
        _show(declared)
    return 0


def _declaration(name: str) -> Capabilities:
    known = plugins()
    desks = configured()
    vendor = desks[name].vendor if name in desks else name
    if vendor not in known.names:
        msg = f"there is no desk and no vendor named {name!r}; installed: {', '.join(known.names)}"
        raise UnknownDeskError(msg)
    return known.vendor(vendor).capabilities()


def _json(declared: dict[str, Capabilities]) -> dict[str, dict[str, object]]:
    return {
        capability.value: {
            name: {"level": row.level, "note": row.note, "source": row.source, "limit": row.limit}
            for name, rows in declared.items()
            for row in (rows[capability],)
        }
        for capability in Capability
    }


def _show(declared: dict[str, Capabilities]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("capability", *map(escape, declared), show_lines=True)
    for capability in Capability:
        cells = []
        for rows in declared.values():
            row = rows[capability]
            parts = [f"[{_STYLE[row.level]}]{row.level}[/]"]
            parts += [escape(row.note)] if row.note else []
            parts += [f"limit {row.limit}"] if row.limit else []
            parts += [f"[dim]{escape(row.source)}[/dim]"] if row.source else []
            cells.append("\n".join(parts))
        table.add_row(capability.value, *cells)
    Console().print(table)
