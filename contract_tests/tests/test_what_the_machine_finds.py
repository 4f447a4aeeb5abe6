"""The state machine on desks in memory that lie where only some steps together show it, and on honest ones."""

from __future__ import annotations

import contextlib

import pytest
from attrs import evolve
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from deskbridge.capabilities import ROLES, Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.errors import ConflictError, InvalidRequestError, ValidationError
from deskbridge.listing import Listing, whole
from deskbridge.memory.sample import sample_desk
from deskbridge.records import (
    UNSET,
    AvailabilityKind,
    Group,
    GroupKind,
    NewAgent,
    NewAnswer,
    TicketChange,
    TicketStatus,
)
from deskbridge_contract_tests import Harness, Maker, comparing
from deskbridge_contract_tests.comparing import AgentPair, AnswerPair, CustomerPair
from deskbridge_contract_tests.driving import profile
from deskbridge_contract_tests.machine import can_be_driven, machine_for

AT_ONCE = settings(profile("quick"), phases=[Phase.generate])
"""As quick as the contract is in CI; a failure is not made shorter."""
CANT = Support(Level.UNSUPPORTED, "The vendor has no such thing.", source="made up for this test")
PARTLY = Support(Level.PARTIAL, "Not in every case.", source="made up for this test")


class Lying:
    """A role that does what the honest one does, but for what a subclass says."""

    def __init__(self, honest, whole_desk):
        self.honest, self.desk = honest, whole_desk

    def __getattr__(self, name):
        return getattr(self.honest, name)


def harness(role="", liar=None, *lacks, partly=(), **given):
    """Return a harness of a desk with two groups, one role of which lies, and which declares less than it can."""
    whole_desk = sample_desk()
    whole_desk.native.seed(groups=[Group(id="group-2", vendor="memory", kind=GroupKind.UNKNOWN, name="Sales")])
    roles = {one: getattr(whole_desk, one) for one in ROLES}
    if liar is not None:
        roles[role] = liar(roles[role], whole_desk)
    rows = {**whole_desk.capabilities, **dict.fromkeys(lacks, CANT), **dict.fromkeys(partly, PARTLY)}
    desk = Desk(Capabilities("memory", rows), native=whole_desk, roles=roles, close=whole_desk.close)
    return Harness(desk=desk, **{name: one(roles[role]) for name, one in given.items()})


def drive(driven):
    run_state_machine_as_test(machine_for(driven), settings=AT_ONCE)


class KeepsTheGroup(Lying):
    def update(self, ticket_id, change):
        return self.honest.update(ticket_id, evolve(change, group_id=UNSET))


class NeverTakesOff(Lying):
    def update(self, ident, change):
        return self.honest.update(ident, evolve(change, agent_id=UNSET) if change.agent_id is None else change)


class BringsAgentsBack(Lying):
    gone = ()

    def delete(self, agent_id):
        self.gone = (*self.gone, self.honest.get(agent_id))
        self.honest.delete(agent_id)

    def create(self, new):
        self.desk.native.seed(agents=self.gone)
        return self.honest.create(new)


class ForgetsRoles(Lying):
    def update(self, agent_id, change):
        return self.honest.update(agent_id, change if change.roles is not UNSET else evolve(change, roles=()))


class SendsTwice(Lying):
    def send(self, ticket_id, new):
        self.honest.send(ticket_id, new)
        return self.honest.send(ticket_id, new)


class Counting(Lying):
    """Counts what goes out, once for each message."""

    out, step = 0, 1

    def send(self, ticket_id, new):
        self.out += self.step
        return self.honest.send(ticket_id, new)


class SendsTwiceUnseen(Counting):
    step = 2


class SendsWhatItImports(Counting):
    def import_past(self, ticket_id, past):
        self.out += 1
        return self.honest.import_past(ticket_id, past)


class LosesTheText(Lying):
    def add_activity(self, customer_id, new):
        return self.honest.add_activity(customer_id, evolve(new, text=""))


class AddsForGood(Lying):
    """Never takes an identifier away."""

    def update(self, customer_id, change):
        if change.identifiers is UNSET:
            return self.honest.update(customer_id, change)
        both = (*self.honest.get(customer_id).identifiers, *change.identifiers)
        return self.honest.update(customer_id, evolve(change, identifiers=tuple(dict.fromkeys(both))))


class LeavesDisabledOut(Lying):
    def all(self):
        return Listing(lambda: whole(one for one in self.honest.all() if not one.disabled), what="topics")


class RenamesWhatItDisables(Lying):
    def update(self, topic_id, change):
        return self.honest.update(topic_id, evolve(change, name=f"({topic_id})") if change.disabled is True else change)


class ListsTwice(Lying):
    def all(self):
        return Listing(lambda: whole([*self.honest.all(), *list(self.honest.all())[-1:]]), what="customers")


