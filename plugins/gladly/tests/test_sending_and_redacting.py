from __future__ import annotations

import pytest

from deskbridge.errors import AmbiguousWriteError, InvalidRequestError, NotFoundError, ValidationError
from deskbridge.records import Direction, MessageId, NewMessage, TicketId

CUSTOMER = "OPy0kbYIQp-mr3IcdQRWqw"
MAIL = {"type": "EMAIL", "from": "a@b.com", "to": ["us@x.com"], "subject": "Kites", "content": "<p>Where?</p>"}
CHAT = {"type": "CHAT_MESSAGE", "sessionId": "s", "content": "Where?"}
SMS = {"type": "SMS", "from": "+16505550100", "to": "+16505550101", "content": "Where?"}
BOTH = NewMessage(text="Here & now", html="<b>Here</b>")


@pytest.fixture
def ticket(gladly) -> TicketId:
    return TicketId(gladly.conversation(CUSTOMER))


def _outbound(gladly) -> int:
    return gladly.served.sandbox.counters.outbound_messages


@pytest.mark.parametrize(
    ("content", "new", "text", "html"),
    [
        (MAIL, NewMessage(text="Here & now"), "Here & now", "<p>Here &amp; now</p>"),
        (MAIL, BOTH, "Here", "<b>Here</b>"),
        (CHAT, BOTH, "Here & now", ""),
        (SMS, NewMessage(text="Here & now"), "Here & now", ""),
    ],
)
def test_a_message_goes_out_by_the_channel_of_the_customers_newest(gladly, ticket, content, new, text, html):
    gladly.item(ticket, 1, type="SMS" if content is not SMS else "EMAIL", content="Older")
    gladly.item(ticket, 2, **content)
    gladly.item(ticket, 3, type="TOPIC_CHANGE", addedTopicIds=[])
    gladly.forget_requests()
    sent = gladly.desk.messages.send(ticket, new)
    assert (sent.text, sent.html, sent.original_kind) == (text, html, content["type"])
    assert (sent.direction, sent.ticket_id, _outbound(gladly)) == (Direction.OUTBOUND, ticket, 1)
    assert sum(gladly.requests.values()) == 3
    assert sent in list(gladly.desk.messages.of_ticket(ticket))


@pytest.mark.parametrize(
    ("content", "new"),
    [
        (SMS, NewMessage(html="<b>Here</b>")),
        (MAIL, NewMessage()),
        ({"type": "PHONE_CALL"}, NewMessage(text="Here")),
    ],
)
def test_what_cant_be_sent_is_refused_and_nobody_is_told(gladly, ticket, content, new):
    gladly.item(ticket, 1, **content)
    with pytest.raises(InvalidRequestError):
        gladly.desk.messages.send(ticket, new)
    assert _outbound(gladly) == 0


def test_nothing_is_sent_in_a_closed_ticket(gladly, ticket):
    gladly.item(ticket, 1, **SMS)
    gladly.store.conversations[ticket] = {**gladly.store.conversations[ticket], "status": "CLOSED"}
    with pytest.raises(ValidationError, match="closed"):
        gladly.desk.messages.send(ticket, NewMessage(text="Late"))


def test_a_message_whose_answer_was_lost_is_not_sent_again(gladly, ticket):
    gladly.item(ticket, 1, **SMS)
    gladly.fault("reset_after", method="POST")
    with pytest.raises(AmbiguousWriteError):
        gladly.desk.messages.send(ticket, NewMessage(text="Once"))
    assert _outbound(gladly) == 1


def test_a_redacted_message_stays_without_its_content(gladly, ticket):
    message_id = MessageId(gladly.item(ticket, 1, **SMS))
    gladly.desk.messages.redact(message_id)
    gladly.desk.messages.redact(message_id)
    assert gladly.desk.messages.get(message_id).text == ""


def test_a_redaction_whose_answer_was_lost_is_done(gladly, ticket):
    message_id = MessageId(gladly.item(ticket, 1, **SMS))
    gladly.fault("reset_after", method="POST")
    gladly.desk.messages.redact(message_id)
    assert gladly.desk.messages.get(message_id).text == ""


def test_what_cant_be_redacted_is_refused_by_the_vendor(gladly, ticket):
    note = MessageId(gladly.item(ticket, 1, type="CONVERSATION_NOTE", body="A note"))
    with pytest.raises(ValidationError):
        gladly.desk.messages.redact(note)
    with pytest.raises(NotFoundError):
        gladly.desk.messages.redact(MessageId("none"))
