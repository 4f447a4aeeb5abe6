"""What `desk.messages` promises."""

from __future__ import annotations

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, NotFoundError, ValidationError
from deskbridge.records import (
    CustomerId,
    Direction,
    Message,
    MessageId,
    MessageKind,
    NewActivity,
    NewMessage,
    NewNote,
    PastMessage,
    Ticket,
    TicketId,
    Visibility,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, outbound, past_message, unique, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import Samples, lacked

_LONG = 10_000
TEXTS = (
    "Grüße aus Łódź",
    "مرحبا، أين طلبي؟",
    "שלום, איפה ההזמנה שלי?",
    "返品したいです。",
    "Здравствуйте",
    "two\nlines\n\nand a gap",
    "1 < 2 && 3 > 2; <b>not bold</b> &amp; not an ampersand",
    "👩‍👧‍👦 and 🇮🇱",
)
"""Texts that only a careless adapter changes: other scripts, lines, markup that is none, joined emoji."""


class ReadingMessagesSuite:
    """A ticket's history is read whole, in order, lazily."""

    @needs(Capability.MESSAGES_OF_TICKET)
    def test_a_tickets_messages_come_once_each_and_oldest_first(self, harness: Harness, maker: Maker) -> None:
        """The order is that of what happened. Usually wrong: pages are newest first and joined as they come."""
        histories = {
            one.id: list(harness.desk.messages.of_ticket(TicketId(one.id))) for one in _tickets(harness, maker)
        }
        if not any(histories.values()):
            lacked("ticket with a message")
        for ticket_id, found in histories.items():
            ids = [one.id for one in found]
            times = [one.created_at for one in found if one.created_at is not None]
            assert len(set(ids)) == len(ids), "messages.of_ticket gave a message twice"
            assert sorted(times) == times, "messages.of_ticket is not oldest first"
            assert {one.ticket_id for one in found} <= {ticket_id}, "messages.of_ticket gave another ticket's messages"

    @needs(Capability.MESSAGES_OF_TICKET)
    def test_messages_of_an_unknown_ticket_raise_not_found(self, harness: Harness, maker: Maker) -> None:
        """No ticket is not an empty one. Usually wrong: the vendor's empty list is passed on."""
        ident = TicketId(unlike(maker.ticket().id))
        with pytest.raises(NotFoundError):
            list(harness.desk.messages.of_ticket(ident))

    @needs(Capability.MESSAGES_OF_TICKET, Capability.MESSAGES_GET)
    def test_a_message_is_read_by_its_id_as_it_is_listed(self, harness: Harness, maker: Maker) -> None:
        """Both ways read the same. Usually wrong: two translations of one thing."""
        listings = (harness.desk.messages.of_ticket(TicketId(one.id)) for one in _tickets(harness, maker))
        found = next((messages for one in listings if (messages := list(one))), None) or lacked("ticket with a message")
        for listed in found[:3]:
            read = harness.desk.messages.get(MessageId(listed.id))
            assert listed == read, "messages.get reads something else than messages.of_ticket lists"

    @needs(Capability.MESSAGES_GET, Capability.MESSAGES_OF_TICKET)
    def test_getting_an_unknown_message_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """A well-formed id that nothing has is `NotFoundError`. Usually wrong: None, or a bare HTTP error."""
        found = [
            one.id
            for ticket in _tickets(harness, maker)
            for one in harness.desk.messages.of_ticket(TicketId(ticket.id))
        ]
        with pytest.raises(NotFoundError):
            harness.desk.messages.get(MessageId(unlike(found[0] if found else "message-1")))


class NotesSuite:
    """Notes are for the helpdesk only, whole, in the order in which they were written."""

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET)
    def test_a_note_is_private_and_read_back(self, harness: Harness, maker: Maker) -> None:
        """A note is seen by the helpdesk only. Usually wrong: it is written as a reply."""
        ticket = maker.ticket()
        text = unique("note")
        returned = maker.note(ticket, text)
        (read,) = _with_text(harness, ticket, text)
        for note in (returned, read):
            assert MessageKind.NOTE is note.kind, "messages.add_note made something that is no note"
            assert Visibility.PRIVATE is note.visibility, "messages.add_note made a note that customers can see"
        assert returned.id == read.id, "messages.add_note returned another id than messages.of_ticket lists"

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET, Capability.MESSAGE_TEXT)
    def test_a_note_keeps_its_text_in_every_script(self, harness: Harness, maker: Maker) -> None:
        """Plain text is kept to the letter. Usually wrong: it is sent as HTML without being escaped."""
        ticket = maker.ticket()
        mark = unique("text")
        for text in TEXTS:
            maker.note(ticket, f"{mark} {text}")
        found = [one.text for one in _with_text(harness, ticket, mark)]
        assert [f"{mark} {text}" for text in TEXTS] == found, "message.text of a note was changed, lost or reordered"

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET, Capability.MESSAGE_TEXT)
    def test_a_long_note_is_kept_to_its_end(self, harness: Harness, maker: Maker) -> None:
        """Long texts are what helpdesks are made of. Usually wrong: a field of the vendor's is cut silently."""
        ticket, mark = maker.ticket(), unique("long")
        longest = harness.limit(Capability.MESSAGE_TEXT, otherwise=_LONG)
        text = f"{mark} {'all of it, ' * longest}"[: longest - 1] + "."
        maker.note(ticket, text)
        assert {text} == {one.text for one in _with_text(harness, ticket, mark)}, "messages.add_note cut a long text"

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET, Capability.MESSAGE_TEXT)
    def test_a_note_keeps_its_blanks(self, harness: Harness, maker: Maker) -> None:
        """Code and tables live on blanks. Usually wrong: runs of them become one, as in HTML."""
        ticket, mark = maker.ticket(), unique("blank")
        text = f"{mark} two  blanks,   three,\n  an indented line\n\tand a tab"
        maker.note(ticket, text)
        assert {text} == {one.text for one in _with_text(harness, ticket, mark)}, "messages.add_note changed blanks"

    @needs(Capability.MESSAGES_ADD_NOTE)
    def test_a_note_is_sent_to_nobody(self, harness: Harness, maker: Maker) -> None:
        """Nothing goes out. Usually wrong: the vendor's notification is on unless it is switched off."""
        ticket = maker.ticket()
        before = outbound(harness)
        maker.note(ticket)
        assert before == outbound(harness), "messages.add_note sent a message to a customer"

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET)
    def test_a_note_is_written_once(self, harness: Harness, maker: Maker) -> None:
        """One call is one note. Usually wrong: a write that was slow is sent again."""
        ticket = maker.ticket()
        before = len(list(harness.desk.messages.of_ticket(TicketId(ticket.id))))
        text = unique("once")
        maker.note(ticket, text)
        after = list(harness.desk.messages.of_ticket(TicketId(ticket.id)))
        assert [text] == [one.text for one in after if text in one.text], "messages.add_note did not write once"
        assert len(after) >= before + 1, "messages.add_note lost an older message"

    @needs(Capability.MESSAGES_ADD_NOTE)
    def test_an_empty_note_is_refused(self, harness: Harness, maker: Maker) -> None:
        """There is nothing to write. Usually wrong: an empty note is made."""
        ticket = maker.ticket()
        with pytest.raises((InvalidRequestError, ValidationError)):
            harness.desk.messages.add_note(TicketId(ticket.id), NewNote())

    @needs(Capability.MESSAGES_ADD_NOTE)
    def test_a_note_to_an_unknown_ticket_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Nothing is written nowhere. Usually wrong: the vendor's 400 is passed on."""
        ident = TicketId(unlike(maker.ticket().id))
        with pytest.raises(NotFoundError):
            harness.desk.messages.add_note(ident, NewNote(text="to nobody"))


