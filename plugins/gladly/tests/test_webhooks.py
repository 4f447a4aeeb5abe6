from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from deskbridge.errors import AuthenticationError, MalformedAnswerError, SettingError
from deskbridge_gladly.webhooks import Authenticity, is_ping, parse
from deskbridge_gladly.wire import events

RECORDED = sorted((Path(__file__).parent / "recorded").glob("event_*.json"))
BODIES = [body for path in RECORDED for body in json.loads(path.read_text(encoding="utf-8"))["bodies"]]
KNOWN = Authenticity(username="integrations@organization.com", password="פסוורד:x", headers={"X-Gladly-Token": "123"})


def _basic(credentials: str) -> str:
    return "Basic " + base64.b64encode(credentials.encode()).decode()


GOOD = {"authorization": _basic("integrations@organization.com:פסוורד:x"), "x-gladly-token": "123"}


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body["type"])
def test_every_documented_payload_is_of_its_own_class_and_whole(body):
    event = parse(json.dumps(body).encode())
    assert type(event) is events.EVENTS[body["type"]]
    assert body == event.raw
    if "content" in body:
        typed = {name for name in event.content.__attrs_attrs__ if name.name != "raw"}
        values = [getattr(event.content, one.name) for one in typed]
        assert len([value for value in values if value is not None]) == len(body["content"])


def test_every_type_has_a_recorded_payload():
    assert set(events.EVENTS) == {body["type"] for body in BODIES}


def test_a_customer_who_is_gone_is_told_whatever_the_event_is_called():
    old = parse(b'{"type":"CUSTOMER_PROFILE/MERGED","content":{"sourceCustomerId":"a","destinationCustomerId":"b"}}')
    new = parse(b'{"type":"CUSTOMER/MERGED","content":{"sourceCustomerId":"a","destinationCustomerId":"b"}}')
    assert isinstance(old, events.CustomerMerged)
    assert isinstance(new, events.CustomerMerged)
    assert old.content == new.content
    deleted = parse(b'{"type":"CUSTOMER_PROFILE/DELETED","content":{"customerId":"a"}}')
    assert isinstance(deleted, events.CustomerDeleted)
    assert deleted.content is not None
    assert deleted.content.customer_id == "a"


@pytest.mark.parametrize("kind", ["NEW/ONE", "", None, 7, ["PING"]])
def test_an_event_of_another_type_is_kept(kind):
    body = {"id": "1", "content": {"x": [1]}} | ({"type": kind} if isinstance(kind, str) else {})
    event = parse(json.dumps(body).encode())
    assert isinstance(event, events.UnknownEvent)
    assert (event.content, event.raw) == ({"x": [1]}, body)


def test_a_ping_needs_nothing_but_its_type():
    assert is_ping(parse(b'{"type":"PING"}'))
    assert is_ping(parse(b'{"type":"PING","content":{},"id":"1","timestamp":"2019-07-03T04:30:12.07Z"}'))
    assert not is_ping(parse(b'{"type":"NEW/ONE"}'))


@pytest.mark.parametrize("body", [b"", b"[]", b"x", b'{"type":"TASK/CLOSED","content":[]}'])
def test_what_is_no_event_is_refused(body):
    with pytest.raises(MalformedAnswerError):
        parse(body)


def test_an_authentic_delivery_is_opened():
    assert KNOWN.is_authentic(GOOD)
    assert is_ping(KNOWN.open(GOOD, b'{"type":"PING"}'))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": GOOD["authorization"]},
        {"X-Gladly-Token": "123"},
        {**GOOD, "x-gladly-token": "124"},
        {**GOOD, "x-gladly-token": ""},
        {**GOOD, "authorization": _basic("integrations@organization.com:other")},
        {**GOOD, "authorization": _basic("other:פסוורד:x")},
        {**GOOD, "authorization": "Bearer " + GOOD["authorization"][6:]},
        {**GOOD, "authorization": "Basic ###"},
        {**GOOD, "authorization": "Basic"},
        {**GOOD, "authorization": "Basic ä"},
    ],
)
def test_a_delivery_without_all_that_the_webhook_brings_is_not_read(headers):
    assert not KNOWN.is_authentic(headers)
    with pytest.raises(AuthenticationError):
        KNOWN.open(headers, b'{"type":"PING"}')


def test_the_scheme_may_be_in_any_case_and_one_of_the_two_proofs_may_be_enough():
    assert Authenticity(username="a", password="b").is_authentic({"AUTHORIZATION": "bASIC " + _basic("a:b")[6:]})
    assert Authenticity(headers={"x-key": "k"}).is_authentic({"X-Key": "k"})


@pytest.mark.parametrize("nothing", [{}, {"username": "a"}, {"headers": {"X-Key": ""}}])
def test_without_any_secret_everybody_would_be_let_in(nothing):
    with pytest.raises(SettingError):
        Authenticity(**nothing)


def test_secrets_are_not_shown():
    assert "x" not in repr(Authenticity(username="a", password="xxx", headers={"b": "xxx"})).removeprefix(
        "Authenticity"
    )
