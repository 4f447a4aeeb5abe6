"""What `desk.tickets` promises."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError, ValidationError
from deskbridge.records import (
    AgentId,
    CustomerId,
    GroupId,
    NewTicket,
    Ticket,
    TicketId,
    TicketStatus,
    TopicId,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import FAR, Maker, unique, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.reading import once


class TicketsSuite:
    """Tickets are opened, listed, found and changed, and nothing of them is dropped."""

    @needs(Capability.TICKETS_CREATE, Capability.TICKETS_GET)
    def test_a_created_ticket_is_read_back_as_it_was_returned(self, harness: Harness, maker: Maker) -> None:
        """`create` returns what the vendor now holds. A program goes on with what it was given back.

        Usually wrong: it returns what was asked for, whatever the vendor made of it.
        """
        created = harness.desk.tickets.create(maker.new_ticket())
        read = harness.desk.tickets.get(TicketId(created.id))
        assert said(read) == said(created), "tickets.create returned something else than tickets.get reads"
        assert read.status.kind is not TicketStatus.CLOSED, "tickets.create made a ticket that is closed already"
        assert read.customer_id, "tickets.create made a ticket without its customer"

    @needs(Capability.TICKETS_CREATE, Capability.CUSTOMERS_GET)
    def test_a_new_ticket_belongs_to_the_person_it_was_asked_for(self, harness: Harness, maker: Maker) -> None:
        """The requester becomes the customer. The answer would reach somebody else.

        Usually wrong: the ticket belongs to the token's own user.
        """
        new = maker.new_ticket()
        created = harness.desk.tickets.create(new)
        customer = harness.desk.customers.get(CustomerId(str(created.customer_id)))
        assert new.requester.identifier is not None
        assert new.requester.identifier.value in customer.emails, "tickets.create gave the ticket to somebody else"

    @needs(Capability.TICKETS_CREATE)
    def test_a_ticket_can_be_opened_for_a_customer_by_id(self, harness: Harness, maker: Maker) -> None:
        """A known customer is named by id. A second one of that name would have half the history.

        Usually wrong: a second customer is made from the name.
        """
        customer_id = CustomerId(maker.customer().id)
        created = harness.desk.tickets.create(maker.new_ticket(customer_id=customer_id))
        assert customer_id == created.customer_id, "tickets.create gave the ticket to another customer"

    @needs(Capability.TICKETS_CREATE, Capability.TICKETS_GET)
    def test_every_ticket_field_that_is_declared_full_is_kept(self, harness: Harness, maker: Maker) -> None:
        """What is declared `FULL` is read back as written. A migration drops nothing that it was not told of.

        Usually wrong: a field that `translate` forgot.
        """
        new = _everything(harness, maker)
        created = harness.desk.tickets.create(new)
        read = harness.desk.tickets.get(TicketId(created.id))
        for capability, expected, actual in _compared(new, read):
            if harness.full(capability):
                assert expected == actual, f"{capability} is declared full and was not kept by tickets.create"

    @needs(Capability.TICKETS_GET)
    def test_getting_an_unknown_ticket_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """A well-formed id that nothing has is `NotFoundError`. Callers tell by it what was deleted from what failed.

        Usually wrong: the vendor's 400 is passed on.
        """
        ident = TicketId(unlike(maker.ticket().id))
        with pytest.raises(NotFoundError):
            harness.desk.tickets.get(ident)

    @needs(Capability.TICKETS_ALL)
    def test_all_tickets_are_listed_once(self, harness: Harness) -> None:
        """A listing gives each ticket once. A doubled one is imported, counted and answered twice.

        Usually wrong: pages or periods overlap.
        """
        once(harness.desk.tickets.all(), Capability.TICKETS_ALL)

    @needs(Capability.TICKETS_CREATE, Capability.TICKETS_ALL)
    def test_new_tickets_are_among_all(self, harness: Harness, maker: Maker) -> None:
        """What was just opened is listed. A migration leaves behind what it is not shown.

        Usually wrong: the last page is left out, or today.
        """
        created = {maker.ticket().id for _ in range(3)}
        listed = {one.id for one in harness.desk.tickets.all()}
        assert created <= listed, "tickets.all left out tickets that were just opened"

    @needs(Capability.TICKETS_ALL, Capability.TICKETS_GET)
    def test_a_period_bounds_the_listing_at_both_ends(self, harness: Harness, maker: Maker) -> None:
        """Only what was active in the period comes, and all of it. Gaps between two periods are never noticed.

        Usually wrong: a bound is in local time, or is ignored.
        """
        ticket = _newest(harness, maker)
        active = _active(ticket).astimezone(FAR)
        near, far = timedelta(minutes=1), timedelta(days=3650)
        inside = harness.desk.tickets.all(active_since=active - near, active_until=active + near)
        assert ticket.id in {one.id for one in inside}, "tickets.all left out what was active in the period"
        after = harness.desk.tickets.all(active_since=active + far, active_until=active + far + near)
        assert [one.id for one in after] == [], "tickets.all gave tickets of another period"
        long_before = harness.desk.tickets.all(active_since=active - far - near, active_until=active - far)
        assert ticket.id not in {one.id for one in long_before}, "tickets.all gave a ticket of a later time"

    @needs(Capability.TICKETS_ALL, Capability.TICKETS_GET)
    def test_one_bound_alone_bounds_the_listing(self, harness: Harness, maker: Maker) -> None:
        """A period may have one end only. A nightly job that asks for what is new must not read everything.

        Usually wrong: a bound is sent only together with the other one.
        """
        active, far = _active(_newest(harness, maker)), timedelta(days=3650)
        since = list(harness.desk.tickets.all(active_since=active + far))
        assert since == [], "tickets.all ignored active_since"
        until = list(harness.desk.tickets.all(active_until=active - far))
        assert [one for one in until if _active(one) > active - far] == [], "tickets.all ignored active_until"

    @needs(Capability.TICKETS_CREATE)
    def test_a_ticket_of_an_unknown_customer_is_refused(self, harness: Harness, maker: Maker) -> None:
        """Nobody's id is an error. A ticket of nobody, or of somebody made up, is answered to nobody.

        Usually wrong: a customer without an address is made for it.
        """
        unknown = CustomerId(unlike(maker.customer().id))
        with pytest.raises((NotFoundError, ValidationError)):
            harness.desk.tickets.create(maker.new_ticket(customer_id=unknown))

    @needs(Capability.TICKETS_OF_CUSTOMER)
    def test_a_customers_tickets_are_that_customers(self, harness: Harness, maker: Maker) -> None:
        """The customer's tickets come, oldest first, and nobody else's. They are shown to the one who asks.

        Usually wrong: the filter is not sent.
        """
        ticket = maker.ticket()
        customer_id = CustomerId(str(ticket.customer_id))
        found = list(harness.desk.tickets.of_customer(customer_id))
        assert ticket.id in {one.id for one in found}, "tickets.of_customer left out the customer's ticket"
        assert {customer_id} == {one.customer_id for one in found}, "tickets.of_customer gave somebody else's tickets"
        times = [one.created_at for one in found if one.created_at is not None]
        assert sorted(times) == times, "tickets.of_customer is not oldest first"

    @needs(Capability.TICKETS_CREATE, Capability.TICKETS_FIND, Capability.TICKET_EXTERNAL_ID)
    def test_a_ticket_is_found_by_external_id(self, harness: Harness, maker: Maker) -> None:
        """An id that another system gave finds exactly its ticket. A repeated import would double it.

        Usually wrong: it finds by beginnings.
        """
        name = maker.text(Capability.TICKET_EXTERNAL_ID, "external")
        created = harness.desk.tickets.create(evolve(maker.new_ticket(), external_id=name))
        harness.desk.tickets.create(evolve(maker.new_ticket(), external_id=f"{name}-other"))
        found = [one.id for one in harness.desk.tickets.find(external_id=name, created_at=created.created_at)]
        assert [created.id] == found, "tickets.find by ticket.external_id did not give exactly the ticket"

    @needs(Capability.TICKETS_FIND)
    def test_finding_no_ticket_gives_an_empty_listing(self, harness: Harness, maker: Maker) -> None:
        """`find` may give none and does not raise. "Find or create" is written without an exception.

        Usually wrong: a 404 of the search is passed on.
        """
        created_at = maker.ticket().created_at
        assert list(harness.desk.tickets.find(external_id=unique("nothing"), created_at=created_at)) == []


def said(ticket: Ticket) -> Ticket:
    """Return what a ticket says, without what the vendor's clock adds."""
    return evolve(ticket, raw={}, created_at=None, updated_at=None, closed_at=None)


