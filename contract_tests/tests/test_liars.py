import importlib.util
import os
import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from deskbridge.memory.sample import sample_desk
from deskbridge_contract_tests.contract import HelpdeskContract

pytest_plugins = "pytester"

pytestmark = pytest.mark.unmeasured

_SPEC = importlib.util.spec_from_file_location("lying", Path(__file__).with_name("lying.py"))
lying = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(lying)

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
    "messages, HidesInsteadOfRedacting": "test_a_redacted_messages_content_is_gone_and_the_message_stays",
    "tasks, LosesTheDueDate": "test_a_task_is_due_when_it_was_said_to_be_in_utc",
    "tasks, CutsTheZoneOff": "test_a_task_is_due_when_it_was_said_to_be_in_utc",
    "tasks, ListsTasksOldestFirst": "test_a_customers_tasks_come_once_each_and_newest_first",
    "tasks, MakesTasksTwice": "test_a_task_made_twice_by_one_id_is_recognised",
    "tasks, OpensWhatIsPutOff": "test_it_holds_what_the_reference_holds",
    "tasks, ReordersComments": "test_comments_come_oldest_first_and_whole_in_every_script",
    "tasks, ThrowsLateCommentsAway": "test_a_comment_on_a_closed_task_is_kept_or_refused",
    "answers, AppendsContents": "test_a_content_replaces_what_was_there",
    "answers, ForgetsLanguages": "test_contents_are_set_by_language_and_use",
    "calls, CutsRecordings": "test_a_recording_is_saved_whole_under_its_name",
    "calls, LeavesAnEmptyFile": "test_a_recording_that_is_not_there_leaves_nothing_behind",
    "calls, SwapsSpeakers": "test_utterances_come_in_the_order_in_which_they_were_said",
    "calls, TogglesTheRecorder": "test_the_recording_of_a_call_is_switched_on_and_off",
    "files, TakesNamesForPaths": "test_a_files_name_is_never_a_path",
    "exports, ListsEveryJob": "test_export_jobs_are_listed_by_status",
    "exports, LosesTheLastLine": "test_a_saved_export_file_holds_what_is_read",
    "reports, CountsInReports": "test_a_report_gives_its_rows_by_column",
    "events, ForgetsTheEnd": "test_a_period_bounds_the_events_at_both_ends",
    "events, AcceptsAnything": "test_an_unproven_delivery_is_refused_and_not_looked_at",
    "events, LooksBeforeItProves": "test_an_unproven_delivery_is_refused_and_not_looked_at",
    "events, DeletesWhatItGives": "test_polled_events_wait_until_they_are_acknowledged",
    "events, EmptiesTheQueue": "test_acknowledged_events_are_gone_and_the_others_stay",
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
    "gives_up_at_once": "test_a_fault_is_survived_or_told[read-503 before]",
    "shows_what_it_should_not": "test_no_error_or_log_shows_a_secret",
    "loses_what_was_sent": "test_raw_is_what_the_vendor_sent_and_out_of_sight",
    "harness('tickets', lying.ErasesTheHeadOnly)": "test_what_was_said_in_an_erased_ticket_is_gone",
    "harness('tickets', lying.ErasesUnasked)": "test_nothing_is_erased_without_the_very_word[True]",
    "harness('messages', lying.ExchangesTheNumbers)": "test_a_direct_message_is_sent_once_and_tells_how_far_it_came",
    "harness('agents', lying.IgnoresTheSecondIdentifier)": "test_an_agent_is_asked_for_by_exactly_one_identifier",
    "harness('agents', lying.EmptiesAgents)": "test_an_agent_is_renamed_and_the_rest_stays",
    "harness('calls', lying.DropsTheRecording)": "test_a_logged_call_is_told_by_its_ticket",
    "harness('surveys', lying.LinksToAnything)": "test_a_survey_that_is_not_there_has_no_address",
    "harness('files', lying.ShowsNotesToAnybody)": "test_internal_notes_are_in_a_document_only_when_asked_for",
    "over_a_wire(lying.RepeatsWrites)": "test_a_fault_is_survived_or_told[note-reset after]",
    "over_a_wire(lying.SwallowsRefusals)": "test_a_fault_is_survived_or_told[note-503 before]",
}
MORE = {
    "harness('tickets', lying_more.StopsAPageEarly)": "test_new_tickets_are_among_all",
    "harness('tickets', lying_more.DoublesAPage)": "test_all_tickets_are_listed_once",
    "harness('tickets', lying_more.TellsLocalTimes)": "test_every_time_is_aware_and_in_utc",
    "harness('agents', lying_more.GoesOnWhereItStopped)": "test_a_listing_that_is_left_and_begun_anew_gives_everything",
    "harness('topics', lying_more.LosesUpdates)": "test_eight_threads_lose_no_update",
    "harness('messages', lying_more.CutsLongTexts)": "test_a_long_note_is_kept_to_its_end",
    "harness('messages', lying_more.StripsBlanks)": "test_a_note_keeps_its_blanks",
    "harness('messages', lying_more.LosesHtml)": "test_a_note_keeps_its_html",
    "harness('messages', lying_more.MarksNotesPublic)": "test_a_note_is_private_and_read_back",
    "harness('customers', lying_more.LowersAddresses)": (
        "test_an_address_is_told_as_it_was_written_beside_the_normalised_one"
    ),
    "SENDS_WHAT_IT_IMPORTS": "test_importing_messages_of_every_kind_tells_no_customer",
    "LEAKS_A_SECRET": "test_no_error_or_log_shows_a_secret",
    "wired(lying_more.IgnoresTheDeadline)": "test_a_fault_is_survived_or_told[read-late]",
    "wired(lying_more.FollowsRedirects)": "test_a_redirect_to_another_host_is_not_followed",
    "sharing(one_pool=True)": "test_desks_share_nothing_that_one_of_them_closes_or_watches",
}
LITTLE = "the desk behind its wire does little else, and so keeps little else of the contract"
LOUD = {
    "talkative": "whatever it says holds the secret",
    "gives_up_at_once": LITTLE,
    "shows_what_it_should_not": LITTLE,
    "loses_what_was_sent": LITTLE,
    "wired(lying_more.IgnoresTheDeadline)": LITTLE,
    "wired(lying_more.FollowsRedirects)": LITTLE,
    "lying.harness('answers', lying_third.AnswersFromACache)": "answers that are read can't be changed either",
    "lying.harness('messages', lying_third.KnowsBeforehand)": "a cut listing can't be read where warnings are errors",
    "lying.harness('messages', lying_third.CriesWolf)": "as above, and every listing of messages is called cut",
}
"""Liars that fail by more than a handful of tests, and why."""
GONE = "test_what_was_deleted_is_not_found"
MERGED = "test_what_was_merged_is_followed_or_told"
ERASED = "test_an_erased_ticket_is_refused_or_stays_erased"
THIRD = {
    "lying.harness('answers', lying_third.AnswersFromACache)": f"{GONE}[answer-answers.get]",
    "lying.harness('answers', lying_third.CallsItForbidden)": f"{GONE}[answer-answers.delete]",
    "lying.harness('messages', lying_third.ListsNothingOfNobody)": f"{GONE}[ticket-messages.of_ticket]",
    "lying.harness('messages', lying_third.WritesToNobody)": f"{GONE}[customer-messages.add_activity]",
    "lying.harness('tasks', lying_third.NamesNobody)": f"{GONE}[task-tasks.update]",
    "lying.harness('customers', lying_third.HidesTheMerge)": f"{MERGED}[customer-customers.get]",
    "lying.harness('customers', lying_third.DeletesTheSurvivor)": f"{MERGED}[customer-customers.delete]",
    "lying.harness('tickets', lying_third.ListsNothingOfTheMerged)": f"{MERGED}[customer-tickets.of_customer]",
    "lying.harness('messages', lying_third.ConfusesTheIds)": f"{MERGED}[customer-messages.add_activity]",
    "lying.harness('messages', lying_third.FollowsElsewhere)": f"{MERGED}[ticket-messages.add_note]",
    "lying.harness('tickets', lying_third.BringsBackWhatWasErased)": f"{ERASED}[ticket-tickets.update]",
    "lying.harness('messages', lying_third.HidesTheCut)": "test_a_listing_that_the_vendor_cuts_says_so",
    "lying.harness('messages', lying_third.KnowsBeforehand)": (
        "test_a_cut_listing_that_is_left_early_does_not_say_that_it_was_cut"
    ),
    "lying.harness('messages', lying_third.CriesWolf)": (
        "test_a_short_listing_says_that_it_is_whole[messages.of_ticket]"
    ),
    "lying_third.sending(lying_third.SendsAgainWhenInDoubt)": (
        "test_a_fault_is_survived_or_told[send direct-reset after]"
    ),
}
CUT = [test for start, test in THIRD.items() if "listing" in test]
TRUE_THIRD = {
    "lying.harness('messages', lying_third.Cut)": CUT,
    "lying_third.sending(lying_third.Sending)": ["test_a_fault_is_survived_or_told[send direct-reset after]"],
}
FIELDS = {
    "harness('customers', lying_fields.DropsNetworks)": "test_what_a_customer_is_known_by_is_kept[customer.social]",
    "harness('customers', lying_fields.CutsExtensions)": (
        "test_an_odd_identifier_is_kept_or_refused[a number with an extension]"
    ),
    "harness('customers', lying_fields.CutsNames)": "test_a_name_that_is_too_long_is_kept_or_refused",
    "harness('customers', lying_fields.RefusesAndChanges)": "test_a_name_that_is_too_long_is_kept_or_refused",
    "harness('customers', lying_fields.ForgetsAttributes)": "test_a_customers_attributes_are_kept",
    "harness('customers', lying_fields.WritesAttributesAsTexts)": (
        "test_an_attribute_that_is_no_text_is_kept_or_refused[a number]"
    ),
    "harness('customers', lying_fields.MergesAttributes)": "test_changed_attributes_replace_all_that_there_were",
    "harness('customers', lying_fields.MakesASecond)": "test_a_second_customer_of_one_email_is_a_conflict",
    "harness('tickets', lying_fields.IgnoresTheChannel)": "test_a_tickets_channel_is_the_one_that_was_said",
    "harness('tickets', lying_fields.TakesTheFittingChannel)": ("test_a_channel_that_does_not_fit_is_kept_or_refused"),
    "harness('tickets', lying_fields.StaysInItsGroup)": (
        "test_a_ticket_is_moved_to_the_group_that_was_said_or_not_at_all"
    ),
    "harness('tickets', lying_fields.OpensAnywhere)": (
        "test_a_ticket_is_opened_in_the_group_that_was_said_or_not_at_all"
    ),
    "harness('tickets', lying_fields.ForgetsFields)": "test_a_tickets_own_fields_are_kept",
    "harness('tickets', lying_fields.CutsFields)": "test_a_field_that_is_no_plain_text_is_kept_or_refused[too long]",
    "harness('tickets', lying_fields.KnowsTenFields)": "test_a_field_that_there_is_not_is_kept_or_refused",
    "harness('tickets', lying_fields.MergesFields)": "test_changed_fields_replace_all_that_there_were",
    "harness('tickets', lying_fields.KeepsTheAgent)": "test_a_ticket_can_be_taken_from_its_agent",
    "harness('messages', lying_fields.ImportsAsItself)": "test_a_past_messages_fields_are_kept[message.author]",
    "harness('messages', lying_fields.ImportsNotesOnly)": "test_a_past_messages_fields_are_kept[message.kind]",
    "harness('messages', lying_fields.ImportsWithoutFiles)": (
        "test_a_past_messages_fields_are_kept[message.attachments]"
    ),
    "harness('messages', lying_fields.ImportsWithoutDetails)": "test_a_past_messages_fields_are_kept[message.details]",
    "harness('messages', lying_fields.ImportsAsText)": "test_a_past_messages_fields_are_kept[message.html]",
    "harness('messages', lying_fields.ImportsTwice)": "test_a_past_messages_fields_are_kept[message.text]",
    "harness('messages', lying_fields.SaysOnlyTheTitle)": "test_an_activity_keeps_what_it_says",
    "harness('agents', lying_fields.RenamesNobody)": "test_an_agent_is_renamed_and_the_rest_stays",
    "harness('agents', lying_fields.IsAlwaysAway)": "test_an_agents_availability_is_set",
    "harness('events', lying_fields.IgnoresKinds)": "test_events_are_listed_by_kind",
    "harness('events', lying_fields.TakesNoKindsForAll)": "test_events_are_listed_by_kind",
    "harness('events', lying_fields.LosesAKind)": "test_events_are_listed_by_kind",
    "harness('topics', lying_fields.TakesTheRestOffToo)": "test_a_removed_topic_is_off_and_the_others_stay",
    "outputs('the record')": ("test_every_line_of_a_declared_export_file_is_the_record_that_it_is_declared_to_be"),
    "outputs('a column')": "test_whatever_the_lines_hold_is_in_a_declared_column",
    "outputs('the sums')": "test_the_sums_that_are_declared_of_a_report_are_numbers_of_it",
    "outputs('the columns of sums')": "test_the_sums_that_are_declared_of_a_report_are_numbers_of_it",
    "outputs('names')": "test_declared_names_are_each_of_one_output",
    "outputs('names of files')": "test_declared_names_are_each_of_one_output",
}
TRUE_MORE = ("wired(lying_more.Wired)", "sharing(one_pool=False)")
MOST_OTHERS = 6
ALL = "DESKBRIDGE_LIARS"
WHOLE = {"OpensWhatIsPutOff"}
"""Those that only many steps show; the state machine runs at length for them."""
HONEST = ("harness()", "over_a_wire(lying.TellsTheTruthAboutWrites)")
CONTRACT = """
    import lying
    import lying_fields
    import lying_more
    import lying_third
    from deskbridge_contract_tests import HelpdeskContract

    class TestVendor(HelpdeskContract):
        start = staticmethod({start})
        samples = staticmethod({samples})
"""


