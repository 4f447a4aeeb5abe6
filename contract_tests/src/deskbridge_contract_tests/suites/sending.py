"""What `desk.messages` promises of what is sent, told of elsewhere, or imported."""

from __future__ import annotations

from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.records import (
    CustomerId,
    Direction,
    Message,
    MessageKind,
    NewActivity,
    NewMessage,
    PastMessage,
    TicketId,
    Visibility,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, outbound, past_message, unique
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.suites.messages import TEXTS, with_text


class SendingSuite:
    """A reply goes out once; an activity never does."""

    @needs(Capability.MESSAGES_SEND, Capability.MESSAGES_OF_TICKET)
    def test_a_sent_message_goes_out_once_and_is_read_back(self, harness: Harness, maker: Maker) -> None:
        """One call sends one message, which is read back. The customer reads what comes twice.

        Usually wrong: an answer without an id is taken for a failure.
        """
        ticket = maker.open_ticket()
        text = unique("reply")
        before = None if harness.outbound_messages is None else harness.outbound_messages()
        harness.desk.messages.send(TicketId(ticket.id), NewMessage(text=text))
        (read,) = with_text(harness, ticket, text)
        assert (
            read.kind,
            read.direction,
            read.visibility,
        ) == (MessageKind.MESSAGE, Direction.OUTBOUND, Visibility.PUBLIC), (
            "messages.send made something that is no reply to the customer"
        )
        if before is not None and harness.outbound_messages is not None:
            assert before + 1 == harness.outbound_messages(), "messages.send did not send exactly one message"

    @needs(Capability.MESSAGES_ADD_ACTIVITY)
    def test_an_activity_is_sent_to_nobody(self, harness: Harness, maker: Maker) -> None:
        """An activity stands on the timeline and goes out to nobody. A receipt of last year would be mailed again.

        Usually wrong: one of the kind mail is sent as a mail.
        """
        customer = maker.customer()
        before = 0 if harness.outbound_messages is None else harness.outbound_messages()
        made = harness.desk.messages.add_activity(
            CustomerId(customer.id), NewActivity(title=unique("activity"), text="Bought a kite.")
        )
        after = 0 if harness.outbound_messages is None else harness.outbound_messages()
        assert MessageKind.ACTIVITY is made.kind, "messages.add_activity made something that is no activity"
        assert before == after, "messages.add_activity sent a message to a customer"


class PastMessagesSuite:
    """Messages of the past come in silently, whole, and can be found again."""

    @needs(Capability.MESSAGES_IMPORT_PAST, Capability.MESSAGES_OF_TICKET)
    def test_an_imported_message_keeps_its_text(self, harness: Harness, maker: Maker) -> None:
        """However it is carried, what was said is there. History is all that an agent has to go by.

        Usually wrong: it is cut, or taken for HTML.
        """
        ticket = maker.ticket()
        for text in TEXTS:
            past = past_message(f"{unique('said')} {text}")
            harness.desk.messages.import_past(TicketId(ticket.id), past)
            assert len(with_text(harness, ticket, past.text)) == 1, "messages.import_past did not keep message.text"

    @needs(Capability.MESSAGES_IMPORT_PAST, Capability.MESSAGES_OF_TICKET)
    def test_an_imported_message_keeps_what_is_declared_full(self, harness: Harness, maker: Maker) -> None:
        """What is declared `FULL` is read back. History that names the wrong author is a lie.

        Usually wrong: the importing user is taken for the author.
        """
        ticket = maker.ticket()
        past = past_message(unique("kept"))
        harness.desk.messages.import_past(TicketId(ticket.id), past)
        (read,) = with_text(harness, ticket, past.text)
        for capability, expected, actual in _compared(past, read):
            if harness.full(capability):
                assert expected == actual, f"{capability} is declared full and was not kept by messages.import_past"

    @needs(Capability.MESSAGES_IMPORT_PAST)
    def test_importing_messages_of_every_kind_tells_no_customer(self, harness: Harness, maker: Maker) -> None:
        """Nothing that is imported goes out. Years of old replies would be mailed to every customer in a night.

        Usually wrong: an agent's old reply goes out again.
        """
        ticket = maker.ticket()
        before = outbound(harness)
        for kind in (MessageKind.MESSAGE, MessageKind.NOTE, MessageKind.CALL, MessageKind.EVENT):
            for direction in (Direction.INBOUND, Direction.OUTBOUND, Direction.INTERNAL):
                past = evolve(past_message(unique("old")), kind=kind, direction=direction)
                harness.desk.messages.import_past(TicketId(ticket.id), past)
        assert before == outbound(harness), "messages.import_past sent a message to a customer"

    @needs(Capability.MESSAGES_IMPORT_PAST, Capability.MESSAGES_OF_TICKET)
    def test_an_imported_message_keeps_its_id_at_the_source(self, harness: Harness, maker: Maker) -> None:
        """The id at the source can be read back. By it a repeated import is recognised, and nothing is doubled.

        Usually wrong: the id is not written.
        """
        ticket = maker.ticket()
        past = past_message(unique("found"))
        harness.desk.messages.import_past(TicketId(ticket.id), past)
        found = [one.external_id for one in harness.desk.messages.of_ticket(TicketId(ticket.id))]
        assert past.external_id in found, "messages.import_past did not keep the message's id at the source"


def _compared(past: PastMessage, read: Message) -> list[tuple[Capability, object, object]]:
    return [
        (Capability.MESSAGE_TEXT, past.text, read.text),
        (Capability.MESSAGE_KIND, past.kind, read.kind),
        (Capability.MESSAGE_DIRECTION, past.direction, read.direction),
        (Capability.MESSAGE_AUTHOR, past.author, read.author),
        (Capability.MESSAGE_CREATED_AT, past.created_at, read.created_at),
    ]
