from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

OTHER = "5baf94b7-4ebb-4442-81a5-27ac4dd1f03f"
WHATSAPP = {"protocolType": "WhatsApp", "identifier": "442079460050", "name": "Nadia"}


def test_closing_says_so_in_the_vendors_words_and_sends_one_message(vendor: Any) -> None:
    answer = vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    assert answer == {"message": "Ticket #13784 state was changed to: Closed"}
    assert vendor.outbound == 1
    ticket = vendor.get(13784)
    assert (ticket["state"], ticket["close"][:19]) == ("Closed", "2026-03-10T12:00:00")
    assert ticket["wasClosedAutomatically"] is False
    assert ticket["transactions"][-1]["type"] == "TicketClosed"


def test_nothing_is_sent_where_the_message_is_switched_off(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed", sendTicketStateChangedMessage="false")
    assert vendor.outbound == 0


def test_nothing_is_sent_where_the_state_stays(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Open")
    assert vendor.outbound == 0


def test_closing_twice_is_refused(vendor: Any) -> None:
    assert "closed" in vendor.refused("PUT", "tickets/setstate/13783", nextState="Closed")


def test_a_closed_ticket_can_be_reopened_and_its_close_is_unset(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setstate/13783", nextState="Open")
    ticket = vendor.get(13783)
    assert (ticket["state"], ticket["close"]) == ("Open", "0001-01-01T00:00:00")


def test_a_ticket_cannot_be_reopened_beside_an_open_one_of_the_same_number(vendor: Any) -> None:
    first = vendor.create(participants=[WHATSAPP])["id"]
    vendor.ok("PUT", f"tickets/setstate/{first}", nextState="Closed")
    second = vendor.create(participants=[WHATSAPP])["id"]
    assert str(second) in vendor.refused("PUT", f"tickets/setstate/{first}", nextState="Open")


@pytest.mark.parametrize("state", ["Snoozed", "Undefined", "", "Gone"])
def test_only_open_closed_and_pending_can_be_set(vendor: Any, state: str) -> None:
    vendor.refused("PUT", "tickets/setstate/13784", nextState=state)


def test_the_ticket_is_answered_where_it_is_asked_for(vendor: Any) -> None:
    answer = vendor.ok("PUT", "tickets/setstate/13784", nextstate="pending", getTicket="true")
    assert (answer["id"], answer["state"]) == (13784, "Pending")


def test_tags_and_summary_come_in_the_body_of_setstate(vendor: Any) -> None:
    body = {"tags": ["VIP"], "summary": "All good"}
    vendor.ok("PUT", "tickets/setstate/13784", body, nextState="Closed")
    ticket = vendor.get(13784)
    assert (ticket["tags"], ticket["ticketSummary"]["value"]) == (["Sales", "Excel", "VIP"], "All good")


def test_flags_in_the_body_of_setstate_do_nothing(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setstate/13784", {"sendTicketStateChangedMessage": False}, nextState="Closed")
    assert vendor.outbound == 1


def test_setfields_changes_what_it_is_given(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setfields/13785", {"field1": "New", "field2": None, "uniqueArgument": ""})
    ticket = vendor.get(13785)
    assert (ticket["field1"], ticket["field2"]) == ("New", "68 Colorado Way, Rhydcymerau")
    assert ticket["uniqueArgument"] == ""


def test_setfields_refuses_long_fields_and_keeps_the_ticket(vendor: Any) -> None:
    vendor.refused("PUT", "tickets/setfields/13785", {"field1": "New", "field2": "x" * 121})
    assert vendor.get(13785)["field1"] == "Caribbean vacation"


def test_setfields_keeps_the_details_that_it_is_not_given(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setfields/13785", {"details": {"location": "Kansas City, MO, USA"}})
    vendor.ok("PUT", "tickets/setfields/13785", {"details": {"source": {"title": "My Landing Page"}}})
    details = vendor.get(13785)["details"]
    assert (details["location"], details["source"]["title"]) == ("Kansas City, MO, USA", "My Landing Page")


def test_a_new_owner_is_named_in_the_query_and_the_old_one_stays_inactive(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setowner/13784", nextOwnerUserName="Ben.Carter@company.com")
    ticket = vendor.get(13784)
    assert ticket["owner"]["UserName"] == "ben.carter@company.com"
    active = {one["userName"]: one["isActive"] for one in ticket["participants"] if one["type"] == "User"}
    assert active == {"agent@example.com": False, "ben.carter@company.com": True}


def test_the_old_owner_can_stay_in_the_conversation(vendor: Any) -> None:
    query = {"nextOwnerUserName": "ben.carter@company.com", "keepCurrentOwnerInConversation": "true"}
    vendor.ok("PUT", "tickets/setowner/13784", **query)
    assert all(one["isActive"] for one in vendor.get(13784)["participants"])


def test_participants_of_a_ticket_never_share_an_id(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setowner/13786", nextOwnerUserName="ben.carter@company.com")
    numbers = [one["id"] for one in vendor.get(13786)["participants"]]
    assert numbers == [1, 3, 4, 5]


def test_an_unknown_owner_is_refused(vendor: Any) -> None:
    vendor.refused("PUT", "tickets/setowner/13784", nextOwnerUserName="dana.fox@company.com")
    vendor.refused("PUT", "tickets/setowner/13784")


def test_a_bot_makes_it_a_bots_ticket(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setowner/13784", nextOwnerUserName="helper.bot@company.com")
    assert vendor.get(13784)["ticketType"] == "Bot"


def test_the_next_available_user_is_another_one(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setowner/13784", nextOwnerUserName="ben.carter@company.com")
    vendor.ok("PUT", "tickets/assignavailableuser/13784")
    assert vendor.get(13784)["owner"]["UserName"] == "amy.agent@company.com"


def test_moving_to_a_department_makes_a_new_ticket_and_closes_the_old_one(vendor: Any) -> None:
    moved = vendor.ok("PUT", "tickets/setdepartment/13785", {"departmentId": OTHER})
    old = vendor.get(13785)
    assert (old["movedToTicketId"], old["movedToDepartmentId"]) == (moved["ticketId"], OTHER)
    assert old["state"] == "Closed"
    assert vendor.ask("GET", f"tickets/get/{moved['ticketId']}")[0] == 404
    vendor.sign_in_elsewhere()
    new = vendor.get(moved["ticketId"])
    assert (new["movedFromTicketId"], new["movedFromDepartmentId"]) == (13785, old["departmentId"])
    assert (new["state"], new["tags"], new["field1"]) == ("Open", ["VIP"], "Caribbean vacation")
    assert new["transactions"][0]["text"] == "hello"
    assert vendor.outbound == 0


def test_an_unknown_or_the_same_department_is_refused(vendor: Any) -> None:
    for department in (vendor.run.settings["api_key"], "nowhere", ""):
        vendor.refused("PUT", "tickets/setdepartment/13785", {"departmentId": department})


def test_addtags_takes_a_bare_array_and_answers_the_whole_list(vendor: Any) -> None:
    assert vendor.ok("POST", "tickets/addtags/13784", ["VIP", "Sales"]) == ["Sales", "Excel", "VIP"]
    vendor.refused("POST", "tickets/addtags/13784", {"tags": ["VIP"]})


def test_addtags_refuses_an_unknown_tag_by_name(vendor: Any) -> None:
    assert "vip" in vendor.refused("POST", "tickets/addtags/13784", ["Info", "vip"])
    assert vendor.get(13784)["tags"] == ["Sales", "Excel"]


def test_tags_change_only_in_open_and_snoozed_tickets(vendor: Any) -> None:
    for ticket_id in (13783, 13786):
        vendor.refused("POST", f"tickets/addtags/{ticket_id}", ["VIP"])
        vendor.refused("DELETE", f"tickets/removetag/{ticket_id}", tag="Vacation")
    snoozed = vendor.create(state="Snoozed")["id"]
    assert vendor.ok("POST", f"tickets/addtags/{snoozed}", ["VIP"]) == ["VIP"]


def test_removetag_answers_the_rest_even_where_the_tag_is_not_there(vendor: Any) -> None:
    assert vendor.ok("DELETE", "tickets/removetag/13784", tag="Sales") == ["Excel"]
    assert vendor.ok("DELETE", "tickets/removetag/13784", TAG="Sales") == ["Excel"]


def test_a_participant_is_renamed_by_number(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setparticipantname/13784", {"id": 1, "name": "Brenda Rahman"})
    assert vendor.get(13784)["participants"][0]["name"] == "Brenda Rahman"
    vendor.refused("PUT", "tickets/setparticipantname/13784", {"id": 9, "name": "Nobody"})


def test_the_summary_ends_in_the_ticket(vendor: Any) -> None:
    vendor.ok("POST", "tickets/setsummary/13784", {"summary": "Short"})
    assert vendor.get(13784)["ticketSummary"]["value"] == "Short"


def test_scrambling_overwrites_what_is_personal_and_keeps_the_rest(vendor: Any) -> None:
    before = vendor.get(13784)
    vendor.ok("DELETE", "tickets/scramble/13784")
    after = vendor.get(13784)
    assert after["isScrambled"] is True
    assert after["field1"] == "xxx xxxxx xxx xx xxx xxx"
    assert after["transactions"][0]["text"] == "xxxxxx x xxxx xx xxxxx xxxxxxx"
    assert after["participants"][0]["name"] == "xxxx xxxxx"
    assert [after[name] for name in ("owner", "open", "tags")] == [before[name] for name in ("owner", "open", "tags")]
    assert after["lastActivity"] > before["lastActivity"]


def test_a_scrambled_tickets_phone_number_is_free_again(vendor: Any) -> None:
    first = vendor.create(participants=[WHATSAPP])["id"]
    vendor.ok("DELETE", f"tickets/scramble/{first}")
    vendor.create(participants=[WHATSAPP])


@pytest.mark.parametrize(
    ("method", "path", "body", "query"),
    [
        ("PUT", "tickets/setstate/13784", {}, {"nextState": "Pending"}),
        ("PUT", "tickets/setfields/13784", {"field1": "x"}, {}),
        ("PUT", "tickets/setowner/13784", None, {"nextOwnerUserName": "ben.carter@company.com"}),
        ("PUT", "tickets/assignavailableuser/13784", None, {}),
        ("PUT", "tickets/setdepartment/13784", {"departmentId": OTHER}, {}),
        ("POST", "tickets/addtags/13784", ["VIP"], {}),
        ("DELETE", "tickets/removetag/13784", None, {"tag": "Sales"}),
        ("POST", "tickets/addnote/13784", {"text": "x"}, {}),
        ("POST", "tickets/send/13784", {"text": "x"}, {}),
        ("PUT", "tickets/setparticipantname/13784", {"id": 1, "name": "x"}, {}),
        ("POST", "tickets/setsummary/13784", {"summary": "x"}, {}),
        ("DELETE", "tickets/scramble/13784", None, {}),
    ],
)
def test_every_change_moves_the_last_activity_and_is_counted(
    vendor: Any, method: str, path: str, body: Any, query: dict[str, str]
) -> None:
    vendor.clock.advance(timedelta(seconds=1))
    vendor.ok(method, path, body, **query)
    assert vendor.get(13784)["lastActivity"].startswith("2026-03-10T12:00:01")
    assert vendor.box.state()["changes"] == 1
    unknown = path.replace("13784", "99")
    assert vendor.ask(method, unknown, body, **query)[0] == 404
    assert vendor.box.state()["changes"] == 1
