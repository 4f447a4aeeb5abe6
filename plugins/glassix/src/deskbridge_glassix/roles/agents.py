"""Agents: the users of the department."""

from __future__ import annotations

from deskbridge.checking import one_identifier
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

    def find(self, *, email: str | None = None, external_id: str | None = None) -> Listing[Agent]:
        """List the users of a user name, in any case, or of a unique argument; one or none."""
        given = {"email": email and email.strip().lower(), "external_id": external_id}
        name, value = one_identifier(given, vendor=VENDOR, operation="agents.find")

        def fetch() -> Pages[Agent]:
            return whole(one for one in self.all() if value and getattr(one, name) == value)

        return Listing(fetch, what=f"agents by {name}")
