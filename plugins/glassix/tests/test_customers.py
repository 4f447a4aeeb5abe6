from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbridge.errors import ConflictError, InvalidRequestError, NotFoundError, UnsupportedError
from deskbridge.records import Customer, CustomerChange, CustomerId, Identifier, IdentifierKind
from deskbridge.sandbox import RunningSandbox
from deskbridge.wire import structure
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.translate.customers import difference, identifier
from deskbridge_glassix.wire.contacts import Contact, ContactIdentifier

JACK = CustomerId("797f5328-310c-4044-afb1-e62fd72fb725")
NEW = Identifier(kind=IdentifierKind.EMAIL, value="New@Example.org")
PHONE = Identifier(kind=IdentifierKind.PHONE, value="+12025550199")
OURS = Identifier(kind=IdentifierKind.EXTERNAL_ID, value="cust-7")


@pytest.fixture
def jack(desk: GlassixDesk) -> Customer:
    return desk.customers.get(JACK)


def values(customer: Customer) -> set[tuple[IdentifierKind, str]]:
    return {(one.kind, one.value) for one in customer.identifiers}


def test_a_contact_is_read_with_its_identifiers(jack: Customer) -> None:
    assert (jack.name, jack.emails) == ("Jack Bower", ("jack@example.com",))


def test_a_customer_is_found_by_any_identifier(desk: GlassixDesk, jack: Customer) -> None:
    known = next(one for one in desk.customers.all() if one.phones)
    assert [known] == list(desk.customers.find(phone=known.phones[0]))
    assert [jack] == list(desk.customers.find(email="JACK@example.com"))
    assert list(desk.customers.find(external_id="nobody's")) == []


@pytest.mark.parametrize("gone", [(404, {"message": "Contact was not found"}), (200, {"id": JACK, "isDeleted": True})])
def test_a_contact_that_is_gone_is_left_out_of_all(
    canned: Any, connect: Callable[..., GlassixDesk], gone: tuple[int, Any]
) -> None:
    clients = [{"type": "Client", "contactId": JACK}, {"type": "Client", "contactId": str(UUID(int=0))}]
    canned.says = [(200, {"tickets": [{"id": 1, "participants": clients}]}), gone, *[(200, {"tickets": []})] * 400]
    assert list(connect().customers.all()) == []
    assert [asked[1] for asked in canned.asked if "/contacts/" in asked[1]] == [f"/api/v1.2/contacts/get/{JACK}"]


def test_only_what_differs_is_changed(box: RunningSandbox, desk: GlassixDesk, jack: Customer) -> None:
    before = box.sandbox.counters.requests
    assert jack == desk.customers.update(JACK, CustomerChange(name=jack.name, identifiers=jack.identifiers))
    assert box.sandbox.counters.requests == before + 2


def test_identifiers_replace_all_that_there_are(desk: GlassixDesk) -> None:
    changed = desk.customers.update(JACK, CustomerChange(identifiers=(NEW, PHONE, OURS)))
    assert values(changed) == {
        (IdentifierKind.EMAIL, "new@example.org"),
        (IdentifierKind.PHONE, "+12025550199"),
        (IdentifierKind.EXTERNAL_ID, "cust-7"),
    }
    assert (
        "".join(desk.customers.update(JACK, CustomerChange(identifiers=(NEW,))).values(IdentifierKind.EXTERNAL_ID)),
        desk.customers.get(JACK).phones,
    ) == ("", ())


def test_a_name_can_be_changed_alone(desk: GlassixDesk, jack: Customer) -> None:
    changed = desk.customers.update(JACK, CustomerChange(name="Zoë Łukasz"))
    assert ("Zoë Łukasz", jack.identifiers) == (changed.name, changed.identifiers)


def test_an_identifier_of_somebody_else_is_a_conflict_and_merges_nobody(desk: GlassixDesk, jack: Customer) -> None:
    other = next(one for one in desk.customers.all() if one.emails and one.id != JACK)
    taken = Identifier(kind=IdentifierKind.EMAIL, value=other.emails[0])
    with pytest.raises(ConflictError):
        desk.customers.update(JACK, CustomerChange(identifiers=(*jack.identifiers, taken)))
    assert (jack.identifiers, other) == (desk.customers.get(JACK).identifiers, desk.customers.get(CustomerId(other.id)))


def test_what_can_not_be_added_is_refused_before_anything_is_written(desk: GlassixDesk, jack: Customer) -> None:
    tiktok = Identifier(kind=IdentifierKind.SOCIAL, value="x", label="TikTokId")
    for wrong, kind in (
        ((tiktok,), UnsupportedError),
        ((OURS, Identifier(kind=OURS.kind, value="b")), InvalidRequestError),
    ):
        with pytest.raises(kind):
            desk.customers.update(JACK, CustomerChange(name="Somebody", identifiers=wrong))
    assert jack == desk.customers.get(JACK)


kinds = st.sampled_from(["MailAddress", "PhoneNumber", "FacebookId", "InstagramId"])
held = st.lists(st.tuples(kinds, st.sampled_from(["1", "+12025550199", "+1 202-555 0199", "12025550199"])), max_size=5)


@given(held, held)
def test_what_is_added_and_deleted_makes_the_identifiers_those_that_are_wanted(
    before: list[tuple[str, str]], wanted: list[tuple[str, str]]
) -> None:
    body = {"id": JACK, "identifiers": [written(number, *one) for number, one in enumerate(before)]}
    contact = structure(body, Contact)
    asked = [identifier(structure(written(0, *one), ContactIdentifier)) for one in wanted]
    todo = difference(contact, asked)
    kept = [one for one in contact.identifiers or () if one.id not in todo.delete]
    added = [structure(written(0, one.type, one.value), ContactIdentifier) for one in todo.add]
    then = {(one.kind, one.label, one.value) for one in map(identifier, [*kept, *added])}
    assert {(one.kind, one.label, one.value) for one in asked} == then


def written(number: int, kind: str, value: str) -> dict[str, Any]:
    return {"id": number, "identifierType": kind, "identifier": value}


@pytest.mark.parametrize("ident", ["", "jack", "797f5328-310c-4044-afb1", "../tickets/get/1"])
def test_an_id_that_is_no_guid_is_not_found_and_nothing_is_sent(
    box: RunningSandbox, desk: GlassixDesk, ident: str
) -> None:
    before = box.sandbox.counters.requests
    with pytest.raises(NotFoundError):
        desk.customers.get(CustomerId(ident))
    assert before == box.sandbox.counters.requests
