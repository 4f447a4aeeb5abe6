"""A state machine that drives a vendor beside the reference implementation, and compares after each step."""

from __future__ import annotations

from itertools import islice
from typing import ClassVar

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    consumes,
    initialize,
    multiple,
    precondition,
    rule,
)

from deskbridge.capabilities import Capability
from deskbridge.errors import ConflictError, NotFoundError
from deskbridge.records import (
    AgentId,
    CustomerId,
    NewTopic,
    PastTicket,
    Requester,
    Ticket,
    TicketChange,
    TicketId,
    TicketStatus,
    TopicId,
)
from deskbridge_contract_tests import strategies
from deskbridge_contract_tests.comparing import (
    CustomerPair,
    TicketPair,
    compare_customers,
    compare_tickets,
)
from deskbridge_contract_tests.driving import can
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import PAST, email, unique
from deskbridge_contract_tests.working import WorkMachine, can_be_worked

_HELD = 2
_TOPICS = 3
_FEWEST = 2
"""More than one at once, so that what happens to the others shows soon."""
_WORK = {
    "_change_status": (Capability.TICKETS_UPDATE, Capability.TICKET_STATUS),
    "_assign": (Capability.TICKETS_UPDATE, Capability.TICKET_AGENT_ID, Capability.AGENTS_ALL),
    "_add_note": (Capability.MESSAGES_ADD_NOTE,),
    "_add_topics": (Capability.TOPICS_ADD, Capability.TOPICS_ALL),
    "_remove_topic": (Capability.TOPICS_REMOVE, Capability.TOPICS_ALL),
}
_WRITES = (Capability.TICKETS_CREATE, Capability.CUSTOMERS_CREATE, Capability.TICKETS_ALL)


def can_be_driven(harness: Harness) -> bool:
    """Whether there is anything that the machine could start from."""
    return any(harness.possible(one) for one in _WRITES) or can_be_worked(harness)


