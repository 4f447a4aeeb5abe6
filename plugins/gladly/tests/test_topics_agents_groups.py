from __future__ import annotations

import pytest

from deskbridge.errors import ConflictError, InvalidRequestError, NotFoundError, UnsupportedError, ValidationError
from deskbridge.records import (
    AgentChange,
    AgentId,
    GroupId,
    GroupKind,
    NewAgent,
    NewTopic,
    TicketId,
    TopicChange,
    TopicId,
)

TICKET = TicketId("mTs0fj5qSo63Sg4RRuulPQ")


def test_every_topic_is_listed_with_its_parent_and_disabled_ones_too(gladly):
    gladly.store.topics["old"] = {"id": "old", "name": "Holiday 2019", "disabled": True, "parentId": "id1"}
    topics = {one.id: one for one in gladly.desk.topics.all()}
    assert list(gladly.store.topics) == list(topics)
    old = topics["old"]
    assert (True, "id1", gladly.store.topics["old"]) == (old.disabled, old.parent_id, old.raw)


def test_a_topic_is_created_below_another(gladly):
    made = gladly.desk.topics.create(NewTopic(name="Too large", parent_id=TopicId("id1"), disabled=True))
    assert (made.name, made.parent_id, made.disabled, len(made.id)) == ("Too large", "id1", True, 22)
    assert made in list(gladly.desk.topics.all())


def test_a_topic_with_an_id_of_ours_is_created_once(gladly):
    new = NewTopic(name="Too large", id=TopicId("mine"))
    assert gladly.desk.topics.create(new) == gladly.desk.topics.create(new)


def test_a_topic_whose_answer_was_lost_is_there_once(gladly):
    gladly.fault("reset_after", method="POST")
    gladly.desk.topics.create(NewTopic(name="Too large"))
    assert [one.name for one in gladly.desk.topics.all()].count("Too large") == 1


@pytest.mark.parametrize(("new", "existing"), [({"name": "Returns"}, "id1"), ({"name": "X", "id": "id2"}, "id2")])
def test_a_taken_name_or_id_is_a_conflict_that_tells_whose_it_is(gladly, new, existing):
    with pytest.raises(ConflictError) as caught:
        gladly.desk.topics.create(NewTopic(**new))
    assert existing == caught.value.existing_id


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (TopicChange(name="Back"), ("Back", False, None)),
        (TopicChange(disabled=True), ("Returns", True, None)),
        (TopicChange(parent_id=TopicId("id2")), ("Returns", False, "id2")),
        (TopicChange(), ("Returns", False, None)),
    ],
)
def test_a_topic_is_changed_where_it_is_set(gladly, change, expected):
    after = gladly.desk.topics.update(TopicId("id1"), change)
    assert expected == (after.name, after.disabled, after.parent_id)


def test_a_topic_is_moved_to_the_top(gladly):
    gladly.desk.topics.update(TopicId("id1"), TopicChange(parent_id=TopicId("id2")))
    assert gladly.desk.topics.update(TopicId("id1"), TopicChange(parent_id=None)).parent_id is None


def test_a_change_of_an_unknown_topic_is_not_found(gladly):
    with pytest.raises(NotFoundError):
        gladly.desk.topics.update(TopicId("none"), TopicChange(name="A"))


def test_topics_are_put_on_a_ticket_and_taken_off(gladly):
    gladly.desk.topics.add(TICKET, [TopicId("id1"), TopicId("id2"), TopicId("id1")])
    gladly.desk.topics.add(TICKET, iter([TopicId("id2"), TopicId("id4")]))
    assert gladly.desk.tickets.get(TICKET).topic_ids == ("id1", "id2", "id4")
    gladly.desk.topics.remove(TICKET, TopicId("id2"))
    gladly.desk.topics.remove(TICKET, TopicId("id3"))
    assert gladly.desk.tickets.get(TICKET).topic_ids == ("id1", "id4")


def test_no_topics_to_add_is_no_request(gladly):
    gladly.desk.topics.add(TICKET, [])
    assert gladly.requests == {}


def test_one_id_in_the_place_of_a_list_is_refused_before_a_request(gladly):
    with pytest.raises(InvalidRequestError):
        gladly.desk.topics.add(TICKET, "id1")
    assert gladly.requests == {}


def test_a_topic_that_is_not_there_is_named(gladly):
    with pytest.raises(ValidationError, match="no-such-topic"):
        gladly.desk.topics.add(TICKET, [TopicId("no-such-topic")])


@pytest.mark.parametrize("write", ["add", "remove"])
def test_a_ticket_that_is_not_there_is_not_found(gladly, write):
    with pytest.raises(NotFoundError):
        getattr(gladly.desk.topics, write)(TicketId("none"), ["id1"] if write == "add" else "id1")


def test_agents_are_listed_read_and_found(gladly):
    agent = gladly.desk.agents.all().first()
    assert agent == gladly.desk.agents.get(AgentId(agent.id))
    assert [agent] == list(gladly.desk.agents.find(email=agent.email.upper()))
    assert list(gladly.desk.agents.find(email="nobody@example.com")) == []
    assert gladly.store.agents[agent.id] == agent.raw


def test_an_agent_is_found_by_the_address_only(gladly):
    with pytest.raises(UnsupportedError, match="email"):
        gladly.desk.agents.find(external_id="17")
    for given in ({}, {"email": "a@b.example", "external_id": "17"}):
        with pytest.raises(InvalidRequestError):
            gladly.desk.agents.find(**given)
    assert gladly.requests == {}


@pytest.mark.parametrize(
    "write",
    [
        lambda agents: agents.create(NewAgent(email="new@example.com")),
        lambda agents: agents.update(AgentId("a"), AgentChange(name="New")),
        lambda agents: agents.delete(AgentId("a")),
    ],
)
def test_agents_are_not_written(gladly, write):
    with pytest.raises(UnsupportedError) as caught:
        write(gladly.desk.agents)
    assert caught.value.nearest == "agents.all"
    assert gladly.requests == {}


def test_an_agent_who_left_is_not_found(gladly):
    with pytest.raises(NotFoundError):
        gladly.desk.agents.get(AgentId("left"))


def test_groups_are_inboxes_then_teams(gladly):
    gladly.store.inboxes["i2"] = {"id": "i2", "name": "Old", "disabled": True}
    gladly.store.teams["t2"] = {"id": "t2", "name": "Tier 2", "agentIds": ["a"]}
    groups = list(gladly.desk.groups.all())
    expected = [(one, GroupKind.INBOX) for one in gladly.store.inboxes]
    expected += [(one, GroupKind.TEAM) for one in gladly.store.teams]
    assert expected == [(one.id, one.kind) for one in groups]
    assert [one.disabled for one in groups if one.id == "i2"] == [True]
    assert groups == [gladly.desk.groups.get(GroupId(one.id)) for one in groups]


def test_a_group_that_is_neither_inbox_nor_team_is_not_found(gladly):
    with pytest.raises(NotFoundError):
        gladly.desk.groups.get(GroupId("none"))
