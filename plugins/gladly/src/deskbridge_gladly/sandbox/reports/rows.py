"""The rows of the reports whose columns some source names; what no source names is a report without data.

The order of columns in the file is not proven for any of them, and neither are the formats of times (both inferred).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from deskbridge_gladly.sandbox.contacts import Contact, contacts
from deskbridge_gladly.sandbox.reports.asking import Asked
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, stamp

Row = Sequence[str]
LINK = "https://sandbox.gladly.qa/customer/{customer}/conversation/{conversation}"
FILTER_OF_CHANNEL = {
    "CHAT": "chat",
    "EMAIL": "email",
    "FB_MESSENGER": "fbMessenger",
    "INSTAGRAM_DIRECT": "instagramDirect",
    "PHONE_CALL": "voice",
    "SMS": "sms",
    "VOICEMAIL": "voice",
    "WHATSAPP": "whatsapp",
}
CONTACT_COLUMNS = ("Queued At", "Customer ID", "Conversation ID", "Contact ID", "Link", "Channel", "Direction")
CONVERSATION_COLUMNS = (
    "Created At", "Conversation ID", "Customer ID", "Conversation Link", "Status", "Assigned Agent ID - Current",
    "Assigned Agent Name - Current", "Inbox ID - Current", "Inbox Name - Current", "First Closed At", "Last Closed At",
)  # fmt: skip
AGENT_COLUMNS = (
    "Timestamp", "Occurred At", "Agent", "Type", "Available For", "Away Reason", "Active Reason", "Agent ID",
)  # fmt: skip


def held_contacts(store: Store) -> Iterator[Contact]:
    """Give every contact of every conversation."""
    for conversation in store.conversations.values():
        yield from contacts(conversation, store.items_in(conversation["id"]))


def contact_rows(store: Store, asked: Asked) -> Iterator[Row]:
    """Give the contacts that began in the period, oldest first."""
    first, last = stamp(asked.start), stamp(asked.end)
    wanted = [
        contact
        for contact in held_contacts(store)
        if first <= contact.started_at < last
        and asked.channel in {"allChannels", FILTER_OF_CHANNEL[contact.channel]}
        and (not asked.inboxes or contact.conversation["inboxId"] in asked.inboxes)
    ]
    for contact in sorted(wanted, key=lambda each: each.started_at):
        conversation = contact.conversation
        yield (
            contact.started_at,
            conversation["customerId"],
            conversation["id"],
            contact.id,
            _link(conversation),
            contact.channel,
            contact.direction,
        )


def conversation_rows(store: Store, asked: Asked) -> Iterator[Row]:
    """Give the conversations that were created in the period, oldest first; merged ones by their old id too (D66)."""
    first, last = stamp(asked.start), stamp(asked.end)
    held = [(each["id"], each, each["status"]) for each in store.conversations.values()]
    for old, new in store.merged_conversations.items():
        held.append((old, store.conversations[new], "MERGED"))
    for conversation_id, conversation, status in sorted(held, key=lambda each: str(each[1]["createdAt"])):
        in_inbox = not asked.inboxes or conversation["inboxId"] in asked.inboxes
        if in_inbox and first <= conversation["createdAt"] < last:
            yield _conversation_row(store, conversation_id, conversation, status)


def _conversation_row(store: Store, conversation_id: str, conversation: Json, status: str) -> Row:
    closings = [
        item["timestamp"]
        for item in store.items_in(conversation["id"])
        if item["content"] == {"type": "CONVERSATION_STATUS_CHANGE", "status": "CLOSED"}
    ]
    agent_id = conversation.get("agentId", "")
    return (
        conversation["createdAt"],
        conversation_id,
        conversation["customerId"],
        _link({**conversation, "id": conversation_id}),
        # The report knows no WAITING.
        "OPEN" if status == "WAITING" else status,
        agent_id,
        name_in(store.agents, agent_id),
        conversation["inboxId"],
        name_in(store.inboxes, conversation["inboxId"]),
        closings[0] if closings else "",
        closings[-1] if closings else "",
    )


def agent_rows(store: Store, asked: Asked) -> Iterator[Row]:
    """Give what agents did in the period: log in and out, go away, come back, become available."""
    members = {agent_id for team in asked.teams for agent_id in store.teams[team].get("agentIds", ())}
    last = stamp(asked.end)
    for event in store.events.between(asked.start, asked.end):
        content = event["content"]
        if not event["type"].startswith("AGENT_") or event["timestamp"] >= last:
            continue
        if asked.teams and content["agentId"] not in members:
            continue
        available = content.get("availableFor")
        yield (
            event["timestamp"],
            content.get("occurredAt", event["timestamp"]),
            name_in(store.agents, content["agentId"]),
            event["type"],
            "" if available is None else f"[ {', '.join(available)} ]" if available else "[ ]",
            content.get("awayReason", {}).get("name", ""),
            content.get("activeReason", {}).get("name", ""),
            content["agentId"],
        )


def name_in(held: Mapping[str, Json], value_id: str) -> str:
    """Return the name of an agent, inbox or topic; "" of one that is gone."""
    return str(held.get(value_id, {}).get("name", ""))


def _link(conversation: Json) -> str:
    return LINK.format(customer=conversation["customerId"], conversation=conversation["id"])


Maker = Callable[[Store, Asked], Iterator[Row]]