class HelpdeskMachine(WorkMachine):
    """Writes to both sides what the vendor declares as possible; both must then hold the same.

    Attributes:
        held: Tickets that are there, where none can be opened; set by a subclass.
    """

    held: ClassVar[tuple[TicketId, ...]]

    customers: Bundle[CustomerPair] = Bundle("customers")
    tickets: Bundle[TicketPair] = Bundle("tickets")

    def __init__(self) -> None:
        super().__init__()
        self.offered: list[TopicId] = []
        self.topic_ids: dict[TopicId, TopicId] = {}
        self.seen: list[TicketPair] = []
        if self.harness.possible(Capability.TOPICS_ALL):
            # Always as many, whatever tickets of earlier runs have: hypothesis must be able to repeat its choices.
            self.offered = [self._paired_topic(TopicId(one.id)) for one in self.maker.topics(_TOPICS)]

    @initialize(target=tickets)
    def take_tickets(self) -> MultipleResults[TicketPair]:
        """Begin with two tickets: new ones, or where none can be opened, some that are there."""
        if self.harness.possible(Capability.TICKETS_CREATE):
            return multiple(*[self._paired_ticket(self.maker.ticket()) for _ in range(_HELD)])
        return multiple(*[self._paired_ticket(self.desk.tickets.get(one)) for one in self.held])

    @can(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_GET)
    @rule(target=customers, data=st.data())
    def create_customer(self, data: st.DataObject) -> CustomerPair:
        """Make a customer."""
        new = evolve(data.draw(strategies.new_customers(self.declared)), identifiers=(email(),))
        made, reference = self.desk.customers.create(new), self.oracle.customers.create(new)
        pair = CustomerPair(CustomerId(made.id), CustomerId(reference.id))
        self.compared(compare_customers, pair)
        return pair

    @can(Capability.CUSTOMERS_UPDATE, Capability.CUSTOMERS_GET, Capability.CUSTOMER_NAME)
    @rule(pair=customers, data=st.data())
    def rename_customer(self, pair: CustomerPair, data: st.DataObject) -> None:
        """Change a customer's name, and nothing else."""
        change = data.draw(strategies.customer_changes(self.declared))
        self.both(
            lambda: self.desk.customers.update(pair.vendor_id, change),
            lambda: self.oracle.customers.update(pair.oracle_id, change),
        )
        self.compared(compare_customers, pair)

    @precondition(lambda self: self.harness.full(Capability.CUSTOMERS_CREATE, Capability.CUSTOMER_EMAIL))
    @rule(pair=customers)
    def create_customer_of_a_taken_address(self, pair: CustomerPair) -> None:
        """Try to make another customer of the same address; both sides must refuse."""
        taken = self.oracle.customers.get(pair.oracle_id)
        try:
            self.desk.customers.create(evolve(self.maker.new_customer(), identifiers=taken.identifiers))
        except ConflictError:
            self.compared(compare_customers, pair)
        else:
            msg = "customers.create let two customers have one address"
            raise AssertionError(msg)

    @can(Capability.CUSTOMERS_DELETE, Capability.CUSTOMERS_GET)
    @rule(pair=consumes(customers))
    def delete_customer(self, pair: CustomerPair) -> None:
        """Erase a customer."""
        self.desk.customers.delete(pair.vendor_id)
        self.oracle.customers.delete(pair.oracle_id)
        try:
            self.desk.customers.get(pair.vendor_id)
        except NotFoundError:
            return
        msg = "customers.get read a customer that was deleted"
        raise AssertionError(msg)

    @can(Capability.TICKETS_GET)
    @rule(pair=tickets, data=st.data())
    def work_on_a_ticket(self, pair: TicketPair, data: st.DataObject) -> None:
        """Do some things to a ticket. One rule and not one each, so that hypothesis mixes them in every run."""
        possible = [name for name, needed in _WORK.items() if self.harness.possible(*needed)]
        for name in data.draw(st.lists(st.sampled_from(possible), min_size=3, max_size=6)) if possible else ():
            getattr(self, name)(pair, data)
            self._compare(pair)

    def _change_status(self, pair: TicketPair, data: st.DataObject) -> None:
        self._change_ticket(pair, data.draw(strategies.status_changes()))

    def _assign(self, pair: TicketPair, data: st.DataObject) -> None:
        agents = [AgentId(one.id) for one in self.oracle.agents.all() if one.active is not False]
        if agents:
            self._change_ticket(pair, TicketChange(agent_id=data.draw(st.sampled_from(agents))))

    def _add_note(self, pair: TicketPair, data: st.DataObject) -> None:
        new = data.draw(strategies.new_notes(self.declared))
        self.both(
            lambda: self.desk.messages.add_note(pair.vendor_id, new),
            lambda: self.oracle.messages.add_note(pair.oracle_id, new),
        )

    def _add_topics(self, pair: TicketPair, data: st.DataObject) -> None:
        """Put topics on a ticket, also such as are there already."""
        chosen = data.draw(st.lists(st.sampled_from(self.offered), min_size=_FEWEST, max_size=_TOPICS, unique=True))
        self.both(
            lambda: self.desk.topics.add(pair.vendor_id, [self.topic_ids[one] for one in chosen]),
            lambda: self.oracle.topics.add(pair.oracle_id, chosen),
        )

    def _remove_topic(self, pair: TicketPair, data: st.DataObject) -> None:
        """Take a topic off a ticket, also when it is not there."""
        chosen = data.draw(st.sampled_from(self.offered))
        self.both(
            lambda: self.desk.topics.remove(pair.vendor_id, self.topic_ids[chosen]),
            lambda: self.oracle.topics.remove(pair.oracle_id, chosen),
        )

    def teardown(self) -> None:
        """Compare every ticket once more: a step may have changed what it did not touch."""
        for pair in self.seen:
            self._compare(pair)

    def _change_ticket(self, pair: TicketPair, change: TicketChange) -> None:
        self.both(
            lambda: self.desk.tickets.update(pair.vendor_id, change),
            lambda: self.oracle.tickets.update(pair.oracle_id, change),
        )

    def _compare(self, pair: TicketPair) -> None:
        self.compared(compare_tickets, pair, self.topic_ids)

    def _paired_topic(self, vendor_id: TopicId) -> TopicId:
        known = next((oracle_id for oracle_id, other in self.topic_ids.items() if other == vendor_id), None)
        if known is not None:
            return known
        oracle_id = TopicId(self.oracle.topics.create(NewTopic(name=f"{vendor_id} {unique('topic')}")).id)
        self.topic_ids[oracle_id] = vendor_id
        return oracle_id

    def _paired_ticket(self, ticket: Ticket) -> TicketPair:
        """Pair a ticket as it is: the vendor may have assigned it, tagged it and written to it."""
        closed = ticket.status.kind is TicketStatus.CLOSED
        reference = self.oracle.tickets.import_past(
            PastTicket(
                requester=Requester(name="Ada", identifier=email()),
                external_id=unique("ticket"),
                created_at=PAST,
                status=TicketStatus.CLOSED if closed else TicketStatus.OPEN,
                closed_at=PAST if closed else None,
                agent_id=ticket.agent_id,
                topic_ids=tuple(self._paired_topic(one) for one in ticket.topic_ids),
            )
        )
        pair = TicketPair(TicketId(ticket.id), TicketId(reference.id), self._older(TicketId(ticket.id)))
        self.seen.append(pair)
        self._compare(pair)
        return pair

    def _older(self, ticket_id: TicketId) -> frozenset[str]:
        if not self.harness.possible(Capability.MESSAGES_OF_TICKET):
            return frozenset()
        return frozenset(one.id for one in self.desk.messages.of_ticket(ticket_id))


def machine_for(harness: Harness) -> type[HelpdeskMachine]:
    """Return the machine that drives one desk."""
    return type("DrivenHelpdesk", (HelpdeskMachine,), {"harness": harness, "held": _held(harness)})


def _held(harness: Harness) -> tuple[TicketId, ...]:
    if harness.possible(Capability.TICKETS_CREATE) or not harness.possible(
        Capability.TICKETS_ALL, Capability.TICKETS_GET
    ):
        return ()
    return tuple(TicketId(one.id) for one in islice(harness.desk.tickets.all(), _HELD))