@pytest.fixture
def run(pytester):
    def run_contract(start, *only, profile="brief", samples="lying.samples"):
        for name in ("lying.py", "lying_fields.py", "lying_more.py", "lying_third.py"):
            shutil.copy(Path(__file__).with_name(name), pytester.path)
        pytester.makepyfile(test_vendor=CONTRACT.format(start=start, samples=samples))
        picked = [f"test_vendor.py::TestVendor::{name}" for name in only] or ["test_vendor.py"]
        return pytester.inline_run("-p", "no:cacheprovider", f"--contract-profile={profile}", *picked)

    return run_contract


def names(reports):
    return {report.nodeid.rpartition("::")[2] for report in reports}


def about(role):
    """Return the tests that a lie of one role can fail: those about it, and those about all of them."""
    ours = [one for one in HelpdeskContract.__mro__ if one.__module__.startswith("deskbridge_contract_tests.")]
    tests = {name: test for one in ours for name, test in vars(one).items() if name.startswith("test_")}
    return [name for name, test in tests.items() if name not in OF_THEIR_OWN and concerns(test, role)]


def concerns(test, role):
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name != "parametrize"]
    subjects = {one.subject.removesuffix("s") for mark in marks for one in mark.args}
    return not subjects or role.removesuffix("s") in subjects


