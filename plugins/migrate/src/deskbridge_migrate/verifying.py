"""Reads everything back from the target and compares it with the source, record by record."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from attrs import define, field, frozen

from deskbridge.capabilities import Capability
from deskbridge.carrying import sanitised
from deskbridge.errors import DeskbridgeError
from deskbridge.hookspecs import Skip
from deskbridge.plugins import plugins
from deskbridge.protocols import Helpdesk
from deskbridge.records import (
    BodyFormat,
    Customer,
    CustomerId,
    Identifier,
    IdentifierKind,
    Message,
    PastMessage,
    Requester,
    Ticket,
    TicketId,
)
from deskbridge_migrate import translate
from deskbridge_migrate.ledger import Ledger, Row, State
from deskbridge_migrate.matching import match
from deskbridge_migrate.model import Outcome, Plan
from deskbridge_migrate.moving import Moving, Scoreboard, Transform
from deskbridge_migrate.moving_tickets import Parcel, pack
from deskbridge_migrate.once import Once
from deskbridge_migrate.planning import context_of
from deskbridge_migrate.reading import (
    Inventory,
    Progress,
    no_progress,
    quiet,
    read_directory,
    read_inventory,
    read_messages,
)
from deskbridge_migrate.translate import Context

WORKERS = 8
MOST_PROBLEMS = 1000
PRECISION = timedelta(milliseconds=1)


@frozen(kw_only=True)
class _Pair:
    """What was to be written of a ticket, and what the target holds."""

    parcel: Parcel
    ticket: Ticket
    messages: Sequence[Message]


@define(kw_only=True)
class _Problems:
    """Gathers what is wrong, in a fixed order at the end. Thread-safe."""

    _found: list[tuple[str, str]] = field(factory=list)
    _lock: threading.Lock = field(factory=threading.Lock)

    def add(self, where: str, problems: Iterator[str]) -> None:
        with self._lock:
            self._found += [(where, problem) for problem in problems]

    def sentences(self) -> tuple[str, ...]:
        shown = [f"{where}: {problem}" for where, problem in sorted(self._found)]
        rest = len(shown) - MOST_PROBLEMS
        return tuple(shown[:MOST_PROBLEMS] + ([f"and {rest} more"] if rest > 0 else []))


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

    Every record of the source must be in the ledger as migrated, or as skipped with a reason. Every migrated customer
    must be at the target under an identifier of its own; every ticket once, with its id at the source, status, times,
    subject and topics as planned; every message once, in order, with an equal body. HTML is compared after what is
    active in it was taken out of both.

    Args:
        plan: What was done.
        source: Where from.
        target: Where to.
        ledger: The run's.
        transform: The hook that the run had; the plugins' if None.
        progress: Told how far it is.

    Returns:
        An outcome that is `whole` if all of that holds; its problems say what does not.
    """
    started = time.monotonic()
    with quiet():
        inventory = read_inventory(source, progress=progress)
        board = Scoreboard(stop_after=0)
        moving = Moving(
            source=source,
            target=target,
            plan=plan,
            context=_context(inventory, source, target),
            ledger=ledger,
            once=Once(ledger),
            board=board,
            transform=transform or plugins().transform,
        )
        checker = _Checker(moving, inventory)
        board.found("customer", len(inventory.customers))
        board.found("ticket", len(inventory.tickets))
        with ThreadPoolExecutor(WORKERS) as pool:
            for done, _ in enumerate(pool.map(checker.customer, inventory.customers.values()), start=1):
                progress("verifying customers", done, len(inventory.customers))
            for done, _ in enumerate(pool.map(checker.ticket, inventory.tickets), start=1):
                progress("verifying tickets", done, len(inventory.tickets))
    return Outcome(tallies=board.tallies(), problems=checker.problems.sentences(), seconds=time.monotonic() - started)


def _context(inventory: Inventory, source: Helpdesk, target: Helpdesk) -> Context:
    matching = match(inventory.directory, read_directory(target), target.capabilities)
    return context_of(inventory, matching, source, target)


