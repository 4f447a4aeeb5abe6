"""The rules of the state machine that make and change tasks and answers."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    consumes,
    initialize,
    multiple,
    rule,
)

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, NotFoundError, UnsupportedError, ValidationError
from deskbridge.records import AgentId, AnswerId, TaskChange, TaskId
from deskbridge_contract_tests import strategies
from deskbridge_contract_tests.comparing import AnswerPair, TaskPair, compare_answers, compare_tasks
from deskbridge_contract_tests.driving import DeskMachine, can
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import first_words, unique

_TASKS = (Capability.TASKS_CREATE, Capability.TASKS_GET)
_ANSWERS = (Capability.ANSWERS_CREATE, Capability.ANSWERS_GET)
_ON_TASKS = {
    "_change_task_status": (Capability.TASKS_UPDATE,),
    "_delay_task": (Capability.TASKS_UPDATE,),
    "_assign_task": (Capability.TASKS_UPDATE, Capability.TASK_AGENT_ID, Capability.AGENTS_ALL),
    "_comment": (Capability.TASKS_ADD_COMMENT,),
}
_ON_ANSWERS = {
    "_rename_answer": (Capability.ANSWERS_UPDATE,),
    "_set_content": (Capability.ANSWERS_SET_CONTENT,),
}


def can_be_worked(harness: Harness) -> bool:
    """Whether tasks or answers can be made and read."""
    return harness.possible(*_TASKS) or harness.possible(*_ANSWERS)


class WorkMachine(DeskMachine):
    """Makes tasks and answers on both sides, changes them, and compares after each step."""

    tasks: Bundle[TaskPair] = Bundle("tasks")
    answers: Bundle[AnswerPair] = Bundle("answers")

    @initialize(target=tasks)
    def take_tasks(self) -> MultipleResults[TaskPair]:
        """Begin with a task where one can be made, so that every run changes some."""
        made = self.harness.possible(*_TASKS)
        return multiple(self._paired_task("A task.")) if made else multiple()

    @can(*_TASKS)
    @rule(target=tasks, text=strategies.texts())
    def create_task(self, text: str) -> TaskPair:
        """Make a task."""
        return self._paired_task(text)

    def _paired_task(self, text: str) -> TaskPair:
        new = self.maker.new_task(text)
        made = self.desk.tasks.create(new)
        reference = self.oracle.tasks.create(evolve(new, requester=self.maker.requester()))
        pair = TaskPair(TaskId(made.id), TaskId(reference.id))
        self.compared(compare_tasks, pair)
        return pair

    @can(*_TASKS)
    @rule(pair=tasks, data=st.data())
    def work_on_a_task(self, pair: TaskPair, data: st.DataObject) -> None:
        """Do some things to a task, also to a closed one."""
        for name in self._chosen(data, _ON_TASKS):
            getattr(self, name)(pair, data)
            self.compared(compare_tasks, pair)

    def _change_task_status(self, pair: TaskPair, data: st.DataObject) -> None:
        self._update_task(pair, data.draw(strategies.task_status_changes()))

    def _delay_task(self, pair: TaskPair, data: st.DataObject) -> None:
        self._update_task(pair, data.draw(strategies.task_delays()))

    def _assign_task(self, pair: TaskPair, data: st.DataObject) -> None:
        agents = [AgentId(one.id) for one in self.oracle.agents.all() if one.active is not False]
        self._update_task(pair, TaskChange(agent_id=data.draw(st.sampled_from([None, *agents]))))

    def _update_task(self, pair: TaskPair, change: TaskChange) -> None:
        self.both(
            lambda: self.desk.tasks.update(pair.vendor_id, change),
            lambda: self.oracle.tasks.update(pair.oracle_id, change),
        )

    def _comment(self, pair: TaskPair, data: st.DataObject) -> None:
        """Write a comment; the reference takes none on a closed task, where a vendor may."""
        new = data.draw(strategies.new_comments(self.maker.new_comment("").agent_id))
        try:
            self.oracle.tasks.add_comment(pair.oracle_id, new)
        except ValidationError:
            return
        self.desk.tasks.add_comment(pair.vendor_id, new)

    @can(*_ANSWERS)
    @rule(target=answers, data=st.data())
    def create_answer(self, data: st.DataObject) -> AnswerPair:
        """Make an answer."""
        drawn = data.draw(strategies.new_answers(self.declared))
        new = evolve(drawn, name=unique("answer"), contents=drawn.contents or first_words(self.harness))
        made, reference = self.desk.answers.create(new), self.oracle.answers.create(new)
        pair = AnswerPair(AnswerId(made.id), AnswerId(reference.id))
        self.compared(compare_answers, pair)
        return pair

    @can(*_ANSWERS)
    @rule(pair=answers, data=st.data())
    def work_on_an_answer(self, pair: AnswerPair, data: st.DataObject) -> None:
        """Do some things to an answer."""
        for name in self._chosen(data, _ON_ANSWERS):
            getattr(self, name)(pair, data)
            self.compared(compare_answers, pair)

    def _rename_answer(self, pair: AnswerPair, data: st.DataObject) -> None:
        drawn = data.draw(strategies.answer_changes())
        change = evolve(drawn, name=f"{drawn.name} {unique('answer')}")
        self.both(
            lambda: self.desk.answers.update(pair.vendor_id, change),
            lambda: self.oracle.answers.update(pair.oracle_id, change),
        )

    def _set_content(self, pair: AnswerPair, data: st.DataObject) -> None:
        """Set a content, where the vendor has that language and use."""
        content = data.draw(strategies.contents())
        try:
            returned = self.desk.answers.set_content(pair.vendor_id, content)
        except (InvalidRequestError, UnsupportedError, ValidationError):
            return
        told = {(one.language, one.kind): one.text for one in returned.contents}
        assert content.text == told.get((content.language, content.kind)), "answers.set_content returned other words"
        self.oracle.answers.set_content(pair.oracle_id, content)

    @can(*_ANSWERS, Capability.ANSWERS_DELETE)
    @rule(pair=consumes(answers))
    def delete_answer(self, pair: AnswerPair) -> None:
        """Delete an answer."""
        self.desk.answers.delete(pair.vendor_id)
        self.oracle.answers.delete(pair.oracle_id)
        try:
            self.desk.answers.get(pair.vendor_id)
        except NotFoundError:
            return
        msg = "answers.get read an answer that was deleted"
        raise AssertionError(msg)

    def _chosen(self, data: st.DataObject, work: Mapping[str, tuple[Capability, ...]]) -> list[str]:
        possible = [name for name, needed in work.items() if self.harness.possible(*needed)]
        return data.draw(st.lists(st.sampled_from(possible), min_size=4, max_size=8)) if possible else []
