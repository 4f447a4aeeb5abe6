"""A desk and its roles: one small Protocol each, without code.

Verbs mean the same everywhere: `get` raises `NotFoundError`; `find` may give none; `all` iterates lazily; `create` and
`update` return what the vendor now holds; `delete` returns nothing. Every method belongs to exactly one `Capability`,
``role.method``; one that is not declared as possible raises `UnsupportedError` before a request is sent. Beside what is
named at a method, each may raise any `TransportError` or `VendorError`, and a write `AmbiguousWriteError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, runtime_checkable

from deskbridge.capabilities import Capabilities
from deskbridge.listing import Listing
from deskbridge.records import (
    Agent,
    AgentId,
    Answer,
    AnswerChange,
    AnswerContent,
    AnswerId,
    Attachment,
    Audience,
    ChannelKind,
    Comment,
    Customer,
    CustomerChange,
    CustomerId,
    Event,
    ExportJob,
    ExportJobId,
    ExportStatus,
    FrozenDict,
    Group,
    GroupId,
    Message,
    MessageId,
    NewActivity,
    NewAnswer,
    NewComment,
    NewCustomer,
    NewMessage,
    NewNote,
    NewTask,
    NewTicket,
    NewTopic,
    PastMessage,
    PastTicket,
    Recorder,
    ReportQuery,
    Task,
    TaskChange,
    TaskId,
    Ticket,
    TicketChange,
    TicketId,
    Topic,
    TopicChange,
    TopicId,
    Transcript,
)


class Customers(Protocol):
    """The people who write in."""

    def get(self, customer_id: CustomerId) -> Customer:
        """Return one customer; one that was merged is followed once and says so in `merged_from`.

        Raises:
            NotFoundError: There is none of that id, or it was erased.
        """

    def find(
        self, *, email: str | None = None, phone: str | None = None, external_id: str | None = None
    ) -> Listing[Customer]:
        """List the customers known by exactly one identifier; often none or one.

        Args:
            email: Compared without regard to case.
            phone: E.164, or as written in the vendor's home country.
            external_id: The id another system gave.

        Raises:
            InvalidRequestError: None or more than one identifier was given.
        """

    def all(self) -> Listing[Customer]:
        """List every customer once, in no promised order."""

    def create(self, new: NewCustomer) -> Customer:
        """Create a customer.

        Raises:
            ConflictError: An identifier or the id belongs to another; `existing_id` where the vendor tells.
        """

    def update(self, customer_id: CustomerId, change: CustomerChange) -> Customer:
        """Change the fields that are set.

        Raises:
            NotFoundError: There is none of that id.
            ConflictError: An identifier belongs to another.
        """

    def delete(self, customer_id: CustomerId) -> None:
        """Erase a customer with all that belongs to it. Can't be undone.

        Raises:
            NotFoundError: There is none of that id.
        """


class Tickets(Protocol):
    """The cases."""

    def get(self, ticket_id: TicketId) -> Ticket:
        """Return one ticket, without its messages.

        Raises:
            NotFoundError: There is none of that id, or it was erased.
        """

    def all(self, *, active_since: datetime | None = None, active_until: datetime | None = None) -> Listing[Ticket]:
        """List every ticket with activity in a period once, in no promised order; without bounds, every ticket.

        Args:
            active_since: Aware; inclusive.
            active_until: Aware; inclusive.
        """

    def of_customer(self, customer_id: CustomerId) -> Listing[Ticket]:
        """List a customer's tickets, oldest first."""

    def find(self, *, external_id: str, created_at: datetime | None = None) -> Listing[Ticket]:
        """List the tickets with an id that another system gave.

        Args:
            external_id: Compared exactly.
            created_at: When the ticket was opened, if known: some vendors need no more than a small search then.
        """

    def create(self, new: NewTicket) -> Ticket:
        """Open a ticket now, as an agent would: the vendor may assign it and greet the customer."""

    def import_past(self, past: PastTicket) -> Ticket:
        """Import a ticket of the past with its times, silently: nothing is sent to anybody.

        Raises:
            ConflictError: The vendor does not let two such tickets be; `existing_id` tells the other.
        """

    def update(self, ticket_id: TicketId, change: TicketChange) -> Ticket:
        """Change the fields that are set and return the ticket, which may have got a new id by moving.

        Raises:
            NotFoundError: There is none of that id.
            ValidationError: The vendor's rules don't allow it in the ticket's present state.
        """


