"""What `desk.customers` promises of each field that it declares, whole or in part: kept exactly, or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, cast

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.records import (
    Customer,
    CustomerChange,
    CustomerId,
    Identifier,
    IdentifierKind,
    Requester,
    TicketStatus,
)
from deskbridge.records.raw import freeze_mapping
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, email, external_id, phone, unique
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import lacked
from deskbridge_contract_tests.suites.keeping import Writing, check_kept, customers_held, is_kept

SCRIPTS = ("Zoë Łukasz", "شركة زاجل", "דנה כהן", "山田 太郎", "Анна-Мария", "O'Neil & <b>Söhne</b>", "👩‍👧 Ada")
"""Names that only a careless adapter changes: accents, right to left, no spaces, markup, joined emoji."""

Identifiers = tuple[Identifier, ...]

_KINDS: Mapping[Capability, IdentifierKind] = {
    Capability.CUSTOMER_EMAIL: IdentifierKind.EMAIL,
    Capability.CUSTOMER_PHONE: IdentifierKind.PHONE,
    Capability.CUSTOMER_SOCIAL: IdentifierKind.SOCIAL,
    Capability.CUSTOMER_EXTERNAL_ID: IdentifierKind.EXTERNAL_ID,
}
_ODD: Mapping[str, tuple[Capability, Callable[[], Identifiers]]] = {
    "two external ids": (Capability.CUSTOMER_EXTERNAL_ID, lambda: (external_id(), external_id())),
    "a number with an extension": (Capability.CUSTOMER_PHONE, lambda: (_changed_value(phone(), "{} ext. 7"),)),
    "a number of words": (Capability.CUSTOMER_PHONE, lambda: (_changed_value(phone(), "call me at {}"),)),
    "an address of words": (Capability.CUSTOMER_EMAIL, lambda: (_changed_value(email(), "no address: {}"),)),
    "a network nobody knows": (
        Capability.CUSTOMER_SOCIAL,
        lambda: _person("contract-network"),
    ),
    "a kind nobody knows": (
        Capability.CUSTOMER_SOCIAL,
        lambda: _person("contract-kind", IdentifierKind.UNKNOWN),
    ),
}
_VALUES: Mapping[str, object] = {"a number": 7, "nothing": None, "a list": ["a", "b"], "an object": {"a": "b"}}
_WAYS = (Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_UPDATE)


class CustomerFieldsSuite:
    """Whatever is declared of a customer's fields is so, by every method that writes them."""

    @needs(Capability.CUSTOMERS_GET, Capability.CUSTOMER_NAME)
    def test_a_customers_name_survives_in_every_script(self, harness: Harness, maker: Maker) -> None:
        """A name is kept to the letter in any script. Nobody trusts a helpdesk that can't spell its customers.

        Usually wrong: an encoding, an escape, or a name that is split into two.
        """
        field = Capability.CUSTOMER_NAME
        for name in SCRIPTS:
            ways = _ways(harness, maker, {"name": name}, lambda one: one.name)
            check_kept(harness, field, [is_kept(field, way) for way in ways])

    @needs(Capability.CUSTOMERS_GET, Capability.CUSTOMER_NAME)
    def test_a_name_that_is_too_long_is_kept_or_refused(self, harness: Harness, maker: Maker) -> None:
        """A name above the declared limit is whole or an error. Half a name is somebody else's.

        Usually wrong: the vendor cuts it and answers 200.
        """
        limit = harness.desk.capabilities[Capability.CUSTOMER_NAME].limit
        name = "n" * (1_000 if limit is None else limit + 1)
        for way in _ways(harness, maker, {"name": name}, lambda one: one.name):
            is_kept(Capability.CUSTOMER_NAME, way)

    @pytest.mark.parametrize("field", [pytest.param(one, id=one.value, marks=needs(one)) for one in _KINDS])
    @needs(Capability.CUSTOMERS_GET)
    def test_what_a_customer_is_known_by_is_kept(self, harness: Harness, maker: Maker, field: Capability) -> None:
        """An identifier of each declared kind is read back. By a lost one the customer is never found again.

        Usually wrong: a kind that one of create and update forgot, or a list that is added to in place of replaced.
        """
        ways = (way for make in _plain(harness, field) for way in _identified(harness, maker, make))
        kept = [is_kept(field, way) for way in ways]
        if not any(kept) and field is Capability.CUSTOMER_SOCIAL and not harness.full(field):
            lacked("customer with a social identifier of a kind that can be written")
        check_kept(harness, field, kept)

    @pytest.mark.parametrize(
        ("field", "make"), [pytest.param(*row, id=name, marks=needs(row[0])) for name, row in _ODD.items()]
    )
    @needs(Capability.CUSTOMERS_GET)
    def test_an_odd_identifier_is_kept_or_refused(
        self, harness: Harness, maker: Maker, field: Capability, make: Callable[[], Identifiers]
    ) -> None:
        """What is no plain identifier is kept exactly or refused whole. A changed number is somebody else's.

        Usually wrong: the second external id, or the digits of an extension, vanish without an error.
        """
        for way in _identified(harness, maker, make):
            is_kept(field, way)

    @needs(Capability.CUSTOMERS_GET, Capability.CUSTOMER_ATTRIBUTES)
    def test_a_customers_attributes_are_kept(self, harness: Harness, maker: Maker) -> None:
        """A text of the customer's own fields is read back. Who is a member decides how they are served.

        Usually wrong: they are sent under another key, which the vendor ignores.
        """
        field, wanted = Capability.CUSTOMER_ATTRIBUTES, freeze_mapping({_attribute(harness): unique("value")})
        ways = _ways(harness, maker, {"attributes": wanted}, lambda one: one.attributes)
        check_kept(harness, field, [is_kept(field, way) for way in ways])

    @pytest.mark.parametrize("value", _VALUES.values(), ids=_VALUES)
    @needs(Capability.CUSTOMERS_GET, Capability.CUSTOMER_ATTRIBUTES)
    def test_an_attribute_that_is_no_text_is_kept_or_refused(
        self, harness: Harness, maker: Maker, value: object
    ) -> None:
        """What is no text is kept as it is or refused. A number that comes back as a text sorts and sums wrongly.

        Usually wrong: it is turned into a text, or dropped.
        """
        wanted = freeze_mapping({_attribute(harness): value})
        for way in _ways(harness, maker, {"attributes": wanted}, lambda one: one.attributes):
            is_kept(Capability.CUSTOMER_ATTRIBUTES, way)

    @needs(Capability.CUSTOMERS_UPDATE, Capability.CUSTOMERS_GET, Capability.CUSTOMER_ATTRIBUTES)
    def test_changed_attributes_replace_all_that_there_were(self, harness: Harness, maker: Maker) -> None:
        """Attributes that are not among the new ones are gone. What was to be forgotten must not stay.

        Usually wrong: the vendor merges them, and an emptied mapping changes nothing.
        """
        customer_id, field = CustomerId(maker.customer().id), Capability.CUSTOMER_ATTRIBUTES
        for wanted in ({_attribute(harness): unique("old")}, {}):
            change = CustomerChange(attributes=freeze_mapping(wanted))
            way = Writing(
                by=Capability.CUSTOMERS_UPDATE,
                wanted=change.attributes,
                write=partial(_attributes_after, harness, customer_id, change),
            )
            check_kept(harness, field, [is_kept(field, way)])

    @pytest.mark.parametrize("field", [pytest.param(one, id=one.value, marks=needs(one)) for one in _KINDS])
    @needs(Capability.CUSTOMERS_GET)
    def test_a_person_is_known_by_what_the_ticket_was_made_for(
        self, harness: Harness, maker: Maker, field: Capability
    ) -> None:
        """Who is named by an identifier has it afterwards. Else the next ticket makes a second customer of them.

        Usually wrong: only e-mail addresses were thought of, and a number becomes part of the name.
        """
        kept = []
        for make in _plain(harness, field):
            (identifier,) = make()
            requester = Requester(name=maker.text(Capability.CUSTOMER_NAME, "who"), identifier=identifier)
            kept.append(is_kept(field, _asked_for(harness, maker, requester)))
        assert field is not Capability.CUSTOMER_EMAIL or any(kept), "nobody can be named by an e-mail address"


