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
class CallRecorder(Wire):
    """What an agent's call recorder does.

    Attributes:
        customer_id: Whom the agent talks to, and `conversation_item_id` the call; None while there is no call.
        recording: Whether the call is being recorded now.
    """

    agent_id: str | None = None
    customer_id: str | None = None
    conversation_item_id: str | None = None
    recording: bool | None = None


@frozen(kw_only=True, slots=True)
class CallRecorderBody(Wire):
    """Whether to record."""

    recording: bool


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
