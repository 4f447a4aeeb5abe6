"""Tasks: create for whoever has an address or for a customer, list, get, update."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge_gladly.sandbox.areas.addressees import find_or_create
from deskbridge_gladly.sandbox.areas.assignees import refuse_stranger
from deskbridge_gladly.sandbox.areas.lookups import named_customer, named_task
from deskbridge_gladly.sandbox.areas.task_fields import (
    BODY_LIMIT,
    add_task,
    read_due_at,
    read_task,
    read_task_assignee,
)
from deskbridge_gladly.sandbox.calls import (
    Call,
    Fields,
    Refused,
    Table,
    answer,
    capped,
    created,
    done,
    problem,
)
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.task_events import task_changed
from deskbridge_gladly.sandbox.values import Json, new_id

TASKS_LIMIT = 2_000
STATUSES = frozenset({"OPEN", "CLOSED"})


class Tasks:
    """Answers the operations on tasks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {
            "/tasks": {"POST": self.create},
            "/customers/{customer_id}/tasks": {"GET": self.of_customer, "POST": self.create_for_customer},
            "/tasks/{task_id}": {"GET": self.get, "PATCH": self.update},
        }

    @operation("Tasks_customerTimeline")
    def create(self, call: Call) -> Response:
        """Create a task for whoever has the address or number; a stranger becomes a customer."""
        fields = call.fields()
        self._refuse_taken_id(fields)  # no 409 is listed here; inferred from the create for a customer
        customer = fields.inner("customer")
        if customer is None and not fields.problems:
            fields.wrong("blank", "customer", "customer cannot be blank")
        read = read_task(self._store, fields)
        owner = find_or_create(self._store, Fields(customer or {}, "customer.", fields.problems))
        return self._create(fields, read, owner)

    @operation("Tasks_createCustomerTask")
    def create_for_customer(self, call: Call) -> Response:
        """Create a task for a customer; of a merged one the new place is told, as for items (inferred)."""
        customer_id = named_customer(self._store, call, "tasks")
        fields = call.fields()
        self._refuse_taken_id(fields)
        return self._create(fields, read_task(self._store, fields), customer_id)

    @operation("Tasks_getCustomerTasks")
    def of_customer(self, call: Call) -> Response:
        """List a customer's tasks, newest first, at most 2,000; `status` narrows them."""
        customer_id = named_customer(self._store, call, "tasks")
        status = call.query.get("status")
        if status is not None and status not in STATUSES:
            raise Refused(400, problem("invalid", f"status [{status}] is not supported", attr="status"))
        tasks = self._store.tasks.of_customer(customer_id)
        return capped([each for each in tasks if status in (None, each["status"])], TASKS_LIMIT)

    @operation("Tasks_getTask")
    def get(self, call: Call) -> Response:
        """Get a task."""
        return answer(named_task(self._store, call))

    @operation("Tasks_updateTask")
    def update(self, call: Call) -> Response:
        """Change the fields that are given; an assignee is replaced whole, its agent too (D13)."""
        task = named_task(self._store, call)
        changes = self._read_changes(call.fields(), task)
        self._store.tasks.tasks[task["id"]] = {**task, **changes}
        task_changed(self._store, task, {**task, **changes})
        return done()

    def _refuse_taken_id(self, fields: Fields) -> None:
        if fields.new_id() in self._store.tasks.tasks:
            raise Refused(409, problem("taken", "task already exists", attr="newConversationItems"))

    def _read_changes(self, fields: Fields, task: Json) -> Json:
        changes: Json = {}
        if fields.values.get("body") is not None:
            changes["body"] = fields.needed_text("body", most=BODY_LIMIT)
        if due_at := read_due_at(fields):  # it may have passed: only of a new one it is said that it may not
            changes["dueAt"] = due_at
        if status := fields.choice("status", STATUSES):
            changes["status"] = status
        if fields.values.get("assignee") is not None:
            changes["assignee"] = read_task_assignee(self._store, fields)
        fields.settle()
        if changes.get("assignee", task["assignee"]) != task["assignee"]:  # what is repeated stays, as scripts do
            refuse_stranger(self._store, {"agentId": None, **changes["assignee"]})
        return changes

    def _create(self, fields: Fields, read: Json, customer_id: str) -> Response:
        task = add_task(self._store, fields.new_id() or new_id(), customer_id, read)
        return created(f"/api/v1/tasks/{task['id']}")
