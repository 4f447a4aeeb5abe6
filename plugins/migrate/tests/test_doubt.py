"""Writes whose outcome is unknown, writes that are refused, and listings that don't tell all."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from deskbridge.capabilities import Capability, Level, Support
from deskbridge.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    ConflictError,
    UnavailableError,
    ValidationError,
)
from deskbridge.listing import Listing
from deskbridge.memory import MemoryHelpdesk, Store
from deskbridge.memory.messages import MemoryMessages
from deskbridge.memory.people import MemoryCustomers
from deskbridge.memory.tickets import MemoryTickets
from deskbridge.records import (
    CustomerId,
    Identifier,
    IdentifierKind,
    NewCustomer,
    PastTicket,
    Requester,
    TicketId,
)
from deskbridge_migrate.model import Tally

CHANCE = random.Random(1)  # noqa: S311  of breaking, no secret


class Doubtful:
    """Breaks a role's writes: before they take effect, after, or by a refusal."""

    def __init__(self, chance: random.Random, *, share: float = 0.3, refuse=()) -> None:
        self._chance = chance
        self._share = share
        self._refuse = refuse

    def write(self, name: str, write):
        if name in self._refuse:
            raise ValidationError("the vendor does not want it")
        if self._chance.random() >= self._share:
            return write()
        if self._chance.random() < 0.5:
            write()
        raise AmbiguousWriteError("the connection broke after the request was sent")


def doubtful_roles(doubt: Doubtful):
    class Tickets(MemoryTickets):
        def import_past(self, past):
            return doubt.write(past.external_id, lambda: super(Tickets, self).import_past(past))

    class Messages(MemoryMessages):
        def import_past(self, ticket_id, past):
            return doubt.write(past.external_id, lambda: super(Messages, self).import_past(ticket_id, past))

    class Customers(MemoryCustomers):
        def create(self, new):
            return doubt.write(new.name, lambda: super(Customers, self).create(new))

    return lambda store: {"tickets": Tickets(store), "messages": Messages(store), "customers": Customers(store)}


@pytest.mark.parametrize("seed", range(5))
def test_writes_of_unknown_outcome_are_looked_up_and_never_doubled(seed, filled, migrate, limited) -> None:
    source = filled(customers=4)
    chance = random.Random(seed)  # noqa: S311  of breaking, no secret
    target = limited({}, doubtful_roles(Doubtful(chance)))
    for _ in range(10):
        if migrate(source, target).whole:
            break
    else:
        pytest.fail("ten runs were not enough")
    assert set(Counter(one.external_id for one in target.native.messages.values()).values()) == {1}
    assert len(target.native.tickets) == 8
    assert len(target.native.customers) == 4
    assert migrate(source, target).written == 0


def test_a_refused_record_is_written_down_and_the_others_go_on(filled, migrate, limited, open_ledger, plan_of) -> None:
    source = filled()
    refused = next(iter(source.native.messages))
    target = limited({}, doubtful_roles(Doubtful(CHANCE, share=0, refuse={refused})))
    outcome = migrate(source, target)
    assert not outcome.whole
    assert outcome.tallies["message"] == Tally(source=24, migrated=23, failed=1)
    row = open_ledger(plan_of(source, target)).get(
        "message", refused, parent_id=source.native.messages[refused].ticket_id
    )
    assert row is not None
    assert "the vendor does not want it" in row.reason


def test_a_failed_record_is_tried_again_by_the_next_run(filled, migrate, limited) -> None:
    source = filled()
    refuse = {next(iter(source.native.messages))}
    target = limited({}, doubtful_roles(Doubtful(CHANCE, share=0, refuse=refuse)))
    migrate(source, target)
    refuse.clear()
    again = migrate(source, target)
    assert (again.whole, again.written) == (True, 1)


def test_too_many_failures_stop_the_run(filled, migrate, limited) -> None:
    source = filled()
    target = limited({}, doubtful_roles(Doubtful(CHANCE, share=0, refuse=set(source.native.tickets))))
    outcome = migrate(source, target, stop_after=2, workers=1)
    assert outcome.stopped.startswith("2 records failed")
    assert outcome.tallies["ticket"].failed < 6


def test_messages_of_a_ticket_that_failed_share_its_fate(filled, migrate, limited) -> None:
    source = filled()
    refused = next(iter(source.native.tickets))
    target = limited({}, doubtful_roles(Doubtful(CHANCE, share=0, refuse={refused})))
    outcome = migrate(source, target)
    assert outcome.tallies["ticket"] == Tally(source=6, migrated=5, failed=1)
    assert outcome.tallies["message"] == Tally(source=24, migrated=20, failed=4)


def test_a_customer_whose_only_ticket_failed_arrives_with_the_next_run(filled, migrate, limited) -> None:
    source = filled(customers=2, tickets=1)
    refuse = {next(iter(source.native.tickets))}
    by_tickets = {Capability.CUSTOMERS_CREATE: Support(Level.UNSUPPORTED, "By tickets only.")}
    target = limited(by_tickets, doubtful_roles(Doubtful(CHANCE, share=0, refuse=refuse)))
    assert migrate(source, target).tallies["customer"] == Tally(source=2, migrated=1, failed=1)
    refuse.clear()
    again = migrate(source, target)
    assert again.whole
    assert again.tallies["customer"] == Tally(source=2, migrated=2)


