"""Lines as rows of neutral columns: the vendor's own translation to records, and the columns of each kind of record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

from deskbridge.errors import DeskbridgeError
from deskbridge.outputs import ExportFile
from deskbridge.records import Agent, Attachment, Customer, Identifier, IdentifierKind, Message, Record, Topic
from deskbridge_bulk.exporting.lines import Block, whole
from deskbridge_bulk.exporting.tables import Field, FieldKind, Row, Tell
from deskbridge_bulk.problems import BulkError


@frozen
class _Neutral:
    """A column: its name, what it is of a record, and what its cells are."""

    name: str
    value: Callable[[Any], object]
    kind: FieldKind = FieldKind.TEXT


def _plain(*names: str) -> tuple[_Neutral, ...]:
    return tuple(_Neutral(name, _getter(name)) for name in names)


def _getter(name: str) -> Callable[[Any], object]:
    def get(record: Any) -> object:
        value = getattr(record, name)
        return None if value is None else str(value)

    return get


def _attachment(one: Attachment) -> dict[str, object]:
    told = {"id": one.id, "name": one.name, "content_type": one.content_type, "url": one.url}
    return {**{key: value for key, value in told.items() if value}, "size_bytes": one.size_bytes}


def _identifier(one: Identifier) -> dict[str, str]:
    told = {"kind": str(one.kind), "value": one.value, "label": one.label}
    return {key: value for key, value in told.items() if value}


def _external(record: Customer) -> list[str]:
    return list(record.values(IdentifierKind.EXTERNAL_ID))


_ALWAYS = _plain("id", "vendor")
_COLUMNS: Mapping[type[Record], tuple[_Neutral, ...]] = {
    Message: (
        *_ALWAYS,
        *_plain("ticket_id", "customer_id"),
        _Neutral("created_at", lambda one: one.created_at, FieldKind.TIME),
        *_plain("kind", "original_kind", "direction", "visibility"),
        _Neutral("channel", lambda one: one.channel and str(one.channel.kind)),
        _Neutral("author_kind", lambda one: str(one.author.kind)),
        _Neutral("author_id", lambda one: one.author.id),
        _Neutral("author_name", lambda one: one.author.name),
        *_plain("subject", "text", "html"),
        _Neutral("attachments", lambda one: [_attachment(each) for each in one.attachments], FieldKind.PARTS),
        _Neutral("details", lambda one: one.details, FieldKind.PARTS),
    ),
    Customer: (
        *_ALWAYS,
        *_plain("name", "address"),
        _Neutral("emails", lambda one: list(one.emails), FieldKind.PARTS),
        _Neutral("phones", lambda one: list(one.phones), FieldKind.PARTS),
        _Neutral("external_ids", _external, FieldKind.PARTS),
        _Neutral("identifiers", lambda one: [_identifier(each) for each in one.identifiers], FieldKind.PARTS),
        _Neutral("attributes", lambda one: one.attributes, FieldKind.PARTS),
        _Neutral("created_at", lambda one: one.created_at, FieldKind.TIME),
        _Neutral("updated_at", lambda one: one.updated_at, FieldKind.TIME),
    ),
    Topic: (
        *_ALWAYS,
        *_plain("name", "parent_id"),
        _Neutral("disabled", lambda one: one.disabled, FieldKind.FLAG),
    ),
    Agent: (
        *_ALWAYS,
        *_plain("name", "email"),
        _Neutral("active", lambda one: one.active, FieldKind.FLAG),
        *_plain("kind"),
        _Neutral("roles", lambda one: list(one.roles), FieldKind.PARTS),
    ),
}
"""Of each kind of record that files can have, the columns."""


class Records:
    """Makes rows of lines in neutral columns; a `Table`. Every kind of line has its place in them.

    Raises:
        BulkError: There are no neutral columns for what the file's lines are.
    """

    def __init__(self, file: ExportFile) -> None:
        kind = next((one for one in _COLUMNS if one is file.kind), None)
        if kind is None:
            msg = f"there are no neutral columns for {file.name} ({file.kind.__name__}); leave --neutral out"
            raise BulkError(msg)
        self._read = file.record
        self._columns = _COLUMNS[kind]
        self.fields = tuple(Field(one.name, one.kind) for one in self._columns)
        self.unplaced: Counter[str] = Counter()

    def rows(self, block: Block, wanted: Sequence[bool] | None, tell: Tell) -> list[Row]:
        """See `Table`."""
        if block.problem:
            tell(block.first, block.problem)
            return []
        made: list[Row] = []
        for at, line in enumerate(block.lines):
            if not line.strip() or not (wanted is None or wanted[at]):
                continue
            try:
                record = self._read(whole(line))
            except DeskbridgeError as wrong:
                tell(block.first + at, wrong.args[0] if wrong.args else str(wrong))
            else:
                made.append([one.value(record) for one in self._columns])
        return made
