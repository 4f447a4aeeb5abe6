from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve

from deskbridge.errors import AmbiguousWriteError, InvalidRequestError, PermissionDeniedError, ValidationError
from deskbridge.records import Channel, ChannelKind, Delivery, DeliveryKind, NewDirectMessage
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.translate.direct import delivery_of

Connect = Callable[..., GlassixDesk]
NEW = NewDirectMessage(
    channel=ChannelKind.WHATSAPP, to="+972 55-500-0000", sender="+97255999999", text="hello", attachment_urls=()
)
ANSWER = {
    "text": "hello",
    "html": None,
    "protocolType": "WhatsApp",
    "attachmentUris": None,
    "from": "97255999999",
    "to": "972555000000",
    "dateTime": "2023-12-01T01:34:56.312595Z",
    "providerMessageId": "b12b22dd-40b7-4f1e-b884-25bed26e2036",
    "departmentId": "d8b6b24f-9178-4c41-a77b-df7a65a1d1b5",
    "status": "Pending",
    "files": None,
    "serviceProvider": 19,
}


def test_a_message_is_sent_to_a_number_outside_any_ticket(canned: Any, connect: Connect) -> None:
    canned.says = [(200, ANSWER)]
    sent = connect().messages.send_direct(NEW)
    (asked,) = canned.asked
    body = {"protocolType": "WhatsApp", "from": "97255999999", "to": "972555000000", "text": "hello"}
    assert asked == ("POST", "/api/v1.2/protocols/send", body)
    assert sent.id == "b12b22dd-40b7-4f1e-b884-25bed26e2036"
    assert (sent.sender, sent.recipient, sent.text) == ("+97255999999", "+972 55-500-0000", "hello")
    assert sent.channel == Channel(kind=ChannelKind.WHATSAPP, original="WhatsApp")
    assert sent.delivery == Delivery(kind=DeliveryKind.PENDING, original="Pending")
    assert sent.created_at == datetime(2023, 12, 1, 1, 34, 56, 312_595, tzinfo=UTC)
    assert sent.raw == ANSWER


def test_another_address_than_the_given_one_is_told_as_the_vendor_has_it(canned: Any, connect: Connect) -> None:
    canned.says = [(200, {**ANSWER, "from": "972524646214", "to": ""})]
    sent = connect().messages.send_direct(NEW)
    assert (sent.sender, sent.recipient) == ("972524646214", NEW.to)


def test_files_go_by_their_addresses(canned: Any, connect: Connect) -> None:
    canned.says = [(200, {"status": "Accepted"})]
    apple = evolve(NEW, channel=ChannelKind.APPLE, to="urn:mbid:AQAAY1-", sender="business-id", text="")
    sent = connect().messages.send_direct(evolve(apple, attachment_urls=("https://files.example/a.png",)))
    assert canned.asked[0][2]["files"] == ["https://files.example/a.png"]
    assert (sent.recipient, sent.delivery.kind) == ("urn:mbid:AQAAY1-", DeliveryKind.ACCEPTED)


@pytest.mark.parametrize(
    "changed",
    [
        {"channel": ChannelKind.EMAIL},
        {"channel": ChannelKind.TELEGRAM},
        {"to": " "},
        {"sender": ""},
        {"to": "not a number"},
        {"to": "+1 202 555 0156 ext. 7"},
        {"text": ""},
        {"attachment_urls": ("http://files.example/a.png",)},
        {"attachment_urls": ("https://me:secret@files.example/a.png",)},
        {"attachment_urls": ("javascript:alert(1)",)},
        {"channel": ChannelKind.APPLE, "to": "urn:mbid:a b"},
    ],
)
def test_what_can_not_be_sent_is_refused_before_a_request(canned: Any, connect: Connect, changed: Any) -> None:
    with pytest.raises(InvalidRequestError):
        connect().messages.send_direct(evolve(NEW, **changed))
    assert canned.asked == []


@pytest.mark.parametrize(("status", "kind"), [(400, ValidationError), (403, PermissionDeniedError)])
def test_a_refusal_says_what_such_a_message_takes(
    canned: Any, connect: Connect, status: int, kind: type[Exception]
) -> None:
    canned.says = [(status, {"message": "Not allowed"})]
    with pytest.raises(kind, match="Not allowed.*switched them on.*this department.*approved template"):
        connect().messages.send_direct(NEW)


def test_a_message_whose_answer_was_lost_is_never_sent_again(canned: Any, connect: Connect) -> None:
    canned.says = [(500, {"message": "Oops"})]
    with pytest.raises(AmbiguousWriteError):
        connect(attempts=3).messages.send_direct(NEW)
    assert len(canned.asked) == 1


@pytest.mark.parametrize("word", ["Pending", "Accepted", "Delivered", "Read", "Rejected", "Failed"])
def test_every_state_that_was_seen_is_known_in_any_case(word: str) -> None:
    assert delivery_of(word) == Delivery(kind=DeliveryKind(word.lower()), original=word)
    assert delivery_of(word.upper()).kind is DeliveryKind(word.lower())


@pytest.mark.parametrize("word", ["", "Unknown", "Sent"])
def test_a_new_state_is_kept(word: str) -> None:
    assert delivery_of(word) == Delivery(kind=DeliveryKind.UNKNOWN, original=word)
