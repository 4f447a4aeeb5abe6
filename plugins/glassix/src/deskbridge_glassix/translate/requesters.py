"""Whom a new ticket is for, as the vendor's participant."""

from __future__ import annotations

import re

from deskbridge.errors import InvalidRequestError
from deskbridge.records import UNSET, Channel, Identifier, IdentifierKind, Requester
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.translate.words import PHONE_PROTOCOLS, PROTOCOL_OF_IDENTIFIER, PROTOCOLS, guid_of
from deskbridge_glassix.wire.contacts import Contact, ContactIdentifier
from deskbridge_glassix.wire.tickets import NewParticipant

MOST_EXTERNAL_ID = 50
_PHONE = re.compile(r"[+0-9\s()./\-\u2010-\u2015]+")


def participant(requester: Requester, *, channel: Channel | None, otherwise: str) -> NewParticipant:
    """Return the participant for a requester who is named by an identifier, or by nothing at all.

    Args:
        requester: Who.
        channel: How, where the identifier leaves a choice: a phone number may be one for SMS, WhatsApp or calls.
        otherwise: The identifier for somebody of whom none is known.

    Raises:
        InvalidRequestError: Not even `otherwise` is there, or the identifier can't be one.
    """
    identifier = requester.identifier or Identifier(kind=IdentifierKind.EXTERNAL_ID, value=otherwise)
    protocol, address = _way(identifier, channel)
    if not address:
        msg = "whom the ticket is for is not said: a requester needs an id or an identifier that is not empty"
        raise InvalidRequestError(msg, vendor=VENDOR)
    return _made(protocol, address, name=requester.name, contact_id=requester.id or "")


def participant_of(contact: Contact, *, channel: Channel | None, name: str = "") -> NewParticipant:
    """Return the participant for a contact: by its address that fits the channel, else by its first.

    Raises:
        InvalidRequestError: The contact has no address.
    """
    wanted = PROTOCOLS.get(channel.kind) if channel else None
    known = [one for one in contact.identifiers or () if one.identifier and not one.is_deleted]
    if not known:
        msg = f"contact {contact.id} has no identifier, so no ticket can be made for it. Give an identifier as well."
        raise InvalidRequestError(msg, vendor=VENDOR)
    fitting = [one for one in known if wanted in _protocols(one)]
    chosen = (fitting or known)[0]
    protocol = wanted if fitting and wanted else _protocols(chosen)[0]
    return _made(protocol, chosen.identifier or "", name=name or contact.name or "", contact_id=contact.id)


def _protocols(one: ContactIdentifier) -> tuple[str, ...]:
    kind = (one.identifier_type or "").lower()
    first = PROTOCOL_OF_IDENTIFIER.get(kind, "Web")
    return (first, *sorted(PHONE_PROTOCOLS - {first})) if kind == "phonenumber" else (first,)


def _way(identifier: Identifier, channel: Channel | None) -> tuple[str, str]:
    if identifier.kind is IdentifierKind.EMAIL:
        return "Mail", identifier.value
    if identifier.kind is IdentifierKind.PHONE:
        wanted = PROTOCOLS.get(channel.kind, "") if channel else ""
        return (wanted if wanted in PHONE_PROTOCOLS else "SMS"), written_phone(identifier.value)
    if identifier.kind is IdentifierKind.SOCIAL:
        return PROTOCOL_OF_IDENTIFIER.get(identifier.label.lower(), "Web"), identifier.value
    return "Web", identifier.value


def digits(phone: str) -> str:
    """Return the digits of a phone number, to compare it."""
    return re.sub(r"[^0-9]", "", phone)


def written_phone(phone: str) -> str:
    """Return a phone number as the vendor writes it: international, digits only.

    Raises:
        InvalidRequestError: It has something beside digits and punctuation, such as an extension, whose digits would
            make it somebody else's number; or it has no digits.
    """
    if not _PHONE.fullmatch(phone) or not digits(phone):
        msg = "a phone number has other things than digits and punctuation, or no digits; Glassix takes digits only"
        raise InvalidRequestError(msg, vendor=VENDOR)
    return digits(phone)


def _made(protocol: str, address: str, *, name: str, contact_id: str) -> NewParticipant:
    return NewParticipant(
        protocol_type=protocol,
        identifier=address,
        sub_protocol_type="MailTo" if protocol == "Mail" else UNSET,
        name=name or UNSET,
        contact_id=guid_of(contact_id) or UNSET,
    )
