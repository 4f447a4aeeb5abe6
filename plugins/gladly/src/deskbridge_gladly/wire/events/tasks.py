"""Tasks, whatever is done to them."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.wire import Wire
from deskbridge_gladly.wire.events.envelope import Assignee, Event


@frozen(kw_only=True, slots=True)
class TaskContext(Wire):
    """A task just before the event."""

    assignee: Assignee | None = None
    due_at: datetime | None = None
    created_at: datetime | None = None


@frozen(kw_only=True, slots=True)
class TaskContent(Wire):
    """A task, and what is new about it.

    Attributes:
        assignee: The new one.
        comment_id: The comment that was added.
        agent_id: The follower who was added or removed.
        due_at: The new time.
    """

    customer_id: str | None = None
    task_id: str | None = None
    assignee: Assignee | None = None
    comment_id: str | None = None
    agent_id: str | None = None
    due_at: datetime | None = None
    context: TaskContext | None = None


@frozen(kw_only=True, slots=True)
class TaskChanged(Event):
    """A task was created, closed, reopened or changed."""

    content: TaskContent | None = None
