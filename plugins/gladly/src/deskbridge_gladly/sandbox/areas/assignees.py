"""Reads who something is assigned to: an inbox, and perhaps one of its agents."""

from __future__ import annotations

from deskbridge_gladly.sandbox.calls import Fields, Refused, problem
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json


def read_assignee(store: Store, fields: Fields) -> Json:
    """Read `inboxId` and `agentId`; problems are left in `fields`."""
    inbox_id = fields.text("inboxId")
    # null, an empty string and no agentId at all take the assignment away (D13).
    agent_id = fields.text("agentId") or None
    if not inbox_id:
        fields.wrong("blank", "inboxId", "'inboxId' cannot be blank when updating assignee")
    elif inbox_id not in store.inboxes:
        fields.wrong("not_exist", "inboxId", "inbox does not exist")  # inferred
    return {"inboxId": inbox_id, "agentId": agent_id}


def refuse_stranger(store: Store, assignee: Json) -> None:
    """Refuse an agent who does not work in the inbox.

    Raises:
        Refused: With 400 `invalid_state`.
    """
    agent_id = assignee["agentId"]
    members = store.inbox_agents.get(assignee["inboxId"], store.agents.keys())
    if agent_id is not None and (agent_id not in members or agent_id not in store.agents):
        detail = "agent does not belong to inbox"
        raise Refused(400, problem("invalid_state", detail, attr="assignee.agentId"))
