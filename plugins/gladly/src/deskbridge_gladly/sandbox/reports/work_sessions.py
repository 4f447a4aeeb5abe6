"""The work sessions: each contact with the agent who handled it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from deskbridge_gladly.sandbox.contacts import Contact
from deskbridge_gladly.sandbox.reports.asking import Asked
from deskbridge_gladly.sandbox.reports.rows import Row, held_contacts
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import read_time, stamp

HANDLE_TIME = "work_session_handle_time_sec"
OLD_HANDLE_TIME = "work_session_handle_time"
COLUMNS = (
    "id", "contact_session_id", "contact_session_created_at", "customer_id", "conversation_id", "inbox_id", "channel",
    "direction", "agent_accepted_at", "contact_session_routed_at", "agent_id", "sla_fulfilled_at",
    "contact_session_ended_at", "status", "within_sla", HANDLE_TIME, "work_session_after_contact_time_sec",
    "work_session_unknown_time_sec", "accepted_inbox_id",
)  # fmt: skip
NULL = "NULL"
"""What `agent_id` is when nobody handled the contact; the other cells are empty then (inferred)."""


def columns(*, old_name: bool) -> Row:
    """Return the 19 columns; the script of 2021 reads one of them by an older name (D45)."""
    return [OLD_HANDLE_TIME if old_name and each == HANDLE_TIME else each for each in COLUMNS]


def work_session_rows(store: Store, asked: Asked) -> Iterator[Row]:
    """Give the sessions whose contact ended in the period, or began in it if it has not ended."""
    first, last = stamp(asked.start), stamp(asked.end)
    anchored = [(contact.ended_at or contact.started_at, contact) for contact in held_contacts(store)]
    for anchor, contact in sorted(anchored, key=lambda each: each[0]):
        if first <= anchor < last:
            yield _row(contact)


def _row(contact: Contact) -> Row:
    conversation = contact.conversation
    accepted = _accepted_at(contact)
    ended = contact.ended_at
    handled = (_moment(ended) - _moment(accepted)).total_seconds() if ended and accepted else None
    return (
        hashlib.sha256(f"{contact.id} {contact.agent_id}".encode()).hexdigest()[:24],
        contact.id,
        contact.started_at,
        conversation["customerId"],
        conversation["id"],
        conversation["inboxId"],
        contact.channel,
        contact.direction,
        accepted,
        contact.started_at,
        contact.agent_id or NULL,
        accepted,
        ended,
        "ENDED" if ended else "STARTED",
        "true" if accepted else "",
        # It exists only once the contact has ended.
        "" if handled is None else f"{max(handled, 0.0):.3f}",
        "0.000" if handled is not None else "",
        "0.000" if handled is not None else "",
        conversation["inboxId"] if accepted else "",
    )


def _accepted_at(contact: Contact) -> str:
    if contact.answered is None:
        return ""
    return str(contact.answered["content"].get("answeredAt", contact.answered["timestamp"]))


def _moment(text: str) -> datetime:
    moment = read_time(text)
    assert moment is not None, "the sandbox wrote it"  # noqa: S101
    return moment