def _newest(harness: Harness, maker: Maker) -> Ticket:
    if harness.full(Capability.TICKETS_ALL):
        return maker.ticket()
    held = harness.desk.tickets.all().first()
    return maker.ticket() if held is None else held


def _active(ticket: Ticket) -> datetime:
    when = ticket.updated_at or ticket.created_at
    if when is None:
        pytest.skip(f"{Capability.TICKET_UPDATED_AT} and {Capability.TICKET_CREATED_AT} are not told")
    return when


def _everything(harness: Harness, maker: Maker) -> NewTicket:
    new = maker.new_ticket()
    if harness.full(Capability.TICKET_SUBJECT):
        new = evolve(new, subject=f"{new.subject} Reçu? 返品")
    if harness.full(Capability.TICKET_AGENT_ID) and harness.possible(Capability.AGENTS_ALL):
        new = evolve(new, agent_id=AgentId(maker.agent().id))
    if harness.full(Capability.TICKET_GROUP_ID) and harness.possible(Capability.GROUPS_ALL):
        new = evolve(new, group_id=GroupId(maker.group().id))
    if harness.full(Capability.TICKET_TOPIC_IDS) and harness.possible(Capability.TOPICS_ALL):
        new = evolve(new, topic_ids=tuple(TopicId(one.id) for one in maker.topics(2)))
    if harness.full(Capability.TICKET_EXTERNAL_ID):
        new = evolve(new, external_id=unique("external"))
    return new


def _compared(new: NewTicket, read: Ticket) -> list[tuple[Capability, object, object]]:
    return [
        (Capability.TICKET_SUBJECT, new.subject, read.subject),
        (Capability.TICKET_AGENT_ID, new.agent_id or read.agent_id, read.agent_id),
        (Capability.TICKET_GROUP_ID, new.group_id or read.group_id, read.group_id),
        (Capability.TICKET_TOPIC_IDS, set(new.topic_ids), set(read.topic_ids)),
        (Capability.TICKET_EXTERNAL_ID, new.external_id, read.external_id),
    ]
