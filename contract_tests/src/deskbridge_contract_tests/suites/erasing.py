"""What erasing a ticket promises: what was said is gone, that there was a ticket stays."""

from __future__ import annotations

from typing import Any, cast

import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, NotFoundError, ValidationError
from deskbridge.records import Erase, Ticket, TicketChange, TicketId, TicketStatus
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, unique, unlike
from deskbridge_contract_tests.marks import needs

_NO_CONFIRMATION = (True, None, "", "yes")


class ErasingSuite:
    """A ticket's personal data is taken out for good, and only on purpose."""

    @needs(
        Capability.TICKETS_ERASE, Capability.TICKETS_GET, Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET
    )
    def test_what_was_said_in_an_erased_ticket_is_gone(self, harness: Harness, maker: Maker) -> None:
        """Nothing that was said can be read any more. The law gives people that right, and no second chance.

        Usually wrong: it is hidden, and `raw` still has it.
        """
        ticket, words = maker.open_ticket(), unique("secret")
        maker.note(ticket, words)
        _erase(harness, ticket)
        left = list(harness.desk.messages.of_ticket(TicketId(ticket.id)))
        shown = repr([(one, one.raw) for one in left])
        assert words not in shown, "tickets.erase left what was said"

    @needs(Capability.TICKETS_ERASE, Capability.TICKETS_GET)
    def test_an_erased_ticket_says_so_and_keeps_its_times(self, harness: Harness, maker: Maker) -> None:
        """An erased ticket stays, says so, and keeps its times. Last year's figures are not to change.

        Usually wrong: it is deleted, or looks like any other.
        """
        ticket = maker.ticket()
        before = harness.desk.tickets.get(TicketId(ticket.id))
        _erase(harness, ticket)
        read = harness.desk.tickets.get(TicketId(ticket.id))
        assert read.erased, "tickets.get does not tell that the ticket was erased"
        assert before.created_at == read.created_at, "tickets.erase lost when the ticket was opened"
        subjects = {before.subject} - {""}
        assert read.subject not in subjects, "tickets.erase left the subject"
        assert not [one for one in subjects if one in repr(read.raw)], "tickets.erase left the subject in raw"

    @needs(Capability.TICKETS_ERASE)
    @pytest.mark.parametrize("confirm", _NO_CONFIRMATION, ids=repr)
    def test_nothing_is_erased_without_the_very_word(self, harness: Harness, maker: Maker, confirm: object) -> None:
        """Only the very word erases. It can't be undone, and somebody's file is gone by a wrong argument.

        Usually wrong: anything that is true confirms.
        """
        ticket = maker.ticket()
        before = harness.sent()
        with pytest.raises(InvalidRequestError):
            harness.desk.tickets.erase(TicketId(ticket.id), confirm=cast(Any, confirm))
        assert before == harness.sent(), "tickets.erase sent a request that nobody confirmed"
        if harness.possible(Capability.TICKETS_GET):
            read = harness.desk.tickets.get(TicketId(ticket.id))
            assert not read.erased, "tickets.erase erased what nobody confirmed"

    @needs(Capability.TICKETS_ERASE)
    def test_erasing_an_unknown_ticket_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Erasing nothing is an error, not a success. Somebody is told that it was done, and it was not.

        Usually wrong: the vendor answers 200 to anything.
        """
        ident = TicketId(unlike(maker.ticket().id))
        with pytest.raises(NotFoundError):
            harness.desk.tickets.erase(ident, confirm=Erase.IRREVERSIBLY)


def _erase(harness: Harness, ticket: Ticket) -> None:
    """Erase a ticket; where the vendor takes closed ones only, close it before."""
    ticket_id = TicketId(ticket.id)
    try:
        harness.desk.tickets.erase(ticket_id, confirm=Erase.IRREVERSIBLY)
    except ValidationError:
        if not harness.possible(Capability.TICKETS_UPDATE, Capability.TICKET_STATUS):
            raise
        harness.desk.tickets.update(ticket_id, TicketChange(status=TicketStatus.CLOSED, force=True))
        harness.desk.tickets.erase(ticket_id, confirm=Erase.IRREVERSIBLY)
