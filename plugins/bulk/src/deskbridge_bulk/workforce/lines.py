"""Events as lines of JSON: written so that they can be read back, whichever vendor they are of.

A line is an object with the fields of `deskbridge.records.Event` by their names, without those that are empty; `raw` is
not among them. Fields that are not known are passed over when a line is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, BinaryIO, Final, TypeVar

import orjson
from attrs import define, field

from deskbridge.errors import DeskbridgeError
from deskbridge.records import (
    Author,
    AuthorKind,
    Channel,
    ChannelKind,
    Event,
    EventKind,
    Work,
    WorkKind,
)
from deskbridge.times import format_time, parse_time
from deskbridge_bulk.problems import BulkError

LONGEST_LINE = 16 * 1024 * 1024
"""In bytes; a longer line is no event's."""
MOST_TOLD = 20
"""How many broken lines are told one by one."""

K = TypeVar("K", bound=EventKind | AuthorKind | ChannelKind | WorkKind)
Reader = Callable[[str, Any], Any]
"""Reads a field of a line: takes its name and value, and raises TypeError or ValueError where it is no such."""
_IDS: Final = (
    "customer_id",
    "merged_id",
    "contact_id",
    "ticket_id",
    "message_id",
    "task_id",
    "agent_id",
    "group_id",
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
    line |= {name: getattr(event, name) for name in (*_IDS, "export_job_id")}
    line["details"] = event.details
    kept = {name: value for name, value in line.items() if value not in (None, "", {})}
    if event.available_for is not None:
        kept["available_for"] = [_worded(one) for one in event.available_for]
    return kept


def _time_text(value: datetime | None) -> str | None:
    """Return a time with all its digits, in the form that is read fastest where it has no more than milliseconds."""
    if value is None:
        return None
    return format_time(value) if value.microsecond % 1000 == 0 else value.isoformat()


def _worded(value: Channel | Work) -> dict[str, str]:
    return {"kind": value.kind.value, "original": value.original}


def _author(value: Author) -> dict[str, str]:
    named = {"kind": value.kind.value, "id": value.id, "name": value.name, "original": value.original}
    return {name: text for name, text in named.items() if text}


@define
class EventLines:
    """Iterates over the events of a file of lines, in its order, in constant memory. Empty lines are passed over.

    Args:
        file: The lines.
        only: The fields to read; see `read_event`.

    Attributes:
        broken: How many lines were no events, and were left out.
        told: The first of them, each with its number and what is wrong.
    """

    _file: BinaryIO
    _only: Mapping[str, Reader] | None = None
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
                event = read_event(text, self._only)
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


def read_event(line: bytes, only: Mapping[str, Reader] | None = None) -> Event:
    """Read an event that `event_line` wrote.

    Args:
        line: One line.
        only: The fields to read, such as `OF_FIGURES`; None for all.

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
        return _event(read, _READERS if only is None else only)
    except (ValueError, OverflowError, TypeError) as wrong:
        raise BrokenLineError(str(wrong)) from None


def _event(read: dict[str, Any], readers: Mapping[str, Reader]) -> Event:
    values: dict[str, Any] = {"id": "", "vendor": ""}
    for name, value in read.items():
        reader = readers.get(name)
        if reader is not None and value is not None:
            values[name] = reader(name, value)
    values.setdefault("original_kind", read["kind"])
    return Event(**values)


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    msg = f"{name} is no text"
    raise TypeError(msg)


def _id(name: str, value: object) -> str | None:
    return _text(name, value) or None


def _object(name: str, value: object) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    msg = f"{name} is no object"
    raise TypeError(msg)


def _time(name: str, value: object) -> datetime | None:
    text = _text(name, value)
    return parse_time(text) if text else None


def _kind(name: str, value: object) -> EventKind:
    return _one_of(EventKind, _text(name, value)) or EventKind.OTHER


def _one_of(kinds: type[K], word: str) -> K | None:
    found = kinds._value2member_map_.get(word)
    return found if isinstance(found, kinds) else None


def _read_author(name: str, value: object) -> Author:
    get = _object(name, value).get
    texts = (get("kind", ""), get("id", ""), get("name", ""), get("original", ""))
    for text in texts:
        _text(name, text)
    return _author_of(*texts)


def _read_channel(name: str, value: object) -> Channel:
    read = _object(name, value)
    return _channel(_text("kind", read.get("kind", "")), _text("original", read.get("original", "")))


def _read_works(name: str, value: object) -> tuple[Work, ...]:
    if not isinstance(value, list):
        msg = f"{name} is no list"
        raise TypeError(msg)
    works = [_object(name, one) for one in value]
    return tuple(_work(_text("kind", one.get("kind", "")), _text("original", one.get("original", ""))) for one in works)


# The same few come again and again.
@lru_cache(maxsize=4096)
def _author_of(kind: str, ident: str, name: str, original: str) -> Author:
    return Author(kind=_one_of(AuthorKind, kind) or AuthorKind.UNKNOWN, id=ident, name=name, original=original)


@lru_cache(maxsize=256)
def _channel(kind: str, original: str) -> Channel:
    return Channel(kind=_one_of(ChannelKind, kind) or ChannelKind.UNKNOWN, original=original)


@lru_cache(maxsize=256)
def _work(kind: str, original: str) -> Work:
    return Work(kind=_one_of(WorkKind, kind) or WorkKind.UNKNOWN, original=original)


_READERS: Final[Mapping[str, Reader]] = {
    "id": _text,
    "vendor": _text,
    "kind": _kind,
    "original_kind": _text,
    "occurred_at": _time,
    "effective_at": _time,
    "initiator": _read_author,
    "channel": _read_channel,
    "available_for": _read_works,
    "details": _object,
    "export_job_id": _text,
    **dict.fromkeys(_IDS, _id),
}
OF_FIGURES: Final[Mapping[str, Reader]] = {
    name: _READERS[name]
    for name in (
        "id",
        "kind",
        "occurred_at",
        "effective_at",
        "initiator",
        "channel",
        "available_for",
        "contact_id",
        "agent_id",
    )
}
"""What figures are made of; the rest of a line is not looked at."""
