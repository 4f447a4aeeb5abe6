"""Interactive documents, which customers fill in or sign. Source: the official JavaScript SDK."""

from __future__ import annotations

from attrs import frozen

from deskbridge.records import UNSET, Unset
from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class DocumentField(Wire):
    """One field to fill in.

    Attributes:
        type: Such as ``Text``.
        name: As in the template, such as ``fullName_1``.
    """

    type: str
    name: str


@frozen(kw_only=True, slots=True)
class NewDocument(Wire):
    """A document to make and send.

    Attributes:
        base_template_id: Of a template made in the vendor's settings.
        message: What is sent with it.
    """

    base_template_id: int
    should_lock_document: bool | Unset = UNSET
    message: str | Unset = UNSET
    fields: tuple[DocumentField, ...] | Unset = UNSET
