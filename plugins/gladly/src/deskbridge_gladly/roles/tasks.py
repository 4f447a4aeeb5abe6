"""The tasks of a Gladly desk, and what agents write on them."""

from __future__ import annotations

from deskbridge.errors import ConflictError, InvalidRequestError
from deskbridge.listing import Listing, Pages
from deskbridge.records import Comment, CustomerId, NewComment, NewTask, Task, TaskChange, TaskId, TaskStatus, Unset
from deskbridge.records.changes import as_sent
from deskbridge.writing import after_write
from deskbridge_gladly.client import GladlyClient, new_id
from deskbridge_gladly.roles.assigning import completed
from deskbridge_gladly.translate import tasks as translate
from deskbridge_gladly.translate.bodies import written
from deskbridge_gladly.wire import tasks as wire


class Tasks:
    """See `deskbridge.protocols.Tasks`.

    Args:
        client: Asks the vendor.
        reads_back: Whether what was written is read again; else what was sent is returned.
    """

    def __init__(self, client: GladlyClient, *, reads_back: bool = True) -> None:
        self._client = client
        self._reads_back = reads_back

    def get(self, task_id: TaskId) -> Task:
        """Return one task."""
        return translate.task(self._client.tasks.get(task_id))

    def of_customer(self, customer_id: CustomerId) -> Listing[Task]:
        """List a customer's tasks, newest first. The vendor stops at 2,000: of more, 2,000 of each status are read."""

        def fetch() -> Pages[Task]:
            found = self._client.tasks.of_customer(customer_id)
            parts = [found]
            if found.truncated:
                parts = [self._client.tasks.of_customer(customer_id, status=one) for one in translate.STATUSES]
            tasks = {one.id: one for part in [found, *parts] for one in part}
            yield from map(translate.task, sorted(tasks.values(), key=_made_at, reverse=True))
            return any(part.truncated for part in parts)

        return Listing(fetch, what="tasks of a customer")

    def create(self, new: NewTask) -> Task:
        """Make a task, with an id of ours, so that a repetition is recognised, by all but an address.

        For a person by an address, whoever has it; a stranger becomes a customer, without the name.
        """
        task_id = new.id or new_id()
        body = translate.new_task(new, task_id)
        try:
            if new.requester.id:
                made = self._client.tasks.create_for_customer(new.requester.id, body)
            else:
                made = self._client.tasks.create(body)
        except ConflictError as taken:
            taken.existing_id = taken.existing_id or new.id
            raise
        if not self._reads_back:
            return as_sent(Task, new, {"id": made, "vendor": "gladly", "status": TaskStatus.OPEN})
        with after_write(f"the task {made} was made", vendor="gladly", operation="tasks.create"):
            return self.get(TaskId(made))

    def update(self, task_id: TaskId, change: TaskChange) -> Task:
        """Change status, time, agent or inbox; of the last two, what is not given is read and stays."""
        assignee = completed(change.agent_id, change.group_id, lambda: self._assigned(task_id))
        body = translate.changed_task(change, assignee)
        if body != wire.TaskChange():
            self._client.tasks.update(task_id, body)
        if not self._reads_back:
            status = TaskStatus.UNKNOWN if isinstance(change.status, Unset) else change.status
            return as_sent(Task, change, {"id": task_id, "vendor": "gladly", "text": "", "status": status})
        return self.get(task_id)

    def comments(self, task_id: TaskId) -> Listing[Comment]:
        """List a task's comments, oldest first; the vendor stops at 1,000."""

        def fetch() -> Pages[Comment]:
            found = self._client.tasks.comments(task_id)
            yield from map(translate.comment, found)
            return found.truncated

        return Listing(fetch, what="comments of a task")

    def add_comment(self, task_id: TaskId, new: NewComment) -> Comment:
        """Write on a task in the name of an agent: there is no comment without one."""
        if not new.agent_id or not new.text.strip():
            msg = "a comment needs a text and the agent who makes it: give text and agent_id. Nothing was sent."
            raise InvalidRequestError(msg, vendor="gladly", operation="tasks.add_comment")
        body = wire.CommentBody(agent_id=new.agent_id, comment=written(new.text, ""))
        made = self._client.tasks.add_comment(task_id, body)
        with after_write(f"the comment {made} was added", vendor="gladly", operation="tasks.add_comment"):
            return translate.comment(self._client.tasks.get_comment(task_id, made))

    def _assigned(self, task_id: TaskId) -> tuple[str | None, str | None]:
        assignee = self._client.tasks.get(task_id).assignee or wire.TaskAssignee()
        return assignee.inbox_id, assignee.agent_id


def _made_at(task: wire.Task) -> float:
    return task.timestamp.timestamp() if task.timestamp else 0.0
