from __future__ import annotations

from typing import Any

import pytest

KEY = "824b4850-b24c-45ed-8d41-c740ad2618bf"
REPLY = {
    "id": 0,
    "title": "Your canned reply name",
    "text": "Your canned reply text",
    "html": "Your canned reply html",
    "rank": 0,
    "autoTags": ["Info"],
    "categoryName": "category1",
    "culture": "en-US",
    "isPublished": True,
    "isSuggested": True,
    "isIncludedInAgentSuggestions": True,
    "attachments": [{}],
}


def replies(vendor: Any) -> dict[int, Any]:
    return {one["id"]: one for one in vendor.ok("GET", "cannedreplies/getall")}


def test_an_added_reply_gets_an_id_and_is_listed_as_it_was_sent(vendor: Any) -> None:
    made = vendor.ok("POST", "cannedreplies/add", REPLY)
    assert made["id"] == max(replies(vendor))
    assert replies(vendor)[made["id"]] == {**REPLY, "id": made["id"], "attachments": []}


def test_replies_are_a_departments_own(vendor: Any) -> None:
    vendor.ok("POST", "cannedreplies/add", REPLY)
    vendor.sign_in_elsewhere()
    assert replies(vendor) == {}


@pytest.mark.parametrize(
    "change",
    [{"title": ""}, {"text": "", "html": ""}, {"autoTags": ["None such"]}, {"culture": "xx-XX"}, {"rank": "first"}],
)
def test_a_reply_that_breaks_a_rule_is_refused(vendor: Any, change: dict[str, Any]) -> None:
    before = replies(vendor)
    vendor.refused("POST", "cannedreplies/add", {**REPLY, **change})
    assert replies(vendor) == before


def test_a_deleted_reply_is_gone_and_an_unknown_one_a_404(vendor: Any) -> None:
    vendor.ok("DELETE", "cannedreplies/delete", cannedReplyId="12345")
    assert 12345 not in replies(vendor)
    assert vendor.ask("DELETE", "cannedreplies/delete", cannedReplyId="12345")[0] == 404
    vendor.refused("DELETE", "cannedreplies/delete")


def test_a_deleted_replys_id_is_never_given_again(vendor: Any) -> None:
    newest = max(replies(vendor))
    vendor.ok("DELETE", "cannedreplies/delete", cannedReplyId=str(newest))
    assert vendor.ok("POST", "cannedreplies/add", REPLY)["id"] > newest


def closed_call(vendor: Any) -> int:
    made = vendor.create(participants=[{"protocolType": "PhoneCall", "identifier": "442079460111"}])["id"]
    vendor.ok("PUT", f"tickets/setstate/{made}", nextState="Closed")
    return int(made)


def test_a_survey_link_leads_to_the_questions_and_takes_the_answers(vendor: Any) -> None:
    made = closed_call(vendor)
    address = vendor.ok("POST", f"tickets/generatesurveylink/{made}", {"surveyId": 73993})["surveyLink"]
    page = vendor.pool.request("GET", address)
    assert (page.status, "How was the call?" in page.data.decode()) == (200, True)
    assert vendor.pool.request("POST", address, json=["4", "all good"]).status == 200
    answers = vendor.control("GET", f"/glassix/tickets/{made}")["surveys"]
    assert [one["value"] for one in answers] == ["4", "all good"]
    assert vendor.pool.request("GET", f"{address}x").status == 404


def test_scrambling_overwrites_free_answers_and_keeps_ratings(vendor: Any) -> None:
    made = closed_call(vendor)
    vendor.control("POST", f"/glassix/tickets/{made}/survey", {"surveyId": 73993, "values": ["4", "my name is Ann"]})
    vendor.ok("DELETE", f"tickets/scramble/{made}")
    answers = vendor.control("GET", f"/glassix/tickets/{made}")["surveys"]
    assert [one["value"] for one in answers] == ["4", "xx xxxx xx xxx"]


def test_the_ticket_must_be_closed(vendor: Any) -> None:
    assert "closed" in vendor.refused("POST", "tickets/generatesurveylink/13784", {"surveyId": 73993})


def test_no_survey_may_have_been_sent(vendor: Any) -> None:
    made = closed_call(vendor)
    vendor.ok("POST", f"tickets/generatesurveylink/{made}", {"surveyId": 73993, "participantId": 1})
    assert "already sent" in vendor.refused("POST", f"tickets/generatesurveylink/{made}", {"surveyId": 73993})


def test_the_channel_must_not_be_mapped_to_a_survey(vendor: Any) -> None:
    vendor.control("PATCH", f"/glassix/departments/{KEY}", {"surveyChannels": ["PhoneCall"]})
    assert "mapped" in vendor.refused("POST", f"tickets/generatesurveylink/{closed_call(vendor)}", {"surveyId": 73993})


def test_an_unknown_survey_or_participant_is_refused(vendor: Any) -> None:
    made = closed_call(vendor)
    path = f"tickets/generatesurveylink/{made}"
    assert vendor.ask("POST", path, {"surveyId": 1})[0] == 404
    vendor.refused("POST", path, {"surveyId": 73993, "participantId": 9})
    vendor.refused("POST", path, {})


def test_an_interactive_document_is_sent_to_the_customers_as_the_owner(vendor: Any) -> None:
    before = vendor.outbound
    body = {"baseTemplateId": 20, "shouldLockDocument": False, "message": "Sign, please",
            "fields": [{"type": "Text", "name": "fullName_1"}]}  # fmt: skip
    made = vendor.ok("POST", "interactivedocuments/send/13784", body)
    assert (made["text"], made["attachments"][0]["type"]) == ("Sign, please", "InteractiveDocument")
    assert vendor.outbound == before + 1
    assert vendor.get(13784)["transactions"][-1]["guidTransactionId"] == made["guidTransactionId"]


@pytest.mark.parametrize("body", [{}, {"baseTemplateId": 21}, {"baseTemplateId": 20, "fields": [{"type": "Text"}]}])
def test_a_document_without_a_template_or_a_fields_name_is_refused(vendor: Any, body: Any) -> None:
    vendor.refused("POST", "interactivedocuments/send/13784", body)
    assert vendor.outbound == 0


def test_a_document_needs_an_open_ticket(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed", sendTicketStateChangedMessage="false")
    assert "Closed" in vendor.refused("POST", "interactivedocuments/send/13784", {"baseTemplateId": 20})
