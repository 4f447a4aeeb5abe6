"""What the suites do on desks that hold little, refuse much, or lie where no liar of the contract does."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from deskbridge.capabilities import ROLES, Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.errors import NotFoundError, UnsupportedError, ValidationError
from deskbridge.memory import MemoryHelpdesk
from deskbridge.memory.sample import sample_desk
from deskbridge.records import NewAnswer, Ticket, TicketStatus
from deskbridge_contract_tests import Harness, Maker
from deskbridge_contract_tests import samples as finding
from deskbridge_contract_tests.suites import contents, erasing, files, honesty, records, redacting, tasks, tickets

CANT = Support(Level.UNSUPPORTED, "The vendor has no such thing.", source="made up for this test")
PARTLY = Support(Level.PARTIAL, "Not in every case.", source="made up for this test")
NO_NEW = (Capability.TICKETS_CREATE, Capability.TICKETS_IMPORT_PAST, Capability.CUSTOMERS_CREATE)
Failed, Skipped = pytest.fail.Exception, pytest.skip.Exception


class Lying:
    """A role that does what the honest one does, but for the functions it is given."""

    def __init__(self, honest, **lies):
        self.honest, self.lies = honest, lies

    def __getattr__(self, name):
        return self.lies.get(name) or getattr(self.honest, name)


def refuses(error):
    def refused(*args, **kwargs):
        raise error("not this")

    return refused


def harness(whole=None, *lacks, partly=(), **lies):
    """Return a harness of a desk in memory, without some capabilities, with some roles in place of its own."""
    whole = whole or MemoryHelpdesk()
    rows = {**whole.capabilities, **dict.fromkeys(lacks, CANT), **dict.fromkeys(partly, PARTLY)}
    roles = {role: lies.get(role, getattr(whole, role)) for role in ROLES}
    return Harness(desk=Desk(Capabilities("memory", rows), native=whole, roles=roles, close=whole.close))


@pytest.mark.parametrize(
    ("make", "lacks", "said"),
    [
        (Maker.ticket, NO_NEW, "holds no ticket and none can be made by tickets.create or tickets.import_past"),
        (lambda maker: maker.topics(2), [Capability.TOPICS_CREATE], "holds no 2 topics"),
        (Maker.agent, [], "holds no agent"),
        (Maker.group, [], "holds no group"),
    ],
)
def test_on_an_empty_desk_a_suite_says_what_to_put_into_the_seed(make, lacks, said):
    with pytest.raises(Failed, match=f"{said}.*put one into the `sample` seed"):
        make(Maker(harness(None, *lacks)))


def test_a_ticket_without_a_customer_gives_none():
    whole = sample_desk()
    lone = Lying(whole.tickets, get=lambda ident: evolve(whole.tickets.get(ident), customer_id=None))
    with pytest.raises(Failed, match="no ticket with a customer"):
        Maker(harness(whole, *NO_NEW, tickets=lone)).customer()


def test_a_held_ticket_is_taken_as_it_was_listed_where_none_can_be_read():
    whole = sample_desk()
    maker = Maker(harness(whole, *NO_NEW, Capability.TICKETS_GET))
    assert maker.ticket() in list(whole.tickets.all())


def test_where_tickets_are_neither_made_nor_listed_the_test_is_skipped():
    with pytest.raises(Skipped, match="none can be listed, made or imported"):
        Maker(harness(None, *NO_NEW, Capability.TICKETS_ALL)).ticket()


def test_a_ticket_is_imported_where_none_can_be_opened():
    whole = MemoryHelpdesk()
    made = Maker(harness(whole, Capability.TICKETS_CREATE)).ticket()
    assert made.status.kind is TicketStatus.OPEN
    assert [made.id] == [one.id for one in whole.tickets.all()]


def test_the_one_ticket_that_is_held_is_opened_again():
    whole = MemoryHelpdesk()
    whole.tickets.import_past(Maker(harness(whole)).past_ticket(TicketStatus.CLOSED))
    assert Maker(harness(whole, *NO_NEW)).open_ticket().status.kind is TicketStatus.OPEN


def test_nothing_is_looked_for_where_nothing_is_listed():
    assert list(finding._messages(harness(None, Capability.TICKETS_ALL))) == []
    assert finding._first(harness(None, Capability.TASKS_GET), Capability.TASKS_GET, ["1"], str) is None


def test_what_can_not_be_read_is_no_sample():
    read = {"1": refuses(NotFoundError), "2": str}
    found = finding._first(harness(), Capability.TASKS_GET, ["1", "2"], lambda one: read[one](one))
    assert found == "2"
    assert finding._first(harness(), Capability.TASKS_GET, ["1"], lambda one: read[one](one)) is None


def test_agents_without_a_recorder_are_not_on_a_call():
    whole = sample_desk()
    calls = Lying(whole.calls, recorder=refuses(NotFoundError))
    assert finding._on_call(harness(whole, calls=calls)) is None


def test_a_ticket_that_tells_no_time_can_not_bound_a_period():
    lone = Ticket(id="1", vendor="memory", status=sample_desk().tickets.all().first().status)
    with pytest.raises(Skipped, match="are not told"):
        tickets._active(evolve(lone, created_at=None, updated_at=None))


def test_a_file_that_is_not_there_by_that_name_is_no_failure(tmp_path: Path):
    tried = []
    files._tried(harness(), lambda _, target: tried.append(target) or refuses(NotFoundError)(), tmp_path)
    assert tried == [tmp_path]


def test_a_complaint_about_a_record_names_its_kind():
    assert records._said(sample_desk().agents.all().first(), "no time") == "a Agent of memory has no time"


def test_messages_that_all_refuse_to_be_redacted_fail_the_test():
    whole = sample_desk()
    ticket = whole.tickets.all().first()
    note = evolve(Maker(harness(whole)).note(ticket), ticket_id=ticket.id)
    stubborn = Lying(whole.messages, redact=refuses(ValidationError))
    with pytest.raises(AssertionError, match="is declared full and refused a message"):
        redacting._redacted(harness(whole, messages=stubborn), (note,))
    partly = harness(whole, partly=[Capability.MESSAGES_REDACT], messages=stubborn)
    with pytest.raises(Failed, match="refused every message"):
        redacting._redacted(partly, (note,))


def test_an_answer_that_takes_no_words_anywhere_fails_the_test():
    whole = sample_desk()
    wordless = Lying(whole.answers, set_content=refuses(ValidationError))
    with pytest.raises(Failed, match="refused every language and use"):
        contents._place(
            harness(whole, partly=[Capability.ANSWERS_SET_CONTENT], answers=wordless),
            whole.answers.create(NewAnswer(name="Returns")),
        )


def test_a_ticket_is_closed_where_only_closed_ones_are_erased():
    whole = MemoryHelpdesk()
    ticket = Maker(harness(whole)).ticket()

    def erase(ticket_id, *, confirm):
        if whole.tickets.get(ticket_id).status.kind is not TicketStatus.CLOSED:
            raise ValidationError("close it first")
        whole.tickets.erase(ticket_id, confirm=confirm)

    careful = Lying(whole.tickets, erase=erase)
    with pytest.raises(ValidationError, match="close it first"):
        erasing._erase(harness(whole, Capability.TICKETS_UPDATE, tickets=careful), ticket)
    erasing._erase(harness(whole, tickets=careful), ticket)
    assert whole.tickets.get(ticket.id).erased


def test_a_desk_that_takes_no_ids_of_ours_can_not_recognise_a_repeated_task():
    whole = sample_desk()
    own = Lying(whole.tasks, create=lambda new: whole.tasks.create(evolve(new, id=None)))
    driven = harness(whole, tasks=own)
    with pytest.raises(Skipped, match="takes no ids of ours"):
        tasks.TasksSuite().test_a_task_made_twice_by_one_id_is_recognised(driven, Maker(driven))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (refuses(ValueError), ["raised ValueError instead of UnsupportedError"]),
        (lambda _: None, ["was not refused"]),
        (lambda desk: desk.customers.delete("1"), ["was not refused"]),
    ],
)
def test_a_refusal_that_is_none_is_told(call, said):
    whole = MemoryHelpdesk()
    driven = harness(whole, customers=Lying(whole.customers, delete=lambda _: None))
    complaints = list(honesty._complaints(driven, Capability.CUSTOMERS_DELETE, call))
    assert complaints == [f"customers.delete: {one}" for one in said]


def test_a_request_that_was_sent_before_the_refusal_is_told():
    sent = iter(range(10))
    driven = evolve(harness(None, Capability.CUSTOMERS_DELETE), requests=lambda: next(sent))
    (complaint,) = honesty._complaints(driven, Capability.CUSTOMERS_DELETE, lambda desk: desk.customers.delete("1"))
    assert complaint == "customers.delete: sent a request"


def test_a_refusal_of_something_else_without_a_reason_is_told():
    driven = harness(None, Capability.AGENTS_ALL)
    other = list(honesty._complaints(driven, Capability.CUSTOMERS_DELETE, lambda desk: desk.agents.all()))
    assert other == ["customers.delete: the refusal names agents.all"]

    def without_a_reason(desk):
        raise UnsupportedError(capability=Capability.AGENTS_ALL, reason=" ", vendor="memory")

    bare = list(honesty._complaints(driven, Capability.AGENTS_ALL, without_a_reason))
    assert bare == ["agents.all: the refusal gives no reason"]
