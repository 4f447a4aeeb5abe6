"""Customers, conversations, topics and the directory through the native client."""

from __future__ import annotations

import pytest

from deskbridge.errors import NotFoundError, ValidationError
from deskbridge_gladly.wire.conversations import AssigneeBody, ConversationBody, StatusBody
from deskbridge_gladly.wire.customers import EmailBody, PhoneBody, ProfileBody
from deskbridge_gladly.wire.items import ActivityBody, ItemBody
from deskbridge_gladly.wire.topics import TopicBody

CONVERSATION = "mTs0fj5qSo63Sg4RRuulPQ"


@pytest.fixture
def native(gladly):
    return gladly.desk.native


@pytest.fixture
def customer_id(native):
    return native.customers.create(
        ProfileBody(
            name="Ann",
            emails=(EmailBody(original="Ann+1@b.example"),),
            phones=(PhoneBody(original="+16505550147", type="MOBILE"),),
        )
    )


def test_a_customer_is_found_by_address_and_number_and_renamed(native, customer_id):
    (by_email,) = native.customers.find_by_email("ann+1@b.example")
    (by_phone,) = native.customers.find_by_phone("+16505550147")
    assert by_email == by_phone == native.customers.get(customer_id)
    native.customers.update(by_email.id, ProfileBody(name="Anna"))
    assert native.customers.get(customer_id).name == "Anna"
    assert native.customers.find_by_email("nobody@b.example") == ()
    assert native.customers.find_by_external_id("none") == ()


def test_a_customer_is_deleted_once_the_conversations_are_closed(gladly, native, customer_id):
    conversation_id = gladly.conversation(customer_id)
    with pytest.raises(ValidationError) as caught:
        native.customers.delete(customer_id)
    assert caught.value.codes == ("invalid_state",)
    assert [one.id for one in native.conversations.of_customer(customer_id)] == [conversation_id]
    native.conversations.add_topics(conversation_id, [native.topics.list()[0].id])
    native.conversations.update(conversation_id, ConversationBody(status=StatusBody(value="CLOSED", force=True)))
    native.customers.delete(customer_id)
    with pytest.raises(NotFoundError):
        native.customers.get(customer_id)


def test_a_conversation_is_closed_with_a_topic_and_keeps_its_assignee(gladly, native, customer_id):
    conversation_id = gladly.conversation(customer_id)
    before = native.conversations.get(conversation_id)
    topic_id = native.topics.create(TopicBody(name="Unicorn care"))
    native.conversations.add_topics(conversation_id, [topic_id])
    native.conversations.update(
        conversation_id,
        ConversationBody(
            assignee=AssigneeBody(inbox_id=before.inbox_id, agent_id=before.agent_id),
            status=StatusBody(value="CLOSED", force=True),
        ),
    )
    after = native.conversations.get(conversation_id)
    assert (after.status, after.topic_ids) == ("CLOSED", (topic_id,))
    assert (after.inbox_id, after.agent_id) == (before.inbox_id, before.agent_id)


def test_a_topic_is_added_once_and_removed(native):
    topic_id = native.topics.create(TopicBody(name="Unicorn care"))
    native.conversations.add_topics(CONVERSATION, [topic_id])
    native.conversations.add_topics(CONVERSATION, [topic_id])
    assert (native.conversations.get(CONVERSATION).topic_ids or ()).count(topic_id) == 1
    native.conversations.remove_topic(CONVERSATION, topic_id)
    assert topic_id not in (native.conversations.get(CONVERSATION).topic_ids or ())


def test_a_topic_is_renamed_and_moved_below_another(native):
    parent, child = (native.topics.create(TopicBody(name=name)) for name in ("Unicorns", "Horns"))
    native.topics.update(child, TopicBody(name="Sharp horns", parent_id=parent))
    topic = native.topics.get(child)
    assert (topic.name, topic.parent_id) == ("Sharp horns", parent)
    assert {parent, child} <= {one.id for one in native.topics.list()}


def test_a_note_is_added_and_read(native):
    note_id = native.items.add_note(CONVERSATION, "<b>שלום</b>")
    note = native.items.get_note(CONVERSATION, note_id)
    assert (note.id, note.content["type"], note.content["body"]) == (note_id, "CONVERSATION_NOTE", "<b>שלום</b>")


def test_an_activity_is_deleted_below_its_customer_alone(native, customer_id):
    body = ItemBody(content=ActivityBody(activity_type="ISSUE", title="Order late"))
    made = native.items.create_for_customer(customer_id, body)
    other = native.customers.create(ProfileBody(name="Somebody else"))
    with pytest.raises(NotFoundError):
        native.items.delete_for_customer(other, made.id)
    native.items.delete_for_customer(customer_id, made.id)
    with pytest.raises(NotFoundError):
        native.items.get(made.id)


def test_whoever_is_listed_is_there_by_id(start):
    native = start("synthetic:20").desk.native
    assert native.agents.list() == tuple(native.agents.get(one.id) for one in native.agents.list())
    assert native.inboxes.list() == tuple(native.inboxes.get(one.id) for one in native.inboxes.list())
    teams = native.teams.list()
    assert teams == tuple(native.teams.get(one.id) for one in teams)
    assert teams
