"""What tickets and tasks share: an assignee is always written whole, inbox and agent."""

from __future__ import annotations

from collections.abc import Callable

from deskbridge.records import UNSET, AgentId, GroupId, Unset
from deskbridge_gladly.wire.conversations import AssigneeBody


def completed(
    agent_id: AgentId | Unset | None,
    group_id: GroupId | Unset,
    current: Callable[[], tuple[str | None, str | None]],
) -> AssigneeBody | Unset:
    """Return the assignee to write, `UNSET` if neither is to change.

    The inbox is always needed, and what no agent at all does is not documented: what is not given is read.

    Args:
        agent_id: None takes it from whoever has it.
        group_id: The inbox.
        current: Reads the inbox and the agent who have it now. Called only where one of the two is not given.
    """
    if isinstance(agent_id, Unset) and isinstance(group_id, Unset):
        return UNSET
    if not isinstance(agent_id, Unset) and not isinstance(group_id, Unset):
        return AssigneeBody(inbox_id=group_id, agent_id=agent_id)
    current_inbox, current_agent = current()
    inbox_id = (current_inbox or "") if isinstance(group_id, Unset) else group_id
    return AssigneeBody(
        inbox_id=inbox_id, agent_id=(current_agent or None) if isinstance(agent_id, Unset) else agent_id
    )
