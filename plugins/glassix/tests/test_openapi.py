"""What is sent, answered and recorded is held against the description of the API; see openapi/PROVENANCE.md."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import urllib3

sys.path.append(str(Path(__file__).parent / "openapi"))
from glassix_description import PREFIX, Description, Exchange, Finding, Watched
from glassix_tour import NOW, Tour

import deskbridge
from deskbridge.sandbox import ManualClock, SandboxOptions, Seed, running
from deskbridge_glassix.desk import GlassixDesk

RECORDED = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (Path(__file__).parent / "recorded").glob("*.json")
}
CLOSE = "the year 1 of an open ticket has no zone, in the docs' own sample too"
STATE = "the ticket that answers is open, so its close is no time of RFC 3339"
CARD = "the sandbox gives a card's picture back as it was sent; what the vendor does is not known"
TOURED: dict[Finding, str] = {
    ("tickets_create", "answer 200 $.close: format"): CLOSE,
    ("tickets_get", "answer 200 $.close: format"): CLOSE,
    ("tickets_list", "answer 200 $.tickets[].close: format"): CLOSE,
    ("tickets_setstate", "answer 200 $: anyOf"): STATE,
    ("tickets_send", "answer 200 $.payload.templates[]: coverImageUrl additionalProperties"): CARD,
    ("webhooks_getevents", "answer 200 $[].changes[].ticket.close: format"): CLOSE,
    (
        "webhooks_getevents",
        "answer 200 $[].changes[].transaction.payload.templates[]: coverImageUrl additionalProperties",
    ): CARD,
}
CASE = "the case of this key is not settled, so both are recorded"
REMARKED = (
    "contacts_addidentifier", "contacts_deleteidentifier", "contacts_setname", "contacts_setuniqueargument",
    "tickets_addnote", "tickets_assignavailableuser", "tickets_scramble", "tickets_setfields", "tickets_setowner",
    "tickets_setparticipantname", "tickets_setsummary", "users_add", "users_setroles", "users_setstatus",
    "users_setuniqueargument", "users_update",
)  # fmt: skip
IN_RECORDED: dict[Finding, str] = {
    **{(name, "answer $: Message additionalProperties"): CASE for name in REMARKED},
    ("users_delete", "answer $: DeletedFromDepartments, Message additionalProperties"): CASE,
    ("tenants_gettags", "answer $: Color, IsDeleted, Name, ParentTags additionalProperties"): CASE,
    ("tickets_create", "answer $.close: format"): CLOSE,
    ("tickets_get", "answer $.close: format"): CLOSE,
    ("tickets_create", "request $: culture required"): "the docs require it, and their own example has none",
    ("protocols_send", "request $.protocolType: enum"): "the official JavaScript SDK's guide writes Whatsapp",
}


@pytest.fixture(scope="module")
def description() -> Description:
    return Description()


def _refuse(description: Description, settings: Any) -> None:
    """Ask for every operation without a token, which all but two refuse."""
    with urllib3.PoolManager(retries=False) as pool:
        for one in description.operations:
            path = PREFIX + one.path.replace("{ticketId}", "1").replace("{contactId}", "1")
            body = None if one.method in {"GET", "DELETE"} else b"{}"
            headers = {"Content-Type": "application/json"}
            pool.request(one.method, settings["base_url"] + path, body=body, headers=headers)


def test_all_operations_are_asked_and_answered_as_described_but_for_what_is_listed(
    description: Description, tmp_path: Path
) -> None:
    watched = Watched(SandboxOptions(seeds=(Seed("empty"),), rate_limit="off", clock=ManualClock(NOW)))
    with running(watched) as served, deskbridge.connect("glassix", **served.settings) as desk:
        Tour(cast(GlassixDesk, desk).native, tmp_path).walk()
        walked = list(watched.kept)
        _refuse(description, served.settings)
    asked = {one.operation_id for one in description.operations for each in walked if _is(one, each)}
    assert (asked, len(asked)) == ({one.operation_id for one in description.operations}, 47)
    found = {each for one in walked for each in description.judge(one)}
    found |= {each for one in watched.kept[len(walked) :] for each in description.judge(one, request=False)}
    assert found == set(TOURED)


def _is(described: Any, one: Exchange) -> bool:
    return described.fits(one.method, one.path) is not None


def test_recorded_bodies_are_as_described_but_for_what_is_listed(description: Description) -> None:
    assert {found for name in RECORDED for found in _recorded(description, name)} == set(IN_RECORDED)


def _recorded(description: Description, name: str) -> Iterator[Finding]:
    for operation_id in RECORDED[name]["operation_ids"]:
        one = description.named(operation_id)
        side = "request" if name.startswith("sent_") else "answer"
        schema = next(iter(one.request.values() if side == "request" else one.answers[200].values()))
        for body in RECORDED[name]["bodies"]:
            yield from description.body(operation_id, side, *_fitting(schema, body, name))


def _fitting(schema: Any, body: Any, name: str) -> tuple[Any, Any]:
    """Return what to hold against what: one of a list, or a part of a ticket, is recorded by itself."""
    if schema.get("type") == "array" and not isinstance(body, list):
        return schema["items"], body
    parts = {"participants": "participants", "transaction": "transactions", "attachment": "transactions"}
    return (schema["properties"][parts[name]]["items"], body) if name in parts else (schema, body)
