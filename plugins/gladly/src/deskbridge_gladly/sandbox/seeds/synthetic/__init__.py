"""Synthetic conversations: any number, the same in every run, with everything that real data has and samples lack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from deskbridge_gladly.sandbox.seeds.day import lay_day
from deskbridge_gladly.sandbox.seeds.synthetic.history import lay_exports
from deskbridge_gladly.sandbox.seeds.synthetic.knowledge import lay_knowledge
from deskbridge_gladly.sandbox.seeds.synthetic.office import lay_office
from deskbridge_gladly.sandbox.seeds.synthetic.organization import (
    AGENT_IDS,
    INBOX_IDS,
    LOST,
    lay_organization,
)
from deskbridge_gladly.sandbox.seeds.synthetic.people import customer, owner_of
from deskbridge_gladly.sandbox.seeds.synthetic.scenarios import CHANNEL_ID, scenario_of
from deskbridge_gladly.sandbox.seeds.synthetic.thread import Thread, fixed_id
from deskbridge_gladly.sandbox.seeds.synthetic.todo import lay_tasks
from deskbridge_gladly.sandbox.store import ENTRY_POINT, Store
from deskbridge_gladly.sandbox.values import Json

FIRST = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
STEP = timedelta(minutes=90)
SPAN = timedelta(days=700)

__all__ = ["lay"]


def lay(store: Store, conversations: int) -> None:
    """Put so many conversations into the store, with their customers and the exports that name them."""
    lay_organization(store)
    lay_knowledge(store)
    lay_office(store)
    items: list[Json] = []
    for thread in _threads(store, conversations):
        store.add_conversation(thread.conversation())
        for item in thread.items:
            store.add_item(item)
        items.extend(thread.items)
    # A customer who never wrote, and an item of a type that the API can't show.
    store.people.put(customer(conversations, FIRST))
    lay_tasks(store, conversations)
    if items:
        hidden = {**items[0], "id": fixed_id("item", "hidden"), "content": {"type": "PAYMENT_REQUEST"}}
        store.unsupported_items[hidden["id"]] = hidden
    lay_exports(store, sorted(items, key=lambda item: item["timestamp"]))
    store.custom_channels[CHANNEL_ID] = frozenset({ENTRY_POINT})
    _lay_calls(store, items)
    lay_day(store, "synthetic", AGENT_IDS, [store.conversations[each] for each in _answered(items)])


def _lay_calls(store: Store, items: list[Json]) -> None:
    """Put an agent on the first call, which is being recorded."""
    for item in items:
        if item["content"]["type"] == "PHONE_CALL":
            names = {"customerId": item["customerId"], "conversationItemId": item["id"]}
            store.calls[AGENT_IDS[0]] = {**names, "recording": True}
            return


def _answered(items: list[Json]) -> Iterator[str]:
    """Give the conversations that have items, one each."""
    yield from dict.fromkeys(item["conversationId"] for item in items if "conversationId" in item)


def _threads(store: Store, conversations: int) -> Iterator[Thread]:
    step = min(STEP, SPAN / max(conversations, 1))
    last_of = {owner_of(place): place for place in range(conversations)}
    for place in range(conversations):
        owner, start = owner_of(place), FIRST + place * step
        customer_id = fixed_id("customer", owner)
        if customer_id not in store.people.profiles:
            store.people.put(customer(owner, start))
        thread = Thread(
            place=place,
            id=fixed_id("conversation", place),
            customer=store.people.profiles[customer_id],
            moment=start,
            agent_id=AGENT_IDS[place % len(AGENT_IDS)],
            inbox_id=INBOX_IDS[place % 3],
        )
        scenario_of(place)(thread)
        if last_of[owner] != place and thread.status != "CLOSED":
            _end(thread)  # a customer has at most one conversation that is open
        yield thread


def _end(thread: Thread) -> None:
    thread.agent_id = thread.agent_id or AGENT_IDS[0]
    if not thread.topic_ids:
        thread.label(LOST)
    thread.close()
