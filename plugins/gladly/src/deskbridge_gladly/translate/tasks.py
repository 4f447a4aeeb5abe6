"""Tasks and their comments."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deskbridge.errors import InvalidRequestError
from deskbridge.records import (
    UNSET,
    AgentId,
    Author,
    AuthorKind,
    Comment,
    CustomerId,
    GroupId,
    IdentifierKind,
    NewTask,
    Requester,
    Task,
    TaskChange,
    TaskId,
    TaskStatus,
    Unset,
)
from deskbridge_gladly.translate.authors import author
from deskbridge_gladly.translate.bodies import is_rich, plain_text, written
from deskbridge_gladly.translate.phones import normal_phone
from deskbridge_gladly.wire import tasks as wire
from deskbridge_gladly.wire.conversations import AssigneeBody
from deskbridge_gladly.wire.items import CustomerBody

STATUSES: Mapping[str, TaskStatus] = MappingProxyType({"OPEN": TaskStatus.OPEN, "CLOSED": TaskStatus.CLOSED})
"""The vendor's words."""

SETTABLE: Mapping[TaskStatus, str] = MappingProxyType({status: word for word, status in STATUSES.items()})
"""What can be set."""


def task(read: wire.Task) -> Task:
    """Read a task. Rich text is given as plain text and stays as it is in `raw`."""
    assignee = read.assignee or wire.TaskAssignee()
    original = read.status or ""
    return Task(
        id=read.id,
        vendor="gladly",
        raw=read.raw,
        text=_text(read.body or ""),
        status=STATUSES.get(original, TaskStatus.UNKNOWN),
        original_status=original,
        customer_id=CustomerId(read.customer_id) if read.customer_id else None,
        due_at=read.due_at,
        agent_id=AgentId(assignee.agent_id) if assignee.agent_id else None,
        group_id=GroupId(assignee.inbox_id) if assignee.inbox_id else None,
        author=author(read.created_by) if read.created_by else None,
        created_at=read.timestamp,
    )


def comment(read: wire.Comment) -> Comment:
    """Read a comment; it is always an agent's."""
    who = Author(kind=AuthorKind.AGENT, id=read.agent_id) if read.agent_id else Author(kind=AuthorKind.UNKNOWN)
    return Comment(
        id=read.id,
        vendor="gladly",
        raw=read.raw,
        task_id=TaskId(read.task_id or ""),
        text=_text(read.comment or ""),
        author=who,
        created_at=read.created_at,
    )


def new_task(new: NewTask, task_id: str) -> wire.TaskBody:
    """Return a task as it is created.

    Raises:
        InvalidRequestError: It has no text or no inbox, or neither a customer's id nor an address to find one by.
    """
    if not new.text.strip():
        raise _refused("there is nothing to do; give text")
    if not new.group_id:
        raise _refused("a task waits in an inbox; give its id as group_id")
    return wire.TaskBody(
        body=written(new.text, ""),
        due_at=new.due_at,
        assignee=AssigneeBody(inbox_id=new.group_id, agent_id=new.agent_id),
        id=task_id,
        customer=UNSET if new.requester.id else _customer(new.requester),
    )


def changed_task(change: TaskChange, assignee: AssigneeBody | Unset) -> wire.TaskChange:
    """Return what to send for a change.

    Raises:
        InvalidRequestError: The status is none that a task can have.
    """
    status: str | Unset = UNSET
    if not isinstance(change.status, Unset):
        if change.status not in SETTABLE:
            raise _refused("a task is open or closed; give one of the two", "tasks.update")
        status = SETTABLE[change.status]
    return wire.TaskChange(status=status, due_at=change.due_at, assignee=assignee)


def _customer(requester: Requester) -> CustomerBody:
    identifier = requester.identifier
    if identifier is not None and identifier.kind is IdentifierKind.EMAIL:
        return CustomerBody(email_address=identifier.value)
    if identifier is not None and identifier.kind is IdentifierKind.PHONE:
        return CustomerBody(mobile_phone=normal_phone(identifier.value))
    raise _refused("a task is for a customer by id, or for a person by an e-mail address or a phone number")


def _text(body: str) -> str:
    return plain_text(body) if is_rich(body) else body


def _refused(reason: str, operation: str = "tasks.create") -> InvalidRequestError:
    return InvalidRequestError(f"{reason}. Nothing was sent.", vendor="gladly", operation=operation)
