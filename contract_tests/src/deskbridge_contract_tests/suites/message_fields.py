"""What `desk.messages` promises of each field that it declares, whole or in part: kept exactly, or refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.records import (
    Attachment,
    Author,
    AuthorKind,
    BodyFormat,
    Channel,
    ChannelKind,
    CustomerId,
    Direction,
    Message,
    MessageId,
    MessageKind,
    NewActivity,
    NewNote,
    PastMessage,
    TicketId,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import PAST, Maker, past_message, unique
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.suites.keeping import Writing, check_kept, is_kept

_HTML = "<p>It <b>flies</b> &amp; <i>lands</i>:</p><ul><li>1</li><li>2</li></ul>"
_FILE = Attachment(name="grüße.pdf", content_type="application/pdf", size_bytes=7, url="https://example.com/file/7")
_DETAILS = {"from": "+12025550100", "cc": ["ada@example.com"], "recording_seconds": 12}

_WRITTEN: Mapping[Capability, tuple[Mapping[str, Any], ...]] = {
    Capability.MESSAGE_TEXT: ({"text": "It flies.\n\n  And lands: 1 < 2 & 返品"},),
    Capability.MESSAGE_HTML: ({"html": _HTML, "text": "It flies & lands", "body_format": BodyFormat.HTML},),
    Capability.MESSAGE_KIND: tuple(
        {"kind": one} for one in (MessageKind.MESSAGE, MessageKind.NOTE, MessageKind.CALL, MessageKind.VOICEMAIL)
    ),
    Capability.MESSAGE_DIRECTION: tuple(
        {"direction": one} for one in (Direction.INBOUND, Direction.OUTBOUND, Direction.INTERNAL)
    ),
    Capability.MESSAGE_SUBJECT: ({"subject": "Re: Où est ma commande? [#17]"},),
    Capability.MESSAGE_AUTHOR: tuple(
        {"author": Author(kind=kind, id="their-id", name="Zoë O'Neil: a [name]", original="THEIR_WORD")}
        for kind in (AuthorKind.CUSTOMER, AuthorKind.AGENT, AuthorKind.BOT)
    ),
    Capability.MESSAGE_CHANNEL: tuple(
        {"channel": Channel(kind=one, original="THEIR_WORD")} for one in (ChannelKind.EMAIL, ChannelKind.CHAT)
    ),
    Capability.MESSAGE_CREATED_AT: ({"created_at": PAST.replace(year=2009, microsecond=123456)},),
    Capability.MESSAGE_ATTACHMENTS: ({"attachments": (_FILE, Attachment(name="no address.txt", id="file-8"))},),
    Capability.MESSAGE_DETAILS: ({"details": _DETAILS},),
}
"""What a message of the past is imported with, field by field; each but the last word of a row is what is compared."""


class MessageFieldsSuite:
    """Whatever is declared of a message's fields is so, however the vendor carries them."""

    @pytest.mark.parametrize("field", [pytest.param(one, id=one.value, marks=needs(one)) for one in _WRITTEN])
    @needs(Capability.MESSAGES_IMPORT_PAST, Capability.MESSAGES_OF_TICKET)
    def test_a_past_messages_fields_are_kept(self, harness: Harness, maker: Maker, field: Capability) -> None:
        """Each declared field of an imported message is read back. History that names the wrong author is a lie.

        Usually wrong: the importing user, the day of the import or the importing channel is told in its place.
        """
        ticket_id, name = TicketId(maker.ticket().id), field.value.partition(".")[2]
        kept = []
        for values in _WRITTEN[field]:
            past = evolve(past_message(unique("past")), **values)
            write = _imported(harness, ticket_id, past, name)
            way = Writing(by=Capability.MESSAGES_IMPORT_PAST, wanted=_told(past, name, past), write=write)
            kept.append(is_kept(field, way))
        check_kept(harness, field, kept)

    @needs(Capability.MESSAGES_ADD_NOTE, Capability.MESSAGES_OF_TICKET, Capability.MESSAGE_HTML)
    def test_a_note_keeps_its_html(self, harness: Harness, maker: Maker) -> None:
        """A note's markup is kept to the letter, or refused. Agents read tables and links, not the ruins of them.

        Usually wrong: only its text is sent, or the tags are shown as text.
        """
        desk, ticket_id, mark = harness.desk, TicketId(maker.ticket().id), unique("html")
        html = f"<p>{mark} <b>bold</b> &amp; <a href='https://example.com/?a=1&amp;b=2'>a link</a></p>"

        def write() -> object:
            desk.messages.add_note(ticket_id, NewNote(html=html))
            return [one.html for one in desk.messages.of_ticket(ticket_id) if mark in one.html + one.text]

        way = Writing(by=Capability.MESSAGES_ADD_NOTE, wanted=[html], write=write)
        check_kept(harness, Capability.MESSAGE_HTML, [is_kept(Capability.MESSAGE_HTML, way)])

    @needs(Capability.MESSAGES_ADD_ACTIVITY, Capability.MESSAGE_TEXT)
    def test_an_activity_keeps_what_it_says(self, harness: Harness, maker: Maker) -> None:
        """An activity's title and text are there to be read. The timeline is what agents know of a customer.

        Usually wrong: the text is taken for HTML, or the title replaces it.
        """
        desk, text = harness.desk, f"{unique('bought')}: 1 < 2 & Grüße\n返品"
        new = NewActivity(title=maker.text(Capability.MESSAGES_ADD_ACTIVITY, "activity"), text=text)
        made = desk.messages.add_activity(CustomerId(maker.customer().id), new)
        read = desk.messages.get(MessageId(made.id)) if harness.possible(Capability.MESSAGES_GET) else made
        for one in (made, read):
            assert text in one.text, "messages.add_activity did not keep message.text"
            assert new.title in f"{one.text} {one.subject} {dict(one.details)}", "messages.add_activity lost the title"


def _imported(harness: Harness, ticket_id: TicketId, past: PastMessage, name: str) -> Callable[[], object]:
    def write() -> object:
        harness.desk.messages.import_past(ticket_id, past)
        listed = harness.desk.messages.of_ticket(ticket_id)
        found = [one for one in listed if past.external_id in (one.external_id, *one.text.split())]
        assert len(found) == 1, "messages.import_past did not write the message exactly once"
        return _told(found[0], name, past)

    return write


def _told(message: Message | PastMessage, name: str, past: PastMessage) -> object:
    """Return what a message tells of a field; of details those that the past message has."""
    told = getattr(message, name)
    return {key: told.get(key) for key in past.details} if name == "details" else told
