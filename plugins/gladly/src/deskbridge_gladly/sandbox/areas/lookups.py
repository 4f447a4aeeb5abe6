"""What several areas look up and write: what a path names, the item an action leaves behind."""

from __future__ import annotations

from deskbridge_gladly.sandbox.calls import Call, Refused, missing, problem
from deskbridge_gladly.sandbox.store import API_USER_ID, Store
from deskbridge_gladly.sandbox.values import Json, new_id

# Written to or by a customer; notes, changes and activities are not.
MESSAGE_TYPES = frozenset(
    {"CHAT_MESSAGE", "EMAIL", "SMS", "FACEBOOK_MESSAGE", "WHATSAPP", "INSTAGRAM_DIRECT", "TWITTER"}
)


def named_conversation(store: Store, call: Call) -> Json:
    """Return the conversation that the path names.

    Raises:
        Refused: There is none.
    """
    if conversation := store.conversation(call.path["conversation_id"]):
        return conversation
    raise missing("conversation")


def named_customer(store: Store, call: Call, place: str) -> str:
    """Return the id of the customer that the path names.

    Args:
        store: What is held.
        call: The request, with `customer_id` in its path.
        place: What follows the customer in the path, for the place that a merged one has moved to.

    Raises:
        Refused: The customer was merged into another, or there is none.
    """
    customer_id = call.path["customer_id"]
    if new := store.people.merged.get(customer_id):
        detail = f"the customer id has changed from [{customer_id}] to [{new}]"
        moved = problem("moved", detail, attr="customer id", meta={"old": customer_id, "new": new})
        raise Refused(301, moved, location=f"{call.origin}/api/v1/customers/{new}/{place}")
    if customer_id not in store.people.profiles:
        raise missing("customer")
    return customer_id


def named_answer(store: Store, call: Call) -> Json:
    """Return the answer that the path names.

    Raises:
        Refused: There is none.
    """
    if held := store.knowledge.answers.get(call.path["answer_id"]):
        return held
    raise missing("answer")


def named_item(store: Store, call: Call) -> Json:
    """Return the conversation item that the path names.

    Raises:
        Refused: There is none, or it is of a type that the API can't show.
    """
    item_id = call.path["item_id"]
    if item_id in store.unsupported_items or item_id in store.tasks.tasks:  # no item that is read is a task
        detail = f"Conversation item with id [{item_id}] exists but is not supported by the API."
        raise Refused(400, problem("invalid", detail))
    if item := store.items.get(item_id):
        return item
    raise missing("conversation item")


def named_task(store: Store, call: Call) -> Json:
    """Return the task that the path names.

    Raises:
        Refused: There is none.
    """
    if task := store.tasks.tasks.get(call.path["task_id"]):
        return task
    raise missing("task")


def add_to_conversation(store: Store, conversation: Json, content: Json) -> str:
    """Put an item made through the API at the end of a conversation and return its id."""
    item_id = new_id()
    store.add_item(
        {
            "id": item_id,
            "conversationId": conversation["id"],
            "content": dict(sorted(content.items())),
            "customerId": conversation["customerId"],
            "initiator": {"type": "API", "id": API_USER_ID},
            "timestamp": store.now(),
        }
    )
    return item_id


def customer_is_waiting(store: Store, conversation: Json) -> bool:
    """Whether the last message is the customer's (inferred: how the vendor decides it is not said)."""
    for item in reversed(store.items_in(conversation["id"])):
        if item["content"]["type"] in MESSAGE_TYPES or "customChannelId" in item["content"]:
            return bool(item.get("initiator", {}).get("type") == "CUSTOMER")
    return False
