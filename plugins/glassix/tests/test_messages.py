from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskbridge.errors import AmbiguousWriteError, InvalidRequestError, ValidationError
from deskbridge.records import (
    Attachment,
    Author,
    AuthorKind,
    BodyFormat,
    Channel,
    ChannelKind,
    Direction,
    Message,
    MessageKind,
    NewMessage,
    NewNote,
    PastMessage,
    TicketId,
    Visibility,
)
from deskbridge.sandbox import RunningSandbox
from deskbridge_glassix.desk import GlassixDesk

OPEN = TicketId("13784")
PAST = PastMessage(
    external_id="item-1",
    kind=MessageKind.MESSAGE,
    direction=Direction.INBOUND,
    visibility=Visibility.PUBLIC,
    author=Author(kind=AuthorKind.CUSTOMER, id="their-id", name="Ada Lovelace", original="CUSTOMER"),
    created_at=datetime(2021, 9, 27, 21, 12, 34, 635_000, tzinfo=UTC),
    text="Where is\nmy order?",
    channel=Channel(kind=ChannelKind.EMAIL, original="EMAIL"),
    subject="Order 7",
    attachments=(Attachment(name="a.png", url="https://files.example/a.png"),),
    details={"to": ["support@example.com"]},
)


def carried(desk: GlassixDesk, external_id: str) -> list[Message]:
    return [one for one in desk.messages.of_ticket(OPEN) if one.external_id == external_id]


def test_messages_come_oldest_first_with_who_wrote_them_and_who_sees_them(desk: GlassixDesk) -> None:
    read = list(desk.messages.of_ticket(TicketId("13783")))
    times = [one.created_at for one in read]
    assert sorted(times, key=lambda one: one or datetime.min.replace(tzinfo=UTC)) == times
    said = [(one.kind, one.direction, one.visibility) for one in read]
    assert (MessageKind.MESSAGE, Direction.INBOUND, Visibility.PUBLIC) in said
    assert (MessageKind.MESSAGE, Direction.OUTBOUND, Visibility.PUBLIC) in said
    assert (MessageKind.EVENT, Direction.INTERNAL, Visibility.PRIVATE) in said


def test_html_is_the_original_where_there_is_any(desk: GlassixDesk) -> None:
    formats = {bool(one.html): one.body_format for one in desk.messages.of_ticket(TicketId("13783")) if one.text}
    assert formats == {True: BodyFormat.HTML, False: BodyFormat.TEXT}


def test_a_past_message_is_read_back_as_it_was_returned_and_nobody_is_told(
    box: RunningSandbox, desk: GlassixDesk
) -> None:
    returned = desk.messages.import_past(OPEN, PAST)
    (read,) = carried(desk, "item-1")
    assert read == evolve(returned, id=read.id, original_kind=read.original_kind, customer_id=read.customer_id)
    assert (PAST.author, PAST.created_at, PAST.channel, PAST.subject, PAST.text) == (
        read.author,
        read.created_at,
        read.channel,
        read.subject,
        read.text,
    )
    assert (PAST.kind, PAST.direction, Visibility.PRIVATE) == (read.kind, read.direction, read.visibility)
    assert (PAST.attachments, True) == (read.attachments, read.details["carried"])
    assert read.raw["type"] == "Note"
    assert box.sandbox.counters.outbound_messages == 0


def test_a_past_message_in_html_is_kept_without_what_is_active(desk: GlassixDesk) -> None:
    past = evolve(PAST, html="<p>Hi <b>you</b></p><script>x()</script>", body_format=BodyFormat.HTML)
    returned = desk.messages.import_past(OPEN, past)
    (read,) = carried(desk, "item-1")
    assert ("<p>Hi <b>you</b></p>", BodyFormat.HTML, PAST.text) == (read.html, read.body_format, read.text)
    assert returned.html == read.html


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text == text.strip())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts, texts)
def test_whatever_a_past_message_says_it_comes_back(desk: GlassixDesk, text: str, name: str, external_id: str) -> None:
    past = evolve(PAST, text=text, external_id=external_id, author=evolve(PAST.author, name=name))
    returned = desk.messages.import_past(OPEN, past)
    read = carried(desk, external_id)[-1]
    assert (text, name, returned.text) == (read.text, read.author.name, read.text)


def test_a_note_is_returned_as_the_vendor_holds_it(box: RunningSandbox, desk: GlassixDesk) -> None:
    made = [desk.messages.add_note(OPEN, NewNote(text=text)) for text in ("same", "same", "other")]
    assert [one.kind for one in made] == [MessageKind.NOTE] * 3
    assert [one.text for one in made] == ["same", "same", "other"]
    assert made == [one for one in desk.messages.of_ticket(OPEN) if one.kind is MessageKind.NOTE]
    assert box.sandbox.counters.outbound_messages == 0


def test_a_message_is_sent_to_the_customer(box: RunningSandbox, desk: GlassixDesk) -> None:
    sent = desk.messages.send(OPEN, NewMessage(text="Hello!"))
    assert (sent.direction, sent.visibility, sent.text) == (Direction.OUTBOUND, Visibility.PUBLIC, "Hello!")
    assert sent.id in {one.id for one in desk.messages.of_ticket(OPEN)}
    assert box.sandbox.counters.outbound_messages == 1


def test_a_closed_ticket_takes_no_message(desk: GlassixDesk) -> None:
    with pytest.raises(ValidationError):
        desk.messages.send(TicketId("13783"), NewMessage(text="Hello!"))


def test_what_is_empty_is_refused_and_nothing_is_sent(box: RunningSandbox, desk: GlassixDesk) -> None:
    before = box.sandbox.counters.requests
    with pytest.raises(InvalidRequestError):
        desk.messages.send(OPEN, NewMessage(text=" "))
    with pytest.raises(InvalidRequestError):
        desk.messages.add_note(OPEN, NewNote())
    assert before == box.sandbox.counters.requests


def test_a_note_that_is_taken_and_not_shown_has_an_unknown_outcome(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    canned.says = [(200, {"message": "ok"}), (200, {"id": 1, "transactions": [{"id": 2, "type": "Message"}]})]
    with pytest.raises(AmbiguousWriteError):
        connect().messages.add_note(TicketId("1"), NewNote(text="x"))


def test_a_note_whose_ticket_can_not_be_read_afterwards_is_not_to_be_repeated(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    canned.says = [(200, {"message": "ok"}), (500, {"message": "Oops"})]
    with pytest.raises(AmbiguousWriteError) as caught:
        connect(attempts=1).messages.add_note(TicketId("1"), NewNote(text="x"))
    assert not caught.value.retryable


def test_attachments_have_their_names_and_links(canned: Any, connect: Callable[..., GlassixDesk]) -> None:
    file = {"id": 5, "type": "Image", "originalFileName": "a.png", "uri": "https://s3.example/a?X-Amz-Expires=10800"}
    canned.says = [(200, {"id": 1, "transactions": [{"id": 2, "type": "Message", "attachments": [file]}]})]
    (message,) = connect().messages.of_ticket(TicketId("1"))
    assert (Attachment(name="a.png", id="5", url=str(file["uri"])),) == message.attachments
