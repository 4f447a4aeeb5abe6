"""Moves a customer with all tickets: created where the target can, else made by the first ticket and completed then."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve, field

from deskbridge.capabilities import Capability, Level
from deskbridge.errors import (
    ConflictError,
    DeskbridgeError,
    InvalidRequestError,
    UnsupportedError,
    ValidationError,
)
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
from deskbridge_migrate.matching import known_as
from deskbridge_migrate.model import UNTOLD
from deskbridge_migrate.moving import Moving
from deskbridge_migrate.moving_tickets import LEFT_OUT, TicketMover
from deskbridge_migrate.once import FATAL, Held, Known, content_hash

NO_TICKET = "has no ticket, and the target makes a customer only by a ticket"
NONE_WRITTEN = "none of its tickets was written, and the target makes a customer only by a ticket"
WAS_THERE = "was there already; what it had was left as it was"
OTHER_NAME = "the customer there got another name"
OTHER_ID = "the customer there has another external id"
NOT_CREATED = "its customer was not written: "
_FOR_GOOD = (ConflictError, InvalidRequestError, UnsupportedError, ValidationError)
_MAY_CHANGE = {NO_TICKET, NONE_WRITTEN}


@define
class _Completion:
    """What came of adding what a customer at the target lacks.

    Attributes:
        source_id: The customer's id at the source, which is an external id that nobody misses where there is another.
        notes: What is to be known and is as planned.
        refused: What the target refused, though the plan says that it would be there.
        again: What failed for a reason that may pass.
    """

    source_id: str
    notes: list[str] = field(factory=list)
    refused: list[str] = field(factory=list)
    again: list[str] = field(factory=list)

    @property
    def state(self) -> State:
        """`FAILED` as long as trying again may help."""
        return State.FAILED if self.again else State.DONE

    @property
    def reason(self) -> str:
        """All of it in one text."""
        return "; ".join([*self.notes, *self.again, *(f"{UNTOLD}{one}" for one in self.refused)])


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
            self._tickets.leave(ticket, state, f"{LEFT_OUT}{reason}")

    def _create_first(
        self, row: Row, customer: Customer, moved: translate.Translation[NewCustomer], tickets: Sequence[Ticket]
    ) -> None:
        if not row.settled:
            row = self._created(row, moved.value)
        self._moving.board.count(row)
        if row.state is not State.DONE:
            for ticket in tickets:
                self._tickets.leave(ticket, State.FAILED, f"{NOT_CREATED}{row.reason}")
            return
        self._move_tickets(customer, tickets, row.target_id, moved.lines)

    def _created(self, row: Row, new: NewCustomer) -> Row:
        customers = self._moving.target.customers
        completion = _Completion(row.source_id)

        def complete(existing: Held | None) -> Held | None:
            if existing is not None:
                self._complete(existing.id, new, completion, was_there=True)
            return existing

        def create() -> Held:
            try:
                return customers.create(new)
            except ConflictError as conflict:
                existing = complete(self._existing(new, conflict.existing_id))
                if existing is None:
                    raise
                completion.notes = list(dict.fromkeys([*completion.notes, WAS_THERE]))
                return existing

        try:
            row = evolve(row, content_hash=content_hash(new))
        except ValidationError as unwritable:
            return self._moving.once.settle(row, State.FAILED, reason=str(unwritable))
        row = self._moving.once.write(row, create, lambda: complete(self._existing(new, None)))
        if row.state is State.DONE and completion.reason:
            row = self._moving.once.settle(row, completion.state, reason=completion.reason)
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
                self._settle_made(row, made, customer, moved.value)
                self._move_tickets(customer, tickets[place:], made.target_id, moved.lines)
                return
        settled = self._moving.once.settle(row, state, reason=NONE_WRITTEN)
        self._moving.board.count(settled, consequence=True)

    def _settle_made(self, row: Row, ticket: Row, customer: Customer, wanted: NewCustomer) -> None:
        """Settle a customer whom a ticket made. All of it may be done twice, so no intent is needed."""
        completion = _Completion(row.source_id)
        try:
            row = evolve(row, content_hash=content_hash(wanted))
            target_id = self._tickets.customer_id_of(ticket)
            if target_id:
                self._complete(target_id, wanted, completion, was_there=self._was_there(customer))
            else:
                completion.refused.append("the target names no customer")
        except FATAL:
            raise
        except DeskbridgeError as wrong:
            self._moving.settle(row, State.FAILED, f"the customer of its first ticket can't be read: {wrong}")
            return
        once = self._moving.once
        settled = once.settle(row, completion.state, target_id=target_id or "", reason=completion.reason)
        self._moving.board.count(settled)

    def _was_there(self, customer: Customer) -> bool:
        """Whether a customer was at the target when the plan was made, as far as that is known."""
        met = self._moving.context.met
        return met is None or customer.id in met

    def _complete(self, target_id: str, wanted: NewCustomer, completion: _Completion, *, was_there: bool) -> None:
        """Add what a customer at the target lacks, never touching what it has.

        All at once; if that is refused, each by itself, so that one identifier that is another's keeps no other away.
        """
        if not self._completes:
            if self._creates:
                completion.refused.append("what it lacks can't be added to one who is there already")
            return
        identity = CustomerId(target_id)
        held = self._moving.target.customers.get(identity)
        merged = translate.merged_identifiers(held.identifiers, wanted.identifiers)
        missing = merged[len(held.identifiers) :]
        known = {known_as(one) for one in merged}
        unwritten = [one for one in wanted.identifiers if known_as(one) not in known]
        if unwritten:
            ours = all(one.value == completion.source_id for one in unwritten)
            (completion.notes if ours else completion.refused).append(OTHER_ID)
        if held.name and wanted.name and held.name.strip() != wanted.name.strip():
            (completion.notes if was_there else completion.refused).append(WAS_THERE if was_there else OTHER_NAME)
        name = wanted.name if wanted.name and not held.name else UNSET
        change = CustomerChange(name=name, identifiers=merged if missing else UNSET)
        if change == CustomerChange() or self._update(identity, change) is None:
            return
        if name and (refused := self._update(identity, CustomerChange(name=name))):
            _add(completion, refused, "its name", planned=True)
        self._add_each(identity, held.identifiers, missing, completion)

    def _add_each(
        self,
        identity: CustomerId,
        present: tuple[Identifier, ...],
        missing: tuple[Identifier, ...],
        completion: _Completion,
    ) -> None:
        for identifier in missing:
            refused = self._update(identity, CustomerChange(identifiers=(*present, identifier)))
            if refused is None:
                present = (*present, identifier)
                continue
            row = self._moving.context.row(translate.capability_of(identifier))
            _add(completion, refused, f"an identifier ({identifier.kind})", planned=row.level is not Level.PARTIAL)

    def _update(self, identity: CustomerId, change: CustomerChange) -> DeskbridgeError | None:
        try:
            self._moving.target.customers.update(identity, change)
        except FATAL:
            raise
        except DeskbridgeError as refused:
            return refused
        return None

    def _move_tickets(
        self, customer: Customer | None, tickets: Sequence[Ticket], target_id: str, lines: Sequence[str]
    ) -> None:
        for ticket in tickets:
            if self._moving.board.stopped:
                return
            self._tickets.move(ticket, translate.requester(customer, self._moving.context, target_id), lines)


def _add(completion: _Completion, refused: DeskbridgeError, what: str, *, planned: bool) -> None:
    """Write down what could not be added: for good or for now, and whether the plan says that it would be."""
    said = f"{what} could not be added: {refused}"
    if not isinstance(refused, _FOR_GOOD):
        completion.again.append(said)
    elif planned:
        completion.refused.append(said)
    else:
        completion.notes.append(said)
