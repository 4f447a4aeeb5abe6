"""Jobs on tickets and messages: close, redact."""

from __future__ import annotations

from typing import ClassVar

from attrs import Factory, define, field

from deskbridge.capabilities import Capability
from deskbridge.errors import ValidationError
from deskbridge.records import MessageId, TicketChange, TicketId, TicketStatus, TopicId
from deskbridge_bulk.jobs.common import Rowwise, Topics, needed
from deskbridge_bulk.sheets import SheetRow
from deskbridge_bulk.steps import Columns, Done, Step, Writes

CLOSE = Columns(
    required=("conversationId",), optional=("topicId",), others_ignored=True, needing={"topicId": Capability.TOPICS_ADD}
)
REDACT = Columns(required=("itemid",), others_ignored=True)


@define
class Close(Rowwise):
    """Closes the ticket of each row, with a topic where one is given; it stays with whom it is assigned to."""

    name: ClassVar[str] = "tickets.close"  # by force too: what is closed is closed, and what failed may be tried by it
    force: bool = False
    needs: ClassVar[tuple[Capability, ...]] = (
        Capability.TICKETS_GET,
        Capability.TICKETS_UPDATE,
        Capability.TICKET_STATUS,
    )
    _topics: Topics = field(init=False, default=Factory(lambda self: Topics(self.desk), takes_self=True))

    def step(self, row: SheetRow) -> Step:
        """See `Job`."""
        ticket_id, topic_id = TicketId(needed(row, "conversationId")), row["topicId"]

        def close(writes: Writes) -> Done:
            writes.foresee(Capability.TICKETS_GET, self.desk.tickets.get, ticket_id)
            if topic_id:
                writes.foresee(Capability.TOPICS_ALL, self._topics.check, topic_id, column="topicId")
                writes.send(Capability.TOPICS_ADD, self.desk.topics.add, ticket_id, [TopicId(topic_id)])
            change = TicketChange(status=TicketStatus.CLOSED, force=self.force)
            try:
                writes.send(Capability.TICKETS_UPDATE, self.desk.tickets.update, ticket_id, change)
            except ValidationError:
                if self.desk.tickets.get(ticket_id).status.kind is not TicketStatus.CLOSED:
                    raise
                return Done(id=ticket_id, skipped="" if writes.doubt else "it is closed already")
            return Done(id=ticket_id)

        return Step(action="close", id=ticket_id, key=ticket_id, run=close)


@define
class Redact(Rowwise):
    """Takes the content out of the message, call or voicemail of each row; a second time changes nothing."""

    name: ClassVar[str] = "messages.redact"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.MESSAGES_REDACT,)

    def step(self, row: SheetRow) -> Step:
        """See `Job`."""
        message_id = MessageId(needed(row, "itemid"))

        def redact(writes: Writes) -> Done:
            writes.foresee(Capability.MESSAGES_GET, self.desk.messages.get, message_id)
            writes.send(Capability.MESSAGES_REDACT, self.desk.messages.redact, message_id)
            return Done(id=message_id)

        return Step(action="redact", id=message_id, key=message_id, run=redact)
