"""Contacts: what the vendor counts as one stretch of talk on one channel. Only events and reports tell of them.

How contacts are cut is not described. Here a conversation has one on each channel, and each phone call and voicemail
is one of its own (inferred); for calls the contact's id is the item's, as a script of the vendor relies on (D65).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field

from deskbridge_gladly.sandbox.values import Json

CHANNELS: Mapping[str, str] = {
    "CHAT_MESSAGE": "CHAT",
    "EMAIL": "EMAIL",
    "FACEBOOK_MESSAGE": "FB_MESSENGER",
    "INSTAGRAM_DIRECT": "INSTAGRAM_DIRECT",
    "PHONE_CALL": "PHONE_CALL",
    "SMS": "SMS",
    "VOICEMAIL": "VOICEMAIL",
    "WHATSAPP": "WHATSAPP",
}
"""The channel of an event or a report, by the type of an item's content."""
_CALLS = frozenset({"PHONE_CALL", "VOICEMAIL"})


def channel_of(item: Json) -> str:
    """Return the channel of an item, "" if it is no contact's."""
    return "" if "conversationId" not in item else CHANNELS.get(item["content"]["type"], "")


def contact_id_of(item: Json) -> str:
    """Return the id of the contact that an item is part of."""
    if item["content"]["type"] in _CALLS:
        return str(item["id"])
    name = f"contact {item['conversationId']} {channel_of(item)}"
    return base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()[:16])[:22].decode()


def assignee_of(conversation: Json) -> Json:
    """Return the assignee as events have it; `agentId` only if there is one."""
    agent = {"agentId": conversation["agentId"]} if conversation.get("agentId") else {}
    return {"inboxId": conversation["inboxId"], **agent}


@define
class Contact:
    """One contact, put together from its items.

    Attributes:
        items: Its messages or its call, oldest first; never empty.
        conversation: The conversation as it is now.
    """

    id: str
    channel: str
    conversation: Json
    items: list[Json] = field(factory=list)

    @property
    def started_at(self) -> str:
        """When its first item came."""
        return str(self.items[0]["timestamp"])

    @property
    def direction(self) -> str:
        """INBOUND if the customer began, else OUTBOUND."""
        return "INBOUND" if self.items[0].get("initiator", {}).get("type") == "CUSTOMER" else "OUTBOUND"

    @property
    def ended_at(self) -> str:
        """When the call was over or the conversation closed; "" if neither."""
        return str(self.items[0]["content"].get("completedAt") or self.conversation.get("closedAt") or "")

    @property
    def answered(self) -> Json | None:
        """The first item of an agent, or the call that an agent took."""
        for item in self.items:
            if _agent_in(item):
                return item
        return None

    @property
    def agent_id(self) -> str:
        """Who answered; "" if nobody did."""
        return _agent_in(self.answered) if self.answered else ""


def _agent_in(item: Json) -> str:
    for name in ("initiator", "responder"):
        if item.get(name, {}).get("type") == "AGENT":
            return str(item[name]["id"])
    return ""


def contacts(conversation: Json, items: Iterable[Json]) -> Sequence[Contact]:
    """Put a conversation's contacts together, in the order in which they began."""
    held: dict[str, Contact] = {}
    for item in items:
        if channel := channel_of(item):
            contact_id = contact_id_of(item)
            held.setdefault(contact_id, Contact(contact_id, channel, conversation)).items.append(item)
    return list(held.values())