class _Checker:
    def __init__(self, moving: Moving, inventory: Inventory) -> None:
        self.problems = _Problems()
        self._moving = moving
        self._inventory = inventory

    def settled(self, kind: str, source_id: str, row: Row | None = None) -> Row | None:
        """Count a record of the source; returns its row if it was migrated."""
        row = row or self._moving.ledger.get(kind, source_id)
        if row is None:
            self.problems.add(f"{kind} {source_id}", iter(["the run has not seen it; run it again"]))
            return None
        self._moving.board.count(row, consequence=True)
        if row.state is State.SKIPPED and not row.reason:
            self.problems.add(f"{kind} {source_id}", iter(["skipped without a reason"]))
        if not row.settled:
            self.problems.add(f"{kind} {source_id}", iter([f"not migrated: {row.reason or row.state}"]))
        return row if row.state is State.DONE else None

    def customer(self, customer: Customer) -> None:
        """Check that a customer is there, and is known by one of the identifiers that were to be written."""
        where = f"customer {customer.id}"
        row = self.settled("customer", customer.id)
        can_read = self._moving.context.possible(Capability.CUSTOMERS_GET)
        if row is None or not row.target_id or not can_read:
            return
        try:
            there = self._moving.target.customers.get(CustomerId(row.target_id))
        except DeskbridgeError as wrong:
            self.problems.add(where, iter([f"can't be read back: {wrong}"]))
            return
        kept = self._moving.transformed(customer, "customer")
        if isinstance(kept, Skip):
            self.problems.add(where, iter([f"it is at the target although it was to be left out: {kept.reason}"]))
            return
        wanted = _known_by(translate.customer(kept, self._moving.context).value.identifiers)
        if wanted and not wanted & _known_by(there.identifiers):
            self.problems.add(where, iter([f"{row.target_id} at the target is known by none of its identifiers"]))

    def ticket(self, ticket: Ticket) -> None:
        """Check one ticket with its messages."""
        try:
            messages, _ = read_messages(self._moving.source, ticket)
            self._moving.board.found("message", len(messages))
            known = self._moving.ledger.children(ticket.id)
            row = self.settled("ticket", ticket.id)
            done = [one for one in messages if self.settled("message", one.id, known.get(("message", one.id)))]
            if row is not None:
                self._compare(ticket, row, messages, {one.id for one in done})
        except DeskbridgeError as wrong:
            self.problems.add(f"ticket {ticket.id}", iter([f"can't be read back: {wrong}"]))

    def _compare(self, ticket: Ticket, row: Row, messages: Sequence[Message], done: set[str]) -> None:
        where = f"ticket {ticket.id}"
        kept = self._moving.transformed(ticket, "ticket")
        parcel = kept.reason if isinstance(kept, Skip) else pack(self._moving, kept, messages, Requester(), ())
        if isinstance(parcel, str):
            self.problems.add(where, iter([f"it is at the target although it was to be left out: {parcel}"]))
            return
        target_id = TicketId(row.target_id)
        there = self._found(parcel, row)
        if there is None:
            self.problems.add(where, iter([f"it is not found at the target, where it should be {row.target_id}"]))
            return
        held = tuple(self._moving.target.messages.of_ticket(target_id))
        pair = _Pair(parcel=parcel, ticket=there, messages=held)
        self.problems.add(where, _ticket_problems(pair, self._moving.context))
        self.problems.add(where, _message_problems(pair, done, self._moving.context))

    def _found(self, parcel: Parcel, row: Row) -> Ticket | None:
        """Find the ticket by its id at the source, so that a second one of that id comes to light."""
        wanted = parcel.ticket
        tickets = self._moving.target.tickets.find(external_id=wanted.external_id, created_at=wanted.created_at)
        found = {one.id: one for one in tickets if one.external_id == wanted.external_id}
        if len(found) > 1:
            more = f"it is there {len(found)} times: {', '.join(sorted(found))}"
            self.problems.add(f"ticket {wanted.external_id}", iter([more]))
        return found.get(row.target_id)


def _known_by(identifiers: Iterable[Identifier]) -> set[tuple[IdentifierKind, str]]:
    return {(one.kind, one.value.casefold()) for one in identifiers}


def _ticket_problems(pair: _Pair, context: Context) -> Iterator[str]:
    wanted, there = pair.parcel.ticket, pair.ticket
    if there.external_id != wanted.external_id:
        yield f"its id at the source is not on it: {there.external_id!r}"
    if there.status.kind is not wanted.status:
        yield f"its status is {there.status.kind}, not {wanted.status}"
    if context.possible(Capability.TICKET_SUBJECT) and there.subject.strip() != wanted.subject.strip():
        yield "its subject differs"
    for name, time_wanted, time_there in (
        ("opened", wanted.created_at, there.created_at),
        ("closed", wanted.closed_at, there.closed_at),
    ):
        if not _same_moment(time_wanted, time_there):
            yield f"{name} {time_there}, not {time_wanted}"
    if missing := set(wanted.topic_ids) - set(there.topic_ids):
        yield f"topics are missing: {', '.join(sorted(missing))}"


def _same_moment(wanted: datetime | None, there: datetime | None) -> bool:
    """Compare times as exactly as vendors keep them: to the millisecond."""
    if wanted is None or there is None:
        return wanted is there
    return abs(wanted - there) < PRECISION


def _message_problems(pair: _Pair, done: set[str], context: Context) -> Iterator[str]:
    expected = [one for one in pair.parcel.messages if one.external_id in done]
    notes = {one.external_id for one in pair.parcel.notes}
    times = Counter(one.external_id for one in pair.messages if one.external_id)
    there = {one.external_id: one for one in pair.messages}
    for one in (*expected, *pair.parcel.notes):
        if times[one.external_id] != 1:
            yield f"message {one.external_id} is there {times[one.external_id]} times, not once"
    for doubled in sorted(name for name, count in times.items() if count > 1 and name not in done | notes):
        yield f"message {doubled} is there {times[doubled]} times"
    for one in expected:
        if one.external_id in there and not _same_body(one, there[one.external_id], context):
            yield f"message {one.external_id} has another body"
    order = [one.external_id for one in pair.messages if one.external_id in done]
    if order != [one.external_id for one in expected if one.external_id in there]:
        yield "its messages are in another order"


def _same_body(wanted: PastMessage, there: Message, context: Context) -> bool:
    """Compare the original body: the text, or the HTML where the target keeps HTML."""
    if wanted.body_format is BodyFormat.HTML and wanted.html and context.possible(Capability.MESSAGE_HTML):
        return _plain(sanitised(wanted.html)) == _plain(sanitised(there.html))
    return _plain(wanted.text) == _plain(there.text)


def _plain(text: str) -> str:
    return "\n".join(text.split("\r\n")).strip()
