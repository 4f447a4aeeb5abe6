import inspect

import pytest
from attrs import fields, has

import deskbridge.records
from deskbridge.capabilities import Capability
from deskbridge.desk import needed
from deskbridge.records import Identifier, IdentifierKind, NewCustomer
from deskbridge_contract_tests.asking import writes

CHANGES = [
    one for _, one in inspect.getmembers(deskbridge.records, inspect.isclass) if has(one) and hasattr(one, "about")
]
BY_VALUE = {one.value: one for one in Capability}
IDENTITY = "What makes the record at all: a vendor that can't keep it can't have the method."
WHOLE = "The method's capability is about nothing but this record, and its note says what of it is kept."
OURS = "Not a value that is kept, but how to write."
WITHOUT_CAPABILITY = {
    "activity": dict.fromkeys(
        ("title", "text", "kind", "source_name", "link_url", "link_text", "occurred_at", "id"), WHOLE
    ),
    "agent": {"email": IDENTITY, "kind": "A vendor that can't make one of that kind refuses it."},
    "answer": {"name": IDENTITY, "id": IDENTITY},
    "call": dict.fromkeys(("started_at", "ended_at", "recording_url"), WHOLE),
    "comment": {"text": IDENTITY, "agent_id": WHOLE},
    "customer": {"identifiers": "Each kind of identifier has its own capability.", "id": IDENTITY},
    "direct_message": dict.fromkeys(("channel", "to", "sender", "text", "attachment_urls"), WHOLE),
    "message": {
        "external_id": "Always kept: an import whose outcome is unknown is found by it.",
        "visibility": "The past is never shown to anybody anew: what can't be written so is carried in a note.",
        "body_format": "It tells how to read the text, which is kept.",
    },
    "task": {
        "requester": IDENTITY,
        "text": IDENTITY,
        "due_at": IDENTITY,
        "status": "tasks.update is about it.",
        "id": IDENTITY,
    },
    "ticket": {"requester": IDENTITY, "force": OURS, "silent": OURS},
    "topic": {"name": IDENTITY, "id": IDENTITY},
}
OF_THE_PAST = {
    "message": {"kind", "direction", "author", "created_at", "channel", "subject", "details"},
    "ticket": {"created_at", "closed_at", "updated_at"},
}
"""Written by an import only, which carries in a note what a vendor can't keep, so that nothing is refused for it."""
ALWAYS = {Capability.MESSAGE_TEXT}
"""A message has a text: the method's own capability is refused where none can be written."""


def written():
    plain = {f"{one.about}.{field.name}" for one in CHANGES for field in fields(one)}
    return plain - {f"{about}.{name}" for about, names in OF_THE_PAST.items() for name in names}


def test_there_are_changes_to_look_at():
    assert len(CHANGES) > 15


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_every_field_that_is_written_has_a_capability_or_a_reason_why_not(change):
    names = {one.name for one in fields(change)}
    unjudged = {one for one in names if f"{change.about}.{one}" not in BY_VALUE}
    assert unjudged <= set(WITHOUT_CAPABILITY.get(change.about, {}))


def test_every_exception_is_about_a_field_that_there_is_and_has_no_capability():
    excepted = {f"{about}.{name}" for about, names in WITHOUT_CAPABILITY.items() for name in names}
    assert excepted <= {f"{one.about}.{field.name}" for one in CHANGES for field in fields(one)}
    assert [one for one in excepted if one in BY_VALUE] == []


def test_every_kind_of_identifier_needs_a_capability():
    for kind in IdentifierKind:
        change = NewCustomer(identifiers=(Identifier(kind=kind, value="1"),))
        assert [capability.subject for capability, _ in needed(change)] == ["customer"]


def test_the_suites_write_exactly_the_fields_that_are_declared():
    plain = {BY_VALUE[one] for one in written() if one in BY_VALUE} - ALWAYS
    kinds = (NewCustomer(identifiers=(Identifier(kind=kind, value="1"),)) for kind in IdentifierKind)
    identifiers = {capability for change in kinds for capability, _ in needed(change)}
    assert set(writes()) == plain | identifiers
