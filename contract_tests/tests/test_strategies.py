import pickle
from datetime import datetime, timedelta

import pytest
from attrs import fields
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge.checking import check_call_entry, check_direct_message, check_past_ticket
from deskbridge.memory import CAPABILITIES, MemoryHelpdesk
from deskbridge.records import (
    UNSET,
    CallEntry,
    NewCustomer,
    NewDirectMessage,
    NewTask,
    PastTicket,
    Record,
    TicketStatus,
)
from deskbridge_contract_tests import strategies
from deskbridge_contract_tests.making import DUE

SHORT = Capabilities(
    "short",
    {
        **CAPABILITIES.rows,
        Capability.CUSTOMER_NAME: Support(Level.FULL, limit=5),
        Capability.MESSAGE_TEXT: Support(Level.FULL, limit=7),
        Capability.MESSAGES_ADD_ACTIVITY: Support(Level.FULL, limit=3),
        Capability.ANSWER_DESCRIPTION: Support(Level.FULL, limit=6),
        Capability.CUSTOMER_ADDRESS: Support(Level.UNSUPPORTED),
    },
)
FEW = settings(max_examples=25, derandomize=True, database=None, deadline=None)
SOME = settings(FEW, max_examples=15, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(strategies.new_customers(SHORT), strategies.customer_changes(SHORT))
def test_customers_are_of_the_declared_length_and_of_what_is_kept(new, change):
    assert 1 <= len(new.name) <= 5
    assert 1 <= len(change.name) <= 5
    assert not new.address
    assert all(one.value.endswith("@example.com") for one in new.identifiers)


@FEW
@given(strategies.new_notes(SHORT), strategies.new_activities(SHORT))
def test_notes_and_activities_are_of_the_declared_length(note, activity):
    assert 1 <= len(note.text) <= 7
    assert 1 <= len(activity.title) <= 3


@FEW
@given(strategies.texts(longest=50))
def test_texts_can_be_sent_as_utf_8_and_hold_no_control_character_but_the_line_feed(text):
    assert text.encode().decode() == text.strip()
    assert not any(ord(one) < 32 and one != "\n" for one in text)


@pytest.mark.parametrize("letter", ["א", "ب", "Я", "語", "👩"])
def test_texts_are_of_every_script(letter):
    texts = st.text(st.sampled_from(letter), min_size=1, max_size=1)
    assert find(strategies.words(longest=1) | texts, lambda one: one == letter) == letter


@FEW
@given(strategies.new_topics(), strategies.topic_changes(), strategies.requesters(), strategies.phones())
def test_what_is_made_can_be_written(new, change, who, phone):
    desk = MemoryHelpdesk()
    topic = desk.topics.create(new)
    assert desk.topics.update(topic.id, change).name == change.name
    customer = desk.customers.create(NewCustomer(name=who.name, identifiers=(who.identifier, phone)))
    assert customer.emails == (who.identifier.value,)


@FEW
@given(strategies.status_changes())
def test_changes_of_status_are_silent_and_between_open_and_closed(change):
    assert change.silent
    assert change.status in {TicketStatus.OPEN, TicketStatus.CLOSED}


@FEW
@given(
    strategies.requesters(),
    strategies.texts(),
    strategies.task_status_changes() | strategies.task_delays(),
    strategies.new_comments(None),
)
def test_tasks_can_be_made_changed_in_one_thing_and_commented(who, text, change, comment):
    desk = MemoryHelpdesk()
    task = desk.tasks.create(NewTask(requester=who, text=text, due_at=DUE))
    assert desk.tasks.add_comment(task.id, comment).text == comment.text
    assert [change.status, change.due_at].count(UNSET) == 1
    after = desk.tasks.update(task.id, change)
    assert after.due_at >= DUE


@FEW
@given(strategies.new_answers(SHORT), strategies.answer_changes(), strategies.contents())
def test_answers_can_be_made_changed_and_given_words(new, change, content):
    desk = MemoryHelpdesk()
    answer = desk.answers.create(new)
    assert desk.answers.update(answer.id, change).name == change.name
    assert desk.answers.set_content(answer.id, content).contents == (content,)
    assert len(new.description) <= 6


def subclasses(kind):
    return {kind, *(one for below in kind.__subclasses__() for one in subclasses(below))}


def test_there_is_a_strategy_for_every_record_that_core_has():
    known = {one for one in subclasses(Record) if one.__module__.startswith("deskbridge.records")}
    assert known - {Record} == set(strategies.RECORDS)


@pytest.mark.parametrize("kind", [*strategies.RECORDS, *strategies.CHANGES], ids=lambda kind: kind.__name__)
def test_a_record_or_change_is_drawn_in_every_field_and_with_times_in_utc(kind):
    drawn = []

    @SOME
    @given(strategies.of(kind))
    def holds(value):
        assert type(value) is kind
        assert pickle.loads(pickle.dumps(value)) == value
        drawn.append({one.name: getattr(value, one.name) for one in fields(kind)})
        assert all(one.utcoffset() == timedelta(0) for one in drawn[-1].values() if isinstance(one, datetime))

    holds()
    never_changed = [name for name in drawn[0] if len({repr(one[name]) for one in drawn}) == 1]
    assert never_changed in ([], ["closed_at"])


@SOME
@given(strategies.of(PastTicket), strategies.of(CallEntry), strategies.of(NewDirectMessage))
def test_what_the_language_forbids_is_not_drawn(past, entry, direct):
    check_past_ticket(past, vendor="acme")
    check_call_entry(entry, vendor="acme", operation="calls.log")
    check_direct_message(direct, vendor="acme")


def test_a_record_is_drawn_from_its_type():
    kinds = set()

    @settings(SOME, max_examples=60)
    @given(st.from_type(Record))
    def collect(value):
        kinds.add(type(value))

    collect()
    assert len(kinds) > 5
    assert kinds <= set(strategies.RECORDS)
