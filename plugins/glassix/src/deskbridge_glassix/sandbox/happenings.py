"""What an operation, or a customer, sets off: the events, each with its fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.ticket import Ticket
from deskbridge_glassix.sandbox.world import World


def ticket_created(world: World, ticket: Ticket) -> None:
    """Tell that there is a new ticket; that the ticket comes without its transactions is inferred."""
    world.events.tell(ticket.wire["departmentId"], "NEW_TICKET", {"ticketId": ticket.id, "ticket": ticket.wire})


def state_changed(world: World, ticket: Ticket) -> None:
    """Tell that a ticket has another state."""
    change = {"ticketId": ticket.id, "ticketState": ticket.state, "ticket": ticket.wire}
    world.events.tell(ticket.wire["departmentId"], "TICKET_STATE_CHANGE", change)


def owner_changed(world: World, ticket: Ticket) -> None:
    """Tell that a ticket has another owner."""
    owner = ticket.wire["owner"]
    change = {"ticketId": ticket.id, "ownerId": owner["id"], "ownerUserName": owner["UserName"], "ticket": ticket.wire}
    world.events.tell(ticket.wire["departmentId"], "TICKET_OWNER_CHANGE", change)


def message_written(world: World, ticket: Ticket, transaction: Wire) -> None:
    """Tell that there is a new message, with fresh links of its files; notes aren't told (inferred)."""
    change = {"ticketId": ticket.id, "transaction": world.files.linked([transaction])[0]}
    world.events.tell(ticket.wire["departmentId"], "NEW_MESSAGE", change)


def status_changed(world: World, user: Mapping[str, Any], at: datetime) -> None:
    """Tell every department of a user that their status changed."""
    change = {
        "userId": user["id"],
        "userName": user["UserName"],
        "userStatus": user["status"],
        "doNotDisturb": False,
    }
    for department in world.departments.values():
        if department.user(user["UserName"]) is not None:
            world.events.tell(department.id, "USER_STATUS_CHANGE", change, at)


def direct_message_moved(world: World, message: Wire, at: datetime) -> None:
    """Tell that a message outside of tickets has another delivery state."""
    world.events.tell(message["departmentId"], "NON_TICKET_MESSAGE_STATUS", {"message": message}, at)


def document_signed(world: World, ticket: Ticket, document: Wire) -> None:
    """Tell that a customer signed a document; its shape isn't known (inferred: id, template and fields)."""
    change = {"ticketId": ticket.id, "document": document}
    world.events.tell(ticket.wire["departmentId"], "DOCUMENT_SIGNED", change)


def survey_answered(world: World, ticket: Ticket, participant: Wire, surveys: list[Wire]) -> None:
    """Tell that a customer answered a survey."""
    change = {"ticketId": ticket.id, "participant": participant, "surveys": surveys}
    world.events.tell(ticket.wire["departmentId"], "SURVEY_UPDATE", change)
