"""What happened, as webhooks and polling tell it. Source: docs.glassix.com, Events; the official C# SDK."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import FrozenDict
from deskbridge.wire import Wire, key, optional
from deskbridge_glassix.wire.nothing import NO_ID, NO_NUMBER, NO_TEXT, NO_TIME
from deskbridge_glassix.wire.participants import Participant
from deskbridge_glassix.wire.protocols import DirectMessage
from deskbridge_glassix.wire.tickets import Ticket
from deskbridge_glassix.wire.transactions import Transaction


@frozen(kw_only=True, slots=True)
class Survey(Wire):
    """One answered question of a survey.

    Attributes:
        value: ``1`` to ``5`` for a ``Rating``, any text for a ``Text``.
        question_type: Which of the two.
    """

    id: int | None = None
    survey_id: int | None = None
    title: str | None = None
    value: str | None = None
    header_title: str | None = None
    is_disabled: bool | None = None
    is_mandatory: bool | None = None
    question_type: str | None = None


@frozen(kw_only=True, slots=True)
class WebhookChange(Wire):
    """One thing that happened.

    Attributes:
        event: Such as ``NEW_TICKET``; any other may come. Each kind has some of the fields below.
        ticket_id: None for events that are about no ticket.
        document: Of a shape that no source tells.
    """

    event: str | None = key("_event", default=None)
    ticket_id: int | None = optional(NO_NUMBER)
    ticket_state: str | None = None
    ticket: Ticket | None = None
    owner_id: str | None = optional(*NO_ID)
    owner_user_name: str | None = optional(NO_TEXT)
    user_id: str | None = optional(*NO_ID)
    user_name: str | None = optional(NO_TEXT)
    user_status: str | None = None
    do_not_disturb: bool | None = None
    transaction: Transaction | None = None
    document: FrozenDict | None = None
    message: DirectMessage | None = None
    participant: Participant | None = None
    surveys: tuple[Survey, ...] | None = None


@frozen(kw_only=True, slots=True)
class WebhookEvent(Wire):
    """What happened at one moment.

    Attributes:
        key: The department's id, or zeros; no id of the event.
        queue_receipt_handle: Of polled events only: what they are acknowledged with, for a while.
        queue_message_id: Of polled events only: the other half of that.
    """

    key: str | None = None
    date_time: datetime | None = optional(*NO_TIME)
    changes: tuple[WebhookChange, ...] | None = None
    queue_receipt_handle: str | None = optional(NO_TEXT)
    queue_message_id: str | None = optional(NO_TEXT)

    @property
    def receipt(self) -> EventReceipt | None:
        """What deletes it from the queue; None if it was not polled."""
        if self.queue_receipt_handle is None or self.queue_message_id is None:
            return None
        return EventReceipt(queue_receipt_handle=self.queue_receipt_handle, queue_message_id=self.queue_message_id)


@frozen(kw_only=True, slots=True)
class EventReceipt(Wire):
    """What acknowledges a polled event."""

    queue_receipt_handle: str
    queue_message_id: str
