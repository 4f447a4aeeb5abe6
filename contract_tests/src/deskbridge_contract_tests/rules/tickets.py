"""The rules that open, import, change, move and erase tickets."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, consumes, initialize, multiple, precondition, rule

from deskbridge.capabilities import Capability
from deskbridge.records import (
    Erase,
    PastTicket,
    Requester,
    Ticket,
    TicketChange,
    TicketId,
    TicketStatus,
)
from deskbridge_contract_tests import strategies
from deskbridge_contract_tests.comparing import (
    TicketPair,
    compare_erased,
    compare_tickets,
    compare_tickets_of_customer,
    texts,
)
from deskbridge_contract_tests.driving import Work, can
from deskbridge_contract_tests.making import PAST, email, unique
from deskbridge_contract_tests.rules import messages
from deskbridge_contract_tests.rules.topics import OFFERED, TopicRules

HELD = 2
MAKING = (Capability.TICKETS_CREATE, Capability.TICKETS_IMPORT_PAST)
_NUMBERS = tuple(range(OFFERED))
_FEWEST = 2
"""More than one at once, so that what happens to the others shows soon."""
_TELLING = 9
"""How long a text must be so that it is nowhere by chance."""
_WORK: Work = {
    "_change_status": (Capability.TICKETS_UPDATE, Capability.TICKET_STATUS),
    "_rename_ticket": (Capability.TICKETS_UPDATE, Capability.TICKET_SUBJECT),
    "_assign": (Capability.TICKETS_UPDATE, Capability.TICKET_AGENT_ID),
    "_move": (Capability.TICKETS_UPDATE, Capability.TICKET_GROUP_ID, Capability.GROUPS_ALL),
    "_add_topics": (Capability.TOPICS_ADD, Capability.TOPICS_ALL),
    "_remove_topic": (Capability.TOPICS_REMOVE, Capability.TOPICS_ALL),
    **messages.WORK,
}


class TicketRules(TopicRules, messages.MessageWork):
    """Opens and imports tickets on both sides, works on them, and erases them.

    Attributes:
        held: Tickets that are there, where none can be opened; set by a subclass.
        ticket_ids: The vendor's ids of tickets that are not erased, by the reference's.
    """

    held: ClassVar[tuple[TicketId, ...]] = ()
    tickets: Bundle[TicketPair] = Bundle("tickets")

    def __init__(self) -> None:
        super().__init__()
        self.ticket_ids: dict[TicketId, TicketId] = {}

    @initialize(target=tickets, data=st.data())
    def take_tickets(self, data: st.DataObject) -> MultipleResults[TicketPair]:
        """Begin with two tickets, new ones, or where none can be made, some that are there; and work on them."""
        pairs = [self._paired_ticket(self.harness.desk.tickets.get(one)) for one in self.held]
        if self.harness.possible(Capability.TICKETS_GET) and any(map(self.harness.possible, MAKING)):
            first = self._made_ticket(self.maker.ticket())
            pairs = [first, self._another(first) or self._made_ticket(self.maker.ticket())]
        for pair in pairs:
            self.work_on_a_ticket(pair, data)
        return multiple(*pairs)

    @can(Capability.TICKETS_IMPORT_PAST, Capability.TICKETS_GET)
    @rule(target=tickets, status=st.sampled_from([TicketStatus.OPEN, TicketStatus.CLOSED]))
    def import_ticket(self, status: TicketStatus) -> TicketPair:
        """Import a ticket of the past; nothing goes out."""
        with self.counted():
            return self._made_ticket(self.desk.tickets.import_past(self.maker.past_ticket(status)))

    @can(Capability.TICKETS_CREATE, Capability.TICKETS_GET)
    @rule(target=tickets, pair=tickets)
    def open_another(self, pair: TicketPair) -> MultipleResults[TicketPair]:
        """Open another ticket for the same customer."""
        made = self._another(pair)
        return multiple() if made is None else multiple(made)

    def _another(self, pair: TicketPair) -> TicketPair | None:
        """Open another ticket for the same customer; None where that can't be, or there is none."""
        if not self.harness.full(Capability.TICKETS_CREATE):
            return None
        customer_id = self.harness.desk.tickets.get(pair.vendor_id).customer_id
        reference = self.oracle.tickets.get(pair.oracle_id).customer_id
        if customer_id is None:
            return None
        made = self.desk.tickets.create(self.maker.new_ticket(customer_id=customer_id))
        return self._made_ticket(made, Requester(id=reference))

    def _made_ticket(self, ticket: Ticket, who: Requester | None = None) -> TicketPair:
        self.made("tickets", ticket.id)
        self.made("customers", ticket.customer_id)
        return self._paired_ticket(ticket, who)

    def _paired_ticket(self, ticket: Ticket, who: Requester | None = None) -> TicketPair:
        """Pair a ticket as it is: the vendor may have assigned it, tagged it and written to it."""
        closed = ticket.status.kind is TicketStatus.CLOSED
        reference = self.oracle.tickets.import_past(
            PastTicket(
                requester=who or Requester(name="Ada", identifier=email()),
                external_id=unique("ticket"),
                created_at=PAST,
                status=TicketStatus.CLOSED if closed else TicketStatus.OPEN,
                closed_at=PAST if closed else None,
                subject=ticket.subject,
                agent_id=ticket.agent_id,
                group_id=ticket.group_id,
                topic_ids=tuple(self.paired_topic(one) for one in ticket.topic_ids),
            )
        )
        pair = TicketPair(TicketId(ticket.id), TicketId(reference.id), self._older(TicketId(ticket.id), ()))
        self.ticket_ids[pair.oracle_id] = pair.vendor_id
        self._compare(pair)
        return pair

    def _older(self, ticket_id: TicketId, ours: tuple[str, ...]) -> frozenset[str]:
        """Return the ids of the messages that the machine did not write."""
        if not self.harness.possible(Capability.MESSAGES_OF_TICKET):
            return frozenset()
        listed = self.harness.desk.messages.of_ticket(ticket_id)
        return frozenset(one.id for one in listed if one.text not in ours)

    @can(Capability.TICKETS_GET)
    @rule(pair=tickets, data=st.data())
    def work_on_a_ticket(self, pair: TicketPair, data: st.DataObject) -> None:
        """Do some things to a ticket. One rule and not one each, so that hypothesis mixes them in every run."""
        for name in self.chosen(data, _WORK):
            with self.counted():
                getattr(self, name)(pair, data)
            self._compare(pair)

    def _change_status(self, pair: TicketPair, data: st.DataObject) -> None:
        self._change_ticket(pair, self.drawn(data, strategies.status_changes))

    def _rename_ticket(self, pair: TicketPair, data: st.DataObject) -> None:
        self._change_ticket(pair, self.drawn(data, strategies.subject_changes, self.declared))

    def _assign(self, pair: TicketPair, data: st.DataObject) -> None:
        """Give a ticket to an agent, or take it off whoever has it."""
        change = TicketChange(agent_id=self.drawn(data, st.sampled_from, (None, *self.staff)))
        self._change_ticket(pair, change, Capability.TICKETS_UPDATE, Capability.TICKET_AGENT_ID)

    def _move(self, pair: TicketPair, data: st.DataObject) -> None:
        """Move a ticket, also to where it is."""
        if self.places:
            change = self.drawn(data, strategies.ticket_moves, self.places)
            self._change_ticket(pair, change, Capability.TICKETS_UPDATE, Capability.TICKET_GROUP_ID)

    def _change_ticket(self, pair: TicketPair, change: TicketChange, *needed: Capability) -> None:
        self.both(
            lambda: self._follow(pair, self.desk.tickets.update(pair.vendor_id, change)),
            lambda: self.oracle.tickets.update(pair.oracle_id, change),
            *needed,
        )

    def _follow(self, pair: TicketPair, returned: Ticket) -> None:
        """Go on with the ticket that was returned: one that moved may have got a new id, and so its messages."""
        if returned.id != pair.vendor_id:
            self.made("tickets", returned.id)
            pair.vendor_id = self.ticket_ids[pair.oracle_id] = TicketId(returned.id)
            pair.older = self._older(pair.vendor_id, self._written(pair))

    def _written(self, pair: TicketPair) -> tuple[str, ...]:
        return tuple(texts(self.oracle, pair.oracle_id, ()))

    def _add_topics(self, pair: TicketPair, data: st.DataObject) -> None:
        """Put topics on a ticket, also such as are there already."""
        chosen = [self.offered[one] for one in self.drawn(data, strategies.some_of, _NUMBERS, _FEWEST)]
        self.both(
            lambda: self.desk.topics.add(pair.vendor_id, [self.topic_ids[one] for one in chosen]),
            lambda: self.oracle.topics.add(pair.oracle_id, chosen),
        )

    def _remove_topic(self, pair: TicketPair, data: st.DataObject) -> None:
        """Take a topic off a ticket, also when it is not there."""
        chosen = self.offered[self.drawn(data, st.sampled_from, _NUMBERS)]
        self.both(
            lambda: self.desk.topics.remove(pair.vendor_id, self.topic_ids[chosen]),
            lambda: self.oracle.topics.remove(pair.oracle_id, chosen),
        )

    @rule()
    def list_tickets_of_customers(self) -> None:
        """List the tickets of each customer of a ticket, where they can be listed."""
        if not self.harness.possible(Capability.TICKETS_OF_CUSTOMER):
            return
        by_customer = {self.oracle.tickets.get(one).customer_id: one for one in self.ticket_ids}
        for oracle_id in by_customer.values():
            pair = TicketPair(self.ticket_ids[oracle_id], oracle_id)
            self.told(compare_tickets_of_customer, pair, self.ticket_ids)

    def teardown(self) -> None:
        """Compare everything once more, and list the customers' tickets."""
        super().teardown()
        if not self.script.ends_in:
            self.list_tickets_of_customers()

    @precondition(lambda self: not self.held)
    @can(Capability.TICKETS_ERASE, Capability.TICKETS_GET)
    @rule(pair=consumes(tickets))
    def erase_ticket(self, pair: TicketPair) -> None:
        """Erase a ticket that was made for it, closed before where it can be: some vendors erase closed ones only."""
        if self.harness.possible(Capability.TICKETS_UPDATE, Capability.TICKET_STATUS):
            self._change_ticket(pair, TicketChange(status=TicketStatus.CLOSED, force=True))
        said = tuple(one for one in self._written(pair) if len(one) >= _TELLING)
        done = self.both(
            lambda: self.desk.tickets.erase(pair.vendor_id, confirm=Erase.IRREVERSIBLY),
            lambda: self.oracle.tickets.erase(pair.oracle_id, confirm=Erase.IRREVERSIBLY),
        )
        if done:
            del self.ticket_ids[pair.oracle_id]
            self.compared(compare_erased, pair, said)
        else:
            self._compare(pair)

    def _compare(self, pair: TicketPair) -> None:
        self.compared(compare_tickets, pair, self.topic_ids)
