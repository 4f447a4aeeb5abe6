"""The exports of the synthetic conversations: pieces in time, with what is ugly about real ones.

A conversation is spread over several jobs, one item recurs in two, the oldest job still names a customer and a
conversation by the ids they had before they were merged. All completed jobs together name every customer, and every
conversation that has items; one without items is in no export.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from deskbridge_gladly.sandbox.seeds.synthetic.organization import TOPICS
from deskbridge_gladly.sandbox.seeds.synthetic.thread import fixed_id
from deskbridge_gladly.sandbox.store import ExportJob, JobStatus, Store
from deskbridge_gladly.sandbox.values import Json, read_time

PIECES = 4
MERGED_CUSTOMER = (fixed_id("customer", "2 before merge"), fixed_id("customer", 2))
MERGED_CONVERSATION = (fixed_id("conversation", "6 before merge"), fixed_id("conversation", 6))
BEFORE_MERGE = 3
"""How many items the merged conversation had under its old id."""


def lay_exports(store: Store, items: Sequence[Json]) -> None:
    """Merge what is to be merged and put the export jobs into the store.

    Args:
        store: It has the customers, conversations and items.
        items: All synthetic items, oldest first.
    """
    now = store.clock.now()
    if MERGED_CUSTOMER[1] in store.people.profiles:
        store.people.merged[MERGED_CUSTOMER[0]] = MERGED_CUSTOMER[1]
    if MERGED_CONVERSATION[1] in store.conversations:
        store.merged_conversations[MERGED_CONVERSATION[0]] = MERGED_CONVERSATION[1]
    for job in _jobs(store, items, now):
        store.jobs[job.id] = job


def _jobs(store: Store, items: Sequence[Json], now: datetime) -> Iterator[ExportJob]:
    yield _unfinished("FAILED", now - timedelta(days=PIECES + 1))
    size = -(-len(items) // PIECES) or 1
    named: set[str] = set()
    for number, start in enumerate(range(0, max(len(items), 1), size)):
        # The last item of the piece before comes once more.
        piece = items[max(0, start - 1) : start + size]
        if number == 0:
            piece = [_before_merge(store, item) for item in piece]
        ids = dict.fromkeys(item["customerId"] for item in piece)
        named.update(ids)
        if start + size >= len(items):  # the last piece names whoever no other has named
            ids |= dict.fromkeys(each for each in store.people.profiles if each not in named)
        customers = [_profile(store, customer_id) for customer_id in ids]
        yield _completed(store, number, piece, customers, now - timedelta(days=PIECES - number))
    yield _unfinished("PENDING", now - timedelta(hours=1))


def _before_merge(store: Store, item: Json) -> Json:
    """Return an item as it was exported before its customer and its conversation were merged."""
    old_customer, new_customer = MERGED_CUSTOMER
    if item["customerId"] == new_customer:
        by_customer = item["initiator"]["type"] == "CUSTOMER"
        initiator = {"type": "CUSTOMER", "id": old_customer} if by_customer else item["initiator"]
        return {**item, "customerId": old_customer, "initiator": initiator}
    old_conversation, new_conversation = MERGED_CONVERSATION
    first = [each["id"] for each in store.items_in(new_conversation)[:BEFORE_MERGE]]
    return {**item, "conversationId": old_conversation} if item["id"] in first else item


def _profile(store: Store, customer_id: str) -> Json:
    old, new = MERGED_CUSTOMER
    if customer_id == old:
        return {**store.people.profiles[new], "id": old}
    return store.people.profiles[customer_id]


def _completed(
    store: Store, number: int, items: Sequence[Json], customers: Sequence[Json], updated_at: datetime
) -> ExportJob:
    agent_ids = {each["id"] for item in items for each in _communicators(item) if each["type"] == "AGENT"}
    times = [read_time(item["timestamp"]) or updated_at for item in items] or [updated_at]
    return ExportJob(
        id=fixed_id("job", number),
        status="COMPLETED",
        updated_at=updated_at,
        start_at=times[0],
        end_at=times[-1] + timedelta(milliseconds=1),
        items=items,
        customers=customers,
        # An agent who left is in no file either: the file is that of GET agents (inferred).
        agents=[agent for agent in store.agents.values() if agent["id"] in agent_ids],
        topics=list(TOPICS),
    )


def _communicators(item: Json) -> Iterator[Json]:
    return (item[name] for name in ("initiator", "responder") if name in item)


def _unfinished(status: JobStatus, updated_at: datetime) -> ExportJob:
    period = timedelta(days=1)
    return ExportJob(
        id=fixed_id("job", status),
        status=status,
        updated_at=updated_at,
        start_at=updated_at - period,
        end_at=updated_at,
    )
