"""Answers change in every way that a vendor may change them, and what is lost by it is found."""

from __future__ import annotations

from collections import Counter

import orjson
import pytest
from attrs import frozen
from hypothesis import given

from deskbridge_contract_tests.recording.altering import (
    EXAMPLES,
    NEW,
    Alteration,
    Kind,
    alterations,
    try_each,
)
from deskbridge_contract_tests.recording.keeping import Watched, spelled

TOLD = b'{"name": "Ada", "count": 3, "open": true, "tags": ["a", "b"], "inner": {"at": null}}'


@given(alterations())
def test_an_alteration_changes_at_most_one_place_and_leaves_json(alter: Alteration) -> None:
    before, after = orjson.loads(TOLD), orjson.loads(alter(TOLD))
    assert sum(before[name] != after.get(name, before) for name in before) + (NEW in after) <= 1
    assert alter(b"") == b"\n"
    assert alter(b"[]") == b"[]"
    assert alter(b"<html>") == b"<html>"


def test_the_quick_profile_does_everything_that_a_vendor_may_do_and_changes_something_each_time() -> None:
    tried: list[Alteration] = []
    try_each(tried.append)
    done = Counter(one.kind for one in tried if one(TOLD) != orjson.dumps(orjson.loads(TOLD)))
    assert len(tried) == EXAMPLES
    assert {kind: done[kind] for kind in Kind if done[kind] < 2} == {}
    numbers = {one.value for one in tried if one.kind is Kind.NUMBER}
    assert max(numbers) >= 2**31
    assert min(numbers) < 0
    assert any(not str(one.value).isascii() for one in tried if one.kind is Kind.SCRIPT)


def test_the_quick_profile_is_the_same_each_time() -> None:
    first: list[Alteration] = []
    second: list[Alteration] = []
    try_each(first.append)
    try_each(second.append)
    assert first == second


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.DROPPED, {"b": "x"}),
        (Kind.ADDED, {"a": 1, "b": "x", NEW: 7}),
        (Kind.NULL, {"a": 7, "b": "x"}),
        (Kind.WORD, {"a": 1, "b": 7}),
        (Kind.SCRIPT, {"a": 1, "b": 7}),
        (Kind.NUMBER, {"a": 7, "b": "x"}),
        (Kind.OTHER, {"a": 7, "b": "x"}),
    ],
)
def test_each_kind_is_done_where_it_can_be_done(kind: Kind, expected: object) -> None:
    assert orjson.loads(Alteration(kind, 7, 0)(b'{"a": 1, "b": "x"}')) == expected


def test_a_change_that_can_be_done_nowhere_changes_nothing() -> None:
    assert Alteration(Kind.NUMBER, 7, 0)(b'["a",true]') == b'["a",true]'


@frozen
class Person:
    id: str
    name: str
    group_id: str | None = None
    addresses: tuple[str, ...] | dict[str, str] = ()
    raw: object = None


ADA = b'{"id": "ada-1", "name": "Ada Lovelace", "group": "group-1", "addresses": [{"kind": "work", "at": "ada@work"}]}'


def lost(change: bytes, before: list[Person], after: list[object]) -> list[str]:
    watched = Watched(lambda _: change)
    watched(ADA)
    return watched.lost(before, after)


def person(**fields: object) -> Person:
    return Person(**{"id": "ada-1", "name": "Ada Lovelace", "raw": orjson.loads(ADA), **fields})  # type: ignore[arg-type]  # as given


def test_what_was_not_changed_and_is_no_longer_told_is_found() -> None:
    change = ADA.replace(b'"group-1"', b"null")
    assert lost(change, [person()], [person()]) == []
    assert lost(change, [person()], [person(name="")]) == ["Ada Lovelace"]
    assert lost(change, [person()], []) == ["Ada Lovelace", "ada-1"]


def test_what_was_changed_itself_or_was_never_told_is_not_missed() -> None:
    change = ADA.replace(b"Ada Lovelace", b"")
    assert lost(change, [person()], [person(name="")]) == []
    assert lost(ADA, [person(name="")], [person(name="")]) == []


def test_a_record_may_be_gone_when_an_id_of_it_was_changed() -> None:
    before = [person(group_id="group-1")]
    assert lost(ADA.replace(b"group-1", b"group-2"), before, []) == []
    assert lost(ADA.replace(b"ada-1", b"ada-2"), before, [person(id="ada-2")]) == ["group-1"]
    assert lost(ADA.replace(b"ada-1", b"ada-2"), before, []) == []


def test_an_element_of_a_list_may_be_gone_when_it_was_changed() -> None:
    before = [person(addresses=("work", "ada@work"))]
    assert lost(ADA.replace(b'"ada@work"', b"null"), before, [person()]) == []
    assert lost(ADA.replace(b'"group-1"', b"null"), before, [person()]) == ["ada@work", "work"]


def test_what_a_mapping_of_a_record_holds_is_told() -> None:
    assert (
        lost(ADA.replace(b'"group-1"', b"null"), [person()], [person(name="", addresses={"of": "Ada Lovelace"})]) == []
    )


def test_values_without_an_id_are_looked_at_too() -> None:
    watched = Watched(bytes)
    watched(b'["Sales", "Excel"]')
    assert watched.lost(["Sales", "Excel"], ["Sales"]) == ["Excel"]
    assert watched.objects() == set()


def test_an_object_is_spelled_in_one_way() -> None:
    watched = Watched(bytes)
    watched(b'{"b": 1, "a": [{"c": null}]}')
    assert watched.objects() == {spelled({"a": [{"c": None}], "b": 1}), spelled({"c": None})}
