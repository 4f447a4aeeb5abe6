"""Replies to customer messages: what reaches a customer, and is therefore counted."""

from __future__ import annotations

import re
from typing import Any

from starlette.responses import Response

from deskbridge.sandbox import Counters
from deskbridge_gladly.sandbox import happenings
from deskbridge_gladly.sandbox.areas.lookups import MESSAGE_TYPES, add_to_conversation
from deskbridge_gladly.sandbox.calls import Call, Fields, Refused, Table, created, missing, problem
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json

BODY_LIMIT = 2_048
OPTIONS_LIMIT = 10
LABEL_LIMIT = 50
_OPTION_ID = re.compile(r"[A-Za-z0-9_-]+")
CHAT_KINDS = frozenset({"TEXT", "QUICK_REPLY_REQUEST"})


class Replies:
    """Answers the reply operation and counts what it sends."""

    def __init__(self, store: Store, counters: Counters) -> None:
        self._store = store
        self._counters = counters

    def table(self) -> Table:
        """Return what answers which path."""
        return {"/conversation-items/{item_id}/reply": {"POST": self.reply}}

    @operation("Conversations_sendResponse")
    def reply(self, call: Call) -> Response:
        """Reply to a customer's message in a conversation that is open."""
        item = self._store.items.get(call.path["item_id"])
        if item is None:
            raise missing("conversation item")
        conversation = self._store.conversation(item.get("conversationId", ""))
        if conversation is not None and conversation["status"] == "CLOSED":
            raise Refused(400, problem("invalid", "you cannot reply to items in closed conversations"))
        sent_by_customer = item.get("initiator", {}).get("type") == "CUSTOMER"
        if conversation is None or not sent_by_customer or item["content"]["type"] not in MESSAGE_TYPES:
            raise Refused(400, problem("invalid", "you can only reply to customer messages"))
        content = _read_reply(call.fields(), item)
        reply_id = add_to_conversation(self._store, conversation, content)
        happenings.message_sent(self._store, conversation, self._store.items[reply_id])
        self._counters.outbound_messages += 1
        return created(f"/api/v1/conversation-items/{reply_id}")


def _read_reply(fields: Fields, item: Json) -> Json:
    inner = fields.inner("content")
    reply = Fields(inner or {}, "content.", fields.problems)
    kind = reply.text("type")
    if not kind:
        raise Refused(400, problem("blank", attr="content.type"))
    if kind not in MESSAGE_TYPES:
        raise Refused(400, problem("invalid", f"type [{kind}] is not supported"))
    content: Json = {"type": kind, "content": reply.needed_text("body", most=BODY_LIMIT)}
    if kind == "CHAT_MESSAGE":
        content |= _chat(reply, item)
    # Addresses are the message's, turned round.
    elif kind == "EMAIL":
        to = item["content"].get("from")
        content |= {"from": _ours(item), "to": [to] if to else [], "subject": item["content"].get("subject", "")}
    elif kind == "SMS":
        content |= {"from": _ours(item), "to": item["content"].get("from", "")}
    reply.settle()
    return content


def _chat(reply: Fields, item: Json) -> Json:
    kind = reply.choice("messageType", CHAT_KINDS) or "TEXT"
    chat: Json = {"messageType": kind, "sessionId": item["content"].get("sessionId", "")}
    if kind == "QUICK_REPLY_REQUEST":
        data = Fields(reply.inner("messageData") or {}, "content.messageData.", reply.problems)
        options = data.objects("options")
        if wrong := _wrong_options(options):
            data.wrong("invalid", "options", wrong)
        chat["messageData"] = {"options": [{"id": each.get("id"), "label": each.get("label")} for each in options]}
    return chat


def _wrong_options(options: list[Json]) -> str:
    ids = [each.get("id") for each in options]
    labels = [each.get("label") for each in options]
    if not 1 <= len(options) <= OPTIONS_LIMIT:
        return "options must have 1 to 10 entries"
    if not all(isinstance(each, str) and _OPTION_ID.fullmatch(each) for each in ids):
        return "an option's id has only letters, digits, hyphen and underscore"
    if len(set(map(str, ids))) != len(ids):
        return "an option's id must be unique"
    if not all(isinstance(each, str) and 1 <= len(each) <= LABEL_LIMIT for each in labels):
        return "an option's label has 1 to 50 characters"
    return ""


def _ours(item: Json) -> str:
    to: Any = item["content"].get("to", "")
    if isinstance(to, list):
        return str(to[0]) if to else ""
    return str(to)
