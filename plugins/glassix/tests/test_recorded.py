from __future__ import annotations

import contextlib
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbridge.errors import MalformedAnswerError
from deskbridge.records import TicketId, TicketStatus
from deskbridge.wire import structure, unstructure
from deskbridge_glassix.translate.customers import customer
from deskbridge_glassix.translate.messages import message, messages
from deskbridge_glassix.translate.people import agent, topic
from deskbridge_glassix.translate.tickets import ticket
from deskbridge_glassix.wire.contacts import Contact
from deskbridge_glassix.wire.tenants import Tag
from deskbridge_glassix.wire.tickets import MovedTicket, Participant, Ticket, TicketPage, Transaction
from deskbridge_glassix.wire.token import TokenAnswer
from deskbridge_glassix.wire.users import User

RECORDED = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (Path(__file__).parent / "recorded").glob("*.json")
}
KINDS: dict[str, Any] = {
    "Contact": Contact,
    "MessageAnswer": dict[str, str],
    "MovedTicket": MovedTicket,
    "Participant": Participant,
    "Tags": tuple[str, ...],
    "Ticket": Ticket,
    "TicketPage": TicketPage,
    "TokenAnswer": TokenAnswer,
    "Transaction": Transaction,
    "User": User,
}
RECORDS: dict[str, Any] = {
    "Contact": customer,
    "Ticket": ticket,
    "User": agent,
    "Transaction": lambda read: message(read, ticket_id=TicketId("1"), customer_id=None),
}
with_a_record = [name for name, one in RECORDED.items() if one["reads"] in RECORDS]


@pytest.mark.parametrize("name", RECORDED)
def test_every_recorded_body_says_where_it_comes_from(name: str) -> None:
    assert RECORDED[name]["provenance"].startswith(
        ("published by the vendor: ", "third-party: ", "composed of samples")
    )


@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_body_is_written_as_it_was_read(name: str) -> None:
    body = RECORDED[name]["body"]
    read = structure(body, KINDS[RECORDED[name]["reads"]])
    written = unstructure(read)
    assert body == (list(written) if isinstance(written, tuple) else written)


@pytest.mark.parametrize("name", with_a_record)
def test_a_record_keeps_what_the_vendor_sent(name: str) -> None:
    one = RECORDED[name]
    assert one["body"] == RECORDS[one["reads"]](structure(one["body"], KINDS[one["reads"]])).raw


def test_what_stands_for_nothing_is_read_as_nothing() -> None:
    read = ticket(structure(RECORDED["ticket-whole"]["body"], Ticket))
    assert (read.closed_at, read.moved_to, read.moved_from, read.external_id) == (None, None, None, "")
    assert read.raw["close"] == "0001-01-01T00:00:00"


def test_an_unassigned_ticket_has_no_agent() -> None:
    body = {**RECORDED["ticket"]["body"], "owner": {"id": "0" * 8 + "-0000-0000-0000-" + "0" * 12, "UserName": ""}}
    assert ticket(structure(body, Ticket)).agent_id is None


def test_tags_are_read_with_keys_in_either_case() -> None:
    small = {"name": "Sales", "parentTags": ["All"], "isDeleted": True}
    capital = {"Name": "Sales", "ParentTags": ["All"], "IsDeleted": True}
    read = [topic(structure(body, Tag)) for body in (small, capital)]
    assert read[0] == read[1]
    assert [small, capital] == [one.raw for one in read]
    assert (read[0].id, read[0].name, read[0].parent_id, read[0].disabled) == ("Sales", "Sales", "All", True)


def paths(body: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    return [*([at] if at else []), *(path for key, value in inner for path in paths(value, (*at, key)))]


def put(body: Any, path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        body = body[key]
    body[path[-1]] = value


def cut(body: Any, path: tuple[Any, ...]) -> None:
    for key in path[:-1]:
        body = body[key]
    del body[path[-1]]


def read_all(name: str, body: Any) -> None:
    kind = RECORDED[name]["reads"]
    read = structure(body, KINDS[kind])
    RECORDS[kind](read)
    if isinstance(read, Ticket):
        messages(read)


@given(st.sampled_from(with_a_record), st.data())
def test_a_body_with_anything_missing_null_or_strange_is_read_or_refused_as_malformed(name: str, data: Any) -> None:
    body = deepcopy(RECORDED[name]["body"])
    path = data.draw(st.sampled_from(paths(body)))
    strange = st.one_of(
        st.none(), st.text(), st.integers(), st.floats(allow_nan=False), st.booleans(), st.just({}), st.just([])
    )
    if data.draw(st.booleans()):
        cut(body, path)
    else:
        put(body, path, data.draw(strange))
    with contextlib.suppress(MalformedAnswerError):
        read_all(name, body)


@given(st.sampled_from(with_a_record), st.dictionaries(st.text(min_size=1).map("x-{}".format), st.text()))
def test_unknown_keys_change_nothing_and_are_kept(name: str, more: dict[str, str]) -> None:
    one = RECORDED[name]
    kind, make = KINDS[one["reads"]], RECORDS[one["reads"]]
    read = make(structure({**one["body"], **more}, kind))
    assert make(structure(one["body"], kind)) == read
    assert {**one["body"], **more} == read.raw


@given(st.text())
def test_an_unknown_state_is_kept_by_its_word(word: str) -> None:
    read = ticket(structure({**RECORDED["ticket"]["body"], "state": word}, Ticket)).status
    known = {"open", "closed", "pending", "snoozed"}
    assert word == read.original
    assert (word.lower() in known) == (read.kind is not TicketStatus.UNKNOWN)
