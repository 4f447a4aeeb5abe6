from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from deskbridge.errors import (
    AuthenticationError,
    InvalidRequestError,
    MalformedAnswerError,
    SettingError,
    UnsupportedError,
    ValidationError,
)
from deskbridge.records import AuthorKind, Channel, ChannelKind, Event, EventKind, NewCustomer, Work, WorkKind
from deskbridge.settings import Secret
from deskbridge_gladly.desk import connect
from deskbridge_gladly.settings import GladlySettings
from deskbridge_gladly.translate.events import KINDS, entities_of, event
from deskbridge_gladly.wire.events import ENTITIES, EVENTS, read_event

NOW = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)
NAIVE = NOW.replace(tzinfo=None)
AT = "2026-03-01T11:00:00.123Z"
HOUR = timedelta(hours=1)
BASIC = "Basic " + base64.b64encode(b"hook:s3cret").decode()
PAIRS = {"webhook_username": "hook", "webhook_password": Secret("s3cret")}
HEADER = {"webhook_header_name": "X-Gladly", "webhook_header_value": Secret("fixed")}


def _read(kind: str, **content: object) -> Event:
    return event(read_event({"id": "e", "type": kind, "timestamp": AT, "content": content}))


def _desk(**settings):
    given = {"base_url": "https://acme.gladly.com", "username": "amy@acme.com", "api_token": Secret("t0p")}
    return connect(GladlySettings(**given, **settings))


def _delivery(kind: str = "PING") -> bytes:
    return orjson.dumps({"id": "e", "type": kind, "timestamp": AT, "content": {"jobId": "j"}})


def test_what_happened_is_streamed_oldest_first(gladly):
    made = [gladly.desk.customers.create(NewCustomer(name=name)).id for name in ("Ada", "Bea")]
    gladly.store.switches.events_lag_seconds = 0
    listed = gladly.desk.events.all(since=NOW - HOUR)
    found = [one for one in listed if one.kind is EventKind.CUSTOMER_CREATED]
    assert [one.customer_id for one in found] == made
    assert found[0].original_kind == "CUSTOMER_PROFILE/CREATED"
    assert (found[0].occurred_at, found[0].initiator.kind) == (NOW, AuthorKind.API)
    assert listed.truncated is False
    assert found[0].id
    assert list(gladly.desk.events.all(since=NOW - HOUR, until=NOW - HOUR / 2)) == list(listed)[:1]


def test_a_period_before_the_last_day_is_refused_by_the_vendor(gladly):
    with pytest.raises(ValidationError, match="24 hours"):
        list(gladly.desk.events.all(since=NOW - 25 * HOUR))


@pytest.mark.parametrize(("since", "until"), [(NAIVE, None), (NOW, NAIVE)])
def test_a_time_without_a_zone_is_refused_before_a_request(gladly, since, until):
    with pytest.raises(InvalidRequestError):
        gladly.desk.events.all(since=since, until=until)
    assert gladly.requests == {}


def test_every_type_with_a_neutral_word_is_documented():
    assert set(KINDS) <= set(EVENTS)


@pytest.mark.parametrize("kind", ["CUSTOMER/MERGED", "CUSTOMER_PROFILE/MERGED"])
def test_a_merge_says_who_survives_and_who_is_gone(kind):
    merged = _read(
        kind,
        destinationCustomerId="stays",
        sourceCustomerId="goes",
        destinationConversationId="c",
        sourceConversationId="d",
    )
    assert (merged.kind, merged.customer_id, merged.merged_id) == (EventKind.CUSTOMER_MERGED, "stays", "goes")
    assert (merged.ticket_id, merged.details) == ("c", {"sourceConversationId": "d"})


def test_a_deletion_says_who_is_gone():
    deleted = _read("CUSTOMER_PROFILE/DELETED", customerId="c")
    assert (deleted.kind, deleted.customer_id, deleted.details) == (EventKind.CUSTOMER_DELETED, "c", {})


