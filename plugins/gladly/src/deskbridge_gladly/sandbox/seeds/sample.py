"""The vendor's own sample data: what `data/` has, and the least that is needed around it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import orjson

from deskbridge_gladly.sandbox.seeds.answers import lay_answers
from deskbridge_gladly.sandbox.seeds.day import lay_day
from deskbridge_gladly.sandbox.seeds.files import DATA, rows
from deskbridge_gladly.sandbox.seeds.named import lay_named
from deskbridge_gladly.sandbox.store import API_USER_ID, ExportJob, Store, by_id
from deskbridge_gladly.sandbox.values import Json, without_unset

INBOX_ID = "0tvvSDnvQVGchp-GaxCeGQ"
JOB_ID = "sample0000000000000job"
CAMPAIGN_ID = "yQ16L_YURROhXAg3KzkuYQ"
"""The campaign of the specification's example."""
DEFAULT_HOURS: Json = {
    "id": "bh_WmeA3Y51Q5ayCAaZ1AotIA",
    "version": 1,
    "createdAt": "2024-01-15T09:00:00Z",
    "updatedAt": "2024-01-15T09:00:00Z",
    "name": "Default Hours",
    "primary": True,
    "officeHours": {"timezone": "America/Los_Angeles", "monday": [{"start": "09:00", "stop": "17:00"}]},
}
"""The specification's example of a list of business hours."""


def lay(store: Store) -> None:
    """Put the sample data into the store."""
    payloads = list(_payloads())
    store.inboxes[INBOX_ID] = {"id": INBOX_ID, "name": "Warranties & Returns", "disabled": False}
    for section, value in payloads:
        if section == "Update Customers" and "createdAt" in value:
            store.people.put(value)
    store.topics.update(by_id(_topics(payloads)))
    items = [value for section, value in payloads if section == "Get Data Export"]
    for item in items:
        _add_item(store, item)
    lay_answers(store)
    store.business_hours[DEFAULT_HOURS["id"]] = DEFAULT_HOURS | {"primary": not store.business_hours}
    store.campaigns[CAMPAIGN_ID] = "EMAIL"
    for section, value in payloads:
        if section == "Create Tasks" and "dueAt" in value:
            store.tasks.add(_task(store, value))
    store.jobs[JOB_ID] = _job(store, items)
    lay_day(store, "sample", [API_USER_ID], list(store.conversations.values()))
    # Last, since it happened after the export and is no part of the last day.
    lay_named(store, INBOX_ID)


def _payloads() -> Iterator[tuple[str, Json]]:
    for line in (DATA / "real-payloads.jsonl").read_bytes().splitlines():
        payload = orjson.loads(line)
        yield payload["section"], payload["value"]


def _topics(payloads: list[tuple[str, Json]]) -> Iterator[Json]:
    """Give the topics as they are after the vendor's two scripts have run: create, then update."""
    topics = {row["id"]: {"name": row["name"]} for row in rows("sample-new-topics.csv")}
    for section, value in payloads:
        if section in {"Create Topics", "Update Customers"} and value.get("id") in topics:
            topics[value["id"]] = {**topics[value["id"]], **value}
    for topic_id, topic in topics.items():
        parent = {"parentId": topic["parentId"]} if "parentId" in topic else {}
        yield {"id": topic_id, "name": topic["name"], "disabled": topic.get("disabled", False), **parent}


def _add_item(store: Store, item: Json) -> None:
    """Add a real item; its customer and conversation are not in the data and get the least they can have."""
    customer_id, conversation_id = item["customerId"], item["conversationId"]
    if customer_id not in store.people.profiles:
        store.people.put({"name": "Visitor", "id": customer_id, "createdAt": item["timestamp"]})
    if conversation_id not in store.conversations:
        store.add_conversation(
            {
                "id": conversation_id,
                "customerId": customer_id,
                "createdAt": item["timestamp"],
                "inboxId": INBOX_ID,
                "status": "OPEN",
            }
        )
    if item["initiator"]["type"] == "AGENT":
        assigned = {**store.conversations[conversation_id], "agentId": API_USER_ID}
        store.conversations[conversation_id] = assigned
    store.add_item(item)


def _task(store: Store, sent: Json) -> Json:
    """Give a task as it is after the vendor's script has created it, at a time of that day (inferred)."""
    (customer,) = store.people.with_email(sent["customer"]["emailAddress"])
    return {
        "id": sent["id"],
        "customerId": customer["id"],
        "timestamp": "2021-09-28T21:15:00.000Z",
        "createdBy": {"id": API_USER_ID, "type": "API"},
        "assignee": without_unset(sent["assignee"]),
        "body": sent["body"],
        "dueAt": sent["dueAt"],
        "status": "OPEN",
    }


def _job(store: Store, items: list[Json]) -> ExportJob:
    return ExportJob(
        id=JOB_ID,
        status="COMPLETED",
        updated_at=store.clock.now() - timedelta(days=6),
        start_at=datetime(2021, 9, 27, tzinfo=UTC),
        end_at=datetime(2021, 9, 29, tzinfo=UTC),
        items=items,
        customers=list(store.people.profiles.values()),
        agents=[store.agents[API_USER_ID]],
        topics=list(store.topics.values()),
    )
