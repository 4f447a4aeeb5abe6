"""What several areas look up and write: the conversation a path names, the item an action leaves behind."""

from __future__ import annotations

from deskbridge_gladly.sandbox.calls import Call, missing
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