class ListsTheDeleted(Lying):
    gone = ()

    def delete(self, customer_id):
        self.gone = (*self.gone, self.honest.get(customer_id))
        self.honest.delete(customer_id)

    def all(self):
        return Listing(lambda: whole([*self.honest.all(), *self.gone]), what="customers")


class ListsTheFirstOnly(Lying):
    def of_customer(self, customer_id):
        return Listing(lambda: whole(list(self.honest.of_customer(customer_id))[:1]), what="tickets")


class ListsTheirsTwice(Lying):
    def of_customer(self, customer_id):
        return Listing(lambda: whole([*self.honest.of_customer(customer_id)] * 2), what="tickets")


class ErasesTheHeadOnly(Lying):
    def erase(self, ticket_id, *, confirm):
        said = {one.id: one for one in self.desk.messages.of_ticket(ticket_id)}
        self.honest.erase(ticket_id, confirm=confirm)
        self.desk.native.messages.update(said)


class LosesAudiences(Lying):
    def update(self, answer_id, change):
        return self.honest.update(answer_id, change if change.name is UNSET else evolve(change, audience_ids=()))


class RefusesEverything(Lying):
    def update(self, ident, change):
        raise InvalidRequestError("not that")


LIARS = {
    ("tickets", KeepsTheGroup): "ticket.group_id differs from the reference",
    ("tickets", NeverTakesOff): "ticket.agent_id differs from the reference",
    ("tickets", ListsTheFirstOnly): "tickets.of_customer differs from the reference",
    ("tickets", ListsTheirsTwice): "tickets.of_customer gave a ticket twice",
    ("tickets", ErasesTheHeadOnly): "tickets.erase left what was said",
    ("tasks", KeepsTheGroup): "task.group_id differs from the reference",
    ("agents", BringsAgentsBack): "agents.all gave what nobody made|agents.get read an agent that was deleted",
    ("agents", ForgetsRoles): "agent.roles differs from the reference",
    ("messages", SendsTwice): "notes and messages differ from the reference",
    ("messages", LosesTheText): "an activity's text differs from the reference",
    ("customers", AddsForGood): "customer.(email|external_id) differs from the reference",
    ("customers", ListsTwice): "customers.all gave a record twice",
    ("customers", ListsTheDeleted): "customers.all gave what nobody made, or what was deleted",
    ("topics", LeavesDisabledOut): "topics.all gave a topic 0 times",
    ("topics", RenamesWhatItDisables): "topic.name differs from the reference",
    ("answers", LosesAudiences): "answer.audience_ids differs from the reference",
}


@pytest.mark.parametrize(("role", "liar"), LIARS, ids=lambda one: one if isinstance(one, str) else one.__name__)
def test_a_desk_that_lies_in_one_step_of_many_is_found(role, liar):
    with pytest.raises(AssertionError, match=LIARS[role, liar]):
        drive(harness(role, liar))


@pytest.mark.parametrize("liar", [SendsTwiceUnseen, SendsWhatItImports])
def test_what_goes_out_unasked_is_found_where_it_can_be_counted(liar):
    with pytest.raises(AssertionError, match="another number of messages went out to customers than was sent"):
        drive(harness("messages", liar, outbound_messages=lambda role: lambda: role.out))


def test_what_goes_out_as_it_was_asked_to_is_no_lie():
    driven = harness("messages", Counting, outbound_messages=lambda role: lambda: role.out)
    drive(driven)
    assert driven.outbound_messages() > 0


class MovesByCopying(Lying):
    """Gives a ticket that moves a new id, and its messages as well, as some vendors do."""

    def update(self, ticket_id, change):
        before = self.honest.get(ticket_id)
        if change.group_id in (UNSET, before.group_id):
            return self.honest.update(ticket_id, change)
        store = self.desk.native
        copy = evolve(before, id=store.new_id("ticket"), moved_from=ticket_id, external_id="")
        store.tickets[copy.id] = copy
        for one in list(self.desk.messages.of_ticket(ticket_id)):
            copied = evolve(one, id=store.new_id("message"), ticket_id=copy.id)
            store.messages[copied.id] = copied
        return self.honest.update(copy.id, change)


def test_a_ticket_is_followed_to_its_new_id():
    driven = harness("tickets", MovesByCopying)
    drive(driven)
    assert [one for one in driven.desk.tickets.all() if one.moved_from]


def test_a_ticket_that_moves_where_no_messages_are_read_is_followed_as_well():
    drive(harness("tickets", MovesByCopying, Capability.MESSAGES_OF_TICKET))


def test_what_is_declared_with_a_restriction_may_be_refused():
    partly = [Capability.AGENTS_UPDATE]
    drive(harness("agents", RefusesEverything, partly=partly))
    with pytest.raises(InvalidRequestError, match="not that"):
        drive(harness("agents", RefusesEverything))


