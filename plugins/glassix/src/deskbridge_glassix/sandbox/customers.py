"""What customers and time do to tickets, and not the API: writing, reading, answering surveys, falling silent."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskbridge_glassix.sandbox import happenings, shapes
from deskbridge_glassix.sandbox.department import Department
from deskbridge_glassix.sandbox.filestore import File
from deskbridge_glassix.sandbox.refusal import RefusedError, invalid
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.ticket import Ticket
from deskbridge_glassix.sandbox.world import SurveyLink, World

_STATUSES = ("Pending", "Delivered", "Read")
ALERT = "This conversation will be closed soon."
"""What a pending ticket's customer is told before it closes; the text is the department's own setting."""


def customer(ticket: Ticket, participant_id: int) -> Wire:
    """Return a customer of a ticket.

    Args:
        ticket: The ticket.
        participant_id: The participant's number, 0 for the main one.

    Raises:
        RefusedError: 400, it has no such customer.
    """
    for one in ticket.clients:
        if participant_id in {0, one["id"]}:
            return one
    raise invalid(f"Ticket #{ticket.id} has no customer {participant_id}.")


def write(world: World, ticket: Ticket, sender: Wire, text: str, file: File | None = None) -> Wire:
    """Let a customer write: a pending or snoozed ticket is open again by it (snoozed: inferred).

    Raises:
        RefusedError: 409, the ticket is closed, where a customer's message would open another one.
    """
    if ticket.state == "Closed":
        raise RefusedError(409, f"Ticket #{ticket.id} is closed.")
    now = world.clock.now()
    if ticket.state != "Open":
        world.move(ticket, "Open", now, ticket.wire["owner"]["id"])
        happenings.state_changed(world, ticket)
    attachments = [world.files.attachment(1, world.files.keep(file))] if file else []
    made = world.transact(ticket, sender, now, text=text, status="Read", attachments=attachments)
    happenings.message_written(world, ticket, made)
    return made


def arrive(world: World, department: Department, participant: Wire, text: str) -> Ticket:
    """Let somebody write to a department: into their open ticket if it is by phone number, else into a new one.

    That an agent who is online gets it, and else the queue, is documented of creating; of arriving it is inferred.

    Args:
        world: Where.
        department: To whom.
        participant: From whom, as a participant; its contact is found or made.
        text: What they write.
    """
    made = _beginning(world, department, participant)
    held = world.tickets.get(world.open_beside(made))
    if held is not None:
        write(world, held, customer(held, 0), text)
        return held
    now = world.clock.now()
    made.wire["id"] = world.next_ticket_id()
    made.assign(department.next_available(), now)
    made.log("Open", now, made.wire["owner"]["id"])
    world.add(made)
    world.transact(made, shapes.participant(0, type="System"), now, type="TicketOpened", status="Read")
    happenings.ticket_created(world, made)
    write(world, made, made.clients[0], text)
    return made


def _beginning(world: World, department: Department, participant: Wire) -> Ticket:
    """Make the ticket that somebody's first words would open, without keeping it."""
    now = world.clock.now()
    kind = shapes.IDENTIFIER_TYPES.get(participant["protocolType"], "Undefined")
    contact = world.contacts.for_participant(kind, participant["identifier"], participant["name"], now)
    wire = shapes.ticket(
        0,
        department.id,
        participants=[{**participant, "contactId": contact["id"]}],
        primaryProtocolType=participant["protocolType"],
        isIncoming=True,
    )
    return Ticket(wire=wire, opened=now)


def receive(ticket: Ticket, status: str) -> int:
    """Let all customers get, or read, what was written to them; return how many messages that moved.

    Raises:
        RefusedError: 400, the status is none.
    """
    if status not in _STATUSES:
        raise invalid(f"status must be one of {', '.join(_STATUSES)}.")
    moved = 0
    for one in ticket.transactions:
        is_earlier = one["status"] in _STATUSES and _STATUSES.index(one["status"]) < _STATUSES.index(status)
        if one["type"] == "Message" and one["fromParticipant"]["type"] == "User" and is_earlier:
            one["status"] = status
            moved += 1
    return moved


def answer_survey(world: World, link: SurveyLink, values: list[str]) -> list[Wire]:
    """Let a customer answer a survey's questions, in order, and tell it."""
    ticket = world.tickets[link.ticket_id]
    questions = world.departments[ticket.wire["departmentId"]].surveys.get(link.survey_id, ())
    answers = [
        {
            "id": question["id"],
            "surveyId": link.survey_id,
            "title": question["title"],
            "value": value,
            "headerTitle": "",
            "isDisabled": False,
            "isMandatory": question["isMandatory"],
            "questionType": question["questionType"],
        }
        for question, value in zip(questions, values, strict=False)
    ]
    world.surveyed.add(ticket.id)
    world.survey_answers[ticket.id] = answers
    happenings.survey_answered(world, ticket, customer(ticket, link.participant_id), answers)
    return answers


def close_idle(world: World) -> None:
    """Close tickets that had no activity for as long as the switch says; pending ones are alerted before."""
    hours = world.switches.idle_close_hours
    if not hours:
        return
    now = world.clock.now()
    for ticket in world.tickets.values():
        if ticket.state in {"Open", "Pending"} and ticket.touched <= now - timedelta(hours=hours):
            _close(world, ticket, now)


def _close(world: World, ticket: Ticket, now: datetime) -> None:
    if ticket.state == "Pending" and not ticket.is_silent:
        world.counters.outbound_messages += 1
        alert = world.transact(ticket, ticket.participant_of(None), now, text=ALERT)
        happenings.message_written(world, ticket, alert)
    world.move(ticket, "Closed", now, ticket.wire["owner"]["id"])
    ticket.wire["wasClosedAutomatically"] = True
    happenings.state_changed(world, ticket)
