"""Liars about whom they find, what goes with a deletion, what is emptied and what is new; each fails as named."""

import shutil
from pathlib import Path

import pytest

pytest_plugins = "pytester"

unmeasured = pytest.mark.unmeasured

NEW = "test_a_listing_that_is_iterated_again_shows_what_is_new"
LIARS = {
    "customers, FindsByEndings": "test_a_part_of_an_email_finds_no_customer",
    "customers, FindsByBeginnings": "test_a_part_of_an_external_id_finds_no_customer",
    "customers, FindsTheFirst": "test_all_who_share_a_phone_number_are_found",
    "agents, FindsByEndings": "test_a_part_of_an_email_finds_no_agent",
    "customers, KeepsWhatItRead": f"{NEW}[customers.all]",
    "tickets, KeepsWhatItRead": f"{NEW}[tickets.all]",
    "agents, KeepsWhatItRead": f"{NEW}[agents.all]",
    "topics, KeepsWhatItRead": f"{NEW}[topics.all]",
    "answers, KeepsWhatItRead": f"{NEW}[answers.all]",
    "customers, GoesRound": "test_all_customers_are_listed_once",
    "tickets, GoesRound": "test_all_tickets_are_listed_once",
    "agents, GoesRound": "test_all_agents_are_listed_once",
    "groups, GoesRound": "test_all_groups_are_listed_once",
    "topics, GoesRound": "test_all_topics_are_listed_once",
    "answers, GoesRound": "test_all_answers_are_listed_once",
    "customers, TakesEmptyForUnset": "test_an_emptied_name_of_a_customer_is_empty_or_refused",
    "customers, WipesAttributes": "test_an_update_changes_only_what_is_set",
    "customers, WipesNumbers": "test_an_update_changes_only_what_is_set",
    "customers, TellsLettersApart": "test_a_second_customer_of_one_email_is_a_conflict",
    "customers, ChangesWhoHasTheId": "test_a_customer_of_an_id_that_is_taken_leaves_who_has_it",
    "topics, RenamesWhatHasTheId": "test_a_topic_of_an_id_that_is_taken_leaves_the_one_that_has_it",
    "customers, DeletesItsNeighbour": "test_a_deleted_customer_is_gone",
    "answers, TakesEmptyForUnset": "test_an_emptied_description_of_an_answer_is_empty_or_refused",
    "answers, DeletesItsNeighbour": "test_a_deleted_answer_is_gone",
    "agents, DeletesItsNeighbour": "test_a_deleted_agent_is_gone",
    "tickets, TakesEmptyForUnset": "test_an_emptied_subject_is_empty_or_refused",
    "customers, ChangesTheFirstOnly": "test_a_customers_fields_that_are_changed_together_all_change",
    "tickets, ChangesTheFirstOnly": "test_a_tickets_fields_that_are_changed_together_all_change",
    "tasks, ChangesTheFirstOnly": "test_a_tasks_fields_that_are_changed_together_all_change",
    "tickets, WantsBothBounds": "test_one_bound_alone_bounds_the_listing",
    "tickets, DropsTheZone": "test_a_period_bounds_the_listing_at_both_ends",
    "events, DropsTheZone": "test_a_period_bounds_the_events_at_both_ends",
    "tickets, OpensForAnybody": "test_a_ticket_of_an_unknown_customer_is_refused",
    "messages, KnowsNotesByTheirText": "test_two_notes_of_one_text_are_two",
    "messages, Composes": "test_a_note_keeps_its_text_in_every_script",
    "topics, LeavesItsParent": "test_a_topic_is_renamed",
    "topics, TellsWhatWas": "test_a_topic_is_renamed",
    "tasks, CutsSeconds": "test_a_task_is_due_when_it_was_said_to_be_in_utc",
}
ALSO = {"customers, TakesEmptyForUnset": "test_an_emptied_address_of_a_customer_is_empty_or_refused"}
HONEST = "customers, CallsASharedNumberTaken"
CONTRACT = """
    import lying
    import lying_seeking
    from deskbridge_contract_tests import HelpdeskContract

    class TestVendor(HelpdeskContract):
        start = staticmethod(lying.harness({role!r}, lying_seeking.{name}))
        samples = staticmethod(lying.samples)
"""


@pytest.fixture
def run(pytester):
    def run_contract(liar, *only):
        for name in ("lying.py", "lying_seeking.py"):
            shutil.copy(Path(__file__).with_name(name), pytester.path)
        role, name = liar.split(", ")
        pytester.makepyfile(test_vendor=CONTRACT.format(role=role, name=name))
        picked = [f"test_vendor.py::TestVendor::{one}" for one in only]
        return pytester.inline_run("-p", "no:cacheprovider", *picked)

    return run_contract


def names(reports):
    return {report.nodeid.rpartition("::")[2] for report in reports}


@unmeasured
@pytest.mark.parametrize(("liar", "test"), [*LIARS.items(), *ALSO.items()])
def test_a_liar_fails_by_the_named_test(run, liar, test):
    _, _, failed = run(liar, test).listoutcomes()
    assert names(failed) == {test}


@unmeasured
def test_a_desk_on_which_nobody_shares_a_number_passes(run):
    passed, _, failed = run(HONEST, "test_all_who_share_a_phone_number_are_found").listoutcomes()
    assert (names(passed), names(failed)) == ({"test_all_who_share_a_phone_number_are_found"}, set())


@pytest.mark.parametrize("liar", ["customers, ChangesWhoHasTheId", "topics, RenamesWhatHasTheId"])
def test_a_desk_that_gives_its_own_ids_is_not_asked_for_ours(run, liar):
    role, asked = liar.partition(",")[0], LIARS[liar]
    _, skipped, failed = run(f"{role}, GivesItsOwnIds", asked).listoutcomes()
    assert (names(skipped), names(failed)) == ({asked}, set())


@unmeasured
def test_an_honest_desk_passes_all_of_these(run):
    wanted = {*LIARS.values(), *ALSO.values()}
    passed, _, failed = run("customers, Lying", *sorted(wanted)).listoutcomes()
    assert (names(passed), names(failed)) == (wanted, set())
