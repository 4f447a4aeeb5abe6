"""Contacts. Source: docs.glassix.com, Contact."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class ContactIdentifier(Wire):
    """One address of a contact."""

    id: int
    identifier_type: str | None = None
    identifier: str | None = None
    is_deleted: bool | None = None


@frozen(kw_only=True, slots=True)
class Contact(Wire):
    """A person.

    Attributes:
        name: At most 25 characters.
        unique_argument: At most 50 characters.
    """

    id: str
    name: str | None = None
    identifiers: tuple[ContactIdentifier, ...] | None = None
    unique_argument: str | None = None
    creation_date_time: datetime | None = None
    update_date_time: datetime | None = None
    is_deleted: bool | None = None
    is_scrambled: bool | None = None
