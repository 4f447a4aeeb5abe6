"""What is sent, answered and recorded is held against the vendor's published description; see openapi/PROVENANCE.md."""

from __future__ import annotations

import json
import pkgutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import urllib3

sys.path.append(str(Path(__file__).parent / "openapi"))
from gladly_description import Described, Description
from gladly_exchanges import Finding, Judge, Watched
from gladly_tour import Tour, refusals

from deskbridge.sandbox import ManualClock, SandboxOptions, parse_seed, running
from deskbridge.settings import Secret
from deskbridge.transport import Options
from deskbridge.wire import Wire, json_names
from deskbridge_gladly import wire
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.sandbox import create
from deskbridge_gladly.settings import GladlySettings
from deskbridge_gladly.wire.contents import CONTENTS, CustomChannelMessage

RECORDED = sorted(path for path in (Path(__file__).parent / "recorded").glob("*.json") if path.stem != "errors")
NOW = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)
FILES = {"real_items": "conversation_items", "export_items": "conversation_items"}

AGENT = "agentId is null where nobody is assigned, as the vendor's scripts send it (D13)"
PHONE = 'the type of a real number is "" where none was given (D09)'
COMMENT = "required names message, which is no property; comment is (D67)"
TOPICS = "required names topicIDs, the property and the scripts have topicIds (D67)"
CONTENT = "required names content, which the schema has no property of"
STATUS = "a 404 for an unknown id, where the description lists none (inferred, for a deletion D50)"
STREAM = "the description leaves this kind out of the stream and has it as a webhook only"
JOINED = "required has messageId, but defines no such property there"
TOURED: dict[Finding, str] = {
    **dict.fromkeys(
        [
            (name, "answer 404: status")
            for name in (
                "Agents_getAgentProfile", "Answers_getById", "Answers_listAnswerTitles", "Answers_listPublic",
                "Answers_searchResults", "Conversations_listForCustomer", "Customers_deleteProfile",
                "Inboxes_getMetadata", "Teams_getById",
            )
        ],
        STATUS,
    ),
    ("Conversations_addTopicToList", "request $: topicIDs missing"): TOPICS,
    ("Conversations_redactConversationItem", "request: no body"): "the vendor's script sends none (D55)",
    ("Conversations_updateAssigneeStatus", "request $.assignee.agentId: type"): AGENT,
    ("Customers_findProfiles", "answer 200 $[].phones[].type: enum"): PHONE,
    ("Events_listStreamOfEvents", "answer 200 $.content: messageId missing"): JOINED,
    ("Tasks_addTaskComment", "request $: message missing"): COMMENT,
    ("Tasks_createCustomerTask", "request $.assignee.agentId: type"): AGENT,
    ("Tasks_customerTimeline", "request $.assignee.agentId: type"): AGENT,
    ("Tasks_getCustomerTasks", "answer 200 $[]: content missing"): CONTENT,
    ("Tasks_getTask", "answer 200 $: content missing"): CONTENT,
}  # fmt: skip
DURATION = "one published example has the duration as a text (D20)"
KIND = "an example of a chat message has no messageType, which tells its forms apart (D21)"
IN_RECORDED: dict[Finding, str] = {
    ("Events_listStreamOfEvents", "answer $.content: messageId missing"): JOINED,
    ("Events_listStreamOfEvents", "answer $: oneOf"): STREAM,
    ("Events_listStreamOfEvents", "answer $.content: dueAt missing"): "the published example lacks it",
    ("Export_downloadFile", "answer $[].content: oneOf"): KIND,
    ("Conversations_getItem", "answer $.content.recordingDuration: type"): DURATION,
    ("Conversations_listItemsInConversation", "answer $[].content.recordingDuration: type"): DURATION,
    ("Conversations_getItem", "answer $.content: oneOf"): KIND,
    ("Conversations_listItemsInConversation", "answer $[].content: oneOf"): KIND,
    ("Customers_findProfiles", "answer $[].phones[].type: enum"): PHONE,
    ("Customers_updateProfileById", "request $.phones[].type: enum"): PHONE,
    ("Tasks_addTaskComment", "request $: message missing"): COMMENT,
    ("Tasks_customerTimeline", "request $.assignee.agentId: type"): AGENT,
    ("Conversations_addTopicToList", "request $: topicIDs missing"): TOPICS,
    ("Tasks_getTask", "answer $: content missing"): CONTENT,
    ("Tasks_getCustomerTasks", "answer $[]: content missing"): CONTENT,
}


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(Description())


