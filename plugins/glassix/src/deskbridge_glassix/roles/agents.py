"""Agents: the users of the department."""

from __future__ import annotations

from deskbridge.checking import check_agent_change, one_identifier
from deskbridge.errors import AmbiguousWriteError, ConflictError, NotFoundError
from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import Agent, AgentChange, AgentId, NewAgent
from deskbridge.writing import after_write
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.roles.agent_changes import AgentChanges
from deskbridge_glassix.translate.agents import agent, first_role, is_known_as, new_user, user_type


class GlassixAgents:
    """`deskbridge.protocols.Agents`; each call reads the department's users once.

    Args:
        client: The department.
        own_address: The address of the token's user, who alone can be renamed and made available.
    """

    def __init__(self, client: GlassixClient, *, own_address: str) -> None:
        self._client = client
        self._changes = AgentChanges(client, own_address=own_address)

    def all(self) -> Listing[Agent]:
        """List the users of the department: people, bots and API users."""
        return Listing(lambda: whole(map(agent, self._client.users.all_users())), what="agents")

    def get(self, agent_id: AgentId) -> Agent:
        """Return one user of the department.

        Raises:
            NotFoundError: The department has none of that id, or no longer.
        """
        return self._one(agent_id, operation="agents.get")

    def find(self, *, email: str | None = None, external_id: str | None = None) -> Listing[Agent]:
        """List the users of that user name, in any case, or with that uniqueArgument.

        Nobody says that a uniqueArgument is one user's only, and the operation that looks for it answers one: so all
        users are read, and there may be several.

        Raises:
            InvalidRequestError: None or both were given.
        """
        given = {"email": email, "external_id": external_id}
        name, value = one_identifier(given, vendor=VENDOR, operation="agents.find")

        def fetch() -> Pages[Agent]:
            return whole(one for one in self.all() if is_known_as(one, name, value))

        return Listing(fetch, what=f"agents by {name}")

    def create(self, new: NewAgent) -> Agent:
        """Add a user to the department: the users are read, one is added, and they are read again.

        Roles beyond the first, which is ``SystemUser`` or ``ReadOnly``, are set by a further call that takes an admin's
        token. Without roles the user becomes a ``SystemUser``, who works on tickets.

        Raises:
            ConflictError: The department has a user of that address.
            InvalidRequestError: Its kind is unknown, or its roles lack one that everybody needs. Nothing was sent.
            AmbiguousWriteError: The user was added, and setting the roles or reading it back failed.
        """
        kind, role = user_type(new.kind), first_role(new.roles)
        for one in self.find(email=new.email):
            msg = f"the department has a user {one.email} already"
            raise ConflictError(msg, existing_id=one.id, vendor=VENDOR, operation="agents.create")
        self._client.users.add([new_user(new)], user_type=kind, role=role)
        with after_write(f"the user {new.email} was added", vendor=VENDOR, operation="agents.create"):
            if new.roles and set(new.roles) != {role}:
                self._client.users.set_roles(new.email.strip(), new.roles)
            return self._added(new)

    def update(self, agent_id: AgentId, change: AgentChange) -> Agent:
        """Change a user, by one call for each kind of change after a reading, then read the user.

        Name, external id and availability can be changed of the token's own user only; roles of anybody, by an admin's
        token. A name is the full name; away is ``Break``. The vendor may show what it took a second later, so that it
        stands in what is returned, even if it is not in `raw` yet.

        Raises:
            InvalidRequestError: To make the availability unknown. Nothing was sent.
            NotFoundError: The department has none of that id.
            UnsupportedError: It is another user than the token's. Nothing was changed.
            PermissionDeniedError: The token's user may not set roles; what came before has been changed.
        """
        check_agent_change(change, vendor=VENDOR)
        before = self._one(agent_id, operation="agents.update")
        self._changes.apply(before, change)
        return self._changes.shown(self._one(agent_id, operation="agents.update"), change)

    def delete(self, agent_id: AgentId) -> None:
        """Delete a user from each department that the token's user belongs to as well, after reading the users.

        Raises:
            NotFoundError: The department has none of that id.
        """
        self._client.users.delete(self._one(agent_id, operation="agents.delete").email)

    def _one(self, agent_id: AgentId, *, operation: str) -> Agent:
        for one in self.all():
            if one.id.lower() == agent_id.lower():
                return one
        msg = f"the department has no user {agent_id!r}"
        raise NotFoundError(msg, vendor=VENDOR, operation=operation)

    def _added(self, new: NewAgent) -> Agent:
        for one in self.find(email=new.email):
            return one
        msg = "it was accepted and is not listed yet; look again before you repeat it"
        raise AmbiguousWriteError(msg, vendor=VENDOR, operation="agents.create")
