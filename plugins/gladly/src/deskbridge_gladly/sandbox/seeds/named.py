"""What the vendor's tables name without showing it: two conversations, two tasks, a call, a topic, an agent.

The scripts read these ids from their tables and look them up, so the sample has to hold them. Of the day that
`get-reports` asks about, its published log tells the sum of the handle times, 35.529 seconds, and that one agent logged
in. Everything else about them is made up, as little as possible; the customers are others than those of the tables, who
must have nothing open when `delete-customers` comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from deskbridge_gladly.sandbox.seeds.files import rows
from deskbridge_gladly.sandbox.store import API_USER_ID, Store
from deskbridge_gladly.sandbox.values import Json, stamp

SECOND_AGENT_ID = "c2Vjb25kLWdsYWRseS1hZA"
CUSTOMER_IDS = ("Zmlyc3QtZ2xhZGx5LWN1cw", "c2Vjb25kLWdsYWRseS1jdQ")
SECOND_CALL_ID = "c2Vjb25kLWdsYWRseS1jYQ"
CALLED_AT = datetime(2021, 9, 29, 1, tzinfo=UTC)
"""In the evening of the reports' day by its own clock, and after the last moment that the sample's export covers."""
COMMENTS = 1_001
"""How many the last of the tasks has: one more than the vendor gives, which says that there are more."""
HANDLED = (timedelta(seconds=20, milliseconds=129), timedelta(seconds=15, milliseconds=400))


def lay_named(store: Store, inbox_id: str) -> None:
    """Put what the tables name into the store.

    Args:
        store: It gets them.
        inbox_id: Where conversations and tasks are.
    """
    agents = [row["agentEmail"] for row in rows("sample-new-tasks.csv") if row["agentEmail"]]
    store.agents[SECOND_AGENT_ID] = {"id": SECOND_AGENT_ID, "name": "Eliza", "emailAddress": agents[0]}
    for customer_id in CUSTOMER_IDS:
        store.people.put({"name": "Visitor", "id": customer_id, "createdAt": stamp(CALLED_AT)})
    closing = rows("sample-close-conversations.csv")
    for topic_id in {row["topicId"] for row in closing}:
        store.topics[topic_id] = {"id": topic_id, "name": "Phone calls", "disabled": False}
    calls = [row["itemid"] for row in rows("sample-redact-calls.csv")] + [SECOND_CALL_ID]
    for row, call_id, customer_id, handled in zip(closing, calls, CUSTOMER_IDS, HANDLED, strict=False):
        conversation = _conversation(row["conversationId"], customer_id, inbox_id)
        store.add_conversation(conversation)
        store.add_item(_call(call_id, conversation, handled))
    for row, customer_id in zip(rows("sample-close-tasks.csv"), CUSTOMER_IDS, strict=False):
        store.tasks.add(_task(row["taskId"], customer_id, inbox_id))
    for comment in _comments(rows("sample-close-tasks.csv")[-1]["taskId"]):
        store.tasks.add_comment(comment)
    store.events.lay([_logged_in()])


def _conversation(conversation_id: str, customer_id: str, inbox_id: str) -> Json:
    return {
        "id": conversation_id,
        "customerId": customer_id,
        "createdAt": stamp(CALLED_AT),
        "inboxId": inbox_id,
        "agentId": API_USER_ID,
        "status": "OPEN",
    }


def _call(call_id: str, conversation: Json, handled: timedelta) -> Json:
    answered = CALLED_AT + timedelta(seconds=9)
    return {
        "id": call_id,
        "conversationId": conversation["id"],
        "customerId": conversation["customerId"],
        "initiator": {"type": "CUSTOMER", "id": conversation["customerId"]},
        "responder": {"type": "AGENT", "id": API_USER_ID},
        "timestamp": stamp(CALLED_AT),
        "content": {
            "type": "PHONE_CALL",
            "from": "+16505550100",
            "to": "+18005550100",
            "startedAt": stamp(CALLED_AT),
            "answeredAt": stamp(answered),
            "completedAt": stamp(answered + handled),
            "recordingStatus": "AVAILABLE",
            "recordingUrl": f"/api/v1/conversation-items/{call_id}/media/recording",
            "recordingDuration": int(handled.total_seconds()),
        },
    }


def _task(task_id: str, customer_id: str, inbox_id: str) -> Json:
    return {
        "id": task_id,
        "customerId": customer_id,
        "timestamp": stamp(CALLED_AT),
        "createdBy": {"id": API_USER_ID, "type": "API"},
        "assignee": {"inboxId": inbox_id},
        "body": "please call back",
        "dueAt": "2023-09-28T00:00:00.000Z",
        "status": "OPEN",
    }


def _comments(task_id: str) -> Iterator[Json]:
    for number in range(COMMENTS):
        yield {
            "id": f"Z2xhZGx5LWNvbW1lbn-{number:04}",
            "agentId": SECOND_AGENT_ID,
            "comment": "no answer",
            "taskId": task_id,
            "createdAt": stamp(CALLED_AT + timedelta(minutes=number)),
        }


def _logged_in() -> Json:
    at = stamp(CALLED_AT - timedelta(hours=8))
    return {
        "id": "c2Vjb25kLWdsYWRseS1sbw",
        "type": "AGENT_STATUS/LOGGED_IN",
        "timestamp": at,
        "initiator": {"id": API_USER_ID, "type": "AGENT"},
        "content": {"agentId": API_USER_ID, "occurredAt": at},
    }
