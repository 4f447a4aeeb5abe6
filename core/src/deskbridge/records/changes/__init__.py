"""What is written: other values than what is read.

A change says only what is set: `UNSET` leaves a field alone, None or "" empties it. Every value here names the
record it writes in `about`; with that, and the names of its set fields, the declared capabilities decide whether it
can be said without loss, before a request is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from attrs import fields

from deskbridge.records.base import UNSET, Record
from deskbridge.records.calls import CallEntry
from deskbridge.records.changes.messages import (
    NewActivity,
    NewDirectMessage,
    NewMessage,
    NewNote,
    PastMessage,
    restored,
)
from deskbridge.records.changes.people import AgentChange, CustomerChange, NewAgent, NewCustomer, Requester
from deskbridge.records.changes.tickets import NewTicket, PastTicket, TicketChange
from deskbridge.records.changes.work import (
    AnswerChange,
    NewAnswer,
    NewComment,
    NewTask,
    NewTopic,
    TaskChange,
    TopicChange,
)

__all__ = [
    "AgentChange",
    "AnswerChange",
    "Change",
    "CustomerChange",
    "Erase",
    "NewActivity",
    "NewAgent",
    "NewAnswer",
    "NewComment",
    "NewCustomer",
    "NewDirectMessage",
    "NewMessage",
    "NewNote",
    "NewTask",
    "NewTicket",
    "NewTopic",
    "PastMessage",
    "PastTicket",
    "Requester",
    "TaskChange",
    "TicketChange",
    "TopicChange",
    "as_sent",
    "given_fields",
    "restored",
    "set_fields",
]

R = TypeVar("R", bound=Record)


class Erase(StrEnum):
    """The word that erasing takes, so that nobody does it by accident: it can't be undone."""

    IRREVERSIBLY = "irreversibly"


Change = (
    NewCustomer
    | CustomerChange
    | NewTicket
    | PastTicket
    | TicketChange
    | NewMessage
    | NewNote
    | NewDirectMessage
    | NewActivity
    | PastMessage
    | NewTopic
    | TopicChange
    | NewAgent
    | AgentChange
    | CallEntry
    | NewTask
    | TaskChange
    | NewComment
    | NewAnswer
    | AnswerChange
)


def as_sent(kind: type[R], change: Change, known: Mapping[str, Any]) -> R:
    """Return a record that holds what a change says and no more, for desks that were told not to read back.

    Args:
        kind: What record.
        change: What was sent.
        known: Its id and vendor, what else the record must have, and fields whose words differ from the change's.
    """
    names = _names(kind)  # type: ignore[arg-type]  # mypy doubts that a class can be hashed
    sent = {name: value for name, value in given_fields(change).items() if name in names and value is not None}
    return kind(**{**sent, **known})


@cache
def _names(kind: type[Record]) -> frozenset[str]:
    return frozenset(one.name for one in fields(kind))


def set_fields(change: Change) -> dict[str, Any]:
    """Return the fields of a change that say something, by name."""
    return {
        one.name: value
        for one in fields(type(change))
        if (value := getattr(change, one.name)) is not UNSET and value != one.default and value not in (None, "")
    }


def given_fields(change: Change) -> dict[str, Any]:
    """Return the fields of a change that are not `UNSET`, by name; those that empty something too."""
    return {one.name: value for one in fields(type(change)) if (value := getattr(change, one.name)) is not UNSET}
