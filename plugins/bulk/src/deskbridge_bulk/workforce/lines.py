"""Events as lines of JSON: written so that they can be read back, whichever vendor they are of.

A line is an object with the fields of `deskbridge.records.Event` by their names, without those that are empty; `raw` is
not among them. Fields that are not known are passed over when a line is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO, TypeVar

import orjson
from attrs import define, field

from deskbridge.errors import DeskbridgeError
from deskbridge.records import (
    AgentId,
    Author,
    AuthorKind,
    Channel,
    ChannelKind,
    ContactId,
    CustomerId,
    Event,
    EventKind,
    GroupId,
    MessageId,
    TaskId,
    TicketId,
    Work,
    WorkKind,
)
from deskbridge.times import parse_time
from deskbridge_bulk.problems import BulkError

LONGEST_LINE = 16 * 1024 * 1024
"""In bytes; a longer line is no event's."""
MOST_TOLD = 20
"""How many broken lines are told one by one."""

K = TypeVar("K", bound=EventKind | AuthorKind | ChannelKind | WorkKind)
_PLAIN = (
    "customer_id",
    "merged_id",
    "contact_id",
    "ticket_id",
    "message_id",
    "task_id",
    "agent_id",
    "group_id",
    "export_job_id",
)


class BrokenLineError(DeskbridgeError):
    """A line is no event."""


def event_line(event: Event) -> dict[str, Any]:
    """Return an event's fields as plain JSON values."""
    line: dict[str, Any] = {
        "id": event.id,
        "vendor": event.vendor,
        "kind": event.kind.value,
        "original_kind": event.original_kind,
        "occurred_at": _time_text(event.occurred_at),
        "effective_at": _time_text(event.effective_at),
        "initiator": _author(event.initiator) if event.initiator is not None else None,
        "channel": _worded(event.channel) if event.channel is not None else None,
    }
    line |= {name: getattr(event, name) for name in _PLAIN}
    line["details"] = event.details
    kept = {name: value for name, value in line.items() if value not in (None, "", {})}
    if event.available_for is not None:
        kept["available_for"] = [_worded(one) for one in event.available_for]
    return kept


def _time_text(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _worded(value: Channel | Work) -> dict[str, str]:
    return {"kind": value.kind.value, "original": value.original}


def _author(value: Author) -> dict[str, str]:
    named = {"kind": value.kind.value, "id": value.id, "name": value.name, "original": value.original}
    return {name: text for name, text in named.items() if text}


@define
class EventLines:
    """Iterates over the events of a file of lines, in its order, in constant memory. Empty lines are passed over.

    Attributes:
        broken: How many lines were no events, and were left out.
        told: The first of them, each with its number and what is wrong.
    """

    _file: BinaryIO
    broken: int = field(default=0, init=False)
    told: list[str] = field(factory=list, init=False)

    def __iter__(self) -> Iterator[Event]:
        """Yield each event.

        Raises:
            BulkError: A line has no end, or the first is an event in a vendor's own form.
        """
        number = 0
        while line := self._file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                msg = f"line {number} is longer than {LONGEST_LINE} bytes: the file has no lines of events"
                raise BulkError(msg)
            text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
            if not text:
                continue
            try:
                event = read_event(text)
            except BrokenLineError as wrong:
                self._note(number, wrong)
            else:
                yield event

    def _note(self, number: int, wrong: BrokenLineError) -> None:
        if number == 1:
            msg = f"line 1 is no event as events pull writes it: {wrong}; give a file pulled without --vendor-lines"
            raise BulkError(msg) from wrong
        self.broken += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(f"line {number}: {wrong}")


def read_event(line: bytes) -> Event:
    """Read an event that `event_line` wrote.

    Raises:
        BrokenLineError: It is none; says what is wrong.
    """
    try:
        read = orjson.loads(line)
    except orjson.JSONDecodeError as wrong:
        msg = f"it is not JSON ({wrong.msg})"
        raise BrokenLineError(msg) from None
    if not isinstance(read, dict):
        msg = "it is no object"
        raise BrokenLineError(msg)
    if "kind" not in read:
        msg = "it has no kind"
        raise BrokenLineError(msg)
    try:
        return _event(read)
    except (ValueError, OverflowError, TypeError) as wrong:
        raise BrokenLineError(str(wrong)) from None


def _event(read: Mapping[str, Any]) -> Event:
    original, details = _text(read, "original_kind"), read.get("details")
    customer, merged = _text(read, "customer_id"), _text(read, "merged_id")
    contact, ticket, message = _text(read, "contact_id"), _text(read, "ticket_id"), _text(read, "message_id")
    task, agent, group = _text(read, "task_id"), _text(read, "agent_id"), _text(read, "group_id")
    return Event(
        id=_text(read, "id"),
        vendor=_text(read, "vendor"),
        kind=_kind(EventKind, _text(read, "kind"), EventKind.OTHER),
        original_kind=original or _text(read, "kind"),
        occurred_at=_time(read, "occurred_at"),
        effective_at=_time(read, "effective_at"),
        initiator=_read_author(read),
        customer_id=CustomerId(customer) or None,
        merged_id=CustomerId(merged) or None,
        contact_id=ContactId(contact) or None,
        channel=_read_channel(read),
        available_for=_read_works(read),
        ticket_id=TicketId(ticket) or None,
        message_id=MessageId(message) or None,
        task_id=TaskId(task) or None,
        agent_id=AgentId(agent) or None,
        group_id=GroupId(group) or None,
        export_job_id=_text(read, "export_job_id"),
        details=details if isinstance(details, dict) else {},
    )


def _text(read: Mapping[str, Any], name: str) -> str:
    value = read.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        msg = f"{name} is no text"
        raise TypeError(msg)
    return value


def _object(read: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    value = read.get(name)
    if value is None or isinstance(value, dict):
        return value
    msg = f"{name} is no object"
    raise TypeError(msg)


def _time(read: Mapping[str, Any], name: str) -> datetime | None:
    text = _text(read, name)
    return parse_time(text) if text else None


def _kind(kinds: type[K], word: str, otherwise: K) -> K:
    found = kinds._value2member_map_.get(word)
    return found if isinstance(found, kinds) else otherwise


def _read_author(read: Mapping[str, Any]) -> Author | None:
    who = _object(read, "initiator")
    if who is None:
        return None
    kind = _kind(AuthorKind, _text(who, "kind"), AuthorKind.UNKNOWN)
    return Author(kind=kind, id=_text(who, "id"), name=_text(who, "name"), original=_text(who, "original"))


def _read_channel(read: Mapping[str, Any]) -> Channel | None:
    channel = _object(read, "channel")
    if channel is None:
        return None
    kind = _kind(ChannelKind, _text(channel, "kind"), ChannelKind.UNKNOWN)
    return Channel(kind=kind, original=_text(channel, "original"))


def _read_works(read: Mapping[str, Any]) -> tuple[Work, ...] | None:
    works = read.get("available_for")
    if works is None:
        return None
    if not isinstance(works, list) or not all(isinstance(one, dict) for one in works):
        msg = "available_for is no list of objects"
        raise TypeError(msg)
    return tuple(
        Work(kind=_kind(WorkKind, _text(one, "kind"), WorkKind.UNKNOWN), original=_text(one, "original"))
        for one in works
    )
