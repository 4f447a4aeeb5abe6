"""Records what changes of tasks mean as events. `context` is the state just before the event."""

from __future__ import annotations

from collections.abc import Iterator

from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json


def task_created(store: Store, task: Json) -> None:
    """Record that a task was created; its context is the task as it is from then on (inferred)."""
    store.events.record("TASK/CREATED", _about(task))


def task_changed(store: Store, before: Json, after: Json) -> None:
    """Record what a change of a task means, one event for each thing that is different."""
    for kind, more in _differences(before, after):
        store.events.record(f"TASK/{kind}", _about(before) | more)


def comment_added(store: Store, task: Json, comment_id: str) -> None:
    """Record that a task was commented on."""
    store.events.record("TASK/COMMENT_ADDED", _about(task) | {"commentId": comment_id})


def _differences(before: Json, after: Json) -> Iterator[tuple[str, Json]]:
    if before["assignee"] != after["assignee"]:
        yield "ASSIGNEE_UPDATED", {"assignee": after["assignee"]}
    if before["body"] != after["body"]:
        # dueAt is required here and described in the next kind alone, a probable mix-up; it does no harm.
        yield "CONTENT_UPDATED", {"dueAt": after["dueAt"]}
    if before["dueAt"] != after["dueAt"]:
        yield "DUE_DATE_UPDATED", {"dueAt": after["dueAt"]}
    if before["status"] != after["status"]:
        yield "CLOSED" if after["status"] == "CLOSED" else "REOPENED", {}


def _about(task: Json) -> Json:
    context = {"assignee": task["assignee"], "dueAt": task["dueAt"], "createdAt": task["timestamp"]}
    return {"customerId": task["customerId"], "taskId": task["id"], "context": context}
