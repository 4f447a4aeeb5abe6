from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deskbridge.errors import AmbiguousWriteError, NotFoundError, ValidationError
from deskbridge.records import TicketId
from deskbridge_glassix.desk import GlassixDesk

Connect = Callable[..., GlassixDesk]
CALL = TicketId("13784")
LINK = "https://acme.glassix.com/survey?token=abc"
REFUSED = (400, {"message": "Survey link can't be generated"})


@pytest.mark.parametrize(("participant", "number"), [(None, 0), ("1", 1), ("12", 12)])
def test_a_surveys_address_is_made_for_a_participant(
    canned: Any, connect: Connect, participant: str | None, number: int
) -> None:
    canned.says = [(200, {"surveyLink": LINK})]
    assert connect().surveys.link(CALL, "73993", participant_id=participant) == LINK
    (asked,) = canned.asked
    assert asked[1:] == ("/api/v1.2/tickets/generatesurveylink/13784", {"surveyId": 73993, "participantId": number})


def test_of_a_ticket_that_is_open_it_is_told_that_it_has_to_be_closed(canned: Any, connect: Connect) -> None:
    canned.says = [REFUSED, (200, {"id": 13784, "state": "Open", "primaryProtocolType": "PhoneCall"})]
    with pytest.raises(ValidationError, match="closed tickets only, and ticket 13784 is Open") as caught:
        connect().surveys.link(CALL, "1")
    assert "can't be generated" in caught.value.text
    assert caught.value.status == 400


def test_of_a_ticket_that_is_closed_the_other_two_conditions_are_told(canned: Any, connect: Connect) -> None:
    canned.says = [REFUSED, (200, {"id": 13784, "state": "Closed", "primaryProtocolType": "WhatsApp"})]
    with pytest.raises(ValidationError, match=r"survey was sent in it already.*\(WhatsApp\) is mapped"):
        connect().surveys.link(CALL, "1")


def test_the_refusal_comes_through_where_the_ticket_can_not_be_read(canned: Any, connect: Connect) -> None:
    canned.says = [REFUSED, (404, {"message": "Ticket was not found"})]
    with pytest.raises(ValidationError, match="can't be generated"):
        connect().surveys.link(CALL, "1")


@pytest.mark.parametrize("named", ["", "x", "0", "-1", "1.0", "\u0667", "9" * 10, "9" * 5000])
def test_what_is_no_number_names_no_survey_and_no_participant(canned: Any, connect: Connect, named: str) -> None:
    with pytest.raises(ValidationError):
        connect().surveys.link(CALL, named)
    with pytest.raises(ValidationError):
        connect().surveys.link(CALL, "1", participant_id=named)
    assert canned.asked == []


def test_a_survey_that_is_not_there_is_told_from_a_ticket_that_is_not(canned: Any, connect: Connect) -> None:
    canned.says = [(404, {"message": "Survey 1 was not found"}), (200, {"id": 13784})]
    with pytest.raises(ValidationError, match="ticket 13784 is there, and survey 1"):
        connect().surveys.link(CALL, "1")


def test_a_ticket_that_is_not_there_is_not_found(canned: Any, connect: Connect) -> None:
    canned.says = [(404, {"message": "Ticket was not found"})] * 2
    with pytest.raises(NotFoundError):
        connect().surveys.link(CALL, "1")


def test_an_answer_without_an_address_is_none(canned: Any, connect: Connect) -> None:
    canned.says = [(200, {"message": "ok"})]
    with pytest.raises(AmbiguousWriteError):
        connect().surveys.link(CALL, "1")
