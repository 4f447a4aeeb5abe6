"""The groups of a Gladly desk: its inboxes and its teams."""

from __future__ import annotations

from deskbridge.errors import NotFoundError
from deskbridge.listing import Listing, Pages
from deskbridge.records import Group, GroupId
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.translate import directory as translate


class Groups:
    """See `deskbridge.protocols.Groups`."""

    def __init__(self, client: GladlyClient) -> None:
        self._client = client

    def all(self) -> Listing[Group]:
        """List the inboxes, then the teams. Only an inbox can be a ticket's group."""

        def fetch() -> Pages[Group]:
            yield from map(translate.inbox, self._client.inboxes.list())
            yield from map(translate.team, self._client.teams.list())
            return False

        return Listing(fetch, what="all groups")

    def get(self, group_id: GroupId) -> Group:
        """Return an inbox of that id, else a team."""
        try:
            return translate.inbox(self._client.inboxes.get(group_id))
        except NotFoundError:
            return translate.team(self._client.teams.get(group_id))
