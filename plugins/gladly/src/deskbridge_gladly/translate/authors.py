"""Who did something: initiators of items and events, makers of tasks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deskbridge.records import Author, AuthorKind
from deskbridge_gladly.wire.items import Communicator

AUTHORS: Mapping[str, AuthorKind] = MappingProxyType(
    {
        "CUSTOMER": AuthorKind.CUSTOMER,
        "AGENT": AuthorKind.AGENT,
        "AUTOMATION": AuthorKind.BOT,
        "API": AuthorKind.API,
        "SYSTEM": AuthorKind.SYSTEM,
    }
)
"""Whom the vendor's words mean. INTERNAL and EXTERNAL are people who answered a mail and are none of these."""


def author(initiator: Communicator | None) -> Author:
    """Read who did it; nobody is told where it is None."""
    if initiator is None:
        return Author(kind=AuthorKind.UNKNOWN)
    original = initiator.type or ""
    return Author(kind=AUTHORS.get(original, AuthorKind.UNKNOWN), id=initiator.id or "", original=original)
