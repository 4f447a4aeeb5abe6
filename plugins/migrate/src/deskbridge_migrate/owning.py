"""Tells a ticket that a run wrote from a stranger's of the same external id, so that nothing is written into that."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError
from deskbridge.records import Customer, CustomerId, IdentifierKind, PastTicket, Ticket
from deskbridge_migrate.keys import stored_id
from deskbridge_migrate.matching import known_as
from deskbridge_migrate.moving import Moving
from deskbridge_migrate.once import StrangerError

PRECISION = timedelta(milliseconds=1)


def same_moment(wanted: datetime | None, there: datetime | None) -> bool:
    """Compare times as exactly as vendors keep them: to the millisecond."""
    if wanted is None or there is None:
        return wanted is there
    return abs(wanted - there) < PRECISION


def own_ticket(moving: Moving, past: PastTicket) -> Ticket | None:
    """Look for a ticket at the target whose write is in doubt; None if there is none of its external id.

    Raises:
        StrangerError: There is one, of another time or another customer, or it was written for another ticket.
    """
    strange = ""
    for one in moving.target.tickets.find(external_id=past.external_id, created_at=past.created_at):
        if one.external_id != past.external_id:
            continue
        strange = _strangeness(moving, past, one)
        if not strange:
            return one
    if strange:
        msg = f"another ticket at the target has its id: {strange}; whether it was written itself can't be told"
        raise StrangerError(msg, vendor=moving.target.vendor, operation=Capability.TICKETS_FIND)
    return None


def _strangeness(moving: Moving, past: PastTicket, found: Ticket) -> str:
    if not same_moment(past.created_at, found.created_at):
        return f"{found.id} was opened at another time"
    if any(row.source_id != stored_id(past.external_id) for row in moving.ledger.written_as("ticket", found.id)):
        return f"{found.id} is another ticket's"
    if past.requester.id is not None:
        return "" if found.customer_id == past.requester.id else f"{found.id} is another customer's"
    wanted, customer = past.requester.identifier, _customer_of(moving, found)
    if wanted is None or customer is None:
        return ""
    known = {known_as(one) for one in customer.identifiers}
    # A vendor may put an external id on the customer after the ticket, so one who has none yet is not another.
    unnamed = wanted.kind is IdentifierKind.EXTERNAL_ID and not customer.values(wanted.kind)
    claimed = moving.ledger.written_as("customer", customer.id)
    is_ours = known_as(wanted) in known or (unnamed and not claimed)
    return "" if is_ours else f"{found.id} is another customer's"


def _customer_of(moving: Moving, ticket: Ticket) -> Customer | None:
    """Return the customer of a ticket at the target, None if that can't be read."""
    if ticket.customer_id is None or not moving.context.possible(Capability.CUSTOMERS_GET):
        return None
    try:
        return moving.target.customers.get(CustomerId(ticket.customer_id))
    except NotFoundError:
        return None