OF_THEIR_OWN = {"test_a_fault_is_survived_or_told", GONE, MERGED, ERASED}
"""What has liars of its own: all rows for each of the others would take minutes."""


@pytest.mark.parametrize(("liar", "test"), LIARS.items())
def test_a_lying_role_fails_by_the_named_test_and_by_few_others(run, liar, test):
    role, name = liar.split(", ")
    profile = "quick" if name in WHOLE else "brief"
    passed, _, failed = run(f"lying.harness({role!r}, lying.{name})", *about(role), profile=profile).listoutcomes()
    assert test in names(failed)
    assert len(names(failed)) <= MOST_OTHERS + 1
    assert len(passed) > 15


@pytest.mark.parametrize(("start", "test"), STARTS.items())
def test_a_lying_desk_fails_by_the_named_test(run, start, test):
    _, _, failed = run(f"lying.{start}", test).listoutcomes()
    assert names(failed) == {test}


@pytest.mark.parametrize(("start", "test"), MORE.items())
def test_a_desk_that_lies_about_lists_texts_or_the_wire_fails_by_the_named_test(run, start, test):
    _, _, failed = run(f"lying.{start}" if start.startswith("harness") else f"lying_more.{start}", test).listoutcomes()
    assert names(failed) == {test}


@pytest.mark.parametrize(("start", "test"), FIELDS.items())
def test_a_desk_that_lies_about_a_field_fails_by_the_named_test(run, start, test):
    kind = "lying" if start.startswith("harness") else "lying_fields"
    _, _, failed = run(f"{kind}.{start}", test).listoutcomes()
    assert names(failed) == {test}


