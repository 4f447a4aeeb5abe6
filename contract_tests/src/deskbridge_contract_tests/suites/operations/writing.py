"""Operations that write: made, changed, deleted and sent, each with what tells how often it stands there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError
from deskbridge.protocols import Helpdesk
from deskbridge.records import (
    CustomerChange,
    CustomerId,
    NewAnswer,
    NewMessage,
    NewNote,
    NewTopic,
    Record,
    Requester,
    TaskChange,
    TaskId,
    TicketChange,
    TicketId,
    TicketStatus,
    TopicChange,
    TopicId,
)
from deskbridge_contract_tests.making import DUE, Maker, email, first_words, unique
from deskbridge_contract_tests.samples import EVERYTHING
from deskbridge_contract_tests.suites.operations.base import Begin, Begun, Call, Candidates, Setting, listed


def _create_task_by_our_id(setting: Setting) -> Begun | None:
    tried = evolve(setting.maker.new_task(), id=TaskId(str(uuid4())))
    if setting.desk.tasks.create(tried).id != tried.id:
        return None
    customer_id, ident = CustomerId(setting.maker.customer().id), TaskId(str(uuid4()))
    new = evolve(setting.maker.new_task(), id=ident, requester=Requester(id=customer_id))
    return Begun(
        what=Capability.TASKS_CREATE,
        call=lambda desk: desk.tasks.create(new),
        held=lambda desk: [one.id for one in desk.tasks.of_customer(customer_id)].count(ident),
    )


def _create_customer_by_our_id(setting: Setting) -> Begun | None:
    tried = evolve(setting.maker.new_customer(), id=CustomerId(str(uuid4())))
    if setting.desk.customers.create(tried).id != tried.id:
        return None
    return _create_customer(setting, CustomerId(str(uuid4())))


def _create_customer(setting: Setting, ident: CustomerId | None = None) -> Begun:
    address = email()
    new = evolve(setting.maker.new_customer(address), id=ident)
    return Begun(
        what=Capability.CUSTOMERS_CREATE,
        call=lambda desk: desk.customers.create(new),
        held=lambda desk: len(listed(desk.customers.find(email=address.value))),
    )


def _create_ticket(setting: Setting) -> Begun:
    name, now = unique("external"), datetime.now(UTC)
    new = evolve(setting.maker.new_ticket(), external_id=name)
    return Begun(
        what=Capability.TICKETS_CREATE,
        call=lambda desk: desk.tickets.create(new),
        held=lambda desk: len(listed(desk.tickets.find(external_id=name, created_at=now))),
    )


def _create_agent(setting: Setting) -> Begun:
    new = setting.maker.new_agent()
    return Begun(
        what=Capability.AGENTS_CREATE,
        call=lambda desk: desk.agents.create(new),
        held=lambda desk: len(listed(desk.agents.find(email=new.email))),
    )


def _create_topic(_: Setting) -> Begun:
    name = unique("topic")
    return Begun(
        what=Capability.TOPICS_CREATE,
        call=lambda desk: desk.topics.create(NewTopic(name=name)),
        held=lambda desk: [one.name for one in desk.topics.all()].count(name),
    )


def _create_answer(setting: Setting) -> Begun:
    name = unique("answer")
    new = NewAnswer(name=name, contents=first_words(setting.harness))
    return Begun(
        what=Capability.ANSWERS_CREATE,
        call=lambda desk: desk.answers.create(new),
        held=lambda desk: [one.name for one in desk.answers.all()].count(name),
    )


_Say = Callable[[Helpdesk, TicketId, str], object]
_SAYINGS: Mapping[Capability, tuple[Callable[[Maker], Record], _Say]] = {
    Capability.MESSAGES_ADD_NOTE: (
        Maker.ticket,
        lambda desk, ident, text: desk.messages.add_note(ident, NewNote(text=text)),
    ),
    Capability.MESSAGES_SEND: (
        Maker.open_ticket,
        lambda desk, ident, text: desk.messages.send(ident, NewMessage(text=text)),
    ),
}
"""What writes a text into a ticket, and into which."""


def _say(what: Capability) -> Begin:
    make, say = _SAYINGS[what]

    def begin(setting: Setting) -> Begun:
        ident, text = TicketId(make(setting.maker).id), unique("said")
        return Begun(
            what=what,
            call=lambda desk: say(desk, ident, text),
            held=lambda desk: sum(text in one.text for one in listed(desk.messages.of_ticket(ident))),
        )

    return begin


def _send_direct(setting: Setting) -> Begun | None:
    """Begin where there is something to send; how often it went out is told by the other side alone."""
    new, outbound = setting.samples.direct, setting.harness.outbound_messages
    if new is None or outbound is None:
        return None
    before = outbound()
    return Begun(
        what=Capability.MESSAGES_SEND_DIRECT,
        call=lambda desk: desk.messages.send_direct(new),
        held=lambda _: outbound() - before,
        warm=_look(setting),
    )


def _look(setting: Setting) -> Call:
    """Return what reads a little, so that a desk has what it keeps for its next request."""
    possible = [listing for what, listing in EVERYTHING.items() if setting.harness.possible(what)]
    return lambda desk: [listing(desk).first() for listing in possible[:1]]


def _change_customer(setting: Setting) -> Begun:
    ident = CustomerId(setting.maker.customer().id)
    name = setting.maker.text(Capability.CUSTOMER_NAME, "renamed")
    return Begun(
        what=Capability.CUSTOMERS_UPDATE,
        call=lambda desk: desk.customers.update(ident, CustomerChange(name=name)),
        held=lambda desk: desk.customers.get(ident).name == name,
    )


def _change_ticket(setting: Setting) -> Begun:
    ident = TicketId(setting.maker.open_ticket().id)
    change = TicketChange(status=TicketStatus.CLOSED, force=True)
    return Begun(
        what=Capability.TICKETS_UPDATE,
        call=lambda desk: desk.tickets.update(ident, change),
        held=lambda desk: desk.tickets.get(ident).status.kind is TicketStatus.CLOSED,
    )


def _change_task(setting: Setting) -> Begun:
    ident, later = TaskId(setting.maker.task().id), DUE + timedelta(days=3)
    return Begun(
        what=Capability.TASKS_UPDATE,
        call=lambda desk: desk.tasks.update(ident, TaskChange(due_at=later)),
        held=lambda desk: desk.tasks.get(ident).due_at == later,
    )


def _change_topic(setting: Setting) -> Begun:
    ident, name = TopicId(setting.maker.topic().id), unique("renamed")
    return Begun(
        what=Capability.TOPICS_UPDATE,
        call=lambda desk: desk.topics.update(ident, TopicChange(name=name)),
        held=lambda desk: name in {one.name for one in desk.topics.all()},
    )


_On = Callable[[Helpdesk, Any], object]
_DELETED: Mapping[Capability, tuple[Callable[[Maker], Record], _On, _On]] = {
    Capability.CUSTOMERS_DELETE: (
        Maker.customer,
        lambda desk, ident: desk.customers.delete(ident),
        lambda desk, ident: desk.customers.get(ident),
    ),
    Capability.ANSWERS_DELETE: (
        Maker.answer,
        lambda desk, ident: desk.answers.delete(ident),
        lambda desk, ident: desk.answers.get(ident),
    ),
}
"""What is made, what deletes it, and what reads it."""


def _delete(what: Capability) -> Begin:
    make, delete, read = _DELETED[what]

    def begin(setting: Setting) -> Begun:
        ident = make(setting.maker).id
        return Begun(
            what=what,
            call=lambda desk: delete(desk, ident),
            held=lambda desk: _is_gone(desk, lambda one: read(one, ident)),
        )

    return begin


def _take_topic_off(setting: Setting) -> Begun:
    ident = TicketId(setting.maker.open_ticket().id)
    (topic,) = setting.maker.topics(1)
    topic_id = TopicId(topic.id)
    setting.desk.topics.add(ident, [topic_id])
    return Begun(
        what=Capability.TOPICS_REMOVE,
        call=lambda desk: desk.topics.remove(ident, topic_id),
        held=lambda desk: topic_id not in desk.tickets.get(ident).topic_ids,
    )


def _is_gone(desk: Helpdesk, read: Call) -> bool:
    try:
        read(desk)
    except NotFoundError:
        return True
    return False


CREATE_OURS: Candidates = (
    ((Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_FIND), _create_customer_by_our_id),
    ((Capability.TASKS_CREATE, Capability.TASKS_OF_CUSTOMER), _create_task_by_our_id),
)
CREATE: Candidates = (
    ((Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_FIND), _create_customer),
    ((Capability.TICKETS_CREATE, Capability.TICKETS_FIND, Capability.TICKET_EXTERNAL_ID), _create_ticket),
    ((Capability.AGENTS_CREATE, Capability.AGENTS_FIND), _create_agent),
    ((Capability.TOPICS_CREATE, Capability.TOPICS_ALL), _create_topic),
    ((Capability.ANSWERS_CREATE, Capability.ANSWERS_ALL), _create_answer),
)
NOTE: Candidates = (
    ((Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET), _say(Capability.MESSAGES_ADD_NOTE)),
)
CHANGE: Candidates = (
    ((Capability.CUSTOMERS_UPDATE, Capability.CUSTOMERS_GET, Capability.CUSTOMER_NAME), _change_customer),
    ((Capability.TICKETS_UPDATE, Capability.TICKETS_GET, Capability.TICKET_STATUS), _change_ticket),
    ((Capability.TASKS_UPDATE, Capability.TASKS_GET, Capability.TASKS_CREATE), _change_task),
    ((Capability.TOPICS_UPDATE, Capability.TOPICS_ALL), _change_topic),
)
DELETE: Candidates = (
    (
        (Capability.CUSTOMERS_DELETE, Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_GET),
        _delete(Capability.CUSTOMERS_DELETE),
    ),
    (
        (Capability.ANSWERS_DELETE, Capability.ANSWERS_CREATE, Capability.ANSWERS_GET),
        _delete(Capability.ANSWERS_DELETE),
    ),
    ((Capability.TOPICS_REMOVE, Capability.TOPICS_ADD, Capability.TICKETS_GET), _take_topic_off),
)
SEND: Candidates = (((Capability.MESSAGES_SEND, Capability.MESSAGES_OF_TICKET), _say(Capability.MESSAGES_SEND)),)
SEND_DIRECT: Candidates = (((Capability.MESSAGES_SEND_DIRECT,), _send_direct),)
