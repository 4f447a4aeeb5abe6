"""Customers who share an identifier: planned, moved apart, and verified."""

import pytest

from deskbridge.capabilities import Capability, Level, Support
from deskbridge.errors import ConflictError, RateLimitedError
from deskbridge.memory import MemoryHelpdesk
from deskbridge.memory.people import MemoryCustomers
from deskbridge.records import (
    Customer,
    CustomerId,
    Identifier,
    IdentifierKind,
    NewCustomer,
    PastTicket,
    Requester,
    TicketId,
)
from deskbridge_migrate.model import Fate, Tally
from deskbridge_migrate.verifying import verify

BY_TICKETS = {Capability.CUSTOMERS_CREATE: Support(Level.UNSUPPORTED, "By tickets only.")}
EMAIL, PHONE, EXTERNAL = IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.EXTERNAL_ID
SHARED = Identifier(kind=PHONE, value="+15550100")


def email(value: str) -> Identifier:
    return Identifier(kind=EMAIL, value=value)


def desk_with(*customers: NewCustomer) -> MemoryHelpdesk:
    """A desk of customers with a ticket each."""
    desk = MemoryHelpdesk()
    for new in customers:
        made = desk.customers.create(new)
        now = made.created_at
        who = Requester(id=CustomerId(made.id))
        desk.tickets.import_past(PastTicket(requester=who, external_id=made.id, created_at=now, closed_at=now))
    return desk


def household() -> MemoryHelpdesk:
    return desk_with(
        NewCustomer(name="First", identifiers=[email("first@example.org"), SHARED]),
        NewCustomer(name="Second", identifiers=[email("second@example.org"), SHARED]),
    )


def strict(refuse=frozenset().__contains__, error=ConflictError):
    """Make customers whose phone numbers are their own, and some that are refused for another reason."""

    class Customers(MemoryCustomers):
        def update(self, customer_id, change):
            for one in change.identifiers or ():
                others = [each for each in self.all() if each.id != customer_id and one in each.identifiers]
                if others or refuse(one.value):
                    raise error("it belongs to another contact")
            return super().update(customer_id, change)

    return lambda store: {"customers": Customers(store)}


@pytest.fixture
def verified(open_ledger):
    return lambda plan, source, target: verify(plan, source, target, open_ledger(plan), transform=lambda one, _: one)


def test_a_shared_identifier_is_planned_to_be_the_firsts_and_carried_for_the_others(
    plan_of, run_plan, verified, limited
) -> None:
    source, target = household(), limited(BY_TICKETS, strict())
    plan = plan_of(source, target)
    told = {one.fate: (one.count, one.examples, one.note) for one in plan.losses if one.field == "customer.phone"}
    first, second = source.customers.all()
    assert told[Fate.KEPT][:2] == (1, (first.id,))
    assert told[Fate.CARRIED][:2] == (1, (second.id,))
    assert "the target gives it to the first" in told[Fate.CARRIED][2]
    outcome = run_plan(plan, source, target)
    assert (outcome.whole, outcome.problems) == (True, ())
    assert {one.name: one.phones for one in target.customers.all()} == {"First": (SHARED.value,), "Second": ()}
    assert any("Customer's phone: +15550100" in one.text for one in sheets_of(target, "Second"))
    assert verified(plan, source, target).whole


def sheets_of(target, name: str):
    ids = {one.id for one in target.customers.all() if one.name == name}
    return [one for one in target.native.messages.values() if one.customer_id in ids]


def test_where_customers_are_created_a_household_keeps_its_number(plan_of, run_plan, verified) -> None:
    source, target = household(), MemoryHelpdesk()
    plan = plan_of(source, target)
    assert {one.fate for one in plan.losses if one.field == "customer.phone"} == {Fate.KEPT}
    run_plan(plan, source, target)
    assert [one.phones for one in target.customers.all()] == [(SHARED.value,)] * 2
    assert verified(plan, source, target).whole


def test_one_who_has_a_shared_identifier_only_is_told_apart_by_the_id_at_the_source(
    plan_of, run_plan, verified, limited
) -> None:
    source = desk_with(
        NewCustomer(name="First", identifiers=[SHARED]), NewCustomer(name="Second", identifiers=[SHARED])
    )
    target = limited(BY_TICKETS, strict())
    plan = plan_of(source, target)
    run_plan(plan, source, target)
    assert {one.name: one.phones for one in target.customers.all()} == {"First": (SHARED.value,), "Second": ()}
    assert verified(plan, source, target).whole


