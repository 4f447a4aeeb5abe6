"""The native client: Gladly's operations, typed, one small class an area."""

from __future__ import annotations

from deskbridge.transport import BasicAuth, Client, Limit, Options, RateHeaders
from deskbridge_gladly.client.api import Api, Capped, Lines, SkippedLineWarning
from deskbridge_gladly.client.conversations import Conversations
from deskbridge_gladly.client.customers import Customers
from deskbridge_gladly.client.directory import Agents, Inboxes, Organizations, Teams
from deskbridge_gladly.client.exports import Exports
from deskbridge_gladly.client.ids import new_id
from deskbridge_gladly.client.items import Items
from deskbridge_gladly.client.topics import Topics
from deskbridge_gladly.errors import read_error
from deskbridge_gladly.settings import API_PATH, GladlySettings

__all__ = ["Capped", "GladlyClient", "Lines", "SkippedLineWarning", "new_id"]

LIMIT = Limit(
    requests=10, per_seconds=1.0, source="Gladly REST API, Rate limit: 10 a second for the whole organization"
)
RATE_HEADERS = RateHeaders(limit="Ratelimit-Limit-Second", remaining="Ratelimit-Remaining-Second")


class GladlyClient:
    """Gladly's API by area. Sends nothing when it is made; safe to use from many threads.

    Attributes:
        customers: Customer profiles.
        conversations: Conversations and their topics.
        items: Conversation items and notes.
        topics: The topics there are.
        agents: Who works there.
        inboxes: Where conversations wait.
        teams: Agents who work together.
        organization: The account.
        exports: Export jobs and their files.
    """

    def __init__(self, settings: GladlySettings, options: Options | None = None) -> None:
        client = Client(
            settings.base_url + API_PATH,
            vendor="gladly",
            auth=BasicAuth(settings.username, settings.api_token.reveal()),
            options=options,
            limits=(LIMIT,),
            rate_headers=RATE_HEADERS,
            read_error=read_error,
        )
        self._api = Api(client)
        self.customers = Customers(self._api)
        self.conversations = Conversations(self._api)
        self.items = Items(self._api)
        self.topics = Topics(self._api)
        self.agents = Agents(self._api)
        self.inboxes = Inboxes(self._api)
        self.teams = Teams(self._api)
        self.organization = Organizations(self._api)
        self.exports = Exports(self._api)

    def close(self) -> None:
        """Close all connections; the client can't be used afterwards."""
        self._api.close()

    def __repr__(self) -> str:
        return "<GladlyClient>"
