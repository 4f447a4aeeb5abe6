"""Freeform topics, also called custom attributes."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.ids import segment
from deskbridge_gladly.wire.freeform_topics import FreeformChange, FreeformTopic


class FreeformTopics:
    """The operations on freeform topics. None lists them: a conversation's `custom_attributes` have their ids."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("FreeformTopics_getAttribute")
    def get(self, attribute_id: str) -> FreeformTopic:
        """Get a freeform topic."""
        return self._api.value("freeform_topics.get", f"custom-attributes/{segment(attribute_id)}", FreeformTopic)

    @operation("Conversations_addFreeformTopics")
    def change(self, customer_id: str, conversation_id: str, body: FreeformChange) -> None:
        """Add values to a conversation and remove others; those that it has are ignored.

        Raises:
            NotFoundError: There is no such conversation of that customer.
        """
        conversation = f"conversations/{segment(conversation_id)}/custom-attributes"
        path = f"customer-history/{segment(customer_id)}/{conversation}"
        # What removing a value twice does is not documented.
        self._api.put_in("freeform_topics.change", path, body, idempotent=not body.remove)