def test_two_become_one_where_nothing_tells_them_apart_and_the_plan_says_so(
    plan_of, run_plan, verified, limited
) -> None:
    source = desk_with(
        NewCustomer(name="First", identifiers=[SHARED]), NewCustomer(name="Second", identifiers=[SHARED])
    )
    target = limited({**BY_TICKETS, Capability.CUSTOMER_EXTERNAL_ID: Support(Level.UNSUPPORTED, "None.")}, strict())
    plan = plan_of(source, target)
    assert {one.fate for one in plan.losses if one.field == "customer.name"} == {Fate.KEPT, Fate.CARRIED}
    run_plan(plan, source, target)
    assert [one.name for one in target.customers.all()] == ["First"]
    assert verified(plan, source, target).whole


def test_a_refusal_that_the_plan_did_not_tell_is_a_problem_every_time_and_not_verified(
    plan_of, run_plan, verified, limited
) -> None:
    source, target = household(), limited(BY_TICKETS, strict(lambda value: value == SHARED.value))
    plan = plan_of(source, target)
    for _ in range(2):
        outcome = run_plan(plan, source, target)
        assert not outcome.whole
        assert outcome.tallies["customer"] == Tally(source=2, migrated=2)
        assert any("not as planned: an identifier (phone) could not be added" in one for one in outcome.problems)
    assert any("an identifier (phone) is missing" in one for one in verified(plan, source, target).problems)


def test_an_identifier_that_failed_for_a_passing_reason_is_added_by_the_next_run(
    plan_of, run_plan, verified, limited
) -> None:
    busy = {SHARED.value}
    source, target = household(), limited(BY_TICKETS, strict(busy.__contains__, RateLimitedError))
    plan = plan_of(source, target)
    assert run_plan(plan, source, target).tallies["customer"] == Tally(source=2, migrated=1, failed=1)
    assert not verified(plan, source, target).whole
    busy.clear()
    assert run_plan(plan, source, target).whole
    assert {one.name: one.phones for one in target.customers.all()} == {"First": (SHARED.value,), "Second": ()}
    assert verified(plan, source, target).whole


def test_one_who_is_there_already_and_could_not_be_completed_is_completed_by_the_next_run(
    plan_of, run_plan, verified, limited
) -> None:
    busy = {SHARED.value}
    source = desk_with(NewCustomer(name="First", identifiers=[email("first@example.org"), SHARED]))
    target = limited({}, strict(busy.__contains__, RateLimitedError))
    target.customers.create(NewCustomer(name="Known", identifiers=[email("first@example.org")]))
    plan = plan_of(source, target)
    assert run_plan(plan, source, target).tallies["customer"].failed == 1
    busy.clear()
    assert run_plan(plan, source, target).whole
    (there,) = target.customers.all()
    assert (there.name, there.phones) == ("Known", (SHARED.value,))
    assert len(list(target.tickets.of_customer(CustomerId(there.id)))) == 1
    assert verified(plan, source, target).whole


def test_external_ids_after_the_first_are_carried_where_a_customer_takes_one(
    plan_of, run_plan, verified, limited
) -> None:
    own = [Identifier(kind=EXTERNAL, value=value) for value in ("shop-1", "shop-2")]
    source = desk_with(NewCustomer(name="First", identifiers=own))
    target = limited(BY_TICKETS)
    plan = plan_of(source, target)
    assert {one.fate for one in plan.losses if one.field == "customer.external_id"} == {Fate.KEPT, Fate.CARRIED}
    assert run_plan(plan, source, target).whole
    (there,) = target.customers.all()
    assert there.values(EXTERNAL) == ("shop-1",)
    assert verified(plan, source, target).whole
    assert list(target.messages.of_ticket(TicketId(next(iter(target.tickets.all())).id)))


def test_an_identifier_of_somebody_at_the_target_is_planned_to_be_carried(plan_of, run_plan, verified, limited) -> None:
    source, target = desk_with(NewCustomer(name="A", identifiers=[email("a@example.org"), SHARED])), limited(BY_TICKETS)
    target.native.customers["x"] = Customer(id="x", vendor="limited", name="Stranger", identifiers=[SHARED])
    plan = plan_of(source, target)
    (told,) = [one for one in plan.losses if one.field == "customer.phone"]
    assert (told.fate, "somebody else at the target has it already" in told.note) == (Fate.CARRIED, True)
    outcome = run_plan(plan, source, target)
    assert (outcome.whole, outcome.problems) == (True, ())
    assert [one.name for one in target.customers.all() if one.phones] == ["Stranger"]
    assert verified(plan, source, target).whole
    assert run_plan(plan, source, target).written == 0
