"""Masks personal data for a rehearsal: the same value always by the same mask, under a key that the plan holds.

Names, addresses and identifiers become others that are nobody's; letters of texts become x and digits 0, so that length
and shape stay. Ids, times, topics, groups, channels, the types of files and the names of fields are not masked.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from functools import singledispatch
from html import escape
from html.parser import HTMLParser
from typing import Any, TypeVar
from unicodedata import category

from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.records import Agent, Attachment, Customer, Identifier, IdentifierKind, Message, Record, Ticket, thaw
from deskbridge_migrate.losses import Judgment
from deskbridge_migrate.model import Fate
from deskbridge_migrate.reading import Inventory

R = TypeVar("R", bound=Record)
NOTE = "masked for a rehearsal"
REMARK = (
    "It is a rehearsal: names, addresses, identifiers and texts of customers and agents are masked, always the same by "
    "this plan. Ids, times, topics, groups, channels, sizes and the names of fields are not"
)
_FIELDS = frozenset(
    {
        Capability.CUSTOMER_NAME,
        Capability.CUSTOMER_EMAIL,
        Capability.CUSTOMER_PHONE,
        Capability.CUSTOMER_SOCIAL,
        Capability.CUSTOMER_EXTERNAL_ID,
        Capability.CUSTOMER_ADDRESS,
        Capability.CUSTOMER_ATTRIBUTES,
        Capability.TICKET_SUBJECT,
        Capability.TICKET_FIELDS,
        Capability.TICKET_EXTERNAL_ID,
        Capability.MESSAGE_TEXT,
        Capability.MESSAGE_HTML,
        Capability.MESSAGE_SUBJECT,
        Capability.MESSAGE_AUTHOR,
        Capability.MESSAGE_ATTACHMENTS,
        Capability.MESSAGE_DETAILS,
    }
)
_PLAIN_DETAILS = frozenset({
    "started_at", "answered_at", "completed_at", "recording_status", "recording_seconds", "added_topic_ids",
    "removed_topic_ids", "status", "session_id",
})  # fmt: skip
_TAGS = frozenset({
    "a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p",
    "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
})  # fmt: skip
_UNSEEN = frozenset(("script", "style", "title"))


def masked(record: R, key: str) -> R:
    """Return a record with its personal data masked, and without the vendor's payload.

    Args:
        record: A customer, an agent, a ticket or a message; any other comes back as it is.
        key: The plan's.
    """
    return evolve(_masked(record, key), raw={})  # type: ignore[return-value]  # each mask keeps its record's type


def masked_inventory(inventory: Inventory, key: str) -> Inventory:
    """Return what a source holds as translations may know it: customers and agents masked."""
    agents = {identity: masked(one, key) for identity, one in inventory.directory.agents.items()}
    customers = {identity: masked(one, key) for identity, one in inventory.customers.items()}
    return evolve(inventory, customers=customers, directory=evolve(inventory.directory, agents=agents))


def told(judgment: Judgment) -> Judgment:
    """Return a judgment that says of a masked field that it is masked; what would be kept is changed."""
    if judgment.field not in _FIELDS:
        return judgment
    fate = Fate.CHANGED if judgment.fate is Fate.KEPT else judgment.fate
    return evolve(judgment, fate=fate, note="; ".join(one for one in (NOTE, judgment.note) if one))


def masked_text(text: str) -> str:
    """Return a text of the same length and shape: letters are x or X, digits 0."""
    return "".join(_masked_letter(one) for one in text)


def _masked_letter(one: str) -> str:
    kind = category(one)[0]
    if kind == "N":
        return "0"
    if kind not in {"L", "M"}:
        return one
    return "X" if one.isupper() else "x"


def _pseudonym(text: str, key: str) -> str:
    return hmac.digest(key.encode(), text.strip().casefold().encode("utf-8", "surrogatepass"), "sha256").hex()


def _name(name: str, key: str) -> str:
    return f"Person {_pseudonym(name, key)[:10]}" if name.strip() else name


def _value(value: Any, key: str) -> Any:
    """Mask a value of a field, however deep; true, false and nothing are nobody's."""
    if isinstance(value, str):
        return masked_text(value)
    if isinstance(value, Mapping):
        return {name: _value(one, key) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_value(one, key) for one in value]
    return value if value is None or isinstance(value, bool) else 0


def _identifier(one: Identifier, key: str) -> Identifier:
    """Mask an identifier: an address that no mail reaches, a number of a country code that no country has."""
    mark = _pseudonym(one.value, key)
    values = {
        IdentifierKind.EMAIL: f"{mark[:16]}@masked.invalid",
        IdentifierKind.PHONE: f"+999{int(mark, 16) % 10**11:011}",
    }
    return evolve(one, value=values.get(one.kind, f"masked-{mark[:20]}"), original="")


def _attachment(one: Attachment) -> Attachment:
    return evolve(one, name=masked_text(one.name), url="")


@singledispatch
def _masked(record: Record, key: str) -> Record:  # noqa: ARG001  for those that are masked
    return record


@_masked.register
def _(record: Customer, key: str) -> Record:
    return evolve(
        record,
        name=_name(record.name, key),
        identifiers=[_identifier(one, key) for one in record.identifiers],
        address=masked_text(record.address),
        attributes=_value(thaw(record.attributes), key),
    )


@_masked.register
def _(record: Agent, key: str) -> Record:
    email = f"{_pseudonym(record.email, key)[:16]}@masked.invalid" if record.email else ""
    return evolve(record, name=_name(record.name, key), email=email, external_id=masked_text(record.external_id))


@_masked.register
def _(record: Ticket, key: str) -> Record:
    return evolve(
        record,
        subject=masked_text(record.subject),
        fields=_value(thaw(record.fields), key),
        external_id=masked_text(record.external_id),
    )


@_masked.register
def _(record: Message, key: str) -> Record:
    details = {
        name: value if name in _PLAIN_DETAILS else _value(value, key) for name, value in thaw(record.details).items()
    }
    return evolve(
        record,
        text=masked_text(record.text),
        html=_masked_html(record.html),
        subject=masked_text(record.subject),
        author=evolve(record.author, name=_name(record.author.name, key)),
        attachments=[_attachment(one) for one in record.attachments],
        external_id=masked_text(record.external_id),
        details=details,
    )


class _MaskedPage(HTMLParser):
    """Keeps tags that are known, without what stands in them, and masks all text; what is never shown is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the library's
        self._unseen += tag in _UNSEEN
        if tag in _TAGS:
            self.parts.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _TAGS:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(escape(masked_text(data), quote=False))


def _masked_html(html: str) -> str:
    page = _MaskedPage()
    page.feed(html)
    page.close()
    return "".join(page.parts)
