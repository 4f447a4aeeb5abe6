"""Changes of an agent: which calls, in which order, and of whom."""

from __future__ import annotations

from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import UnsupportedError
from deskbridge.records import Agent, AgentChange, Unset
from deskbridge.records.changes import given_fields
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.translate.agents import availability_of, status_word
from deskbridge_glassix.wire.users import UserChange

_OWN_ONLY = {
    "name": Capability.AGENT_NAME,
    "external_id": Capability.AGENT_EXTERNAL_ID,
    "availability": Capability.AGENT_AVAILABILITY,
}


class AgentChanges:
    """Applies changes to users."""

    def __init__(self, client: GlassixClient, *, own_address: str) -> None:
        self._client = client
        self._own_address = own_address.strip().lower()

    def apply(self, before: Agent, change: AgentChange) -> None:
        """Make a change: roles first, since they alone may be refused for want of a permission.

        Raises:
            UnsupportedError: It is of a user who can change it by a token of their own only; nothing was changed.
        """
        if before.email != self._own_address:
            _refuse_of_another(before, change)
        own = self._client.own_user
        if not isinstance(change.roles, Unset):
            self._client.users.set_roles(before.email, change.roles)
        if not isinstance(change.name, Unset):
            own.update(UserChange(full_name=change.name))
        if not isinstance(change.external_id, Unset):
            own.set_unique_argument(change.external_id)
        if not isinstance(change.availability, Unset):
            own.set_status(status_word(change.availability))

    def shown(self, read: Agent, change: AgentChange) -> Agent:
        """Return a user with what the vendor accepted, which it may show later."""
        accepted = given_fields(change)
        if not isinstance(change.availability, Unset):
            word = status_word(change.availability)
            kept = read.availability and read.availability.kind is change.availability
            accepted["availability"] = read.availability if kept else availability_of(word)
        return evolve(read, **accepted)


def _refuse_of_another(before: Agent, change: AgentChange) -> None:
    for name in given_fields(change):
        if name in _OWN_ONLY:
            raise UnsupportedError(
                _OWN_ONLY[name],
                vendor=VENDOR,
                reason="the vendor changes it of the token's own user only.",
                nearest=f"a desk that is connected with user_name {before.email}",
                asked="changing another user",
            )
