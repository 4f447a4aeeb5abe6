"""What `desk.tasks` promises."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import ConflictError, InvalidRequestError, NotFoundError, ValidationError
from deskbridge.records import AgentId, CustomerId, Requester, Task, TaskChange, TaskId, TaskStatus
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import DUE, FAR, Maker, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.suites.keeping import Writing, is_kept
from deskbridge_contract_tests.suites.messages import TEXTS

_CLOSED = TaskChange(status=TaskStatus.CLOSED)


class TasksSuite:
    """Tasks are made, read and listed, and nothing of them is dropped."""

    @needs(Capability.TASKS_CREATE, Capability.TASKS_GET)
    def test_a_created_task_is_read_back_as_it_was_returned(self, harness: Harness, maker: Maker) -> None:
        """`create` returns what the vendor now holds. A program goes on with what it was given back.

        Usually wrong: it returns what was asked for, whatever the vendor made of it.
        """
        new = maker.new_task()
        created = harness.desk.tasks.create(new)
        read = _read(harness, created)
        assert _said(read) == _said(created), "tasks.create returned something else than tasks.get reads"
        assert (new.text, TaskStatus.OPEN) == (read.text, read.status), "tasks.create did not make what was asked for"

    @needs(Capability.TASKS_CREATE, Capability.TASKS_GET)
    def test_a_task_is_due_when_it_was_said_to_be_in_utc(self, harness: Harness, maker: Maker) -> None:
        """A time is a moment, whatever its zone. The customer was promised a call at that moment.

        Usually wrong: it is lost, or its zone is cut off.
        """
        due = DUE.replace(tzinfo=FAR)
        read = _read(harness, harness.desk.tasks.create(evolve(maker.new_task(), due_at=due)))
        assert due == read.due_at, "tasks.create did not keep the time until which the task is due"
        assert timedelta(0) == read.due_at.utcoffset(), "tasks.get read a time that is not in UTC"

    @needs(Capability.TASKS_CREATE, Capability.TASKS_GET)
    def test_a_tasks_text_survives_in_every_script(self, harness: Harness, maker: Maker) -> None:
        """Plain text is kept to the letter. Whoever does the task has nothing else to go by.

        Usually wrong: it is sent as HTML without being escaped.
        """
        for text in TEXTS:
            read = _read(harness, harness.desk.tasks.create(maker.new_task(text)))
            assert text == read.text, "tasks.create changed the text of a task on its way"

    @needs(Capability.TASKS_CREATE, Capability.TASKS_GET, Capability.AGENTS_ALL, Capability.TASK_AGENT_ID)
    def test_a_task_is_given_to_an_agent(self, harness: Harness, maker: Maker) -> None:
        """Whoever was asked to do it has it. A task that is nobody's is done by nobody.

        Usually wrong: it waits in the inbox without an owner.
        """
        agent_id = AgentId(maker.agent().id)
        read = _read(harness, harness.desk.tasks.create(evolve(maker.new_task(), agent_id=agent_id)))
        assert agent_id == read.agent_id, "tasks.create did not keep task.agent_id"

    @needs(Capability.TASKS_CREATE, Capability.TASKS_GET, Capability.GROUPS_ALL, Capability.TASK_GROUP_ID)
    def test_a_task_waits_in_its_group(self, harness: Harness, maker: Maker) -> None:
        """A task waits in the group that was said. In another one nobody looks for it.

        Usually wrong: the account's default group takes it.
        """
        new = maker.new_task()
        read = _read(harness, harness.desk.tasks.create(new))
        assert new.group_id == read.group_id, "tasks.create did not keep task.group_id"

    @needs(Capability.TASKS_CREATE, Capability.TASKS_GET)
    def test_a_task_for_a_known_customer_is_that_customers(self, harness: Harness, maker: Maker) -> None:
        """A task is the known customer's. Who does it would call a stranger.

        Usually wrong: the customer is looked up by a name, or made anew.
        """
        customer_id = CustomerId(maker.customer().id)
        read = _read(harness, harness.desk.tasks.create(evolve(maker.new_task(), requester=Requester(id=customer_id))))
        assert customer_id == read.customer_id, "tasks.create made the task for another customer"

    @needs(Capability.TASKS_CREATE, Capability.TASKS_OF_CUSTOMER)
    def test_a_task_made_twice_by_one_id_is_recognised(self, harness: Harness, maker: Maker) -> None:
        """A repeated create is refused, or gives the task that is there. The customer would be called twice.

        Usually wrong: there are two tasks then.
        """
        new = evolve(maker.new_task(), id=TaskId(str(uuid4())), requester=Requester(id=CustomerId(maker.customer().id)))
        first = harness.desk.tasks.create(new)
        if first.id != new.id:
            pytest.skip("the vendor takes no ids of ours: a repeated create can't be recognised")
        try:
            known = harness.desk.tasks.create(new).id
        except ConflictError as refusal:
            known = refusal.existing_id or first.id
        assert first.id == known, "tasks.create took another task for the one that is there"
        listed = [one.id for one in harness.desk.tasks.of_customer(_customer_id(first))]
        assert listed.count(first.id) == 1, "tasks.create made a task twice"

    @needs(Capability.TASKS_CREATE)
    def test_a_task_of_nothing_is_refused(self, harness: Harness, maker: Maker) -> None:
        """A task that says nothing is refused. Somebody would open it, and close it.

        Usually wrong: an empty task is made.
        """
        with pytest.raises((InvalidRequestError, ValidationError)):
            harness.desk.tasks.create(evolve(maker.new_task(), text=""))

    @needs(Capability.TASKS_CREATE, Capability.TASKS_GET)
    def test_getting_an_unknown_task_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """A well-formed id that nothing has is `NotFoundError`. Callers tell by it what was deleted from what failed.

        Usually wrong: None is returned, or a bare HTTP error comes through.
        """
        ident = TaskId(unlike(maker.task().id))
        with pytest.raises(NotFoundError):
            harness.desk.tasks.get(ident)

    @needs(Capability.TASKS_CREATE, Capability.TASKS_OF_CUSTOMER)
    def test_a_customers_tasks_come_once_each_and_newest_first(self, harness: Harness, maker: Maker) -> None:
        """All of the customer's tasks come, and nobody else's. What was promised last is asked for first.

        Usually wrong: oldest first, as other lists are.
        """
        who = Requester(id=CustomerId(maker.customer().id))
        other = maker.task()
        made = [harness.desk.tasks.create(evolve(maker.new_task(), requester=who)) for _ in range(3)]
        found = list(harness.desk.tasks.of_customer(_customer_id(made[0])))
        ids = [one.id for one in found]
        times = [one.created_at for one in found if one.created_at is not None]
        assert len(set(ids)) == len(ids), "tasks.of_customer gave a task twice"
        assert {one.id for one in made} <= set(ids), "tasks.of_customer left out a task"
        assert other.id not in ids, "tasks.of_customer gave another customer's task"
        assert sorted(times, reverse=True) == times, "tasks.of_customer is not newest first"


class TaskChangesSuite:
    """A task is closed, opened, given away and put off."""

    @needs(Capability.TASKS_CREATE, Capability.TASKS_UPDATE, Capability.TASKS_GET)
    def test_a_task_is_closed_and_opened_again(self, harness: Harness, maker: Maker) -> None:
        """A task is closed and opened, and all else stays. Who does it is still the one.

        Usually wrong: closing hands it to nobody as well.
        """
        before = maker.task()
        for status in (TaskStatus.CLOSED, TaskStatus.OPEN):
            returned = _changed(harness, before, TaskChange(status=status))
            read = _read(harness, before)
            assert status is read.status, "tasks.update did not change the status"
            assert _said(returned) == _said(read), "tasks.update returned something else than tasks.get reads"
            assert _unchanged(before) == _unchanged(read), "tasks.update changed more than the status"

    @needs(Capability.TASKS_CREATE, Capability.TASKS_UPDATE, Capability.TASKS_GET)
    def test_a_task_is_put_off_and_the_rest_stays(self, harness: Harness, maker: Maker) -> None:
        """A field that is not set stays as it is. Who puts a call off does not mean to lose what it is about.

        Usually wrong: the whole record is written, with all else emptied.
        """
        before = maker.task()
        later = DUE + timedelta(days=3)
        _changed(harness, before, TaskChange(due_at=later))
        read = _read(harness, before)
        assert later == read.due_at, "tasks.update did not change the time until which the task is due"
        assert _said(evolve(before, due_at=later)) == _said(read), "tasks.update changed more than the time"

    @needs(Capability.TASKS_CREATE, Capability.TASKS_UPDATE, Capability.TASKS_GET, Capability.TASK_AGENT_ID)
    @needs(Capability.AGENTS_ALL)
    def test_a_task_is_given_to_an_agent_and_taken_away_again(self, harness: Harness, maker: Maker) -> None:
        """None takes the agent away, and is not "leave it". What is somebody's who left is done by nobody.

        Usually wrong: null is not sent.
        """
        before = maker.task()
        kept = [is_kept(Capability.TASK_AGENT_ID, _given(harness, before, to)) for to in (maker.agent().id, None)]
        assert before.due_at == _read(harness, before).due_at, "tasks.update changed more than the agent"
        assert kept[0], "task.agent_id is declared as possible and tasks.update refused it"
        may_refuse = not harness.full(Capability.TASKS_UPDATE, Capability.TASK_AGENT_ID)
        assert kept[1] or may_refuse, "task.agent_id is declared full and can't be emptied by tasks.update"

    @needs(Capability.TASKS_CREATE, Capability.TASKS_UPDATE)
    def test_updating_an_unknown_task_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Nothing is made by an update. The caller believes that the task is closed.

        Usually wrong: the vendor answers 204 to anything.
        """
        ident = TaskId(unlike(maker.task().id))
        with pytest.raises(NotFoundError):
            harness.desk.tasks.update(ident, _CLOSED)


def _read(harness: Harness, task: Task) -> Task:
    return harness.desk.tasks.get(TaskId(task.id))


def _changed(harness: Harness, task: Task, change: TaskChange) -> Task:
    return harness.desk.tasks.update(TaskId(task.id), change)


def _given(harness: Harness, task: Task, agent_id: str | None) -> Writing:
    def write() -> object:
        _changed(harness, task, TaskChange(agent_id=None if agent_id is None else AgentId(agent_id)))
        return _read(harness, task).agent_id

    return Writing(
        by=Capability.TASKS_UPDATE,
        wanted=agent_id,
        write=write,
        unwritten=lambda: _read(harness, task).agent_id,
    )


def _customer_id(task: Task) -> CustomerId:
    assert task.customer_id is not None, "tasks.create returned a task without its customer"
    return task.customer_id


def _said(task: Task) -> Task:
    return evolve(task, raw={}, created_at=None, updated_at=None, closed_at=None)


def _unchanged(task: Task) -> Task:
    """Return what a change of status leaves as it is."""
    return evolve(_said(task), status=TaskStatus.UNKNOWN, original_status="")
