"""Rules of the language that hold at every vendor, checked before a request is sent.

Each raises `InvalidRequestError` with the vendor and the operation that it is given, so that a rule is written once and
is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from deskbridge.errors import InvalidRequestError
from deskbridge.records import (
    AgentChange,
    AvailabilityKind,
    CallEntry,
    Erase,
    NewDirectMessage,
    PastTicket,
    TicketStatus,
)


def one_identifier(given: Mapping[str, str | None], *, vendor: str, operation: str) -> tuple[str, str]:
    """Return the one identifier by which something is to be found, as its name and its value.

    Args:
        given: Every identifier that could be asked for, by name; None for those that were not. An empty one was given.
        vendor: The vendor's name.
        operation: The role's method.

    Raises:
        InvalidRequestError: None or more than one was given.
    """
    asked = [(name, value) for name, value in given.items() if value is not None]
    if len(asked) != 1:
        msg = f"give exactly one of {' and '.join(given)}; nothing was sent"
        raise InvalidRequestError(msg, vendor=vendor, operation=operation)
    return asked[0]


def check_past_ticket(past: PastTicket, *, vendor: str, operation: str = "tickets.import_past") -> None:
    """Check that a ticket of the past was closed at some time if it is closed, and only then.

    Raises:
        InvalidRequestError: It is not so.
    """
    if (past.closed_at is not None) != (past.status is TicketStatus.CLOSED):
        msg = "closed_at must be set if, and only if, the status is closed; nothing was sent"
        raise InvalidRequestError(msg, vendor=vendor, operation=operation)


def check_erase(confirm: object, *, vendor: str, operation: str = "tickets.erase") -> None:
    """Check that erasing was confirmed by the very word.

    Raises:
        InvalidRequestError: It was not.
    """
    if confirm is not Erase.IRREVERSIBLY:
        msg = "erasing can't be undone; confirm it by Erase.IRREVERSIBLY; nothing was sent"
        raise InvalidRequestError(msg, vendor=vendor, operation=operation)


def check_call_entry(entry: CallEntry, *, vendor: str, operation: str = "calls.log") -> None:
    """Check that there is something to put on a ticket about a call, and that it does not end before it starts.

    Raises:
        InvalidRequestError: It is not so.
    """
    if entry.started_at is None and entry.ended_at is None and not entry.recording_url:
        msg = "there is nothing to log; give started_at, ended_at or recording_url; nothing was sent"
        raise InvalidRequestError(msg, vendor=vendor, operation=operation)
    if entry.started_at is not None and entry.ended_at is not None and entry.ended_at < entry.started_at:
        msg = "the call ends before it starts; nothing was sent"
        raise InvalidRequestError(msg, vendor=vendor, operation=operation)


def check_direct_message(new: NewDirectMessage, *, vendor: str, operation: str = "messages.send_direct") -> None:
    """Check that a direct message has a recipient, a sender, and something to say.

    Raises:
        InvalidRequestError: It lacks one of them.
    """
    missing = [name for name, value in (("to", new.to), ("sender", new.sender)) if not value.strip()]
    if not new.text and not new.attachment_urls:
        missing.append("text or attachment_urls")
    if missing:
        msg = f"a direct message needs {' and '.join(missing)}; nothing was sent"
        raise InvalidRequestError(msg, vendor=vendor, operation=operation)


def check_agent_change(change: AgentChange, *, vendor: str, operation: str = "agents.update") -> None:
    """Check that the availability to set, if there is one, is known.

    Raises:
        InvalidRequestError: It is `UNKNOWN`.
    """
    if change.availability is AvailabilityKind.UNKNOWN:
        msg = "an unknown availability can't be set; give online, away or offline; nothing was sent"
        raise InvalidRequestError(msg, vendor=vendor, operation=operation)
