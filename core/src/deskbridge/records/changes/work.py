"""Topics, tasks, comments and answers: those to make, and what to change of them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import field, frozen

from deskbridge.records.answers import AnswerContent
from deskbridge.records.base import UNSET, AgentId, AnswerId, AudienceId, GroupId, TaskId, TopicId, Unset, utc
from deskbridge.records.changes.converters import optional_time, optional_tuple
from deskbridge.records.changes.people import Requester
from deskbridge.records.tasks import TaskStatus


@frozen(kw_only=True, slots=True)
class NewTopic:
    """A topic to create. `id` is ours where the vendor takes one."""

    about: ClassVar[str] = "topic"

    name: str
    parent_id: TopicId | None = None
    disabled: bool = False
    id: TopicId | None = None


@frozen(kw_only=True, slots=True)
class TopicChange:
    """What to change of a topic."""

    about: ClassVar[str] = "topic"

    name: str | Unset = UNSET
    parent_id: TopicId | Unset | None = UNSET
    disabled: bool | Unset = UNSET


@frozen(kw_only=True, slots=True)
class NewTask:
    """A task to make.

    Attributes:
        requester: Whom it is for: a customer by id, or a person by an address.
        due_at: Until when; some vendors refuse what is past.
        id: An id of ours, where the vendor takes one: it makes a repeated create recognisable.
    """

    about: ClassVar[str] = "task"

    requester: Requester
    text: str
    due_at: datetime = field(converter=utc)
    group_id: GroupId | None = None
    agent_id: AgentId | None = None
    id: TaskId | None = None


@frozen(kw_only=True, slots=True)
class TaskChange:
    """What to change of a task. `agent_id` None takes it from whoever has it."""

    about: ClassVar[str] = "task"

    status: TaskStatus | Unset = UNSET
    due_at: datetime | Unset = field(default=UNSET, converter=optional_time)
    agent_id: AgentId | Unset | None = UNSET
    group_id: GroupId | Unset = UNSET


@frozen(kw_only=True, slots=True)
class NewComment:
    """A comment to add to a task, in the name of an agent."""

    about: ClassVar[str] = "comment"

    text: str
    agent_id: AgentId | None = None


@frozen(kw_only=True, slots=True)
class NewAnswer:
    """An answer to make.

    Attributes:
        contents: Its words, where the vendor takes them at once; elsewhere they are set one by one.
        category: Under which heading agents find it.
        id: An id of ours, where the vendor takes one.
    """

    about: ClassVar[str] = "answer"

    name: str
    description: str = ""
    audience_ids: tuple[AudienceId, ...] = field(default=(), converter=tuple[AudienceId, ...])
    contents: tuple[AnswerContent, ...] = field(default=(), converter=tuple[AnswerContent, ...])
    category: str = ""
    id: AnswerId | None = None


@frozen(kw_only=True, slots=True)
class AnswerChange:
    """What to change of an answer. Audiences replace all that there are."""

    about: ClassVar[str] = "answer"

    name: str | Unset = UNSET
    description: str | Unset = UNSET
    audience_ids: tuple[AudienceId, ...] | Unset = field(default=UNSET, converter=optional_tuple)
