from __future__ import annotations

from typing import Any

import pytest

WHATSAPP = {"protocolType": "WhatsApp", "identifier": "442079460050", "name": "Nadia"}
NO_GUID = "00000000-0000-0000-0000-000000000000"


def test_participants_are_required(vendor: Any) -> None:
    for body in ({}, {"participants": []}, {"participants": None}):
        assert "participants" in vendor.refused("POST", "tickets/create", body)


def test_a_ticket_needs_no_culture_and_is_open_from_now(vendor: Any) -> None:
    ticket = vendor.create()
    assert (ticket["culture"], ticket["state"]) == ("en-US", "Open")
    assert (ticket["open"], ticket["close"]) == ("2026-03-10T12:00:00.123456Z", "0001-01-01T00:00:00")


def test_names_of_fields_and_words_may_be_in_any_case(vendor: Any) -> None:
    people = [{"PROTOCOLTYPE": "whatsapp", "Identifier": "442079460051", "type": "client"}]
    ticket = vendor.create(Participants=people, FIELD1="hello", participants=None)
    assert ticket["field1"] == "hello"
    assert ticket["participants"][0]["protocolType"] == "WhatsApp"


def test_a_field_holds_120_characters(vendor: Any) -> None:
    assert vendor.create(field10="é" * 120)["field10"] == "é" * 120
    assert "field10" in vendor.refused("POST", "tickets/create", {"participants": [WHATSAPP], "field10": "x" * 121})


def test_a_closed_ticket_needs_a_close_and_keeps_its_times(vendor: Any) -> None:
    closed = {"participants": [WHATSAPP], "state": "Closed", "open": "2024-02-29T10:00:00.1234567+02:00"}
    assert "close" in vendor.refused("POST", "tickets/create", closed)
    assert "close" in vendor.refused("POST", "tickets/create", closed | {"close": "0001-01-01T00:00:00"})
    ticket = vendor.create(**closed, close="2024-03-01T09:30:05Z")
    assert (ticket["open"], ticket["close"]) == ("2024-02-29T08:00:00.123456Z", "2024-03-01T09:30:05Z")
    assert ticket["durationGross"] == "1.01:30:04"
    assert [entry["state"] for entry in ticket["activityLogs"]] == ["Open", "Closed"]


def test_a_close_before_the_open_is_refused(vendor: Any) -> None:
    times = {"state": "Closed", "open": "2024-03-01T00:00:00Z", "close": "2024-02-01T00:00:00Z"}
    assert "close" in vendor.refused("POST", "tickets/create", {"participants": [WHATSAPP], **times})


def test_an_unknown_tag_is_refused_by_name_and_nothing_is_made(vendor: Any) -> None:
    before = vendor.box.state()
    body = {"participants": [WHATSAPP], "tags": ["VIP", "Nonsense"]}
    assert "Nonsense" in vendor.refused("POST", "tickets/create", body)
    assert vendor.box.state() == before


def test_a_customer_is_matched_by_mail_address_in_any_case(vendor: Any) -> None:
    people = [{"protocolType": "Mail", "identifier": "Jack@Example.com"}]
    ticket = vendor.create(participants=people)
    assert ticket["participants"][0]["contactId"] == "797f5328-310c-4044-afb1-e62fd72fb725"
    assert ticket["participants"][0]["name"] == "Jack Bower"


def test_an_unknown_customer_becomes_a_contact_at_once(vendor: Any) -> None:
    ticket = vendor.create(participants=[WHATSAPP])
    contact = vendor.ok("GET", f"contacts/get/{ticket['participants'][0]['contactId']}")
    assert contact["name"] == "Nadia"
    assert [(one["identifierType"], one["identifier"]) for one in contact["identifiers"]] == [
        ("PhoneNumber", "442079460050")
    ]


def test_a_long_name_is_whole_in_the_ticket_and_cut_in_the_contact(vendor: Any) -> None:
    ticket = vendor.create(participants=[WHATSAPP | {"name": "N" * 49}])
    contact = vendor.ok("GET", f"contacts/get/{ticket['participants'][0]['contactId']}")
    assert (ticket["participants"][0]["name"], contact["name"]) == ("N" * 49, "N" * 25)


