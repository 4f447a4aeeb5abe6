"""The agents of a Gladly desk."""

from __future__ import annotations

from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import Agent, AgentId
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.translate import directory as translate


class Agents:
    """See `deskbridge.protocols.Agents`."""

    def __init__(self, client: GladlyClient) -> None:
        self._client = client

    def all(self) -> Listing[Agent]:
        """List the agents."""

        def fetch() -> Pages[Agent]:
            return (yield from whole(map(translate.agent, self._client.agents.list())))

        return Listing(fetch, what="all agents")

    def get(self, agent_id: AgentId) -> Agent:
        """Return one agent."""
        return translate.agent(self._client.agents.get(agent_id))

    def find(self, *, email: str) -> Listing[Agent]:
        """List the agents of an address, out of the whole list: there is no search."""

        def fetch() -> Pages[Agent]:
            agents = map(translate.agent, self._client.agents.list())
            return (yield from whole(one for one in agents if one.email == email.lower()))

        return Listing(fetch, what="agents found")
