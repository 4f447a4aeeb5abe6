"""The topics of a Gladly desk."""

from __future__ import annotations

from collections.abc import Iterable

from deskbridge.errors import ConflictError, InvalidRequestError, NotFoundError
from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import NewTopic, TicketId, Topic, TopicChange, TopicId, Unset
from deskbridge.records.changes import as_sent
from deskbridge.writing import after_write
from deskbridge_gladly.client import GladlyClient, new_id
from deskbridge_gladly.translate import topics as translate


class Topics:
    """See `deskbridge.protocols.Topics`.

    Args:
        client: Asks the vendor.
        reads_back: Whether what was written is read again; else what was sent is returned.
    """

    def __init__(self, client: GladlyClient, *, reads_back: bool = True) -> None:
        self._client = client
        self._reads_back = reads_back

    def all(self) -> Listing[Topic]:
        """List every topic, disabled ones too."""

        def fetch() -> Pages[Topic]:
            return (yield from whole(map(translate.topic, self._client.topics.list())))

        return Listing(fetch, what="all topics")

    def create(self, new: NewTopic) -> Topic:
        """Create a topic, with an id of ours, so that a repetition is recognised."""
        topic_id = new.id or new_id()
        try:
            made = self._client.topics.create(translate.new_topic(new, topic_id))
        except ConflictError as taken:
            return self._made_before(new, topic_id, taken)
        if not self._reads_back:
            return as_sent(Topic, new, {"id": made, "vendor": "gladly"})
        with after_write(f"the topic {made} was made", vendor="gladly", operation="topics.create"):
            return self._read(made)

    def update(self, topic_id: TopicId, change: TopicChange) -> Topic:
        """Change the fields that are set; every change carries the name, so that it is read where it stays."""
        if change == TopicChange():
            return self._read(topic_id)
        name = self._client.topics.get(topic_id).name or "" if isinstance(change.name, Unset) else change.name
        self._client.topics.update(topic_id, translate.changed_topic(change, name))
        if not self._reads_back:
            return as_sent(Topic, change, {"id": topic_id, "vendor": "gladly", "name": name})
        return self._read(topic_id)

    def add(self, ticket_id: TicketId, topic_ids: Iterable[TopicId]) -> None:
        """Add topics to a ticket; none at all is no request."""
        if isinstance(topic_ids, str):
            msg = "topic_ids is a list of ids, not one id; nothing was sent"
            raise InvalidRequestError(msg, vendor="gladly", operation="topics.add")
        if asked := list(dict.fromkeys(topic_ids)):
            self._client.conversations.add_topics(ticket_id, asked)

    def remove(self, ticket_id: TicketId, topic_id: TopicId) -> None:
        """Take a topic off a ticket."""
        self._client.conversations.remove_topic(ticket_id, topic_id)

    def _read(self, topic_id: str) -> Topic:
        return translate.topic(self._client.topics.get(topic_id))

    def _made_before(self, new: NewTopic, topic_id: str, taken: ConflictError) -> Topic:
        """Return what an earlier try made; else it is a conflict indeed."""
        try:
            existing = self._read(topic_id)
        except NotFoundError:
            raise taken from None
        if translate.is_same(new, existing):
            return existing
        taken.existing_id = taken.existing_id or topic_id
        raise taken
