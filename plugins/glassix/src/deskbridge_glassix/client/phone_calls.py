"""Phone calls that another system carries, as a ticket tells of them."""

from __future__ import annotations

from datetime import datetime

from deskbridge.operations import operation
from deskbridge_glassix.client.area import Area, segment, written_done
from deskbridge_glassix.wire.times import format_list_time


class PhoneCallsApi(Area):
    """Operations on phone calls. Each makes an entry in the ticket, so none is repeated by itself.

    Each returns the vendor's remark, "" if it makes none: what answers is published nowhere.

    Source: the official JavaScript SDK only.
    """

    @operation("phonecalls_started")
    def started(self, ticket_id: int | str, at: datetime) -> str:
        """Note when a call began; aware, cut to hundredths of a second."""
        return self._note("phonecalls.started", ticket_id, {"dateTime": format_list_time(at)})

    @operation("phonecalls_ended")
    def ended(self, ticket_id: int | str, at: datetime) -> str:
        """Note when a call ended; aware, cut to hundredths of a second."""
        return self._note("phonecalls.ended", ticket_id, {"dateTime": format_list_time(at)})

    @operation("phonecalls_audiolink")
    def audio_link(self, ticket_id: int | str, audio_uri: str) -> str:
        """Note where a call's recording is: an address that agents can open."""
        return self._note("phonecalls.audiolink", ticket_id, {"audioUri": audio_uri})

    def _note(self, operation: str, ticket_id: int | str, body: dict[str, str]) -> str:
        path = f"/{operation.replace('.', '/')}/{segment(ticket_id)}"
        return written_done(self._http.post(operation, path, body=body))
