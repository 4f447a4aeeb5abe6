"""The commands `deskbridge migrate plan|run|verify` and `deskbridge demo`. Thin: what they do is done elsewhere.

Exit codes: 0 for all is well; 1 for some failed, or not verified; 2 for nothing was started.
"""

from __future__ import annotations

from pathlib import Path

import click

_LEDGER = "sqlite:///deskbridge-migrate.sqlite3"
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object for programs, and nothing else.")
_ledger = click.option(
    "--ledger",
    default=_LEDGER,
    show_default=True,
    metavar="URL",
    help="Where it is written down what was moved: a file, or an SQLAlchemy URL of SQLite or PostgreSQL.",
)
_plan_file = click.argument("plan_file", type=click.Path(path_type=Path), metavar="PLAN")


@click.group()
def migrate() -> None:
    """Move customers, tickets and messages from one desk to another.

    First `plan`, which writes nothing and tells what will be kept, changed, carried another way or lost. Then `run`,
    which can be stopped and started again. Then `verify`.
    """


@migrate.command()
@click.argument("source")
@click.argument("target")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("plan.json"),
    show_default=True,
    help="The file to write the plan to.",
)
@click.option("--sample", type=click.IntRange(min=1), help="Look into so many tickets only, to be quick.")
@click.option(
    "--mask-personal-data",
    "mask",
    is_flag=True,
    help="Plan a rehearsal: names, addresses, identifiers and texts are masked by whatever runs this plan.",
)
@_json
def plan(source: str, target: str, out: Path, sample: int | None, *, mask: bool, as_json: bool) -> int:
    """Tell what moving SOURCE to TARGET would keep, change, carry another way and lose. Writes to neither."""
    import secrets

    from deskbridge_migrate import commands

    mask_key = secrets.token_hex(16) if mask else ""
    return commands.plan(source, target, out, sample=sample, mask_key=mask_key, as_json=as_json)


@migrate.command()
@_plan_file
@_ledger
@click.option("--accept", default="", metavar="DIGEST", help="Accept what the plan of this digest changes and loses.")
@click.option("--workers", type=click.IntRange(1, 64), default=8, show_default=True, help="Customers at a time.")
@click.option(
    "--stop-after",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    metavar="N",
    help="Stop when so many records have failed.",
)
@click.option(
    "--report-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder for report.html and report.jsonl; the working directory if not given.",
)
@_json
def run(
    plan_file: Path, ledger: str, accept: str, workers: int, stop_after: int, report_dir: Path, *, as_json: bool
) -> int:
    """Move what PLAN says and is not moved yet. Can be stopped at any time and run again."""
    from deskbridge_migrate import commands
    from deskbridge_migrate.engine import Options

    options = Options(accept=accept, workers=workers, stop_after=stop_after)
    return commands.run(plan_file, ledger, options, report_dir, as_json=as_json)


@migrate.command()
@_plan_file
@_ledger
@_json
def verify(plan_file: Path, ledger: str, *, as_json: bool) -> int:
    """Read everything back from the target and compare it with the source. Writes to neither."""
    from deskbridge_migrate import commands

    return commands.verify(plan_file, ledger, as_json=as_json)


@click.command()
@click.option("--tickets", type=click.IntRange(min=1), default=200, show_default=True, help="How many to make up.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder for report.html and report.jsonl; the working directory if not given.",
)
@click.option("--keep", is_flag=True, help="Keep plan and ledger in that folder as well.")
@_json
def demo(tickets: int, out: Path, *, keep: bool, as_json: bool) -> int:
    """Show a whole migration between two local sandboxes, without any credentials."""
    from deskbridge_migrate import demo as demonstration

    return demonstration.run(tickets, out, keep=keep, as_json=as_json)
