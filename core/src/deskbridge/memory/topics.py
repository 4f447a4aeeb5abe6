"""Topics in memory."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from deskbridge.errors import ConflictError, ValidationError
from deskbridge.listing import Listing
from deskbridge.memory.store import VENDOR, Store, held, listing
from deskbridge.records import (
    NewTopic,
    TicketId,
    Topic,
    TopicChange,
    TopicId,
)
from deskbridge.records.changes import given_fields


class MemoryTopics:
    """Topics; names are unique without regard to case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> Listing[Topic]:
        """See `deskbridge.protocols.Topics`."""
        return listing(self._store, "all topics", self._store.topics.values)

    def create(self, new: NewTopic) -> Topic:
        """See `deskbridge.protocols.Topics`."""
        store = self._store
        with store.lock:
            if new.id is not None and new.id in store.topics:
                msg = f"the id {new.id!r} is taken"
                raise ConflictError(msg, existing_id=new.id, vendor=VENDOR, operation="topics.create")
            self._check_name(new.name, None, "topics.create")
            made = Topic(
                id=new.id or store.new_id("topic"),
                vendor=VENDOR,
                name=new.name,
                parent_id=new.parent_id,
                disabled=new.disabled,
            )
            store.topics[made.id] = made
            return made

    def update(self, topic_id: TopicId, change: TopicChange) -> Topic:
        """See `deskbridge.protocols.Topics`."""
        store = self._store
        with store.lock:
            before = held(store.topics, topic_id, "topics.update")
            if isinstance(change.name, str):
                self._check_name(change.name, before.id, "topics.update")
            after = evolve(before, **given_fields(change))
            store.topics[after.id] = after
            return after

    def add(self, ticket_id: TicketId, topic_ids: Iterable[TopicId]) -> None:
        """See `deskbridge.protocols.Topics`."""
        store = self._store
        with store.lock:
            ticket = held(store.tickets, ticket_id, "topics.add")
            added = known_topics(store, topic_ids)
            merged = tuple(dict.fromkeys((*ticket.topic_ids, *added)))
            store.tickets[ticket.id] = evolve(ticket, topic_ids=merged, updated_at=store.now())

    def remove(self, ticket_id: TicketId, topic_id: TopicId) -> None:
        """See `deskbridge.protocols.Topics`."""
        store = self._store
        with store.lock:
            ticket = held(store.tickets, ticket_id, "topics.remove")
            left = tuple(one for one in ticket.topic_ids if one != topic_id)
            store.tickets[ticket.id] = evolve(ticket, topic_ids=left, updated_at=store.now())

    def _check_name(self, name: str, own: str | None, operation: str) -> None:
        if not name:
            msg = "a topic needs a name"
            raise ValidationError(msg, vendor=VENDOR, operation=operation, codes=("blank",))
        for one in self._store.topics.values():
            if one.id != own and one.name.casefold() == name.casefold():
                msg = f"a topic named {name!r} is there already"
                raise ConflictError(msg, existing_id=one.id, vendor=VENDOR, operation=operation)


def known_topics(store: Store, topic_ids: Iterable[TopicId]) -> tuple[TopicId, ...]:
    """Return the ids of topics that there are.

    Raises:
        ValidationError: There is no such topic.
    """
    wanted = tuple(topic_ids)
    for ident in wanted:
        if ident not in store.topics:
            msg = f"there is no topic {ident!r}; create it first"
            raise ValidationError(msg, vendor=VENDOR, operation="topics.add", codes=("not_exist",))
    return wanted
