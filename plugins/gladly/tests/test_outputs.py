"""What the export files and reports are declared to be, against the vendor's published lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deskbridge.errors import MalformedAnswerError
from deskbridge.records import Agent, Customer, Message, Record, Topic
from deskbridge_gladly.outputs import OUTPUTS
from deskbridge_gladly.sandbox.reports.catalog import FILTERS, METRIC_SETS

RECORDED = Path(__file__).parent / "recorded"
FILES = {one.name: one for one in OUTPUTS.files}


def lines(name: str) -> list[bytes]:
    return [json.dumps(body).encode() for body in json.loads((RECORDED / f"{name}.json").read_text())["bodies"]]


def test_the_columns_are_the_published_scripts_48_and_the_two_that_its_headers_forget() -> None:
    names = [one.name for one in FILES["conversation_items.jsonl"].columns]
    assert len(names) == len(set(names)) == 50
    assert names[-2:] == ["instagram_content", "whatsapp_content"]


@pytest.mark.parametrize(
    ("recorded", "file", "kind"),
    [
        ("real_items", "conversation_items.jsonl", Message),
        ("export_items", "conversation_items.jsonl", Message),
        ("export_customers", "customers.jsonl", Customer),
        ("export_topics", "topics.jsonl", Topic),
        ("export_agents", "agents.jsonl", Agent),
    ],
)
def test_each_published_line_is_a_record_that_keeps_it_whole(recorded: str, file: str, kind: type[Record]) -> None:
    for line in lines(recorded):
        record = FILES[file].record(line)
        assert type(record) is kind
        assert record.raw == json.loads(line)


def test_an_exported_customer_is_known_by_all_its_addresses() -> None:
    line = (
        b'{"id":"c","emailAddresses":["Jane@Example.com"],"phoneNumbers":["+16501234567"],'
        b'"externalCustomerId":"7","externalCustomerIds":{"shop":"8"}}'
    )
    customer = FILES["customers.jsonl"].record(line)
    assert isinstance(customer, Customer)
    assert [(str(one.kind), one.value, one.label) for one in customer.identifiers] == [
        ("email", "jane@example.com", ""),
        ("phone", "+16501234567", ""),
        ("external_id", "7", ""),
        ("external_id", "8", "shop"),
    ]


@pytest.mark.parametrize("line", [b"", b"[]", b"{", b'{"id":1}', b"\xff"])
def test_a_line_that_is_none_is_refused_by_an_error_of_ours(line: bytes) -> None:
    for file in OUTPUTS.files:
        with pytest.raises(MalformedAnswerError):
            file.record(line)


def test_each_report_of_the_specifications_is_declared_with_its_filters() -> None:
    declared = {one.name: set(one.filters) for one in OUTPUTS.reports if one.name != "work-sessions"}
    assert declared == {name: {key for key, sets in FILTERS.items() if name in sets} for name in METRIC_SETS}
