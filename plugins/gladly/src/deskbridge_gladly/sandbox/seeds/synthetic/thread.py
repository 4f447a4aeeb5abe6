"""Builds one conversation, item by item, with its own time and its own chance."""

from __future__ import annotations

import base64
import hashlib
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import define, field

from deskbridge_gladly.sandbox.seeds.synthetic.contents import COMPANY_PHONE
from deskbridge_gladly.sandbox.values import Json, stamp, without_unset


def fixed_id(kind: str, number: object) -> str:
    """Return the id of a synthetic thing: the vendor's form, the same in every run."""
    digest = hashlib.sha256(f"deskbridge gladly {kind} {number}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:16])[:22].decode()


def fictional_phone(place: int) -> str:
    """Return a distinct E.164 number of the ranges kept for fiction (555-0100 to 555-0199 of an area)."""
    areas = [area for area in range(201, 990) if area % 100 != 11]
    area, line = areas[(place // 100) % len(areas)], place % 100
    return f"+1{area}55501{line:02}"


@define(kw_only=True)
class Thread:
    """One conversation that is being written.

    Attributes:
        place: The conversation's number, from 0.
        moment: The time of the next item.
        items: What was written, oldest first; customer activities stand outside the conversation.
    """

    place: int
    id: str
    customer: Json
    moment: datetime
    agent_id: str | None
    inbox_id: str
    topic_ids: list[str] = field(factory=list)
    attributes: list[Json] = field(factory=list)
    status: str = "OPEN"
    items: list[Json] = field(factory=list)
    created_at: datetime = field(init=False)
    closed_at: datetime | None = field(init=False, default=None)
    chance: random.Random = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Start the time and the chance."""
        self.created_at = self.moment
        self.chance = random.Random(f"gladly {self.place}")  # noqa: S311  the same in every run

    @property
    def email(self) -> str:
        """The customer's address, or a guest's."""
        emails = self.customer.get("emails")
        return emails[0]["original"] if emails else f"guest{self.place}@example.com"

    @property
    def phone(self) -> str:
        """The customer's number, or one that the profile doesn't have."""
        phones = self.customer.get("phones")
        return phones[0]["normalized"] if phones else fictional_phone(self.place + 50_000)

    @property
    def session_id(self) -> str:
        """The one chat session of this conversation."""
        return fixed_id("session", self.place)

    def next_id(self) -> str:
        """Return the id that the next item will have."""
        return fixed_id("item", f"{self.place} {len(self.items)}")

    def by_customer(self, content: Json, more: Json | None = None) -> None:
        """Add what the customer did."""
        self.add(content, {"type": "CUSTOMER", "id": self.customer["id"]}, more)

    def by_agent(self, content: Json, agent_id: str | None = None, more: Json | None = None) -> None:
        """Add what an agent did: the given one, else the assigned one."""
        self.add(content, {"type": "AGENT", "id": agent_id or self.agent_id}, more)

    def add(self, content: Json, initiator: Json, more: Json | None = None, *, inside: bool = True) -> None:
        """Add an item some minutes after the one before.

        Args:
            content: The vendor's content.
            initiator: Who did it.
            more: Further keys of the item, such as `responder` and `sessionId`.
            inside: Whether it belongs to the conversation or only to the customer.
        """
        item = {
            "id": self.next_id(),
            "conversationId": self.id if inside else None,
            "content": dict(sorted(content.items())),
            "customerId": self.customer["id"],
            "initiator": initiator,
            "timestamp": stamp(self.moment),
            **(more or {}),
        }
        self.items.append(without_unset(item))
        self.moment += timedelta(minutes=self.chance.randint(1, 9), milliseconds=self.chance.randint(0, 59_999))

    def talk(self, lines: Sequence[tuple[str, str]], kind: str) -> None:
        """Let the customer and the agent speak in turn on one channel."""
        for asked, answered in lines:
            self.by_customer(self.message(asked, kind, sent=False))
            self.by_agent(self.message(answered, kind, sent=True))

    def message(self, text: str, kind: str, *, sent: bool) -> Json:
        """Return the content of a message on a channel, sent to the customer or received."""
        text = text.replace("{n}", str(10_000 + self.place))
        content: Json = {"type": kind, "content": text}
        if kind == "CHAT_MESSAGE":
            content |= {"messageType": "TEXT", "sessionId": self.session_id}
        elif kind == "SMS":
            ends = (COMPANY_PHONE, self.phone) if sent else (self.phone, COMPANY_PHONE)
            content |= {"from": ends[0], "to": ends[1]}
        elif kind == "FACEBOOK_MESSAGE":
            content |= {"pageId": "1029384756", "userId": "5647382910"}
        return content

    def label(self, *topic_ids: str) -> None:
        """Add topics, and the item that says so."""
        self.topic_ids.extend(topic_ids)
        self.by_agent({"type": "TOPIC_CHANGE", "addedTopicIds": list(topic_ids)})

    def unlabel(self, topic_id: str) -> None:
        """Remove a topic, and add the item that says so."""
        self.topic_ids.remove(topic_id)
        self.by_agent({"type": "TOPIC_CHANGE", "removedTopicIds": [topic_id]})

    def close(self) -> None:
        """Close the conversation, and add the item that says so."""
        self.status, self.closed_at = "CLOSED", self.moment
        self.by_agent({"type": "CONVERSATION_STATUS_CHANGE", "status": "CLOSED"})

    def reopen(self) -> None:
        """Open the conversation again, as a customer's message does."""
        self.status, self.closed_at = "OPEN", None
        self.by_customer({"type": "CONVERSATION_STATUS_CHANGE", "status": "OPEN"})

    def conversation(self) -> Json:
        """Return the conversation as it is in the end."""
        return without_unset(
            {
                "id": self.id,
                "topicIds": self.topic_ids,
                "customAttributes": self.attributes,
                "customerId": self.customer["id"],
                "createdAt": stamp(self.created_at),
                "closedAt": stamp(self.closed_at) if self.closed_at else None,
                "agentId": self.agent_id,
                "inboxId": self.inbox_id,
                "status": self.status,
            }
        )
