"""Topics."""

from __future__ import annotations

from attrs import evolve

from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.ids import new_id, segment
from deskbridge_gladly.wire.topics import Topic, TopicBody


class Topics:
    """The operations on topics. There is none that deletes one: it is disabled instead."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Topics_list")
    def list(self) -> tuple[Topic, ...]:
        """List every topic, disabled ones too."""
        return self._api.value("topics.list", "topics", tuple[Topic, ...])

    @operation("Topics_getById")
    def get(self, topic_id: str) -> Topic:
        """Get a topic."""
        return self._api.value("topics.get", f"topics/{segment(topic_id)}", Topic)

    @operation("Topics_addTopic")
    def create(self, body: TopicBody) -> str:
        """Create a topic and return its id; one is made up where the body has none.

        Raises:
            ConflictError: The name or the id is taken; `existing_id` tells whose name it is.
        """
        sent_id = body.id if isinstance(body.id, str) and body.id else new_id()
        return self._api.created("topics.create", "topics", evolve(body, id=sent_id), sent_id=sent_id)

    @operation("Topics_updateTopic")
    def update(self, topic_id: str, body: TopicBody) -> None:
        """Change a topic; its name has to come with every change."""
        self._api.changed("topics.update", f"topics/{segment(topic_id)}", body)
