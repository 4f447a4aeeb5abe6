"""What the commands show: each takes an open desk, and writes as it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from attrs import frozen

from deskbridge.listing import Listing
from deskbridge.protocols import Helpdesk
from deskbridge.records import Customer, CustomerId, Ticket, TicketId
from deskbridge_bulk.listing import quietly
from deskbridge_bulk.output import Form, Output, Row, open_sink, write_rows
from deskbridge_bulk.viewing import rows
from deskbridge_bulk.viewing.documents import text_of, write_document
from deskbridge_bulk.viewing.showing import View, show, tell_of_end
from deskbridge_bulk.viewing.trees import Branch, tree

CUSTOMERS = View(columns=rows.CUSTOMERS, brief=("id", "name", "emails", "phones", "created_at"), row=rows.customer_row)
TICKETS = View(
    columns=rows.TICKETS,
    brief=("id", "status", "subject", "customer_id", "created_at", "updated_at"),
    row=rows.ticket_row,
)
MESSAGES = View(columns=rows.MESSAGES, brief=("created_at", "author", "kind", "text"), row=rows.message_row)
AGENTS = View(columns=rows.AGENTS, brief=("id", "name", "email", "availability"), row=rows.agent_row)
_TREE = ("topic", "id", "disabled")
_TOPICS = ("id", "name", "parent_id", "depth", "path", "disabled")


@frozen(kw_only=True)
class TicketsWanted:
    """Which tickets to list.

    Attributes:
        since: Those with activity since then; None for all.
        until: Those with activity until then; None for all.
        customer_id: Those of one customer; None for all.
    """

    since: datetime | None = None
    until: datetime | None = None
    customer_id: CustomerId | None = None


def tickets(desk: Helpdesk, wanted: TicketsWanted, *, limit: int | None, output: Output) -> None:
    """List tickets; no more is asked for than the limit needs."""
    listing: Listing[Ticket]
    if wanted.customer_id is not None:
        listing = desk.tickets.of_customer(wanted.customer_id)
    else:
        listing = desk.tickets.all(active_since=wanted.since, active_until=wanted.until)
    show(quietly(listing, limit=limit), TICKETS, output)


def ticket(desk: Helpdesk, ticket_id: TicketId, *, limit: int | None, output: Output) -> None:
    """Show a ticket with its messages: to people as they would read it, else a row a message.

    As JSON the first line is the ticket; each says by `record` what it is.
    """
    one = desk.tickets.get(ticket_id)
    messages = quietly(desk.messages.of_ticket(TicketId(one.id)), limit=limit)
    if output.form is Form.CSV:
        show(messages, MESSAGES, output)
        return
    if output.form is Form.TABLE:
        write_document("\n".join([*text_of(one, messages), ""]).encode(), output.path)
    else:
        with open_sink((), output) as sink:
            sink.add({"record": "ticket", **rows.whole(one)})
            number = 0
            for number, message in enumerate(messages, 1):  # noqa: B007  the last number is used below
                sink.add({"record": "message", **rows.whole(message)})
            sink.close({"rows": number, "limited": messages.limited, "truncated": messages.truncated})
    tell_of_end(messages)


def find_customers(
    desk: Helpdesk, *, email: str | None, phone: str | None, external_id: str | None, output: Output
) -> None:
    """List the customers known by one identifier."""
    found = desk.customers.find(email=email, phone=phone, external_id=external_id)
    show(quietly(found), CUSTOMERS, output)


def customer(desk: Helpdesk, customer_id: CustomerId, output: Output) -> None:
    """Show one customer: to people a row a field, else one row with all of them."""
    one: Customer = desk.customers.get(customer_id)
    if output.form is Form.JSON:
        write_rows([rows.whole(one)], (), output)
    elif output.form is Form.CSV:
        write_rows([rows.customer_row(one)], rows.CUSTOMERS, output)
    else:
        fields = {**rows.customer_row(one), "address": one.address, "updated_at": one.updated_at}
        fields |= {
            "merged_from": one.merged_from,
            **{f"attribute {name}": text for name, text in one.attributes.items()},
        }
        write_rows(rows.field_rows(fields), ("field", "value"), output)


def topics(desk: Helpdesk, output: Output) -> None:
    """Show the topics as a tree, each below its parent; as JSON and CSV with the path of names that leads there."""
    listing = quietly(desk.topics.all())
    branches = list(tree(listing))
    columns, row = _TREES[output.form]
    summary: Row = {"rows": len(branches), "limited": False, "truncated": listing.truncated}
    made = (row(one) for one in branches)
    write_rows(made, columns, output, summary=summary if output.form is Form.JSON else None)
    tell_of_end(listing)


def agents(desk: Helpdesk, *, limit: int | None, output: Output) -> None:
    """List who works there."""
    show(quietly(desk.agents.all(), limit=limit), AGENTS, output)


def _tree_row(one: Branch) -> Row:
    indent = "  " * (len(one.path) - 1)
    return {"topic": f"{indent}{one.topic.name}", "id": one.topic.id, "disabled": "yes" if one.topic.disabled else ""}


def _path_row(one: Branch) -> Row:
    return {**rows.whole(one.topic), "depth": len(one.path) - 1, "path": list(one.path)}


def _flat_row(one: Branch) -> Row:
    return {**_path_row(one), "path": " > ".join(one.path)}


_TREES: Mapping[Form, tuple[Sequence[str], Callable[[Branch], Row]]] = {
    Form.TABLE: (_TREE, _tree_row),
    Form.JSON: ((), _path_row),
    Form.CSV: (_TOPICS, _flat_row),
}
"""The columns of each form, and what makes its rows."""
