"""Reads what a task is made of and adds one; the tasks' own operations do, and the deprecated way through items."""

from __future__ import annotations

from deskbridge_gladly.sandbox import task_events
from deskbridge_gladly.sandbox.areas.assignees import read_assignee, refuse_stranger
from deskbridge_gladly.sandbox.calls import Fields
from deskbridge_gladly.sandbox.store import API_USER_ID, Store
from deskbridge_gladly.sandbox.values import Json, read_time, stamp, without_unset

BODY_LIMIT = 10_000


def read_task(store: Store, fields: Fields) -> Json:
    """Read `assignee`, `body` and `dueAt` of a new task.

    Raises:
        Refused: One of them, or another field that was read before, is missing or wrong.
    """
    body = fields.needed_text("body", most=BODY_LIMIT)
    assignee = read_task_assignee(store, fields)
    if fields.values.get("assignee") is None:
        fields.wrong("blank", "assignee", "assignee cannot be blank")
    due_at = fields.needed_text("dueAt") and read_due_at(fields)
    if due_at and due_at <= store.now():  # both are printed alike, so they sort as times
        fields.wrong("invalid", "dueAt", "dueAt must be in the future")
    fields.settle()
    refuse_stranger(store, {"agentId": None, **assignee})  # inferred from conversations
    return {"assignee": assignee, "body": body, "dueAt": due_at}


def read_task_assignee(store: Store, fields: Fields) -> Json:
    """Read `assignee` without what is unset; empty if there is none. Problems are left in `fields`."""
    given = fields.inner("assignee")
    if given is None:
        return {}
    return without_unset(read_assignee(store, Fields(given, f"{fields.prefix}assignee.", fields.problems)))


def read_due_at(fields: Fields) -> str:
    """Read when a task is due, "" if that is not given or no time. Problems are left in `fields`."""
    text = fields.text("dueAt") or ""
    moment = read_time(text)
    if moment is not None:
        return stamp(moment)
    if text.strip():
        fields.wrong("invalid", "dueAt", "dueAt must be an RFC3339 timestamp")
    return ""


def add_task(store: Store, task_id: str, customer_id: str, read: Json) -> Json:
    """Add an open task to a customer and return it."""
    task = {
        "id": task_id,
        "customerId": customer_id,
        "timestamp": store.now(),
        "createdBy": {"id": API_USER_ID, "type": "API"},
        **read,
        "status": "OPEN",
    }
    store.tasks.add(task)
    task_events.task_created(store, task)
    return task
