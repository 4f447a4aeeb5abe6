"""The rules that make, change and delete answers."""

from __future__ import annotations

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, consumes, initialize, multiple, rule

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, UnsupportedError, ValidationError
from deskbridge.records import AnswerChange, AnswerId, AudienceId
from deskbridge_contract_tests import strategies
from deskbridge_contract_tests.comparing import AnswerPair, compare_answers, compare_gone
from deskbridge_contract_tests.driving import can
from deskbridge_contract_tests.making import first_words, unique
from deskbridge_contract_tests.rules.listings import ListingRules

NEEDED = (Capability.ANSWERS_CREATE, Capability.ANSWERS_GET)
_WORK = {
    "_rename_answer": (Capability.ANSWERS_UPDATE,),
    "_describe_answer": (Capability.ANSWERS_UPDATE, Capability.ANSWER_DESCRIPTION),
    "_aim_answer": (Capability.ANSWERS_UPDATE, Capability.ANSWER_AUDIENCE_IDS, Capability.ANSWERS_AUDIENCES),
    "_set_content": (Capability.ANSWERS_SET_CONTENT,),
}


class AnswerRules(ListingRules):
    """Makes answers on both sides, changes heads and words, and deletes them."""

    answers: Bundle[AnswerPair] = Bundle("answers")

    @initialize(target=answers, data=st.data())
    def take_answers(self, data: st.DataObject) -> MultipleResults[AnswerPair]:
        """Begin with an answer where one can be made, and work on it."""
        if not self.harness.possible(*NEEDED):
            return multiple()
        pair = self._made_answer(data)
        self.work_on_an_answer(pair, data)
        return multiple(pair)

    @can(*NEEDED)
    @rule(target=answers, data=st.data())
    def create_answer(self, data: st.DataObject) -> AnswerPair:
        """Make an answer."""
        return self._made_answer(data)

    def _made_answer(self, data: st.DataObject) -> AnswerPair:
        drawn = self.drawn(data, strategies.new_answers, self.declared)
        new = evolve(drawn, name=unique("answer"), contents=drawn.contents or first_words(self.harness))
        made, reference = self.desk.answers.create(new), self.oracle.answers.create(new)
        self.made("answers", made.id)
        pair = AnswerPair(AnswerId(made.id), AnswerId(reference.id))
        self.compared(compare_answers, pair)
        return pair

    @can(*NEEDED)
    @rule(pair=answers, data=st.data())
    def work_on_an_answer(self, pair: AnswerPair, data: st.DataObject) -> None:
        """Do some things to an answer."""
        for name in self.chosen(data, _WORK):
            getattr(self, name)(pair, data)
            self.compared(compare_answers, pair)

    def _rename_answer(self, pair: AnswerPair, data: st.DataObject) -> None:
        drawn = self.drawn(data, strategies.answer_changes)
        self._update_answer(pair, evolve(drawn, name=f"{drawn.name} {unique('answer')}"))

    def _describe_answer(self, pair: AnswerPair, data: st.DataObject) -> None:
        self._update_answer(pair, self.drawn(data, strategies.answer_descriptions, self.declared))

    def _aim_answer(self, pair: AnswerPair, data: st.DataObject) -> None:
        """Let an answer be for some audiences, in place of those that it was for."""
        there = tuple(AudienceId(one.id) for one in self.harness.desk.answers.audiences())
        some = self.drawn(data, strategies.some_of, there)
        self._update_answer(pair, AnswerChange(audience_ids=tuple(some)))

    def _update_answer(self, pair: AnswerPair, change: AnswerChange) -> None:
        self.both(
            lambda: self.desk.answers.update(pair.vendor_id, change),
            lambda: self.oracle.answers.update(pair.oracle_id, change),
        )

    def _set_content(self, pair: AnswerPair, data: st.DataObject) -> None:
        """Set a content, where the vendor has that language and use."""
        content = self.drawn(data, strategies.contents)
        try:
            returned = self.desk.answers.set_content(pair.vendor_id, content)
        except (InvalidRequestError, UnsupportedError, ValidationError):
            return
        told = {(one.language, one.kind): one.text for one in returned.contents}
        assert content.text == told.get((content.language, content.kind)), "answers.set_content returned other words"
        self.oracle.answers.set_content(pair.oracle_id, content)

    @can(*NEEDED, Capability.ANSWERS_DELETE)
    @rule(pair=consumes(answers))
    def delete_answer(self, pair: AnswerPair) -> None:
        """Delete an answer; it does not come back."""
        self.desk.answers.delete(pair.vendor_id)
        self.oracle.answers.delete(pair.oracle_id)
        self.unmade("answers", pair.vendor_id)
        self.compared(compare_gone, pair)
