from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from deskbridge import checking
from deskbridge.errors import InvalidRequestError
from deskbridge.records import (
    AgentChange,
    AvailabilityKind,
    CallEntry,
    ChannelKind,
    Erase,
    NewDirectMessage,
    PastTicket,
    Requester,
    TicketStatus,
)

AT = datetime(2024, 3, 4, 9, 15, tzinfo=UTC)
DIRECT = NewDirectMessage(channel=ChannelKind.SMS, to="+12025550100", sender="+12025550101", text="hello")
WHO = {"vendor": "acme", "operation": "customers.find"}


def past(status, closed_at):
    return PastTicket(requester=Requester(), external_id="1", created_at=AT, status=status, closed_at=closed_at)


def test_the_one_identifier_that_was_given_is_returned_even_if_it_is_empty():
    assert checking.one_identifier({"email": "a@example.com", "phone": None}, **WHO) == ("email", "a@example.com")
    assert checking.one_identifier({"email": None, "phone": ""}, **WHO) == ("phone", "")


@pytest.mark.parametrize("given", [{"email": None, "phone": None}, {"email": "a@example.com", "phone": "1"}])
def test_none_or_two_identifiers_are_refused_with_their_names(given):
    with pytest.raises(InvalidRequestError, match="exactly one of email and phone") as caught:
        checking.one_identifier(given, **WHO)
    assert (caught.value.vendor, caught.value.operation) == ("acme", "customers.find")
    assert "a@example.com" not in str(caught.value)


@pytest.mark.parametrize(("status", "closed_at"), [(TicketStatus.CLOSED, AT), (TicketStatus.OPEN, None)])
def test_a_past_ticket_that_was_closed_if_it_is_closed_passes(status, closed_at):
    checking.check_past_ticket(past(status, closed_at), vendor="acme")


@pytest.mark.parametrize(("status", "closed_at"), [(TicketStatus.CLOSED, None), (TicketStatus.PENDING, AT)])
def test_a_past_ticket_that_contradicts_itself_is_refused(status, closed_at):
    with pytest.raises(InvalidRequestError, match="if, and only if"):
        checking.check_past_ticket(past(status, closed_at), vendor="acme")


def test_only_the_very_word_confirms_erasing():
    checking.check_erase(Erase.IRREVERSIBLY, vendor="acme")
    for other in (True, "irreversibly", None):
        with pytest.raises(InvalidRequestError):
            checking.check_erase(other, vendor="acme")


@pytest.mark.parametrize(
    "entry", [CallEntry(started_at=AT), CallEntry(ended_at=AT), CallEntry(recording_url="https://example.com/1.mp3")]
)
def test_a_call_of_which_anything_is_known_passes(entry):
    checking.check_call_entry(entry, vendor="acme")


@pytest.mark.parametrize("entry", [CallEntry(), CallEntry(started_at=AT, ended_at=AT - timedelta(seconds=1))])
def test_a_call_that_says_nothing_or_ends_before_it_starts_is_refused(entry):
    with pytest.raises(InvalidRequestError):
        checking.check_call_entry(entry, vendor="acme")


@pytest.mark.parametrize(
    ("change", "missing"),
    [({"to": ""}, "to"), ({"sender": "  "}, "sender"), ({"text": ""}, "text or attachment_urls")],
)
def test_a_direct_message_that_lacks_something_is_refused_by_its_name(change, missing):
    with pytest.raises(InvalidRequestError, match=f"needs {missing};"):
        checking.check_direct_message(evolve(DIRECT, **change), vendor="acme")


def test_a_direct_message_may_be_a_file_alone():
    checking.check_direct_message(evolve(DIRECT, text="", attachment_urls=["https://example.com/1.png"]), vendor="acme")


def test_an_availability_that_nobody_knows_is_not_set():
    checking.check_agent_change(AgentChange(), vendor="acme")
    checking.check_agent_change(AgentChange(availability=AvailabilityKind.AWAY), vendor="acme")
    with pytest.raises(InvalidRequestError):
        checking.check_agent_change(AgentChange(availability=AvailabilityKind.UNKNOWN), vendor="acme")
