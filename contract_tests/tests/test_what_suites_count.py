"""What the suites do where it is counted what went out to customers, and where only one way of writing is declared."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from attrs import evolve

from deskbridge.capabilities import ROLES, Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.memory import MemoryHelpdesk
from deskbridge.memory.sample import SURVEY, sample_desk
from deskbridge_contract_tests import Harness, Maker
from deskbridge_contract_tests.making import first_words
from deskbridge_contract_tests.samples import Samples
from deskbridge_contract_tests.suites import customer_fields, desks, keeping, outputs, ticket_fields
from deskbridge_contract_tests.suites.direct import CallEntriesSuite, SurveysSuite
from deskbridge_contract_tests.suites.sending import PastMessagesSuite
from deskbridge_contract_tests.suites.ticket_changes import PastTicketsSuite

CANT = Support(Level.UNSUPPORTED, "The vendor has no such thing.", source="made up for this test")
SURVEYED = Samples(survey=SURVEY)
SILENT = {
    "messages.import_past": lambda one: PastMessagesSuite().test_importing_messages_of_every_kind_tells_no_customer(
        one, Maker(one)
    ),
    "tickets.import_past": lambda one: PastTicketsSuite().test_importing_a_ticket_tells_no_customer(one, Maker(one)),
    "calls.log": lambda one: CallEntriesSuite().test_a_call_is_logged_and_nobody_is_told(one, Maker(one)),
    "surveys.link": lambda one: SurveysSuite().test_a_survey_has_an_address_and_nobody_is_told(one, SURVEYED),
}


def lesser(whole, *lacks):
    """Return a desk of which some capabilities are not declared."""
    declared = Capabilities("memory", {**whole.capabilities, **dict.fromkeys(lacks, CANT)})
    roles = {role: getattr(whole, role) for role in ROLES}
    return Desk(declared, native=whole, roles=roles, close=whole.close)


def harness(*lacks):
    return Harness(desk=lesser(MemoryHelpdesk(), *lacks))


@pytest.mark.parametrize(("named", "test"), SILENT.items())
def test_what_must_tell_nobody_fails_where_a_message_went_out(named, test):
    counts = iter(range(10))
    whole = sample_desk()
    test(Harness(desk=whole, outbound_messages=lambda: 7))
    with pytest.raises(AssertionError, match=f"{named} sent"):
        test(Harness(desk=whole, outbound_messages=lambda: next(counts)))


@pytest.mark.parametrize("text", [3, "3.5", "", "-0.25"])
def test_a_column_that_adds_up_is_of_numbers(text):
    outputs._check_sums(("count",), [{"count": text}])


@pytest.mark.parametrize(
    ("rows", "said"), [([{"count": "many"}], "count adds up and is no number"), ([{"n": 1}], "none of the columns")]
)
def test_a_column_that_adds_up_and_is_not_of_numbers_is_told(rows, said):
    with pytest.raises(AssertionError, match=said):
        outputs._check_sums(("count",), rows)


def test_an_answer_is_made_with_words_where_they_only_come_with_it():
    assert [one.language for one in first_words(harness(Capability.ANSWERS_SET_CONTENT))] == ["en-us"]
    assert first_words(harness(Capability.ANSWERS_SET_CONTENT, Capability.ANSWER_CONTENTS)) == first_words(harness())


def test_of_a_closed_desk_only_what_is_declared_is_listed():
    whole = sample_desk()
    unlisted = [one for one in Capability if one.value.endswith((".all", ".audiences", ".jobs"))]

    @contextmanager
    def connect(_):
        yield whole

    suite = desks.DesksSuite()
    driven = evolve(Harness(desk=lesser(whole, *unlisted)), connect=connect, requests=lambda: 0)
    suite.test_a_desk_can_be_closed_twice_and_not_be_used_then(driven)


def test_where_nothing_is_listed_nothing_is_held_against_a_desk():
    blind = harness(Capability.CUSTOMERS_ALL, Capability.TICKETS_ALL)
    assert [*keeping.customers_held(blind), *keeping.tickets_held(blind)] == []


@pytest.mark.parametrize("way", [Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_UPDATE])
def test_a_customers_field_is_written_in_the_one_way_that_is_declared(way):
    (other,) = {Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_UPDATE} - {way}
    driven = harness(other)
    given = ({"name": "Ada"}, "Ada")
    (writing,) = customer_fields._each_way(driven, Maker(harness()), lambda: given, lambda found, _: found.name)
    assert writing.by is way


def test_a_tickets_fields_are_written_where_it_is_made_if_it_can_not_be_changed():
    driven = harness(Capability.TICKETS_UPDATE, Capability.TICKETS_IMPORT_PAST)
    (writing,) = ticket_fields._ways(driven, Maker(driven), {"colour": "red"})
    assert (writing.by, writing.write()) == (Capability.TICKETS_CREATE, {"colour": "red"})
