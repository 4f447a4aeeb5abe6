"""Reads what a desk holds: its directory (topics, agents, groups) and the whole inventory of its records."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from attrs import evolve, field, frozen

from deskbridge.capabilities import Capability, Level
from deskbridge.errors import NotFoundError
from deskbridge.listing import Listing, TruncatedWarning
from deskbridge.protocols import Helpdesk
from deskbridge.records import Agent, Customer, CustomerId, Group, Message, Record, Ticket, TicketId, Topic
from deskbridge_migrate.doubles import apart

READERS = 8
R = TypeVar("R", bound=Record)
Progress = Callable[[str, int, int | None], None]
"""Told what is done, how many so far, and how many in all (None while that is unknown). Called from any thread."""


def no_progress(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""


@frozen(kw_only=True)
class Directory:
    """What a desk's records refer to, by id.

    Attributes:
        topics: Empty where the desk has none or can't list them; the others likewise.
        agents: Those who work there now.
        groups: Inboxes, teams, departments.
    """

    topics: Mapping[str, Topic] = field(factory=dict)
    agents: Mapping[str, Agent] = field(factory=dict)
    groups: Mapping[str, Group] = field(factory=dict)


@frozen(kw_only=True)
class Inventory:
    """What a desk holds, without messages and without the vendor's payloads.

    Attributes:
        customers: By id, in order of id; customers who were merged away are not among them.
        tickets: In order of opening, then id.
        survivors: For ids of customers that tickets name and the listing does not: the customer who survives a merge,
            None for one who is gone.
        directory: What they refer to.
        truncated: Listings that were cut short at the vendor's cap.
    """

    customers: Mapping[str, Customer]
    tickets: tuple[Ticket, ...]
    survivors: Mapping[str, CustomerId | None]
    directory: Directory
    truncated: tuple[str, ...]

    def customer_of(self, ticket: Ticket) -> Customer | None:
        """Return a ticket's customer, the survivor of a merge; None if it has none or the customer is gone."""
        if ticket.customer_id is None:
            return None
        found = self.customers.get(ticket.customer_id)
        survivor = None if found else self.survivors.get(ticket.customer_id)
        return found or (self.customers.get(survivor) if survivor else None)


def read_directory(desk: Helpdesk) -> Directory:
    """Read topics, agents and groups, as far as the desk can list them."""
    can = desk.capabilities
    return Directory(
        topics=_by_id(desk.topics.all()) if can[Capability.TOPICS_ALL].possible else {},
        agents=_by_id(desk.agents.all()) if can[Capability.AGENTS_ALL].possible else {},
        groups=_by_id(desk.groups.all()) if can[Capability.GROUPS_ALL].possible else {},
    )


def read_customers(desk: Helpdesk, *, progress: Progress = no_progress) -> Mapping[str, Customer] | None:
    """Read the customers of a target by id, without the vendor's payloads; None if it can't list them."""
    if not desk.capabilities[Capability.CUSTOMERS_ALL].possible:
        return None
    return {one.id: one for one in _read(desk.customers.all(), "customers of the target", progress, [])}


def read_inventory(desk: Helpdesk, *, progress: Progress = no_progress) -> Inventory:
    """Read every customer and every ticket.

    Raises:
        UnsupportedError: The desk can't list its tickets, or neither list nor read its customers.
    """
    truncated: list[str] = []
    desk.capabilities.require(Capability.MESSAGES_OF_TICKET, asked="migrating from this desk")
    tickets = _read(desk.tickets.all(), "tickets", progress, truncated)
    customers: dict[str, Customer] = {}
    if desk.capabilities[Capability.CUSTOMERS_ALL].possible:
        customers = {one.id: one for one in _read(desk.customers.all(), "customers", progress, truncated)}
    tickets += _unlisted(desk, customers, tickets, progress, truncated)
    survivors = _survivors(desk, customers, tickets)
    return Inventory(
        customers=dict(sorted(customers.items())),
        tickets=tuple(sorted(tickets, key=_opening)),
        survivors=survivors,
        directory=read_directory(desk),
        truncated=tuple(truncated),
    )


def read_messages(desk: Helpdesk, ticket: Ticket) -> tuple[tuple[Message, ...], bool]:
    """Read a ticket's messages, oldest first, each with an id of its own; and whether the vendor cut them short."""
    listing = desk.messages.of_ticket(TicketId(ticket.id))
    return apart(listing), bool(listing.truncated)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Say nothing of listings that are cut short: whoever reads here looks at `truncated`. For one thread at a time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TruncatedWarning)
        yield


def _read(listing: Listing[R], what: str, progress: Progress, truncated: list[str]) -> list[R]:
    found: list[R] = []
    for record in listing:
        found.append(evolve(record, raw={}))
        progress(f"reading {what}", len(found), None)
    if listing.truncated:
        truncated.append(what)
    return found


def _unlisted(
    desk: Helpdesk,
    customers: Iterable[str],
    tickets: Iterable[Ticket],
    progress: Progress,
    truncated: list[str],
) -> list[Ticket]:
    """Read tickets that a pieced-together listing misses, customer by customer, where the vendor lists those itself.

    A vendor whose export holds what was said, for instance, does not tell of a ticket in which nothing was.
    """
    can = desk.capabilities
    listed, own = can[Capability.TICKETS_ALL].level, can[Capability.TICKETS_OF_CUSTOMER].level
    if listed is not Level.EMULATED or own not in {Level.FULL, Level.PARTIAL}:
        return []

    def of_customer(identity: str) -> tuple[list[Ticket], bool]:
        listing = desk.tickets.of_customer(CustomerId(identity))
        return [evolve(one, raw={}) for one in listing], bool(listing.truncated)

    known = {one.id for one in tickets}
    found: dict[str, Ticket] = {}
    identities = sorted(customers)
    with ThreadPoolExecutor(READERS) as pool:
        for done, (own_tickets, cut) in enumerate(pool.map(of_customer, identities), start=1):
            found.update({one.id: one for one in own_tickets if one.id not in known})
            truncated += ["tickets of a customer"] if cut and "tickets of a customer" not in truncated else []
            progress("looking for more tickets", done, len(identities))
    return list(found.values())


def _by_id(records: Iterable[R]) -> dict[str, R]:
    return {one.id: one for one in records}


def _opening(ticket: Ticket) -> tuple[str, str]:
    return (ticket.created_at.isoformat() if ticket.created_at else "", ticket.id)


def _survivors(
    desk: Helpdesk, customers: dict[str, Customer], tickets: Iterable[Ticket]
) -> dict[str, CustomerId | None]:
    """Follow the customers that tickets name and no listing gave; adds to `customers` those that it had to read."""
    survivors: dict[str, CustomerId | None] = {}
    for ticket in tickets:
        wanted = ticket.customer_id
        if wanted is None or wanted in customers or wanted in survivors:
            continue
        survivors[wanted] = None
        if not desk.capabilities[Capability.CUSTOMERS_GET].possible:
            continue
        try:
            found = desk.customers.get(wanted)
        except NotFoundError:
            continue
        customers.setdefault(found.id, evolve(found, raw={}))
        survivors[wanted] = CustomerId(found.id)
    return survivors
