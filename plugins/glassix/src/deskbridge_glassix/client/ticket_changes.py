"""Tickets: changing what they are."""

from __future__ import annotations

from collections.abc import Sequence

from deskbridge.wire import unstructure
from deskbridge_glassix.client.area import Area, done, flag, segment, written
from deskbridge_glassix.wire.tickets import MovedTicket, TicketFields


class TicketChangesApi(Area):
    """Operations that change a ticket's state, fields, owner or department. Source: both official SDKs."""

    def set_state(
        self,
        ticket_id: int | str,
        next_state: str,
        *,
        send_message: bool,
        enable_webhook: bool,
        tags: Sequence[str] = (),
        summary: str = "",
    ) -> str:
        """Set the state; returns the vendor's remark.

        Args:
            ticket_id: The ticket.
            next_state: ``Open``, ``Closed`` or ``Pending``; ``Snoozed`` can't be set.
            send_message: Whether the customer is told. The vendor's default is yes, so it must be said here. A call
                that tells the customer is never repeated by itself.
            enable_webhook: Whether the change is announced to webhooks.
            tags: To add.
            summary: Stored as the ticket's summary, if not "".
        """
        query = {
            "nextState": next_state,
            "getTicket": "false",
            "sendTicketStateChangedMessage": flag(value=send_message),
            "enableWebhook": flag(value=enable_webhook),
        }
        body: dict[str, object] = {"tags": list(tags)} if tags else {}
        if summary:
            body["summary"] = summary
        path = f"/tickets/setstate/{segment(ticket_id)}"
        return done(self._http.put("tickets.setstate", path, query=query, body=body, idempotent=not send_message))

    def set_fields(self, ticket_id: int | str, fields: TicketFields) -> str:
        """Set the fields that are given; the others stay. At most 120 characters each."""
        path = f"/tickets/setfields/{segment(ticket_id)}"
        return done(self._http.put("tickets.setfields", path, body=unstructure(fields), idempotent=True))

    def set_owner(self, ticket_id: int | str, user_name: str, *, keep_current: bool = False) -> str:
        """Give it to a user, by e-mail address; the owner before stays in the conversation if wished."""
        query = {"nextOwnerUserName": user_name, "keepCurrentOwnerInConversation": flag(value=keep_current)}
        path = f"/tickets/setowner/{segment(ticket_id)}"
        return done(self._http.put("tickets.setowner", path, query=query, idempotent=True))

    def assign_available_user(self, ticket_id: int | str) -> str:
        """Give it to another available agent, or back into the queue if there is none. Never repeated by itself."""
        return done(self._http.put("tickets.assignavailableuser", f"/tickets/assignavailableuser/{segment(ticket_id)}"))

    def set_department(self, ticket_id: int | str, department_id: str) -> int:
        """Copy it to another department and return the copy's id, which only a token of that department reads."""
        path = f"/tickets/setdepartment/{segment(ticket_id)}"
        response = self._http.put("tickets.setdepartment", path, body={"departmentId": department_id})
        return written(response, MovedTicket).ticket_id

    def set_participant_name(self, ticket_id: int | str, participant_id: int, name: str) -> str:
        """Rename a participant, by its number in the ticket."""
        path = f"/tickets/setparticipantname/{segment(ticket_id)}"
        body = {"id": participant_id, "name": name}
        return done(self._http.put("tickets.setparticipantname", path, body=body, idempotent=True))

    def set_summary(self, ticket_id: int | str, summary: str) -> str:
        """Set the summary. Source: the official C# SDK only."""
        path = f"/tickets/setsummary/{segment(ticket_id)}"
        return done(self._http.post("tickets.setsummary", path, body={"summary": summary}, idempotent=True))
