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


def _none(what: str, operation: str) -> NotFoundError:
    return NotFoundError(f"there is no {what}. Nothing was sent.", vendor=VENDOR, operation=operation)
