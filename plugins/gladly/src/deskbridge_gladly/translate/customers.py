"""Customer profiles as customers, and what to write of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from deskbridge.errors import InvalidRequestError
from deskbridge.records import (
    UNSET,
    Customer,
    CustomerChange,
    FrozenDict,
    Identifier,
    IdentifierKind,
    NewCustomer,
    Unset,
)
from deskbridge.records.raw import EMPTY
from deskbridge_gladly.translate.phones import normal_phone
from deskbridge_gladly.wire.customers import Email, EmailBody, Phone, PhoneBody, Profile, ProfileBody

PHONE_TYPES = frozenset({"HOME", "MOBILE", "OFFICE"})
"""The labels that a number can be written with; any other is not kept, as the capabilities say."""


def customer(profile: Profile) -> Customer:
    """Read a profile. The picture, and what a number has beside its type, stay in `raw`."""
    return Customer(
        id=profile.id,
        vendor="gladly",
        raw=profile.raw,
        name=profile.name or "",
        identifiers=tuple(_identifiers(profile)),
        address=profile.address or "",
        attributes=profile.custom_attributes or EMPTY,
        created_at=profile.created_at,
        updated_at=profile.updated_at,
    )


def _identifiers(profile: Profile) -> Iterator[Identifier]:
    for email in profile.emails or ():
        if value := _email_value(email):
            yield Identifier(
                kind=IdentifierKind.EMAIL,
                value=value,
                original=email.original or "",
                primary=bool(email.primary),
            )
    for phone in profile.phones or ():
        if value := _phone_value(phone):
            yield Identifier(
                kind=IdentifierKind.PHONE,
                value=value,
                original=phone.original or "",
                label=phone.type or "",
                primary=bool(phone.primary),
            )
    if profile.external_customer_id:
        yield Identifier(kind=IdentifierKind.EXTERNAL_ID, value=profile.external_customer_id)
    for adaptor, value in (profile.external_customer_ids or EMPTY).items():
        yield Identifier(kind=IdentifierKind.EXTERNAL_ID, value=str(value), label=adaptor)


def _email_value(email: Email) -> str:
    return (email.normalized or email.original or "").lower()


def _phone_value(phone: Phone) -> str:
    return phone.normalized or normal_phone(phone.original or "", phone.region_code or "")


def new_profile(new: NewCustomer, customer_id: str) -> ProfileBody:
    """Return a customer as it is created.

    Raises:
        InvalidRequestError: It has two external ids, or an attribute that is no text.
    """
    emails, phones = _emails(new.identifiers), _phones(new.identifiers, ())
    return ProfileBody(
        id=customer_id,
        name=new.name or UNSET,
        address=new.address or UNSET,
        emails=emails or UNSET,
        phones=phones or UNSET,
        external_customer_id=_external_id(new.identifiers, EMPTY) or UNSET,
        custom_attributes=_attributes(new.attributes) or UNSET,
    )


def changed_profile(change: CustomerChange, current: Profile | None) -> ProfileBody:
    """Return what to send for a change.

    Args:
        change: What to change.
        current: The profile as it is. Needed where the identifiers change: the lists are replaced whole, and what a
            number has beside (region, extension, consent to SMS) is to stay.

    Raises:
        InvalidRequestError: It has two external ids, or an attribute that is no text.
    """
    body = ProfileBody(
        name=change.name,
        address=change.address,
        custom_attributes=UNSET if isinstance(change.attributes, Unset) else _attributes(change.attributes),
    )
    if isinstance(change.identifiers, Unset) or current is None:
        return body
    external_id = _external_id(change.identifiers, current.external_customer_ids or EMPTY)
    changed_external_id = external_id != (current.external_customer_id or "")
    return ProfileBody(
        name=body.name,
        address=body.address,
        custom_attributes=body.custom_attributes,
        emails=_emails(change.identifiers),
        phones=_phones(change.identifiers, current.phones or ()),
        external_customer_id=(external_id or None) if changed_external_id else UNSET,
    )


def _of(kind: IdentifierKind, identifiers: Iterable[Identifier]) -> list[Identifier]:
    return [one for one in identifiers if one.kind is kind]


def _written(identifier: Identifier, normal: Callable[[str], str]) -> str:
    """Return an address as it was entered, if it still means the same."""
    if identifier.original == identifier.value:
        return identifier.value
    same = identifier.original and normal(identifier.original) == normal(identifier.value)
    return identifier.original if same else identifier.value


def _emails(identifiers: Iterable[Identifier]) -> tuple[EmailBody, ...]:
    return tuple(
        EmailBody(original=_written(one, str.lower), primary=one.primary or UNSET)
        for one in _of(IdentifierKind.EMAIL, identifiers)
    )


def _phones(identifiers: Iterable[Identifier], current: Sequence[Phone]) -> tuple[PhoneBody, ...]:
    known: dict[str, list[Phone]] = {}
    for one in current:
        known.setdefault(_phone_value(one), []).append(one)
    asked = _of(IdentifierKind.PHONE, identifiers)
    # Two numbers may differ by their extension alone; they are taken in order.
    held = [known.get(normal_phone(one.value)) if known else None for one in asked]
    return tuple(_phone(one, same.pop(0) if same else None) for one, same in zip(asked, held, strict=True))


def _phone(identifier: Identifier, current: Phone | None) -> PhoneBody:
    if current is None:
        return PhoneBody(
            original=_written(identifier, normal_phone),
            type=identifier.label if identifier.label in PHONE_TYPES else UNSET,
            primary=identifier.primary or UNSET,
        )
    kept_type = identifier.label in PHONE_TYPES or identifier.label == current.type
    return PhoneBody(
        original=current.original or identifier.value,
        region_code=current.region_code or UNSET,
        extension=current.extension or UNSET,
        type=identifier.label if kept_type and identifier.label else UNSET,
        primary=identifier.primary or UNSET,
        sms_preference=current.sms_preference or UNSET,
    )


def _external_id(identifiers: Iterable[Identifier], by_adaptor: FrozenDict) -> str:
    """Return the one external id that can be written, "" for none; those of adaptors stay as they are."""
    asked = [
        one.value
        for one in _of(IdentifierKind.EXTERNAL_ID, identifiers)
        if not one.label or by_adaptor.get(one.label) != one.value
    ]
    if len(asked) > 1:
        msg = "Gladly keeps one external id a customer; nothing was sent. Put the others into attributes."
        raise InvalidRequestError(msg, vendor="gladly", operation="customer.external_id")
    return asked[0] if asked else ""


def _attributes(attributes: FrozenDict) -> FrozenDict:
    for name, value in attributes.items():
        if not isinstance(value, str):
            msg = f"attribute {name!r} is no text and Gladly keeps texts only; nothing was sent. Write it as a text."
            raise InvalidRequestError(msg, vendor="gladly", operation="customer.attributes")
    return attributes


def is_same(new: NewCustomer, existing: Customer) -> bool:
    """Whether a customer is what an earlier try of the same creation made."""
    return (
        new.name == existing.name
        and new.address == existing.address
        and new.attributes == existing.attributes
        and _keys(new.identifiers) == _keys(existing.identifiers)
    )


def _keys(identifiers: Iterable[Identifier]) -> set[tuple[IdentifierKind, str]]:
    return {(one.kind, _normal(one)) for one in identifiers}


def _normal(identifier: Identifier) -> str:
    if identifier.kind is IdentifierKind.PHONE:
        return normal_phone(identifier.value)
    return identifier.value.lower() if identifier.kind is IdentifierKind.EMAIL else identifier.value
