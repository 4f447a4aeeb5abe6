"""Comments on tasks: add, list, get."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge_gladly.sandbox.areas.lookups import named_task
from deskbridge_gladly.sandbox.calls import Call, Fields, Refused, Table, answer, capped, created, missing, problem
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.task_events import comment_added
from deskbridge_gladly.sandbox.values import new_id

COMMENTS_LIMIT = 1_000
COMMENT_LENGTH = 10_000


class Comments:
    """Answers the operations on the comments of tasks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {
            "/tasks/{task_id}/comments": {"GET": self.on_task, "POST": self.add},
            "/tasks/{task_id}/comments/{comment_id}": {"GET": self.get},
        }

    @operation("Tasks_addTaskComment")
    def add(self, call: Call) -> Response:
        """Add an agent's comment to a task that is open."""
        task = named_task(self._store, call)
        if task["status"] == "CLOSED":  # the code is inferred from what closed conversations answer
            raise Refused(400, problem("invalid_state", "comments cannot be added to a closed task"))
        fields = call.fields()
        comment_id = fields.new_id() or new_id()
        agent_id, comment = self._read(fields)
        if comment_id in self._store.tasks.comments:  # not listed; inferred from "unique" and from tasks
            raise Refused(409, problem("taken", "task comment already exists", attr="id"))
        self._store.tasks.add_comment(
            {
                "id": comment_id,
                "agentId": agent_id,
                "comment": comment,
                "taskId": task["id"],
                "createdAt": self._store.now(),
            }
        )
        comment_added(self._store, task, comment_id)
        return created(f"/api/v1/tasks/{task['id']}/comments/{comment_id}")

    @operation("Tasks_getTaskComments")
    def on_task(self, call: Call) -> Response:
        """List a task's comments, oldest first, at most 1,000."""
        task = named_task(self._store, call)
        return capped(self._store.tasks.comments_on(task["id"]), COMMENTS_LIMIT)

    @operation("Tasks_getComment")
    def get(self, call: Call) -> Response:
        """Get a comment of a task."""
        task = named_task(self._store, call)
        comment = self._store.tasks.comments.get(call.path["comment_id"])
        if comment is None or comment["taskId"] != task["id"]:
            raise missing("task comment")
        return answer(comment)

    def _read(self, fields: Fields) -> tuple[str, str]:
        agent_id = fields.needed_text("agentId")
        if agent_id.strip() and agent_id not in self._store.agents:
            fields.wrong("not_exist", "agentId", "agent does not exist")  # inferred
        # The property is called comment, the required list calls it message; both are taken (D67).
        name = "message" if "comment" not in fields.values and "message" in fields.values else "comment"
        comment = fields.needed_text(name, most=COMMENT_LENGTH)
        fields.settle()
        return agent_id, comment