def whole_contract():
    """Return every test but those of which each row is tried with liars of its own."""
    ours = [one for one in HelpdeskContract.__mro__ if one.__module__.startswith("deskbridge_contract_tests.")]
    return [name for one in ours for name in vars(one) if name.startswith("test_") and name not in OF_THEIR_OWN]


def where(start):
    """Return a start of one of the tables as Python, with its module."""
    if start.startswith(("lying", "harness")) or hasattr(lying, start.partition("(")[0]):
        return start if start.startswith("lying") else f"lying.{start}"
    return f"{'lying_fields' if start.startswith('outputs') else 'lying_more'}.{start}"


@pytest.mark.skipif(os.environ.get(ALL) != "all", reason=f"takes minutes: set {ALL}=all")
@pytest.mark.parametrize(
    ("start", "test"),
    [one for table in (STARTS, MORE, FIELDS, THIRD) for one in table.items() if one[0] not in LOUD],
)
def test_whoever_lies_fails_by_few_others(run, start, test):
    samples = "lying_third.samples" if start in THIRD else "lying.samples"
    base = test.partition("[")[0]
    alone = [test] if base in OF_THEIR_OWN else []
    _, _, failed = run(where(start), *whole_contract(), *alone, samples=samples).listoutcomes()
    found = {one.partition("[")[0] for one in names(failed)}
    assert base in found
    assert len(found) <= MOST_OTHERS + 1, sorted(found)


