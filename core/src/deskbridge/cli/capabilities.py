"""`deskbridge capabilities A B ...`: what vendors can do, side by side, with notes and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click
import orjson

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge.names import unknown_name
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
@click.option("--brief", is_flag=True, help="Print the levels only, without notes and sources.")
def capabilities(names: tuple[str, ...], *, as_json: bool, brief: bool) -> int:
    """Show what vendors can do, side by side, then the notes and sources. Without names: all that are installed."""
    chosen = names or tuple(one.name for one in plugins().vendors())
    declared = {name: _declaration(name) for name in chosen}
    if as_json:
        click.echo(orjson.dumps(_json(declared)).decode())
        return 0
    _show_levels(declared)
    if not brief:
        click.echo("\n".join(["", *_notes(declared)]))
    return 0


def _declaration(name: str) -> Capabilities:
    known = plugins()
    desks = configured()
    vendor = desks[name].vendor if name in desks else name
    if vendor not in known.names:
        raise unknown_name(vendor, known, desks)
    return known.vendor(vendor).capabilities()


def _json(declared: Mapping[str, Capabilities]) -> dict[str, dict[str, object]]:
    return {
        capability.value: {
            name: {"level": row.level, "note": row.note, "source": row.source, "limit": row.limit}
            for name, rows in declared.items()
            for row in (rows[capability],)
        }
        for capability in Capability
    }


def _show_levels(declared: Mapping[str, Capabilities]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table()
    for title in ("capability", *map(escape, declared)):
        table.add_column(title, no_wrap=True, overflow="ignore")
    for capability in Capability:
        levels = [rows[capability].level for rows in declared.values()]
        table.add_row(capability.value, *(f"[{_STYLE[level]}]{level}[/]" for level in levels))
    Console(soft_wrap=True).print(table)


def _notes(declared: Mapping[str, Capabilities]) -> Iterator[str]:
    """Yield a line for each row that says more than its level, so that a search finds whole sentences."""
    for capability in Capability:
        for name, rows in declared.items():
            if said := _said(rows[capability]):
                yield f"{capability} {name}: {said}"


def _said(row: Support) -> str:
    parts = [row.note.rstrip(".") + "." if row.note else ""]
    parts += [f"Limit {row.limit}." if row.limit else ""]
    parts += [f"Instead: {row.nearest}." if row.nearest else ""]
    parts += [f"[{row.source}]" if row.source else ""]
    return " ".join(part for part in parts if part)