class Messages(Protocol):
    """What was said, written, noted or done in a ticket."""

    def of_ticket(self, ticket_id: TicketId) -> Listing[Message]:
        """List a ticket's messages once each, oldest first.

        Raises:
            NotFoundError: There is no such ticket, or it was erased.
        """

    def get(self, message_id: MessageId) -> Message:
        """Return one message.

        Raises:
            NotFoundError: There is none of that id.
        """

    def send(self, ticket_id: TicketId, new: NewMessage) -> Message:
        """Send a message to the customer, now and for good."""

    def add_note(self, ticket_id: TicketId, new: NewNote) -> Message:
        """Add a note that only the helpdesk sees."""

    def add_activity(self, customer_id: CustomerId, new: NewActivity) -> Message:
        """Put something a customer did elsewhere on the customer's timeline; nothing is sent."""

    def import_past(self, ticket_id: TicketId, past: PastMessage) -> Message:
        """Import a message of the past, silently: whatever it was, nothing is sent to anybody.

        A vendor that keeps no author, time or channel of imported messages carries them in the text, as its
        capabilities say.
        """

    def redact(self, message_id: MessageId) -> None:
        """Take the content out of a message for good; that there was one stays. Can't be undone.

        Raises:
            NotFoundError: There is none of that id.
        """


class Topics(Protocol):
    """What tickets are about."""

    def all(self) -> Listing[Topic]:
        """List every topic once, disabled ones too."""

    def create(self, new: NewTopic) -> Topic:
        """Create a topic.

        Raises:
            ConflictError: The name or id is taken; `existing_id` where the vendor tells.
        """

    def update(self, topic_id: TopicId, change: TopicChange) -> Topic:
        """Change the fields that are set.

        Raises:
            NotFoundError: There is none of that id.
            ConflictError: The name is taken.
        """

    def add(self, ticket_id: TicketId, topic_ids: Iterable[TopicId]) -> None:
        """Add topics to a ticket; those it has already are left as they are.

        Raises:
            NotFoundError: There is no such ticket.
            ValidationError: A topic does not exist; the text names it.
        """

    def remove(self, ticket_id: TicketId, topic_id: TopicId) -> None:
        """Take a topic off a ticket; one it does not have is no error.

        Raises:
            NotFoundError: There is no such ticket.
        """


class Agents(Protocol):
    """Who works in the helpdesk."""

    def all(self) -> Listing[Agent]:
        """List the agents once each, in no promised order."""

    def get(self, agent_id: AgentId) -> Agent:
        """Return one agent.

        Raises:
            NotFoundError: There is none of that id, or the agent left.
        """

    def find(self, *, email: str) -> Listing[Agent]:
        """List the agents who sign in with an address; one or none.

        Args:
            email: Compared without regard to case.
        """


class Groups(Protocol):
    """Inboxes, teams and departments."""

    def all(self) -> Listing[Group]:
        """List the groups once each, in no promised order."""

    def get(self, group_id: GroupId) -> Group:
        """Return one group.

        Raises:
            NotFoundError: There is none of that id.
        """

    def is_open(self, group_id: GroupId, *, channel: ChannelKind | None = None) -> bool:
        """Tell whether a group has opening hours now, on one channel or at all."""


class Tasks(Protocol):
    """What is to be done for customers."""

    def get(self, task_id: TaskId) -> Task:
        """Return one task.

        Raises:
            NotFoundError: There is none of that id.
        """

    def of_customer(self, customer_id: CustomerId) -> Listing[Task]:
        """List a customer's tasks, newest first."""

    def create(self, new: NewTask) -> Task:
        """Make a task.

        Raises:
            ConflictError: The id is taken.
            ValidationError: The vendor refuses the time or the assignee.
        """

    def update(self, task_id: TaskId, change: TaskChange) -> Task:
        """Change the fields that are set.

        Raises:
            NotFoundError: There is none of that id.
        """

    def comments(self, task_id: TaskId) -> Listing[Comment]:
        """List what was written on a task, oldest first.

        Raises:
            NotFoundError: There is no such task.
        """

    def add_comment(self, task_id: TaskId, new: NewComment) -> Comment:
        """Write on a task.

        Raises:
            NotFoundError: There is no such task.
            ValidationError: The task is closed, where the vendor takes none then.
        """


class Answers(Protocol):
    """Articles and canned replies."""

    def all(self) -> Listing[Answer]:
        """List every answer once, in no promised order."""

    def get(self, answer_id: AnswerId) -> Answer:
        """Return one answer with its contents.

        Raises:
            NotFoundError: There is none of that id.
        """

    def create(self, new: NewAnswer) -> Answer:
        """Make an answer, without contents.

        Raises:
            ConflictError: The name is taken; `existing_id` where the vendor tells.
        """

    def update(self, answer_id: AnswerId, change: AnswerChange) -> Answer:
        """Change the fields that are set.

        Raises:
            NotFoundError: There is none of that id.
        """

    def delete(self, answer_id: AnswerId) -> None:
        """Delete an answer with its contents.

        Raises:
            NotFoundError: There is none of that id.
        """

    def set_content(self, answer_id: AnswerId, content: AnswerContent) -> Answer:
        """Write an answer's words in one language for one use, in place of what was there.

        Raises:
            NotFoundError: There is no such answer.
        """

    def audiences(self) -> Listing[Audience]:
        """List the brands or segments that answers can be for."""


