"""Moves a customer with all tickets: created where the target can, else made by the first ticket and completed then."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import ConflictError, DeskbridgeError, NotFoundError
from deskbridge.hookspecs import Skip
from deskbridge.records import (
    UNSET,
    Customer,
    CustomerChange,
    CustomerId,
    Identifier,
    IdentifierKind,
    NewCustomer,
    Ticket,
)
from deskbridge_migrate import translate
from deskbridge_migrate.ledger import Row, State
from deskbridge_migrate.moving import Moving
from deskbridge_migrate.moving_tickets import TicketMover
from deskbridge_migrate.once import FATAL, Held, Known, content_hash

NO_TICKET = "has no ticket, and the target makes a customer only by a ticket"
NONE_WRITTEN = "none of its tickets was written, and the target makes a customer only by a ticket"
_MAY_CHANGE = {NO_TICKET, NONE_WRITTEN}


class CustomerMover:
    """Moves customers, each by one thread at a time.

    Args:
        moving: The run.
    """

    def __init__(self, moving: Moving) -> None:
        self._moving = moving
        self._tickets = TicketMover(moving)
        can = moving.target.capabilities
        self._creates = can[Capability.CUSTOMERS_CREATE].possible
        self._completes = can[Capability.CUSTOMERS_UPDATE].possible and can[Capability.CUSTOMERS_GET].possible

    def move(self, customer: Customer | None, tickets: Sequence[Ticket]) -> None:
        """Move a customer, or tickets that have none."""
        if customer is None:
            self._move_tickets(None, tickets, "", ())
            return
        row = self._moving.row("customer", customer.id)
        if row.state is State.SKIPPED and row.reason not in _MAY_CHANGE:
            self._leave(row, tickets, row.reason)
            return
        kept = self._moving.transformed(customer, "customer")
        if isinstance(kept, Skip):
            self._leave(row, tickets, kept.reason)
            return
        moved = translate.customer(kept, self._moving.context)
        if untold := self._moving.unplanned(moved.judgments):
            self._leave(row, tickets, untold, state=State.FAILED)
        elif self._creates:
            self._create_first(row, kept, moved, tickets)
        else:
            self._tickets_first(row, kept, moved, tickets)

    def _leave(self, row: Row, tickets: Sequence[Ticket], reason: str, *, state: State = State.SKIPPED) -> None:
        self._moving.settle(row, state, reason)
        for ticket in tickets:
            self._tickets.leave(ticket, state, f"its customer was left out: {reason}")

    def _create_first(
        self, row: Row, customer: Customer, moved: translate.Translation[NewCustomer], tickets: Sequence[Ticket]
    ) -> None:
        if not row.settled:
            row = self._created(row, moved.value)
        self._moving.board.count(row)
        if row.state is not State.DONE:
            for ticket in tickets:
                self._tickets.leave(ticket, State.FAILED, f"its customer was not written: {row.reason}")
            return
        self._move_tickets(customer, tickets, row.target_id, moved.lines)

    def _created(self, row: Row, new: NewCustomer) -> Row:
        customers = self._moving.target.customers
        taken: list[str] = []

        def create() -> Held:
            try:
                return customers.create(new)
            except ConflictError as conflict:
                existing = self._existing(new, conflict.existing_id)
                if existing is None:
                    raise
                taken.append(existing.id)
                return existing

        row = evolve(row, content_hash=content_hash(new))
        row = self._moving.once.write(row, create, lambda: self._existing(new, None))
        if row.state is State.DONE and taken:
            reason = "was there already; what it had was left as it was"
            problems = self._complete(row.target_id, new)
            row = self._moving.once.settle(row, State.DONE, reason="; ".join([reason, *problems]))
        return row

    def _existing(self, new: NewCustomer, existing_id: str | None) -> Held | None:
        """Return the customer who has one of the identifiers that belong to one customer only."""
        if existing_id is not None:
            return Known(id=existing_id)
        customers = self._moving.target.customers
        for one in new.identifiers if self._moving.context.possible(Capability.CUSTOMERS_FIND) else ():
            if one.kind is IdentifierKind.EXTERNAL_ID:
                found = customers.find(external_id=one.value).first()
            elif one.kind is IdentifierKind.EMAIL:
                found = customers.find(email=one.value).first()
            else:
                continue
            if found is not None:
                return found
        return None

    def _tickets_first(
        self, row: Row, customer: Customer, moved: translate.Translation[NewCustomer], tickets: Sequence[Ticket]
    ) -> None:
        """Let the first ticket that is written make the customer."""
        if row.state is State.DONE:
            self._moving.board.count(row)
            self._move_tickets(customer, tickets, row.target_id, moved.lines)
            return
        if not tickets:
            self._moving.settle(row, State.SKIPPED, NO_TICKET)
            return
        state = State.SKIPPED
        for place, ticket in enumerate(tickets, start=1):
            if self._moving.board.stopped:
                return
            who = translate.requester(customer, self._moving.context, "")
            made = self._tickets.move(ticket, who, moved.lines)
            state = state if made.state is State.SKIPPED else State.FAILED
            if made.state is State.DONE:
                self._settle_made(row, made, moved.value)
                self._move_tickets(customer, tickets[place:], made.target_id, moved.lines)
                return
        settled = self._moving.once.settle(row, state, reason=NONE_WRITTEN)
        self._moving.board.count(settled, consequence=True)

    def _settle_made(self, row: Row, ticket: Row, wanted: NewCustomer) -> None:
        """Settle a customer whom a ticket made. All of it may be done twice, so no intent is needed."""
        row = evolve(row, content_hash=content_hash(wanted))
        try:
            target_id = self._tickets.customer_id_of(ticket)
            problems = self._complete(target_id, wanted) if target_id else ["the target names no customer"]
        except FATAL:
            raise
        except DeskbridgeError as wrong:
            self._moving.settle(row, State.FAILED, f"the customer of its first ticket can't be read: {wrong}")
            return
        settled = self._moving.once.settle(row, State.DONE, target_id=target_id or "", reason="; ".join(problems))
        self._moving.board.count(settled)

    def _complete(self, target_id: str, wanted: NewCustomer) -> list[str]:
        """Add what a customer at the target lacks, never touching what it has; returns what could not be added.

        All at once; if that is refused, each by itself, so that one identifier that is another's keeps no other away.
        """
        if not self._completes:
            return []
        customers = self._moving.target.customers
        identity = CustomerId(target_id)
        try:
            held = customers.get(identity)
        except NotFoundError as gone:
            return [str(gone)]
        merged = translate.merged_identifiers(held.identifiers, wanted.identifiers)
        missing = merged[len(held.identifiers) :]
        known = {(one.kind, one.value.casefold()) for one in merged}
        other = any((one.kind, one.value.casefold()) not in known for one in wanted.identifiers)
        problems = ["the customer there has another external id"] if other else []
        name = wanted.name if wanted.name and not held.name else UNSET
        change = CustomerChange(name=name, identifiers=merged if missing else UNSET)
        if change == CustomerChange() or not self._update(identity, change, "what it lacks"):
            return problems
        if name:
            problems += self._update(identity, CustomerChange(name=name), "its name")
        return problems + self._add_each(identity, held.identifiers, missing)

    def _add_each(
        self, identity: CustomerId, present: tuple[Identifier, ...], missing: tuple[Identifier, ...]
    ) -> list[str]:
        problems: list[str] = []
        for identifier in missing:
            change = CustomerChange(identifiers=(*present, identifier))
            refused = self._update(identity, change, f"an identifier ({identifier.kind})")
            present = present if refused else (*present, identifier)
            problems += refused
        return problems

    def _update(self, identity: CustomerId, change: CustomerChange, what: str) -> list[str]:
        try:
            self._moving.target.customers.update(identity, change)
        except FATAL:
            raise
        except DeskbridgeError as refused:
            return [f"{what} could not be added: {refused}"]
        return []

    def _move_tickets(
        self, customer: Customer | None, tickets: Sequence[Ticket], target_id: str, lines: Sequence[str]
    ) -> None:
        for ticket in tickets:
            if self._moving.board.stopped:
                return
            self._tickets.move(ticket, translate.requester(customer, self._moving.context, target_id), lines)
