"""Ids that can't be one are refused here: the vendor's answer to a path that is none is anything but a 404."""

from __future__ import annotations

import re

from deskbridge.errors import NotFoundError
from deskbridge_glassix.errors import VENDOR

_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBER = re.compile(r"[0-9]{1,18}")


def ticket_number(ticket_id: str, *, operation: str) -> str:
    """Return the id of a ticket, which is a number.

    Raises:
        NotFoundError: It is no number, so there is no such ticket. Nothing was sent.
    """
    if not _NUMBER.fullmatch(ticket_id):
        raise _none(f"ticket {ticket_id[:80]!r}: a ticket's id is a number", operation)
    return ticket_id


def guid(value: str, *, what: str, operation: str) -> str:
    """Return the id of a contact or department, which is a GUID.

    Raises:
        NotFoundError: It is no GUID, so there is nothing of that id. Nothing was sent.
    """
    if not _GUID.fullmatch(value):
        raise _none(f"{what} {value[:80]!r}: its id is a GUID", operation)
    return value


def message_parts(message_id: str, *, operation: str) -> tuple[str, str]:
    """Return the ticket's id, and what follows it, of a message's id.

    Raises:
        NotFoundError: It is none of ours, so there is no such message. Nothing was sent.
    """
    ticket_id, colon, own = message_id.partition(":")
    if not colon or not own or not _NUMBER.fullmatch(ticket_id):
        raise _none(f"message {message_id[:80]!r}: its id is the ticket's, a colon, and its own", operation)
    return ticket_id, own


def _none(what: str, operation: str) -> NotFoundError:
    return NotFoundError(f"there is no {what}. Nothing was sent.", vendor=VENDOR, operation=operation)
