"""Operations that name a record by its id, and what becomes of them when it is gone: every class, for every record."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from deskbridge.capabilities import Capability
from deskbridge.errors import DeskbridgeError, NotFoundError, ValidationError
from deskbridge.records import (
    AgentChange,
    AnswerChange,
    AnswerContent,
    CallEntry,
    ContentKind,
    CustomerChange,
    Erase,
    NewActivity,
    NewMessage,
    NewNote,
    RenderForm,
    Requester,
    TaskChange,
    TicketChange,
    TicketStatus,
)
from deskbridge_contract_tests.making import DUE, PAST, past_message, unique
from deskbridge_contract_tests.samples import Subject
from deskbridge_contract_tests.suites.operations.base import Kind, Setting, listed
from deskbridge_contract_tests.suites.told import outcome_of

On = Callable[[Setting, Any], object]
"""Carries an operation out on the record of an id; ids of every kind."""

_WORDS = AnswerContent(language="en-us", kind=ContentKind.CHAT, text="Where the kite is.")


@frozen
class Naming:
    """An operation that names a record.

    Attributes:
        subject: What it names.
        kind: Its class.
        what: The method.
        call: Carries it out.
        needs: What else has to be possible.
        ends: What it ends in when there is no such record.
        may_be_empty: Whether it may give nothing instead, where no vendor is bound to tell.
        owner: The attribute of what it returns that tells to which record it was done; "" if nothing does.
    """

    subject: Subject
    kind: Kind
    what: Capability
    call: On
    needs: tuple[Capability, ...] = field(default=(), kw_only=True)
    ends: tuple[type[DeskbridgeError], ...] = field(default=(NotFoundError,), kw_only=True)
    may_be_empty: bool = field(default=False, kw_only=True)
    owner: str = field(default="", kw_only=True)

    def __str__(self) -> str:
        return f"{self.subject}-{self.what}"


def _rename(setting: Setting, ident: Any) -> object:
    """Write the name that a customer has, so that nothing changes where the id leads to another."""
    read = outcome_of(lambda: setting.desk.customers.get(ident).name)
    name = read.value if isinstance(read.value, str) else "Nobody"
    return setting.desk.customers.update(ident, CustomerChange(name=name))


def _restate(setting: Setting, ident: Any) -> object:
    """Write the status that a ticket has, so that nothing changes where the id leads to another."""
    read = outcome_of(lambda: setting.desk.tickets.get(ident).status.kind)
    status = read.value if isinstance(read.value, TicketStatus) else TicketStatus.OPEN
    return setting.desk.tickets.update(ident, TicketChange(status=status))


def _render(setting: Setting, ident: Any) -> object:
    with tempfile.TemporaryDirectory(prefix="deskbridge-contract-") as folder:
        return setting.desk.files.render(ident, Path(folder) / "ticket", form=RenderForm.HTML, notes=False)


def _topic_id(setting: Setting) -> Any:
    (topic,) = setting.maker.topics(1)
    return topic.id


_REFUSED = (NotFoundError, ValidationError)
"""How what is written may be refused because of another record that it names: it is that, or a value that is wrong."""
_CUSTOMER = (
    Naming(Subject.CUSTOMER, Kind.READ, Capability.CUSTOMERS_GET, lambda on, one: on.desk.customers.get(one)),
    Naming(
        Subject.CUSTOMER,
        Kind.LIST,
        Capability.TICKETS_OF_CUSTOMER,
        lambda on, one: listed(on.desk.tickets.of_customer(one)),
        may_be_empty=True,
    ),
    Naming(
        Subject.CUSTOMER,
        Kind.LIST,
        Capability.TASKS_OF_CUSTOMER,
        lambda on, one: listed(on.desk.tasks.of_customer(one)),
        may_be_empty=True,
    ),
    Naming(
        Subject.CUSTOMER,
        Kind.CHANGE,
        Capability.CUSTOMERS_UPDATE,
        _rename,
        needs=(Capability.CUSTOMER_NAME, Capability.CUSTOMERS_GET),
        owner="id",
    ),
    Naming(Subject.CUSTOMER, Kind.DELETE, Capability.CUSTOMERS_DELETE, lambda on, one: on.desk.customers.delete(one)),
    Naming(
        Subject.CUSTOMER,
        Kind.NOTE,
        Capability.MESSAGES_ADD_ACTIVITY,
        lambda on, one: on.desk.messages.add_activity(
            one, NewActivity(title=unique("activity"), text="Bought a kite.")
        ),
        owner="customer_id",
    ),
    Naming(
        Subject.CUSTOMER,
        Kind.CREATE,
        Capability.TICKETS_CREATE,
        lambda on, one: on.desk.tickets.create(on.maker.new_ticket(customer_id=one)),
        ends=_REFUSED,
        owner="customer_id",
    ),
    Naming(
        Subject.CUSTOMER,
        Kind.CREATE,
        Capability.TASKS_CREATE,
        lambda on, one: on.desk.tasks.create(evolve(on.maker.new_task(), requester=Requester(id=one))),
        ends=_REFUSED,
        owner="customer_id",
    ),
)
_TICKET = (
    Naming(Subject.TICKET, Kind.READ, Capability.TICKETS_GET, lambda on, one: on.desk.tickets.get(one)),
    Naming(
        Subject.TICKET,
        Kind.LIST,
        Capability.MESSAGES_OF_TICKET,
        lambda on, one: listed(on.desk.messages.of_ticket(one)),
    ),
    Naming(Subject.TICKET, Kind.SAVE, Capability.FILES_RENDER, _render),
    Naming(
        Subject.TICKET,
        Kind.CHANGE,
        Capability.TICKETS_UPDATE,
        _restate,
        needs=(Capability.TICKET_STATUS, Capability.TICKETS_GET),
        owner="id",
    ),
    Naming(
        Subject.TICKET,
        Kind.CHANGE,
        Capability.TOPICS_ADD,
        lambda on, one: on.desk.topics.add(one, [_topic_id(on)]),
        needs=(Capability.TOPICS_ALL,),
    ),
    Naming(
        Subject.TICKET,
        Kind.CHANGE,
        Capability.TOPICS_REMOVE,
        lambda on, one: on.desk.topics.remove(one, _topic_id(on)),
        needs=(Capability.TOPICS_ALL,),
    ),
    Naming(
        Subject.TICKET,
        Kind.DELETE,
        Capability.TICKETS_ERASE,
        lambda on, one: on.desk.tickets.erase(one, confirm=Erase.IRREVERSIBLY),
    ),
    Naming(
        Subject.TICKET,
        Kind.NOTE,
        Capability.MESSAGES_ADD_NOTE,
        lambda on, one: on.desk.messages.add_note(one, NewNote(text=unique("note"))),
        owner="ticket_id",
    ),
    Naming(
        Subject.TICKET,
        Kind.SEND,
        Capability.MESSAGES_SEND,
        lambda on, one: on.desk.messages.send(one, NewMessage(text=unique("reply"))),
        owner="ticket_id",
    ),
    Naming(
        Subject.TICKET,
        Kind.CREATE,
        Capability.MESSAGES_IMPORT_PAST,
        lambda on, one: on.desk.messages.import_past(one, past_message()),
        owner="ticket_id",
    ),
    Naming(
        Subject.TICKET,
        Kind.CREATE,
        Capability.CALLS_LOG,
        lambda on, one: on.desk.calls.log(one, CallEntry(started_at=PAST)),
    ),
)
_MESSAGE = (
    Naming(Subject.MESSAGE, Kind.READ, Capability.MESSAGES_GET, lambda on, one: on.desk.messages.get(one)),
    Naming(Subject.MESSAGE, Kind.DELETE, Capability.MESSAGES_REDACT, lambda on, one: on.desk.messages.redact(one)),
)
_TASK = (
    Naming(Subject.TASK, Kind.READ, Capability.TASKS_GET, lambda on, one: on.desk.tasks.get(one)),
    Naming(Subject.TASK, Kind.LIST, Capability.TASKS_COMMENTS, lambda on, one: listed(on.desk.tasks.comments(one))),
    Naming(
        Subject.TASK,
        Kind.CHANGE,
        Capability.TASKS_UPDATE,
        lambda on, one: on.desk.tasks.update(one, TaskChange(due_at=DUE)),
    ),
    Naming(
        Subject.TASK,
        Kind.NOTE,
        Capability.TASKS_ADD_COMMENT,
        lambda on, one: on.desk.tasks.add_comment(one, on.maker.new_comment("Ask again.")),
    ),
)
_ANSWER = (
    Naming(Subject.ANSWER, Kind.READ, Capability.ANSWERS_GET, lambda on, one: on.desk.answers.get(one)),
    Naming(
        Subject.ANSWER,
        Kind.CHANGE,
        Capability.ANSWERS_UPDATE,
        lambda on, one: on.desk.answers.update(one, AnswerChange(name=unique("answer"))),
    ),
    Naming(
        Subject.ANSWER,
        Kind.CHANGE,
        Capability.ANSWERS_SET_CONTENT,
        lambda on, one: on.desk.answers.set_content(one, _WORDS),
    ),
    Naming(Subject.ANSWER, Kind.DELETE, Capability.ANSWERS_DELETE, lambda on, one: on.desk.answers.delete(one)),
)
_AGENT = (
    Naming(Subject.AGENT, Kind.READ, Capability.AGENTS_GET, lambda on, one: on.desk.agents.get(one)),
    Naming(Subject.AGENT, Kind.READ, Capability.CALLS_RECORDER, lambda on, one: on.desk.calls.recorder(one)),
    Naming(
        Subject.AGENT,
        Kind.CHANGE,
        Capability.AGENTS_UPDATE,
        lambda on, one: on.desk.agents.update(one, AgentChange(roles=on.maker.new_agent().roles)),
        needs=(Capability.AGENT_ROLES,),
    ),
    Naming(
        Subject.AGENT,
        Kind.CHANGE,
        Capability.CALLS_SET_RECORDING,
        lambda on, one: on.desk.calls.set_recording(one, recording=True),
    ),
    Naming(Subject.AGENT, Kind.DELETE, Capability.AGENTS_DELETE, lambda on, one: on.desk.agents.delete(one)),
)
NAMINGS = (*_CUSTOMER, *_TICKET, *_MESSAGE, *_TASK, *_ANSWER, *_AGENT)
"""All of them. What names a file or an export job is in the suites of those."""
