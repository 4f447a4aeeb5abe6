"""Writes the reference pages that are tables of the code: capabilities, commands, and the operations of vendors.

`python docs/generate.py` writes them; `python docs/generate.py --check` fails if one is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click
from operations import described_vendors, operations

from deskbridge.capabilities import Capability
from deskbridge.cli import host
from deskbridge.plugins import plugins

HERE = Path(__file__).parent / "reference"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def capabilities() -> str:
    """Return every vendor's declaration as one table a vendor."""
    lines = ["# Capabilities", "", "Generated from the plugins' declarations.", ""]
    declared = {one.name: one.capabilities() for one in plugins().vendors()}
    lines += ["| capability | " + " | ".join(declared) + " |", "|---" * (len(declared) + 1) + "|"]
    for one in Capability:
        lines.append(f"| `{one}` | " + " | ".join(rows[one].level for rows in declared.values()) + " |")
    for name, rows in declared.items():
        if name == "memory":
            continue
        lines += ["", f"## {name}", "", "| capability | level | limit | note | source |", "|---|---|---|---|---|"]
        for one in Capability:
            row = rows[one]
            note = row.note + (f" Instead: {row.nearest}" if row.nearest else "")
            lines.append(f"| `{one}` | {row.level} | {row.limit or ''} | {_cell(note)} | {_cell(row.source)} |")
    return "\n".join(lines) + "\n"


def _commands(command: click.Command, name: str) -> Iterator[str]:
    options = {**command.context_settings, "terminal_width": 100, "max_content_width": 100}
    with click.Context(command, info_name=name, **options) as context:
        yield from [f"## `{name}`", "", "```text", command.get_help(context), "```", ""]
        group = command if isinstance(command, click.Group) else click.Group()
        for child in sorted(group.list_commands(context)):
            if (found := group.get_command(context, child)) is not None:  # a group may import its commands late
                yield from _commands(found, f"{name} {child}")


def commands() -> str:
    """Return the help of every command."""
    host.complete()
    return "\n".join(
        ["# Commands", "", "Generated from the commands' own help.", "", *_commands(host.group, "deskbridge")]
    )


def operations_of(name: str) -> str:
    """Return the table of a vendor's operations.

    Raises:
        SystemExit: A cell is empty.
    """
    listed = operations(name)
    if empty := [f"{one.operation_id}: {', '.join(one.missing)}" for one in listed if one.missing]:
        sys.exit(f"operations of {name} with empty cells: " + "; ".join(empty))
    lines = [
        f"# Operations of {plugins().vendor(name).title}",
        "",
        f"Generated from the code: {len(listed)} operations of the vendor's published interface, each with the method",
        "of `desk.native` that asks for it, the sandbox's route that serves it, the recorded bodies and a test.",
        "",
        "| operation | method | sandbox route | fixture | test |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{one.operation_id}` | `{one.method}` | `{one.route}` | `{one.fixture}` | `{one.test}` |" for one in listed
    ]
    return "\n".join(lines) + "\n"


PAGES = {
    "capabilities": capabilities,
    "commands": commands,
    **{f"{name}-operations": partial(operations_of, name) for name in described_vendors()},
}


def main() -> int:
    """Write or check the pages."""
    stale = []
    HERE.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        page, text = HERE / f"{name}.md", make().rstrip() + "\n"
        if "--check" in sys.argv:
            if not page.exists() or page.read_text(encoding="utf-8") != text:
                stale.append(page.name)
        else:
            page.write_text(text, encoding="utf-8")
    if stale:
        print(f"out of date: {', '.join(stale)}; run python docs/generate.py", file=sys.stderr)  # noqa: T201
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
