"""What a helpdesk in memory holds, by id and in the order in which it came."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from itertools import count
from typing import TypeVar

from attrs import define, field

from deskbridge.errors import MergedError, NotFoundError
from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import (
    Agent,
    Answer,
    Audience,
    Comment,
    Customer,
    DirectMessage,
    Event,
    ExportJob,
    FrozenDict,
    Group,
    Message,
    Record,
    Task,
    Ticket,
    Topic,
    Transcript,
)

VENDOR = "memory"
SIGNATURE = "X-Memory-Signature"
EARLIEST = datetime.min.replace(tzinfo=UTC)
R = TypeVar("R", bound=Record)
T = TypeVar("T")


class Table(dict[str, R]):
    """Records by id, of which some were merged into others.

    Attributes:
        merged: The id of each record that is gone by it, and the id of the one that survives.
    """

    def __init__(self) -> None:
        super().__init__()
        self.merged: dict[str, str] = {}


@define(kw_only=True)
class Store:
    """The tables. Look and write under `lock` only; what no role creates is put in from outside.

    Attributes:
        files: Bytes of recordings by message id, and of attachments by their id.
        exports: The objects of a job's files, by job id and file.
        reports: The rows of a report, by its name.
        surveys: The ids of the surveys that there are.
        recording: The agents whose calls are being recorded.
        queue: Events that wait to be acknowledged.
        webhook_key: What a delivery is signed with.
    """

    now: Callable[[], datetime]
    lock: AbstractContextManager[object]
    customers: Table[Customer] = field(factory=Table)
    tickets: Table[Ticket] = field(factory=Table)
    messages: dict[str, Message] = field(factory=dict)
    direct_messages: dict[str, DirectMessage] = field(factory=dict)
    topics: dict[str, Topic] = field(factory=dict)
    agents: dict[str, Agent] = field(factory=dict)
    groups: dict[str, Group] = field(factory=dict)
    tasks: dict[str, Task] = field(factory=dict)
    comments: dict[str, Comment] = field(factory=dict)
    answers: dict[str, Answer] = field(factory=dict)
    audiences: dict[str, Audience] = field(factory=dict)
    transcripts: dict[str, Transcript] = field(factory=dict)
    files: dict[str, bytes] = field(factory=dict)
    jobs: dict[str, ExportJob] = field(factory=dict)
    exports: dict[tuple[str, str], tuple[FrozenDict, ...]] = field(factory=dict)
    reports: dict[str, tuple[FrozenDict, ...]] = field(factory=dict)
    surveys: set[str] = field(factory=set)
    recording: set[str] = field(factory=set)
    events: dict[str, Event] = field(factory=dict)
    queue: dict[str, Event] = field(factory=dict)
    webhook_key: bytes = field(factory=lambda: secrets.token_bytes(32), repr=False)
    _numbers: Iterator[int] = field(factory=lambda: count(1))

    def new_id(self, kind: str) -> str:
        """Return an id that nothing has yet."""
        return f"{kind}-{next(self._numbers)}"

    def seed(self, *, agents: Iterable[Agent] = (), groups: Iterable[Group] = ()) -> None:
        """Put agents and groups in."""
        with self.lock:
            self.agents.update({one.id: one for one in agents})
            self.groups.update({one.id: one for one in groups})

    def delivery(self, events: Iterable[Event]) -> tuple[dict[str, str], bytes]:
        """Return the headers and the body of a webhook's delivery that tells of events which the store holds."""
        body = "\n".join(one.id for one in events).encode()
        return {SIGNATURE: self.signature(body)}, body

    def signature(self, body: bytes) -> str:
        """Return what proves that a body was delivered from here: its HMAC-SHA256 in hexadecimal digits."""
        return hmac.new(self.webhook_key, body, hashlib.sha256).hexdigest()


def held(table: dict[str, R], ident: str, operation: str) -> R:
    """Return the record of an id.

    Raises:
        NotFoundError: There is none.
        MergedError: It was merged into another.
    """
    if ident not in table:
        if isinstance(table, Table) and (survivor := table.merged.get(ident)):
            msg = f"{ident!r} was merged into {survivor!r}; use that id"
            raise MergedError(msg, old_id=ident, new_id=survivor, vendor=VENDOR, operation=operation)
        msg = f"there is no record {ident!r}; list them to see which there are"
        raise NotFoundError(msg, vendor=VENDOR, operation=operation)
    return table[ident]


def in_order(store: Store, ticket_id: str) -> list[Message]:
    """Return a ticket's messages, oldest first, and in the order in which they came where times are equal."""
    found = [one for one in store.messages.values() if one.ticket_id == ticket_id]
    return sorted(found, key=lambda one: one.created_at or EARLIEST)


def listing(store: Store, what: str, select: Callable[[], Iterable[T]]) -> Listing[T]:
    """List what `select` gives at the moment of iteration, always completely."""

    def fetch() -> Pages[T]:
        with store.lock:
            found = list(select())
        return (yield from whole(found))

    return Listing(fetch, what=what)
