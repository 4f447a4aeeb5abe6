"""Survey links, made for phone calls, whose channel can't be mapped to a survey."""

from __future__ import annotations

import secrets

from deskbridge_glassix.sandbox.call import Call, Operation
from deskbridge_glassix.sandbox.refusal import invalid, unknown
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.ticket import Ticket
from deskbridge_glassix.sandbox.world import SurveyLink

PATH = "/sandbox-surveys"


def generate_link(call: Call) -> Wire:
    """Make a link for one participant of a closed ticket.

    Inferred: a link that was made counts as a survey that was sent, so that there is one a ticket.
    """
    ticket, body = call.ticket(), call.body()
    survey = body.number("surveyId")
    participant = body.number("participantId") if "participantId" in body else 0
    if survey not in call.department.surveys:
        raise unknown(f"Survey {survey} was not found.")
    _check(call, ticket)
    people = ticket.clients[:1] if participant == 0 else [one for one in ticket.clients if one["id"] == participant]
    if not people:
        raise invalid(f"Ticket #{ticket.id} has no customer {participant}.")
    token = secrets.token_urlsafe(16)
    call.world.survey_links[token] = SurveyLink(ticket.id, survey, people[0]["id"])
    call.world.surveyed.add(ticket.id)
    return {"surveyLink": f"{call.origin}{PATH}/{token}"}


def _check(call: Call, ticket: Ticket) -> None:
    if ticket.state != "Closed":
        raise invalid(f"A survey link requires a closed ticket: ticket #{ticket.id} is {ticket.state}.")
    if ticket.id in call.world.surveyed:
        raise invalid(f"A survey was already sent in ticket #{ticket.id}.")
    channel = ticket.wire["primaryProtocolType"]
    if channel in call.department.survey_channels:
        raise invalid(f"The channel {channel} of ticket #{ticket.id} is mapped to a survey.")


OPERATIONS = (
    Operation(method="POST", path="tickets/generatesurveylink", run=generate_link, takes="ticketId", writes=True),
)
