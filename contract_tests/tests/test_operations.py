"""The operations that faults meet, and those that name what is gone: each of them on a desk that can do everything."""

import pytest
from attrs import evolve

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.memory.sample import DIRECT, MERGED_CUSTOMER, sample_desk
from deskbridge.records import NewTopic, TicketId
from deskbridge_contract_tests import Harness
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.samples import Samples, Subject, found
from deskbridge_contract_tests.suites.operations import CANDIDATES, begun
from deskbridge_contract_tests.suites.operations.base import READS, Kind, Setting
from deskbridge_contract_tests.suites.operations.deleting import gone
from deskbridge_contract_tests.suites.operations.naming import NAMINGS
from deskbridge_contract_tests.suites.operations.reading import CAPPED
from deskbridge_contract_tests.suites.told import Outcome, outcome_of

CANT = Support(Level.UNSUPPORTED, "The vendor can't.", source="made up for this test")
ALL = [(kind, number) for kind, candidates in CANDIDATES.items() for number in range(len(candidates))]


class Sent:
    """Direct messages, counted."""

    def __init__(self, honest):
        self.honest = honest
        self.count = 0

    def __getattr__(self, name):
        return getattr(self.honest, name)

    def send_direct(self, new):
        self.count += 1
        return self.honest.send_direct(new)


def setting(desk, **others):
    harness = Harness(desk=desk, **others)
    samples = found(harness)
    return Setting(harness=harness, maker=Maker(harness), samples=evolve(samples, direct=DIRECT))


def lesser(*lacks):
    """Return a desk on the sample data that lacks some capabilities."""
    whole = sample_desk()
    whole.topics.create(NewTopic(name="Kites"))
    rows = {**whole.capabilities, **dict.fromkeys(lacks, CANT)}
    roles = {one.subject: getattr(whole, one.subject) for one in Capability if one.is_method}
    return Desk(Capabilities("memory", rows), native=whole, roles=roles, close=whole.close)


@pytest.mark.parametrize(("kind", "number"), [row for row in ALL if row[0] is not Kind.PAGE])
def test_every_operation_can_be_begun_and_is_done_once(kind, number):
    desk = sample_desk()
    desk.messages = Sent(desk.messages)
    _, begin = CANDIDATES[kind][number]
    operation = begin(setting(desk, outbound_messages=lambda: desk.messages.count))
    if operation.warm is not None:
        operation.warm(desk)
    if kind not in READS:
        assert int(operation.held(desk)) == 0
    operation.call(desk)
    assert int(operation.held(desk)) == 1


def test_a_later_page_is_begun_with_the_listing_that_takes_several_requests():
    desk = sample_desk()
    on = setting(desk)
    assert begun(Kind.PAGE, on) is None
    paged = evolve(on, samples=Samples(paged=(Capability.EXPORTS_JOBS, 2, 1)))
    operation = begun(Kind.PAGE, paged)
    assert (operation.skip, len(operation.call(desk))) == (1, 2)


@pytest.mark.parametrize("what", [Capability.EXPORTS_SAVE, Capability.CALLS_SAVE_RECORDING, Capability.FILES_SAVE])
def test_nothing_is_saved_where_there_is_no_sample(what):
    begin = next(begin for needed, begin in CANDIDATES[Kind.SAVE] if needed == (what,))
    assert begin(evolve(setting(sample_desk()), samples=Samples())) is None


@pytest.mark.parametrize("samples", [Samples(), Samples(direct=DIRECT)])
def test_no_direct_message_is_begun_that_nobody_could_count(samples):
    on = evolve(setting(sample_desk()), samples=samples)
    assert begun(Kind.SEND_DIRECT, on) is None


class OtherIds:
    """A role that gives ids of its own."""

    def __init__(self, honest):
        self.honest = honest

    def create(self, new):
        return self.honest.create(evolve(new, id=None))


@pytest.mark.parametrize("role", ["customers", "tasks"])
def test_a_vendor_that_takes_no_ids_of_ours_has_no_such_operation(role):
    desk = sample_desk()
    begin = CANDIDATES[Kind.CREATE_OURS][("customers", "tasks").index(role)][1]
    on = setting(desk)
    setattr(desk, role, OtherIds(getattr(desk, role)))
    assert begin(on) is None


@pytest.mark.parametrize("what", CAPPED)
def test_a_listing_that_a_vendor_may_cut_is_asked_for_by_an_id(what):
    desk = sample_desk()
    held = {
        Capability.MESSAGES_OF_TICKET: "ticket-1",
        Capability.CUSTOMERS_FIND: "+12025550100",
        Capability.TASKS_COMMENTS: setting(desk).maker.task().id,
    }
    listing = CAPPED[what](desk, held.get(what, MERGED_CUSTOMER[1]))
    assert len(list(listing)) == (what in {Capability.MESSAGES_OF_TICKET, Capability.TICKETS_OF_CUSTOMER})


@pytest.mark.parametrize("subject", Subject)
@pytest.mark.parametrize(
    "lacks", [(), (Capability.CUSTOMERS_DELETE, Capability.ANSWERS_DELETE, Capability.AGENTS_DELETE)]
)
def test_what_is_gone_was_deleted_or_was_never_there(subject, lacks):
    on = setting(lesser(*lacks))
    get = next(one for one in NAMINGS if one.subject is subject and one.kind is Kind.READ)
    outcome = outcome_of(lambda: get.call(on, gone(on, subject)))
    assert isinstance(outcome.error, get.ends)


def test_what_nobody_can_name_is_not_looked_for():
    on = setting(lesser(Capability.CUSTOMERS_DELETE, Capability.TASKS_CREATE))
    with pytest.raises(pytest.skip.Exception, match="no task here whose id"):
        gone(on, Subject.TASK)


def test_where_nothing_is_written_a_message_of_a_ticket_is_taken_if_there_is_one():
    held = (Capability.TICKETS_CREATE, Capability.TICKETS_IMPORT_PAST)
    desk = lesser(Capability.CUSTOMERS_DELETE, Capability.MESSAGES_ADD_NOTE, *held)
    assert gone(setting(desk), Subject.MESSAGE) not in desk.native.native.messages
    desk.native.native.messages.clear()
    with pytest.raises(pytest.skip.Exception, match="no message"):
        gone(setting(desk), Subject.MESSAGE)


def test_an_outcome_is_a_value_or_an_error_of_ours():
    desk = sample_desk()
    ticket = desk.tickets.get(TicketId("ticket-1"))
    assert outcome_of(lambda: desk.tickets.get(TicketId("ticket-1"))) == Outcome(value=ticket)
    assert outcome_of(lambda: desk.tickets.get(TicketId("none"))).error.operation == "tickets.get"
    with pytest.raises(ZeroDivisionError):
        outcome_of(lambda: 1 / 0)
