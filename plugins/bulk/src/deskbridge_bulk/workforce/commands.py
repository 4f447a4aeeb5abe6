"""The commands of events and workforce figures. Thin: what they do is done elsewhere.

Exit codes: 0 for all is well; 1 for something was left out; 2 for nothing was started.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from deskbridge_bulk.moments import moment, zone_named
from deskbridge_bulk.output import Form, Output, output_options
from deskbridge_bulk.workforce.intervals import DAY_MINUTES

_zone = click.option(
    "--timezone", default="UTC", show_default=True, metavar="TZ", help="The clock, such as Europe/Berlin."
)
_since = click.option("--since", metavar="TIME", help="From when, a day or a time.")
_until = click.option("--until", metavar="TIME", help="Until when; now, or the end of the file, if not given.")


@click.command()
@click.option("--desk", required=True, metavar="DESK", help="The desk's name.")
@_since
@_until
@_zone
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file to add to, and to go on with where it ends; standard output if not given.",
)
@click.option("--vendor-lines", is_flag=True, help="Write the vendor's own words, which report wfm does not read.")
@click.option("--queue", is_flag=True, help="Take events out of the vendor's queue, where there is no stream.")
@click.option("--json", "as_json", is_flag=True, help="Tell what was done as JSON.")
def pull(
    desk: str,
    since: str | None,
    until: str | None,
    timezone: str,
    out: Path | None,
    *,
    vendor_lines: bool,
    queue: bool,
    as_json: bool,
) -> int:
    """Write what happened on a desk as JSON lines, oldest first.

    Without --since it goes on where the file ends, else it begins a day ago. Can be stopped at any time and run again:
    no event is there twice.
    """
    from deskbridge.connecting import connect
    from deskbridge_bulk.workforce import pulling

    zone = zone_named(timezone)
    lines = "vendor" if vendor_lines else "neutral"
    wanted = pulling.Pull(desk=desk, since=moment(since, zone), until=moment(until, zone), lines=lines)
    if queue and (out is None or since or until):
        msg = "--queue takes what waits out of the vendor's queue, whenever it was: it needs --out and no period"
        raise click.UsageError(msg)
    with connect(desk) as opened:
        if out is None:
            return pulling.pull_to_output(opened, wanted)
        pull_from = pulling.pull_queue if queue else pulling.pull_into
        return pull_from(out, opened, wanted, as_json=as_json)


@click.command()
@click.option("--desk", metavar="DESK", help="The desk's name; with a file only for --names.")
@click.option(
    "--from", "source", default="desk", show_default=True, metavar="FILE|desk", help="A file of events pull, or -."
)
@_since
@_until
@click.option(
    "--interval", default=30, show_default=True, type=click.IntRange(1, DAY_MINUTES), help="In minutes of a day."
)
@_zone
@click.option("--names", is_flag=True, help="With what the agents are called, which asks the desk for all of them.")
@output_options(default=Form.TABLE)
def wfm(
    desk: str | None,
    source: str,
    since: str | None,
    until: str | None,
    interval: int,
    timezone: str,
    *,
    names: bool,
    output: Output,
) -> int:
    """Report workforce figures: for each agent and interval, voice availability, holds and outbound calls.

    Of a desk today until now, of a file all that is in it, if no period is given.
    """
    from deskbridge.connecting import connect
    from deskbridge_bulk.workforce import wfm as figures
    from deskbridge_bulk.workforce.sheet import Period

    if DAY_MINUTES % interval:
        msg = f"intervals of {interval} minutes don't fill a day; take 5, 10, 15, 20, 30 or 60"
        raise click.UsageError(msg)
    zone = zone_named(timezone)
    blank = Period(since=None, until=None, minutes=interval, zone=zone)
    wanted = figures.Wanted(since=moment(since, zone), until=moment(until, zone))
    if source == "desk" and desk is None:
        msg = "whose events? Give --desk, or a file by --from"
        raise click.UsageError(msg)
    if names and desk is None:
        msg = "--names asks a desk for its agents; give --desk too"
        raise click.UsageError(msg)
    if output.path is not None and source not in {"desk", "-"} and Path(source).resolve() == output.path.resolve():
        msg = f"{source} is --from and --out at once, and would be lost; nothing was done: name another"
        raise click.UsageError(msg)
    period = figures.period_of(wanted, blank, of_desk=source == "desk")
    with contextlib.ExitStack() as stack:
        opened = stack.enter_context(connect(desk)) if desk is not None else None
        if source == "desk" and opened is not None:
            read = figures.events_of_desk(opened, period)
        else:
            read = stack.enter_context(figures.events_of_file(source))
        read.names = figures.names_of(opened) if names and opened is not None else {}
        return figures.report(read, period, output)
