"""What is written: other values than what is read.

A change says only what is set: `UNSET` leaves a field alone, None or "" empties it. Every value here names the
record it writes in `about`; with that, and the names of its set fields, the declared capabilities decide whether it
can be said without loss, before a request is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from attrs import evolve, field, fields, frozen

from deskbridge.records.answers import AnswerContent
from deskbridge.records.base import (
    UNSET,
    AgentId,
    AnswerId,
    AudienceId,
    Channel,
    ChannelKind,
    CustomerId,
    GroupId,
    Record,
    TaskId,
    TopicId,
    Unset,
    utc,
    utc_or_none,
)
from deskbridge.records.calls import CallEntry
from deskbridge.records.messages import Attachment, Author, BodyFormat, Direction, Message, MessageKind, Visibility
from deskbridge.records.people import AgentKind, AvailabilityKind, Identifier
from deskbridge.records.raw import EMPTY, FrozenDict, freeze_mapping
from deskbridge.records.tasks import TaskStatus
from deskbridge.records.tickets import TicketStatus

R = TypeVar("R", bound=Record)


def _optional_mapping(value: Any) -> Any:
    return value if isinstance(value, Unset) else freeze_mapping(value)


def _optional_time(value: Any) -> Any:
    return value if isinstance(value, Unset) else utc(value)


def _optional_tuple(value: Any) -> Any:
    return value if isinstance(value, Unset) else tuple(value)


class Erase(StrEnum):
    """The word that erasing takes, so that nobody does it by accident: it can't be undone."""

    IRREVERSIBLY = "irreversibly"


@frozen(kw_only=True, slots=True)
class NewCustomer:
    """A customer to create.

    Attributes:
        id: An id of ours, where the vendor takes one: it makes a repeated create recognisable. None lets the plugin
            make one up, or the vendor.
    """

    about: ClassVar[str] = "customer"

    name: str = ""
    identifiers: tuple[Identifier, ...] = field(default=(), converter=tuple[Identifier, ...])
    address: str = ""
    attributes: FrozenDict = field(default=EMPTY, converter=freeze_mapping)
    id: CustomerId | None = None


@frozen(kw_only=True, slots=True)
class CustomerChange:
    """What to change of a customer. Identifiers and attributes replace all that there are."""

    about: ClassVar[str] = "customer"

    name: str | Unset = UNSET
    identifiers: tuple[Identifier, ...] | Unset = field(default=UNSET, converter=_optional_tuple)
    address: str | Unset = UNSET
    attributes: FrozenDict | Unset = field(default=UNSET, converter=_optional_mapping)


@frozen(kw_only=True, slots=True)
class Requester:
    """Who a new ticket is for: a customer by id, or a person by name and address (found, or made by the vendor)."""

    id: CustomerId | None = None
    name: str = ""
    identifier: Identifier | None = None


@frozen(kw_only=True, slots=True)
class NewTicket:
    """A ticket to open now, as an agent would: the vendor may assign it, greet the customer, start its clocks."""

    about: ClassVar[str] = "ticket"

    requester: Requester
    subject: str = ""
    channel: Channel | None = None
    agent_id: AgentId | None = None
    group_id: GroupId | None = None
    topic_ids: tuple[TopicId, ...] = field(default=(), converter=tuple[TopicId, ...])
    fields: FrozenDict = field(default=EMPTY, converter=freeze_mapping)
    external_id: str = ""


@frozen(kw_only=True, slots=True)
class PastTicket:
    """A ticket of the past, imported silently: no greeting, no assignment rule, nothing sent to anybody.

    Attributes:
        external_id: Its id at the source. It is how an import whose outcome is unknown is found again, so it must not
            be empty.
        created_at: When it was opened.
        closed_at: When it was closed; must be set if, and only if, `status` is `CLOSED`.
    """

    about: ClassVar[str] = "ticket"

    requester: Requester
    external_id: str
    created_at: datetime = field(converter=utc)
    status: TicketStatus = TicketStatus.CLOSED
    closed_at: datetime | None = field(default=None, converter=utc_or_none)
    updated_at: datetime | None = field(default=None, converter=utc_or_none)
    subject: str = ""
    channel: Channel | None = None
    agent_id: AgentId | None = None
    group_id: GroupId | None = None
    topic_ids: tuple[TopicId, ...] = field(default=(), converter=tuple[TopicId, ...])
    fields: FrozenDict = field(default=EMPTY, converter=freeze_mapping)


@frozen(kw_only=True, slots=True)
class TicketChange:
    """What to change of a ticket.

    Attributes:
        status: The new status. The vendor may tell the customer; `silent` asks it not to.
        force: Close it although the customer waits for an answer, where the vendor makes a difference.
        silent: Tell nobody of the change of status. Refused where the vendor can't be silent.
        agent_id: None takes it from whoever has it.
        group_id: Moves it to another inbox or department. The ticket may get a new id by that: use the one returned.
        fields: Custom fields. They replace the ticket's whole: a field that is not among them is taken from it, so
            give those that shall stay as well.
    """

    about: ClassVar[str] = "ticket"

    status: TicketStatus | Unset = UNSET
    agent_id: AgentId | Unset | None = UNSET
    group_id: GroupId | Unset = UNSET
    subject: str | Unset = UNSET
    fields: FrozenDict | Unset = field(default=UNSET, converter=_optional_mapping)
    external_id: str | Unset = UNSET
    force: bool = False
    silent: bool = True