def _walk(watched: Watched, settings: Any, folder: Path, receiver: str) -> None:
    secret = Secret(settings["api_token"])
    known = GladlySettings(base_url=settings["base_url"], username=settings["username"], api_token=secret)
    native = GladlyClient(known, Options(deadline_seconds=10, timeout_seconds=5))
    try:
        Tour(native, watched, folder, receiver).walk()
    finally:
        native.close()


def _refuse(judge: Judge, settings: Any) -> None:
    headers = urllib3.make_headers(basic_auth=f"{settings['username']}:{settings['api_token']}")
    with urllib3.PoolManager(retries=False, headers=headers) as pool:
        for method, path in refusals(judge.description):
            body = None if method in {"GET", "DELETE"} else b"{}"
            pool.request(method, settings["base_url"] + path, body=body, redirect=False)


def test_all_operations_are_asked_and_answered_as_described_but_for_what_is_listed(
    judge: Judge, tmp_path: Path, script: Callable[[], Any]
) -> None:
    receiver = script()
    receiver.says(200)
    seeds = [parse_seed("sample"), parse_seed("synthetic:40")]
    watched = Watched(create(SandboxOptions(seeds=seeds, rate_limit="off", clock=ManualClock(NOW))))
    with running(watched) as served:
        _walk(watched, served.settings, tmp_path, f"{receiver.url}/hook")
        walked = list(watched.kept)
        _refuse(judge, served.settings)
    asked = {judge.description.find(one.method, one.path) and _route(judge, one) for one in walked}
    described = {(one.method, one.path) for one in judge.description.operations if one.path.startswith("/api/")}
    assert (asked ^ described, len(described)) == (set(), 88)
    found = {each for one in walked for each in judge.exchange(one)}
    found |= {each for one in watched.kept[len(walked) :] for each in judge.exchange(one, request=False)}
    assert found == set(TOURED)


def _route(judge: Judge, one: Any) -> tuple[str, str]:
    found = judge.description.find(one.method, one.path)
    assert found is not None
    return found[0].method, found[0].path


def test_recorded_bodies_are_as_described_but_for_what_is_listed(judge: Judge) -> None:
    assert {found for path in RECORDED for found in _recorded(judge, path)} == set(IN_RECORDED)


READ_OTHERWISE = {
    "attr": "errors are read by their own table", "code": "errors", "detail": "errors", "errors": "errors",
    "meta": "errors",
    "recordingDuration": "a number or digits in a text (D20), by Call.recording_seconds",
    "TASK variant (deprecated)": "a remark in the list of differences, and no field",
}  # fmt: skip


def test_every_field_of_every_schema_has_a_name_in_the_wire_values(judge: Judge) -> None:
    assert len(judge.description.schemas) >= 195
    described = {name for schema in judge.description.schemas.values() for name in _fields(schema)}
    named = {name for cls in _wire_classes() for name in json_names(cls).values()}
    assert described - named == set(READ_OTHERWISE)


@pytest.mark.parametrize("kind", sorted(CONTENTS))
def test_every_documented_content_has_a_class_with_all_its_fields(judge: Judge, kind: str) -> None:
    schema = judge.description.schemas[f"Content_{kind}"]
    described = {name for one in schema.get("oneOf", [schema]) for name in one["properties"]}
    assert described - {"recordingDuration"} <= set(json_names(CONTENTS[kind]).values())


def test_every_content_of_the_description_is_of_a_kind_that_is_known(judge: Judge) -> None:
    published = {name.removeprefix("Content_") for name in judge.description.schemas if name.startswith("Content_")}
    assert published == {*CONTENTS, "CUSTOM_CHANNEL"}
    custom = set(judge.description.schemas["Content_CUSTOM_CHANNEL"]["properties"])
    assert custom <= set(json_names(CustomChannelMessage).values())


