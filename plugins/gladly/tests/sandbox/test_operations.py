from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from deskbridge.sandbox import SandboxOptions
from deskbridge_gladly.sandbox import GladlySandbox
from deskbridge_gladly.sandbox.calls import Call, done
from deskbridge_gladly.sandbox.operations import Served, operation, served

PUBLISHED = Path(__file__).parent.parent / "operations.csv"
TWICE = "Conversations_createCustomerItem"  # the vendor's specification has this id twice


def test_every_route_names_its_operation_and_each_is_served_once() -> None:
    operations = GladlySandbox(SandboxOptions()).operations()
    names = Counter(each.operation_id for each in operations)
    assert {name: times for name, times in names.items() if times > 1} == {TWICE: 2}
    assert len({(each.method, each.path) for each in operations}) == len(operations)
    assert Served("Topics_getById", "GET", "/topics/{topic_id}") in operations


def test_a_route_without_an_operation_is_refused() -> None:
    with pytest.raises(LookupError, match="GET /x names no operation"):
        list(served([{"/x": {"GET": lambda _: done()}}]))


def test_a_mark_leaves_the_handler_what_it_is() -> None:
    def handler(_: Call) -> None: ...

    assert operation("Some_thing")(handler) is handler


def unnamed(path: str) -> str:
    # Three paths are published with their query, and one has its parameter after a colon.
    return re.sub(r"\{\w+\}|:\w+", "{}", path.partition("?")[0])


def test_every_published_operation_is_served_under_its_own_path_and_no_other_is() -> None:
    with PUBLISHED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    published = {(row["operation_id"], row["method"], unnamed(row["path"])) for row in rows}
    operations = GladlySandbox(SandboxOptions()).operations()
    assert {(each.operation_id, each.method, unnamed(f"/api/v1{each.path}")) for each in operations} == published
    assert len(operations) == len(rows)
