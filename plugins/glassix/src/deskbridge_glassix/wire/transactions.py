"""The entries of a ticket. Source: docs.glassix.com, Transaction and Attachment."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import FrozenDict
from deskbridge.wire import Wire, optional
from deskbridge_glassix.wire.nothing import NO_ID, NO_TEXT, NO_TIME
from deskbridge_glassix.wire.participants import Participant


@frozen(kw_only=True, slots=True)
class Attachment(Wire):
    """A file.

    Attributes:
        type: ``Image``, ``Video``, ``Document``, ``File``, ``Solution``, ``InteractiveDocument`` or ``Audio``.
        uri: Signed, without credentials, and dead after a few hours.
        is_embedded: Whether it is shown inside the message and not counted as an attachment.
        sanitization_state: ``Undefined``, ``Allowed``, ``Blocked`` or ``Processing``.
    """

    id: int | None = None
    type: str | None = None
    file_identifier: str | None = None
    original_file_name: str | None = None
    thumbnails: tuple[str, ...] | None = None
    thumbnails_file_identifiers: tuple[str, ...] | None = None
    uri: str | None = optional(NO_TEXT)
    is_embedded: bool | None = None
    sanitization_state: str | None = None


@frozen(kw_only=True, slots=True)
class TemplateCard(Wire):
    """One card of a message made of templates. Source: public client code."""

    title: str | None = None
    title_html: str | None = None
    subtitle: str | None = None
    subtitle_html: str | None = None
    cover_image_height: float | None = None
    cover_image_width: float | None = None
    buttons: tuple[FrozenDict, ...] | None = None


@frozen(kw_only=True, slots=True)
class Payload(Wire):
    """What a message of templates is made of. Source: public client code."""

    templates: tuple[TemplateCard, ...] | None = None
    enable_free_text_input: bool | None = None
    quick_replies: tuple[FrozenDict, ...] | None = None


@frozen(kw_only=True, slots=True)
class Transaction(Wire):
    """One entry of a ticket. Its id may exceed 32 bits.

    Attributes:
        type: ``Message``, or one of many others of which the vendor publishes no full list.
        status: The least advanced over all participants, such as ``Pending``, ``Delivered``, ``Read``.
    """

    id: int
    guid_transaction_id: str | None = optional(*NO_ID)
    date_time: datetime | None = optional(*NO_TIME)
    from_protocol_type: str | None = None
    type: str | None = None
    text: str | None = None
    html: str | None = None
    status: str | None = None
    from_participant: Participant | None = None
    attachments: tuple[Attachment, ...] | None = None
    payload: Payload | None = None
