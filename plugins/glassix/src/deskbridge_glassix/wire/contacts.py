"""Contacts. Source: docs.glassix.com, Contact."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.wire import Wire, optional
from deskbridge_glassix.wire.nothing import NO_ID, NO_TEXT, NO_TIME


@frozen(kw_only=True, slots=True)
class ContactIdentifier(Wire):
    """One address of a contact."""

    id: int
    contact_id: str | None = optional(*NO_ID)
    identifier_type: str | None = None
    identifier: str | None = None
    last_accessed: datetime | None = optional(*NO_TIME)
    is_verified: bool | None = None
    is_deleted: bool | None = None
    is_scrambled: bool | None = None


@frozen(kw_only=True, slots=True)
class Contact(Wire):
    """A person.

    Attributes:
        name: At most 25 characters.
        unique_argument: At most 50 characters.
        image_uri: Of a picture, as from WhatsApp.
    """

    id: str
    name: str | None = None
    identifiers: tuple[ContactIdentifier, ...] | None = None
    unique_argument: str | None = optional(NO_TEXT)
    image_file_identifier: str | None = optional(NO_TEXT)
    image_uri: str | None = optional(NO_TEXT)
    creation_date_time: datetime | None = optional(*NO_TIME)
    update_date_time: datetime | None = optional(*NO_TIME)
    is_deleted: bool | None = None
    is_scrambled: bool | None = None
    tags: tuple[str, ...] | None = None
