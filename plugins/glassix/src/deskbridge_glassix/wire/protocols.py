"""Messages outside any ticket. Source: docs.glassix.com, Send a non-ticket message; the official C# SDK."""

from __future__ import annotations

from datetime import datetime

from attrs import NOTHING, frozen

from deskbridge.records import UNSET, Unset
from deskbridge.wire import Wire, key, optional
from deskbridge_glassix.wire.nothing import NO_ID, NO_TEXT, NO_TIME


@frozen(kw_only=True, slots=True)
class NewDirectMessage(Wire):
    """A message to an address.

    Attributes:
        protocol_type: ``WhatsApp``, ``SMS`` or ``AppleBusinessChat``.
        sender: A number or an id linked to the department.
        to: International without a plus, or ``urn:mbid:...`` for Apple.
        text: For WhatsApp, that of an approved template.
        files: Addresses of files of at most 5 MB each.
    """

    protocol_type: str
    sender: str = key("from", default=NOTHING)
    to: str
    text: str
    html: str | Unset = UNSET
    files: tuple[str, ...] | Unset = UNSET


@frozen(kw_only=True, slots=True)
class DirectMessage(Wire):
    """A message outside any ticket, and how far it has got.

    Attributes:
        provider_message_id: What events about its delivery name it by.
        status: ``Pending`` at first; ``Accepted``, ``Delivered``, ``Read``, ``Rejected``, ``Failed`` were seen.
    """

    text: str | None = None
    html: str | None = optional(NO_TEXT)
    protocol_type: str | None = None
    attachment_uris: tuple[str, ...] | None = None
    sender: str | None = optional(NO_TEXT, name="from")
    to: str | None = optional(NO_TEXT)
    date_time: datetime | None = optional(*NO_TIME)
    provider_message_id: str | None = optional(*NO_ID)
    department_id: str | None = optional(*NO_ID)
    status: str | None = None
    files: tuple[str, ...] | None = None
    service_provider: int | None = None