def test_an_assignment_says_who_has_the_ticket_now():
    context = {"assignee": {"inboxId": "i", "agentId": "before"}}
    assigned = _read(
        "CONVERSATION_ASSIGNEE/UPDATED",
        conversationId="c",
        customerId="p",
        reason="MANUAL",
        assignee={"inboxId": "i", "agentId": "after"},
        context=context,
    )
    assert (assigned.kind, assigned.ticket_id, assigned.customer_id) == (EventKind.TICKET_ASSIGNED, "c", "p")
    assert (assigned.agent_id, assigned.group_id) == ("after", "i")
    assert assigned.details == {"reason": "MANUAL", "context": context}


@pytest.mark.parametrize(
    ("kind", "content", "expected", "field"),
    [
        ("CONTACT/MESSAGE_RECEIVED", {"messageId": "x"}, EventKind.MESSAGE_RECEIVED, "message_id"),
        ("MESSAGE/RECEIVED", {"conversationItemId": "x"}, EventKind.MESSAGE_RECEIVED, "message_id"),
        ("CONVERSATION/NOTE_CREATED", {"noteId": "x"}, EventKind.NOTE_ADDED, "message_id"),
        ("TASK/COMMENT_ADDED", {"taskId": "x", "commentId": "y"}, EventKind.TASK_COMMENTED, "task_id"),
        ("AGENT_STATUS/LOGGED_IN", {"agentId": "x"}, EventKind.AGENT_STATUS_CHANGED, "agent_id"),
        ("EXPORT_JOB/COMPLETED", {"jobId": "x"}, EventKind.EXPORT_READY, "export_job_id"),
        ("EXPORT_JOB/FAILED", {"jobId": "x"}, EventKind.EXPORT_FAILED, "export_job_id"),
        ("PAYMENT_REQUEST/VIEWED", {"customerId": "x"}, EventKind.OTHER, "customer_id"),
        ("BRAND/NEW", {"conversationId": "x"}, EventKind.OTHER, "ticket_id"),
    ],
)
def test_an_event_tells_what_it_is_about(kind, content, expected, field):
    read = _read(kind, **content)
    assert (read.kind, read.original_kind, getattr(read, field)) == (expected, kind, "x")


def test_an_event_without_content_tells_its_kind():
    ping = event(read_event({"type": "PING"}))
    assert (ping.kind, ping.id, ping.occurred_at, ping.initiator) == (EventKind.PING, "", None, None)


@pytest.mark.parametrize(
    ("settings", "headers"),
    [
        (PAIRS, {"authorization": BASIC}),
        (HEADER, {"x-gladly": "fixed"}),
        ({**PAIRS, **HEADER}, {"Authorization": BASIC, "X-GLADLY": "fixed"}),
    ],
)
def test_a_delivery_that_brings_what_the_settings_say_is_read(settings, headers):
    with _desk(**settings) as desk:
        (read,) = desk.events.receive(headers, _delivery("EXPORT_JOB/COMPLETED"))
    assert (read.kind, read.export_job_id) == (EventKind.EXPORT_READY, "j")


@pytest.mark.parametrize(
    ("settings", "headers"),
    [
        (PAIRS, {}),
        (PAIRS, {"authorization": BASIC[:-2]}),
        (PAIRS, {"authorization": "Basic \udcff"}),
        (HEADER, {"x-gladly": "other"}),
        ({**PAIRS, **HEADER}, {"authorization": BASIC}),
    ],
)
def test_a_delivery_that_does_not_is_not_looked_at(settings, headers):
    with _desk(**settings) as desk, pytest.raises(AuthenticationError):
        desk.events.receive(headers, b"not even JSON")


@pytest.mark.parametrize("body", [b"", b"[]", b"not JSON"])
def test_a_proven_delivery_that_is_no_event_is_malformed(body):
    with _desk(**PAIRS) as desk, pytest.raises(MalformedAnswerError):
        desk.events.receive({"Authorization": BASIC}, body)


