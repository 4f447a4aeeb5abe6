"""Conversations: get, list of a customer, assignee and status, topics, notes."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge_gladly.sandbox import happenings
from deskbridge_gladly.sandbox.areas.assignees import read_assignee, refuse_stranger
from deskbridge_gladly.sandbox.areas.lookups import (
    add_to_conversation,
    customer_is_waiting,
    named_conversation,
)
from deskbridge_gladly.sandbox.calls import (
    Call,
    Fields,
    Refused,
    Table,
    answer,
    capped,
    created,
    done,
    missing,
    problem,
)
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, without_unset

CONVERSATIONS_LIMIT = 100
SETTABLE = frozenset({"OPEN", "CLOSED"})
WAITING_DETAIL = "cannot close conversation, customer waiting for response, set 'status.force' to true to override"


class Conversations:
    """Answers the operations on conversations."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {
            "/conversations/{conversation_id}": {"GET": self.get, "PATCH": self.update},
            "/customers/{customer_id}/conversations": {"GET": self.of_customer},
            "/conversations/{conversation_id}/topics": {"POST": self.add_topics},
            "/conversations/{conversation_id}/topics/{topic_id}": {"DELETE": self.remove_topic},
            "/conversations/{conversation_id}/notes": {"POST": self.add_note},
            "/conversations/{conversation_id}/notes/{note_id}": {"GET": self.get_note},
        }

    @operation("Conversations_getMetadata")
    def get(self, call: Call) -> Response:
        """Get a conversation's metadata."""
        return answer(named_conversation(self._store, call))

    @operation("Conversations_listForCustomer")
    def of_customer(self, call: Call) -> Response:
        """List a customer's conversations, oldest first, at most 100."""
        customer_id = call.path["customer_id"]
        people = self._store.people
        if new := people.merged.get(customer_id):
            # Neither 301 nor 404 is listed for this operation; both are inferred from the others.
            meta = {"old": customer_id, "new": new}
            moved = problem("moved", "customer id has changed", attr="customerId", meta=meta)
            raise Refused(301, moved, location=f"{call.origin}/api/v1/customers/{new}/conversations")
        if customer_id not in people.profiles:
            raise missing("customer")
        return capped(self._store.conversations_of(customer_id), CONVERSATIONS_LIMIT)

    @operation("Conversations_updateAssigneeStatus")
    def update(self, call: Call) -> Response:
        """Change assignee, status or both; the assignee first."""
        conversation = named_conversation(self._store, call)
        fields = call.fields()
        assignee, status, force = self._read_update(fields)
        changed = dict(conversation)
        if assignee is not None:
            self._refuse_assignee(conversation, assignee, reopened=status == "OPEN")
            changed |= assignee
        if status == "CLOSED" and conversation["status"] != "CLOSED":
            self._refuse_closing(conversation, force=force)
        self._settle(conversation, changed, status)
        return done()

    @operation("Conversations_addTopicToList")
    def add_topics(self, call: Call) -> Response:
        """Add topics; those that the conversation has are ignored."""
        conversation = named_conversation(self._store, call)
        given = self._read_topic_ids(call.fields())
        held = conversation.get("topicIds", [])
        new = [each for each in dict.fromkeys(given) if each not in held]
        if new:
            self._put_topics(conversation, [*held, *new])
            happenings.topics_changed(self._store, conversation, new, what="ADDED")
            # Only the list that changed is written (D59).
            add_to_conversation(self._store, conversation, {"type": "TOPIC_CHANGE", "addedTopicIds": new})
        return done()

    @operation("Conversations_deleteTopic")
    def remove_topic(self, call: Call) -> Response:
        """Remove a topic; 404 is for the conversation only."""
        conversation = named_conversation(self._store, call)
        topic_id = call.path["topic_id"]
        held = conversation.get("topicIds", [])
        if topic_id in held:
            self._put_topics(conversation, [each for each in held if each != topic_id])
            happenings.topics_changed(self._store, conversation, [topic_id], what="REMOVED")
            content = {"type": "TOPIC_CHANGE", "removedTopicIds": [topic_id]}
            add_to_conversation(self._store, conversation, content)
        return done()

    @operation("Conversations_addNoteToConversation")
    def add_note(self, call: Call) -> Response:
        """Add a note, with its text in `content.body` or in `body` (D67); each call makes one more."""
        conversation = named_conversation(self._store, call)
        fields = call.fields()
        inner = fields.inner("content")
        note = fields if inner is None and "body" in fields.values else Fields(inner or {}, "content.")
        body = note.needed_text("body")
        fields.settle()
        note.settle()
        note_id = add_to_conversation(self._store, conversation, {"type": "CONVERSATION_NOTE", "body": body})
        happenings.note_created(self._store, conversation, note_id)
        return created(f"/api/v1/conversations/{conversation['id']}/notes/{note_id}")

    @operation("Conversations_getNote")
    def get_note(self, call: Call) -> Response:
        """Get a note of a conversation."""
        conversation = named_conversation(self._store, call)
        item = self._store.items.get(call.path["note_id"])
        if item is None or item.get("conversationId") != conversation["id"]:
            raise missing("note")
        if item["content"]["type"] != "CONVERSATION_NOTE":
            raise missing("note")
        return answer(item)

    def _read_update(self, fields: Fields) -> tuple[Json | None, str | None, bool]:
        assignee, status = fields.inner("assignee"), fields.inner("status")
        if not fields.problems and assignee is None and status is None:
            fields.wrong("blank", "", "one of assignee, status must be present")  # inferred
        new_assignee, value, force = None, None, False
        if assignee is not None:
            new_assignee = read_assignee(self._store, Fields(assignee, "assignee.", fields.problems))
        if status is not None:
            value, force = _read_status(Fields(status, "status.", fields.problems))
        fields.settle()
        return new_assignee, value, force

    def _refuse_assignee(self, conversation: Json, assignee: Json, *, reopened: bool) -> None:
        same = assignee["agentId"] == conversation.get("agentId") and assignee["inboxId"] == conversation["inboxId"]
        if same:  # scripts repeat the assignee so that it stays as it is, whatever became of the agent
            return
        refuse_stranger(self._store, assignee)
        if conversation["status"] == "CLOSED" and not reopened:
            raise Refused(400, problem("invalid_state", "closed conversation cannot be reassigned"))

    def _refuse_closing(self, conversation: Json, *, force: bool) -> None:
        if not conversation.get("topicIds"):
            raise Refused(400, problem("invalid_state", "topics are required before closing of conversation"))
        if not force and customer_is_waiting(self._store, conversation):
            raise Refused(400, problem("invalid_state", WAITING_DETAIL))

    def _settle(self, conversation: Json, changed: Json, status: str | None) -> None:
        was_closed, closed = conversation["status"] == "CLOSED", status == "CLOSED"
        if status is not None:
            changed["status"] = status
            if closed != was_closed:
                changed["closedAt"] = self._store.now() if closed else None
        settled = self._store.conversations[conversation["id"]] = without_unset(changed)
        happenings.conversation_changed(self._store, conversation, settled)
        if status is not None and closed != was_closed:
            content = {"type": "CONVERSATION_STATUS_CHANGE", "status": status}
            add_to_conversation(self._store, conversation, content)

    def _read_topic_ids(self, fields: Fields) -> list[str]:
        # The required list of the specification spells topicIDs, its property topicIds; both are taken (D67).
        given = fields.values.get("topicIds", fields.values.get("topicIDs"))
        if not given:
            fields.wrong("blank", "topicIds", "topicIds cannot be blank")
        elif not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            fields.wrong("invalid", "topicIds", "topicIds must be an array of strings")
        elif unknown := [each for each in given if each not in self._store.topics]:
            fields.wrong("invalid", "topicIds", f"topic [{unknown[0]}] does not exist")  # inferred
        fields.settle()
        return list(given or ())

    def _put_topics(self, conversation: Json, topic_ids: list[str]) -> None:
        changed = {**conversation, "topicIds": topic_ids}
        self._store.conversations[conversation["id"]] = without_unset(changed)


def _read_status(fields: Fields) -> tuple[str | None, bool]:
    value = fields.text("value")
    if not value:
        fields.wrong("blank", "value", "'value' cannot be blank when updating status")
    elif value not in SETTABLE:
        fields.wrong("invalid", "value", f"status [{value}] is not supported")
    return value, bool(fields.flag("force"))