def test_a_vendor_whose_declared_files_and_reports_are_so_passes_where_liars_fail(run):
    wanted = {test for start, test in FIELDS.items() if start.startswith("outputs")}
    passed, _, failed = run("lying_fields.outputs('nothing')", *sorted(wanted)).listoutcomes()
    assert names(failed) == set()
    assert names(passed) == wanted


@pytest.mark.parametrize("start", TRUE_MORE)
def test_a_desk_that_is_honest_over_its_wire_passes_where_liars_fail(run, start):
    kind = start.partition("(")[0]
    wanted = [test for other, test in MORE.items() if other.startswith(kind)]
    passed, _, failed = run(f"lying_more.{start}", *wanted).listoutcomes()
    assert names(failed) == set()
    assert names(passed) == set(wanted)


@pytest.mark.parametrize(("start", "test"), THIRD.items())
def test_a_desk_that_lies_about_what_is_gone_or_left_out_or_sent_fails_by_the_named_test(run, start, test):
    _, _, failed = run(start, test, samples="lying_third.samples").listoutcomes()
    assert names(failed) == {test}


@pytest.mark.parametrize(("start", "wanted"), TRUE_THIRD.items())
def test_a_desk_that_is_honest_about_it_passes_where_those_fail(run, start, wanted):
    passed, _, failed = run(start, *wanted, samples="lying_third.samples").listoutcomes()
    assert names(failed) == set()
    assert names(passed) == set(wanted)


def test_an_honest_desk_passes_everything(run):
    passed, skipped, failed = run(f"lying.{HONEST[0]}").listoutcomes()
    assert names(failed) == set()
    assert len(passed) > 150
    unknown = [str(report.longrepr) for report in skipped if "samples" in str(report.longrepr)]
    assert not [one for one in unknown if "more than the vendor gives" not in one]  # it gives all that it has


def test_an_honest_desk_passes_where_liars_over_a_wire_fail(run):
    wanted = [name for start, name in STARTS.items() if "over_a_wire" in start]
    passed, _, failed = run(f"lying.{HONEST[1]}", *wanted).listoutcomes()
    assert names(failed) == set()
    assert names(passed) == set(wanted)


def test_a_failure_names_the_capability(run, capsys):
    run("lying.harness('topics', lying.DropsATag)", "test_added_topics_are_on_the_ticket")
    assert "topics.add did not put every topic on the ticket" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("liar", "profile", "most_calls"),
    [
        ("tickets, ForgetsWhenClosing", "brief", 400),
        ("tickets, ForgetsWhenClosing", "quick", 20),
        ("tasks, OpensWhatIsPutOff", "quick", 20),
    ],
    ids=["as it was found", "of a ticket, made short", "of a task, made short"],
)
def test_a_counterexample_is_printed_as_a_script_that_fails_on_the_liar_only(run, capsys, liar, profile, most_calls):
    role, name = liar.split(", ")
    run(f"lying.harness({role!r}, lying.{name})", LIARS[liar], profile=profile)
    shown = capsys.readouterr().out.partition("as a script:\n")[2].partition("if __name__ ==")[0]
    script = dedent("\n".join(line.removeprefix("E") for line in shown.splitlines()))
    scope = {}
    exec(compile(script, "counterexample", "exec"), scope)  # noqa: S102  what was printed is to be run
    assert script.count("desk.") < most_calls
    with sample_desk() as honest:
        scope["run"](honest)
    with sample_desk() as desk:
        setattr(desk, role, getattr(lying, name)(getattr(desk, role), desk))
        with pytest.raises(AssertionError, match="differ"):
            scope["run"](desk)
