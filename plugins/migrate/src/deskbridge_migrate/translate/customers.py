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
from deskbridge_migrate.matching import known_as
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

SHARED = "another customer at the source has it too; the target gives it to the first"
TAKEN = "somebody else at the target has it already"
JOINED = "it shares its only identifier with another customer, and the target makes one of the two"


def customer(source: Customer, context: Context) -> Translation[NewCustomer]:
    """Translate a customer to what the target is to hold, however it gets there.

    The customer's id at the source becomes an external id where the target keeps one and the customer brings none: it
    is searchable there, and a create whose outcome is unknown can be looked up.
    """
    name, named = _name(source, context)
    identifiers = [one for one, reason in _placed(source, context) if not reason]
    brings_own = any(one.kind is IdentifierKind.EXTERNAL_ID for one in identifiers)
    ours = Identifier(kind=IdentifierKind.EXTERNAL_ID, value=source.id)
    if not brings_own and _fits(ours, context) and (_adds(context) or reached_by(source, context) == ours):
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


def _name(source: Customer, context: Context) -> tuple[str, Judgment]:
    """Judge the name; one who is reached by another's identifier only becomes that one, and keeps no name there."""
    line = f"Customer's name: {source.name}"
    first = reached_by(source, context)
    if not context.possible(Capability.CUSTOMERS_CREATE) and first and context.is_anothers(first, source.id):
        return "", sheeted(Capability.CUSTOMER_NAME, line, JOINED)
    return fit(Capability.CUSTOMER_NAME, context.row(Capability.CUSTOMER_NAME), source.name, line)


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
    first = reached_by(source, context)
    for one, reason in _placed(source, context):
        capability = capability_of(one)
        label = _LABELS.get(one.kind) or one.label or str(one.kind)
        line = f"Customer's {label}: {one.original or one.value}"
        if reason:
            yield sheeted(capability, line, reason)
        else:
            # It may yet be refused when it is added, so it stands on the sheet as well unless it made the customer.
            yield evolve(judge(capability, context.row(capability), line), line="" if one == first else line)


def _placed(source: Customer, context: Context) -> Iterator[tuple[Identifier, str]]:
    """Yield each identifier with the reason why it is not written, "" if it is."""
    creates = context.possible(Capability.CUSTOMERS_CREATE)
    first = None if creates else reached_by(source, context)
    named = first is not None and first.kind is IdentifierKind.EXTERNAL_ID
    for one in source.identifiers:
        row = context.row(capability_of(one))
        if not _fits(one, context):
            reason = row.note or f"longer than {row.limit} characters"
        elif one != first and context.is_anothers(one, source.id):
            reason = SHARED
        elif (source.id, *known_as(one)) in context.taken:
            reason = TAKEN
        elif one != first and not _adds(context):
            reason = "a customer is made by a ticket there and takes one identifier"
        elif not creates and one != first and named and one.kind is IdentifierKind.EXTERNAL_ID:
            reason = "a customer takes one external id there"
        else:
            reason = ""
            named = named or one.kind is IdentifierKind.EXTERNAL_ID
        yield one, reason


def _adds(context: Context) -> bool:
    """Whether a customer can have more identifiers than the one of its first ticket."""
    completes = context.possible(Capability.CUSTOMERS_UPDATE) and context.possible(Capability.CUSTOMERS_GET)
    return completes or context.possible(Capability.CUSTOMERS_CREATE)


def _fits(identifier: Identifier, context: Context) -> bool:
    row = context.row(capability_of(identifier))
    return row.possible and (row.limit is None or len(identifier.value) <= row.limit)


def capability_of(identifier: Identifier) -> Capability:
    """Return the field capability that an identifier needs."""
    capability, _ = next(needed(NewCustomer(identifiers=(identifier,))))
    return capability


def reached_by(source: Customer, context: Context) -> Identifier | None:
    """Return the identifier that a customer's tickets are to be made with, None if the target takes none.

    One of its own; else the id at the source, by which it is told apart; else one that it shares with another.
    """
    usable = [one for one in source.identifiers if one.kind in _REACHED_BY and _fits(one, context)]
    own = [one for one in usable if not context.is_anothers(one, source.id)]
    ours = Identifier(kind=IdentifierKind.EXTERNAL_ID, value=source.id)
    if not own and _fits(ours, context):
        return ours
    return min(own or usable, key=lambda one: (_REACHED_BY.index(one.kind), not one.primary), default=None)


def requester(source: Customer | None, context: Context, target_id: str) -> Requester:
    """Return who a ticket is for: the customer's id at the target, else name and one identifier."""
    if target_id and context.possible(Capability.CUSTOMERS_CREATE):
        return Requester(id=CustomerId(target_id))
    if source is None:
        return Requester(name="Unknown customer")
    name, _ = fit(Capability.CUSTOMER_NAME, context.row(Capability.CUSTOMER_NAME), source.name, "")
    return Requester(name=name, identifier=reached_by(source, context))


def merged_identifiers(held: Iterable[Identifier], wanted: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Return what a customer has and what is missing; an external id is added only where there is none."""
    merged = list(held)
    known = {known_as(one) for one in merged}
    named = any(one.kind is IdentifierKind.EXTERNAL_ID for one in merged)
    for one in wanted:
        if known_as(one) in known or (named and one.kind is IdentifierKind.EXTERNAL_ID):
            continue
        merged.append(one)
    return tuple(merged)
