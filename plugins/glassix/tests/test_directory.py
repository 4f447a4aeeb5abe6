from __future__ import annotations

import pytest

from deskbridge.errors import InvalidRequestError, NotFoundError, ValidationError
from deskbridge.records import AgentId, ChannelKind, GroupId, TicketId, TopicId
from deskbridge.sandbox import RunningSandbox
from deskbridge_glassix.desk import GlassixDesk

OPEN = TicketId("13784")


def test_topics_are_the_tags_of_the_department_by_name(desk: GlassixDesk) -> None:
    read = {one.id: one for one in desk.topics.all()}
    assert all(one.id == one.name for one in read.values())
    assert read["Exchanges"].parent_id == "Returns"


def test_topics_are_added_once_and_taken_off(desk: GlassixDesk) -> None:
    desk.topics.add(OPEN, [TopicId("Returns"), TopicId("Returns"), TopicId("Sales")])
    assert desk.tickets.get(OPEN).topic_ids == ("Sales", "Excel", "Returns")
    for topic in ("Returns", "Returns", "No such tag"):
        desk.topics.remove(OPEN, TopicId(topic))
    assert desk.tickets.get(OPEN).topic_ids == ("Sales", "Excel")


def test_an_unknown_topic_is_refused_by_its_name_and_none_is_added(desk: GlassixDesk) -> None:
    with pytest.raises(ValidationError, match="'No such tag'"):
        desk.topics.add(OPEN, [TopicId("Returns"), TopicId("No such tag")])
    assert "Returns" not in desk.tickets.get(OPEN).topic_ids


def test_no_topics_are_no_request(box: RunningSandbox, desk: GlassixDesk) -> None:
    before = box.sandbox.counters.requests
    desk.topics.add(OPEN, [])
    assert before == box.sandbox.counters.requests


def test_a_closed_ticket_takes_no_topics(desk: GlassixDesk) -> None:
    with pytest.raises(ValidationError):
        desk.topics.add(TicketId("13783"), [TopicId("Returns")])


def test_agents_are_found_by_address_in_any_case(desk: GlassixDesk) -> None:
    (found,) = desk.agents.find(email=" AGENT@example.com ")
    assert found == desk.agents.get(AgentId(found.id.upper()))
    assert list(desk.agents.find(email="nobody@example.com")) == []
    with pytest.raises(NotFoundError):
        desk.agents.get(AgentId("nobody"))


def test_the_only_group_is_the_department_of_the_token(desk: GlassixDesk) -> None:
    (group,) = desk.groups.all()
    assert desk.native.department_id == group.id
    assert group == desk.groups.get(GroupId(group.id.upper()))
    with pytest.raises(NotFoundError):
        desk.groups.get(GroupId("5baf94b7-4ebb-4442-81a5-27ac4dd1f03f"))


def test_opening_hours_are_told_by_channel(desk: GlassixDesk) -> None:
    (group,) = desk.groups.all()
    assert isinstance(desk.groups.is_open(GroupId(group.id), channel=ChannelKind.WHATSAPP), bool)
    with pytest.raises(InvalidRequestError, match="custom"):
        desk.groups.is_open(GroupId(group.id), channel=ChannelKind.CUSTOM)
    with pytest.raises(NotFoundError):
        desk.groups.is_open(GroupId("sales"))