class SendingSuite:
    """A reply goes out once; an activity never does."""

    @needs(Capability.MESSAGES_SEND, Capability.MESSAGES_OF_TICKET)
    def test_a_sent_message_goes_out_once_and_is_read_back(self, harness: Harness, maker: Maker) -> None:
        """One call, one message. Usually wrong: an answer without an id is taken for a failure."""
        ticket = maker.open_ticket()
        text = unique("reply")
        before = None if harness.outbound_messages is None else harness.outbound_messages()
        harness.desk.messages.send(TicketId(ticket.id), NewMessage(text=text))
        (read,) = _with_text(harness, ticket, text)
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
        """It stands on the timeline only. Usually wrong: an activity of the kind mail is sent as one."""
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
        """However it is carried, what was said is there. Usually wrong: it is cut, or taken for HTML."""
        ticket = maker.ticket()
        for text in TEXTS:
            past = past_message(f"{unique('said')} {text}")
            harness.desk.messages.import_past(TicketId(ticket.id), past)
            assert len(_with_text(harness, ticket, past.text)) == 1, "messages.import_past did not keep message.text"

    @needs(Capability.MESSAGES_IMPORT_PAST, Capability.MESSAGES_OF_TICKET)
    def test_an_imported_message_keeps_what_is_declared_full(self, harness: Harness, maker: Maker) -> None:
        """What is declared `FULL` is read back. Usually wrong: the importing user is taken for the author."""
        ticket = maker.ticket()
        past = past_message(unique("kept"))
        harness.desk.messages.import_past(TicketId(ticket.id), past)
        (read,) = _with_text(harness, ticket, past.text)
        for capability, expected, actual in _compared(past, read):
            if harness.full(capability):
                assert expected == actual, f"{capability} is declared full and was not kept by messages.import_past"

    @needs(Capability.MESSAGES_IMPORT_PAST)
    def test_importing_messages_of_every_kind_tells_no_customer(self, harness: Harness, maker: Maker) -> None:
        """Nothing is sent, whatever it was. Usually wrong: an agent's old reply goes out again."""
        ticket = maker.ticket()
        before = outbound(harness)
        for kind in (MessageKind.MESSAGE, MessageKind.NOTE, MessageKind.CALL, MessageKind.EVENT):
            for direction in (Direction.INBOUND, Direction.OUTBOUND, Direction.INTERNAL):
                past = evolve(past_message(unique("old")), kind=kind, direction=direction)
                harness.desk.messages.import_past(TicketId(ticket.id), past)
        assert before == outbound(harness), "messages.import_past sent a message to a customer"

    @needs(Capability.MESSAGES_IMPORT_PAST, Capability.MESSAGES_OF_TICKET)
    def test_an_imported_message_keeps_its_id_at_the_source(self, harness: Harness, maker: Maker) -> None:
        """An import whose outcome is unknown is looked up so. Usually wrong: the id is not written."""
        ticket = maker.ticket()
        past = past_message(unique("found"))
        harness.desk.messages.import_past(TicketId(ticket.id), past)
        found = [one.external_id for one in harness.desk.messages.of_ticket(TicketId(ticket.id))]
        assert past.external_id in found, "messages.import_past did not keep the message's id at the source"


