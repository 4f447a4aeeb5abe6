"""The commands `deskbridge report list|run|work-sessions`. Exit codes: 0 done, 2 it can't be had."""

from __future__ import annotations

import click

from deskbridge_bulk.output import Output, output_options, write_rows

_desk = click.option("--desk", required=True, metavar="D", help="A desk of deskbridge.toml, or a vendor's name.")
_timezone = click.option(
    "--timezone", default="", metavar="TZ", help="What days are counted in, such as America/Los_Angeles."
)
_sum = click.option("--sum", "columns", multiple=True, metavar="COLUMN", help="Add this column up; several times.")
_by = click.option("--by", default="", metavar="COLUMN", help="Add up for each value of this column as well.")


@click.command("list")
@_desk
@output_options()
def list_reports(desk: str, output: Output) -> int:
    """List the reports that the desk's vendor is known to have, with the filters that each takes; sends nothing.

    It may have more: `report run` asks for any name.
    """
    from deskbridge import connect
    from deskbridge.capabilities import Capability
    from deskbridge_bulk.reporting.running import known_reports

    with connect(desk) as connected:
        connected.capabilities.require(Capability.REPORTS_RUN)
        known = known_reports(connected)
    rows = ({"name": one.name, "filters": ", ".join(one.filters), "about": one.about} for one in known)
    write_rows(rows, ["name", "filters", "about"], output)
    return 0


@click.command()
@click.argument("name")
@_desk
@click.option("--from", "first", required=True, metavar="DAY", help="The first day, such as 2021-09-28.")
@click.option("--to", "last", metavar="DAY", help="The last day, included; the first if not given.")
@_timezone
@click.option("--aggregation", default="", metavar="WORD", help="The size of a row's period, in the vendor's word.")
@click.option(
    "--filter", "given", multiple=True, metavar="NAME=VALUE", help="A filter; NAME[]=VALUE, several times, for a list."
)
@_sum
@_by
@output_options(form="--format")
def run(
    name: str,
    desk: str,
    first: str,
    last: str | None,
    timezone: str,
    aggregation: str,
    given: tuple[str, ...],
    columns: tuple[str, ...],
    by: str,
    output: Output,
) -> int:
    """Run the report NAME and write its rows as they come in."""
    from deskbridge import connect
    from deskbridge.errors import ValidationError
    from deskbridge.records import ReportQuery
    from deskbridge_bulk.moments import zone_named
    from deskbridge_bulk.reporting.periods import day
    from deskbridge_bulk.reporting.running import filters, tell_of_filters, tell_of_name, write_report
    from deskbridge_bulk.reporting.sums import Sums

    if timezone:
        zone_named(timezone)
    query = ReportQuery(
        name=name,
        first_day=day(first, "--from"),
        last_day=day(last or first, "--to"),
        timezone=timezone,
        aggregation=aggregation,
        filters=filters(given),
    )
    with connect(desk) as connected:
        tell_of_filters(connected, query)
        try:
            write_report(connected.reports.run(query), output, Sums(columns, by), asked=columns)
        except ValidationError:
            tell_of_name(connected, name)
            raise
    return 0


@click.command("work-sessions")
@_desk
@click.option("--from", "since", required=True, metavar="TIME", help="A day, or a time such as 2021-09-28T08:00-07:00.")
@click.option("--to", "until", metavar="TIME", help="A day, included, or a time; the same day if not given.")
@_timezone
@_sum
@_by
@output_options(form="--format")
def work_sessions(
    desk: str,
    since: str,
    until: str | None,
    timezone: str,
    columns: tuple[str, ...],
    by: str,
    output: Output,
) -> int:
    """List what agents worked on in a period, and add up how long."""
    from deskbridge import connect
    from deskbridge_bulk.moments import zone_named
    from deskbridge_bulk.reporting.periods import beginning, end
    from deskbridge_bulk.reporting.running import usual_sums, write_report
    from deskbridge_bulk.reporting.sums import Sums

    within = zone_named(timezone or "UTC")
    start, stop = beginning(since, "--from", within), end(until or since, "--to", within)
    with connect(desk) as connected:
        rows = connected.reports.work_sessions(since=start, until=stop)
        write_report(rows, output, Sums(columns or usual_sums(connected), by), asked=columns)
    return 0
