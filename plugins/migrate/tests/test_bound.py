"""A plan holds for the accounts that it was made of."""

import pytest
from attrs import evolve

from deskbridge.memory import MemoryHelpdesk
from deskbridge.memory.tickets import MemoryTickets
from deskbridge.records import Agent, NewCustomer
from deskbridge_migrate.model import MigrationError
from deskbridge_migrate.verifying import verify


def test_another_source_account_is_refused(filled, plan_of, run_plan) -> None:
    target = MemoryHelpdesk()
    plan = plan_of(filled(), target)
    with pytest.raises(MigrationError, match="another account"):
        run_plan(plan, MemoryHelpdesk(), target)
    assert not target.native.topics


def test_a_source_that_lost_records_is_refused(filled, plan_of, run_plan) -> None:
    source, target = filled(), MemoryHelpdesk()
    plan = plan_of(source, target)
    source.native.tickets.popitem()
    with pytest.raises(MigrationError, match="holds 5 tickets and the plan counted 6; if that is right, make a new"):
        run_plan(plan, source, target)


def test_a_source_that_grew_is_moved_and_told(filled, plan_of, run_plan) -> None:
    source, target = filled(), MemoryHelpdesk()
    plan = plan_of(source, target)
    source.customers.create(NewCustomer(name="New"))
    outcome = run_plan(plan, source, target)
    assert outcome.whole
    assert outcome.remarks == ("1 customers came to old since the plan was made",)


def test_another_target_account_is_refused_by_whom_it_has(filled, plan_of, run_plan) -> None:
    source, target, other = filled(), MemoryHelpdesk(), MemoryHelpdesk()
    for desk, name in ((target, "ann"), (other, "ben")):
        desk.native.seed(agents=[Agent(id=name, vendor="memory", email=f"{name}@example.org")])
    plan = plan_of(source, target)
    with pytest.raises(MigrationError, match="new has none of the agents, groups and topics"):
        run_plan(plan, source, other)
    assert not other.native.customers


def test_another_target_account_is_refused_by_what_was_written(filled, plan_of, run_plan, open_ledger) -> None:
    source, target = filled(), MemoryHelpdesk()
    plan = plan_of(source, target)
    run_plan(plan, source, target)
    other = MemoryHelpdesk()
    with pytest.raises(MigrationError, match="none of the tickets that the ledger says"):
        run_plan(plan, source, other)
    with pytest.raises(MigrationError, match="none of the tickets that the ledger says"):
        verify(plan, source, other, open_ledger(plan))
    assert not other.native.customers


def test_the_marks_of_an_account_are_part_of_what_is_accepted(filled, plan_of) -> None:
    from deskbridge_migrate.planfile import digest

    plan = plan_of(filled(), MemoryHelpdesk())
    assert plan.source.marks == ("topic-1",)
    assert digest(plan) != digest(evolve(plan, source=evolve(plan.source, marks=("other",))))


def test_two_names_of_one_account_are_refused(filled, plan_of, run_plan) -> None:
    source, other = filled(), MemoryHelpdesk()
    again = MemoryHelpdesk()
    again.tickets = MemoryTickets(source.native)
    with pytest.raises(MigrationError, match="under two names"):
        plan_of(source, again)
    with pytest.raises(MigrationError, match="under two names"):
        run_plan(plan_of(source, other), source, again)
    assert len(source.native.tickets) == 6


def test_two_names_of_one_account_without_tickets_are_refused_by_whom_it_has(plan_of) -> None:
    desks = MemoryHelpdesk(), MemoryHelpdesk()
    for desk in desks:
        desk.native.seed(agents=[Agent(id="ann", vendor="memory", email="ann@example.org")])
    with pytest.raises(MigrationError, match="under two names"):
        plan_of(*desks)
