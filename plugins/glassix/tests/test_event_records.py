from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge.records import Author, AuthorKind, Event, EventKind
from deskbridge.records.raw import freeze_mapping
from deskbridge_glassix.translate.events import events, oldest_first

ZEROS = "00000000-0000-0000-0000-000000000000"
DEPARTMENT = "824b4850-b24c-45ed-8d41-c740ad2618bf"
AGENT = "aca76a89-8950-4424-b727-2f277c24a891"
CONTACT = "7a10856d-6d27-4a2a-a8e9-641d26566dab"
CLIENT = {"id": 1, "type": "Client", "name": "John Wick", "identifier": "12025550156", "contactId": CONTACT}
USER = {"id": 2, "type": "User", "name": "Jhon", "identifier": AGENT, "contactId": ZEROS}
TICKET = {"id": 137694, "departmentId": DEPARTMENT, "owner": {"id": AGENT}, "participants": [USER, CLIENT]}
TRANSACTION = {"id": 681728957177908, "guidTransactionId": "73e349ec", "type": "Message", "text": "hi"}


def body(*changes: dict[str, Any], at: str = "2018-11-25T14:17:57.4865353Z", **others: Any) -> Any:
    return freeze_mapping({"key": ZEROS, "dateTime": at, "changes": list(changes), **others})


def only(*changes: dict[str, Any], **others: Any) -> Event:
    (event,) = events(body(*changes, **others))
    return event


def about(event: Event) -> tuple[Any, ...]:
    return event.kind, event.ticket_id, event.message_id, event.customer_id, event.agent_id, event.group_id


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"_event": "NEW_TICKET", "ticketId": 137694, "ticket": TICKET},
            (EventKind.TICKET_CREATED, "137694", None, CONTACT, AGENT, DEPARTMENT),
        ),
        (
            {"_event": "TICKET_STATE_CHANGE", "ticketId": 137694, "ticketState": "Closed", "ticket": TICKET},
            (EventKind.TICKET_CLOSED, "137694", None, CONTACT, AGENT, DEPARTMENT),
        ),
        (
            {"_event": "TICKET_STATE_CHANGE", "ticketId": 137694, "ticketState": "Open"},
            (EventKind.TICKET_REOPENED, "137694", None, None, None, None),
        ),
        (
            {"_event": "TICKET_STATE_CHANGE", "ticketId": 137694, "ticketState": "Snoozed"},
            (EventKind.TICKET_UPDATED, "137694", None, None, None, None),
        ),
        (
            {"_event": "TICKET_OWNER_CHANGE", "ticketId": 137694, "ownerId": AGENT, "ownerUserName": "a@b.example"},
            (EventKind.TICKET_ASSIGNED, "137694", None, None, AGENT, None),
        ),
        (
            {"_event": "TICKET_OWNER_CHANGE", "ticketId": 137694, "ownerId": ZEROS},
            (EventKind.TICKET_ASSIGNED, "137694", None, None, None, None),
        ),
        (
            {"_event": "NEW_MESSAGE", "ticketId": 137694, "transaction": {**TRANSACTION, "fromParticipant": CLIENT}},
            (EventKind.MESSAGE_RECEIVED, "137694", "137694:681728957177908", CONTACT, None, None),
        ),
        (
            {"_event": "NEW_MESSAGE", "ticketId": 137694, "transaction": {**TRANSACTION, "fromParticipant": USER}},
            (EventKind.MESSAGE_SENT, "137694", "137694:681728957177908", None, None, None),
        ),
        (
            {"_event": "NEW_MESSAGE", "ticketId": 1, "transaction": {**TRANSACTION, "type": "Note"}},
            (EventKind.NOTE_ADDED, "1", "1:681728957177908", None, None, None),
        ),
        (
            {"_event": "NEW_MESSAGE", "ticketId": 1, "transaction": TRANSACTION},
            (EventKind.OTHER, "1", "1:681728957177908", None, None, None),
        ),
        (
            {"_event": "USER_STATUS_CHANGE", "userId": AGENT, "userStatus": "Break", "ticketId": 0},
            (EventKind.AGENT_STATUS_CHANGED, None, None, None, AGENT, None),
        ),
        (
            {"_event": "DOCUMENT_SIGNED", "ticketId": 1, "document": {"any": "thing"}},
            (EventKind.OTHER, "1", None, None, None, None),
        ),
        (
            {"_event": "NON_TICKET_MESSAGE_STATUS", "message": {"departmentId": DEPARTMENT, "status": "Read"}},
            (EventKind.OTHER, None, None, None, None, DEPARTMENT),
        ),
        (
            {"_event": "SURVEY_UPDATE", "ticketId": 1, "participant": CLIENT, "surveys": [{"id": 1, "value": "5"}]},
            (EventKind.OTHER, "1", None, CONTACT, None, None),
        ),
        ({"_event": "NEW_ONE", "x": [1]}, (EventKind.OTHER, None, None, None, None, None)),
    ],
    ids=lambda one: str(one.get("_event")) if isinstance(one, dict) else "",
)
def test_every_type_says_what_it_is_about(change: dict[str, Any], expected: tuple[Any, ...]) -> None:
    event = only(change)
    assert expected == about(event)
    assert change["_event"] == event.original_kind
    assert body(change) == event.raw
    kept = {**event.details, "_event": event.original_kind}
    assert {name for name in change if name not in {"ticketId", "ownerId", "userId"}} == set(kept)


