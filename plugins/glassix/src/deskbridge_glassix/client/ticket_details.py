"""Tickets: their names and their summary."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge_glassix.client.area import Area, done, segment


class TicketDetailsApi(Area):
    """Operations on what a ticket's people are called and on what it was about."""

    @operation("tickets_setparticipantname")
    def set_participant_name(self, ticket_id: int | str, participant_id: int, name: str) -> str:
        """Rename a participant, by its number in the ticket. Source: both official SDKs."""
        path = f"/tickets/setparticipantname/{segment(ticket_id)}"
        body = {"id": participant_id, "name": name}
        return done(self._http.put("tickets.setparticipantname", path, body=body, idempotent=True))

    @operation("tickets_setsummary")
    def set_summary(self, ticket_id: int | str, summary: str) -> str:
        """Set the summary. Source: the official C# SDK only."""
        path = f"/tickets/setsummary/{segment(ticket_id)}"
        return done(self._http.post("tickets.setsummary", path, body={"summary": summary}, idempotent=True))
