"""Freeform topics, which the vendor also calls custom attributes: what they are, and those of a conversation."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge_gladly.sandbox import happenings
from deskbridge_gladly.sandbox.areas.lookups import named_conversation
from deskbridge_gladly.sandbox.calls import Call, Fields, Table, answer, done, missing
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, without_unset


class FreeformTopics:
    """Answers the operations on freeform topics."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        of_conversation = "/customer-history/{customer_id}/conversations/{conversation_id}/custom-attributes"
        return {
            "/custom-attributes/{custom_attribute_id}": {"GET": self.get},
            of_conversation: {"POST": self.change},
        }

    @operation("FreeformTopics_getAttribute")
    def get(self, call: Call) -> Response:
        """Get a custom attribute."""
        attribute_id = call.path["custom_attribute_id"]
        if attribute := self._store.custom_attributes.get(attribute_id):
            return answer(attribute)
        raise missing(f"custom attribute {attribute_id}")

    @operation("Conversations_addFreeformTopics")
    def change(self, call: Call) -> Response:
        """Remove freeform topics from a conversation and add others; what is there already is ignored."""
        conversation = named_conversation(self._store, call)
        if conversation["customerId"] != call.path["customer_id"]:
            raise missing("conversation")
        fields = call.fields()
        added, removed = self._read(fields, "add"), self._read(fields, "remove")
        if not (added or removed or fields.problems):
            fields.wrong("blank", "", "one of add, remove must be present")  # inferred
        fields.settle()
        # What is both removed and added is there in the end (inferred).
        kept = [each for each in conversation.get("customAttributes", ()) if each not in removed]
        new = [each for place, each in enumerate(added) if each not in kept and each not in added[:place]]
        changed = without_unset({**conversation, "customAttributes": [*kept, *new]})
        self._store.conversations[conversation["id"]] = changed
        held = conversation.get("customAttributes", [])
        gone = [each for each in held if each not in kept and each not in new]
        happenings.attributes_changed(self._store, conversation, gone, what="REMOVED")
        fresh = [each for each in new if each not in held]
        happenings.attributes_changed(self._store, conversation, fresh, what="ADDED")
        return done()

    def _read(self, fields: Fields, name: str) -> list[Json]:
        """Read pairs of key and value as a conversation holds them: by the attribute's id."""
        by_key = {each["key"]: each for each in self._store.custom_attributes.values()}
        read = []
        for place, each in enumerate(fields.objects(name)):
            pair = Fields(each, f"{name}[{place}].", fields.problems)
            key, value = pair.needed_text("key"), pair.needed_text("value")
            attribute = by_key.get(key, {})
            # The 400 of this operation has the schema of a 404: for a key that nobody has set up (inferred).
            if key and (not attribute or (name == "add" and attribute["deactivated"])):
                pair.wrong("not_exist", "key", f"custom attribute {key} does not exist")
            read.append({"id": attribute.get("id", ""), "value": value})
        return read
