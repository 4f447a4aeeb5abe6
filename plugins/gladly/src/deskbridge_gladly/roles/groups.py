"""The groups of a Gladly desk: its inboxes and its teams."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError, UnsupportedError
from deskbridge.listing import Listing, Pages
from deskbridge.records import ChannelKind, Group, GroupId, GroupKind
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.translate import directory as translate
from deskbridge_gladly.translate import hours
from deskbridge_gladly.wire.business_hours import OfficeHours


def _now() -> datetime:
    return datetime.now(UTC)


class Groups:
    """See `deskbridge.protocols.Groups`.

    Args:
        client: Asks the vendor.
        now: What time it is, aware.
    """

    def __init__(self, client: GladlyClient, now: Callable[[], datetime] = _now) -> None:
        self._client = client
        self._now = now

    def all(self, *, kind: GroupKind | None = None) -> Listing[Group]:
        """List the inboxes, then the teams. Only an inbox can be a ticket's group."""

        def fetch() -> Pages[Group]:
            if kind in {None, GroupKind.INBOX}:
                yield from map(translate.inbox, self._client.inboxes.list())
            if kind in {None, GroupKind.TEAM}:
                yield from map(translate.team, self._client.teams.list())
            return False

        return Listing(fetch, what="all groups")

    def get(self, group_id: GroupId) -> Group:
        """Return an inbox of that id, else a team."""
        try:
            return translate.inbox(self._client.inboxes.get(group_id))
        except NotFoundError:
            return translate.team(self._client.teams.get(group_id))

    def is_open(self, group_id: GroupId, *, channel: ChannelKind | None = None) -> bool:
        """Tell whether the organization's primary business hours are on now: no operation says which a group goes by.

        Raises:
            NotFoundError: There is no such group, or there are no primary business hours.
            UnsupportedError: It is asked of one channel.
        """
        if channel is not None:
            raise UnsupportedError(
                Capability.GROUPS_IS_OPEN,
                vendor="gladly",
                reason="No operation tells which business hours a channel goes by.",
                nearest="groups.is_open without a channel",
                asked=f"the opening hours of the channel {channel}",
            )
        self.get(group_id)
        for one in self._client.business_hours.list():
            if one.primary:
                return hours.is_open(one.office_hours or OfficeHours(timezone="UTC"), self._now())
        msg = "the organization has no primary business hours; set them up in Gladly"
        raise NotFoundError(msg, vendor="gladly", operation="groups.is_open")