def _ways(
    harness: Harness, maker: Maker, values: Mapping[str, Any], of: Callable[[Customer], object]
) -> Iterator[Writing]:
    """Yield the ways in which values can be written; skips the test where there is none."""
    (wanted,) = values.values()
    yield from _each_way(harness, maker, lambda: (values, wanted), lambda customer, _: of(customer))


def _identified(harness: Harness, maker: Maker, make: Callable[[], Identifiers]) -> Iterator[Writing]:
    """Yield the ways in which new identifiers can be written, beside an e-mail address where that can be kept."""

    def values() -> tuple[Mapping[str, Any], object]:
        beside, made = (evolve(email(), primary=False),) if harness.possible(Capability.CUSTOMER_EMAIL) else (), make()
        return {"identifiers": (*beside, *made)}, tuple(one.value for one in made)

    def known_by(customer: Customer, wanted: object) -> object:
        told = {text for one in customer.identifiers for text in (one.value, one.original)}
        return tuple(value for value in cast(tuple[str, ...], wanted) if value in told)

    yield from _each_way(harness, maker, values, known_by)


def _each_way(
    harness: Harness,
    maker: Maker,
    make: Callable[[], tuple[Mapping[str, Any], object]],
    of: Callable[[Customer, object], object],
) -> Iterator[Writing]:
    """Yield a writing for each method that there is, of values made for it, and what is wanted to be told of them."""
    desk = harness.desk
    if not any(harness.possible(one) for one in _WAYS):
        pytest.skip("customers are neither created nor changed here")
    if harness.possible(Capability.CUSTOMERS_CREATE):
        values, wanted = make()
        new = evolve(maker.new_customer(), **values)
        yield Writing(
            by=Capability.CUSTOMERS_CREATE,
            wanted=wanted,
            write=lambda: of(desk.customers.get(CustomerId(desk.customers.create(new).id)), wanted),
        )
    if harness.possible(Capability.CUSTOMERS_UPDATE):
        customer_id = CustomerId(maker.customer().id)
        change, asked = _as_change(make())
        yield Writing(
            by=Capability.CUSTOMERS_UPDATE,
            wanted=asked,
            write=lambda: of(_changed(harness, customer_id, change), asked),
            unwritten=lambda: of(desk.customers.get(customer_id), asked),
        )


