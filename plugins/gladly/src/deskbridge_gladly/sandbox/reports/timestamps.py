"""The conversation timestamps: what happened to conversations, one row an event."""

from __future__ import annotations

from collections.abc import Iterator

from deskbridge_gladly.sandbox.reports.asking import Asked
from deskbridge_gladly.sandbox.reports.rows import Row, name_in
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, stamp

COLUMNS = (
    "Timezone Filter", "Timestamp", "Event Type", "Conversation ID", "Customer ID", "Initiator Type", "Initiator ID",
    "Initiator Agent Name", "Assigned Inbox ID", "Assigned Inbox Name", "Assigned Agent ID", "Assigned Agent Name",
    "Topic ID", "Topic Name", "Newly Assigned Inbox ID", "Newly Assigned Inbox Name", "Newly Assigned Agent ID",
    "Newly Assigned Agent Name", "Assignment Update Reason", "Merged Customer ID", "Merged Conversation ID",
)  # fmt: skip
_STATUS = {"CLOSED": "CONVERSATION/CLOSED", "OPEN": "CONVERSATION/REOPENED"}
# The list of initiators in reports has APPLICATION and no API, presumably the same thing (D27).
_INITIATOR = {"API": "APPLICATION"}


def timestamp_rows(store: Store, asked: Asked) -> Iterator[Row]:
    """Give what happened to conversations in the period, oldest first."""
    first, last = stamp(asked.start), stamp(asked.end)
    cells = [*_all(store), *_assignments(store, asked), *_merges(store)]
    for each in sorted(cells, key=lambda each: str(each["Timestamp"])):
        if first <= each["Timestamp"] < last:
            yield tuple(str({"Timezone Filter": asked.zone, **each}.get(column, "")) for column in COLUMNS)


def _all(store: Store) -> Iterator[Json]:
    for conversation in store.conversations.values():
        items = store.items_in(conversation["id"])
        by = items[0].get("initiator") if items else None
        yield _row(store, conversation, "CONVERSATION/CREATED", conversation["createdAt"], by)
        for item in items:
            for kind, more in _told_by(store, item["content"]):
                yield {**_row(store, conversation, kind, item["timestamp"], item.get("initiator")), **more}


def _told_by(store: Store, content: Json) -> Iterator[tuple[str, Json]]:
    if content["type"] == "CONVERSATION_STATUS_CHANGE":
        yield _STATUS[content["status"]], {}
    elif content["type"] == "CONVERSATION_NOTE":
        yield "NOTE/CREATED", {}  # the event is named otherwise (D66)
    elif content["type"] == "TOPIC_CHANGE":
        for name, kind in (("addedTopicIds", "TOPIC_ADDED"), ("removedTopicIds", "TOPIC_REMOVED")):
            for topic_id in content.get(name, ()):
                topic = {"Topic ID": topic_id, "Topic Name": name_in(store.topics, topic_id)}
                yield f"CONVERSATION/{kind}", topic


def _assignments(store: Store, asked: Asked) -> Iterator[Json]:
    for event in store.events.between(asked.start, asked.end):
        content = event["content"]
        conversation = store.conversations.get(content.get("conversationId", ""))
        if event["type"] != "CONVERSATION_ASSIGNEE/UPDATED" or conversation is None:
            continue
        before, new = content["context"]["assignee"], content["assignee"]
        state = {**conversation, "agentId": before.get("agentId"), "inboxId": before["inboxId"]}
        agent_id = new.get("agentId", "")
        yield {
            **_row(store, state, event["type"], event["timestamp"], event.get("initiator")),
            "Newly Assigned Inbox ID": new["inboxId"],
            "Newly Assigned Inbox Name": name_in(store.inboxes, new["inboxId"]),
            "Newly Assigned Agent ID": agent_id,
            "Newly Assigned Agent Name": name_in(store.agents, agent_id),
            "Assignment Update Reason": content["reason"],
        }


def _merges(store: Store) -> Iterator[Json]:
    for old, new in store.people.merged.items():
        for conversation in store.conversations_of(new)[:1]:
            row = _row(store, conversation, "CUSTOMER/MERGED", conversation["createdAt"], None)
            yield {**row, "Merged Customer ID": old}


def _row(store: Store, conversation: Json, kind: str, at: str, by: Json | None) -> Json:
    initiator = by or {"type": "SYSTEM", "id": ""}
    agent_id = conversation.get("agentId") or ""
    return {
        "Timestamp": at,
        "Event Type": kind,
        "Conversation ID": conversation["id"],
        "Customer ID": conversation["customerId"],
        "Initiator Type": _INITIATOR.get(initiator["type"], initiator["type"]),
        "Initiator ID": initiator["id"],
        "Initiator Agent Name": name_in(store.agents, initiator["id"]),
        "Assigned Inbox ID": conversation["inboxId"],
        "Assigned Inbox Name": name_in(store.inboxes, conversation["inboxId"]),
        "Assigned Agent ID": agent_id,
        "Assigned Agent Name": name_in(store.agents, agent_id),
    }
