"""Agents, inboxes and teams."""

from __future__ import annotations

from deskbridge.records import Agent, Group, GroupKind
from deskbridge_gladly.wire import directory as wire


def agent(read: wire.Agent) -> Agent:
    """Read an agent; whether one is active is not told."""
    return Agent(
        id=read.id, vendor="gladly", raw=read.raw, name=read.name or "", email=(read.email_address or "").lower()
    )


def inbox(read: wire.Inbox) -> Group:
    """Read an inbox as a group."""
    return Group(
        id=read.id,
        vendor="gladly",
        raw=read.raw,
        name=read.name or "",
        kind=GroupKind.INBOX,
        disabled=bool(read.disabled),
    )


def team(read: wire.Team) -> Group:
    """Read a team as a group; who is in it, and what it is for, stay in `raw`."""
    return Group(id=read.id, vendor="gladly", raw=read.raw, name=read.name or "", kind=GroupKind.TEAM)
