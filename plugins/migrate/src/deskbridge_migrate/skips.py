"""Judges whether what was skipped was to be: by the plan, a plugin, the vendor, or with what it belongs to."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from deskbridge.capabilities import Capability
from deskbridge.hookspecs import Skip
from deskbridge.records import Customer, Message, Record, Ticket
from deskbridge_migrate import translate
from deskbridge_migrate.doubles import SAME_AGAIN
from deskbridge_migrate.ledger import Row, State
from deskbridge_migrate.model import Plan
from deskbridge_migrate.moving import Moving
from deskbridge_migrate.moving_customers import NO_TICKET, NONE_WRITTEN
from deskbridge_migrate.moving_tickets import LEFT_OUT, NO_TIME, SKIPPED_WITH
from deskbridge_migrate.reading import Inventory

PREDICTED = {
    f"customer {NO_TICKET}": ("customer", NO_TICKET),
    f"ticket: {NO_TIME}": ("ticket", NO_TIME),
    f"message: {SAME_AGAIN}": ("message", SAME_AGAIN),
}
"""Skips that a plan tells, by its words for them: kind and reason of the rows."""
MOST_REMARKS = 10
_WRONG = "skipped, which neither the plan nor a plugin nor the vendor says"


class Skips:
    """Judges rows one by one, from any thread, and counts them by reason.

    Args:
        moving: The run, as it would be now.
        inventory: What the source holds.
    """

    def __init__(self, moving: Moving, inventory: Inventory) -> None:
        self._moving = moving
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        self._tickets: dict[str, list[str]] = defaultdict(list)
        for ticket in inventory.tickets:
            if owner := inventory.customer_of(ticket):
                self._tickets[owner.id].append(ticket.id)

    def customer(self, row: Row, customer: Customer) -> Iterator[str]:
        """Yield why a customer should not have been skipped."""
        own = self._tickets.get(customer.id, ())
        states = {found.state if (found := self._moving.ledger.get("ticket", one)) else None for one in own}
        by_ticket = not self._moving.context.possible(Capability.CUSTOMERS_CREATE)
        holds = {NO_TICKET: by_ticket and not own, NONE_WRITTEN: by_ticket and states == {State.SKIPPED}}
        yield from self._judged(row, customer, holds.get(row.reason))

    def ticket(self, row: Row, ticket: Ticket, messages: Sequence[Message], owner: Customer | None) -> Iterator[str]:
        """Yield why a ticket should not have been skipped."""
        holds = None
        if row.reason == NO_TIME:
            holds = translate.opened_at(ticket, messages) is None
        elif row.reason.startswith(LEFT_OUT):
            left = self._moving.ledger.get("customer", owner.id) if owner else None
            holds = left is not None and left.state is State.SKIPPED
        yield from self._judged(row, ticket, holds)

    def message(self, row: Row, message: Message, ticket: Row | None) -> Iterator[str]:
        """Yield why a message should not have been skipped."""
        with_ticket = row.reason.startswith(SKIPPED_WITH)
        holds = ticket is not None and ticket.state is State.SKIPPED if with_ticket else None
        if row.reason == SAME_AGAIN:
            holds = row.source_id == message.id
        yield from self._judged(row, message, holds)

    def _judged(self, row: Row, record: Record, holds: bool | None) -> Iterator[str]:  # noqa: FBT001  private
        with self._lock:
            self._counts[row.kind, row.reason] += 1
        if holds is False:
            yield f"skipped because {row.reason}, which is not so; run it again"
        if holds is None and not row.attempts:
            kept = self._moving.transformed(record, row.kind)
            if not (isinstance(kept, Skip) and kept.reason == row.reason):
                yield f"{_WRONG}: {row.reason or 'no reason is given'}"

    def against(self, plan: Plan, inventory: Inventory) -> Iterator[str]:
        """Yield where the numbers are not the plan's, unless the source has grown or only a sample was looked into."""
        held = {"customer": len(inventory.customers), "ticket": len(inventory.tickets)}
        if plan.sampled is not None or any(plan.counts.get(kind) != number for kind, number in held.items()):
            return
        for words, key in PREDICTED.items():
            skipped, planned = self._counts[key], plan.skips.get(words, 0)
            # Fewer messages may be: their tickets were left out.
            if skipped > planned or (skipped < planned and key[0] != "message"):
                yield f"{skipped} were skipped and the plan says {planned}: {words}"

    def remarks(self) -> tuple[str, ...]:
        """Return what was skipped that no plan can know: by a plugin, or refused by the vendor; the most first."""
        known = set(PREDICTED.values())
        others = [
            f"{number} {kind}s were skipped: {reason}"
            for (kind, reason), number in self._counts.most_common()
            if (kind, reason) not in known and not reason.startswith((LEFT_OUT, SKIPPED_WITH))
        ]
        rest = len(others) - MOST_REMARKS
        return tuple(others[:MOST_REMARKS] + ([f"{rest} more reasons stand in report.jsonl"] if rest > 0 else []))
