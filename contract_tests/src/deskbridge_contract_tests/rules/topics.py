"""The rules that make, rename and disable topics."""

from __future__ import annotations

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, initialize, multiple, rule

from deskbridge.capabilities import Capability
from deskbridge.records import NewTopic, TopicChange, TopicId
from deskbridge_contract_tests import strategies
from deskbridge_contract_tests.comparing import TopicPair, compare_topics
from deskbridge_contract_tests.driving import can
from deskbridge_contract_tests.making import unique
from deskbridge_contract_tests.rules.listings import ListingRules

NEEDED = (Capability.TOPICS_CREATE, Capability.TOPICS_ALL)
OFFERED = 3
_TAGGING = (Capability.TOPICS_ADD, Capability.TOPICS_REMOVE)
_WORK = {
    "_rename_topic": (Capability.TOPICS_UPDATE,),
    "_disable_topic": (Capability.TOPICS_UPDATE, Capability.TOPIC_DISABLED),
}


class TopicRules(ListingRules):
    """Makes topics on both sides and changes them; topics that were there are put on tickets and left as they are.

    Attributes:
        offered: The topics that are put on tickets, by the reference's ids.
        topic_ids: The vendor's ids of topics, by the reference's.
    """

    topics: Bundle[TopicPair] = Bundle("topics")

    def __init__(self) -> None:
        super().__init__()
        self._ours: list[TopicPair] = []
        self.offered: list[TopicId] = []
        self.topic_ids: dict[TopicId, TopicId] = {}

        self._offer()

    def _offer(self) -> None:
        """Begin with three topics: new ones, or where none can be made, some that are there."""
        # Always as many, whatever tickets of earlier runs have: hypothesis must be able to repeat its choices.
        if self.harness.possible(*NEEDED):
            self._ours = [self._made_topic(NewTopic(name=unique("topic"))) for _ in range(OFFERED)]
            self.offered = [one.oracle_id for one in self._ours]
        elif self.harness.possible(Capability.TOPICS_ALL) and any(map(self.harness.possible, _TAGGING)):
            self.offered = [self.paired_topic(TopicId(one.id)) for one in self.maker.topics(OFFERED)]

    @initialize(target=topics, data=st.data())
    def take_topics(self, data: st.DataObject) -> MultipleResults[TopicPair]:
        """Begin with those that were made, and work on one."""
        for pair in self._ours[:1]:
            self.work_on_a_topic(pair, data)
        return multiple(*self._ours)

    @can(*NEEDED)
    @rule(target=topics, parent=st.none() | topics, data=st.data())
    def create_topic(self, parent: TopicPair | None, data: st.DataObject) -> TopicPair:
        """Make a topic, perhaps under another one where that can be said."""
        drawn = self.drawn(data, strategies.new_topics)
        under = parent if self.harness.possible(Capability.TOPIC_PARENT_ID) else None
        return self._made_topic(evolve(drawn, name=f"{drawn.name} {unique('topic')}"), under)

    def _made_topic(self, new: NewTopic, under: TopicPair | None = None) -> TopicPair:
        there, reference = (None, None) if under is None else (under.vendor_id, under.oracle_id)
        made = self.desk.topics.create(evolve(new, parent_id=there))
        self.made("topics", made.id)
        pair = TopicPair(TopicId(made.id), TopicId(self.oracle.topics.create(evolve(new, parent_id=reference)).id))
        self.topic_ids[pair.oracle_id] = pair.vendor_id
        self.compared(compare_topics, pair, self.topic_ids)
        return pair

    @can(*NEEDED)
    @rule(pair=topics, data=st.data())
    def work_on_a_topic(self, pair: TopicPair, data: st.DataObject) -> None:
        """Do some things to a topic, also to one that tickets have."""
        for name in self.chosen(data, _WORK):
            getattr(self, name)(pair, data)
            self.compared(compare_topics, pair, self.topic_ids)

    def _rename_topic(self, pair: TopicPair, data: st.DataObject) -> None:
        drawn = self.drawn(data, strategies.topic_changes)
        self._update_topic(pair, evolve(drawn, name=f"{drawn.name} {unique('topic')}"))

    def _disable_topic(self, pair: TopicPair, data: st.DataObject) -> None:
        """Disable a topic, or let it be used again."""
        self._update_topic(pair, TopicChange(disabled=self.drawn(data, st.booleans)))

    def _update_topic(self, pair: TopicPair, change: TopicChange) -> None:
        self.both(
            lambda: self.desk.topics.update(pair.vendor_id, change),
            lambda: self.oracle.topics.update(pair.oracle_id, change),
        )

    def paired_topic(self, vendor_id: TopicId) -> TopicId:
        """Return the reference's id of a topic that is there, made if it has to be."""
        known = next((oracle_id for oracle_id, other in self.topic_ids.items() if other == vendor_id), None)
        if known is not None:
            return known
        oracle_id = TopicId(self.oracle.topics.create(NewTopic(name=f"{vendor_id} {unique('topic')}")).id)
        self.topic_ids[oracle_id] = vendor_id
        return oracle_id
