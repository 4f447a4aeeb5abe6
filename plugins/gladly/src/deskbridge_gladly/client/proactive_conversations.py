"""Proactive conversations."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.ids import segment
from deskbridge_gladly.wire.proactive_conversations import RecipientCollection, RecipientCollectionBody


class ProactiveConversations:
    """The operation on proactive conversations."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("ProactiveConversations_createRecipientCollection")
    def add_recipients(self, campaign_id: str, body: RecipientCollectionBody) -> RecipientCollection:
        """Add recipients to a campaign, who are then contacted. Each call adds them once more.

        Args:
            campaign_id: As it stands in the campaign's address in Gladly.
            body: Whom, and from when.

        Raises:
            NotFoundError: There is no such campaign.
            AmbiguousWriteError: The answer was lost; it is not repeated, as customers would hear twice.
        """
        path = f"campaigns/{segment(campaign_id)}/recipient-collections"
        return self._api.answered("proactive_conversations.add_recipients", path, body, RecipientCollection)
