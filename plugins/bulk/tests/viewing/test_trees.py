from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge.records import Topic, TopicId
from deskbridge_bulk.viewing.trees import tree


def topic(ident: str, parent: str | None = None, name: str = "") -> Topic:
    return Topic(id=ident, vendor="v", name=name or ident, parent_id=TopicId(parent) if parent else None)


def paths(*topics: Topic) -> list[str]:
    return ["/".join(one.path) for one in tree(topics)]


def test_children_stand_below_their_parents_and_siblings_by_name():
    found = paths(topic("3", "1", "b"), topic("2", "1", "A"), topic("1", None, "Top"), topic("4", "2", "deep"))
    assert found == ["Top", "Top/A", "Top/A/deep", "Top/b"]


def test_a_topic_whose_parent_is_not_there_stands_at_the_top():
    assert paths(topic("1", "gone"), topic("2")) == ["1", "2"]


def test_topics_that_are_each_others_parents_are_there_once():
    assert paths(topic("a", "b"), topic("b", "a"), topic("c", "c")) == ["a", "a/b", "c"]


def test_a_thousand_levels_are_no_problem():
    chain = [topic(str(number), str(number - 1) if number else None) for number in range(1_000)]
    assert len(list(tree(chain))[-1].path) == 1_000


@given(st.lists(st.tuples(st.integers(0, 8), st.none() | st.integers(0, 9)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_topic_is_there_once_and_after_its_parent_unless_that_is_below_it(given_topics):
    topics = [topic(str(one), None if parent is None else str(parent)) for one, parent in given_topics]
    found = list(tree(topics))
    assert sorted(one.topic.id for one in found) == sorted({one.id for one in topics})
    for one in found:
        assert one.path[-1] == one.topic.name
