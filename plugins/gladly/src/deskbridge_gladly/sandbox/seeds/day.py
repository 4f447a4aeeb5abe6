"""The last day before the sandbox started: what agents did, and calls and chats that came in; the same in every run.

A conversation of the seed gets a call in the morning, with holds, and a chat afterwards; the agents log in, become
available, go away, come back and log out. Ids are made from names; times count back from the sandbox's start.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from attrs import frozen

from deskbridge_gladly.sandbox.contacts import assignee_of
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, stamp

CALLS_AT = (timedelta(hours=7), timedelta(hours=4), timedelta(hours=2))
"""How long before the start each conversation's call began."""
TRIAGING = {"id": "bHaHXjD4li-moMR8LbULZc", "name": "Triaging Inbox (Default)"}
BREAK = {"id": "aGaHXjD4li-moMR8LbULZb", "name": "coffee break"}
_Step = tuple[int, str, Json]


@frozen(kw_only=True)
class _Teller:
    """Makes events of one seed."""

    name: str
    now: datetime

    def id_of(self, *names: object) -> str:
        digest = hashlib.sha256(" ".join(map(str, ("day", self.name, *names))).encode()).digest()
        return base64.urlsafe_b64encode(digest[:16])[:22].decode()

    def event(self, at: datetime, kind: str, content: Json, initiator: Json) -> Json:
        event_id = self.id_of(kind, stamp(at), sorted(content.items(), key=str))
        return {"id": event_id, "type": kind, "timestamp": stamp(at), "initiator": initiator, "content": content}


def lay_day(store: Store, name: str, agent_ids: Sequence[str], conversations: Sequence[Json]) -> None:
    """Put the last day's events into the store.

    Args:
        store: It gets them.
        name: The seed's, so that two seeds have different ids.
        agent_ids: Who worked that day.
        conversations: Who called; up to three are taken.
    """
    teller = _Teller(name=name, now=store.clock.now())
    events: list[Json] = []
    for place, agent_id in enumerate(agent_ids):
        events.extend(_shift(teller, agent_id, timedelta(minutes=7 * place)))
    for began, conversation in zip(CALLS_AT, conversations, strict=False):
        events.extend(_call(teller, conversation, agent_ids[0], teller.now - began))
        events.extend(_chat(teller, conversation, agent_ids[-1], teller.now - began + timedelta(minutes=40)))
    store.events.lay(events)


def _shift(teller: _Teller, agent_id: str, later: timedelta) -> Iterator[Json]:
    start = teller.now - timedelta(hours=9) + later
    away = stamp(start + timedelta(minutes=190))
    steps: Sequence[_Step] = (
        (0, "AGENT_STATUS/LOGGED_IN", {"activeReason": TRIAGING}),
        (1, "AGENT_AVAILABILITY/UPDATED", {"availableFor": ["MAIL", "MESSAGING", "TASK", "VOICE"]}),
        (185, "AGENT_AVAILABILITY/UPDATED", {"availableFor": []}),
        (190, "AGENT_STATUS/WENT_AWAY", {"awayReason": BREAK}),
        (205, "AGENT_STATUS/RETURNED_FROM_AWAY", {"awayAt": away, "awayReason": BREAK, "activeReason": TRIAGING}),
        (206, "AGENT_AVAILABILITY/UPDATED", {"availableFor": ["MAIL", "VOICE"]}),
        (470, "AGENT_AVAILABILITY/UPDATED", {"availableFor": []}),
        (480, "AGENT_STATUS/LOGGED_OUT", {}),
    )
    for minutes, kind, more in steps:
        at = start + timedelta(minutes=minutes)
        content = {"agentId": agent_id, **more, "occurredAt": stamp(at)}
        yield teller.event(at, kind, content, {"id": agent_id, "type": "AGENT"})


def _call(teller: _Teller, conversation: Json, agent_id: str, start: datetime) -> Iterator[Json]:
    contact = _contact(teller, conversation, "PHONE_CALL")
    customer = {"id": conversation["customerId"], "type": "CUSTOMER"}
    agent = {"id": agent_id, "type": "AGENT"}
    system = {"id": "SYSTEM", "type": "SYSTEM"}
    steps: Sequence[tuple[int, str, Json, Json]] = (
        (0, "CONTACT/STARTED", {"entryPoint": "+18005550100", "dueAt": stamp(start + timedelta(minutes=1))}, customer),
        (5, "CONTACT/OFFERED", {"agentId": agent_id}, system),
        (12, "CONTACT/OFFER_ACCEPTED", {"agentId": agent_id}, agent),
        (13, "CONTACT/FULFILLED", {"fulfilledType": "RESPONDED"}, agent),
        (14, "CONTACT/JOINED", {}, agent),
        (100, "CONTACT/HOLD_STARTED", {"reason": "MANUAL"}, agent),
        (160, "CONTACT/HOLD_ENDED", {"reason": "MANUAL"}, agent),
        (300, "CONTACT/HOLD_STARTED", {"reason": "CONFERENCE"}, agent),
        (330, "CONTACT/HOLD_ENDED", {"reason": "CONFERENCE"}, agent),
        (420, "CONTACT/ENDED", {"reason": "AGENT_ENDED", "status": "ANSWERED"}, agent),
    )
    for seconds, kind, more, initiator in steps:
        yield teller.event(start + timedelta(seconds=seconds), kind, {**contact, **more}, initiator)


def _chat(teller: _Teller, conversation: Json, agent_id: str, start: datetime) -> Iterator[Json]:
    contact = _contact(teller, conversation, "CHAT")
    customer = {"id": conversation["customerId"], "type": "CUSTOMER"}
    agent = {"id": agent_id, "type": "AGENT"}
    asked = {"messageId": teller.id_of("asked", conversation["id"])}
    answered = {"messageId": teller.id_of("answered", conversation["id"])}
    steps: Sequence[tuple[int, str, Json, Json]] = (
        (0, "CONTACT/STARTED", {}, customer),
        (0, "CONTACT/MESSAGE_RECEIVED", asked, customer),
        (45, "CONTACT/MESSAGE_SENT", answered, agent),
        (45, "CONTACT/FULFILLED", {"fulfilledType": "RESPONDED"}, agent),
    )
    for seconds, kind, more, initiator in steps:
        yield teller.event(start + timedelta(seconds=seconds), kind, {**contact, **more}, initiator)


def _contact(teller: _Teller, conversation: Json, channel: str) -> Json:
    return {
        "channel": channel,
        "contactId": teller.id_of("contact", channel, conversation["id"]),
        "conversationId": conversation["id"],
        "customerId": conversation["customerId"],
        "context": {"assignee": assignee_of(conversation)},
    }
