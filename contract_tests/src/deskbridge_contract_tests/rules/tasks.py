"""The rules that make and change tasks."""

from __future__ import annotations

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, initialize, multiple, rule

from deskbridge.capabilities import Capability
from deskbridge.errors import ValidationError
from deskbridge.records import TaskChange, TaskId
from deskbridge_contract_tests import strategies
from deskbridge_contract_tests.comparing import TaskPair, compare_tasks
from deskbridge_contract_tests.driving import can
from deskbridge_contract_tests.rules.listings import ListingRules

NEEDED = (Capability.TASKS_CREATE, Capability.TASKS_GET)
_WORK = {
    "_change_task_status": (Capability.TASKS_UPDATE,),
    "_delay_task": (Capability.TASKS_UPDATE,),
    "_assign_task": (Capability.TASKS_UPDATE, Capability.TASK_AGENT_ID),
    "_move_task": (Capability.TASKS_UPDATE, Capability.TASK_GROUP_ID, Capability.GROUPS_ALL),
    "_comment": (Capability.TASKS_ADD_COMMENT,),
}


class TaskRules(ListingRules):
    """Makes tasks on both sides, changes them, moves them, and comments on them."""

    tasks: Bundle[TaskPair] = Bundle("tasks")

    @initialize(target=tasks, data=st.data())
    def take_tasks(self, data: st.DataObject) -> MultipleResults[TaskPair]:
        """Begin with a task where one can be made, and work on it, so that every run changes some."""
        if not self.harness.possible(*NEEDED):
            return multiple()
        pair = self._paired_task("A task.")
        self.work_on_a_task(pair, data)
        return multiple(pair)

    @can(*NEEDED)
    @rule(target=tasks, text=strategies.texts())
    def create_task(self, text: str) -> TaskPair:
        """Make a task."""
        return self._paired_task(text)

    def _paired_task(self, text: str) -> TaskPair:
        new = self.maker.new_task(text)
        made = self.desk.tasks.create(new)
        self.made("customers", made.customer_id)
        reference = self.oracle.tasks.create(evolve(new, requester=self.maker.requester()))
        pair = TaskPair(TaskId(made.id), TaskId(reference.id))
        self.compared(compare_tasks, pair)
        return pair

    @can(*NEEDED)
    @rule(pair=tasks, data=st.data())
    def work_on_a_task(self, pair: TaskPair, data: st.DataObject) -> None:
        """Do some things to a task, also to a closed one."""
        for name in self.chosen(data, _WORK):
            with self.counted():
                getattr(self, name)(pair, data)
            self.compared(compare_tasks, pair)

    def _change_task_status(self, pair: TaskPair, data: st.DataObject) -> None:
        self._update_task(pair, self.drawn(data, strategies.task_status_changes))

    def _delay_task(self, pair: TaskPair, data: st.DataObject) -> None:
        self._update_task(pair, self.drawn(data, strategies.task_delays))

    def _assign_task(self, pair: TaskPair, data: st.DataObject) -> None:
        """Give a task to an agent, or take it off whoever has it."""
        self._update_task(pair, TaskChange(agent_id=self.drawn(data, st.sampled_from, (None, *self.staff))))

    def _move_task(self, pair: TaskPair, data: st.DataObject) -> None:
        """Move a task, also to where it is."""
        if self.places:
            self._update_task(pair, self.drawn(data, strategies.task_moves, self.places))

    def _update_task(self, pair: TaskPair, change: TaskChange) -> None:
        self.both(
            lambda: self.desk.tasks.update(pair.vendor_id, change),
            lambda: self.oracle.tasks.update(pair.oracle_id, change),
        )

    def _comment(self, pair: TaskPair, data: st.DataObject) -> None:
        """Write a comment; the reference takes none on a closed task, where a vendor may."""
        new = self.drawn(data, strategies.new_comments, next(iter(self.staff), None))
        try:
            self.oracle.tasks.add_comment(pair.oracle_id, new)
        except ValidationError:
            return
        self.desk.tasks.add_comment(pair.vendor_id, new)
