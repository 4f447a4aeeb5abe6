"""Conversations and their topics."""

from __future__ import annotations

from collections.abc import Sequence

from deskbridge.operations import operation
from deskbridge.records import Unset
from deskbridge_gladly.client.api import Api, Capped
from deskbridge_gladly.client.ids import segment
from deskbridge_gladly.wire.conversations import Conversation, ConversationBody, TopicIdsBody


class Conversations:
    """The operations on conversations. None lists them all and none creates one."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Conversations_getMetadata")
    def get(self, conversation_id: str) -> Conversation:
        """Get a conversation; by the id of a merged one, the one that survived."""
        return self._api.value("conversations.get", f"conversations/{segment(conversation_id)}", Conversation)

    @operation("Conversations_listForCustomer")
    def of_customer(self, customer_id: str) -> Capped[Conversation]:
        """List a customer's conversations, oldest first, at most 100."""
        path = f"customers/{segment(customer_id)}/conversations"
        return self._api.capped("conversations.of_customer", path, tuple[Conversation, ...])

    @operation("Conversations_updateAssigneeStatus")
    def update(self, conversation_id: str, body: ConversationBody) -> None:
        """Change assignee, status or both.

        Raises:
            ValidationError: The agent is not in the inbox, topics are missing, the customer waits, or it is closed.
        """
        # Once closed it can't be assigned any more, so that a repetition of both would be refused.
        both = not isinstance(body.assignee, Unset) and not isinstance(body.status, Unset)
        path = f"conversations/{segment(conversation_id)}"
        self._api.changed("conversations.update", path, body, idempotent=not both)

    @operation("Conversations_addTopicToList")
    def add_topics(self, conversation_id: str, topic_ids: Sequence[str]) -> None:
        """Add topics; those that it has are ignored."""
        path = f"conversations/{segment(conversation_id)}/topics"
        self._api.put_in("conversations.add_topics", path, TopicIdsBody(topic_ids=tuple(topic_ids)))

    @operation("Conversations_deleteTopic")
    def remove_topic(self, conversation_id: str, topic_id: str) -> None:
        """Remove a topic; only an unknown conversation is an error."""
        path = f"conversations/{segment(conversation_id)}/topics/{segment(topic_id)}"
        self._api.deleted("conversations.remove_topic", path, idempotent=True)
