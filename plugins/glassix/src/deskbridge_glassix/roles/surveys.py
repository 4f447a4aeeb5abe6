"""Surveys: the address at which a customer answers one."""

from __future__ import annotations

import re

from deskbridge.errors import NotFoundError, ValidationError
from deskbridge.records import TicketId, TicketStatus
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.roles.explaining import explained
from deskbridge_glassix.roles.ids import ticket_number
from deskbridge_glassix.translate.words import status_of

_OPERATION = "surveys.link"
_NUMBER = re.compile(r"[0-9]{1,10}")
_HIGHEST = 2**31 - 1


class GlassixSurveys:
    """`deskbridge.protocols.Surveys`."""

    def __init__(self, client: GlassixClient) -> None:
        self._client = client

    def link(self, ticket_id: TicketId, survey_id: str, *, participant_id: str | None = None) -> str:
        """Return the address at which a survey about a closed ticket is answered; nothing is sent to anybody.

        Args:
            ticket_id: The ticket.
            survey_id: A number, from the vendor's settings.
            participant_id: The participant's number in the ticket; None means the main one.

        Raises:
            NotFoundError: There is no such ticket.
            ValidationError: There is no such survey or participant, or one of the three conditions is not met; the text
                says which, as far as that can be told.
        """
        number = ticket_number(ticket_id, operation=_OPERATION)
        survey = _number(survey_id, "survey")
        participant = 0 if participant_id is None else _number(participant_id, "participant")
        try:
            with explained(lambda: self._why_not(number)):
                return self._client.ticket_documents.survey_link(number, survey, participant_id=participant)
        except NotFoundError as missing:
            self._client.tickets.get(number)
            msg = f"ticket {number} is there, and survey {survey} or the participant is not: {missing.text}"
            raise ValidationError(msg, vendor=VENDOR, operation=_OPERATION, status=missing.status) from missing

    def _why_not(self, number: str) -> str:
        ticket = self._client.tickets.get(number)
        if status_of(ticket.state).kind is not TicketStatus.CLOSED:
            return f"A survey's link is made for closed tickets only, and ticket {number} is {ticket.state}: close it."
        return (
            f"Ticket {number} is closed, as it has to be. Left are that a survey was sent in it already, and that its "
            f"channel ({ticket.primary_protocol_type or 'unknown'}) is mapped to a survey in the vendor's settings, as "
            "that of phone calls can't be; or there is no such survey or participant."
        )


def _number(value: str, what: str) -> int:
    """Return the number of a survey or participant.

    Raises:
        ValidationError: It is none, so there is nothing of that number. Nothing was sent.
    """
    number = int(value) if _NUMBER.fullmatch(value) else 0
    if not 0 < number <= _HIGHEST:
        msg = f"there is no {what} {value[:80]!r}: it is named by a number. Nothing was sent."
        raise ValidationError(msg, vendor=VENDOR, operation=_OPERATION)
    return number
