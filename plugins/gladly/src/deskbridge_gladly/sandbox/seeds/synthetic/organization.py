"""The synthetic organization: agents, inboxes, teams and topics."""

from __future__ import annotations

from deskbridge_gladly.sandbox.seeds.synthetic.thread import fixed_id
from deskbridge_gladly.sandbox.store import Store, by_id

AGENT_NAMES = ("Noa Bar", "Ben Carter", "Chen Wei", "Dora Kiss", "Émile Roux")
AGENT_IDS = tuple(fixed_id("agent", number) for number in range(len(AGENT_NAMES)))
FORMER_AGENT_ID = fixed_id("agent", "former")
"""An agent who left: named by items, missing from the list of agents."""
INBOX_NAMES = ("Email Inbox", "Chat", "Voice", "VIP", "צוות ישראל")
INBOX_IDS = tuple(fixed_id("inbox", number) for number in range(len(INBOX_NAMES)))
VIP_INBOX_ID = INBOX_IDS[3]
OLD_INBOX_ID = fixed_id("inbox", "old")

DELIVERY = fixed_id("topic", "delivery")
LOST = fixed_id("topic", "lost")
RETURNS = fixed_id("topic", "returns")
BROKEN = fixed_id("topic", "broken")
REFUND = fixed_id("topic", "refund")
HOLIDAY = fixed_id("topic", "holiday")

TOPICS = (
    {"id": DELIVERY, "name": "Delivery", "disabled": False},
    {"id": LOST, "name": "Lost parcel 📦", "disabled": False, "parentId": DELIVERY},
    # The sample seed has a topic named Returns, and names are unique.
    {"id": RETURNS, "name": "החזרות", "disabled": False},
    {"id": BROKEN, "name": "Damaged Merchandise", "disabled": False, "parentId": RETURNS},
    {"id": REFUND, "name": "Refund / 返金", "disabled": False, "parentId": BROKEN},
    {"id": HOLIDAY, "name": "Holiday 2019", "disabled": True},
)


def lay_organization(store: Store) -> None:
    """Put agents, inboxes, teams and topics into the store."""
    names = zip(AGENT_IDS, AGENT_NAMES, strict=True)
    agents = [
        {"id": agent_id, "name": name, "emailAddress": f"agent{number}@shop.example.com"}
        for number, (agent_id, name) in enumerate(names, 1)
    ]
    inboxes = [
        {"id": inbox_id, "name": name, "disabled": False} for inbox_id, name in zip(INBOX_IDS, INBOX_NAMES, strict=True)
    ]
    teams = [
        {"id": fixed_id("team", 1), "name": "Care", "description": "Everybody", "agentIds": list(AGENT_IDS)},
        {"id": fixed_id("team", 2), "name": "Nobody yet", "agentIds": []},
    ]
    store.agents.update(by_id(agents))
    store.inboxes.update(by_id([*inboxes, {"id": OLD_INBOX_ID, "name": "Fax", "disabled": True}]))
    store.teams.update(by_id(teams))
    store.topics.update(by_id(dict(topic) for topic in TOPICS))
    store.inbox_agents[VIP_INBOX_ID] = frozenset(AGENT_IDS[:2])
