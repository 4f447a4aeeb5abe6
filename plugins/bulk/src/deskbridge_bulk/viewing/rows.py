"""Records as rows: in short for people and spreadsheets, whole for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import asdict

from deskbridge.records import Agent, Channel, Customer, Message, Record, Ticket

CUSTOMERS = ("id", "name", "emails", "phones", "external_ids", "created_at")
TICKETS = (
    "id",
    "status",
    "subject",
    "customer_id",
    "channel",
    "agent_id",
    "group_id",
    "topic_ids",
    "created_at",
    "updated_at",
    "closed_at",
)
MESSAGES = (
    "id",
    "created_at",
    "kind",
    "original_kind",
    "direction",
    "visibility",
    "author",
    "channel",
    "text",
    "attachments",
)
AGENTS = ("id", "name", "email", "kind", "active", "availability", "roles")


def whole(record: Record) -> dict[str, Any]:
    """Return all fields of a record but the vendor's own payload, as plain values."""
    return asdict(record, filter=lambda one, _: one.name != "raw")


def customer_row(one: Customer) -> dict[str, object]:
    """Return a customer as a row by `CUSTOMERS`."""
    external = [each.value for each in one.identifiers if each.kind == "external_id"]
    return {
        "id": one.id,
        "name": one.name,
        "emails": _joined(one.emails),
        "phones": _joined(one.phones),
        "external_ids": _joined(external),
        "created_at": one.created_at,
    }


def ticket_row(one: Ticket) -> dict[str, object]:
    """Return a ticket as a row by `TICKETS`."""
    return {
        "id": one.id,
        "status": one.status.kind.value if one.status.kind != "unknown" else one.status.original,
        "subject": one.subject,
        "customer_id": one.customer_id,
        "channel": _channel(one.channel),
        "agent_id": one.agent_id,
        "group_id": one.group_id,
        "topic_ids": _joined(one.topic_ids),
        "created_at": one.created_at,
        "updated_at": one.updated_at,
        "closed_at": one.closed_at,
    }


def message_row(one: Message) -> dict[str, object]:
    """Return a message as a row by `MESSAGES`."""
    return {
        "id": one.id,
        "created_at": one.created_at,
        "kind": one.kind.value if one.kind != "unknown" else one.original_kind,
        "original_kind": one.original_kind,
        "direction": one.direction.value,
        "visibility": one.visibility.value,
        "author": one.author.name or one.author.id,
        "channel": _channel(one.channel),
        "text": one.text,
        "attachments": _joined([each.name for each in one.attachments]),
    }


def agent_row(one: Agent) -> dict[str, object]:
    """Return an agent as a row by `AGENTS`."""
    return {
        "id": one.id,
        "name": one.name,
        "email": one.email,
        "kind": one.kind.value,
        "active": one.active,
        "availability": one.availability.kind.value if one.availability is not None else None,
        "roles": _joined(one.roles),
    }


def field_rows(fields: Mapping[str, object]) -> list[dict[str, object]]:
    """Return what is set of a record as a row a field."""
    return [{"field": name, "value": value} for name, value in fields.items() if value not in (None, "", [], {}, ())]


def _channel(one: Channel | None) -> str:
    if one is None:
        return ""
    return one.kind.value if one.kind != "unknown" else one.original


def _joined(values: tuple[str, ...] | list[str]) -> str:
    return ", ".join(values)