@frozen(kw_only=True, slots=True)
class NewMessage:
    """A message to send to the customer now."""

    about: ClassVar[str] = "message"

    text: str = ""
    html: str = ""


@frozen(kw_only=True, slots=True)
class NewNote:
    """A note that only the helpdesk sees."""

    about: ClassVar[str] = "message"

    text: str = ""
    html: str = ""


@frozen(kw_only=True, slots=True)
class NewDirectMessage:
    """A message to send now to an address, outside any ticket.

    Attributes:
        channel: The way it shall take.
        to: The address it goes to: a phone number as E.164, or as the vendor knows the person on that channel.
        sender: The address it is from: one that the helpdesk owns.
        text: At least this or an attachment; some channels take approved texts only.
        attachment_urls: Where files are that go with it; the vendor fetches them.
    """

    about: ClassVar[str] = "direct_message"

    channel: ChannelKind
    to: str
    sender: str
    text: str
    attachment_urls: tuple[str, ...] = field(default=(), converter=tuple[str, ...])


@frozen(kw_only=True, slots=True)
class NewActivity:
    """Something a customer did elsewhere, put on the customer's timeline; it is never sent to anybody.

    Attributes:
        title: At most what the vendor takes (declared as the capability's limit).
        kind: The vendor's word for what it was, such as ``EMAIL`` or ``SURVEY``.
        id: An id of ours, where the vendor takes one.
    """

    about: ClassVar[str] = "activity"

    title: str
    text: str = ""
    kind: str = "EMAIL"
    source_name: str = ""
    link_url: str = ""
    link_text: str = ""
    occurred_at: datetime | None = field(default=None, converter=utc_or_none)
    id: str | None = None


@frozen(kw_only=True, slots=True)
class PastMessage:
    """A message of the past, imported silently: it is never sent to anybody.

    Attributes:
        external_id: Its id at the source. It is how an import whose outcome is unknown is found again, so it must not
            be empty.
    """

    about: ClassVar[str] = "message"

    external_id: str
    kind: MessageKind
    direction: Direction
    visibility: Visibility
    author: Author
    created_at: datetime = field(converter=utc)
    text: str = ""
    html: str = ""
    body_format: BodyFormat = BodyFormat.TEXT
    channel: Channel | None = None
    subject: str = ""
    attachments: tuple[Attachment, ...] = field(default=(), converter=tuple[Attachment, ...])
    details: FrozenDict = field(default=EMPTY, converter=freeze_mapping)


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
class NewAgent:
    """An agent to let in. The vendor may send an invitation to the address.

    Attributes:
        email: The address the agent will sign in with.
        kind: What it is; a vendor refuses what it can't make.
        external_id: The id another system gave.
        roles: What the agent may do, in the vendor's own words; none lets the vendor decide.
    """

    about: ClassVar[str] = "agent"

    email: str
    kind: AgentKind = AgentKind.PERSON
    external_id: str = ""
    roles: tuple[str, ...] = field(default=(), converter=tuple[str, ...])


@frozen(kw_only=True, slots=True)
class AgentChange:
    """What to change of an agent. Roles replace all that there are; `UNKNOWN` is no availability to set."""

    about: ClassVar[str] = "agent"

    name: str | Unset = UNSET
    external_id: str | Unset = UNSET
    roles: tuple[str, ...] | Unset = field(default=UNSET, converter=_optional_tuple)
    availability: AvailabilityKind | Unset = UNSET


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
    due_at: datetime | Unset = field(default=UNSET, converter=_optional_time)
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
    audience_ids: tuple[AudienceId, ...] | Unset = field(default=UNSET, converter=_optional_tuple)


Change = (
    NewCustomer
    | CustomerChange
    | NewTicket
    | PastTicket
    | TicketChange
    | NewMessage
    | NewNote
    | NewDirectMessage
    | NewActivity
    | PastMessage
    | NewTopic
    | TopicChange
    | NewAgent
    | AgentChange
    | CallEntry
    | NewTask
    | TaskChange
    | NewComment
    | NewAnswer
    | AnswerChange
)


def restored(held: Message, past: PastMessage) -> Message:
    """Return a message with all that a past message says, and its own id, vendor, `raw`, ticket and customer."""
    return evolve(held, **{one.name: getattr(past, one.name) for one in fields(PastMessage)})


def as_sent(kind: type[R], change: Change, known: Mapping[str, Any]) -> R:
    """Return a record that holds what a change says and no more, for desks that were told not to read back.

    Args:
        kind: What record.
        change: What was sent.
        known: Its id and vendor, what else the record must have, and fields whose words differ from the change's.
    """
    names = {one.name for one in fields(kind)}
    sent = {name: value for name, value in given_fields(change).items() if name in names and value is not None}
    return kind(**{**sent, **known})


def set_fields(change: Change) -> dict[str, Any]:
    """Return the fields of a change that say something, by name."""
    return {
        one.name: value
        for one in fields(type(change))
        if not isinstance(value := getattr(change, one.name), Unset)
        and value != one.default
        and value not in (None, "")
    }


def given_fields(change: Change) -> dict[str, Any]:
    """Return the fields of a change that are not `UNSET`, by name; those that empty something too."""
    return {
        one.name: value for one in fields(type(change)) if not isinstance(value := getattr(change, one.name), Unset)
    }