class Calls(Protocol):
    """Recordings of calls and voicemails, and what records them."""

    def save_recording(self, message_id: MessageId, target: Path) -> Path:
        """Save the recording of a call or voicemail; the file is there only when it is whole.

        Raises:
            NotFoundError: There is no recording, or it was deleted.
        """

    def transcript(self, message_id: MessageId) -> Transcript:
        """Return what was said.

        Raises:
            NotFoundError: There is no transcript.
        """

    def recorder(self, agent_id: AgentId) -> Recorder:
        """Tell whether an agent's present call is being recorded.

        Raises:
            NotFoundError: There is no such agent.
        """

    def set_recording(self, agent_id: AgentId, *, recording: bool) -> None:
        """Switch the recording of an agent's present call on or off; without a call it does nothing.

        Raises:
            NotFoundError: There is no such agent.
        """


class Files(Protocol):
    """The bytes of attachments."""

    def save(self, message_id: MessageId, attachment: Attachment, target: Path) -> Path:
        """Save a message's attachment; the file is there only when it is whole. Another host gets no credentials.

        Raises:
            NotFoundError: There is no such file any more.
        """

    def upload(self, source: Path) -> Attachment:
        """Put a file where messages can refer to it."""


class Exports(Protocol):
    """Jobs that write files."""

    def jobs(self, *, status: ExportStatus | None = None) -> Listing[ExportJob]:
        """List the jobs that are kept, newest first.

        Args:
            status: Only those.
        """

    def get(self, job_id: ExportJobId) -> ExportJob:
        """Return one job.

        Raises:
            NotFoundError: There is none of that id, or it is not kept any more.
        """

    def read(self, job_id: ExportJobId, file: str) -> Listing[FrozenDict]:
        """Read the objects of a file, in its order, in constant memory. Lines that can't be read make it truncated.

        Raises:
            NotFoundError: There is no such file.
        """

    def save(self, job_id: ExportJobId, file: str, target: Path) -> Path:
        """Save a file as it is; it is there only when it is whole.

        Raises:
            NotFoundError: There is no such file.
        """

    def delete(self, job_id: ExportJobId) -> None:
        """Delete a job with its files.

        Raises:
            NotFoundError: There is none of that id.
            ValidationError: It has not ended yet.
        """


class Reports(Protocol):
    """Tables that the helpdesk computes."""

    def run(self, query: ReportQuery) -> Listing[FrozenDict]:
        """Run a report and give its rows by column, every value a text as the vendor wrote it.

        Raises:
            ValidationError: The vendor knows no such report, or refuses a filter.
        """

    def work_sessions(self, *, since: datetime, until: datetime) -> Listing[FrozenDict]:
        """List what agents worked on in a period, by column, every value a text as the vendor wrote it."""


class Events(Protocol):
    """What happens in the helpdesk."""

    def all(self, *, since: datetime, until: datetime | None = None) -> Listing[Event]:
        """List what happened in a period, oldest first.

        Args:
            since: Aware, inclusive.
            until: Aware; now if None.

        Raises:
            ValidationError: The period is longer ago than the vendor keeps events.
        """

    def receive(self, headers: Mapping[str, str], body: bytes) -> tuple[Event, ...]:
        """Read a webhook's delivery that is proven to be the vendor's; sends nothing.

        Args:
            headers: As they came, in any case.
            body: The raw bytes.

        Raises:
            AuthenticationError: It is not proven; its content was not looked at.
            MalformedAnswerError: It is not what the vendor documents.
        """

    def poll(self) -> Listing[Event]:
        """List what waits in the vendor's queue, oldest first; it stays there until it is acknowledged."""

    def acknowledge(self, events: Iterable[Event]) -> None:
        """Take events that were handled out of the vendor's queue."""


@runtime_checkable
class Helpdesk(Protocol):
    """A desk: a composition of roles, and the vendor's whole API beside them."""

    @property
    def vendor(self) -> str:
        """The name its plugin is registered under."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""

    @property
    def customers(self) -> Customers:
        """The people who write in."""

    @property
    def tickets(self) -> Tickets:
        """The cases."""

    @property
    def messages(self) -> Messages:
        """What was said, written, noted or done."""

    @property
    def topics(self) -> Topics:
        """What tickets are about."""

    @property
    def agents(self) -> Agents:
        """Who works there."""

    @property
    def groups(self) -> Groups:
        """Inboxes, teams and departments."""

    @property
    def tasks(self) -> Tasks:
        """What is to be done for customers."""

    @property
    def answers(self) -> Answers:
        """Articles and canned replies."""

    @property
    def calls(self) -> Calls:
        """Recordings of calls and voicemails."""

    @property
    def files(self) -> Files:
        """The bytes of attachments."""

    @property
    def exports(self) -> Exports:
        """Jobs that write files."""

    @property
    def reports(self) -> Reports:
        """Tables that the helpdesk computes."""

    @property
    def events(self) -> Events:
        """What happens in the helpdesk."""

    @property
    def native(self) -> Any:
        """The vendor's whole API, typed by the plugin; None where there is none."""

    def close(self) -> None:
        """Give back what the desk holds open; the desk can't be used afterwards. May be called twice."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
