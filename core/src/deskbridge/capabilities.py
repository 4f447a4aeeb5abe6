"""What a vendor can do, as data: one row a capability, with level, note and source.

There are two kinds of capability. One is a method of a role (``customers.find``): what isn't declared as possible is
refused before a request is sent. The other is a field of a record (``customer.address``): whether what is written
there is kept; a value that can't be kept is refused as well, and a migration's loss report is made from these rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from attrs import field, frozen

from deskbridge.errors import UnsupportedError


class Capability(StrEnum):
    """Everything that can be declared. The value is ``role.method``, or ``record.field``."""

    CUSTOMERS_GET = "customers.get"
    CUSTOMERS_FIND = "customers.find"
    CUSTOMERS_ALL = "customers.all"
    CUSTOMERS_CREATE = "customers.create"
    CUSTOMERS_UPDATE = "customers.update"
    CUSTOMERS_DELETE = "customers.delete"

    TICKETS_GET = "tickets.get"
    TICKETS_ALL = "tickets.all"
    TICKETS_OF_CUSTOMER = "tickets.of_customer"
    TICKETS_FIND = "tickets.find"
    TICKETS_CREATE = "tickets.create"
    TICKETS_IMPORT_PAST = "tickets.import_past"
    TICKETS_UPDATE = "tickets.update"
    TICKETS_ERASE = "tickets.erase"

    MESSAGES_OF_TICKET = "messages.of_ticket"
    MESSAGES_GET = "messages.get"
    MESSAGES_SEND = "messages.send"
    MESSAGES_SEND_DIRECT = "messages.send_direct"
    MESSAGES_ADD_NOTE = "messages.add_note"
    MESSAGES_ADD_ACTIVITY = "messages.add_activity"
    MESSAGES_IMPORT_PAST = "messages.import_past"
    MESSAGES_REDACT = "messages.redact"

    TOPICS_ALL = "topics.all"
    TOPICS_CREATE = "topics.create"
    TOPICS_UPDATE = "topics.update"
    TOPICS_ADD = "topics.add"
    TOPICS_REMOVE = "topics.remove"

    AGENTS_ALL = "agents.all"
    AGENTS_GET = "agents.get"
    AGENTS_FIND = "agents.find"
    AGENTS_CREATE = "agents.create"
    AGENTS_UPDATE = "agents.update"
    AGENTS_DELETE = "agents.delete"

    GROUPS_ALL = "groups.all"
    GROUPS_GET = "groups.get"
    GROUPS_IS_OPEN = "groups.is_open"

    TASKS_GET = "tasks.get"
    TASKS_OF_CUSTOMER = "tasks.of_customer"
    TASKS_CREATE = "tasks.create"
    TASKS_UPDATE = "tasks.update"
    TASKS_COMMENTS = "tasks.comments"
    TASKS_ADD_COMMENT = "tasks.add_comment"

    ANSWERS_ALL = "answers.all"
    ANSWERS_GET = "answers.get"
    ANSWERS_CREATE = "answers.create"
    ANSWERS_UPDATE = "answers.update"
    ANSWERS_DELETE = "answers.delete"
    ANSWERS_SET_CONTENT = "answers.set_content"
    ANSWERS_AUDIENCES = "answers.audiences"

    CALLS_SAVE_RECORDING = "calls.save_recording"
    CALLS_TRANSCRIPT = "calls.transcript"
    CALLS_RECORDER = "calls.recorder"
    CALLS_SET_RECORDING = "calls.set_recording"
    CALLS_LOG = "calls.log"

    SURVEYS_LINK = "surveys.link"

    FILES_SAVE = "files.save"
    FILES_UPLOAD = "files.upload"
    FILES_RENDER = "files.render"

    EXPORTS_JOBS = "exports.jobs"
    EXPORTS_GET = "exports.get"
    EXPORTS_READ = "exports.read"
    EXPORTS_SAVE = "exports.save"
    EXPORTS_DELETE = "exports.delete"

    REPORTS_RUN = "reports.run"
    REPORTS_WORK_SESSIONS = "reports.work_sessions"

    EVENTS_ALL = "events.all"
    EVENTS_RECEIVE = "events.receive"
    EVENTS_POLL = "events.poll"
    EVENTS_ACKNOWLEDGE = "events.acknowledge"

    CUSTOMER_NAME = "customer.name"
    CUSTOMER_EMAIL = "customer.email"
    CUSTOMER_PHONE = "customer.phone"
    CUSTOMER_SOCIAL = "customer.social"
    CUSTOMER_EXTERNAL_ID = "customer.external_id"
    CUSTOMER_ADDRESS = "customer.address"
    CUSTOMER_ATTRIBUTES = "customer.attributes"
    CUSTOMER_CREATED_AT = "customer.created_at"

    TICKET_SUBJECT = "ticket.subject"
    TICKET_STATUS = "ticket.status"
    TICKET_CHANNEL = "ticket.channel"
    TICKET_AGENT_ID = "ticket.agent_id"
    TICKET_GROUP_ID = "ticket.group_id"
    TICKET_TOPIC_IDS = "ticket.topic_ids"
    TICKET_FIELDS = "ticket.fields"
    TICKET_EXTERNAL_ID = "ticket.external_id"
    TICKET_CREATED_AT = "ticket.created_at"
    TICKET_UPDATED_AT = "ticket.updated_at"
    TICKET_CLOSED_AT = "ticket.closed_at"

    MESSAGE_TEXT = "message.text"
    MESSAGE_HTML = "message.html"
    MESSAGE_KIND = "message.kind"
    MESSAGE_DIRECTION = "message.direction"
    MESSAGE_SUBJECT = "message.subject"
    MESSAGE_AUTHOR = "message.author"
    MESSAGE_CHANNEL = "message.channel"
    MESSAGE_CREATED_AT = "message.created_at"
    MESSAGE_ATTACHMENTS = "message.attachments"
    MESSAGE_DETAILS = "message.details"

    TOPIC_PARENT_ID = "topic.parent_id"
    TOPIC_DISABLED = "topic.disabled"

    AGENT_NAME = "agent.name"
    AGENT_EXTERNAL_ID = "agent.external_id"
    AGENT_ROLES = "agent.roles"
    AGENT_AVAILABILITY = "agent.availability"

    TASK_AGENT_ID = "task.agent_id"
    TASK_GROUP_ID = "task.group_id"

    ANSWER_DESCRIPTION = "answer.description"
    ANSWER_AUDIENCE_IDS = "answer.audience_ids"
    ANSWER_CONTENTS = "answer.contents"
    ANSWER_CATEGORY = "answer.category"

    @property
    def subject(self) -> str:
        """The role or record that it belongs to: what stands before the dot."""
        return self.value.partition(".")[0]

    @property
    def is_method(self) -> bool:
        """Whether it is a role's method, and not a record's field."""
        return self.subject in ROLES


ROLES = (
    "customers",
    "tickets",
    "messages",
    "topics",
    "agents",
    "groups",
    "tasks",
    "answers",
    "calls",
    "surveys",
    "files",
    "exports",
    "reports",
    "events",
)
"""The roles of a desk, in the order in which tables show them."""


class Level(StrEnum):
    """How well a vendor can do something."""

    FULL = "full"
    PARTIAL = "partial"
    EMULATED = "emulated"
    UNSUPPORTED = "unsupported"
    NOT_IMPLEMENTED = "not implemented"


@frozen
class Support:
    """One row of a declaration.

    Attributes:
        level: How well.
        note: `PARTIAL`: what is missing. `EMULATED`: by what, at what cost. Otherwise the reason.
        source: Where the fact comes from.
        limit: The most characters (a field) or records (a listing) that the vendor takes or gives, None if unknown.
        nearest: For what is not possible: the nearest thing that works.
    """

    level: Level
    note: str = ""
    source: str = field(default="", kw_only=True)
    limit: int | None = field(default=None, kw_only=True)
    nearest: str = field(default="", kw_only=True)

    @property
    def possible(self) -> bool:
        """Whether it works at all."""
        return self.level not in {Level.UNSUPPORTED, Level.NOT_IMPLEMENTED}


_UNDECLARED = Support(Level.NOT_IMPLEMENTED, "The plugin does not declare it.")


@frozen
class Capabilities(Mapping[Capability, Support]):
    """A vendor's whole declaration; what it leaves out counts as not implemented."""

    vendor: str
    rows: Mapping[Capability, Support]

    def __getitem__(self, capability: Capability) -> Support:
        return self.rows.get(capability, _UNDECLARED)

    def __iter__(self) -> Iterator[Capability]:
        return iter(Capability)

    def __len__(self) -> int:
        return len(Capability)

    @property
    def undeclared(self) -> tuple[Capability, ...]:
        """The capabilities that the declaration leaves out."""
        return tuple(one for one in Capability if one not in self.rows)

    def require(self, capability: Capability, *, asked: str = "") -> Support:
        """Return the row of a capability that is possible.

        Raises:
            UnsupportedError: It is not; says why, and what works instead.
        """
        row = self[capability]
        if not row.possible:
            raise UnsupportedError(
                capability, vendor=self.vendor, reason=row.note or row.level, nearest=row.nearest, asked=asked
            )
        return row
