"""Contacts as customers, and their identifiers as the vendor writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, UnsupportedError
from deskbridge.records import Customer, Identifier, IdentifierKind
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.translate.requesters import digits, written_phone
from deskbridge_glassix.translate.words import IDENTIFIERS, time_of
from deskbridge_glassix.wire.contacts import Contact, ContactIdentifier

_ADDABLE = {"facebookid": "FacebookId", "instagramid": "InstagramId"}


def customer(contact: Contact) -> Customer:
    """Return a contact as a customer: its identifiers in the vendor's order, then its unique argument."""
    known = [identifier(one) for one in contact.identifiers or () if one.identifier and not one.is_deleted]
    if contact.unique_argument:
        known.append(Identifier(kind=IdentifierKind.EXTERNAL_ID, value=contact.unique_argument, label="uniqueArgument"))
    return Customer(
        id=contact.id,
        vendor=VENDOR,
        raw=contact.raw,
        name=contact.name or "",
        identifiers=known,
        created_at=time_of(contact.creation_date_time),
        updated_at=time_of(contact.update_date_time),
    )


def identifier(one: ContactIdentifier) -> Identifier:
    """Return one identifier; its label is the vendor's word for its type."""
    written, word = one.identifier or "", one.identifier_type or ""
    kind = IDENTIFIERS.get(word.lower(), IdentifierKind.UNKNOWN)
    return Identifier(kind=kind, value=_normalised(kind, written), original=written, label=word)


def _normalised(kind: IdentifierKind, written: str) -> str:
    if kind is IdentifierKind.EMAIL:
        return written.strip().lower()
    if kind is IdentifierKind.PHONE:
        return f"+{digits(written)}" if digits(written) else written
    return written


@frozen(kw_only=True)
class Wanted:
    """An identifier as the vendor takes it."""

    type: str
    value: str


@frozen(kw_only=True)
class IdentifierDifference:
    """What to do to make a contact's identifiers those that are wanted.

    Attributes:
        add: In the wanted order.
        delete: The ids of those that are wanted no more.
        external_id: The unique argument that is wanted, "" for none.
    """

    add: tuple[Wanted, ...]
    delete: tuple[int, ...]
    external_id: str


def difference(contact: Contact, wanted: Sequence[Identifier]) -> IdentifierDifference:
    """Compare a contact's identifiers with those that are wanted.

    Raises:
        InvalidRequestError: Two external ids are wanted, while a contact has one; or a phone number can't be one.
        UnsupportedError: One has to be added of a type that the vendor does not let be added.
    """
    external = [one.value for one in wanted if one.kind is IdentifierKind.EXTERNAL_ID]
    if len(set(external)) > 1:
        msg = f"a Glassix contact has one external id, and {len(set(external))} were given"
        raise InvalidRequestError(msg, vendor=VENDOR)
    present = [
        (_key(identifier(one)), one.id) for one in contact.identifiers or () if one.identifier and not one.is_deleted
    ]
    known = {key for key, _ in present}
    kept = {_key(one): one for one in wanted if one.kind is not IdentifierKind.EXTERNAL_ID}
    return IdentifierDifference(
        add=tuple(_written(one) for key, one in kept.items() if key not in known),
        delete=tuple(number for key, number in present if key not in kept),
        external_id=external[0] if external else "",
    )


def _key(one: Identifier) -> tuple[IdentifierKind, str, str]:
    label = one.label.lower() if one.kind in {IdentifierKind.SOCIAL, IdentifierKind.UNKNOWN} else ""
    return one.kind, label, _normalised(one.kind, one.value)


def _written(one: Identifier) -> Wanted:
    if one.kind is IdentifierKind.EMAIL:
        return Wanted(type="MailAddress", value=one.value)
    if one.kind is IdentifierKind.PHONE:
        return Wanted(type="PhoneNumber", value=written_phone(one.value))
    if one.label.lower() in _ADDABLE:
        return Wanted(type=_ADDABLE[one.label.lower()], value=one.value)
    raise UnsupportedError(
        Capability.CUSTOMER_SOCIAL,
        vendor=VENDOR,
        reason=f"an identifier of type {one.label or one.kind.value!r} can't be added by the API.",
        nearest="the labels FacebookId and InstagramId",
        asked="adding an identifier",
    )


def is_known_by(found: Customer, asked: Iterable[tuple[IdentifierKind, str]]) -> bool:
    """Tell whether a customer has any of some identifiers."""
    has = {(one.kind, _normalised(one.kind, one.value)) for one in found.identifiers}
    return any((kind, _normalised(kind, value)) in has for kind, value in asked)
