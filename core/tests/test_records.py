import copy
import json
import pickle
from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from attrs import exceptions, fields
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge.records import (
    UNSET,
    Author,
    AuthorKind,
    Customer,
    CustomerChange,
    Direction,
    Identifier,
    IdentifierKind,
    Message,
    MessageKind,
    PastMessage,
    Status,
    Ticket,
    TicketChange,
    TicketId,
    TicketStatus,
    Visibility,
    freeze,
    restored,
    set_fields,
    thaw,
)

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@settings(deadline=None)
@given(JSON)
def test_a_frozen_value_equals_what_it_was_made_from(value: object) -> None:
    frozen = freeze(value)
    assert frozen == value
    assert thaw(frozen) == value
    assert pickle.loads(pickle.dumps(frozen)) == value
    assert copy.deepcopy(frozen) == value


@settings(deadline=None)
@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-5, 5)))
def test_a_frozen_value_is_dumped_as_the_plain_one(value: dict[str, int]) -> None:
    assert json.dumps(freeze(value)) == json.dumps(value)
    assert orjson.dumps(freeze(value)) == orjson.dumps(value)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.update(a=1),
        lambda raw: raw.pop("list"),
        lambda raw: raw.__setitem__("a", 1),
        lambda raw: raw.__delitem__("list"),
        lambda raw: raw.setdefault("a", 1),
        lambda raw: raw.clear(),
        lambda raw: raw["list"].append(1),
        lambda raw: raw["list"].sort(),
        lambda raw: raw["list"].__setitem__(0, 9),
        lambda raw: raw["inner"].update(a=1),
    ],
)
def test_raw_cannot_be_changed(change: object) -> None:
    customer = Customer(id="1", vendor="any", raw={"list": [1], "inner": {}})
    with pytest.raises(TypeError, match="can't be changed"):
        change(customer.raw)  # type: ignore[operator]  # each is a function
    assert customer.raw == {"list": [1], "inner": {}}


def test_changing_what_raw_was_made_from_changes_no_record() -> None:
    body = {"list": [1]}
    customer = Customer(id="1", vendor="any", raw=body)
    body["list"].append(2)
    assert customer.raw == {"list": [1]}


def test_records_are_frozen_and_picklable() -> None:
    ticket = Ticket(id="1", vendor="any", status=Status(kind=TicketStatus.OPEN), raw={"a": [1]})
    with pytest.raises(exceptions.FrozenInstanceError):
        ticket.subject = "other"  # type: ignore[misc]  # that is the point
    again = pickle.loads(pickle.dumps(ticket))
    assert again == ticket
    assert again.raw == ticket.raw


def test_raw_is_outside_repr_and_comparison() -> None:
    one = Customer(id="1", vendor="any", raw={"secret": "s3cret"})
    assert "s3cret" not in repr(one)
    assert one == Customer(id="1", vendor="any")


def test_times_are_kept_in_utc() -> None:
    zone = timezone(timedelta(hours=3))
    customer = Customer(id="1", vendor="any", created_at=datetime(2024, 1, 1, 2, 0, tzinfo=zone))
    assert customer.created_at == datetime(2023, 12, 31, 23, 0, tzinfo=UTC)
    assert customer.created_at is not None
    assert customer.created_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Customer(id="1", vendor="any", created_at=datetime(2024, 1, 1))  # noqa: DTZ001  that is the point


def test_identifiers_are_found_by_kind() -> None:
    customer = Customer(
        id="1",
        vendor="any",
        identifiers=[
            Identifier(kind=IdentifierKind.PHONE, value="+16505550100"),
            Identifier(kind=IdentifierKind.EMAIL, value="a@example.com"),
        ],
    )
    assert (customer.emails, customer.phones) == (("a@example.com",), ("+16505550100",))


def test_only_what_a_change_says_is_set() -> None:
    assert set_fields(CustomerChange()) == {}
    assert set_fields(CustomerChange(name="A")) == {"name": "A"}
    assert set_fields(TicketChange(status=TicketStatus.CLOSED)) == {"status": TicketStatus.CLOSED}
    assert TicketChange().agent_id is UNSET


def test_a_restored_message_says_what_the_past_one_said_and_keeps_its_own_place() -> None:
    past = PastMessage(
        external_id="17",
        kind=MessageKind.CALL,
        direction=Direction.INBOUND,
        visibility=Visibility.PUBLIC,
        author=Author(kind=AuthorKind.CUSTOMER, name="Amy"),
        created_at=datetime(2021, 9, 27, tzinfo=UTC),
        text="Hello",
        details={"status": "answered"},
    )
    note = Message(
        id="1",
        vendor="acme",
        raw={"a": 1},
        kind=MessageKind.NOTE,
        direction=Direction.INTERNAL,
        visibility=Visibility.PRIVATE,
        author=Author(kind=AuthorKind.API),
        ticket_id=TicketId("2"),
    )
    made = restored(note, past)
    assert {one.name: getattr(made, one.name) for one in fields(PastMessage)} == {
        one.name: getattr(past, one.name) for one in fields(PastMessage)
    }
    assert (made.id, made.vendor, made.raw, made.ticket_id) == ("1", "acme", {"a": 1}, "2")
