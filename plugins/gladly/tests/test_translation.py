from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbridge.records import (
    Attachment,
    AuthorKind,
    BodyFormat,
    Channel,
    ChannelKind,
    Direction,
    Message,
    MessageKind,
    Visibility,
)
from deskbridge.wire import structure
from deskbridge_gladly.translate.bodies import is_rich, plain_text, written
from deskbridge_gladly.translate.messages import message
from deskbridge_gladly.wire.items import Item

AGENT = {"type": "AGENT", "id": "a1"}


def _read(content: dict[str, Any], **item: Any) -> Message:
    body = {"id": "i1", "customerId": "c1", "timestamp": "2026-02-01T10:00:00.123456789Z", "content": content}
    return message(structure({**body, "initiator": {"type": "CUSTOMER", "id": "c1"}, **item}, Item))


@pytest.mark.parametrize(
    ("kind", "channel"),
    [
        ("CHAT_MESSAGE", ChannelKind.CHAT),
        ("EMAIL", ChannelKind.EMAIL),
        ("SMS", ChannelKind.SMS),
        ("FACEBOOK_MESSAGE", ChannelKind.FACEBOOK),
        ("WHATSAPP", ChannelKind.WHATSAPP),
        ("INSTAGRAM_DIRECT", ChannelKind.INSTAGRAM),
        ("TWITTER", ChannelKind.TWITTER),
    ],
)
def test_a_message_of_each_channel(kind, channel):
    read = _read({"type": kind, "content": "Hello 👋"})
    assert (MessageKind.MESSAGE, kind, Channel(kind=channel, original=kind), "Hello 👋", "") == (
        read.kind,
        read.original_kind,
        read.channel,
        read.text,
        read.html,
    )


@pytest.mark.parametrize(
    ("who", "author", "direction", "visibility"),
    [
        ("CUSTOMER", AuthorKind.CUSTOMER, Direction.INBOUND, Visibility.PUBLIC),
        ("AGENT", AuthorKind.AGENT, Direction.OUTBOUND, Visibility.PUBLIC),
        ("AUTOMATION", AuthorKind.BOT, Direction.OUTBOUND, Visibility.PUBLIC),
        ("API", AuthorKind.API, Direction.OUTBOUND, Visibility.PUBLIC),
        ("SYSTEM", AuthorKind.SYSTEM, Direction.OUTBOUND, Visibility.PUBLIC),
        ("EXTERNAL", AuthorKind.UNKNOWN, Direction.INBOUND, Visibility.PRIVATE),
        ("INTERNAL", AuthorKind.UNKNOWN, Direction.INTERNAL, Visibility.PRIVATE),
        ("ROBOT", AuthorKind.UNKNOWN, Direction.UNKNOWN, Visibility.PRIVATE),
    ],
)
def test_who_began_it_decides_direction_and_visibility(who, author, direction, visibility):
    read = _read({"type": "EMAIL", "content": "x"}, initiator={"type": who, "id": "SIDEKICK_V2"})
    assert (author, "SIDEKICK_V2", who) == (read.author.kind, read.author.id, read.author.original)
    assert (direction, visibility) == (read.direction, read.visibility)


def test_without_anybody_who_began_it_a_message_is_private():
    read = _read({"type": "SMS", "content": "x"}, initiator=None)
    assert (
        read.author.kind,
        read.direction,
        read.visibility,
    ) == (AuthorKind.UNKNOWN, Direction.UNKNOWN, Visibility.PRIVATE)


def test_a_mail_with_html_has_both_bodies():
    html = "<html><head><style>p{}</style></head><body><p>Dear Zo&euml;,</p>two  <b>words</b><br>3 &lt; 4</body></html>"
    read = _read({"type": "EMAIL", "content": html, "subject": "Re: Order", "from": "a@b.c", "to": ["d@e.f"], "cc": []})
    assert (html, "Dear Zoë,\n\ntwo words\n3 < 4", BodyFormat.HTML) == (read.html, read.text, read.body_format)
    assert (read.subject, read.details) == ("Re: Order", {"from": "a@b.c", "to": ["d@e.f"], "cc": []})


def test_a_mail_in_plain_text_stays_as_it_is():
    read = _read({"type": "EMAIL", "content": "On Monday Jo <jo@example.com> wrote:\n> 1 < 2"})
    assert (
        read.text,
        read.html,
        read.body_format,
    ) == ("On Monday Jo <jo@example.com> wrote:\n> 1 < 2", "", BodyFormat.TEXT)


