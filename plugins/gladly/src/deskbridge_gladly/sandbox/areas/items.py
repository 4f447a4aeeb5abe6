"""Conversation items: list, get, create and delete customer activities; the deprecated create of a task."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge_gladly.sandbox.areas.activities import read_activity
from deskbridge_gladly.sandbox.areas.addressees import find_or_create
from deskbridge_gladly.sandbox.areas.lookups import named_conversation, named_customer, named_item
from deskbridge_gladly.sandbox.areas.task_fields import add_task, read_task
from deskbridge_gladly.sandbox.calls import (
    Call,
    Fields,
    Refused,
    Table,
    answer,
    capped,
    done,
    missing,
    problem,
)
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import API_USER_ID, Store
from deskbridge_gladly.sandbox.values import Json, new_id

ITEMS_LIMIT = 1_000


class Items:
    """Answers the operations on conversation items."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {
            "/conversations/{conversation_id}/items": {"GET": self.in_conversation},
            "/conversation-items/{item_id}": {"GET": self.get, "DELETE": self.delete},
            "/conversation-items": {"POST": self.create},
            "/customers/{customer_id}/conversation-items": {"POST": self.create_for_customer},
            "/customers/{customer_id}/conversation-items/{item_id}": {"DELETE": self.delete_for_customer},
        }

    @operation("Conversations_listItemsInConversation")
    def in_conversation(self, call: Call) -> Response:
        """List a conversation's items, oldest first, at most 1,000; `sessionId` narrows them."""
        conversation = named_conversation(self._store, call)
        items = self._store.items_in(conversation["id"])
        if session := call.query.get("sessionId"):
            # The item's own session or the chat's (inferred: the parameter arrived with the item's).
            items = [each for each in items if session in _sessions(each)]
        return capped(items, ITEMS_LIMIT)

    @operation("Conversations_getItem")
    def get(self, call: Call) -> Response:
        """Get an item; one of a type that the API can't show is a 400."""
        return answer(named_item(self._store, call))

    @operation("Conversations_createCustomerItem")
    def create(self, call: Call) -> Response:
        """Create an activity, or a task, for whoever has the address or number; unknown ones become customers."""
        fields = call.fields()
        self._refuse_taken_id(fields)
        customer = fields.inner("customer")
        if customer is None and not fields.problems:
            fields.wrong("blank", "customer", "customer cannot be blank")
        content = self._read_content(fields)
        owner = find_or_create(self._store, Fields(customer or {}, "customer.", fields.problems))
        return self._create(fields, content, owner)

    @operation("Conversations_createCustomerItem")
    def create_for_customer(self, call: Call) -> Response:
        """Create an activity, or a task, for a customer; a merged one is a 301 with the new place."""
        customer_id = named_customer(self._store, call, "conversation-items")
        fields = call.fields()
        self._refuse_taken_id(fields)
        return self._create(fields, self._read_content(fields), customer_id)

    @operation("Conversations_deleteItem")
    def delete(self, call: Call) -> Response:
        """Delete a customer activity; any other item is a 404, the only refusal that is listed."""
        item = self._store.items.get(call.path["item_id"])
        if item is None or item["content"]["type"] != "CUSTOMER_ACTIVITY":
            raise missing("conversation item")
        self._store.remove_item(item)
        return done()

    @operation("Conversations_deleteCustomerItem")
    def delete_for_customer(self, call: Call) -> Response:
        """Delete a customer activity of that customer."""
        item = self._store.items.get(call.path["item_id"])
        if item is None or item["customerId"] != call.path["customer_id"]:
            raise missing("conversation item")
        return self.delete(call)

    def _refuse_taken_id(self, fields: Fields) -> None:
        item_id = fields.new_id()
        # A taken task id is refused in the same words, so both share their ids (inferred).
        if any(item_id in held for held in (self._store.items, self._store.unsupported_items, self._store.tasks.tasks)):
            detail = "conversation item already exists"
            raise Refused(409, problem("taken", detail, attr="newConversationItems"))

    def _read_content(self, fields: Fields) -> Json:
        content = fields.inner("content")
        if content is None and not fields.problems:
            fields.wrong("blank", "content", "content cannot be blank")
        if content is None:
            raise Refused(400, *fields.problems)
        inner = Fields(content, "content.", fields.problems)
        if content.get("type") == "TASK":
            return {"type": "TASK", **read_task(self._store, inner)}
        activity = read_activity(inner, self._store.clock.now())
        fields.settle()
        return activity

    def _create(self, fields: Fields, content: Json, customer_id: str) -> Response:
        item: Json = {
            "id": fields.values.get("id") or new_id(),
            "content": content,
            "customerId": customer_id,
            "initiator": {"type": "API", "id": API_USER_ID},
        }
        if content["type"] == "TASK":
            read = {name: value for name, value in content.items() if name != "type"}
            task = add_task(self._store, item["id"], customer_id, read)
            return answer({**item, "timestamp": task["timestamp"]})
        item["timestamp"] = content.get("occurredAt", content["receivedAt"])
        self._store.add_item(item)
        return answer(item)


def _sessions(item: Json) -> tuple[str | None, str | None]:
    return item.get("sessionId"), item["content"].get("sessionId")
