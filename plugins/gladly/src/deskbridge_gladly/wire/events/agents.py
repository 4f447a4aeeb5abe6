"""Agents: what they are available for, whether they are in focus, when they come and go."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.wire import Wire
from deskbridge_gladly.wire.events.envelope import Event


@frozen(kw_only=True, slots=True)
class Reason(Wire):
    """Why an agent is active or away, as the organization calls it."""

    id: str | None = None
    name: str | None = None


@frozen(kw_only=True, slots=True)
class AvailabilityContent(Wire):
    """What an agent is available for now: MAIL, MESSAGING, TASK, VOICE, or nothing."""

    agent_id: str | None = None
    available_for: tuple[str, ...] | None = None
    occurred_at: datetime | None = None


@frozen(kw_only=True, slots=True)
class AvailabilityContext(Wire):
    """What an agent was available for before."""

    available_for: tuple[str, ...] | None = None


@frozen(kw_only=True, slots=True)
class FocusContent(Wire):
    """An agent who entered or left focus."""

    agent_id: str | None = None
    context: AvailabilityContext | None = None


@frozen(kw_only=True, slots=True)
class AgentStatusContent(Wire):
    """An agent who came or went. There is no `away_reason` where idling did it."""

    agent_id: str | None = None
    occurred_at: datetime | None = None
    away_at: datetime | None = None
    active_reason: Reason | None = None
    away_reason: Reason | None = None


@frozen(kw_only=True, slots=True)
class AvailabilityUpdated(Event):
    """An agent is available for something else."""

    content: AvailabilityContent | None = None


@frozen(kw_only=True, slots=True)
class FocusChanged(Event):
    """An agent entered or left focus."""

    content: FocusContent | None = None


@frozen(kw_only=True, slots=True)
class AgentStatusChanged(Event):
    """An agent logged in or out, went away, came back, or changed what for."""

    content: AgentStatusContent | None = None
