"""Customers: to create where the target can, else to come with their first ticket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from deskbridge.capabilities import Capability, Level
from deskbridge.desk import needed
from deskbridge.records import (
    Customer,
    CustomerId,
    Identifier,
    IdentifierKind,
    NewCustomer,
    Requester,
)
from deskbridge_migrate.losses import Judgment, fit, judge, sheeted
from deskbridge_migrate.translate.context import Context, Translation, listed

_REACHED_BY = (
    IdentifierKind.EMAIL,
    IdentifierKind.PHONE,
    IdentifierKind.SOCIAL,
    IdentifierKind.UNKNOWN,
    IdentifierKind.EXTERNAL_ID,
)
_LABELS = {
    IdentifierKind.EMAIL: "e-mail",
    IdentifierKind.PHONE: "phone",
    IdentifierKind.EXTERNAL_ID: "external id",
}


def customer(source: Customer, context: Context) -> Translation[NewCustomer]:
    """Translate a customer to what the target is to hold, however it gets there.

    The customer's id at the source becomes an external id where the target keeps one and the customer has none: it
    is searchable there, and a create whose outcome is unknown can be looked up.
    """
    name, named = fit(
        Capability.CUSTOMER_NAME, context.row(Capability.CUSTOMER_NAME), source.name, f"Customer's name: {source.name}"
    )
    identifiers = [one for one in source.identifiers if _fits(one, context)]
    has_own = any(one.kind is IdentifierKind.EXTERNAL_ID for one in source.identifiers)
    ours = Identifier(kind=IdentifierKind.EXTERNAL_ID, value=source.id)
    if not has_own and _fits(ours, context):
        identifiers.append(ours)
    creates = context.possible(Capability.CUSTOMERS_CREATE)
    keeps_address = creates and context.possible(Capability.CUSTOMER_ADDRESS)
    keeps_attributes = creates and context.full(Capability.CUSTOMER_ATTRIBUTES)
    value = NewCustomer(
        name=name,
        identifiers=tuple(identifiers),
        address=source.address if keeps_address else "",
        attributes=source.attributes if keeps_attributes else {},
    )
    return Translation(value=value, judgments=(*((named,) if source.name else ()), *_judged(source, context)))


def _judged(source: Customer, context: Context) -> Iterator[Judgment]:
    yield from _identifiers(source, context)
    creates = context.possible(Capability.CUSTOMERS_CREATE)
    if source.address:
        line = f"Customer's address: {source.address}"
        row = context.row(Capability.CUSTOMER_ADDRESS)
        yield (
            judge(Capability.CUSTOMER_ADDRESS, row, line)
            if creates
            else sheeted(Capability.CUSTOMER_ADDRESS, line, row.note)
        )
    if source.attributes:
        line = f"Customer's own fields: {listed(source.attributes)}"
        row = context.row(Capability.CUSTOMER_ATTRIBUTES)
        kept = creates and row.level is Level.FULL
        yield (
            judge(Capability.CUSTOMER_ATTRIBUTES, row, line)
            if kept
            else sheeted(Capability.CUSTOMER_ATTRIBUTES, line, row.note)
        )
    for name, value in (("created_at", source.created_at), ("updated_at", source.updated_at)):
        if value is not None:
            word = name.removesuffix("_at")
            yield sheeted(
                f"customer.{name}", f"Customer {word}: {value.isoformat()}", "the target keeps its own time of it"
            )


def _identifiers(source: Customer, context: Context) -> Iterator[Judgment]:
    """Judge each identifier: written at once, added after the first ticket, or only on the sheet."""
    adds = context.possible(Capability.CUSTOMERS_CREATE) or (
        context.possible(Capability.CUSTOMERS_UPDATE) and context.possible(Capability.CUSTOMERS_GET)
    )
    first = reached_by(source.identifiers, context)
    for one in source.identifiers:
        capability = capability_of(one)
        label = _LABELS.get(one.kind) or one.label or str(one.kind)
        line = f"Customer's {label}: {one.original or one.value}"
        row = context.row(capability)
        if not _fits(one, context):
            yield sheeted(capability, line, row.note or f"longer than {row.limit} characters")
        elif not adds and one != first:
            yield sheeted(capability, line, "a customer is made by a ticket there and takes one identifier")
        else:
            # It may yet be refused when it is added, so it stands on the sheet as well unless it made the customer.
            yield evolve(judge(capability, row, line), line="" if one == first else line)


def _fits(identifier: Identifier, context: Context) -> bool:
    row = context.row(capability_of(identifier))
    return row.possible and (row.limit is None or len(identifier.value) <= row.limit)


def capability_of(identifier: Identifier) -> Capability:
    """Return the field capability that an identifier needs."""
    capability, _ = next(needed(NewCustomer(identifiers=(identifier,))))
    return capability


def reached_by(identifiers: Iterable[Identifier], context: Context) -> Identifier | None:
    """Return the identifier that a ticket is to be made with, None if the target takes none of them."""
    usable = [one for one in identifiers if one.kind in _REACHED_BY and _fits(one, context)]
    return min(usable, key=lambda one: (_REACHED_BY.index(one.kind), not one.primary), default=None)


def requester(source: Customer | None, context: Context, target_id: str) -> Requester:
    """Return who a ticket is for: the customer's id at the target, else name and one identifier.

    A customer without any identifier that the target takes is told apart by the id at the source.
    """
    if target_id and context.possible(Capability.CUSTOMERS_CREATE):
        return Requester(id=CustomerId(target_id))
    if source is None:
        return Requester(name="Unknown customer")
    identifier = reached_by(source.identifiers, context)
    ours = Identifier(kind=IdentifierKind.EXTERNAL_ID, value=source.id)
    if identifier is None and _fits(ours, context):
        identifier = ours
    name, _ = fit(Capability.CUSTOMER_NAME, context.row(Capability.CUSTOMER_NAME), source.name, "")
    return Requester(name=name, identifier=identifier)


def merged_identifiers(held: Iterable[Identifier], wanted: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Return what a customer has and what is missing; an external id is added only where there is none."""
    merged = list(held)
    known = {(one.kind, one.value.casefold()) for one in merged}
    named = any(one.kind is IdentifierKind.EXTERNAL_ID for one in merged)
    for one in wanted:
        if (one.kind, one.value.casefold()) in known or (named and one.kind is IdentifierKind.EXTERNAL_ID):
            continue
        merged.append(one)
    return tuple(merged)
