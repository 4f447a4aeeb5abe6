"""The commands `deskbridge export fetch|list|convert`. Exit codes: 0 all done, 1 some failed, 2 nothing could start."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from deskbridge_bulk.output import Form, Output, Row, open_sink, output_options, say, write_rows

_SOME_FAILED = 1
_desk = click.option("--desk", required=True, metavar="D", help="A desk of deskbridge.toml, or a vendor's name.")
_json = click.option("--json", "as_json", is_flag=True, help="JSON lines for programs.")


@click.command()
@_desk
@click.option(
    "--job", default="latest", show_default=True, metavar="ID|latest|all", help="Which job; all that are kept by all."
)
@click.option("--file", "files", multiple=True, metavar="NAME", help="Only this file; can be given several times.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Each job gets a folder of its own in this one; the working directory if not given.",
)
@click.option("--dry-run", is_flag=True, help="Show which files would be fetched; fetch none.")
@_json
def fetch(desk: str, job: str, files: tuple[str, ...], out: Path, *, dry_run: bool, as_json: bool) -> int:
    """Save the files of completed export jobs.

    What is there already is not fetched again, and what broke off goes on where it broke off.
    """
    from deskbridge import connect
    from deskbridge_bulk.exporting.fetching import chosen, fetched, planned

    counts: Counter[str] = Counter()
    columns = ["row", "action", "id", "status", "error"] if as_json else ["id", "status", "error"]
    output = Output(form=Form.JSON if as_json else Form.TABLE)
    with connect(desk) as connected, open_sink(columns, output) as sink:
        for each in chosen(connected, job, files):
            for one in planned(each, files, out) if dry_run else fetched(connected, each, files, out):
                counts[one.status] += 1
                sink.add(one.as_row())
        told: Row = {status: counts[status] for status in ("done", "skipped", "failed")}
        sink.close({"dry_run": True, **told} if dry_run else told)
    return _SOME_FAILED if counts["failed"] else 0


@click.command("list")
@_desk
@click.option(
    "--status", type=click.Choice(["pending", "running", "completed", "failed"]), help="Only the jobs that are so far."
)
@output_options()
def list_jobs(desk: str, status: str | None, output: Output) -> int:
    """List the export jobs that are kept, newest first."""
    from deskbridge import connect
    from deskbridge.records import ExportStatus

    columns = ["id", "status", "starts_at", "ends_at", "updated_at", "files"]
    with connect(desk) as connected:
        jobs = connected.exports.jobs(status=ExportStatus(status) if status else None)
        rows = (
            {**{name: getattr(one, name) for name in columns}, "status": str(one.status), "files": ", ".join(one.files)}
            for one in jobs
        )
        write_rows(rows, columns, output)
    return 0


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--to", type=click.Choice(["csv", "parquet", "jsonl"]), default="csv", show_default=True, help="To what.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the tables; that of the first FILE if not given.",
)
@click.option("--neutral", is_flag=True, help="Columns that are the same for every helpdesk, not the vendor's own.")
@click.option("--raw", is_flag=True, help="Leave cells of CSV as they are, those that are formulas too.")
@click.option("--vendor", metavar="NAME", help="Whose files they are, where their names don't say.")
@click.option("--kind", metavar="NAME", help="What the files are, such as customers, where their names don't say.")
@_json
def convert(
    files: tuple[Path, ...],
    to: str,
    out: Path | None,
    vendor: str | None,
    kind: str | None,
    *,
    neutral: bool,
    raw: bool,
    as_json: bool,
) -> int:
    """Convert export files to tables, one for each kind of file.

    A folder stands for all export files in it: what comes in several jobs is taken from the latest.
    """
    from deskbridge_bulk.exporting.converting import Conversion, places
    from deskbridge_bulk.exporting.sources import broken_off, grouped, known_files
    from deskbridge_bulk.exporting.telling import Telling, converted
    from deskbridge_bulk.exporting.writing import Target

    how = Conversion(target=Target(to), neutral=neutral, raw=raw)
    known = known_files(vendor)
    groups, missing = grouped(files, known, kind), broken_off(files, known)
    folder = out or (files[0] if files[0].is_dir() else files[0].parent)
    telling = Telling(as_json=as_json)
    tables = places(groups, how.target, folder, within=[one for one in files if one.is_dir()])
    converted(list(zip(groups, tables, strict=True)), how, telling)
    for path in missing:
        say(f"{path} is not whole and was left out: export fetch broke off; run it again")
    return _SOME_FAILED if telling.broken or missing else 0
