"""What `desk.topics` promises."""

from __future__ import annotations

from uuid import uuid4

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError, ValidationError
from deskbridge.records import NewTopic, TicketId, Topic, TopicChange, TopicId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, unique, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.reading import once
from deskbridge_contract_tests.suites.keeping import check_taken


class TopicsSuite:
    """Topics are listed, made and changed."""

    @needs(Capability.TOPICS_ALL)
    def test_all_topics_are_listed_once(self, harness: Harness, maker: Maker) -> None:
        """A listing gives each topic once. A doubled one is chosen half of the time, and reports split.

        Usually wrong: a topic comes again under its parent.
        """
        if harness.possible(Capability.TOPICS_CREATE):
            maker.topic()
        once(harness.desk.topics.all(), Capability.TOPICS_ALL)

    @needs(Capability.TOPICS_CREATE, Capability.TOPICS_ALL)
    def test_a_created_topic_is_listed_as_it_was_returned(self, harness: Harness) -> None:
        """`create` returns what the vendor now holds. A program goes on with what it was given back.

        Usually wrong: it returns what was asked for, whatever the vendor made of it.
        """
        name = unique("topic")
        created = harness.desk.topics.create(NewTopic(name=name))
        assert name == _listed(harness, created).name, "topics.create did not keep the topic's name"
        assert created == _listed(harness, created), "topics.create returned something else than topics.all lists"

    @needs(Capability.TOPICS_CREATE, Capability.TOPICS_ALL, Capability.TOPIC_PARENT_ID)
    def test_a_topic_is_made_under_its_parent(self, harness: Harness) -> None:
        """A tree stays a tree. Reports add up by its branches. Usually wrong: the parent is given by name."""
        parent = harness.desk.topics.create(NewTopic(name=unique("parent")))
        child = harness.desk.topics.create(NewTopic(name=unique("child"), parent_id=TopicId(parent.id)))
        assert parent.id == _listed(harness, child).parent_id, "topics.create did not keep topic.parent_id"

    @needs(Capability.TOPICS_UPDATE, Capability.TOPICS_CREATE, Capability.TOPICS_ALL)
    def test_a_topic_is_renamed(self, harness: Harness, maker: Maker) -> None:
        """A new name is written and read back. Agents choose by what they read.

        Usually wrong: the old name is answered from a cache, or the topic leaves its parent.
        """
        parent_id = TopicId(maker.topic().id) if harness.full(Capability.TOPIC_PARENT_ID) else None
        before = harness.desk.topics.create(NewTopic(name=unique("topic"), parent_id=parent_id))
        name = unique("renamed")
        returned = harness.desk.topics.update(TopicId(before.id), TopicChange(name=name))
        after = _listed(harness, before)
        assert evolve(before, name=name) == after, "topics.update did not change the name only"
        assert returned == after, "topics.update returned something else than topics.all lists"

    @needs(Capability.TOPICS_UPDATE, Capability.TOPICS_CREATE, Capability.TOPICS_ALL, Capability.TOPIC_DISABLED)
    def test_a_topic_is_disabled_and_still_listed(self, harness: Harness, maker: Maker) -> None:
        """A disabled topic is still listed. Old tickets have it, and would be about nothing.

        Usually wrong: disabled ones are left out.
        """
        before = maker.topic()
        harness.desk.topics.update(TopicId(before.id), TopicChange(disabled=True))
        assert _listed(harness, before).disabled, "topics.update did not change topic.disabled"

    @needs(Capability.TOPICS_UPDATE)
    def test_updating_an_unknown_topic_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Nothing is made by an update. A topic that nobody wanted would be on offer.

        Usually wrong: the vendor creates what it does not know.
        """
        with pytest.raises(NotFoundError):
            harness.desk.topics.update(TopicId(unlike(maker.topic().id)), TopicChange(name=unique("nothing")))

    @needs(Capability.TOPICS_CREATE)
    def test_a_second_topic_of_one_name_is_a_conflict(self, harness: Harness, maker: Maker) -> None:
        """A name that is taken is a `ConflictError`. Two topics of one name split every report.

        Usually wrong: the vendor's code is not mapped, or the first one is written over.
        """
        before = maker.topic()
        strict = harness.full(Capability.TOPICS_CREATE)
        check_taken(lambda: harness.desk.topics.create(NewTopic(name=before.name)), before, strict=strict)

    @needs(Capability.TOPICS_CREATE, Capability.TOPICS_ALL)
    def test_a_topic_of_an_id_that_is_taken_leaves_the_one_that_has_it(self, harness: Harness) -> None:
        """Another topic of one id is refused, or gets an id of its own. All tickets of the first would change theirs.

        Usually wrong: the vendor takes it for a change of the first one.
        """
        own = TopicId(str(uuid4()))
        first = harness.desk.topics.create(NewTopic(name=unique("first"), id=own))
        if first.id != own:
            pytest.skip("the vendor takes no ids of ours")
        before, other = _listed(harness, first), NewTopic(name=unique("second"), id=own)
        check_taken(lambda: harness.desk.topics.create(other), first, strict=False)
        assert before == _listed(harness, first), "topics.create changed another that has its id"


class TaggingSuite:
    """Topics are put on tickets and taken off."""

    @needs(Capability.TOPICS_ADD, Capability.TICKETS_GET)
    def test_added_topics_are_on_the_ticket(self, harness: Harness, maker: Maker) -> None:
        """Each topic that was added is on the ticket. What is not there is in no report, and routed nowhere.

        Usually wrong: only the first, or the last, is added.
        """
        ticket = maker.open_ticket()
        before, wanted = maker.topic_ids(ticket), _ids(maker.topics(2))
        harness.desk.topics.add(TicketId(ticket.id), wanted)
        assert {*before, *wanted} == set(maker.topic_ids(ticket)), "topics.add did not put every topic on the ticket"

    @needs(Capability.TOPICS_ADD, Capability.TICKETS_GET)
    def test_adding_a_topic_again_leaves_it_as_it_is(self, harness: Harness, maker: Maker) -> None:
        """What is there already stays once. A job that is repeated must not end otherwise.

        Usually wrong: it is doubled, or an error is raised.
        """
        ticket, (topic_id,) = maker.open_ticket(), _ids(maker.topics(1))
        for _ in range(2):
            harness.desk.topics.add(TicketId(ticket.id), [topic_id])
        assert maker.topic_ids(ticket).count(topic_id) == 1, "topics.add doubled a topic"

    @needs(Capability.TOPICS_ADD, Capability.TOPICS_REMOVE, Capability.TICKETS_GET)
    def test_a_removed_topic_is_off_and_the_others_stay(self, harness: Harness, maker: Maker) -> None:
        """Only the one topic is taken off; one that is not there is no error. The others are what reports count.

        Usually wrong: a 404 is passed on, or what came before or after goes too.
        """
        ticket, (first, middle, last) = maker.open_ticket(), _ids(maker.topics(3))
        harness.desk.topics.add(TicketId(ticket.id), [first, middle, last])
        for _ in range(2):
            harness.desk.topics.remove(TicketId(ticket.id), middle)
            left = maker.topic_ids(ticket)
            assert middle not in left, "topics.remove left the topic on the ticket"
            assert {first, last} <= set(left), "topics.remove took another topic off the ticket"

    @needs(Capability.TOPICS_ADD)
    def test_adding_an_unknown_topic_names_it(self, harness: Harness, maker: Maker) -> None:
        """A topic that is not there is refused by its name. Who mistyped it wants to know which.

        Usually wrong: the vendor drops it silently.
        """
        ticket, (topic_id,) = maker.open_ticket(), _ids(maker.topics(1))
        unknown = TopicId(f"{unlike(topic_id)}")
        with pytest.raises(ValidationError) as caught:
            harness.desk.topics.add(TicketId(ticket.id), [unknown])
        assert unknown in str(caught.value), "topics.add did not say which topic is unknown"

    @needs(Capability.TOPICS_ADD)
    def test_adding_to_an_unknown_ticket_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Topics belong to a ticket that there is. The caller believes that it is in the report.

        Usually wrong: the vendor's 400 is passed on.
        """
        with pytest.raises(NotFoundError):
            harness.desk.topics.add(TicketId(unlike(maker.ticket().id)), _ids(maker.topics(1)))


def _ids(topics: list[Topic]) -> list[TopicId]:
    return [TopicId(one.id) for one in topics]


def _listed(harness: Harness, topic: Topic) -> Topic:
    found = [one for one in harness.desk.topics.all() if one.id == topic.id]
    assert len(found) == 1, "topics.all left out a topic"
    return found[0]
