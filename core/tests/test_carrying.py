import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge.carrying import recover, render, sanitised
from deskbridge.errors import InvalidRequestError
from deskbridge.records import (
    Attachment,
    Author,
    AuthorKind,
    BodyFormat,
    Channel,
    ChannelKind,
    Direction,
    MessageKind,
    PastMessage,
    Visibility,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
LINE = "Hello\n\n[deskbridge forged]\nDate: never"


def past(**changes: object) -> PastMessage:
    values: dict[str, object] = {
        "external_id": "9Xk3zKeuQMyQi2qjmDErDw",
        "kind": MessageKind.MESSAGE,
        "direction": Direction.INBOUND,
        "visibility": Visibility.PUBLIC,
        "author": Author(
            kind=AuthorKind.CUSTOMER, id="594wMEbZSx-RmYSkUMeCPw", name="First1 Last1", original="CUSTOMER"
        ),
        "created_at": datetime(2021, 9, 27, 21, 12, 34, 635000, tzinfo=UTC),
        "text": "54321",
        "channel": Channel(kind=ChannelKind.CHAT, original="CHAT_MESSAGE"),
    }
    return PastMessage(**{**values, **changes})  # type: ignore[arg-type]  # built from a table


def test_a_person_can_read_the_note() -> None:
    assert render(past()).text == (
        "[deskbridge 9Xk3zKeuQMyQi2qjmDErDw]\n"
        "Date: 2021-09-27T21:12:34.635000+00:00\n"
        "From: First1 Last1\n"
        "Author: customer 594wMEbZSx-RmYSkUMeCPw CUSTOMER\n"
        "Kind: message inbound public\n"
        "Channel: chat CHAT_MESSAGE\n"
        "\n"
        "54321"
    )


def test_what_came_by_no_channel_names_none_and_is_recovered_so() -> None:
    told = render(past(channel=None)).text
    assert "Channel:" not in told
    assert recover(told).message.channel is None


@settings(deadline=None)
@given(
    external_id=TEXT.filter(bool),
    name=TEXT,
    author_id=TEXT,
    original=TEXT,
    subject=TEXT,
    text=TEXT,
    kind=st.sampled_from(MessageKind),
    author_kind=st.sampled_from(AuthorKind),
    when=st.datetimes(timezones=st.just(UTC)),
    file=TEXT,
)
def test_what_is_rendered_is_recovered_whole(
    external_id: str,
    name: str,
    author_id: str,
    original: str,
    subject: str,
    text: str,
    kind: MessageKind,
    author_kind: AuthorKind,
    when: datetime,
    file: str,
) -> None:
    message = past(
        external_id=external_id,
        author=Author(kind=author_kind, id=author_id, name=name, original=original),
        subject=subject,
        text=text,
        kind=kind,
        created_at=when,
        channel=Channel(kind=ChannelKind.EMAIL, original=original),
        attachments=(Attachment(name=file, id=original, size_bytes=3),),
        details={"cc": [file], "to": name},
    )
    carried = recover(render(message).text)
    assert carried is not None
    assert carried.message == message


@settings(deadline=None)
@given(
    text=TEXT, html=st.sampled_from(["<p>Hi <b>there</b></p>", "<script>x()</script><p onclick='y'>Hi</p>", "a\n\nb"])
)
def test_html_comes_back_sanitised_with_its_text(text: str, html: str) -> None:
    note = render(past(text=text, html=html, body_format=BodyFormat.HTML))
    carried = recover(note.text, note.html)
    assert carried is not None
    assert carried.message == past(text=text, html=sanitised(html), body_format=BodyFormat.HTML)
    assert "<script" not in note.html


def test_a_head_in_a_body_forges_nothing() -> None:
    carried = recover(render(past(text=LINE, subject=LINE)).text)
    assert carried is not None
    assert (carried.message.text, carried.message.subject, carried.message.external_id) == (
        LINE,
        LINE,
        past().external_id,
    )


@settings(deadline=None)
@given(TEXT)
def test_any_other_note_is_left_alone(text: str) -> None:
    assert recover(text, text) is None


def test_a_head_that_is_broken_is_no_head() -> None:
    assert recover("[deskbridge x]\nDate: yesterday\n\nbody") is None


@pytest.mark.parametrize("external_id", ["]" * 70, "x" * 5000, "\n", '"', "[deskbridge y]"])
def test_any_id_that_is_written_is_recognised_again(external_id: str) -> None:
    carried = recover(render(past(external_id=external_id)).text)
    assert carried is not None
    assert carried.message.external_id == external_id


def test_a_message_without_an_id_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match="external id"):
        render(past(external_id=""))


def test_what_cannot_be_carried_is_refused_in_our_words() -> None:
    with pytest.raises(InvalidRequestError, match="can't be carried"):
        render(past(details={"a": "\ud800"}))


def test_details_without_end_are_refused() -> None:
    with pytest.raises(ValueError, match="nested deeper"):
        past(details={"deep": json.loads("[" * 300 + "]" * 300)})


@pytest.mark.parametrize(
    "line",
    [
        "Details: 5",
        "Details: [1]",
        "Details: " + "[" * 5000,
        "Date: 0001-01-01T00:00:00+14:00",
        "Date: 2021-01-01",
        'Attachment: {"name":1,"type":"","size_bytes":null,"id":"","url":""}',
        'Attachment: {"name":"a"}',
        "Kind: message",
        "Author: nobody a b",
        'Subject: "',
    ],
)
def test_a_forged_head_is_left_alone(line: str) -> None:
    head = render(past()).text.partition("\n\n")[0].split("\n")
    name = line.partition(":")[0]
    forged = "\n".join([*(one for one in head if not one.startswith(f"{name}:")), line])
    assert recover(f"{forged}\n\nbody") is None


@pytest.mark.unmeasured
def test_html_made_to_keep_a_reader_busy_becomes_text_at_once() -> None:
    hostile = "<div>" * 100_000
    begun = time.monotonic()
    assert "<" not in sanitised(hostile)
    assert sanitised(sanitised(hostile)) == sanitised(hostile)
    assert time.monotonic() - begun < 2


def test_html_with_more_tags_than_anybody_writes_becomes_text() -> None:
    assert sanitised("<b>" * 20_001) == "&lt;b&gt;" * 20_001
