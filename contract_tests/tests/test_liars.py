import shutil
from pathlib import Path

import pytest

import deskbridge_contract_tests.contract  # noqa: F401  what is imported in a run inside is taken away at its end

pytest_plugins = "pytester"

LIARS = {
    "topics, DropsATag": "test_added_topics_are_on_the_ticket",
    "messages, ReordersMessages": "test_a_tickets_messages_come_once_each_and_oldest_first",
    "customers, SwallowsAnError": "test_deleting_an_unknown_customer_raises_not_found",
    "messages, WritesTwice": "test_a_note_is_written_once",
    "tickets, LosesTheZone": "test_every_time_is_aware_and_in_utc",
    "agents, ClaimsTooMuch": "test_methods_that_are_possible_do_not_refuse",
    "groups, FetchesAtOnce": "test_listings_send_nothing_before_they_are_iterated",
    "agents, ListsOnlyOnce": "test_a_listing_can_be_iterated_again_and_tells_whether_it_is_whole",
    "customers, WritesEverything": "test_an_update_changes_only_what_is_set",
    "customers, TellsAnotherStory": "test_a_created_customer_is_read_back_as_it_was_returned",
    "tickets, GivesTheWrongTicket": "test_a_period_bounds_the_listing_at_both_ends",
    "tickets, ForgetsWhenClosing": "test_it_holds_what_the_reference_holds",
}
STARTS = {
    "without_raw": "test_raw_is_what_the_vendor_sent_and_out_of_sight",
    "talkative": "test_no_repr_shows_a_secret",
    "UNDECLARED": "test_every_capability_is_declared",
    "ASKS_FIRST": "test_methods_that_are_not_possible_are_refused_before_a_request",
    "DOES_IT_ANYWAY": "test_methods_that_are_not_possible_are_refused_before_a_request",
    "DROPS_A_FIELD": "test_fields_that_can_not_be_kept_are_refused_before_a_request",
    "NO_REASON": "test_every_restriction_gives_its_reason",
    "NO_SOURCE": "test_every_row_names_its_source",
    "gives_up_at_once": "test_a_read_survives_a_passing_fault[unavailable_before]",
    "shows_what_it_should_not": "test_no_error_or_log_shows_a_secret",
    "loses_what_was_sent": "test_raw_is_what_the_vendor_sent_and_out_of_sight",
    "over_a_wire(lying.RepeatsWrites)": "test_a_note_whose_answer_is_lost_is_never_doubled[reset_after]",
    "over_a_wire(lying.SwallowsRefusals)": "test_a_note_that_is_refused_is_written_once_or_not[unavailable_before]",
}
HONEST = ("harness()", "over_a_wire(lying.TellsTheTruthAboutWrites)")
CONTRACT = """
    import lying
    from deskbridge_contract_tests import HelpdeskContract

    class TestVendor(HelpdeskContract):
        start = staticmethod(lying.{start})
"""


@pytest.fixture
def run(pytester):
    def run_contract(start, *only):
        shutil.copy(Path(__file__).with_name("lying.py"), pytester.path)
        pytester.makepyfile(test_vendor=CONTRACT.format(start=start))
        picked = [f"test_vendor.py::TestVendor::{name}" for name in only] or ["test_vendor.py"]
        return pytester.inline_run("-p", "no:cacheprovider", *picked)

    return run_contract


def names(reports):
    return {report.nodeid.rpartition("::")[2] for report in reports}


@pytest.mark.parametrize(("liar", "test"), LIARS.items())
def test_a_lying_role_fails_by_the_named_test(run, liar, test):
    role, name = liar.split(", ")
    passed, _, failed = run(f"harness({role!r}, lying.{name})").listoutcomes()
    assert test in names(failed)
    assert len(passed) > 30


@pytest.mark.parametrize(("start", "test"), STARTS.items())
def test_a_lying_desk_fails_by_the_named_test(run, start, test):
    _, _, failed = run(start, test).listoutcomes()
    assert names(failed) == {test}


def test_an_honest_desk_passes_everything(run):
    passed, _, failed = run(HONEST[0]).listoutcomes()
    assert names(failed) == set()
    assert len(passed) > 80


def test_an_honest_desk_passes_where_liars_over_a_wire_fail(run):
    wanted = [name for start, name in STARTS.items() if "over_a_wire" in start]
    passed, _, failed = run(HONEST[1], *wanted).listoutcomes()
    assert names(failed) == set()
    assert names(passed) == set(wanted)


def test_a_failure_names_the_capability(run, capsys):
    run("harness('topics', lying.DropsATag)", "test_added_topics_are_on_the_ticket")
    assert "topics.add did not put every topic on the ticket" in capsys.readouterr().out
