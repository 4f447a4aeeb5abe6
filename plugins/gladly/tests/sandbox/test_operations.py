from __future__ import annotations

from collections import Counter

import pytest

from deskbridge.sandbox import SandboxOptions
from deskbridge_gladly.sandbox import GladlySandbox
from deskbridge_gladly.sandbox.calls import Call, done
from deskbridge_gladly.sandbox.operations import Served, operation, served

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
