"""Agents: the users of the department."""

from __future__ import annotations

from deskbridge.errors import NotFoundError
from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import Agent, AgentId
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.translate.people import agent


class GlassixAgents:
    """`deskbridge.protocols.Agents`; each call reads the department's users once."""

    def __init__(self, client: GlassixClient) -> None:
        self._client = client

    def all(self) -> Listing[Agent]:
        """List the users of the department: people, bots and API users."""
        return Listing(lambda: whole(map(agent, self._client.users.all_users())), what="agents")

    def get(self, agent_id: AgentId) -> Agent:
        """Return one user of the department.

        Raises:
            NotFoundError: The department has none of that id, or no longer.
        """
        for one in self.all():
            if one.id.lower() == agent_id.lower():
                return one
        msg = f"the department has no user {agent_id!r}"
        raise NotFoundError(msg, vendor=VENDOR, operation="agents.get")

    def find(self, *, email: str) -> Listing[Agent]:
        """List the users of that user name, in any case; one or none."""

        def fetch() -> Pages[Agent]:
            return whole(one for one in self.all() if one.email == email.strip().lower())

        return Listing(fetch, what="agents by address")
