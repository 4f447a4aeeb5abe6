"""Jobs on tasks: create, close."""

from __future__ import annotations

from typing import ClassVar

from attrs import define, evolve, field

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError
from deskbridge.records import (
    AgentId,
    GroupId,
    GroupKind,
    Identifier,
    IdentifierKind,
    NewTask,
    Requester,
    TaskChange,
    TaskId,
    TaskStatus,
)
from deskbridge.records.base import UNSET
from deskbridge_bulk.jobs.common import Names, Rowwise, creating, needed, time
from deskbridge_bulk.problems import RowError
from deskbridge_bulk.sheets import SheetRow
from deskbridge_bulk.steps import Columns, Done, Step, Writes, derived_id

CREATE = Columns(
    required=("email", "task", "dueAt"),
    optional=("inboxName", "agentEmail"),
    copies_count=True,
    needing={"inboxName": Capability.TASK_GROUP_ID, "agentEmail": Capability.TASK_AGENT_ID},
)
CLOSE = Columns(required=("taskId",), others_ignored=True)


@define
class Create(Rowwise):
    """Makes a task for each row, two for two that say the same. Inboxes and agents are looked up once."""

    name: ClassVar[str] = "tasks.create"
    needs: ClassVar[tuple[Capability, ...]] = (
        Capability.TASKS_CREATE,
        Capability.GROUPS_ALL,
        Capability.AGENTS_ALL,
    )
    _inboxes: Names = field(factory=lambda: Names("inboxes"), init=False)
    _agents: Names = field(factory=lambda: Names("agents"), init=False)

    def prepare(self) -> None:
        """Read the inboxes, where a desk has no such thing all groups, and the agents."""
        groups = list(self.desk.groups.all(kind=GroupKind.INBOX)) or self.desk.groups.all()
        for group in groups:
            self._inboxes.add(group.name, group.id)
        for agent in self.desk.agents.all():
            self._agents.add(agent.email, agent.id)

    def step(self, row: SheetRow) -> Step:
        """See `Job`."""
        email, inbox, agent = needed(row, "email"), row["inboxName"], row["agentEmail"]
        new_id = TaskId(derived_id(self.name, row.cells, copy=row.copy))
        new = NewTask(
            id=new_id,
            requester=Requester(identifier=Identifier(kind=IdentifierKind.EMAIL, value=email.lower(), original=email)),
            text=needed(row, "task"),
            due_at=time(row, "dueAt"),
            group_id=GroupId(self._inboxes.id_of(inbox, column="inboxName")) if inbox else None,
            agent_id=AgentId(self._agents.id_of(agent, column="agentEmail")) if agent else None,
        )
        step = creating(Capability.TASKS_CREATE, self.desk.tasks.create, new, new_id)
        return step if inbox else evolve(step, run=lambda writes: _without_inbox(step, writes))


def _without_inbox(step: Step, writes: Writes) -> Done:
    """Do what can be done where no inbox is given, of which all else of a task was seen to.

    Raises:
        RowError: The desk has no task without one.
    """
    try:
        return step.run(writes)
    except InvalidRequestError as wrong:
        msg = f"is empty; {wrong}"
        raise RowError(msg, column="inboxName") from wrong


@define
class Close(Rowwise):
    """Closes the task of each row; it stays with whom it is assigned to."""

    name: ClassVar[str] = "tasks.close"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.TASKS_GET, Capability.TASKS_UPDATE)

    def step(self, row: SheetRow) -> Step:
        """See `Job`."""
        task_id = TaskId(needed(row, "taskId"))

        def close(writes: Writes) -> Done:
            task = self.desk.tasks.get(task_id)
            if task.status is TaskStatus.CLOSED:
                return Done(id=task.id, skipped="" if writes.doubt else "it is closed already")
            # A change of the status could take an assignment along that is not repeated.
            assigned = task.group_id is not None
            change = TaskChange(
                status=TaskStatus.CLOSED,
                group_id=task.group_id if task.group_id is not None else UNSET,
                agent_id=task.agent_id if assigned else UNSET,
            )
            writes.send(Capability.TASKS_UPDATE, self.desk.tasks.update, TaskId(task.id), change)
            return Done(id=task.id)

        return Step(action="close", id=task_id, key=task_id, run=close)
