"""The commands that show what is there. Thin: what they do is done elsewhere.

Exit codes: 0 for shown; 2 for nothing could be shown.
"""

from __future__ import annotations

from pathlib import Path

import click

from deskbridge_bulk.moments import moment, zone_named
from deskbridge_bulk.output import Output, output_options

_desk = click.option("--desk", required=True, metavar="DESK", help="The desk's name.")
_limit = click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(min=0), help="How many at most; 0 for all."
)
_FORMS = ("text", "html", "pdf")


@click.command("list")
@_desk
@click.option("--since", metavar="TIME", help="Those with activity since then, a day or a time.")
@click.option("--until", metavar="TIME", help="Those with activity until then.")
@click.option("--timezone", default="UTC", show_default=True, metavar="TZ", help="The clock of these times.")
@click.option("--customer", metavar="ID", help="Those of one customer.")
@_limit
@output_options()
def tickets_list(
    desk: str, since: str | None, until: str | None, timezone: str, customer: str | None, limit: int, output: Output
) -> int:
    """List tickets, in no promised order. No more is asked for than shown."""
    from deskbridge.connecting import connect
    from deskbridge.records import CustomerId
    from deskbridge_bulk.viewing import views

    if customer and (since or until):
        msg = "--customer lists all of a customer's tickets: leave --since and --until out"
        raise click.UsageError(msg)
    zone = zone_named(timezone)
    wanted = views.TicketsWanted(
        since=moment(since, zone),
        until=moment(until, zone),
        customer_id=CustomerId(customer) if customer else None,
    )
    if wanted.since is not None and wanted.until is not None and wanted.until < wanted.since:
        msg = "the period ends before it begins; change --since or --until"
        raise click.UsageError(msg)
    with connect(desk) as opened:
        views.tickets(opened, wanted, limit=limit or None, output=output)
    return 0


@click.command("show")
@click.argument("ticket_id", metavar="ID")
@_desk
@_limit
@output_options()
def tickets_show(ticket_id: str, desk: str, limit: int, output: Output) -> int:
    """Show a ticket with its messages, oldest first."""
    from deskbridge.connecting import connect
    from deskbridge.records import TicketId
    from deskbridge_bulk.viewing import views

    with connect(desk) as opened:
        views.ticket(opened, TicketId(ticket_id), limit=limit or None, output=output)
    return 0


@click.command("render")
@click.argument("ticket_id", metavar="ID")
@_desk
@click.option("--as", "form", type=click.Choice(_FORMS), default="text", show_default=True, help="What to write.")
@click.option("--notes", is_flag=True, help="With what only the helpdesk sees.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file; standard output if not given.")
def tickets_render(ticket_id: str, desk: str, form: str, *, notes: bool, out: Path | None) -> int:
    """Write a ticket with its messages as one document.

    HTML and PDF are the vendor's own where it makes them; HTML is made here where it does not.
    """
    from deskbridge.connecting import connect
    from deskbridge.records import TicketId
    from deskbridge_bulk.viewing.documents import render

    with connect(desk) as opened:
        render(opened, TicketId(ticket_id), form=form, notes=notes, out=out)
    return 0


@click.command("find")
@_desk
@click.option("--email", help="By an e-mail address.")
@click.option("--phone", help="By a phone number.")
@click.option("--external-id", help="By the id that another system gave.")
@output_options()
def customers_find(desk: str, email: str | None, phone: str | None, external_id: str | None, output: Output) -> int:
    """List the customers known by one identifier."""
    from deskbridge.connecting import connect
    from deskbridge_bulk.viewing import views

    if [email, phone, external_id].count(None) != len((email, phone, external_id)) - 1:
        msg = "by what? Give exactly one of --email, --phone and --external-id"
        raise click.UsageError(msg)
    with connect(desk) as opened:
        views.find_customers(opened, email=email, phone=phone, external_id=external_id, output=output)
    return 0


@click.command("show")
@click.argument("customer_id", metavar="ID")
@_desk
@output_options()
def customers_show(customer_id: str, desk: str, output: Output) -> int:
    """Show one customer."""
    from deskbridge.connecting import connect
    from deskbridge.records import CustomerId
    from deskbridge_bulk.viewing import views

    with connect(desk) as opened:
        views.customer(opened, CustomerId(customer_id), output)
    return 0


@click.command("tree")
@_desk
@output_options()
def topics_tree(desk: str, output: Output) -> int:
    """Show the topics, each below its parent."""
    from deskbridge.connecting import connect
    from deskbridge_bulk.viewing import views

    with connect(desk) as opened:
        views.topics(opened, output)
    return 0


@click.command("list")
@_desk
@_limit
@output_options()
def agents_list(desk: str, limit: int, output: Output) -> int:
    """List who works there."""
    from deskbridge.connecting import connect
    from deskbridge_bulk.viewing import views

    with connect(desk) as opened:
        views.agents(opened, limit=limit or None, output=output)
    return 0
