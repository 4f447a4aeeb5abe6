"""Tasks and their comments."""

from __future__ import annotations

from attrs import evolve

from deskbridge.errors import ConflictError
from deskbridge.operations import operation
from deskbridge.records import UNSET
from deskbridge.wire import unstructure
from deskbridge_gladly.client.api import Api, Capped
from deskbridge_gladly.client.ids import new_id, segment
from deskbridge_gladly.client.repeats import made_before
from deskbridge_gladly.wire.tasks import Comment, CommentBody, Task, TaskBody, TaskChange


class Tasks:
    """The operations on tasks. None lists them all and none deletes one: it is closed instead."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Tasks_customerTimeline")
    def create(self, body: TaskBody) -> str:
        """Create a task for whoever has the body's address or number, and return its id.

        An unknown address or number becomes a customer. An id is made up where the body has none.

        Raises:
            ValidationError: It is due in the past, the text is too long, or the inbox or agent is not there.
            ConflictError: The id is another task's. The same task is not created again, and that is no error.
        """
        return self._create("tasks.create", "tasks", body)

    @operation("Tasks_createCustomerTask")
    def create_for_customer(self, customer_id: str, body: TaskBody) -> str:
        """Create a task on a customer's timeline, and return its id; one is made up where the body has none.

        Raises:
            NotFoundError: There is no such customer.
            ConflictError: The id is another task's. The same task is not created again, and that is no error.
        """
        path = f"customers/{segment(customer_id)}/tasks"
        return self._create("tasks.create_for_customer", path, evolve(body, customer=UNSET), customer_id=customer_id)

    @operation("Tasks_getCustomerTasks")
    def of_customer(self, customer_id: str, *, status: str = "") -> Capped[Task]:
        """List a customer's tasks, newest first, at most 2,000.

        Args:
            customer_id: Whose.
            status: OPEN or CLOSED; both where it is "".
        """
        query = {"status": status} if status else None
        path = f"customers/{segment(customer_id)}/tasks"
        return self._api.capped("tasks.of_customer", path, tuple[Task, ...], query=query)

    @operation("Tasks_getTask")
    def get(self, task_id: str) -> Task:
        """Get a task."""
        return self._api.value("tasks.get", f"tasks/{segment(task_id)}", Task)

    @operation("Tasks_updateTask")
    def update(self, task_id: str, body: TaskChange) -> None:
        """Change what is set. The vendor's scripts repeat the assignee where they close a task."""
        self._api.changed("tasks.update", f"tasks/{segment(task_id)}", body)

    @operation("Tasks_addTaskComment")
    def add_comment(self, task_id: str, body: CommentBody) -> str:
        """Add a comment and return its id; one is made up where the body has none.

        Raises:
            ValidationError: The task is closed, or the text is too long.
            ConflictError: The id is another comment's. The same comment is not added again, and that is no error.
        """
        sent_id = body.id if isinstance(body.id, str) and body.id else new_id()
        sent = evolve(body, id=sent_id)
        try:
            return self._api.created("tasks.add_comment", f"tasks/{segment(task_id)}/comments", sent, sent_id=sent_id)
        except ConflictError as taken:
            return made_before(unstructure(sent), lambda: self.get_comment(task_id, sent_id), taken).id

    @operation("Tasks_getTaskComments")
    def comments(self, task_id: str) -> Capped[Comment]:
        """List a task's comments, oldest first, at most 1,000."""
        return self._api.capped("tasks.comments", f"tasks/{segment(task_id)}/comments", tuple[Comment, ...])

    @operation("Tasks_getComment")
    def get_comment(self, task_id: str, comment_id: str) -> Comment:
        """Get a comment of a task."""
        path = f"tasks/{segment(task_id)}/comments/{segment(comment_id)}"
        return self._api.value("tasks.get_comment", path, Comment)

    def _create(self, name: str, path: str, body: TaskBody, *, customer_id: str = "") -> str:
        sent_id = body.id if isinstance(body.id, str) and body.id else new_id()
        sent = evolve(body, id=sent_id)
        try:
            return self._api.created(name, path, sent, sent_id=sent_id)
        except ConflictError as taken:
            expected = unstructure(evolve(sent, customer=UNSET)) | ({"customerId": customer_id} if customer_id else {})
            return made_before(expected, lambda: self.get(sent_id), taken).id
