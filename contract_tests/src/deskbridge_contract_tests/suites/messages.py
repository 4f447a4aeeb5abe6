"""What `desk.messages` promises."""

from __future__ import annotations

import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, NotFoundError, ValidationError
from deskbridge.records import (
    Message,
    MessageId,
    MessageKind,
    NewNote,
    Ticket,
    TicketId,
    Visibility,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, outbound, unique, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import lacked

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
    "re\u0301sume\u0301",
)
"""Texts that only a careless adapter changes: other scripts, lines, markup that is none, joined emoji, accents
with another spelling."""


class ReadingMessagesSuite:
    """A ticket's history is read whole, in order, lazily."""

    @needs(Capability.MESSAGES_OF_TICKET)
    def test_a_tickets_messages_come_once_each_and_oldest_first(self, harness: Harness, maker: Maker) -> None:
        """A history is told in the order in which it happened. Read backwards, the answer comes before the question.

        Usually wrong: pages are newest first and joined as they come.
        """
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
        """No ticket is not an empty one. A deleted ticket would look like one in which nobody spoke.

        Usually wrong: the vendor's empty list is passed on.
        """
        ident = TicketId(unlike(maker.ticket().id))
        with pytest.raises(NotFoundError):
            list(harness.desk.messages.of_ticket(ident))

    @needs(Capability.MESSAGES_OF_TICKET, Capability.MESSAGES_GET)
    def test_a_message_is_read_by_its_id_as_it_is_listed(self, harness: Harness, maker: Maker) -> None:
        """Both ways read the same message. A program that compares them would see changes that nobody made.

        Usually wrong: two translations of one thing.
        """
        listings = (harness.desk.messages.of_ticket(TicketId(one.id)) for one in _tickets(harness, maker))
        found = next((messages for one in listings if (messages := list(one))), None) or lacked("ticket with a message")
        for listed in found[:3]:
            read = harness.desk.messages.get(MessageId(listed.id))
            assert listed == read, "messages.get reads something else than messages.of_ticket lists"

    @needs(Capability.MESSAGES_GET, Capability.MESSAGES_OF_TICKET)
    def test_getting_an_unknown_message_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """A well-formed id that nothing has is `NotFoundError`. Callers tell by it what was taken out from what failed.

        Usually wrong: None is returned, or a bare HTTP error comes through.
        """
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
        """A note is seen by the helpdesk only. What agents say among themselves is not meant for the customer.

        Usually wrong: it is written as a reply.
        """
        ticket = maker.ticket()
        text = unique("note")
        returned = maker.note(ticket, text)
        (read,) = with_text(harness, ticket, text)
        for note in (returned, read):
            assert MessageKind.NOTE is note.kind, "messages.add_note made something that is no note"
            assert Visibility.PRIVATE is note.visibility, "messages.add_note made a note that customers can see"
        assert returned.id == read.id, "messages.add_note returned another id than messages.of_ticket lists"

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET, Capability.MESSAGE_TEXT)
    def test_a_note_keeps_its_text_in_every_script(self, harness: Harness, maker: Maker) -> None:
        """Plain text is kept to the letter. A changed sign changes an address, a price or a name.

        Usually wrong: it is sent as HTML without being escaped.
        """
        ticket = maker.ticket()
        mark = unique("text")
        for text in TEXTS:
            maker.note(ticket, f"{mark} {text}")
        found = [one.text for one in with_text(harness, ticket, mark)]
        assert [f"{mark} {text}" for text in TEXTS] == found, "message.text of a note was changed, lost or reordered"

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET, Capability.MESSAGE_TEXT)
    def test_a_long_note_is_kept_to_its_end(self, harness: Harness, maker: Maker) -> None:
        """A long text is kept to its end. What a shift hands over to the next stands in the last lines.

        Usually wrong: a field of the vendor's is cut silently.
        """
        ticket, mark = maker.ticket(), unique("long")
        longest = harness.limit(Capability.MESSAGE_TEXT, otherwise=_LONG)
        text = f"{mark} {'all of it, ' * longest}"[: longest - 1] + "."
        maker.note(ticket, text)
        assert {text} == {one.text for one in with_text(harness, ticket, mark)}, "messages.add_note cut a long text"

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET, Capability.MESSAGE_TEXT)
    def test_a_note_keeps_its_blanks(self, harness: Harness, maker: Maker) -> None:
        """Blanks and lines are kept. Code, tables and addresses can't be read without them.

        Usually wrong: runs of them become one, as in HTML.
        """
        ticket, mark = maker.ticket(), unique("blank")
        text = f"{mark} two  blanks,   three,\n  an indented line\n\tand a tab"
        maker.note(ticket, text)
        assert {text} == {one.text for one in with_text(harness, ticket, mark)}, "messages.add_note changed blanks"

    @needs(Capability.MESSAGES_ADD_NOTE)
    def test_a_note_is_sent_to_nobody(self, harness: Harness, maker: Maker) -> None:
        """A note goes out to nobody. The customer would read what agents say among themselves.

        Usually wrong: the vendor's notification is on unless it is switched off.
        """
        ticket = maker.ticket()
        before = outbound(harness)
        maker.note(ticket)
        assert before == outbound(harness), "messages.add_note sent a message to a customer"

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET)
    def test_a_note_is_written_once(self, harness: Harness, maker: Maker) -> None:
        """One call makes one note. Two of them look like two calls of the customer.

        Usually wrong: a write that was slow is sent again.
        """
        ticket = maker.ticket()
        before = len(list(harness.desk.messages.of_ticket(TicketId(ticket.id))))
        text = unique("once")
        maker.note(ticket, text)
        after = list(harness.desk.messages.of_ticket(TicketId(ticket.id)))
        assert [text] == [one.text for one in after if text in one.text], "messages.add_note did not write once"
        assert len(after) >= before + 1, "messages.add_note lost an older message"

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET)
    def test_two_notes_of_one_text_are_two(self, harness: Harness, maker: Maker) -> None:
        """Two calls make two notes, whatever they say. "Called, nobody there" is true twice.

        Usually wrong: a guard against doubled writes goes by the text.
        """
        ticket, text = maker.ticket(), unique("again")
        made = {maker.note(ticket, text).id for _ in range(2)}
        assert made == {one.id for one in with_text(harness, ticket, text)}, "messages.add_note made one note of two"
        assert len(made) == 2, "messages.add_note gave one id to two notes"

    @needs(Capability.MESSAGES_ADD_NOTE)
    def test_an_empty_note_is_refused(self, harness: Harness, maker: Maker) -> None:
        """A note that says nothing is refused. It would look as if somebody had dealt with the ticket.

        Usually wrong: an empty note is made.
        """
        ticket = maker.ticket()
        with pytest.raises((InvalidRequestError, ValidationError)):
            harness.desk.messages.add_note(TicketId(ticket.id), NewNote())

    @needs(Capability.MESSAGES_ADD_NOTE)
    def test_a_note_to_an_unknown_ticket_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """A note belongs to a ticket that there is. What is written nowhere is missed only when it is needed.

        Usually wrong: the vendor's 400 is passed on.
        """
        ident = TicketId(unlike(maker.ticket().id))
        with pytest.raises(NotFoundError):
            harness.desk.messages.add_note(ident, NewNote(text="to nobody"))


def _tickets(harness: Harness, maker: Maker) -> list[Ticket]:
    ticket = maker.ticket()
    if harness.possible(Capability.MESSAGES_ADD_NOTE):
        for _ in range(3):
            maker.note(ticket, unique("note"))
    held = harness.desk.tickets.all().first() if harness.possible(Capability.TICKETS_ALL) else None
    return [ticket] if held is None else [ticket, held]


def with_text(harness: Harness, ticket: Ticket, text: str) -> list[Message]:
    """Return a ticket's messages that have a text in them, oldest first."""
    return [one for one in harness.desk.messages.of_ticket(TicketId(ticket.id)) if text in one.text]
