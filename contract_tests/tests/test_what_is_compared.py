"""The machine drives and compares what is declared, and leaves alone what is not."""

from __future__ import annotations

import pytest

from deskbridge.capabilities import ROLES, Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.memory import MemoryHelpdesk
from deskbridge.memory.sample import sample_desk
from deskbridge.records import NewCustomer, NewTopic, TicketChange, TicketStatus
from deskbridge_contract_tests import Harness, Maker
from deskbridge_contract_tests import comparing as compared
from deskbridge_contract_tests.comparing import CustomerPair, TaskPair, TicketPair
from deskbridge_contract_tests.machine import machine_for

CANT = Support(Level.UNSUPPORTED, "The vendor has no such thing.", source="made up for this test")
PARTLY = Support(Level.PARTIAL, "Not in every case.", source="made up for this test")


def harness(whole, *lacks, partly=()):
    declared = {**whole.capabilities, **dict.fromkeys(partly, PARTLY), **dict.fromkeys(lacks, CANT)}
    roles = {role: getattr(whole, role) for role in ROLES}
    return Harness(desk=Desk(Capabilities("memory", declared), native=whole, roles=roles, close=whole.close))


def two():
    return MemoryHelpdesk(), MemoryHelpdesk()


def test_addresses_are_compared_where_they_are_declared():
    ours, oracle = two()
    mine = ours.customers.create(Maker(harness(ours)).new_customer())
    same = NewCustomer(name=mine.name)
    pair = CustomerPair(mine.id, oracle.customers.create(same).id)
    compared.compare_customers(harness(ours, Capability.CUSTOMER_EMAIL), oracle, pair)
    with pytest.raises(AssertionError, match=r"customer.email differs"):
        compared.compare_customers(harness(ours), oracle, pair)


def test_a_tickets_status_is_compared_where_it_is_declared():
    ours, oracle = two()
    driven = harness(ours, Capability.TICKET_SUBJECT)
    pair = TicketPair(Maker(driven).ticket().id, Maker(harness(oracle)).ticket().id)
    ours.tickets.update(pair.vendor_id, TicketChange(status=TicketStatus.CLOSED, force=True))
    compared.compare_tickets(harness(ours, Capability.TICKET_SUBJECT, Capability.TICKET_STATUS), oracle, pair, {})
    with pytest.raises(AssertionError, match=r"ticket.status differs"):
        compared.compare_tickets(driven, oracle, pair, {})


def test_a_tasks_comments_are_compared_where_they_are_declared():
    ours, oracle = sample_desk(), MemoryHelpdesk()
    task = Maker(harness(ours)).task()
    oracle.native.tasks[task.id] = task
    ours.tasks.add_comment(task.id, Maker(harness(ours)).new_comment("Done."))
    pair = TaskPair(task.id, task.id)
    compared.compare_tasks(harness(ours, Capability.TASKS_COMMENTS), oracle, pair)
    with pytest.raises(AssertionError, match="comments differ"):
        compared.compare_tasks(harness(ours), oracle, pair)


def test_a_listing_that_is_declared_in_part_may_leave_something_out():
    whole = MemoryHelpdesk()
    compared.compare_listing(harness(whole, partly=[Capability.TOPICS_ALL]), "topics", {"1"}, set())
    with pytest.raises(AssertionError, match="left something out"):
        compared.compare_listing(harness(whole), "topics", {"1"}, set())


def test_topics_that_are_there_are_put_on_tickets_where_none_can_be_made():
    whole = sample_desk()
    held = {whole.topics.create(NewTopic(name=name)).id for name in ("Returns", "Lamps", "Praise")}
    machine = machine_for(harness(whole, Capability.TOPICS_CREATE))()
    assert len(machine.offered) == len(held)
    assert {machine.topic_ids[one] for one in machine.offered} <= {one.id for one in whole.topics.all()}


def test_a_customers_tickets_are_not_listed_where_that_is_not_declared():
    machine = machine_for(harness(sample_desk(), Capability.TICKETS_OF_CUSTOMER))()
    before = machine.last.text(ValueError())
    machine.list_tickets_of_customers()
    assert machine.last.text(ValueError()) == before


def test_no_task_is_moved_where_there_is_no_place_to_move_it_to():
    machine = machine_for(harness(sample_desk(), Capability.GROUPS_ALL))()
    machine.places = ()
    before = machine.last.text(ValueError())
    machine._move_task(TaskPair("1", "1"), data=None)
    assert machine.last.text(ValueError()) == before
