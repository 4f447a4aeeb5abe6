"""Makes records that are gone: made and deleted by roles, or else never there, which nobody can tell from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from deskbridge.capabilities import Capability
from deskbridge.records import (
    AgentId,
    AnswerId,
    CustomerId,
    NewActivity,
    TicketChange,
    TicketId,
    TicketStatus,
)
from deskbridge_contract_tests.making import unlike
from deskbridge_contract_tests.samples import Subject
from deskbridge_contract_tests.suites.operations.base import Setting

_GoneBy = Callable[[Setting], str]
_DELETES = (Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_DELETE)
"""With a customer goes all that belongs to it."""


def gone(setting: Setting, subject: Subject) -> str:
    """Return the id of a record that is not there any more; skips the test where none can even be named."""
    for needed, delete in (*_DELETED[subject], *_NEVER_THERE[subject]):
        if setting.harness.possible(*needed) and _takes_along(setting, subject, needed):
            return delete(setting)
    pytest.skip(f"there is no {subject} here whose id could be taken")


def _takes_along(setting: Setting, subject: Subject, needed: tuple[Capability, ...]) -> bool:
    """Whether what goes with its customer is gone indeed: a vendor that keeps some of it is not full, and says so."""
    by_customer = Capability.CUSTOMERS_DELETE in needed and subject is not Subject.CUSTOMER
    return not by_customer or setting.harness.full(Capability.CUSTOMERS_DELETE)


def _deleted_customer(setting: Setting) -> str:
    customer = setting.maker.customer()
    setting.desk.customers.delete(CustomerId(customer.id))
    return customer.id


def _ticket_of_a_deleted_customer(setting: Setting) -> str:
    customer_id = CustomerId(setting.maker.customer().id)
    ticket = setting.desk.tickets.create(setting.maker.new_ticket(customer_id=customer_id))
    if setting.harness.possible(Capability.TICKETS_UPDATE, Capability.TICKET_STATUS):  # some refuse what is open
        change = TicketChange(status=TicketStatus.CLOSED, force=True)
        setting.desk.tickets.update(TicketId(ticket.id), change)
    setting.desk.customers.delete(customer_id)
    return ticket.id


def _activity_of_a_deleted_customer(setting: Setting) -> str:
    customer_id = CustomerId(setting.maker.customer().id)
    activity = setting.desk.messages.add_activity(customer_id, NewActivity(title="Bought a kite"))
    setting.desk.customers.delete(customer_id)
    return activity.id


def _task_of_a_deleted_customer(setting: Setting) -> str:
    task = setting.maker.task()
    assert task.customer_id is not None, "tasks.create made a task of nobody"
    setting.desk.customers.delete(task.customer_id)
    return task.id


def _deleted_answer(setting: Setting) -> str:
    answer = setting.maker.answer()
    setting.desk.answers.delete(AnswerId(answer.id))
    return answer.id


def _deleted_agent(setting: Setting) -> str:
    agent = setting.maker.new_colleague()
    setting.desk.agents.delete(AgentId(agent.id))
    return agent.id


def _unlike_a_message(setting: Setting) -> str:
    ticket_id = TicketId(setting.maker.ticket().id)
    held = setting.desk.messages.of_ticket(ticket_id).first() or pytest.skip("the ticket has no message")
    return unlike(held.id)


_Ways = tuple[tuple[tuple[Capability, ...], _GoneBy], ...]
_DELETED: Mapping[Subject, _Ways] = {
    Subject.CUSTOMER: ((_DELETES, _deleted_customer),),
    Subject.TICKET: (((*_DELETES, Capability.TICKETS_CREATE), _ticket_of_a_deleted_customer),),
    Subject.MESSAGE: (((*_DELETES, Capability.MESSAGES_ADD_ACTIVITY), _activity_of_a_deleted_customer),),
    Subject.TASK: (((*_DELETES, Capability.TASKS_CREATE), _task_of_a_deleted_customer),),
    Subject.ANSWER: (((Capability.ANSWERS_CREATE, Capability.ANSWERS_DELETE), _deleted_answer),),
    Subject.AGENT: (((Capability.AGENTS_CREATE, Capability.AGENTS_DELETE), _deleted_agent),),
}
_NEVER_THERE: Mapping[Subject, _Ways] = {
    Subject.CUSTOMER: (((Capability.CUSTOMERS_GET,), lambda on: unlike(on.maker.customer().id)),),
    Subject.TICKET: (((), lambda on: unlike(on.maker.ticket().id)),),
    Subject.MESSAGE: (
        ((Capability.MESSAGES_ADD_NOTE,), lambda on: unlike(on.maker.note(on.maker.ticket()).id)),
        ((Capability.MESSAGES_OF_TICKET,), _unlike_a_message),
    ),
    Subject.TASK: (((Capability.TASKS_CREATE,), lambda on: unlike(on.maker.task().id)),),
    Subject.ANSWER: (((Capability.ANSWERS_CREATE,), lambda on: unlike(on.maker.answer().id)),),
    Subject.AGENT: (((Capability.AGENTS_ALL,), lambda on: unlike(on.maker.agent().id)),),
}