class ErasesNothing(Lying):
    def erase(self, ticket_id, *, confirm):
        raise ValidationError("not today")


class OpensForNobody(Lying):
    def create(self, new):
        made = evolve(self.honest.create(new), customer_id=None)
        self.desk.native.tickets[made.id] = made
        return made


class HasNone(Lying):
    def all(self, *, kind=None):
        return Listing(lambda: whole([]), what="groups")


@pytest.mark.parametrize(
    ("role", "honest", "lacks"),
    [
        ("tickets", ErasesNothing, []),
        ("tickets", OpensForNobody, [Capability.CUSTOMERS_ALL]),
        ("tickets", Lying, [Capability.TICKETS_UPDATE]),
        ("tickets", Lying, [Capability.TICKETS_GET]),
        ("tickets", Lying, [Capability.CUSTOMERS_CREATE]),
        ("tickets", Lying, [Capability.CUSTOMERS_CREATE, Capability.TICKETS_CREATE, Capability.TICKETS_IMPORT_PAST]),
        ("topics", Lying, [Capability.TOPICS_ALL]),
        ("groups", HasNone, [Capability.TASKS_CREATE]),
        ("agents", Lying, [Capability.AGENTS_ALL, Capability.AGENTS_DELETE, Capability.GROUPS_ALL]),
        ("answers", Lying, [Capability.ANSWERS_AUDIENCES]),
        ("tasks", Lying, [Capability.TASKS_GET, Capability.ANSWERS_GET]),
        ("messages", Lying, [Capability.MESSAGE_CREATED_AT]),
    ],
)
def test_a_desk_that_can_less_is_driven_where_it_can(role, honest, lacks):
    drive(harness(role, honest, *lacks))


def test_a_desk_that_only_lists_agents_can_not_be_driven():
    others = [one for one in Capability if one.is_method and one is not Capability.AGENTS_ALL]
    assert not can_be_driven(harness("", None, *others))
    assert can_be_driven(harness())


def test_a_failure_in_the_middle_is_told_by_the_comparison_that_failed_first():
    driven = harness("tickets", KeepsTheGroup)
    machine = machine_for(driven)
    with pytest.raises(AssertionError) as caught:
        run_state_machine_as_test(machine, settings=profile("brief"))
    script = machine.last.text(caught.value)
    assert script.count("compare_") == 1
    assert "    compare_tickets(harness, reference, TicketPair(" in script


def test_two_customers_of_one_address_fail_the_machine():
    class Unchecked(Lying):
        def create(self, new):
            with contextlib.suppress(ConflictError):
                return self.honest.create(new)
            return self.honest.create(evolve(new, identifiers=()))

    machine = machine_for(harness("customers", Unchecked))()
    new = Maker(machine.harness).new_customer()
    pair = CustomerPair(machine.desk.customers.create(new).id, machine.oracle.customers.create(new).id)
    with pytest.raises(AssertionError, match="let two customers have one address"):
        machine.create_customer_of_a_taken_address(pair)


class KeepsTheDeleted(Lying):
    def delete(self, ident):
        """Do nothing."""


@pytest.mark.parametrize(
    ("role", "pair", "new"),
    [
        ("customers", CustomerPair, Maker.new_customer),
        ("answers", AnswerPair, lambda _: NewAnswer(name="Returns")),
        ("agents", AgentPair, lambda _: NewAgent(email="meg@example.com")),
    ],
)
def test_what_was_deleted_and_can_be_read_fails_the_machine(role, pair, new):
    machine = machine_for(harness(role, KeepsTheDeleted))()
    asked = new(Maker(machine.harness))
    made = pair(getattr(machine.desk, role).create(asked).id, getattr(machine.oracle, role).create(asked).id)
    machine._let_in.append(made)
    with pytest.raises(AssertionError, match=rf"{role}.get read an? {role[:-1]} that was deleted"):
        getattr(machine, f"delete_{role[:-1]}")(made)


def test_a_vendor_that_says_nothing_of_an_agents_availability_is_believed():
    machine = machine_for(harness())()
    before = machine.oracle.agents.create(NewAgent(email="meg@example.com"))
    pair = AgentPair(before.id, before.id)
    machine._begin_available(pair, None)
    machine._begin_available(pair, evolve(before.availability, kind=AvailabilityKind.UNKNOWN))
    assert machine.oracle.agents.get(before.id) == before
    assert comparing._takes_work(None) == ""


def test_a_change_of_status_that_is_refused_leaves_both_sides_as_they_were():
    machine = machine_for(harness())()

    def refused():
        raise ValidationError("not now")

    pair = machine._made_ticket(machine.maker.ticket())
    change = TicketChange(status=TicketStatus.CLOSED)
    assert not machine.both(refused, lambda: machine.oracle.tickets.update(pair.oracle_id, change))
    machine._compare(pair)
