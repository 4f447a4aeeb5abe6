"""Reads everything back from the target and compares it with the source, record by record."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from deskbridge.capabilities import Capability
from deskbridge.errors import DeskbridgeError
from deskbridge.hookspecs import Skip
from deskbridge.protocols import Helpdesk
from deskbridge.records import (
    Customer,
    CustomerId,
    Message,
    Requester,
    Ticket,
    TicketId,
)
from deskbridge_migrate import translate
from deskbridge_migrate.beginning import begun
from deskbridge_migrate.binding import check_source, check_target
from deskbridge_migrate.comparing import Pair, customer_problems, message_problems, ticket_problems
from deskbridge_migrate.guarding import only_ours
from deskbridge_migrate.ledger import Ledger, Row, State
from deskbridge_migrate.matching import match
from deskbridge_migrate.model import Outcome, Plan
from deskbridge_migrate.moving import Moving, Scoreboard, Transform
from deskbridge_migrate.moving_customers import WAS_THERE
from deskbridge_migrate.moving_tickets import Parcel, pack
from deskbridge_migrate.once import Once
from deskbridge_migrate.problems import Problems
from deskbridge_migrate.reading import (
    Inventory,
    Progress,
    no_progress,
    quiet,
    read_directory,
    read_inventory,
    read_messages,
)
from deskbridge_migrate.skips import Skips

WORKERS = 8
ERASED_SINCE = "its personal data was erased at the source after it was moved; erase it at the target as well"


@only_ours("the verification")
def verify(
    plan: Plan,
    source: Helpdesk,
    target: Helpdesk,
    ledger: Ledger,
    *,
    transform: Transform | None = None,
    progress: Progress = no_progress,
) -> Outcome:
    """Read both desks whole and compare. Writes nothing to either, nor to the ledger.

    Every record of the source must be in the ledger as migrated, or as skipped for a reason that the plan tells, that
    a plugin gives or that the vendor gave. Every migrated customer must be at the target with the name and identifiers
    that were to be written; every ticket once, with its id at the source, status, times, subject and topics as planned,
    and its agent, group and channel where the plan keeps them; its sheet with its text; every message once, in order,
    with an equal body, kind, direction, author, channel, subject and time. HTML is compared after what is active in it
    was taken out of both. Of a ticket whose personal data was erased at the source since, that is said alone.

    Args:
        plan: What was done.
        source: Where from.
        target: Where to.
        ledger: The run's.
        transform: The hook that the run had; the plugins' if None.
        progress: Told how far it is.

    Returns:
        An outcome that is `whole` if all of that holds; its problems say what does not.

    Raises:
        MigrationError: A desk is not the one that was planned, the ledger can't be used, or a plugin broke.
    """
    started = time.monotonic()
    with quiet():
        inventory = read_inventory(source, progress=progress)
        there = read_directory(target)
        matching = match(inventory.directory, there, target.capabilities)
        remarks = check_source(plan, inventory)
        check_target(plan, target, there, ledger)
        board = Scoreboard(stop_after=0)
        moving = begun(
            plan,
            source,
            target,
            Once(ledger),
            ledger=ledger,
            inventory=inventory,
            matching=matching,
            board=board,
            transform=transform,
        )
        checker = _Checker(moving, inventory)
        with ThreadPoolExecutor(WORKERS) as pool:
            for done, _ in enumerate(pool.map(checker.customer, inventory.customers.values()), start=1):
                progress("verifying customers", done, len(inventory.customers))
            for done, _ in enumerate(pool.map(checker.ticket, inventory.tickets), start=1):
                progress("verifying tickets", done, len(inventory.tickets))
        checker.problems.extend("the plan", checker.skips.against(plan, inventory))
    return Outcome(
        tallies=board.tallies(),
        problems=checker.problems.sentences(),
        seconds=time.monotonic() - started,
        remarks=(*remarks, *checker.skips.remarks()),
    )


class _Checker:
    def __init__(self, moving: Moving, inventory: Inventory) -> None:
        self.problems = Problems()
        self.skips = Skips(moving, inventory)
        self._moving = moving
        self._inventory = inventory

    def settled(self, kind: str, source_id: str, row: Row | None, skipped: Callable[[Row], Iterator[str]]) -> bool:
        """Count a record of the source; tells whether it was migrated."""
        where = f"{kind} {source_id}"
        if row is None:
            self.problems.add(where, "the run has not seen it; run it again")
            return False
        self._moving.board.count(row, consequence=True)
        if row.state is State.SKIPPED:
            self.problems.extend(where, skipped(row))
        if not row.settled:
            self.problems.add(where, f"not migrated: {row.reason or row.state}")
        return row.state is State.DONE

    def customer(self, customer: Customer) -> None:
        """Check that a customer is there, with the name and the identifiers that were to be written."""
        where = f"customer {customer.id}"
        row = self._moving.ledger.get("customer", customer.id)
        done = self.settled("customer", customer.id, row, lambda row: self.skips.customer(row, customer))
        can_read = self._moving.context.possible(Capability.CUSTOMERS_GET)
        if row is None or not done or not row.target_id or not can_read:
            return
        try:
            there = self._moving.target.customers.get(CustomerId(row.target_id))
        except DeskbridgeError as wrong:
            self.problems.add(where, f"can't be read back: {wrong}")
            return
        kept = self._moving.transformed(customer, "customer")
        if isinstance(kept, Skip):
            self.problems.add(where, f"it is at the target although it was to be left out: {kept.reason}")
            return
        wanted = translate.customer(kept, self._moving.context).value
        was_there = WAS_THERE in row.reason
        found = customer_problems(customer.id, wanted, there, self._moving.context, was_there=was_there)
        self.problems.extend(where, found)

    def ticket(self, ticket: Ticket) -> None:
        """Check one ticket with its messages."""
        try:
            messages, _ = read_messages(self._moving.source, ticket)
            self._moving.board.found("message", len(messages))
            row = self._moving.ledger.get("ticket", ticket.id)
            owner = self._inventory.customer_of(ticket)
            is_done = self.settled(
                "ticket", ticket.id, row, lambda row: self.skips.ticket(row, ticket, messages, owner)
            )
            done = self._messages_done(ticket, row, messages)
            if row is not None and is_done:
                self._compare(ticket, row, messages, done)
        except DeskbridgeError as wrong:
            self.problems.add(f"ticket {ticket.id}", f"can't be read back: {wrong}")

    def _messages_done(self, ticket: Ticket, row: Row | None, messages: Sequence[Message]) -> set[str]:
        known = self._moving.ledger.children(ticket.id)
        done = set()
        for one in messages:
            own = known.get(("message", one.id))
            if self.settled("message", one.id, own, partial(self.skips.message, message=one, ticket=row)):
                done.add(one.id)
        return done

    def _compare(self, ticket: Ticket, row: Row, messages: Sequence[Message], done: set[str]) -> None:
        where = f"ticket {ticket.id}"
        kept = self._moving.transformed(ticket, "ticket")
        lines = self._customer_lines(ticket)
        parcel = kept.reason if isinstance(kept, Skip) else pack(self._moving, kept, messages, Requester(), lines)
        if isinstance(parcel, str):
            self.problems.add(where, f"it is at the target although it was to be left out: {parcel}")
            return
        target_id = TicketId(row.target_id)
        there = self._found(parcel, row)
        if there is None:
            self.problems.add(where, f"it is not found at the target, where it should be {row.target_id}")
            return
        held = tuple(self._moving.target.messages.of_ticket(target_id))
        pair = Pair(parcel=parcel, ticket=there, messages=held)
        context = self._moving.context
        found = [*ticket_problems(pair, context), *message_problems(pair, done, context)]
        self.problems.extend(where, [ERASED_SINCE] if found and ticket.erased else found)

    def _customer_lines(self, ticket: Ticket) -> Sequence[str]:
        """Return what the ticket's sheet says of its customer."""
        owner = self._inventory.customer_of(ticket)
        kept = self._moving.transformed(owner, "customer") if owner else None
        return translate.customer(kept, self._moving.context).lines if isinstance(kept, Customer) else ()

    def _found(self, parcel: Parcel, row: Row) -> Ticket | None:
        """Find the ticket by its id at the source, so that a second one of that id comes to light."""
        wanted = parcel.ticket
        tickets = self._moving.target.tickets.find(external_id=wanted.external_id, created_at=wanted.created_at)
        found = {one.id: one for one in tickets if one.external_id == wanted.external_id}
        if len(found) > 1:
            more = f"it is there {len(found)} times: {', '.join(sorted(found))}"
            self.problems.add(f"ticket {wanted.external_id}", more)
        return found.get(row.target_id)
