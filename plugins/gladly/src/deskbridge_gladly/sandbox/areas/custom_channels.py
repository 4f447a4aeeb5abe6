"""Custom channels: messages that the organization's own channel hands in, and what became of those that went out.

The newer specification lacks these operations; they are served unless the switch `legacy` is off (D03).
"""

from __future__ import annotations

from starlette.responses import Response

from deskbridge_gladly.sandbox import happenings
from deskbridge_gladly.sandbox.areas.addressees import find_or_create
from deskbridge_gladly.sandbox.areas.communications import refuse_unless_legacy
from deskbridge_gladly.sandbox.areas.profiles import changed_profile
from deskbridge_gladly.sandbox.calls import Call, Fields, Refused, Table, created, missing, problem
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, new_id, normal_email, normal_phone, without_unset

STATUSES = frozenset({"ACCEPTED", "DELIVERED", "READ", "FAILED"})
TYPES = frozenset({"TEXT", "FILES"})
IDENTIFIER_TYPES = frozenset({"EMAIL", "PHONE_NUMBER"})


class CustomChannels:
    """Answers the operations on custom channels."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        messages = "/communications/custom-channels/{channel_id}/messages"
        return {messages: {"POST": self.receive}, f"{messages}/{{message_id}}/status": {"PUT": self.update_status}}

    @operation("Communications_receiveCustomChannelMessages")
    def receive(self, call: Call) -> Response:
        """Take in a customer's message; it joins the customer's open conversation or begins one."""
        refuse_unless_legacy(self._store)
        channel_id = call.path["channel_id"]
        fields = call.fields()
        sender = Fields(fields.inner("sender") or {}, "sender.", fields.problems)
        address = sender.needed_text("address")
        identifier = _identifier(sender)
        to = fields.needed_text("to")
        entry_points = self._store.custom_channels.get(channel_id)
        if entry_points is None:  # no 404 is listed (inferred)
            fields.wrong("not_exist", "customChannelId", "custom channel does not exist")
        elif to and to not in entry_points:
            fields.wrong("not_exist", "to", "entry point does not exist")  # inferred
        content = _content(fields)
        fields.settle()
        customer_id = self._customer(channel_id, address, identifier, sender.text("displayName"))
        conversation = self._conversation(customer_id)
        message = {"customChannelId": channel_id, "companyAddress": to, "customerAddress": address, **content}
        return created(f"/api/v1/conversation-items/{self._add(conversation, message)}")

    @operation("Communications_updateMessageStatus")
    def update_status(self, call: Call) -> Response:
        """Say what became of a message that an agent sent: 200 without a body."""
        refuse_unless_legacy(self._store)
        item = self._store.items.get(call.path["message_id"])
        sent_here = item is not None and item["content"].get("customChannelId") == call.path["channel_id"]
        if item is None or not sent_here or item["initiator"]["type"] == "CUSTOMER":  # theirs has no status (inferred)
            raise missing("message")
        fields = call.fields()
        if not fields.values.get("value"):
            fields.wrong("blank", "value", "value cannot be blank")
        status = {"value": fields.choice("value", STATUSES), "details": fields.text("details")}
        fields.settle()
        self._store.items[item["id"]] = {**item, "content": {**item["content"], "status": without_unset(status)}}
        return Response(status_code=200)

    def _customer(self, channel_id: str, address: str, identifier: Json, name: str | None) -> str:
        known = self._store.channel_customers.get((channel_id, address))
        if known in self._store.people.profiles:
            return str(known)
        if identifier:
            customer_id = find_or_create(self._store, Fields(identifier))
        else:
            profile = changed_profile({"id": new_id(), "createdAt": self._store.now()}, {"name": name})
            self._store.people.put(profile)
            customer_id = str(profile["id"])
            happenings.profile_changed(self._store, "CREATED", customer_id)
        self._store.channel_customers[channel_id, address] = customer_id
        return customer_id

    def _conversation(self, customer_id: str) -> Json:
        for conversation in reversed(self._store.conversations_of(customer_id)):
            if conversation["status"] != "CLOSED":
                return conversation
        inboxes = [each for each in self._store.inboxes.values() if not each.get("disabled")]
        if not inboxes:
            raise Refused(400, problem("invalid_state", "there is no inbox to receive messages"))  # inferred
        conversation = {
            "id": new_id(),
            "customerId": customer_id,
            "createdAt": self._store.now(),
            "inboxId": inboxes[0]["id"],
            "status": "OPEN",
        }
        self._store.add_conversation(conversation)
        happenings.conversation_created(self._store, conversation, {"id": customer_id, "type": "CUSTOMER"})
        return conversation

    def _add(self, conversation: Json, message: Json) -> str:
        # Whether a customer's message has a status is not said, though the schema wants one (inferred).
        content = {"sessionId": conversation["id"], **message, "status": {"value": "DELIVERED"}}
        item_id, customer_id = new_id(), conversation["customerId"]
        item = {
            "id": item_id,
            "conversationId": conversation["id"],
            "content": dict(sorted(content.items())),
            "customerId": customer_id,
            "initiator": {"type": "CUSTOMER", "id": customer_id},
            "timestamp": self._store.now(),
        }
        self._store.add_item(item)
        happenings.message_received(self._store, conversation, item)
        return item_id


def _identifier(sender: Fields) -> Json:
    given = sender.inner("profileIdentifier")
    if given is None:
        return {}
    fields = Fields(given, f"{sender.prefix}profileIdentifier.", sender.problems)
    address = fields.needed_text("address")
    if not fields.needed_text("type"):
        return {}
    kind = fields.choice("type", IDENTIFIER_TYPES)
    valid = normal_email(address) if kind == "EMAIL" else normal_phone(address)
    if address and valid is None:
        fields.wrong("invalid", "address", f"[{address}] is not valid for the type")
    return {"emailAddress" if kind == "EMAIL" else "mobilePhone": address}


def _content(fields: Fields) -> Json:
    kind = fields.needed_text("type")
    if kind:
        fields.choice("type", TYPES)
    content = Fields(fields.inner("content") or {}, "content.", fields.problems)
    group = {name: fields.text(name) for name in ("groupId", "groupName")}
    inner = _files(content) if kind == "FILES" else {"text": content.needed_text("text")}
    return {"type": kind, "content": inner, **without_unset(group)}


def _files(content: Fields) -> Json:
    read = []
    for place, given in enumerate(content.objects("files")):
        file = Fields(given, f"{content.prefix}files[{place}].", content.problems)
        read.append(without_unset({"fileName": file.text("fileName"), "url": file.needed_text("url")}))
    if not read and not content.problems:
        content.wrong("blank", "files", "files cannot be blank")
    return without_unset({"caption": content.text("caption"), "files": read})
