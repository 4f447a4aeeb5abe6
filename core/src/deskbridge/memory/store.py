"""What a helpdesk in memory holds, by id and in the order in which it came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import count
from typing import TypeVar

from attrs import define, field

from deskbridge.errors import NotFoundError
from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import Agent, Customer, Group, Message, Record, Ticket, Topic

VENDOR = "memory"
R = TypeVar("R", bound=Record)


@define(kw_only=True)
class Store:
    """The tables. Look and write under `lock` only; agents and groups, which no role creates, are put in by `seed`."""

    now: Callable[[], datetime]
    lock: AbstractContextManager[object]
    customers: dict[str, Customer] = field(factory=dict)
    tickets: dict[str, Ticket] = field(factory=dict)
    messages: dict[str, Message] = field(factory=dict)
    topics: dict[str, Topic] = field(factory=dict)
    agents: dict[str, Agent] = field(factory=dict)
    groups: dict[str, Group] = field(factory=dict)
    _numbers: Iterator[int] = field(factory=lambda: count(1))

    def new_id(self, kind: str) -> str:
        """Return an id that nothing has yet."""
        return f"{kind}-{next(self._numbers)}"

    def seed(self, *, agents: Iterable[Agent] = (), groups: Iterable[Group] = ()) -> None:
        """Put agents and groups in."""
        with self.lock:
            self.agents.update({one.id: one for one in agents})
            self.groups.update({one.id: one for one in groups})


def held(table: dict[str, R], ident: str, operation: str) -> R:
    """Return the record of an id.

    Raises:
        NotFoundError: There is none.
    """
    if ident not in table:
        msg = f"there is no record {ident!r}; list them to see which there are"
        raise NotFoundError(msg, vendor=VENDOR, operation=operation)
    return table[ident]


def listing(store: Store, what: str, select: Callable[[], Iterable[R]]) -> Listing[R]:
    """List what `select` gives at the moment of iteration, always completely."""

    def fetch() -> Pages[R]:
        with store.lock:
            found = list(select())
        return (yield from whole(found))

    return Listing(fetch, what=what)
