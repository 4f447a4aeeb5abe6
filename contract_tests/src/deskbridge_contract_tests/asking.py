"""One plain call of every method, and of every field that can be written: what the promises about all of them use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.protocols import Helpdesk
from deskbridge.records import (
    AgentChange,
    AgentId,
    AnswerChange,
    AnswerContent,
    AnswerId,
    Attachment,
    AudienceId,
    AvailabilityKind,
    CallEntry,
    Channel,
    ChannelKind,
    ContentKind,
    CustomerChange,
    CustomerId,
    Erase,
    ExportJobId,
    GroupId,
    Identifier,
    IdentifierKind,
    MessageId,
    NewActivity,
    NewAgent,
    NewAnswer,
    NewComment,
    NewCustomer,
    NewDirectMessage,
    NewMessage,
    NewNote,
    NewTask,
    NewTicket,
    NewTopic,
    PastTicket,
    RenderForm,
    ReportQuery,
    Requester,
    TaskChange,
    TaskId,
    TicketChange,
    TicketId,
    TicketStatus,
    TopicChange,
    TopicId,
)
from deskbridge_contract_tests.making import DUE, PAST, past_message, unique

Call = Callable[[Helpdesk], object]

_CUSTOMER = CustomerId("1")
_AGENT = AgentId("1")
_TICKET = TicketId("1")
_TOPIC = TopicId("1")
_TASK = TaskId("1")
_ANSWER = AnswerId("1")
_MESSAGE = MessageId("1")
_JOB = ExportJobId("1")
_FILE = Path("a-file-that-is-not-there")
_REPORT = ReportQuery(name="1", first_day=PAST.date(), last_day=PAST.date())
_CONTENT = AnswerContent(language="en-us", kind=ContentKind.PUBLIC, text="hello")
_DIRECT = NewDirectMessage(channel=ChannelKind.SMS, to="+12025550100", sender="+12025550101", text="hello")
_WHO = Requester(name="Ada", identifier=Identifier(kind=IdentifierKind.EMAIL, value="ada@example.com"))


def _hour_ago() -> datetime:
    """Return a time that no vendor has forgotten yet."""
    return datetime.now(UTC) - timedelta(hours=1)


def _past_ticket() -> PastTicket:
    return PastTicket(requester=_WHO, external_id=unique("ticket"), created_at=PAST, closed_at=PAST)


CALLS: Mapping[Capability, Call] = {
    Capability.CUSTOMERS_GET: lambda desk: desk.customers.get(_CUSTOMER),
    Capability.CUSTOMERS_FIND: lambda desk: desk.customers.find(email="ada@example.com"),
    Capability.CUSTOMERS_ALL: lambda desk: desk.customers.all(),
    Capability.CUSTOMERS_CREATE: lambda desk: desk.customers.create(NewCustomer()),
    Capability.CUSTOMERS_UPDATE: lambda desk: desk.customers.update(_CUSTOMER, CustomerChange()),
    Capability.CUSTOMERS_DELETE: lambda desk: desk.customers.delete(_CUSTOMER),
    Capability.TICKETS_GET: lambda desk: desk.tickets.get(_TICKET),
    Capability.TICKETS_ALL: lambda desk: desk.tickets.all(),
    Capability.TICKETS_OF_CUSTOMER: lambda desk: desk.tickets.of_customer(_CUSTOMER),
    Capability.TICKETS_FIND: lambda desk: desk.tickets.find(external_id="1"),
    Capability.TICKETS_CREATE: lambda desk: desk.tickets.create(NewTicket(requester=_WHO)),
    Capability.TICKETS_IMPORT_PAST: lambda desk: desk.tickets.import_past(_past_ticket()),
    Capability.TICKETS_UPDATE: lambda desk: desk.tickets.update(_TICKET, TicketChange()),
    Capability.TICKETS_ERASE: lambda desk: desk.tickets.erase(_TICKET, confirm=Erase.IRREVERSIBLY),
    Capability.MESSAGES_OF_TICKET: lambda desk: desk.messages.of_ticket(_TICKET),
    Capability.MESSAGES_GET: lambda desk: desk.messages.get(_MESSAGE),
    Capability.MESSAGES_SEND: lambda desk: desk.messages.send(_TICKET, NewMessage(text="hello")),
    Capability.MESSAGES_SEND_DIRECT: lambda desk: desk.messages.send_direct(_DIRECT),
    Capability.MESSAGES_ADD_NOTE: lambda desk: desk.messages.add_note(_TICKET, NewNote(text="hello")),
    Capability.MESSAGES_ADD_ACTIVITY: lambda desk: desk.messages.add_activity(_CUSTOMER, NewActivity(title="hello")),
    Capability.MESSAGES_IMPORT_PAST: lambda desk: desk.messages.import_past(_TICKET, past_message()),
    Capability.MESSAGES_REDACT: lambda desk: desk.messages.redact(_MESSAGE),
    Capability.TOPICS_ALL: lambda desk: desk.topics.all(),
    Capability.TOPICS_CREATE: lambda desk: desk.topics.create(NewTopic(name="hello")),
    Capability.TOPICS_UPDATE: lambda desk: desk.topics.update(_TOPIC, TopicChange(name="hello")),
    Capability.TOPICS_ADD: lambda desk: desk.topics.add(_TICKET, [_TOPIC]),
    Capability.TOPICS_REMOVE: lambda desk: desk.topics.remove(_TICKET, _TOPIC),
    Capability.AGENTS_ALL: lambda desk: desk.agents.all(),
    Capability.AGENTS_GET: lambda desk: desk.agents.get(_AGENT),
    Capability.AGENTS_FIND: lambda desk: desk.agents.find(email="ada@example.com"),
    Capability.AGENTS_CREATE: lambda desk: desk.agents.create(NewAgent(email="ada@example.com")),
    Capability.AGENTS_UPDATE: lambda desk: desk.agents.update(_AGENT, AgentChange()),
    Capability.AGENTS_DELETE: lambda desk: desk.agents.delete(_AGENT),
    Capability.GROUPS_ALL: lambda desk: desk.groups.all(),
    Capability.GROUPS_GET: lambda desk: desk.groups.get(GroupId("1")),
    Capability.GROUPS_IS_OPEN: lambda desk: desk.groups.is_open(GroupId("1")),
    Capability.TASKS_GET: lambda desk: desk.tasks.get(_TASK),
    Capability.TASKS_OF_CUSTOMER: lambda desk: desk.tasks.of_customer(_CUSTOMER),
    Capability.TASKS_CREATE: lambda desk: desk.tasks.create(NewTask(requester=_WHO, text="hello", due_at=DUE)),
    Capability.TASKS_UPDATE: lambda desk: desk.tasks.update(_TASK, TaskChange()),
    Capability.TASKS_COMMENTS: lambda desk: desk.tasks.comments(_TASK),
    Capability.TASKS_ADD_COMMENT: lambda desk: desk.tasks.add_comment(_TASK, NewComment(text="hello")),
    Capability.ANSWERS_ALL: lambda desk: desk.answers.all(),
    Capability.ANSWERS_GET: lambda desk: desk.answers.get(_ANSWER),
    Capability.ANSWERS_CREATE: lambda desk: desk.answers.create(NewAnswer(name="hello")),
    Capability.ANSWERS_UPDATE: lambda desk: desk.answers.update(_ANSWER, AnswerChange(name="hello")),
    Capability.ANSWERS_DELETE: lambda desk: desk.answers.delete(_ANSWER),
    Capability.ANSWERS_SET_CONTENT: lambda desk: desk.answers.set_content(_ANSWER, _CONTENT),
    Capability.ANSWERS_AUDIENCES: lambda desk: desk.answers.audiences(),
    Capability.CALLS_SAVE_RECORDING: lambda desk: desk.calls.save_recording(_MESSAGE, _FILE),
    Capability.CALLS_TRANSCRIPT: lambda desk: desk.calls.transcript(_MESSAGE),
    Capability.CALLS_RECORDER: lambda desk: desk.calls.recorder(_AGENT),
    Capability.CALLS_SET_RECORDING: lambda desk: desk.calls.set_recording(_AGENT, recording=False),
    Capability.CALLS_LOG: lambda desk: desk.calls.log(_TICKET, CallEntry(started_at=PAST)),
    Capability.SURVEYS_LINK: lambda desk: desk.surveys.link(_TICKET, "1"),
    Capability.FILES_SAVE: lambda desk: desk.files.save(_MESSAGE, Attachment(name="picture.png", id="1"), _FILE),
    Capability.FILES_UPLOAD: lambda desk: desk.files.upload(_FILE),
    Capability.FILES_RENDER: lambda desk: desk.files.render(_TICKET, _FILE, form=RenderForm.HTML, notes=False),
    Capability.EXPORTS_JOBS: lambda desk: desk.exports.jobs(),
    Capability.EXPORTS_GET: lambda desk: desk.exports.get(_JOB),
    Capability.EXPORTS_READ: lambda desk: desk.exports.read(_JOB, "1"),
    Capability.EXPORTS_SAVE: lambda desk: desk.exports.save(_JOB, "1", _FILE),
    Capability.EXPORTS_DELETE: lambda desk: desk.exports.delete(_JOB),
    Capability.REPORTS_RUN: lambda desk: desk.reports.run(_REPORT),
    Capability.REPORTS_WORK_SESSIONS: lambda desk: desk.reports.work_sessions(since=_hour_ago(), until=_hour_ago()),
    Capability.EVENTS_ALL: lambda desk: desk.events.all(since=_hour_ago()),
    Capability.EVENTS_RECEIVE: lambda desk: desk.events.receive({}, b"{}"),
    Capability.EVENTS_POLL: lambda desk: desk.events.poll(),
    Capability.EVENTS_ACKNOWLEDGE: lambda desk: desk.events.acknowledge([]),
}
"""Every method, called with what has the right form and names nothing that there is."""

LISTINGS = (
    Capability.CUSTOMERS_FIND,
    Capability.CUSTOMERS_ALL,
    Capability.TICKETS_ALL,
    Capability.TICKETS_OF_CUSTOMER,
    Capability.TICKETS_FIND,
    Capability.MESSAGES_OF_TICKET,
    Capability.TOPICS_ALL,
    Capability.AGENTS_ALL,
    Capability.AGENTS_FIND,
    Capability.GROUPS_ALL,
    Capability.TASKS_OF_CUSTOMER,
    Capability.TASKS_COMMENTS,
    Capability.ANSWERS_ALL,
    Capability.ANSWERS_AUDIENCES,
    Capability.EXPORTS_JOBS,
    Capability.EXPORTS_READ,
    Capability.REPORTS_RUN,
    Capability.REPORTS_WORK_SESSIONS,
    Capability.EVENTS_ALL,
)
"""The methods that return a listing; but for `events.poll`: what was polled may be out of sight for a while."""


def _create_customer(**values: object) -> tuple[Capability, Call]:
    new = NewCustomer(**values)  # type: ignore[arg-type]  # the table below names real fields
    return Capability.CUSTOMERS_CREATE, lambda desk: desk.customers.create(new)


def _change_customer(**values: object) -> tuple[Capability, Call]:
    change = CustomerChange(**values)  # type: ignore[arg-type]  # the table below names real fields
    return Capability.CUSTOMERS_UPDATE, lambda desk: desk.customers.update(_CUSTOMER, change)


def _customer(**values: object) -> tuple[tuple[Capability, Call], ...]:
    return _create_customer(**values), _change_customer(**values)


def _identified(kind: IdentifierKind, value: str) -> tuple[tuple[Capability, Call], ...]:
    return _customer(identifiers=(Identifier(kind=kind, value=value),))


def _create_ticket(**values: object) -> tuple[Capability, Call]:
    new = NewTicket(requester=_WHO, **values)  # type: ignore[arg-type]  # the table below names real fields
    return Capability.TICKETS_CREATE, lambda desk: desk.tickets.create(new)


def _change_ticket(**values: object) -> tuple[Capability, Call]:
    change = TicketChange(**values)  # type: ignore[arg-type]  # the table below names real fields
    return Capability.TICKETS_UPDATE, lambda desk: desk.tickets.update(_TICKET, change)


def _ticket(**values: object) -> tuple[tuple[Capability, Call], ...]:
    return _create_ticket(**values), _change_ticket(**values)


def _messages(html: str) -> tuple[tuple[Capability, Call], ...]:
    note, reply = NewNote(html=html), NewMessage(html=html)
    return (
        (Capability.MESSAGES_ADD_NOTE, lambda desk: desk.messages.add_note(_TICKET, note)),
        (Capability.MESSAGES_SEND, lambda desk: desk.messages.send(_TICKET, reply)),
    )


def _past_attachment() -> tuple[Capability, Call]:
    past = evolve(past_message(), attachments=(Attachment(name="picture.png"),))
    return Capability.MESSAGES_IMPORT_PAST, lambda desk: desk.messages.import_past(_TICKET, past)


def _topic(**values: object) -> tuple[tuple[Capability, Call], ...]:
    new = NewTopic(name="hello", **values)  # type: ignore[arg-type]  # the table below names real fields
    change = TopicChange(**values)  # type: ignore[arg-type]  # the table below names real fields
    return (
        (Capability.TOPICS_CREATE, lambda desk: desk.topics.create(new)),
        (Capability.TOPICS_UPDATE, lambda desk: desk.topics.update(_TOPIC, change)),
    )


def _task(**values: object) -> tuple[tuple[Capability, Call], ...]:
    new = NewTask(requester=_WHO, text="hello", due_at=DUE, **values)  # type: ignore[arg-type]  # real fields below
    change = TaskChange(**values)  # type: ignore[arg-type]  # the table below names real fields
    return (
        (Capability.TASKS_CREATE, lambda desk: desk.tasks.create(new)),
        (Capability.TASKS_UPDATE, lambda desk: desk.tasks.update(_TASK, change)),
    )


def _create_answer(**values: object) -> tuple[Capability, Call]:
    new = NewAnswer(name="hello", **values)  # type: ignore[arg-type]  # the table below names real fields
    return Capability.ANSWERS_CREATE, lambda desk: desk.answers.create(new)


def _answer(**values: object) -> tuple[tuple[Capability, Call], ...]:
    change = AnswerChange(**values)  # type: ignore[arg-type]  # the table below names real fields
    return (
        _create_answer(**values),
        (Capability.ANSWERS_UPDATE, lambda desk: desk.answers.update(_ANSWER, change)),
    )


def _create_agent(**values: object) -> tuple[Capability, Call]:
    new = NewAgent(email="ada@example.com", **values)  # type: ignore[arg-type]  # the table below names real fields
    return Capability.AGENTS_CREATE, lambda desk: desk.agents.create(new)


def _change_agent(**values: object) -> tuple[Capability, Call]:
    change = AgentChange(**values)  # type: ignore[arg-type]  # the table below names real fields
    return Capability.AGENTS_UPDATE, lambda desk: desk.agents.update(_AGENT, change)


def writes() -> Mapping[Capability, tuple[tuple[Capability, Call], ...]]:
    """Return, for every field that can be written, the methods that write it, each with a call that writes only it."""
    return {
        Capability.CUSTOMER_NAME: _customer(name="Ada"),
        Capability.CUSTOMER_EMAIL: _identified(IdentifierKind.EMAIL, "ada@example.com"),
        Capability.CUSTOMER_PHONE: _identified(IdentifierKind.PHONE, "+12025550100"),
        Capability.CUSTOMER_SOCIAL: _identified(IdentifierKind.SOCIAL, "ada"),
        Capability.CUSTOMER_EXTERNAL_ID: _identified(IdentifierKind.EXTERNAL_ID, "17"),
        Capability.CUSTOMER_ADDRESS: _customer(address="12 St James's Square"),
        Capability.CUSTOMER_ATTRIBUTES: _customer(attributes={"plan": "gold"}),
        Capability.TICKET_SUBJECT: _ticket(subject="A kite"),
        Capability.TICKET_STATUS: (_change_ticket(status=TicketStatus.CLOSED),),
        Capability.TICKET_CHANNEL: (_create_ticket(channel=Channel(kind=ChannelKind.EMAIL)),),
        Capability.TICKET_AGENT_ID: _ticket(agent_id=_AGENT),
        Capability.TICKET_GROUP_ID: _ticket(group_id=GroupId("1")),
        Capability.TICKET_TOPIC_IDS: (_create_ticket(topic_ids=(_TOPIC,)),),
        Capability.TICKET_FIELDS: _ticket(fields={"colour": "red"}),
        Capability.TICKET_EXTERNAL_ID: _ticket(external_id="17"),
        Capability.MESSAGE_HTML: _messages("<p>hello</p>"),
        Capability.MESSAGE_ATTACHMENTS: (_past_attachment(),),
        Capability.TOPIC_PARENT_ID: _topic(parent_id=_TOPIC),
        Capability.TOPIC_DISABLED: _topic(disabled=True),
        Capability.AGENT_NAME: (_change_agent(name="Ada"),),
        Capability.AGENT_EXTERNAL_ID: (_create_agent(external_id="17"), _change_agent(external_id="17")),
        Capability.AGENT_ROLES: (_create_agent(roles=("Agent",)), _change_agent(roles=("Agent",))),
        Capability.AGENT_AVAILABILITY: (_change_agent(availability=AvailabilityKind.ONLINE),),
        Capability.TASK_AGENT_ID: _task(agent_id=_AGENT),
        Capability.TASK_GROUP_ID: _task(group_id=GroupId("1")),
        Capability.ANSWER_DESCRIPTION: _answer(description="What to say of kites."),
        Capability.ANSWER_AUDIENCE_IDS: _answer(audience_ids=(AudienceId("1"),)),
        Capability.ANSWER_CONTENTS: (_create_answer(contents=(_CONTENT,)),),
        Capability.ANSWER_CATEGORY: (_create_answer(category="Kites"),),
    }