@pytest.mark.parametrize("key", ["recordingUrl", "recordingURL"])
@pytest.mark.parametrize("seconds", [100, "100"])
def test_a_call_has_its_recording_in_either_spelling(key, seconds):
    content = {
        "type": "PHONE_CALL",
        "from": "+1",
        "to": "+2",
        "startedAt": "2026-02-01T10:00:00.10Z",
        "answeredAt": "2026-02-01T10:00:09.41Z",
        "completedAt": "2026-02-01T10:11:15.03Z",
        "recordingStatus": "AVAILABLE",
        key: "/api/v1/conversation-items/i1/media/recording",
        "recordingDuration": seconds,
    }
    read = _read(content, initiator=AGENT, responder={"type": "CUSTOMER", "id": "c1"})
    expected = {
        "from": "+1",
        "to": "+2",
        "started_at": "2026-02-01T10:00:00.10Z",
        "answered_at": "2026-02-01T10:00:09.41Z",
        "completed_at": "2026-02-01T10:11:15.03Z",
        "recording_status": "AVAILABLE",
        "recording_url": "/api/v1/conversation-items/i1/media/recording",
        "recording_seconds": 100,
        "responder": {"type": "CUSTOMER", "id": "c1"},
    }
    assert (MessageKind.CALL, Direction.OUTBOUND, BodyFormat.NONE, expected) == (
        read.kind,
        read.direction,
        read.body_format,
        read.details,
    )


def test_two_values_for_one_name_are_both_kept():
    read = _read({"type": "PHONE_CALL", "recordingUrl": "/a", "recordingURL": "/b"}, sessionId="s")
    assert read.details == {"recording_url": "/a", "recordingURL": "/b", "session_id": "s"}
    chat = _read({"type": "CHAT_MESSAGE", "content": "x", "sessionId": "chat"}, sessionId="item")
    assert chat.details == {"session_id": "chat", "sessionId": "item"}


def test_a_voicemail_without_anybody_came_from_the_customer():
    read = _read({"type": "VOICEMAIL", "startedAt": "2026-02-01T10:00:00Z"}, initiator=None)
    expected = (MessageKind.VOICEMAIL, Direction.INBOUND, Visibility.PRIVATE)
    assert expected == (read.kind, read.direction, read.visibility)


@pytest.mark.parametrize(
    ("content", "details"),
    [
        ({"type": "TOPIC_CHANGE", "addedTopicIds": ["t1"]}, {"added_topic_ids": ["t1"]}),
        ({"type": "TOPIC_CHANGE", "removedTopicIds": ["t1"]}, {"removed_topic_ids": ["t1"]}),
        ({"type": "CONVERSATION_STATUS_CHANGE", "status": "CLOSED"}, {"status": "CLOSED"}),
    ],
)
def test_an_event_is_private_and_internal(content, details):
    read = _read(content, initiator=AGENT)
    assert (MessageKind.EVENT, Direction.INTERNAL, Visibility.PRIVATE, None, details) == (
        read.kind,
        read.direction,
        read.visibility,
        read.channel,
        read.details,
    )


def test_a_quick_reply_keeps_its_options():
    data = {"options": [{"id": "1", "label": "Furniture"}]}
    content = {"type": "CHAT_MESSAGE", "messageType": "QUICK_REPLY_REQUEST", "content": "What?", "messageData": data}
    assert {"messageType": "QUICK_REPLY_REQUEST", "messageData": data} == _read(content, initiator=AGENT).details


def test_a_custom_channel_is_known_by_its_id():
    content = {
        "type": "FILES",
        "customChannelId": "cc1",
        "sessionId": "s1",
        "content": {"caption": "Look", "files": [{"fileName": "a.png", "url": "https://f.example/a"}]},
        "status": {"value": "READ"},
    }
    read = _read(content)
    assert (MessageKind.MESSAGE, Channel(kind=ChannelKind.CUSTOM, original="cc1"), "Look", "FILES") == (
        read.kind,
        read.channel,
        read.text,
        read.original_kind,
    )
    assert (Attachment(name="a.png", url="https://f.example/a"),) == read.attachments
    assert read.details == {"customChannelId": "cc1", "session_id": "s1", "status": {"value": "READ"}}