class RedactingSuite:
    """What a message said is taken out for good, and that there was one stays."""

    @needs(Capability.MESSAGES_REDACT, Capability.MESSAGES_OF_TICKET)
    def test_a_redacted_messages_content_is_gone_and_the_message_stays(
        self, harness: Harness, maker: Maker, samples: Samples
    ) -> None:
        """A card number is nowhere any more. Usually wrong: it is still in `raw`, or the message is deleted."""
        told, before = _redacted(harness, samples.said or (_note_to_redact(harness, maker),))
        after = _listed(harness, told)
        assert set(before) <= set(after), "messages.redact took the whole message away"
        shown = f"{after[told.id]!r} {dict(after[told.id].raw)!r}"
        assert told.text not in shown, "messages.redact left what the message said"
        others = set(before) - {told.id}
        assert {one: before[one].text for one in others} == {one: after[one].text for one in others}, (
            "messages.redact changed another message"
        )

    @needs(Capability.MESSAGES_REDACT, Capability.MESSAGES_ADD_NOTE)
    def test_redacting_an_unknown_message_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """What can't be undone is not guessed at. Usually wrong: the vendor answers 204 to anything."""
        ident = MessageId(unlike(maker.note(maker.ticket()).id))
        with pytest.raises(NotFoundError):
            harness.desk.messages.redact(ident)


def _note_to_redact(harness: Harness, maker: Maker) -> Message:
    """Return a note with another beside it, where no customer's message is known."""
    if not harness.possible(Capability.MESSAGES_ADD_NOTE):
        lacked("customer's message")
    ticket = maker.ticket()
    maker.note(ticket, unique("other"))
    return evolve(maker.note(ticket, unique("secret")), ticket_id=TicketId(ticket.id))


def _redacted(harness: Harness, candidates: tuple[Message, ...]) -> tuple[Message, dict[str, Message]]:
    """Redact the first that can be; return it, and what its ticket held before. One declared full can all be."""
    for one in candidates:
        before = _listed(harness, one)
        try:
            harness.desk.messages.redact(MessageId(one.id))
        except ValidationError:
            may_refuse = not harness.full(Capability.MESSAGES_REDACT)
            assert may_refuse, "messages.redact is declared full and refused a message"
            continue
        return one, before
    pytest.fail("messages.redact refused every message")


def _listed(harness: Harness, message: Message) -> dict[str, Message]:
    assert message.ticket_id is not None, "a message that is to be redacted is of no ticket"
    return {one.id: one for one in harness.desk.messages.of_ticket(message.ticket_id)}


def _tickets(harness: Harness, maker: Maker) -> list[Ticket]:
    ticket = maker.ticket()
    if harness.possible(Capability.MESSAGES_ADD_NOTE):
        for _ in range(3):
            maker.note(ticket, unique("note"))
    held = harness.desk.tickets.all().first() if harness.possible(Capability.TICKETS_ALL) else None
    return [ticket] if held is None else [ticket, held]


def _with_text(harness: Harness, ticket: Ticket, text: str) -> list[Message]:
    return [one for one in harness.desk.messages.of_ticket(TicketId(ticket.id)) if text in one.text]


def _compared(past: PastMessage, read: Message) -> list[tuple[Capability, object, object]]:
    return [
        (Capability.MESSAGE_TEXT, past.text, read.text),
        (Capability.MESSAGE_KIND, past.kind, read.kind),
        (Capability.MESSAGE_DIRECTION, past.direction, read.direction),
        (Capability.MESSAGE_AUTHOR, past.author, read.author),
        (Capability.MESSAGE_CREATED_AT, past.created_at, read.created_at),
    ]
