"""The agents of a Gladly desk."""

from __future__ import annotations

from deskbridge.capabilities import Capability
from deskbridge.checking import one_identifier
from deskbridge.errors import UnsupportedError
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

    def find(self, *, email: str | None = None, external_id: str | None = None) -> Listing[Agent]:
        """List the agents of an address, out of the whole list: there is no search.

        Raises:
            InvalidRequestError: None or both were given.
            UnsupportedError: By the id of another system: agents have none.
        """
        given = {"email": email, "external_id": external_id}
        name, value = one_identifier(given, vendor="gladly", operation="agents.find")
        if name != "email":
            raise UnsupportedError(
                Capability.AGENTS_FIND,
                vendor="gladly",
                reason="An agent has no id of another system.",
                nearest="agents.find by email",
                asked="finding an agent by external_id",
            )

        def fetch() -> Pages[Agent]:
            agents = map(translate.agent, self._client.agents.list())
            return (yield from whole(one for one in agents if one.email == value.lower()))

        return Listing(fetch, what="agents found")