def _as_change(made: tuple[Mapping[str, Any], object]) -> tuple[CustomerChange, object]:
    values, wanted = made
    return CustomerChange(**values), wanted


def _changed(harness: Harness, customer_id: CustomerId, change: CustomerChange) -> Customer:
    harness.desk.customers.update(customer_id, change)
    return harness.desk.customers.get(customer_id)


def _attributes_after(harness: Harness, customer_id: CustomerId, change: CustomerChange) -> object:
    return _changed(harness, customer_id, change).attributes


def _changed_value(identifier: Identifier, form: str) -> Identifier:
    return evolve(identifier, value=form.format(identifier.value))


def _plain(harness: Harness, field: Capability) -> list[Callable[[], Identifiers]]:
    """Return what makes a new identifier of a kind; of networks, those that the desk's customers are known by."""
    made: Mapping[Capability, Callable[[], Identifiers]] = {
        Capability.CUSTOMER_EMAIL: lambda: (email(),),
        Capability.CUSTOMER_PHONE: lambda: (phone(),),
        Capability.CUSTOMER_EXTERNAL_ID: lambda: (external_id(),),
    }
    if field in made:
        return [made[field]]
    held = (one for customer in customers_held(harness) for one in customer.identifiers)
    labels = {one.label: None for one in held if one.kind is IdentifierKind.SOCIAL} or {"": None}
    return [partial(_person, label) for label in labels]


def _person(network: str, kind: IdentifierKind = IdentifierKind.SOCIAL) -> Identifiers:
    return (Identifier(kind=kind, value=unique("person"), label=network),)


def _attribute(harness: Harness) -> str:
    """Return the name of an attribute that can be written: any where it is full, else one that a customer has."""
    if harness.full(Capability.CUSTOMER_ATTRIBUTES):
        return "contract"
    held = (name for one in customers_held(harness) for name, value in one.attributes.items() if isinstance(value, str))
    return next(held, "contract")


def _asked_for(harness: Harness, maker: Maker, requester: Requester) -> Writing:
    """Return how a ticket is made for a person; what it tells is the person's name, and whether it is known."""
    desk, wanted = harness.desk, requester.identifier.value if requester.identifier else ""
    possible = [one for one in (Capability.TICKETS_CREATE, Capability.TICKETS_IMPORT_PAST) if harness.possible(one)]
    if not possible:
        pytest.skip("tickets are neither made nor imported here")

    def write() -> object:
        if possible[0] is Capability.TICKETS_CREATE:
            made = desk.tickets.create(evolve(maker.new_ticket(), requester=requester))
        else:
            made = desk.tickets.import_past(evolve(maker.past_ticket(TicketStatus.OPEN), requester=requester))
        customer = desk.customers.get(made.customer_id or CustomerId(""))
        return customer.name, any(wanted in (one.value, one.original) for one in customer.identifiers)

    return Writing(by=possible[0], wanted=(requester.name, True), write=write)
