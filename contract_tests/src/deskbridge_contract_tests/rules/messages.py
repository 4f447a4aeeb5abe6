"""What is done to a ticket's messages: notes and replies are written, messages of the past imported."""

from __future__ import annotations

from attrs import evolve
from hypothesis import strategies as st

from deskbridge.capabilities import Capability
from deskbridge_contract_tests import strategies
from deskbridge_contract_tests.comparing import TicketPair
from deskbridge_contract_tests.driving import DeskMachine, Work
from deskbridge_contract_tests.making import unique

WORK: Work = {
    "_add_note": (Capability.MESSAGES_ADD_NOTE,),
    "_send": (Capability.MESSAGES_SEND,),
    "_import_message": (Capability.MESSAGES_IMPORT_PAST,),
}
_PAST = (
    Capability.MESSAGES_IMPORT_PAST,
    Capability.MESSAGE_KIND,
    Capability.MESSAGE_DIRECTION,
    Capability.MESSAGE_AUTHOR,
    Capability.MESSAGE_CREATED_AT,
)
"""What a message of the past says."""


class MessageWork(DeskMachine):
    """Writes on tickets."""

    def _add_note(self, pair: TicketPair, data: st.DataObject) -> None:
        new = self.drawn(data, strategies.new_notes, self.declared)
        self.both(
            lambda: self.desk.messages.add_note(pair.vendor_id, new),
            lambda: self.oracle.messages.add_note(pair.oracle_id, new),
        )

    def _send(self, pair: TicketPair, data: st.DataObject) -> None:
        """Send a message to the customer, once."""
        new = self.drawn(data, strategies.new_messages, self.declared)
        self.both(
            lambda: self.desk.messages.send(pair.vendor_id, new),
            lambda: self.oracle.messages.send(pair.oracle_id, new),
            Capability.MESSAGES_SEND,
        )

    def _import_message(self, pair: TicketPair, data: st.DataObject) -> None:
        """Import a message of the past; nothing goes out, whoever wrote it."""
        past = evolve(self.drawn(data, strategies.past_messages, self.declared), external_id=unique("message"))
        self.both(
            lambda: self.desk.messages.import_past(pair.vendor_id, past),
            lambda: self.oracle.messages.import_past(pair.oracle_id, past),
            *_PAST,
        )
