"""Mends drawn values where the language forbids what their fields allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve

from deskbridge.records import (
    CallEntry,
    NewComment,
    NewDirectMessage,
    NewMessage,
    NewNote,
    NewTask,
    PastMessage,
    PastTicket,
    ReportQuery,
    TicketStatus,
)


def _closed_or_not(past: PastTicket) -> PastTicket:
    """Give a time to what is closed, and take it from what is not."""
    closed_at = (past.closed_at or past.created_at) if past.status is TicketStatus.CLOSED else None
    return evolve(past, closed_at=closed_at, external_id=past.external_id or "1")


def _in_order(entry: CallEntry) -> CallEntry:
    """Let a call end when it began or later, and say at least where it was recorded."""
    times = sorted(one for one in (entry.started_at, entry.ended_at) if one is not None)
    began, ended = (times[0], times[-1]) if len(times) > 1 else (entry.started_at, entry.ended_at)
    url = f"https://example.com/{len(entry.recording_url)}.mp3"
    return evolve(entry, started_at=began, ended_at=ended, recording_url=url)


MENDED: dict[type, Callable[[Any], Any]] = {
    PastTicket: _closed_or_not,
    PastMessage: lambda one: evolve(one, external_id=one.external_id or "1"),
    CallEntry: _in_order,
    NewNote: lambda one: one if one.text or one.html else evolve(one, text="said"),
    NewMessage: lambda one: one if one.text or one.html else evolve(one, text="said"),
    NewTask: lambda one: evolve(one, text=one.text or "to do"),
    NewComment: lambda one: evolve(one, text=one.text or "said"),
    NewDirectMessage: lambda one: evolve(one, to=one.to or "1", sender=one.sender or "2", text=one.text or "said"),
    ReportQuery: lambda one: evolve(one, last_day=max(one.first_day, one.last_day)),
}
"""What mends the values of a class; those of all others are right as they are drawn."""
