"""Recorded bodies: read, written back unchanged, and read with everything that may be missing or new."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from attrs import NOTHING, asdict, fields
from hypothesis import given
from hypothesis import strategies as st

from deskbridge.errors import MalformedAnswerError
from deskbridge.records import AgentId, ChannelKind, MessageId, NewDirectMessage, Record
from deskbridge.times import format_time, parse_time
from deskbridge.wire import Wire, camel, structure, unstructure
from deskbridge_gladly.translate import (
    answers,
    calls,
    customers,
    direct,
    directory,
    events,
    exports,
    messages,
    tasks,
    tickets,
    topics,
)
from deskbridge_gladly.wire.events import EVENTS
from deskbridge_gladly.wire.items import Item

RECORDED = sorted(path for path in (Path(__file__).parent / "recorded").glob("*.json") if path.stem != "errors")
_KEY = "deskbridge.wire.key"
TIME = re.compile(r"\d{4}-\d\d-\d\dT.+Z")
SMS = NewDirectMessage(channel=ChannelKind.SMS, to="+16505550199", sender="+16505550100", text="Hello")
TRANSLATE: dict[str, Any] = {
    "customers.Profile": customers.customer,
    "conversations.Conversation": tickets.ticket,
    "items.Item": messages.message,
    "topics.Topic": topics.topic,
    "directory.Agent": directory.agent,
    "directory.Inbox": directory.inbox,
    "directory.Team": directory.team,
    "directory.CallRecorder": lambda read: calls.recorder(read, AgentId("given")),
    "items.VoiceTranscript": lambda read: calls.transcript(read, MessageId("given")),
    "communications.SentMessage": lambda read: direct.sent(SMS, read),
    "tasks.Task": tasks.task,
    "tasks.Comment": tasks.comment,
    "answers.Answer": answers.answer,
    "answers.AnswerContent": answers.content,
    "answers.Audience": answers.audience,
    "exports.Job": exports.job,
    **{f"events.{one.__name__}": events.event for one in EVENTS.values()},
}
NAMED_OTHERWISE = {"directory.CallRecorder": "agentId", "communications.SentMessage": "conversationItemId"}
"""What has no id of its own, and the field whose value is the record's."""


def _bodies() -> list[Any]:
    found = []
    for path in RECORDED:
        content = json.loads(path.read_text(encoding="utf-8"))
        assert content["provenance"]
        assert content["operation_ids"]
        found += [
            pytest.param(content["reads_as"], body, id=f"{path.stem}-{number}")
            for number, body in enumerate(content["bodies"])
        ]
    return found


BODIES = _bodies()
ITEMS = [one.values[1] for one in BODIES if one.values[0] == "items.Item"]


def _kind(name: str) -> type[Any]:
    module, _, kind = name.partition(".")
    return getattr(import_module(f"deskbridge_gladly.wire.{module}"), kind)


@pytest.mark.parametrize(("name", "body"), BODIES)
def test_what_was_read_is_written_back_as_it_came(name: str, body: Any) -> None:
    body = {"id": "given", **body}
    assert body == unstructure(structure(body, _kind(name)))


RECORDS = [one for one in BODIES if one.values[0] in set(TRANSLATE) - {"answers.AnswerContent"}]


@pytest.mark.parametrize(("name", "body"), RECORDS)
def test_a_record_keeps_the_whole_body(name: str, body: Any) -> None:
    body = {"id": "given", **body}
    record = TRANSLATE[name](structure(body, _kind(name)))
    assert (body[NAMED_OTHERWISE.get(name, "id")], body, "gladly") == (record.id, record.raw, record.vendor)


@pytest.mark.parametrize("body", ITEMS, ids=lambda body: f"{body['id']}")
def test_nothing_of_an_item_is_in_its_body_alone(body: Any) -> None:
    message = messages.message(structure(body, Item))
    held = json.dumps(asdict(message, filter=lambda field, _: field.name != "raw"), default=str)
    for value in _leaves({key: value for key, value in body.items() if key != "timestamp"}):
        # Digits in a text are kept as the number they are.
        assert json.dumps(value) in held or json.dumps(value).strip('"') in held, (value, held)


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    return [value]


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
VALUES = st.sampled_from([None, "SOMETHING_NEW", "שלום 👋", "", True, [], {}, ["x"], {"x": None}])
CHANGES = st.one_of(st.sampled_from([_drop, _add]), (VALUES | NUMBERS | st.text()).map(_replace))


@given(data=st.data(), recorded=st.sampled_from([one.values for one in BODIES]))
def test_a_changed_body_is_read_or_refused_with_its_path_and_never_loses_anything(data: Any, recorded: Any) -> None:
    name, body = recorded
    body = json.loads(json.dumps({"id": "given", **body}))
    data.draw(CHANGES)(body, data.draw(st.sampled_from(_paths(body))))
    try:
        read = structure(body, _kind(name))
        record = TRANSLATE[name](read) if name in TRANSLATE else read
    except MalformedAnswerError as wrong:
        complaint = str(wrong)
        assert "$" in complaint
    else:
        assert body == unstructure(read)
        assert not isinstance(record, Record) or body == record.raw


def _needed(name: str) -> set[str]:
    return {one.metadata.get(_KEY, camel(one.name)) for one in fields(_kind(name)) if one.default is NOTHING}


@pytest.mark.parametrize(("name", "body"), list({one.values[0]: one.values for one in BODIES}.values()))
@pytest.mark.parametrize("value", [None, {"of": "the vendor"}, "NEW"])
def test_an_unknown_field_and_a_missing_optional_one_are_no_error(name: str, body: Any, value: Any) -> None:
    needed = _needed(name)
    least = {**{key: one for key, one in {"id": "only", **body}.items() if key in needed}, "unheardOf": value}
    read = structure(least, _kind(name))
    if name in TRANSLATE:
        TRANSLATE[name](read)
    assert least == unstructure(read)


@pytest.mark.parametrize(("name", "body"), BODIES)
def test_every_published_field_has_a_name_here_and_is_written_as_published(name: str, body: Any) -> None:
    body = {**dict.fromkeys(_needed(name) & {"id"}, "given"), **body}
    made = unstructure(_without_raw(structure(body, _kind(name))))
    assert _timed(body) == _timed(_published(made, body))


def _published(made: Any, body: Any) -> Any:
    """Leave out what is None here because it is not there."""
    if isinstance(made, dict) and isinstance(body, dict):
        return {key: _published(one, body.get(key)) for key, one in made.items() if key in body or one is not None}
    if isinstance(made, list) and isinstance(body, list):
        return [_published(one, other) for one, other in zip(made, body, strict=True)]
    return made


def _without_raw(value: Any) -> Any:
    if isinstance(value, Wire):
        return type(value)(
            **{one.name: _without_raw(getattr(value, one.name)) for one in fields(type(value)) if one.name != "raw"}
        )
    return tuple(map(_without_raw, value)) if isinstance(value, tuple) else value


def _timed(value: Any) -> Any:
    """Return a body with its times as we write them, and without the keys that the vendor's example misspells."""
    if isinstance(value, dict):
        return {key: _timed(one) for key, one in value.items() if not key.endswith('"')}
    if isinstance(value, list):
        return [_timed(one) for one in value]
    return format_time(parse_time(value)) if isinstance(value, str) and TIME.fullmatch(value) else value
