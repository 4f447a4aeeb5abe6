"""Binds a plan to the accounts that it was made of, by what they hold: no vendor tells the name of an account."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError
from deskbridge.protocols import Helpdesk
from deskbridge.records import Ticket, TicketId
from deskbridge_migrate.ledger import Ledger, State
from deskbridge_migrate.model import MigrationError, Plan
from deskbridge_migrate.once import REFUSALS
from deskbridge_migrate.reading import Directory, Inventory

MARKS = 20
LOOKED_UP = 3
_OF_PLURALS = {"customer": "customers", "ticket": "tickets"}


def marks(directory: Directory) -> tuple[str, ...]:
    """Return ids that tell one account of a vendor from another: of agents, groups and topics, up to 20 each."""
    kinds = (directory.agents, directory.groups, directory.topics)
    return tuple(identity for kind in kinds for identity in sorted(kind)[:MARKS])


def check_source(plan: Plan, inventory: Inventory) -> tuple[str, ...]:
    """Refuse a source that is not the one of the plan, or holds less by now.

    Returns:
        What has come since the plan was made, a sentence; it is moved as well.

    Raises:
        MigrationError: None of the plan's examples is there, or there are fewer records than were planned.
    """
    held = {"customer": len(inventory.customers), "ticket": len(inventory.tickets)}
    is_there = inventory.customers.keys() | {one.id for one in inventory.tickets}
    examples = _examples(plan)
    if examples and not any(one in is_there for one in examples):
        msg = (
            f"{plan.source.name} holds none of the records that the plan names, such as {examples[0]}: it is another "
            "account; connect to the one that was planned, or make a new plan"
        )
        raise MigrationError(msg)
    for kind, name in _OF_PLURALS.items():
        if held[kind] < plan.counts.get(kind, 0):
            msg = (
                f"{plan.source.name} holds {held[kind]} {name} and the plan counted {plan.counts[kind]}; if that is "
                "right, make a new plan, else look at what the desk is connected to"
            )
            raise MigrationError(msg)
    more = [f"{held[kind] - plan.counts[kind]} {name}" for kind, name in _OF_PLURALS.items() if kind in plan.counts]
    grown = [one for one in more if not one.startswith("0 ")]
    return (f"{' and '.join(grown)} came to {plan.source.name} since the plan was made",) if grown else ()


def _examples(plan: Plan) -> list[str]:
    return [one for loss in plan.losses if loss.field.partition(".")[0] in _OF_PLURALS for one in loss.examples]


def check_target(plan: Plan, target: Helpdesk, there: Directory, ledger: Ledger) -> None:
    """Refuse a target that is not the one of the plan, or not the one that earlier runs wrote to.

    Raises:
        MigrationError: None of what the plan saw there is there, or none of the tickets that were written.
    """
    known = set(marks(there)) | there.agents.keys() | there.groups.keys() | there.topics.keys()
    if plan.target.marks and not known.intersection(plan.target.marks):
        msg = (
            f"{plan.target.name} has none of the agents, groups and topics that it had when the plan was made: it is "
            "another account; connect to the one that was planned, or make a new plan"
        )
        raise MigrationError(msg)
    if target.capabilities[Capability.TICKETS_GET].possible:
        _check_written(plan, target, ledger)


def check_different(source: Helpdesk, target: Helpdesk, inventory: Inventory, there: Directory) -> None:
    """Refuse one account under two names: what was written to it would be read, and moved, again.

    Raises:
        MigrationError: Both are one object, or one vendor's and the target has the source's own records; where the
            source has none, its agents, groups and topics.
    """
    same = source is target
    if not same and source.vendor == target.vendor:
        tickets = _spread(inventory.tickets) if target.capabilities[Capability.TICKETS_GET].possible else ()
        same = any(_has(target, one) for one in tickets)
        if not tickets:
            known = marks(there)
            same = bool(known) and known == marks(inventory.directory)
    if same:
        msg = f"source and target are one account of {source.vendor} under two names; name two different desks"
        raise MigrationError(msg)


def check_rehearsal(plan: Plan, ledger: Ledger, pair: str) -> None:
    """Refuse to write what another plan's masks, or none, were written with to the same desk: it would be there twice.

    Raises:
        MigrationError: The ledger has rows of the same pair of desks, of a rehearsal or not, that aren't this plan's.
    """
    if ledger.has_others(pair):
        msg = (
            f"{plan.target.name} holds records of another run from {plan.source.name}, and one of the two is a "
            "rehearsal; rehearse at a desk of its own, or empty this one and use another ledger"
        )
        raise MigrationError(msg)


_TICKET_MARKS = ("id", "external_id", "created_at", "customer_id")


def _spread(tickets: Sequence[Ticket]) -> Sequence[Ticket]:
    return [tickets[place * len(tickets) // LOOKED_UP] for place in range(LOOKED_UP)] if tickets else ()


def _has(target: Helpdesk, ticket: Ticket) -> bool:
    try:
        found = target.tickets.get(TicketId(ticket.id))
    except REFUSALS:
        return False
    return all(getattr(found, name) == getattr(ticket, name) for name in _TICKET_MARKS)


def _check_written(plan: Plan, target: Helpdesk, ledger: Ledger) -> None:
    written = [row.target_id for row in islice(ledger.rows("ticket", State.DONE), LOOKED_UP) if row.target_id]
    if written and not any(_is_there(target, one) for one in written):
        msg = (
            f"{plan.target.name} has none of the tickets that the ledger says were written to it, such as "
            f"{written[0]}: it is another account; connect to the right one, or use another ledger"
        )
        raise MigrationError(msg)


def _is_there(target: Helpdesk, ticket_id: str) -> bool:
    try:
        target.tickets.get(TicketId(ticket_id))
    except NotFoundError:
        return False
    return True