def test_a_ticket_that_the_target_lets_not_be_is_skipped_with_the_vendors_reason(filled, migrate, limited) -> None:
    source = filled()
    taken = next(iter(source.native.tickets))

    class Tickets(MemoryTickets):
        def import_past(self, past):
            if past.external_id == taken:
                raise ConflictError("the phone number has an open ticket", existing_id="77")
            return super().import_past(past)

    outcome = migrate(source, limited({}, lambda store: {"tickets": Tickets(store)}))
    assert outcome.whole
    assert outcome.tallies["ticket"] == Tally(source=6, migrated=5, skipped=1)
    assert outcome.tallies["message"] == Tally(source=24, migrated=20, skipped=4)


def test_credentials_that_are_refused_stop_the_run(filled, plan_of, run_plan) -> None:
    source, target = filled(), MemoryHelpdesk()
    plan = plan_of(source, target)
    source.messages.of_ticket = _refused
    assert "not accepted any more" in run_plan(plan, source, target).stopped
    source.messages = filled().messages
    target.tickets.import_past = _refused
    assert "not accepted any more" in run_plan(plan, source, target).stopped


def _refused(*_: object) -> None:
    raise AuthenticationError("the token was taken back")


def test_a_listing_that_is_cut_short_proves_nothing_absent(filled, migrate, limited, open_ledger, plan_of) -> None:
    source = filled(customers=1, tickets=1)

    class Messages(MemoryMessages):
        def import_past(self, ticket_id, past):
            raise UnavailableError("try again later")

        def of_ticket(self, ticket_id):
            def cut():
                yield from ()
                return True

            return Listing(cut, what="messages of a ticket")

    target = limited({}, lambda store: {"messages": Messages(store)})
    outcome = migrate(source, target)
    assert outcome.tallies["message"].failed == 4
    first = next(iter(source.native.messages.values()))
    row = open_ledger(plan_of(source, target)).get("message", first.id, parent_id=first.ticket_id)
    assert row is not None
    assert "can't be told" in row.reason


def test_messages_that_the_source_cuts_short_are_told(filled, plan_of, limited) -> None:
    class Messages(MemoryMessages):
        def of_ticket(self, ticket_id):
            inner = super().of_ticket(TicketId(ticket_id))

            def cut():
                yield from inner
                return True

            return Listing(cut, what="messages of a ticket")

    before = filled()
    source = limited({}, lambda store: {"messages": Messages(store)})
    for table in ("customers", "tickets", "messages", "topics"):
        getattr(source.native, table).update(getattr(before.native, table))
    plan = plan_of(source, MemoryHelpdesk())
    assert plan.truncated == ("messages of 6 tickets",)
    assert plan.needs_acceptance


def put_stranger(store: Store, external_id: str, created_at: datetime, customer: str) -> None:
    """Put a ticket of the same external id and of another customer or time into a target."""
    address = Identifier(kind=IdentifierKind.EMAIL, value=customer)
    stranger = MemoryCustomers(store).create(NewCustomer(name="Stranger", identifiers=[address]))
    who = Requester(id=CustomerId(stranger.id))
    past = PastTicket(requester=who, external_id=external_id, created_at=created_at, closed_at=created_at)
    MemoryTickets(store).import_past(past)


def breaking_first(store):
    class Tickets(MemoryTickets):
        broken = False

        def import_past(self, past):
            if not self.broken and past.subject == "Subject 0":
                self.broken = True
                raise AmbiguousWriteError("the connection broke before it took effect")
            return super().import_past(past)

    return {"tickets": Tickets(store)}


BY_TICKETS = {Capability.CUSTOMERS_CREATE: Support(Level.UNSUPPORTED, "By tickets only.")}


@pytest.mark.parametrize("roles", [None, breaking_first], ids=["conflict", "ambiguous"])
@pytest.mark.parametrize("rows", [{}, BY_TICKETS], ids=["created", "by tickets"])
@pytest.mark.parametrize(
    ("customer", "later"), [("z@example.org", timedelta()), ("c0@example.org", timedelta(seconds=1))]
)
def test_a_strangers_ticket_of_the_same_id_is_left_alone(
    roles, rows, customer, later, filled, migrate, limited
) -> None:
    source = filled(customers=1)
    before = next(one for one in source.native.tickets.values() if one.subject == "Subject 0")
    target = limited(rows, roles)
    put_stranger(target.native, before.id, before.created_at + later, customer)
    outcome = migrate(source, target)
    assert outcome.tallies["ticket"] == Tally(source=2, migrated=1, failed=1)
    stranger = next(one for one in target.native.tickets.values() if one.external_id == before.id)
    assert not list(target.messages.of_ticket(TicketId(stranger.id)))


def test_a_write_whose_look_up_fails_too_is_looked_up_by_the_next_run(
    filled, plan_of, run_plan, limited, open_ledger
) -> None:
    source, down = filled(customers=1, tickets=1), [True]

    class Tickets(MemoryTickets):
        def import_past(self, past):
            super().import_past(past)
            raise AmbiguousWriteError("the connection broke after it took effect")

        def find(self, *, external_id, created_at=None):
            if down:
                raise UnavailableError("down")
            return super().find(external_id=external_id, created_at=created_at)

    target = limited({}, lambda store: {"tickets": Tickets(store)})
    plan = plan_of(source, target)
    assert not run_plan(plan, source, target).whole
    assert [one.attempts for one in open_ledger(plan).rows("ticket")] == [1]
    down.clear()
    target.tickets.import_past = _refused
    assert run_plan(plan, source, target).whole