def test_a_spoken_message_of_an_ai():
    content = {"type": "VOICE_AI_MESSAGE", "companyNumber": "+1", "body": "Hello", "status": "PLAYED"}
    read = _read(content, initiator=None)
    assert (read.direction, read.visibility, read.text) == (Direction.OUTBOUND, Visibility.PUBLIC, "Hello")
    assert read.details == {"companyNumber": "+1", "status": "PLAYED"}


def test_an_unknown_kind_is_private_and_keeps_everything():
    read = _read({"type": "HOLOGRAM", "content": "Hi", "depth": [1, {"of": None}]})
    assert (
        read.kind,
        read.original_kind,
        read.direction,
        read.visibility,
        read.text,
    ) == (MessageKind.UNKNOWN, "HOLOGRAM", Direction.UNKNOWN, Visibility.PRIVATE, "Hi")
    assert read.details == {"content": "Hi", "depth": [1, {"of": None}]}


def test_attachments_are_read_in_order():
    files = [{"id": "f1", "contentType": "image/png", "filename": "../a.png", "fileSize": 1024}, {}]
    read = _read({"type": "WHATSAPP", "content": "", "attachments": files})
    expected = (Attachment(id="f1", content_type="image/png", name="../a.png", size_bytes=1024), Attachment(name=""))
    assert (expected, {}) == (read.attachments, read.details)


@pytest.mark.parametrize(
    "content",
    [
        {"type": "SMS", "content": "x", "attachments": [{"id": "f1", "sha256": "abc"}]},
        {"customChannelId": "cc1", "type": "TEXT", "content": {"text": "x", "language": "he"}},
        {"customChannelId": "cc1", "type": "FILES", "content": {"files": [{"url": "u", "size": 7}]}},
        {"customChannelId": "cc1", "type": "FILES", "content": {"text": "x", "caption": "y"}},
        {"type": "PHONE_CALL", "": "a key without a name"},
    ],
)
def test_a_field_that_is_new_inside_of_what_is_known_stays_among_the_details(content):
    read = _read(content)
    kept = {key: value for key, value in content.items() if key != "type"}
    assert read.details.items() <= {**kept, "content": content.get("content")}.items()
    assert {"attachments", "content", ""} & set(content) & set(read.details)


def test_an_activity_happened_when_it_says():
    read = _read({"type": "CUSTOMER_ACTIVITY", "title": "T", "occurredAt": "2026-01-31T08:00:00Z"})
    assert (datetime(2026, 1, 31, 8, tzinfo=UTC), "T") == (read.created_at, read.subject)
    assert read.details["timestamp"] == "2026-02-01T10:00:00.123456789Z"


def test_nanoseconds_are_cut_to_microseconds_and_stay_in_raw():
    read = _read({"type": "SMS"})
    assert datetime(2026, 2, 1, 10, 0, 0, 123456, tzinfo=UTC) == read.created_at
    assert read.raw["timestamp"] == "2026-02-01T10:00:00.123456789Z"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a</p>\n<p>b</p>", "a\n\nb"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<div>a\n  b</div><div><div>c</div></div>", "a b\nc"),
        ("a<br/>b<br>\n c", "a\nb\nc"),
        ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
        ("<script>alert(1)</script>x", "x"),
        ("<html><head><title>t</title><body>x", "x"),
        ("<p>&lt;b&gt; &amp;&nbsp;ש</p>", "<b> & ש"),
        ("<p>never closed <b>bold", "never closed bold"),
    ],
)
def test_what_a_person_reads_of_html(body, expected):
    assert expected == plain_text(body)


@pytest.mark.parametrize(
    "text", ["a < b", "<jo@example.com>", "<3", "if x<y and z>w", "<https://example.com>", "to <address>"]
)
def test_a_text_with_brackets_is_no_html(text):
    assert not is_rich(text)
    assert text == written(text, "")


@given(st.lists(st.sampled_from(["a", " ", "\n", "<", "<b>", "</p>", "<br/>", "&amp;", '"', "ש", "👋"])).map("".join))
def test_any_text_is_read_back_as_it_was(text):
    body = written(text, "")
    assert text == (plain_text(body) if is_rich(body) else body)


@pytest.mark.parametrize("body", ["<a " * 50_000, "<!--" * 50_000, "<div>" * 50_000])
def test_a_body_made_to_keep_a_reader_busy_is_read_as_text_at_once(body):
    begun = time.monotonic()
    assert not is_rich(body)
    assert time.monotonic() - begun < 1
