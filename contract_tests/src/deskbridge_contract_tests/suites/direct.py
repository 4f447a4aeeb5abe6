"""What is sent or told outside the messages of a ticket: direct messages, links to surveys, calls of other systems."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, NotFoundError, ValidationError
from deskbridge.records import CallEntry, DeliveryKind, NewDirectMessage, TicketId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import PAST, Maker, outbound, unique, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import Samples, lacked

_LOST = {DeliveryKind.REJECTED, DeliveryKind.FAILED}


class DirectMessagesSuite:
    """A direct message goes out once, to whom it was meant for."""

    @needs(Capability.MESSAGES_SEND_DIRECT)
    def test_a_direct_message_is_sent_once_and_tells_how_far_it_came(self, harness: Harness, samples: Samples) -> None:
        """One message goes out, with its delivery. The customer reads what comes twice, and not what is lost.

        Usually wrong: sender and recipient are exchanged, or it is sent twice.
        """
        new = _direct(samples)
        before = None if harness.outbound_messages is None else harness.outbound_messages()
        made = harness.desk.messages.send_direct(new)
        assert made.id, "messages.send_direct returned a message without an id"
        assert new.channel is made.channel.kind, "messages.send_direct took another channel"
        told = (made.sender, made.recipient, made.text)
        assert (new.sender, new.to, new.text) == told, "messages.send_direct returned another message"
        assert made.delivery.kind not in _LOST, "messages.send_direct returned what was lost as if it were sent"
        if before is not None:
            assert before + 1 == outbound(harness), "messages.send_direct did not send exactly one message"

    @needs(Capability.MESSAGES_SEND_DIRECT)
    def test_a_direct_message_that_lacks_something_is_refused(self, harness: Harness, samples: Samples) -> None:
        """Nothing half is sent. A customer who gets an empty message calls.

        Usually wrong: the vendor sends an empty message.
        """
        new = _direct(samples)
        before = harness.sent()
        for wrong in (evolve(new, text="", attachment_urls=()), evolve(new, to=" "), evolve(new, sender="")):
            with pytest.raises(InvalidRequestError):
                harness.desk.messages.send_direct(wrong)
        assert before == harness.sent(), "messages.send_direct sent what lacks something"
        harness.skip_if_uncounted()


class SurveysSuite:
    """A link to a survey is given, and nothing is sent to anybody."""

    @needs(Capability.SURVEYS_LINK)
    def test_a_survey_has_an_address_and_nobody_is_told(self, harness: Harness, samples: Samples) -> None:
        """A survey's address is handed to the caller alone. A customer who is asked twice answers angrily.

        Usually wrong: it is a path without a host, or the customer gets it already.
        """
        ticket_id, survey_id = samples.survey or lacked("survey and ticket that may have one")
        before = None if harness.outbound_messages is None else harness.outbound_messages()
        address = urlsplit(harness.desk.surveys.link(ticket_id, survey_id))
        assert address.scheme in {"http", "https"}, "surveys.link gave no web address"
        assert address.netloc, "surveys.link gave an address without a host"
        if before is not None:
            assert before == outbound(harness), "surveys.link sent something to the customer"

    @needs(Capability.SURVEYS_LINK)
    def test_a_survey_that_is_not_there_has_no_address(self, harness: Harness, samples: Samples) -> None:
        """What can't be answered is not handed out. A customer who follows the link finds an error page.

        Usually wrong: an address is made of any id.
        """
        ticket_id, survey_id = samples.survey or lacked("survey and ticket that may have one")
        with pytest.raises((ValidationError, NotFoundError)):
            harness.desk.surveys.link(ticket_id, unlike(survey_id))

    @needs(Capability.SURVEYS_LINK)
    def test_a_survey_about_an_unknown_ticket_raises_not_found(self, harness: Harness, samples: Samples) -> None:
        """A survey is about a ticket that there is. Answers about none are in no report.

        Usually wrong: the vendor makes an address for anything.
        """
        ticket_id, survey_id = samples.survey or lacked("survey and ticket that may have one")
        with pytest.raises(NotFoundError):
            harness.desk.surveys.link(TicketId(unlike(ticket_id)), survey_id)


class CallEntriesSuite:
    """What is known of a call is put on its ticket."""

    @needs(Capability.CALLS_LOG)
    def test_a_call_is_logged_and_nobody_is_told(self, harness: Harness, maker: Maker) -> None:
        """A record of the past reaches no customer. Who called last year must not be asked today how it was.

        Usually wrong: the vendor sends a survey after each call.
        """
        ticket_id = TicketId(maker.open_ticket().id)
        before = outbound(harness)
        harness.desk.calls.log(ticket_id, _call())
        assert before == outbound(harness), "calls.log sent something to the customer"

    @needs(Capability.CALLS_LOG, Capability.TICKETS_GET, Capability.MESSAGES_OF_TICKET)
    def test_a_logged_call_is_told_by_its_ticket(self, harness: Harness, maker: Maker) -> None:
        """What was logged can be read on the ticket. A recording that nobody finds might as well not be there.

        Usually wrong: the address of the recording is dropped.
        """
        ticket_id, call = TicketId(maker.open_ticket().id), _call()
        harness.desk.calls.log(ticket_id, call)
        ticket, messages = harness.desk.tickets.get(ticket_id), list(harness.desk.messages.of_ticket(ticket_id))
        shown = repr([ticket, ticket.raw, messages, [one.raw for one in messages]])
        assert call.recording_url in shown, "calls.log lost where the recording is"

    @needs(Capability.CALLS_LOG)
    def test_a_call_of_which_nothing_is_known_is_refused(self, harness: Harness, maker: Maker) -> None:
        """An empty or contradictory entry is not sent. A call that ends before it starts spoils every average.

        Usually wrong: the vendor takes now for the time.
        """
        ticket_id = TicketId(maker.open_ticket().id)
        before = harness.sent()
        backwards = CallEntry(started_at=PAST, ended_at=PAST - timedelta(seconds=1))
        for wrong in (CallEntry(), backwards):
            with pytest.raises(InvalidRequestError):
                harness.desk.calls.log(ticket_id, wrong)
        assert before == harness.sent(), "calls.log sent an entry that says nothing or contradicts itself"
        harness.skip_if_uncounted()

    @needs(Capability.CALLS_LOG)
    def test_a_call_of_an_unknown_ticket_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """A call is logged on a ticket that there is. What is accepted for none is lost, and nobody looks for it.

        Usually wrong: the vendor answers 200 to anything.
        """
        ident = TicketId(unlike(maker.ticket().id))
        with pytest.raises(NotFoundError):
            harness.desk.calls.log(ident, _call())


def _direct(samples: Samples) -> NewDirectMessage:
    return samples.direct or lacked("address that direct messages can go to")


def _call() -> CallEntry:
    url = f"https://example.com/{unique('recording')}.mp3"
    return CallEntry(started_at=PAST, ended_at=PAST + timedelta(minutes=3), recording_url=url)
