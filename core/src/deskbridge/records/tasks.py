"""Tasks: what somebody has to do for a customer until a time, and the comments on it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from deskbridge.records.base import AgentId, CustomerId, GroupId, Record, TaskId, utc_or_none
from deskbridge.records.messages import Author


class TaskStatus(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@frozen(kw_only=True, slots=True)
class Task(Record):
    """Something to do for a customer.

    Attributes:
        text: What is to be done.
        status: Where it stands; `original_status` is the vendor's word.
        customer_id: Whom it is for.
        due_at: Until when.
        agent_id: Who has it, None if nobody.
        group_id: The inbox it waits in.
        author: Who made it; None where the vendor does not say.
        created_at: When it was made.
        updated_at: None where it was never changed.
        closed_at: None while it is open, or where the vendor does not say.
    """

    text: str
    status: TaskStatus
    original_status: str = ""
    customer_id: CustomerId | None = None
    due_at: datetime | None = field(default=None, converter=utc_or_none)
    agent_id: AgentId | None = None
    group_id: GroupId | None = None
    author: Author | None = None
    created_at: datetime | None = field(default=None, converter=utc_or_none)
    updated_at: datetime | None = field(default=None, converter=utc_or_none)
    closed_at: datetime | None = field(default=None, converter=utc_or_none)


@frozen(kw_only=True, slots=True)
class Comment(Record):
    """What somebody wrote on a task.

    Attributes:
        task_id: The task.
        text: What was written.
        author: Who wrote it.
        created_at: When.
    """

    task_id: TaskId
    text: str
    author: Author
    created_at: datetime | None = field(default=None, converter=utc_or_none)
