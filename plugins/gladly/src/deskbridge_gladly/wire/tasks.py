"""Tasks and their comments."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import UNSET, Unset
from deskbridge.wire import Wire
from deskbridge_gladly.wire.conversations import AssigneeBody
from deskbridge_gladly.wire.items import Communicator, CustomerBody


@frozen(kw_only=True, slots=True)
class TaskAssignee(Wire):
    """Who has a task; `agent_id` is not there while only the inbox has it."""

    inbox_id: str | None = None
    agent_id: str | None = None


@frozen(kw_only=True, slots=True)
class Task(Wire):
    """A task.

    Attributes:
        timestamp: When it was created.
        created_by: Its type is AGENT, API, AUTOMATION, CUSTOMER, INTERNAL, EXTERNAL or SYSTEM; any other may come.
        body: Plain or rich text.
        status: OPEN or CLOSED.
    """

    id: str
    customer_id: str | None = None
    timestamp: datetime | None = None
    created_by: Communicator | None = None
    assignee: TaskAssignee | None = None
    body: str | None = None
    due_at: datetime | None = None
    status: str | None = None


@frozen(kw_only=True, slots=True)
class TaskBody(Wire):
    """A task to create.

    Attributes:
        body: Plain or rich text, at most 10,000 characters.
        due_at: In the future.
        assignee: With an `agent_id` of None or without one the inbox has it.
        id: URL safe, under 50 characters.
        customer: Only where the task is not created below a customer's id.
    """

    body: str
    due_at: datetime
    assignee: AssigneeBody
    id: str | Unset = UNSET
    customer: CustomerBody | Unset = UNSET


@frozen(kw_only=True, slots=True)
class TaskChange(Wire):
    """What to change of a task; only what is set is sent.

    Attributes:
        status: OPEN or CLOSED.
        body: Plain or rich text, at most 10,000 characters.
    """

    status: str | Unset = UNSET
    body: str | Unset = UNSET
    due_at: datetime | Unset = UNSET
    assignee: AssigneeBody | Unset = UNSET


@frozen(kw_only=True, slots=True)
class Comment(Wire):
    """A comment of a task; `comment` is its text."""

    id: str
    agent_id: str | None = None
    comment: str | None = None
    task_id: str | None = None
    created_at: datetime | None = None


@frozen(kw_only=True, slots=True)
class CommentBody(Wire):
    """A comment to add.

    Attributes:
        agent_id: Who makes it.
        comment: Its text, at most 10,000 characters. The specification requires a ``message`` and describes a
            ``comment``; the description is trusted.
        id: URL safe, under 50 characters.
    """

    agent_id: str
    comment: str
    id: str | Unset = UNSET