def test_a_message_tells_who_wrote_it() -> None:
    event = only({"_event": "NEW_MESSAGE", "ticketId": 1, "transaction": {**TRANSACTION, "fromParticipant": CLIENT}})
    assert event.initiator == Author(kind=AuthorKind.CUSTOMER, id=CONTACT, name="John Wick", original="Client")


def test_several_changes_of_one_moment_are_as_many_events() -> None:
    read = events(body({"_event": "NEW_TICKET", "ticketId": 1}, {"_event": "NEW_MESSAGE", "ticketId": 1}))
    assert [one.original_kind for one in read] == ["NEW_TICKET", "NEW_MESSAGE"]
    assert len({one.id for one in read}) == 2


def test_an_event_without_changes_is_kept() -> None:
    for given_ in (body(), freeze_mapping({"new": "shape"}), freeze_mapping({"changes": None})):
        (event,) = events(given_)
        assert (event.kind, event.raw) == (EventKind.OTHER, given_)


def test_what_is_given_again_has_the_same_id() -> None:
    message = {**TRANSACTION, "attachments": [{"uri": "https://s3.example/?X-Amz-Signature=1"}]}
    again = {**TRANSACTION, "attachments": [{"uri": "https://s3.example/?X-Amz-Signature=2"}]}
    change = {"_event": "NEW_MESSAGE", "ticketId": 1}
    first = only({**change, "transaction": message}, queueReceiptHandle="one", queueMessageId="m")
    second = only({**change, "transaction": again}, queueReceiptHandle="two", queueMessageId="m")
    webhook = only({"transaction": message, **change, "ticket": {"id": 1, "state": "Open"}})
    assert first.id == second.id
    assert webhook.id == only({**change, "transaction": again, "ticket": {"id": 1}}).id


@pytest.mark.parametrize(
    "other",
    [
        {"_event": "TICKET_STATE_CHANGE", "ticketId": 2, "ticketState": "Closed"},
        {"_event": "TICKET_STATE_CHANGE", "ticketId": 1, "ticketState": "Open"},
        {"_event": "TICKET_CHANGE", "ticketId": 1, "ticketState": "Closed"},
    ],
)
def test_what_is_another_event_has_another_id(other: dict[str, Any]) -> None:
    one = {"_event": "TICKET_STATE_CHANGE", "ticketId": 1, "ticketState": "Closed"}
    assert only(one).id != only(other).id
    assert only(one).id != only(one, at="2018-11-25T14:17:57.4865354Z").id


def test_events_come_in_the_order_in_which_they_happened_and_once() -> None:
    late = body({"_event": "A"}, at="2020-01-02T00:00:00Z")
    early = body({"_event": "B"}, at="2020-01-01T00:00:00Z")
    undated = body({"_event": "C"}, at="0001-01-01T00:00:00")
    assert [one.original_kind for one in oldest_first([undated, late, early, late])] == ["B", "A", "C"]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just(ZEROS) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = ["_event", "ticketId", "TICKETID", "ticket", "transaction", "ownerId", "message", "participant", "ticketState"]
changes = st.dictionaries(st.sampled_from(NAMES), values | st.sampled_from([TICKET, TRANSACTION, CLIENT]), max_size=6)


@settings(max_examples=60)
@given(st.lists(changes | values, max_size=3) | values, values)
def test_whatever_an_event_looks_like_it_is_read_and_kept(told: Any, at: Any) -> None:
    given_ = freeze_mapping({"changes": told, "dateTime": at, "key": at})
    read = events(given_)
    assert read
    assert {json.dumps(one.raw, sort_keys=True) for one in read} == {json.dumps(given_, sort_keys=True)}
    assert [one.id for one in events(given_)] == [one.id for one in read]
