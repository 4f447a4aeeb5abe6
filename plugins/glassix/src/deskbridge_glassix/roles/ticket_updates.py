"""Changes of a ticket: which calls, in which order."""

from __future__ import annotations

from deskbridge.capabilities import Capability
from deskbridge.errors import (
    DeskbridgeError,
    InvalidRequestError,
    UnsupportedError,
    ValidationError,
)
from deskbridge.records import GroupId, Ticket, TicketChange, TicketStatus, Unset
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.roles.agents import GlassixAgents
from deskbridge_glassix.roles.departments import Departments
from deskbridge_glassix.roles.ids import guid
from deskbridge_glassix.translate.tickets import changed_fields, moved_ticket, ticket
from deskbridge_glassix.translate.words import STATES

_SETTABLE = frozenset({TicketStatus.OPEN, TicketStatus.PENDING, TicketStatus.CLOSED})


class TicketUpdates:
    """Applies changes to tickets."""

    def __init__(self, departments: Departments, agents: GlassixAgents) -> None:
        self._client = departments.own
        self._departments = departments
        self._agents = agents

    def apply(self, number: str, change: TicketChange) -> Ticket:
        """Make a change and return the ticket as the vendor then holds it, under a new id if it moved."""
        _refuse(change)
        fields = changed_fields(change)
        owner = self._owner(change)
        if fields is not None:
            self._client.ticket_changes.set_fields(number, fields)
        if change.status is TicketStatus.OPEN:
            self._set_status(number, TicketStatus.OPEN, silent=change.silent)
        if owner:
            self._client.ticket_changes.set_owner(number, owner)
        if not isinstance(change.status, Unset) and change.status is not TicketStatus.OPEN:
            self._set_status(number, change.status, silent=change.silent)
        if not isinstance(change.group_id, Unset):
            return self._move(number, change.group_id)
        return self._read(number)

    def _read(self, number: str | int) -> Ticket:
        return ticket(self._client.tickets.get(number))

    def _owner(self, change: TicketChange) -> str:
        if isinstance(change.agent_id, Unset) or change.agent_id is None:
            return ""
        return self._agents.get(change.agent_id).email

    def _set_status(self, number: str, status: TicketStatus, *, silent: bool) -> None:
        """Set the state; a refusal to set the one that it has is no error, since nobody says what the vendor does."""
        try:
            self._client.ticket_changes.set_state(
                number, STATES[status], send_message=not silent, enable_webhook=not silent
            )
        except ValidationError:
            if self._read(number).status.kind is not status:
                raise

    def _move(self, number: str, group_id: GroupId) -> Ticket:
        """Move it to another department: a copy there, which only a token of that department reads.

        What is there before and after points to the other by `moved_to` and `moved_from`.
        """
        before = self._read(number)
        if (before.group_id or "").lower() == group_id.lower():
            return before
        new_id = self._client.ticket_changes.set_department(number, group_id)
        there = self._departments.client(group_id)
        try:
            copy = ticket(there.tickets.get(new_id)) if there else None
        except DeskbridgeError:  # whatever it is: the copy is there, and its id must not get lost
            copy = None
        return copy or moved_ticket(before, new_id=new_id, department_id=group_id)


def _refuse(change: TicketChange) -> None:
    if change.agent_id is None:
        raise UnsupportedError(
            Capability.TICKET_AGENT_ID,
            vendor=VENDOR,
            reason="a ticket can be given to an agent, but not taken off one.",
            nearest="native.ticket_changes.assign_available_user, which gives it to another agent or the queue",
            asked="taking a ticket off its agent",
        )
    if change.status is TicketStatus.SNOOZED:
        raise UnsupportedError(
            Capability.TICKET_STATUS,
            vendor=VENDOR,
            reason="the API sets open, pending and closed; snoozing is for the vendor's own screens.",
            nearest="pending",
            asked="snoozing a ticket",
        )
    if not isinstance(change.status, Unset) and change.status not in _SETTABLE:
        msg = f"a ticket can't be given the status {change.status.value!r}"
        raise InvalidRequestError(msg, vendor=VENDOR, operation="tickets.update")
    if not isinstance(change.group_id, Unset):
        guid(change.group_id, what="department", operation="tickets.update")
