"""Agents, inboxes, teams and the organization: all of them can only be read."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.ids import segment
from deskbridge_gladly.wire.directory import Agent, CallRecorder, CallRecorderBody, Inbox, Organization, Team


class Agents:
    """The operations on agents."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Agents_list")
    def list(self) -> tuple[Agent, ...]:
        """List the agents."""
        return self._api.value("agents.list", "agents", tuple[Agent, ...])

    @operation("Agents_getAgentProfile")
    def get(self, agent_id: str) -> Agent:
        """Get an agent."""
        return self._api.value("agents.get", f"agents/{segment(agent_id)}", Agent)

    @operation("Agents_getCallRecorderStatus")
    def call_recorder(self, agent: str) -> CallRecorder:
        """Get what an agent's call recorder does, by the agent's id or mail address."""
        return self._api.value("agents.call_recorder", f"agents/{segment(agent)}/call-recorder", CallRecorder)

    @operation("Agents_updateCallRecorder")
    def set_recording(self, agent: str, *, recording: bool) -> None:
        """Go on or stop recording the call of an agent, by id or mail address. Without a call nothing happens."""
        path = f"agents/{segment(agent)}/call-recorder"
        self._api.changed("agents.set_recording", path, CallRecorderBody(recording=recording))


class Inboxes:
    """The operations on inboxes."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Inboxes_listMetadata")
    def list(self) -> tuple[Inbox, ...]:
        """List the inboxes, disabled ones too."""
        return self._api.value("inboxes.list", "inboxes", tuple[Inbox, ...])

    @operation("Inboxes_getMetadata")
    def get(self, inbox_id: str) -> Inbox:
        """Get an inbox."""
        return self._api.value("inboxes.get", f"inboxes/{segment(inbox_id)}", Inbox)


class Teams:
    """The operations on teams."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Teams_listTeams")
    def list(self) -> tuple[Team, ...]:
        """List the teams."""
        return self._api.value("teams.list", "teams", tuple[Team, ...])

    @operation("Teams_getById")
    def get(self, team_id: str) -> Team:
        """Get a team."""
        return self._api.value("teams.get", f"teams/{segment(team_id)}", Team)


class Organizations:
    """The operation on the organization."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Organization_getMetadata")
    def get(self) -> Organization:
        """Get the organization that the token belongs to."""
        return self._api.value("organization.get", "organization", Organization)
