"""The organization, and its agents, inboxes and teams."""

from __future__ import annotations

from attrs import frozen

from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class Agent(Wire):
    """An agent, as the API and the export have it."""

    id: str
    name: str | None = None
    email_address: str | None = None


@frozen(kw_only=True, slots=True)
class Inbox(Wire):
    """Where conversations wait."""

    id: str
    name: str | None = None
    disabled: bool | None = None


@frozen(kw_only=True, slots=True)
class Team(Wire):
    """Agents who work together."""

    id: str
    name: str | None = None
    description: str | None = None
    agent_ids: tuple[str, ...] | None = None


@frozen(kw_only=True, slots=True)
class Organization(Wire):
    """The account itself."""

    id: str
    name: str | None = None
    login_domain: str | None = None
    timezone: str | None = None
    gladly_url: str | None = None
