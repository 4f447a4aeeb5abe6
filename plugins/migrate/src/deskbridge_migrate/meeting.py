"""Finds which customers are at the target already, and which of their identifiers somebody else has there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from deskbridge.capabilities import Capability
from deskbridge.records import Customer, Identifier, IdentifierKind
from deskbridge_migrate import translate
from deskbridge_migrate.matching import holders, known_as
from deskbridge_migrate.translate import Context


@frozen(kw_only=True)
class Meeting:
    """How the source's customers meet those of the target. No values: a plan keeps it.

    Attributes:
        taken: Identifiers that somebody else has: the customer's id, a space, and the place among the identifiers.
        met: Ids of customers who are there already; None if the target can't list its customers.
    """

    taken: tuple[str, ...] = ()
    met: tuple[str, ...] | None = None


def meet(customers: Iterable[Customer], known: Mapping[str, Customer] | None, context: Context) -> Meeting:
    """Compare the source's customers with the target's; `known` is None where they can't be listed."""
    if known is None:
        return Meeting()
    held = holders(known.values())
    taken: list[str] = []
    met: list[str] = []
    for customer in customers:
        finding = _finding(customer, context)
        own = next((found for one in finding if (found := held.get(known_as(one))) is not None), None)
        if own is not None:
            met.append(customer.id)
        taken += [
            f"{customer.id} {place}"
            for place, one in enumerate(customer.identifiers)
            if _unique(one, context) and held.get(known_as(one)) not in {None, own}
        ]
    return Meeting(taken=tuple(taken), met=tuple(met))


def taken_of(taken: Iterable[str], customers: Mapping[str, Customer]) -> frozenset[tuple[str, IdentifierKind, str]]:
    """Return a plan's taken identifiers with their values, of customers who still have them."""
    found = set()
    for identity, _, place in (one.rpartition(" ") for one in taken):
        customer = customers.get(identity)
        if customer is not None and int(place) < len(customer.identifiers):
            found.add((identity, *known_as(customer.identifiers[int(place)])))
    return frozenset(found)


def _finding(customer: Customer, context: Context) -> list[Identifier]:
    """Return by what a customer is found at the target: where tickets make customers, by the first ticket's only."""
    if not context.possible(Capability.CUSTOMERS_CREATE):
        first = translate.reached_by(customer, context)
        return [first] if first else []
    ours = Identifier(kind=IdentifierKind.EXTERNAL_ID, value=customer.id)
    return [*(one for one in customer.identifiers if _unique(one, context)), ours]


def _unique(identifier: Identifier, context: Context) -> bool:
    """Whether the target gives an identifier to one customer only; one that creates customers lets phones be shared."""
    return identifier.kind is not IdentifierKind.PHONE or not context.possible(Capability.CUSTOMERS_CREATE)