def test_a_customer_can_be_added_to_a_known_contact(vendor: Any) -> None:
    known = "797f5328-310c-4044-afb1-e62fd72fb725"
    vendor.create(participants=[WHATSAPP | {"contactId": known}])
    contact = vendor.ok("GET", f"contacts/get/{known}")
    assert "442079460050" in {one["identifier"] for one in contact["identifiers"]}


def test_an_unknown_contact_id_is_refused(vendor: Any) -> None:
    people = [WHATSAPP | {"contactId": "797f5328-310c-4044-afb1-000000000000"}]
    assert "contactId" in vendor.refused("POST", "tickets/create", {"participants": people})


@pytest.mark.parametrize("identifier", ["", "+", "+442079460050", "nope", "44 20 7946 0050", "1" * 16, "٤٤٢٠٧٩٤٦"])
def test_a_phone_number_is_international_digits(vendor: Any, identifier: str) -> None:
    vendor.refused("POST", "tickets/create", {"participants": [WHATSAPP | {"identifier": identifier}]})


def test_mail_participants_say_how_they_are_addressed(vendor: Any) -> None:
    people = [
        {"protocolType": "Mail", "identifier": f"{kind}@example.org", "subProtocolType": kind}
        for kind in ("MailTo", "MailCc", "MailBcc")
    ]
    ticket = vendor.create(participants=people)
    held = ticket["participants"][:3]
    assert [one["subProtocolType"] for one in held] == ["MailTo", "MailCc", "MailBcc"]
    assert [one["id"] for one in held] == [1, 2, 3]


def test_without_available_users_asked_for_the_tokens_user_owns_it(vendor: Any) -> None:
    owner = vendor.create(getAvailableUser=False)["owner"]
    assert (owner["UserName"], owner["type"]) == ("api.user@example.com", "API")


def test_the_next_available_agents_take_turns(vendor: Any) -> None:
    owners = {vendor.create(getAvailableUser=True)["owner"]["UserName"] for _ in range(4)}
    assert owners == {"amy.agent@company.com", "ben.carter@company.com"}


def test_with_nobody_available_a_ticket_is_unassigned(vendor: Any) -> None:
    for user in vendor.box.world.departments[vendor.run.settings["api_key"]].users.values():
        user["status"] = "Offline"
    ticket = vendor.create(getAvailableUser=True)
    assert ticket["owner"] == {
        "id": NO_GUID,
        "gender": "Undefined",
        "UserName": "",
        "culture": "en-US",
        "isAnonymous": True,
        "uniqueArgument": "",
        "type": "AGENT",
    }
    queue = ticket["participants"][-1]
    assert (queue["name"], queue["type"], queue["identifier"]) == ("Unassigned Tickets", "User", NO_GUID)
    assert [entry["state"] for entry in ticket["activityLogs"]] == ["Open"]


def test_the_introduction_is_sent_unless_it_is_switched_off(vendor: Any) -> None:
    vendor.create(addIntroductionMessage=False)
    assert vendor.outbound == 0
    ticket = vendor.ok("POST", "tickets/create", {"participants": [WHATSAPP]})
    assert vendor.outbound == 1
    assert [one["fromParticipant"]["type"] for one in ticket["transactions"] if one["type"] == "Message"] == ["User"]


def test_an_initial_message_of_a_customer_is_not_sent_to_anybody(vendor: Any) -> None:
    source = {"identifier": "442079460050", "type": "Client"}
    message = {"fromParticipant": source, "text": "Hi", "type": "Message"}
    ticket = vendor.create(participants=[WHATSAPP], transactions=[message])
    assert vendor.outbound == 0
    assert ticket["isIncoming"] is True
    assert (ticket["customerMessagesCount"], ticket["agentMessagesCount"]) == (1, 0)
    assert ticket["transactions"][-1]["fromParticipant"]["id"] == 1


