"""Topics: the tags of the department."""

from __future__ import annotations

from collections.abc import Iterable

from deskbridge.errors import ValidationError
from deskbridge.listing import Listing, whole
from deskbridge.records import TicketId, Topic, TopicId
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.roles.ids import ticket_number
from deskbridge_glassix.translate.people import topic


class GlassixTopics:
    """`deskbridge.protocols.Topics`, without what only the vendor's settings can do."""

    def __init__(self, client: GlassixClient) -> None:
        self._client = client

    def all(self) -> Listing[Topic]:
        """List the department's tags, deleted ones too where the vendor gives them. A topic's id is its name."""
        return Listing(lambda: whole(map(topic, self._client.tenants.tags())), what="topics")

    def add(self, ticket_id: TicketId, topic_ids: Iterable[TopicId]) -> None:
        """Add tags; those that the department does not have are refused before the ticket is touched.

        Raises:
            NotFoundError: There is no such ticket.
            ValidationError: A tag is not of the department, or the ticket is neither open nor snoozed.
        """
        number = ticket_number(ticket_id, operation="topics.add")
        wanted = list(dict.fromkeys(topic_ids))
        if not wanted:
            return
        known = {one.id for one in self.all()}
        if missing := [one for one in wanted if one not in known]:
            msg = (
                f"the department has no tag {', '.join(map(repr, missing))}, and tags can't be made by the API. "
                "Make it in the department's settings. Nothing was written."
            )
            raise ValidationError(msg, vendor=VENDOR, operation="topics.add")
        self._client.tickets.add_tags(number, wanted)

    def remove(self, ticket_id: TicketId, topic_id: TopicId) -> None:
        """Take a tag off; the ticket is read first, since nobody says what the vendor makes of one it does not have.

        Raises:
            NotFoundError: There is no such ticket.
        """
        number = ticket_number(ticket_id, operation="topics.remove")
        if not self._has(number, topic_id):
            return
        try:
            self._client.tickets.remove_tag(number, topic_id)
        except ValidationError:
            # It may be gone already: by a first try whose answer got lost.
            if self._has(number, topic_id):
                raise

    def _has(self, number: str, topic_id: TopicId) -> bool:
        return topic_id in (self._client.tickets.get(number).tags or ())
