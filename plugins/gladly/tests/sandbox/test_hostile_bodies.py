from __future__ import annotations

import re
from typing import Any

import pytest

NAMES = (
    "aggregationLevel", "body", "content", "credentials", "customer", "description", "details", "endAt", "endAtTime",
    "events", "filters", "from", "headers", "id", "metricSet", "name", "recording", "sender", "startAt", "startAtTime",
    "status", "subject", "timezone", "to", "type", "url", "value",
)  # fmt: skip
HOSTILE = [None, True, -1.5, 10**30, "", " ", "x" * 1_100, [], {}, [[]], [None], [{}], "\u0000", "9999-99-99"]
BODIES = [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 5_000, b'{"a":"\\ud800"}']


def inside(value: Any) -> dict[str, Any]:
    keys = ("address", "email", "files", "html", "inboxes", "menuItems", "mobileNumber", "options", "password",
            "phoneNumber", "prompt", "teams", "text", "type", "username", "value")  # fmt: skip
    return dict.fromkeys(keys, value)


def ids_of(desk: Any) -> dict[str, str]:
    store = desk.sandbox.store
    conversation = next(iter(store.conversations))
    said = {"conversationId": conversation, "text": "x"}
    hook = desk.ask("POST", "/webhooks", {"url": "https://example.com/", "events": ["TASK/CLOSED"]})
    return {
        "conversation_id": conversation,
        "item_id": next(iter(store.items)),
        "customer_id": next(iter(store.people.profiles)),
        "task_id": next(iter(store.tasks.tasks)),
        "agent": next(iter(store.agents)),
        "channel_id": "sandboxCustomChannel00",
        "session_id": desk.control("POST", "/gladly/automation", said)["sessionId"],
        "webhook_id": hook.headers["Location"].rsplit("/", 1)[1],
    }


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT"])
def test_no_hostile_body_of_any_operation_gives_a_server_error(sample: Any, method: str) -> None:
    ids = ids_of(sample)
    for served in sample.sandbox.operations():
        path = re.sub(r"{(\w+)}", lambda name: ids.get(name[1], "x"), served.path)
        if served.method != method:
            continue
        for body in BODIES:
            assert sample.ask(method, path, body).status < 500, (served, body)
        for value in HOSTILE:
            for shape in (value, inside(value), [inside(value)]):
                # An enabled webhook would be pinged, somewhere else.
                given = dict.fromkeys(NAMES, shape) | {"enabled": "hostile"}
                assert sample.ask(method, path, given).status < 500, (served, shape)
