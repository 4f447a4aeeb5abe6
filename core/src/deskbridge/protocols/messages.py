"""Messages, and the calls among them."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from deskbridge.listing import Listing
from deskbridge.records import (
    AgentId,
    CallEntry,
    CustomerId,
    DirectMessage,
    Message,
    MessageId,
    NewActivity,
    NewDirectMessage,
    NewMessage,
    NewNote,
    PastMessage,
    Recorder,
    TicketId,
    Transcript,
)


class Messages(Protocol):
    """What was said, written, noted or done in a ticket."""

    def of_ticket(self, ticket_id: TicketId) -> Listing[Message]:
        """List a ticket's messages once each, oldest first.

        Raises:
            NotFoundError: There is no such ticket, or it was erased.
        """

    def get(self, message_id: MessageId) -> Message:
        """Return one message.

        Raises:
            NotFoundError: There is none of that id.
        """

    def send(self, ticket_id: TicketId, new: NewMessage) -> Message:
        """Send a message to the customer, now and for good.

        Raises:
            NotFoundError: There is no such ticket.
            ValidationError: The vendor takes none in the ticket's present state.
        """

    def send_direct(self, new: NewDirectMessage) -> DirectMessage:
        """Send a message to an address, outside any ticket, now and for good. A reply may open a ticket.

        Raises:
            InvalidRequestError: There is no recipient or sender, or nothing to send; no request was sent.
            ValidationError: The vendor takes neither that sender nor that channel, or not that text.
        """

    def add_note(self, ticket_id: TicketId, new: NewNote) -> Message:
        """Add a note that only the helpdesk sees.

        Raises:
            NotFoundError: There is no such ticket.
        """

    def add_activity(self, customer_id: CustomerId, new: NewActivity) -> Message:
        """Put something a customer did elsewhere on the customer's timeline; nothing is sent.

        Raises:
            NotFoundError: There is no such customer.
            MergedError: The customer was merged into another; nothing was written.
        """

    def import_past(self, ticket_id: TicketId, past: PastMessage) -> Message:
        """Import a message of the past, silently: whatever it was, nothing is sent to anybody.

        A vendor that keeps no author, time or channel of imported messages carries them in the text, as its
        capabilities say.
        """

    def redact(self, message_id: MessageId) -> None:
        """Take the content out of a message for good; that there was one stays. Can't be undone.

        Raises:
            NotFoundError: There is none of that id.
        """


class Calls(Protocol):
    """Recordings of calls and voicemails, what records them, and calls that other systems carried."""

    def save_recording(self, message_id: MessageId, target: Path) -> Path:
        """Save the recording of a call or voicemail; the file is there only when it is whole.

        Raises:
            NotFoundError: There is no recording, or it was deleted.
        """

    def transcript(self, message_id: MessageId) -> Transcript:
        """Return what was said.

        Raises:
            NotFoundError: There is no transcript.
        """

    def recorder(self, agent_id: AgentId) -> Recorder:
        """Tell whether an agent's present call is being recorded.

        Raises:
            NotFoundError: There is no such agent.
        """

    def set_recording(self, agent_id: AgentId, *, recording: bool) -> None:
        """Switch the recording of an agent's present call on or off; without a call it does nothing.

        Raises:
            NotFoundError: There is no such agent.
        """

    def log(self, ticket_id: TicketId, entry: CallEntry) -> None:
        """Put on a ticket what is known of a call that another phone system carried; nothing is sent to anybody.

        Raises:
            InvalidRequestError: Nothing is set, or the call ends before it starts; no request was sent.
            NotFoundError: There is no such ticket.
        """