def _fields(schema: Any) -> Iterator[str]:
    for one in schema if isinstance(schema, list) else [schema] if isinstance(schema, dict) else []:
        for name, held in one.get("properties", {}).items():
            yield name
            yield from _fields(held)
        for part in ("items", "allOf", "oneOf"):
            yield from _fields(one.get(part))


def _wire_classes() -> Iterator[type[Wire]]:
    for module in pkgutil.walk_packages(wire.__path__, f"{wire.__name__}."):
        for held in vars(import_module(module.name)).values():
            if isinstance(held, type) and issubclass(held, Wire):
                yield held


def test_every_published_example_stands_as_a_recorded_body(judge: Judge) -> None:
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in RECORDED]
    refused = json.loads((RECORDED[0].parent / "errors.json").read_text(encoding="utf-8"))["answers"]
    bodies = [body for one in kept for body in one["bodies"]] + [one["body"] for one in refused]
    examples = list(_examples(judge.description.document["paths"]))
    assert len(examples) == 130
    assert [one for one in examples if one not in bodies and not _all_in(one, bodies)] == []


def _examples(described: Any) -> Iterator[Any]:
    """Find the examples of requests and answers, all of which are JSON."""
    if not isinstance(described, dict):
        return
    for name, held in described.items():
        if name == "application/json":
            yield from [held["example"]] if "example" in held else []
            yield from (one["value"] for one in held.get("examples", {}).values())
        yield from _examples(held)


def _all_in(example: Any, bodies: list[Any]) -> bool:
    return isinstance(example, list) and all(one in bodies for one in example)


def _recorded(judge: Judge, path: Path) -> Iterator[Finding]:
    recorded = json.loads(path.read_text(encoding="utf-8"))
    for operation_id in recorded["operation_ids"]:
        for one in judge.description.named(operation_id):
            side, schema = _side(judge, one, path.stem)
            if schema is None:
                assert not recorded["bodies"]
                continue
            is_list = judge.description.schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
            for body in _bodies(recorded, one):
                wrapped = [body] if is_list.get("type") == "array" else body
                yield from judge.body(one, side, schema, wrapped)


def _bodies(recorded: Any, one: Described) -> list[Any]:
    """Return the bodies of an operation: all, where the file does not say which are whose."""
    bodies: list[Any] = recorded["bodies"]
    numbers = recorded.get("bodies_of", {}).get(f"{one.method} {one.path}", range(len(bodies)))
    return [bodies[number] for number in numbers]


def test_every_body_that_is_one_operations_is_named_by_an_operation_that_there_is(judge: Judge) -> None:
    described = {f"{one.method} {one.path}" for one in judge.description.operations}
    for path in RECORDED:
        named = json.loads(path.read_text(encoding="utf-8")).get("bodies_of", {})
        assert set(named) <= described, path.name


@pytest.mark.parametrize(
    ("operation_id", "body"),
    [
        ("Conversations_addFreeformTopics", {}),
        ("Conversations_addFreeformTopics", {"content": {"add": []}}),
        ("Conversations_addFreeformTopics", {"add": [{"key": "ORDER_ID"}]}),
        ("Conversations_addFreeformTopics", {"remove": [{"key": "ORDER_ID", "value": 1}]}),
        ("Conversations_addFreeformTopics", {"add": {"ORDER_ID": "ORD_3"}}),
        ("Conversations_addNoteToConversation", {"body": "Hello"}),
        ("Conversations_addNoteToConversation", {"content": {"text": "Hello"}}),
    ],
)
def test_a_request_of_another_form_than_the_operations_example_departs(
    judge: Judge, operation_id: str, body: Any
) -> None:
    (one,) = judge.description.named(operation_id)
    assert list(judge.body(one, "request", one.request or {}, body))


def _side(judge: Judge, one: Described, name: str) -> tuple[str, Any]:
    if one.operation_id == "Export_downloadFile":
        return "answer", judge.file(one, f"/{FILES.get(name, name.removeprefix('export_'))}.jsonl")
    answers = [schema for status, held in one.answers.items() if status < 300 for schema in held.values()]
    is_sent = name.startswith("sent_") and name != "sent_message"
    return ("request", one.request) if is_sent or not answers else ("answer", answers[0])
