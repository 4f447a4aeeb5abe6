"""What `desk.tickets` promises of changes, and of tickets of the past."""

from __future__ import annotations

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, NotFoundError
from deskbridge.records import (
    AgentId,
    TicketChange,
    TicketId,
    TicketStatus,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, outbound, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.suites.keeping import Writing, is_kept
from deskbridge_contract_tests.suites.tickets import said


class TicketChangesSuite:
    """Tickets are closed, opened again, assigned and moved; silently, and only what is set changes."""

    @needs(Capability.TICKETS_UPDATE, Capability.TICKETS_GET, Capability.TICKET_STATUS)
    def test_a_ticket_is_closed_and_opened_again(self, harness: Harness, maker: Maker) -> None:
        """Status is written and read back. What is closed by mistake is answered by nobody.

        Usually wrong: a vendor's word is mapped to the wrong kind.
        """
        ticket_id = TicketId(maker.ticket().id)
        for kind in (TicketStatus.OPEN, TicketStatus.CLOSED, TicketStatus.OPEN):
            returned = harness.desk.tickets.update(ticket_id, TicketChange(status=kind, force=True))
            read = harness.desk.tickets.get(TicketId(returned.id))
            assert (kind, kind) == (returned.status.kind, read.status.kind), "tickets.update did not change the status"

    @needs(Capability.TICKETS_UPDATE, Capability.TICKETS_GET, Capability.TICKET_STATUS, Capability.TICKET_CLOSED_AT)
    def test_a_closed_ticket_says_when_and_an_open_one_does_not(self, harness: Harness, maker: Maker) -> None:
        """`closed_at` is there while a ticket is closed. Reports on how long it took go by it.

        Usually wrong: it is kept when the ticket is opened again.
        """
        ticket_id = TicketId(maker.ticket().id)
        for kind in (TicketStatus.OPEN, TicketStatus.CLOSED, TicketStatus.OPEN):
            harness.desk.tickets.update(ticket_id, TicketChange(status=kind, force=True))
            read = harness.desk.tickets.get(ticket_id)
            assert (kind is TicketStatus.CLOSED) == (read.closed_at is not None), "ticket.closed_at is wrong"

    @needs(Capability.TICKETS_UPDATE, Capability.TICKET_STATUS)
    def test_a_silent_change_of_status_tells_no_customer(self, harness: Harness, maker: Maker) -> None:
        """A silent change tells nobody. Thousands get a mail when old tickets are tidied up.

        Usually wrong: the vendor's closing mail goes out unless it is switched off.
        """
        ticket_id = TicketId(maker.ticket().id)
        before = outbound(harness)
        for kind in (TicketStatus.CLOSED, TicketStatus.OPEN):
            harness.desk.tickets.update(ticket_id, TicketChange(status=kind, force=True))
        assert before == outbound(harness), "tickets.update sent a message to a customer though it is silent"

    @needs(Capability.TICKETS_UPDATE, Capability.TICKETS_GET, Capability.TICKET_AGENT_ID, Capability.AGENTS_ALL)
    def test_an_assignment_changes_only_the_agent(self, harness: Harness, maker: Maker) -> None:
        """A field that is not set stays as it is. Who gives a ticket away does not mean to lose its subject.

        Usually wrong: the whole record is written, with all else emptied.
        """
        before = maker.open_ticket()
        agent_id = AgentId(maker.agent().id)
        harness.desk.tickets.update(TicketId(before.id), TicketChange(agent_id=agent_id))
        read = harness.desk.tickets.get(TicketId(before.id))
        assert agent_id == read.agent_id, "tickets.update did not change ticket.agent_id"
        assert said(evolve(read, agent_id=before.agent_id, group_id=before.group_id)) == said(before), (
            "tickets.update changed more than was set"
        )

    @needs(Capability.TICKETS_UPDATE, Capability.TICKETS_GET, Capability.TICKET_AGENT_ID, Capability.AGENTS_ALL)
    def test_a_ticket_can_be_taken_from_its_agent(self, harness: Harness, maker: Maker) -> None:
        """None empties the field, or is refused where that can't be. What is somebody's who left is answered by nobody.

        Usually wrong: None is taken for "not set".
        """
        ticket_id = TicketId(maker.open_ticket().id)
        harness.desk.tickets.update(ticket_id, TicketChange(agent_id=AgentId(maker.agent().id)))

        def has() -> object:
            return harness.desk.tickets.get(ticket_id).agent_id

        def take() -> object:
            harness.desk.tickets.update(ticket_id, TicketChange(agent_id=None))
            return has()

        way = Writing(by=Capability.TICKETS_UPDATE, wanted=None, write=take, unwritten=has)
        taken = is_kept(Capability.TICKET_AGENT_ID, way)
        may_refuse = not harness.full(Capability.TICKETS_UPDATE, Capability.TICKET_AGENT_ID)
        assert taken or may_refuse, "ticket.agent_id is declared full and can't be emptied by tickets.update"

    @needs(Capability.TICKETS_UPDATE, Capability.TICKETS_GET, Capability.TICKET_SUBJECT)
    def test_a_tickets_subject_can_be_changed(self, harness: Harness, maker: Maker) -> None:
        """A subject is written and read back. Agents choose by it what to do first.

        Usually wrong: it can be set at creation only.
        """
        ticket_id = TicketId(maker.ticket().id)
        subject = maker.text(Capability.TICKET_SUBJECT, "subject")
        returned = harness.desk.tickets.update(ticket_id, TicketChange(subject=subject))
        read = harness.desk.tickets.get(ticket_id)
        assert subject == read.subject, "tickets.update did not change ticket.subject"
        assert said(returned) == said(read), "tickets.update returned something else than tickets.get reads"

    @needs(Capability.TICKETS_UPDATE)
    def test_updating_an_unknown_ticket_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Nothing is made by an update. The caller believes that the ticket is closed.

        Usually wrong: the vendor's 400 is passed on.
        """
        ident = TicketId(unlike(maker.ticket().id))
        with pytest.raises(NotFoundError):
            harness.desk.tickets.update(ident, TicketChange(status=TicketStatus.CLOSED, force=True))


class PastTicketsSuite:
    """Tickets of the past come in with their times, silently, and can be found again."""

    @needs(Capability.TICKETS_IMPORT_PAST, Capability.TICKETS_GET)
    def test_an_imported_ticket_keeps_what_is_declared_full(self, harness: Harness, maker: Maker) -> None:
        """History keeps its times and its end. Else years of tickets all began on the day of the import.

        Usually wrong: the day of the import is taken for the opening.
        """
        past = maker.past_ticket(TicketStatus.CLOSED)
        imported = harness.desk.tickets.import_past(past)
        read = harness.desk.tickets.get(TicketId(imported.id))
        assert said(imported) == said(read), "tickets.import_past returned something else than tickets.get reads"
        for capability, expected, actual in (
            (Capability.TICKET_CREATED_AT, past.created_at, read.created_at),
            (Capability.TICKET_CLOSED_AT, past.closed_at, read.closed_at),
            (Capability.TICKET_STATUS, past.status, read.status.kind),
            (Capability.TICKET_EXTERNAL_ID, past.external_id, read.external_id),
            (Capability.TICKET_SUBJECT, past.subject, read.subject),
        ):
            if harness.full(capability):
                assert expected == actual, f"{capability} is declared full and was not kept by tickets.import_past"

    @needs(Capability.TICKETS_IMPORT_PAST)
    def test_importing_a_ticket_tells_no_customer(self, harness: Harness, maker: Maker) -> None:
        """Nothing that is imported is told to anybody. Years of customers would be greeted in a night.

        Usually wrong: the vendor's greeting is on unless it is switched off.
        """
        before = outbound(harness)
        for status in (TicketStatus.OPEN, TicketStatus.CLOSED):
            harness.desk.tickets.import_past(maker.past_ticket(status))
        assert before == outbound(harness), "tickets.import_past sent a message to a customer"

    @needs(Capability.TICKETS_IMPORT_PAST, Capability.TICKETS_FIND)
    def test_an_imported_ticket_is_found_by_its_id_at_the_source(self, harness: Harness, maker: Maker) -> None:
        """The id at the source finds exactly the ticket. By it a repeated import is recognised, and nothing is doubled.

        Usually wrong: the id is not written.
        """
        past = maker.past_ticket(TicketStatus.CLOSED)
        imported = harness.desk.tickets.import_past(past)
        found = harness.desk.tickets.find(external_id=past.external_id, created_at=past.created_at)
        assert [imported.id] == [one.id for one in found], "tickets.find did not give exactly the imported ticket"

    @needs(Capability.TICKETS_IMPORT_PAST)
    def test_a_closed_ticket_without_its_end_is_refused(self, harness: Harness, maker: Maker) -> None:
        """Closed and without a time is refused unsent. An end that was made up spoils every report.

        Usually wrong: the vendor makes an end up.
        """
        past = evolve(maker.past_ticket(TicketStatus.CLOSED), closed_at=None)
        before = harness.sent()
        with pytest.raises(InvalidRequestError):
            harness.desk.tickets.import_past(past)
        assert before == harness.sent(), "tickets.import_past sent a ticket that contradicts itself"
        harness.skip_if_uncounted()
