"""Recorded bodies: read, written back unchanged, and read with everything that may be missing or new."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from attrs import NOTHING, fields
from hypothesis import given
from hypothesis import strategies as st

from deskbridge.errors import MalformedAnswerError
from deskbridge.records import Record, TicketId, TicketStatus
from deskbridge.times import format_duration, format_time, parse_time
from deskbridge.wire import Wire, json_names, structure, unstructure
from deskbridge_glassix.translate.agents import agent
from deskbridge_glassix.translate.customers import customer
from deskbridge_glassix.translate.messages import message, messages
from deskbridge_glassix.translate.people import topic
from deskbridge_glassix.translate.tickets import ticket
from deskbridge_glassix.wire import words
from deskbridge_glassix.wire.nothing import NO_ID, NO_NUMBER, NO_TIME
from deskbridge_glassix.wire.tenants import Tag
from deskbridge_glassix.wire.tickets import Ticket, TicketPage
from deskbridge_glassix.wire.users import DeletedUser, OwnStatus

RECORDED = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (Path(__file__).parent / "recorded").glob("*.json")
}
PROVENANCES = ("published by the vendor: ", "third-party: ", "composed of ")
SAID = frozenset(
    [
        "culture",
        "addIntroductionMessage",
        "enableWebhook",
        "getAvailableUser",
        "markAsRead",
        "fontSizeInPixels",
        "replaceContentId",
        "showParticipantType",
    ]
)
"""What we always say, since what the vendor takes it for is unwelcome or not known."""
NOTHINGS = (*NO_TIME, *NO_ID, NO_NUMBER)
TIME = re.compile(r"\d{4}-\d\d-\d\dT.+Z")
DURATION = re.compile(r"(?:(\d+)\.)?(\d\d):(\d\d):(\d\d(?:\.\d+)?)")
RECORDS: dict[str, Any] = {
    "contacts.Contact": customer,
    "tickets.Ticket": ticket,
    "users.User": agent,
    "tenants.Tag": topic,
    "tickets.Transaction": lambda read: message(read, ticket_id=TicketId("1"), customer_id=None),
}
BODIES = [
    pytest.param(one["reads_as"], body, id=f"{name}-{number}")
    for name, one in sorted(RECORDED.items())
    if one["reads_as"]
    for number, body in enumerate(one["bodies"])
]
WITH_A_RECORD = [one for one in BODIES if one.values[0] in RECORDS]


def kind_of(name: str) -> type[Any]:
    module, _, kind = name.partition(".")
    return getattr(import_module(f"deskbridge_glassix.wire.{module}"), kind)


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_every_recorded_body_says_where_it_comes_from_and_what_asks_for_it(name: str) -> None:
    one = RECORDED[name]
    assert one["provenance"].startswith(PROVENANCES)
    assert one["operation_ids"]
    assert one["bodies"]


@pytest.mark.parametrize(("name", "body"), BODIES)
def test_a_recorded_body_is_written_as_it_was_read(name: str, body: Any) -> None:
    assert body == unstructure(structure(body, kind_of(name)))


@pytest.mark.parametrize(("name", "body"), WITH_A_RECORD)
def test_a_record_keeps_what_the_vendor_sent(name: str, body: Any) -> None:
    record = RECORDS[name](structure(body, kind_of(name)))
    assert (body, "glassix") == (record.raw, record.vendor)


def test_what_stands_for_nothing_is_read_as_nothing() -> None:
    body = RECORDED["ticket_whole"]["bodies"][0]
    wire = structure(body, Ticket)
    assert (wire.close, wire.moved_to_ticket_id, wire.moved_to_department_id) == (None, None, None)
    read = ticket(wire)
    assert (read.closed_at, read.moved_to, read.moved_from, read.external_id) == (None, None, None, "")
    assert read.raw["close"] == "0001-01-01T00:00:00"


def test_times_and_durations_are_read_as_such() -> None:
    [body] = RECORDED["ticket_fields_of_the_sdk"]["bodies"]
    read = structure(body, Ticket)
    assert (read.queue_time_gross, read.queue_time_net, read.agent_assign_to_response_time_net) == (
        timedelta(days=1, hours=2, minutes=3, seconds=4.5),
        timedelta(0),
        None,
    )
    assert read.activity_logs is not None
    assert read.activity_logs[0].changed_on == datetime(2026, 4, 27, 13, 46, 36, 354_759, tzinfo=UTC)


@pytest.mark.parametrize("digits", range(8))
def test_a_time_has_up_to_seven_fraction_digits(digits: int) -> None:
    text = "2026-04-27T13:46:36" + (f".{'1234567'[:digits]}" if digits else "") + "Z"
    read = structure({"id": 1, "open": text}, Ticket)
    assert read.open == datetime(2026, 4, 27, 13, 46, 36, int("1234567"[:digits].ljust(6, "0")[:6]), tzinfo=UTC)
    assert unstructure(read) == {"id": 1, "open": text}


@pytest.mark.parametrize("text", ["2018-11-26T19:42:53.15", "2018-11-26T19:42:53.150Z"])
def test_a_time_without_a_zone_as_in_older_samples_is_taken_as_utc(text: str) -> None:
    assert structure({"id": 1, "open": text}, Ticket).open == datetime(2018, 11, 26, 19, 42, 53, 150_000, tzinfo=UTC)


def test_an_unassigned_ticket_has_no_agent() -> None:
    [body] = RECORDED["ticket"]["bodies"]
    owner = {"id": "0" * 8 + "-0000-0000-0000-" + "0" * 12, "UserName": ""}
    assert ticket(structure({**body, "owner": owner}, Ticket)).agent_id is None


def test_tags_are_read_with_keys_in_either_case() -> None:
    small = {"name": "Sales", "parentTags": ["All"], "isDeleted": True}
    capital = {"Name": "Sales", "ParentTags": ["All"], "IsDeleted": True}
    read = [topic(structure(body, Tag)) for body in (small, capital)]
    assert read[0] == read[1]
    assert [small, capital] == [one.raw for one in read]
    assert (read[0].id, read[0].name, read[0].parent_id, read[0].disabled) == ("Sales", "Sales", "All", True)


@pytest.mark.parametrize("spelled", [str, str.lower, str.upper, str.capitalize])
def test_other_answers_of_unsettled_case_are_read_in_any(spelled: Any) -> None:
    status = structure({spelled("status"): "Online", spelled("_status"): 10}, OwnStatus)
    deleted = structure({spelled("message"): "Gone", spelled("deletedFromDepartments"): ["Sales"]}, DeletedUser)
    assert (status.status, status.code) == ("Online", 10)
    assert (deleted.message, deleted.deleted_from_departments) == ("Gone", ("Sales",))


@pytest.mark.parametrize(
    "paging", [{}, {"paging": None}, {"paging": {}}, {"paging": {"next": None}}, {"paging": {"next": ""}}]
)
def test_the_last_page_says_so_in_one_of_five_ways(paging: Any) -> None:
    assert structure({"tickets": [], **paging}, TicketPage).next_link == ""


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(*path, key) for key, _ in pairs] + [found for key, one in pairs for found in _paths(one, (*path, key))]


def _parent(body: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        body = body[key]
    return body


def _drop(body: Any, path: tuple[Any, ...]) -> None:
    del _parent(body, path)[path[-1]]


def _replace(value: Any) -> Any:
    def change(body: Any, path: tuple[Any, ...]) -> None:
        _parent(body, path)[path[-1]] = value

    return change


def _add(body: Any, path: tuple[Any, ...]) -> None:
    if isinstance(parent := _parent(body, path), dict):
        parent["newField"] = {"of": ["the vendor", 1, None, "עברית"]}


NUMBERS = st.sampled_from([0, -1, 2**31, 2**53 + 1, 2**63 - 1, -(2**63), 0.1, -0.0, 1.7976931348623157e308])
VALUES = st.sampled_from(
    [None, "SOMETHING_NEW", "שלום 👋", "", True, [], {}, ["x"], {"x": None}, "0001-01-01T00:00:00", "99:99:99", *NO_ID]
)
CHANGES = st.one_of(st.sampled_from([_drop, _add]), (VALUES | NUMBERS | st.text()).map(_replace))


@given(data=st.data(), recorded=st.sampled_from([one.values for one in BODIES]))
def test_a_changed_body_is_read_or_refused_with_its_path_and_never_loses_anything(data: Any, recorded: Any) -> None:
    name, body = recorded
    body = json.loads(json.dumps(body))
    data.draw(CHANGES)(body, data.draw(st.sampled_from(_paths(body))))
    try:
        read = structure(body, kind_of(name))
        record = RECORDS[name](read) if name in RECORDS else read
        if isinstance(read, Ticket):
            messages(read)
    except MalformedAnswerError as wrong:
        complaint = str(wrong)
        assert "$" in complaint
    else:
        assert body == unstructure(read) or not body
        assert not isinstance(record, Record) or body == record.raw


def _needed(name: str) -> set[str]:
    kind = kind_of(name)
    return {json_names(kind)[one.name] for one in fields(kind) if one.name != "raw" and one.default is NOTHING}


@pytest.mark.parametrize(("name", "body"), list({one.values[0]: one.values for one in BODIES}.values()))
@pytest.mark.parametrize("value", [None, {"of": "the vendor"}, "NEW"])
def test_an_unknown_field_and_a_missing_optional_one_are_no_error(name: str, body: Any, value: Any) -> None:
    least = {**{key: one for key, one in body.items() if key in _needed(name)}, "unheardOf": value}
    read = structure(least, kind_of(name))
    if name in RECORDS:
        RECORDS[name](read)
    assert least == unstructure(read)


@pytest.mark.parametrize(("name", "body"), BODIES)
def test_every_published_field_has_a_name_here_and_is_written_as_published(name: str, body: Any) -> None:
    made = unstructure(_without_raw(structure(body, kind_of(name))))
    assert _told(body) == _told(_published(made, body))


def _published(made: Any, body: Any) -> Any:
    """Leave out what is None here because it is not there."""
    if isinstance(made, dict) and isinstance(body, dict):
        there = {key.lower(): key for key in body}
        return {
            key: _published(one, body.get(there.get(key.lower(), key)))
            for key, one in made.items()
            if key.lower() in there or (one is not None and key not in SAID)
        }
    if isinstance(made, list) and isinstance(body, list):
        return [_published(one, other) for one, other in zip(made, body, strict=True)]
    return made


def _without_raw(value: Any) -> Any:
    if isinstance(value, Wire):
        return type(value)(
            **{one.name: _without_raw(getattr(value, one.name)) for one in fields(type(value)) if one.name != "raw"}
        )
    return tuple(map(_without_raw, value)) if isinstance(value, tuple) else value


def _told(value: Any) -> Any:
    """Return a body with keys in one case, times and durations as we write them, and nothing for nothing's words."""
    if isinstance(value, dict):
        return {key.lower(): _told(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_told(one) for one in value]
    if isinstance(value, str) and TIME.fullmatch(value):
        return format_time(parse_time(value))
    if isinstance(value, str) and (found := DURATION.fullmatch(value)):
        days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
        return format_duration(timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))
    return None if value in NOTHINGS and value is not False else value


@given(st.text())
def test_an_unknown_state_is_kept_by_its_word(word: str) -> None:
    read = ticket(structure({**RECORDED["ticket"]["bodies"][0], "state": word}, Ticket)).status
    assert word == read.original
    assert (word.lower() in map(str.lower, words.TicketState)) == (read.kind is not TicketStatus.UNKNOWN)
