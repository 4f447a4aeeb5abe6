"""Tickets: changing what they are."""

from __future__ import annotations

from collections.abc import Sequence

from deskbridge.operations import operation
from deskbridge.transport import Response
from deskbridge.wire import unstructure
from deskbridge_glassix.client.area import Area, done, flag, segment, written, written_done
from deskbridge_glassix.wire.tickets import MovedTicket, Ticket, TicketFields


class TicketChangesApi(Area):
    """Operations that change a ticket's state, fields, owner or department. Source: both official SDKs."""

    @operation("tickets_setstate")
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
        flags = _flags(next_state, send_message=send_message, enable_webhook=enable_webhook, get_ticket=False)
        response = self._set_state(ticket_id, flags, _remarks(tags, summary), idempotent=not send_message)
        return written_done(response) if send_message else done(response)

    @operation("tickets_setstate")
    def set_state_and_get(
        self,
        ticket_id: int | str,
        next_state: str,
        *,
        send_message: bool,
        enable_webhook: bool,
        tags: Sequence[str] = (),
        summary: str = "",
    ) -> Ticket:
        """Set the state, and return the ticket as it is then; see `set_state`.

        That the answer is a ticket is documented and proven by no published body.

        Raises:
            AmbiguousWriteError: The answer is something else; whether the state was set can be looked up.
        """
        flags = _flags(next_state, send_message=send_message, enable_webhook=enable_webhook, get_ticket=True)
        response = self._set_state(ticket_id, flags, _remarks(tags, summary), idempotent=not send_message)
        return written(response, Ticket)

    @operation("tickets_setfields")
    def set_fields(self, ticket_id: int | str, fields: TicketFields) -> str:
        """Set the fields that are given; the others stay. At most 120 characters each."""
        path = f"/tickets/setfields/{segment(ticket_id)}"
        return done(self._http.put("tickets.setfields", path, body=unstructure(fields), idempotent=True))

    @operation("tickets_setowner")
    def set_owner(self, ticket_id: int | str, user_name: str, *, keep_current: bool = False) -> str:
        """Give it to a user, by e-mail address; the owner before stays in the conversation if wished."""
        query = {"nextOwnerUserName": user_name, "keepCurrentOwnerInConversation": flag(value=keep_current)}
        path = f"/tickets/setowner/{segment(ticket_id)}"
        return done(self._http.put("tickets.setowner", path, query=query, idempotent=True))

    @operation("tickets_assignavailableuser")
    def assign_available_user(self, ticket_id: int | str) -> str:
        """Give it to another available agent, or back into the queue if there is none. Never repeated by itself."""
        path = f"/tickets/assignavailableuser/{segment(ticket_id)}"
        return written_done(self._http.put("tickets.assignavailableuser", path))

    @operation("tickets_setdepartment")
    def set_department(self, ticket_id: int | str, department_id: str) -> int:
        """Copy it to another department and return the copy's id, which only a token of that department reads."""
        path = f"/tickets/setdepartment/{segment(ticket_id)}"
        response = self._http.put("tickets.setdepartment", path, body={"departmentId": department_id})
        return written(response, MovedTicket).ticket_id

    @operation("tickets_scramble")
    def scramble(self, ticket_id: int | str) -> str:
        """Overwrite all personal data in it and in its messages, for good; its owner, times and figures stay.

        Nothing brings it back. Doing it twice is the same as once, but for the time of the last activity.

        Source: docs.glassix.com, Permanently scramble a ticket.
        """
        path = f"/tickets/scramble/{segment(ticket_id)}"
        return done(self._http.delete("tickets.scramble", path, idempotent=True))

    def _set_state(
        self, ticket_id: int | str, flags: dict[str, str], remarks: dict[str, object], *, idempotent: bool
    ) -> Response:
        path = f"/tickets/setstate/{segment(ticket_id)}"
        return self._http.put("tickets.setstate", path, query=flags, body=remarks, idempotent=idempotent)


def _flags(next_state: str, *, send_message: bool, enable_webhook: bool, get_ticket: bool) -> dict[str, str]:
    return {
        "nextState": next_state,
        "getTicket": flag(value=get_ticket),
        "sendTicketStateChangedMessage": flag(value=send_message),
        "enableWebhook": flag(value=enable_webhook),
    }


def _remarks(tags: Sequence[str], summary: str) -> dict[str, object]:
    given = {"tags": list(tags), "summary": summary}
    return {name: value for name, value in given.items() if value}