def test_an_initial_message_of_a_user_is_sent(vendor: Any) -> None:
    message = {"fromParticipant": {"type": "User"}, "text": "Hello", "type": "Message"}
    ticket = vendor.create(participants=[WHATSAPP], transactions=[message])
    assert vendor.outbound == 1
    assert ticket["firstAgentMessageUserId"] == ticket["owner"]["id"]


@pytest.mark.parametrize(
    "message",
    [
        {"text": "Hi"},
        {"text": "Hi", "fromParticipant": {"identifier": "447000000000"}},
        {"fromParticipant": {"identifier": "442079460050"}},
        {"text": "Hi", "fromParticipant": {"type": "User"}, "type": "Note"},
    ],
)
def test_an_initial_message_needs_a_text_and_a_known_sender(vendor: Any, message: Any) -> None:
    vendor.refused("POST", "tickets/create", {"participants": [WHATSAPP], "transactions": [message]})


def test_a_phone_number_has_one_open_ticket_and_the_error_names_it(vendor: Any) -> None:
    first = vendor.create(participants=[WHATSAPP])
    text = vendor.refused("POST", "tickets/create", {"participants": [WHATSAPP | {"protocolType": "SMS"}]})
    assert str(first["id"]) in text
    vendor.ok("PUT", f"tickets/setstate/{first['id']}", nextState="Closed")
    vendor.create(participants=[WHATSAPP])


def test_a_closed_ticket_may_be_made_beside_an_open_one_of_the_same_number(vendor: Any) -> None:
    vendor.create(participants=[WHATSAPP])
    times = {"open": "2024-01-01T00:00:00Z", "close": "2024-01-02T00:00:00Z"}
    vendor.create(participants=[WHATSAPP], state="Closed", **times)


def test_a_mail_address_may_have_many_open_tickets(vendor: Any) -> None:
    assert vendor.create()["id"] != vendor.create()["id"]


def test_details_are_kept_in_the_vendors_spelling_and_what_it_does_not_know_is_dropped(vendor: Any) -> None:
    given = {
        "ipaddress": "10.0.0.1",
        "source": {"Title": "Landing", "uri": "https://example.org/"},
        "referral": {"utmParameters": {"utm_source": "x"}},
        "nonsense": 1,
    }
    details = vendor.create(details=given)["details"]
    assert details["iPAddress"] == "10.0.0.1"
    assert details["source"] == {"title": "Landing", "uri": "https://example.org/"}
    assert details["referral"]["utmParameters"] == {"utm_source": "x"}
    assert "nonsense" not in details


def test_a_user_can_be_a_participant_by_name(vendor: Any) -> None:
    people = [WHATSAPP, {"type": "User", "userName": "ben.carter@company.com"}]
    ticket = vendor.create(participants=people)
    assert ticket["participants"][1]["userName"] == "ben.carter@company.com"
    vendor.refused("POST", "tickets/create", {"participants": [{"type": "User", "userName": "nobody@company.com"}]})


def test_ids_have_the_vendors_sizes(vendor: Any) -> None:
    ticket = vendor.create()
    assert 220_000_000 < ticket["id"] < 2**31
    assert all(one["id"] > 2**32 for one in ticket["transactions"])
    assert ticket["transactionsCount"] == len(ticket["transactions"])


def test_what_is_unset_has_the_vendors_unset_values(vendor: Any) -> None:
    ticket = vendor.create()
    assert (ticket["movedToTicketId"], ticket["movedToDepartmentId"]) == (0, NO_GUID)
    assert (ticket["field1"], ticket["uniqueArgument"], ticket["ticketSummary"]) == ("", "", None)
    assert (ticket["firstAgentMessageDateTime"], ticket["durationNet"]) == (None, "00:00:00")


def test_times_of_the_server_have_seven_digits(vendor: Any) -> None:
    moment = vendor.create()["lastActivity"]
    assert moment.startswith("2026-03-10T12:00:00.123456")
    assert len(moment) == len("2026-03-10T12:00:00.1234567Z")