def test_without_anything_to_prove_it_by_no_delivery_is_taken():
    with _desk() as desk, pytest.raises(SettingError, match="webhook_header_name"):
        desk.events.receive({}, _delivery())


def test_there_is_no_queue(gladly):
    for ask in (gladly.desk.events.poll, lambda: gladly.desk.events.acknowledge([])):
        with pytest.raises(UnsupportedError):
            ask()
    assert gladly.requests == {}


def test_an_availability_says_what_the_agent_takes_now_and_since_when():
    at = "2026-03-01T10:59:58.5Z"
    told = _read("AGENT_AVAILABILITY/UPDATED", agentId="x", availableFor=["VOICE", "SMOKE"], occurredAt=at)
    assert told.available_for == (
        Work(kind=WorkKind.VOICE, original="VOICE"),
        Work(kind=WorkKind.UNKNOWN, original="SMOKE"),
    )
    assert told.effective_at == datetime(2026, 3, 1, 10, 59, 58, 500_000, tzinfo=UTC)
    assert (told.agent_id, told.details) == ("x", {})
    assert _read("AGENT_AVAILABILITY/UPDATED", agentId="x", availableFor=[], occurredAt=at).available_for == ()


@pytest.mark.parametrize("content", [{"availableFor": "VOICE"}, {"availableFor": [1]}, {"occurredAt": "soon"}])
def test_what_can_not_be_read_of_an_availability_of_a_new_type_stays_as_it_came(content):
    told = _read("AGENT_AVAILABILITY/OF_TOMORROW", **content)
    assert (told.available_for, told.effective_at, told.details) == (None, None, content)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("CONTACT/STARTED", EventKind.CONTACT_STARTED),
        ("CONTACT/ENDED", EventKind.CONTACT_ENDED),
        ("CONTACT/HOLD_STARTED", EventKind.HOLD_STARTED),
        ("CONTACT/HOLD_ENDED", EventKind.HOLD_ENDED),
    ],
)
def test_a_call_is_named_by_the_contact_in_the_content(kind, expected):
    told = _read(kind, contactId="call", channel="PHONE_CALL", conversationId="c", customerId="p", reason="MANUAL")
    assert (told.kind, told.contact_id, told.ticket_id) == (expected, "call", "c")
    assert told.channel == Channel(kind=ChannelKind.PHONE, original="PHONE_CALL")
    assert told.details == {"reason": "MANUAL"}


def test_a_channel_that_nobody_knows_keeps_its_word():
    told = _read("CONTACT/STARTED", contactId="call", channel="SMOKE")
    assert told.channel == Channel(kind=ChannelKind.UNKNOWN, original="SMOKE")


@pytest.mark.parametrize(
    ("kinds", "entities"),
    [
        ({EventKind.AGENT_AVAILABILITY_CHANGED, EventKind.HOLD_STARTED}, ("AGENT_AVAILABILITY", "CONTACT")),
        ({EventKind.TASK_CREATED}, ("TASK",)),
        ({EventKind.OTHER}, ENTITIES),
        ({EventKind.TICKET_ASSIGNED}, ENTITIES),
        (set(), ()),
    ],
)
def test_the_stream_is_asked_for_no_more_than_some_kinds_need(kinds, entities):
    assert entities_of(kinds) == entities


def test_only_events_of_the_kinds_asked_for_are_given(gladly):
    gladly.store.switches.events_lag_seconds = 0
    gladly.desk.customers.create(NewCustomer(name="Ada"))
    listed = list(gladly.desk.events.all(since=NOW - HOUR, kinds={EventKind.CUSTOMER_CREATED}))
    assert {one.kind for one in listed} == {EventKind.CUSTOMER_CREATED}
    gladly.forget_requests()
    assert list(gladly.desk.events.all(since=NOW - HOUR, kinds=set())) == []
    assert gladly.requests == {}
