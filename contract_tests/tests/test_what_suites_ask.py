"""What the suites still ask of desks of which a part is not declared, and what they say of those that lie there."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from attrs import evolve

from deskbridge.capabilities import ROLES, Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.errors import ConflictError, InvalidRequestError, NotFoundError, UnsupportedError
from deskbridge.memory import MemoryHelpdesk
from deskbridge.memory.sample import sample_desk
from deskbridge.records import Attachment, NewTopic, TaskId
from deskbridge.sandbox import FaultBox
from deskbridge_contract_tests import Harness, HelpdeskContract, Maker
from deskbridge_contract_tests.harness import Altering
from deskbridge_contract_tests.samples import Samples
from deskbridge_contract_tests.suites import (
    beside,
    customers,
    desks,
    erasing,
    exports,
    faults,
    files,
    finding,
    honesty,
    messages,
    records,
    redacting,
)
from deskbridge_contract_tests.suites import played as playing
from deskbridge_contract_tests.suites import secrets as hiding

CANT = Support(Level.UNSUPPORTED, "The vendor has no such thing.", source="made up for this test")
Skipped = pytest.skip.Exception


class Lying:
    """A role that does what the honest one does, but for the functions it is given."""

    def __init__(self, honest, **lies):
        self.honest, self.lies = honest, lies

    def __getattr__(self, name):
        return self.lies.get(name) or getattr(self.honest, name)


def raises(error):
    def raised(*_, **__):
        raise error

    return raised


def harness(whole, *lacks, only=(), **lies):
    """Return a harness of a desk in memory, without some capabilities or with some only, and with lying roles."""
    lacks = [one for one in Capability if one not in only] if only else lacks
    roles = {role: lies.get(role, getattr(whole, role)) for role in ROLES}
    declared = Capabilities("memory", {**whole.capabilities, **dict.fromkeys(lacks, CANT)})
    return Harness(desk=Desk(declared, native=whole, roles=roles, close=whole.close))


def samples(whole):
    return HelpdeskContract.samples(harness(whole))


def job_of(desk, samples):
    return next(one for one in desk.exports.jobs() if one.files and one.id != samples.export[0])


def test_a_deleted_job_is_gone_also_where_its_files_can_not_be_read():
    whole = sample_desk()
    known = samples(whole)
    job = job_of(whole, known)
    exports.ExportJobsSuite().test_a_deleted_export_job_is_gone_with_its_files(
        harness(whole, Capability.EXPORTS_READ), known
    )
    with pytest.raises(NotFoundError):
        whole.exports.get(job.id)


def test_a_job_that_is_still_listed_after_it_was_deleted_fails_also_where_its_files_can_not_be_read():
    whole = sample_desk()
    job = job_of(whole, samples(whole))
    lying = Lying(whole.exports, delete=lambda _: None, get=raises(NotFoundError("it is gone")))
    with pytest.raises(AssertionError, match="exports.jobs lists a job that was deleted"):
        exports.ExportJobsSuite().test_a_deleted_export_job_is_gone_with_its_files(
            harness(whole, Capability.EXPORTS_READ, exports=lying), Samples(export=(f"not {job.id}", "a file"))
        )


def test_a_saved_export_file_is_whole_also_where_none_can_be_read(tmp_path: Path):
    whole = sample_desk()
    driven, known, suite = harness(whole, Capability.EXPORTS_READ), samples(whole), exports.ExportFilesSuite()
    suite.test_a_saved_export_file_holds_what_is_read(driven, known, tmp_path)
    empty = Lying(whole.exports, save=lambda _, __, target: target.write_bytes(b"") or target)
    (folder := tmp_path / "other").mkdir()
    with pytest.raises(AssertionError, match="exports.save saved an empty file"):
        suite.test_a_saved_export_file_holds_what_is_read(
            harness(whole, Capability.EXPORTS_READ, exports=empty), known, folder
        )


def test_a_customer_of_a_ticket_is_changed_where_none_can_be_made():
    whole = sample_desk()
    suite = customers.CustomersSuite()
    honest = harness(whole, Capability.CUSTOMERS_CREATE)
    suite.test_an_update_changes_only_what_is_set(honest, Maker(honest))

    def moves(ident, change):
        return whole.customers.update(ident, evolve(change, address="elsewhere"))

    lying = harness(whole, Capability.CUSTOMERS_CREATE, customers=Lying(whole.customers, update=moves))
    with pytest.raises(AssertionError, match="changed more than was set"):
        suite.test_an_update_changes_only_what_is_set(lying, Maker(lying))


def test_who_may_not_share_a_number_is_not_looked_for():
    whole = sample_desk()
    made, suite = [], finding.FindingSuite()

    def create(new):
        if made:
            raise ConflictError("the number is taken")
        made.append(whole.customers.create(new))
        return made[0]

    alone = harness(whole, customers=Lying(whole.customers, create=create))
    suite.test_all_who_share_a_phone_number_are_found(alone, Maker(alone))
    assert len(made) == 1


def test_a_ticket_is_not_looked_at_where_none_can_be_read_once_the_word_was_refused():
    whole = MemoryHelpdesk()
    lying = Lying(whole.tickets, get=raises(AssertionError("it was read")), erase=raises(InvalidRequestError("no")))
    blind = harness(whole, Capability.TICKETS_GET, tickets=lying)
    erasing.ErasingSuite().test_nothing_is_erased_without_the_very_word(blind, Maker(blind), confirm="yes")


def test_comments_are_looked_at_also_where_none_can_be_written():
    whole = sample_desk()
    driven = harness(whole, Capability.TASKS_ADD_COMMENT)
    listings = records._work(driven, Maker(driven))
    (task,) = [one for one in listings[Capability.TASKS_OF_CUSTOMER]() if one.text.startswith("contract-")]
    assert list(listings[Capability.TASKS_COMMENTS]()) == list(whole.tasks.comments(TaskId(task.id))) == []


def test_a_topic_that_is_held_is_taken_where_none_can_be_made():
    whole = MemoryHelpdesk()
    held = whole.topics.create(NewTopic(name="Returns"))
    assert Maker(harness(whole, Capability.TOPICS_CREATE)).topic() == held


def test_desks_of_which_nothing_can_be_listed_have_nothing_to_be_compared_by():
    lists = [one for one in Capability if one.value.endswith((".all", ".audiences"))]
    driven = evolve(harness(MemoryHelpdesk(), *lists), connect=lambda _: nullcontext(MemoryHelpdesk()))
    with pytest.raises(Skipped, match="nothing can be listed"):
        desks.DesksSuite().test_desks_share_nothing_that_one_of_them_closes_or_watches(driven)


def test_where_no_further_desk_can_be_connected_no_options_are_tried():
    driven = evolve(harness(MemoryHelpdesk()), faults=FaultBox())
    with pytest.raises(Skipped, match="no transport"):
        faults.FaultsSuite().test_the_deadline_ends_all_waiting(driven, Maker(driven))


def test_a_file_that_is_not_what_the_vendor_holds_fails(tmp_path: Path):
    whole = sample_desk()
    message = next(iter(whole.messages.of_ticket(whole.tickets.all().first().id)))
    lying = Lying(whole.files, save=lambda _, __, target: target.write_bytes(b"half") and target)
    known = Samples(attachment=(message.id, Attachment(id="1", name="a.bin")), attachment_bytes=b"half of it")
    with pytest.raises(AssertionError, match="files.save did not save the whole file"):
        files.FilesSuite().test_a_file_is_saved_whole_under_its_name(harness(whole, files=lying), known, tmp_path)


@pytest.mark.parametrize(
    ("error", "refused"),
    [
        (UnsupportedError(capability=Capability.AGENTS_ALL, reason="no", vendor="memory"), True),
        (UnsupportedError(capability=Capability.AGENTS_GET, reason="no", vendor="memory"), False),
        (NotImplementedError(), True),
        (NotFoundError("there is none"), False),
    ],
)
def test_what_refuses_as_not_written_though_it_is_declared_is_told(error, refused):
    whole = sample_desk()
    driven = harness(whole, only=[Capability.AGENTS_ALL], agents=Lying(whole.agents, all=raises(error)))
    if not refused:
        honesty.HonestySuite().test_methods_that_are_possible_do_not_refuse(driven)
        return
    with pytest.raises(AssertionError, match=r"declared as possible are refused"):
        honesty.HonestySuite().test_methods_that_are_possible_do_not_refuse(driven)


def test_a_list_in_place_of_a_listing_is_told():
    whole = sample_desk()
    driven = harness(whole, only=[Capability.AGENTS_ALL], agents=Lying(whole.agents, all=lambda: [1]))
    honesty.HonestySuite().test_methods_that_are_possible_do_not_refuse(driven)
    with pytest.raises(AssertionError, match="return no Listing"):
        honesty.HonestySuite().test_listings_send_nothing_before_they_are_iterated(driven)


def test_tickets_without_any_message_are_nothing_to_be_ordered():
    driven = harness(MemoryHelpdesk(), Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_IMPORT_PAST)
    with pytest.raises(Skipped, match="ticket with a message"):
        messages.ReadingMessagesSuite().test_a_tickets_messages_come_once_each_and_oldest_first(driven, Maker(driven))


def test_where_no_note_can_be_written_a_customers_message_is_needed_to_redact():
    driven = harness(MemoryHelpdesk(), Capability.MESSAGES_ADD_NOTE)
    with pytest.raises(Skipped, match="customer's message"):
        redacting._note_to_redact(driven, Maker(driven))


def test_a_ticket_that_is_read_in_spite_of_a_fault_shows_nothing_to_look_through():
    whole = sample_desk()
    assert hiding._texts(whole, whole.tickets.all().first().id) == []
    assert hiding._texts(whole, "nowhere") != []


def recorded(driven):
    """Return a harness as of a run that is recorded: what answers is not to be changed."""
    return evolve(driven, altering=Altering(lambda _: nullcontext(), changes=False))


def test_while_a_run_is_recorded_what_will_be_altered_is_read():
    read = []
    whole = sample_desk()
    driven = recorded(harness(whole, agents=Lying(whole.agents, all=lambda: read.append("all") or whole.agents.all())))
    suite = playing.AlteredAnswersSuite()
    suite.test_a_field_that_nobody_has_heard_of_changes_nothing_and_is_kept(
        driven, Maker(driven), Capability.AGENTS_ALL
    )
    assert len(read) == 2
    suite.test_reading_survives_what_is_missing_null_or_of_another_kind(driven, Maker(driven), Capability.AGENTS_ALL)
    assert len(read) == 3


def test_without_a_ticket_of_a_customer_there_is_no_answer_to_alter():
    whole = sample_desk()
    lone = Lying(whole.tickets, create=lambda new: evolve(whole.tickets.create(new), customer_id=None))
    driven = recorded(harness(whole, tickets=lone))
    with pytest.raises(Skipped, match="no ticket with a customer"):
        playing._read(driven, Maker(driven), Capability.AGENTS_ALL)


def test_what_differs_from_the_reference_is_told_with_a_script_that_leads_there():
    whole = MemoryHelpdesk()
    nameless = Lying(whole.customers, create=lambda new: whole.customers.create(evolve(new, name="")))
    can = [one for one in Capability if one.value.startswith(("customers.", "customer."))]
    driven = harness(whole, only=can, customers=nameless)
    with pytest.raises(AssertionError, match=r"customer.name differs from the reference") as caught:
        beside.BesideMemorySuite().test_it_holds_what_the_reference_holds(driven, "brief")
    (script,) = [one for one in caught.value.__notes__ if "as a script:" in one]
    assert "compare_customers(harness, reference, CustomerPair(customer_1.id, customer_2.id))" in script
