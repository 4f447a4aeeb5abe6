"""What every change promises that empties a text: it is empty then, or the change is refused."""

from __future__ import annotations

from collections.abc import Callable

from deskbridge.capabilities import Capability
from deskbridge.protocols import Helpdesk
from deskbridge.records import (
    AnswerChange,
    AnswerId,
    Customer,
    CustomerChange,
    CustomerId,
    NewAnswer,
    NewCustomer,
    TicketChange,
    TicketId,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, email, first_words, unique
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.suites.keeping import Writing, is_kept


class EmptyingSuite:
    """An empty text is a value like any other, and is not "leave it"."""

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_UPDATE, Capability.CUSTOMERS_GET)
    @needs(Capability.CUSTOMER_NAME)
    def test_an_emptied_name_of_a_customer_is_empty_or_refused(self, harness: Harness, maker: Maker) -> None:
        """A name that is taken away is gone, or its caller hears that it is not. Somebody asked to be forgotten.

        Usually wrong: `if change.name:` takes an empty text for "not set".
        """
        made = harness.desk.customers.create(maker.new_customer())
        change = CustomerChange(name="")
        _check(Capability.CUSTOMER_NAME, lambda: _changed(harness.desk, made, change).name)

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_UPDATE, Capability.CUSTOMERS_GET)
    @needs(Capability.CUSTOMER_ADDRESS)
    def test_an_emptied_address_of_a_customer_is_empty_or_refused(self, harness: Harness) -> None:
        """An address that is taken away is gone, or its caller hears that it is not. Parcels still go there.

        Usually wrong: `if change.address:` takes an empty text for "not set".
        """
        new = NewCustomer(name="Ada Lovelace", identifiers=(email(),), address="12 St James's Square, London")
        made = harness.desk.customers.create(new)
        change = CustomerChange(address="")
        _check(Capability.CUSTOMER_ADDRESS, lambda: _changed(harness.desk, made, change).address)

    @needs(Capability.TICKETS_CREATE, Capability.TICKETS_UPDATE, Capability.TICKETS_GET, Capability.TICKET_SUBJECT)
    def test_an_emptied_subject_is_empty_or_refused(self, harness: Harness, maker: Maker) -> None:
        """A subject that is taken away is gone, or its caller hears that it is not. It may name a person.

        Usually wrong: `if change.subject:` takes an empty text for "not set".
        """
        ticket_id = TicketId(maker.ticket().id)

        def write() -> object:
            harness.desk.tickets.update(ticket_id, TicketChange(subject=""))
            return harness.desk.tickets.get(ticket_id).subject

        _check(Capability.TICKET_SUBJECT, write)

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_UPDATE, Capability.ANSWERS_GET)
    @needs(Capability.ANSWER_DESCRIPTION)
    def test_an_emptied_description_of_an_answer_is_empty_or_refused(self, harness: Harness) -> None:
        """A description that is taken away is gone, or its caller hears that it is not. Agents choose by it.

        Usually wrong: `if change.description:` takes an empty text for "not set".
        """
        new = NewAnswer(name=unique("answer"), description=unique("told"), contents=first_words(harness))
        answer_id = AnswerId(harness.desk.answers.create(new).id)

        def write() -> object:
            harness.desk.answers.update(answer_id, AnswerChange(description=""))
            return harness.desk.answers.get(answer_id).description

        _check(Capability.ANSWER_DESCRIPTION, write)


_WRITTEN_BY = {
    Capability.CUSTOMER_NAME: Capability.CUSTOMERS_UPDATE,
    Capability.CUSTOMER_ADDRESS: Capability.CUSTOMERS_UPDATE,
    Capability.TICKET_SUBJECT: Capability.TICKETS_UPDATE,
    Capability.ANSWER_DESCRIPTION: Capability.ANSWERS_UPDATE,
}


def _check(field: Capability, write: Callable[[], object]) -> None:
    is_kept(field, Writing(by=_WRITTEN_BY[field], wanted="", write=write))


def _changed(desk: Helpdesk, customer: Customer, change: CustomerChange) -> Customer:
    desk.customers.update(CustomerId(customer.id), change)
    return desk.customers.get(CustomerId(customer.id))
