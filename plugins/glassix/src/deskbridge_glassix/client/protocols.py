"""Messages outside any ticket."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge.wire import unstructure
from deskbridge_glassix.client.area import Area, written
from deskbridge_glassix.wire.protocols import DirectMessage, NewDirectMessage


class ProtocolsApi(Area):
    """The operation on messages outside any ticket. Source: docs.glassix.com, Send a non-ticket message."""

    @operation("protocols_send")
    def send(self, new: NewDirectMessage) -> DirectMessage:
        """Send a message to an address, now and for good; it makes no ticket, and an answer to it makes one.

        The vendor has to switch this on, channel by channel. How far the message gets is told by events of the kind
        ``NON_TICKET_MESSAGE_STATUS``, which name its `provider_message_id`.

        Raises:
            ValidationError: The channel is not switched on, the sender is not of the department, or a text for
                WhatsApp is of no approved template.
            AmbiguousWriteError: Nobody knows whether it was sent; it is not sent again by itself.
        """
        return written(self._http.post("protocols.send", "/protocols/send", body=unstructure(new)), DirectMessage)
