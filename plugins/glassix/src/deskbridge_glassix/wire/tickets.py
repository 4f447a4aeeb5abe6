"""Tickets, read. Source: docs.glassix.com, Ticket and Get Tickets List; the official C# SDK."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import frozen

from deskbridge.wire import Wire, optional
from deskbridge_glassix.wire.details import ActivityLog, CardData, DynamicParameter, TicketDetails, TicketSummary
from deskbridge_glassix.wire.new_tickets import FIELD_NAMES, NewParticipant, NewTicket, TicketFields
from deskbridge_glassix.wire.nothing import NO_ID, NO_NUMBER, NO_TEXT, NO_TIME
from deskbridge_glassix.wire.participants import Owner, Participant
from deskbridge_glassix.wire.transactions import Attachment, Transaction

__all__ = [
    "FIELD_NAMES",
    "Attachment",
    "MovedTicket",
    "NewParticipant",
    "NewTicket",
    "Owner",
    "Paging",
    "Participant",
    "SurveyLink",
    "Ticket",
    "TicketFields",
    "TicketPage",
    "Transaction",
]


@frozen(kw_only=True, slots=True)
class Ticket(Wire):
    """A ticket; from a listing it has no transactions.

    Attributes:
        close: None while it is not closed.
        last_activity: Moves with each entry, and to the moment of scrambling.
        ticket_type: ``Regular``, ``Bot`` or ``GlassixBot``, by who has it.
        moved_to_ticket_id: Its copy in another department, None when it was not moved.
        duration_net: From opening to closing, within working hours; so are all durations that are net.
        is_incoming: Whether the customer began it.
        is_scrambled: Whether its personal data was overwritten for good.
    """

    id: int
    department_id: str | None = optional(*NO_ID)
    field1: str | None = None
    field2: str | None = None
    field3: str | None = None
    field4: str | None = None
    field5: str | None = None
    field6: str | None = None
    field7: str | None = None
    field8: str | None = None
    field9: str | None = None
    field10: str | None = None
    culture: str | None = None
    ticket_type: str | None = None
    tags: tuple[str, ...] | None = None
    activity_logs: tuple[ActivityLog, ...] | None = None
    owner: Owner | None = None
    state: str | None = None
    open: datetime | None = optional(*NO_TIME)
    close: datetime | None = optional(*NO_TIME)
    last_activity: datetime | None = optional(*NO_TIME)
    unique_argument: str | None = optional(NO_TEXT)
    details: TicketDetails | None = None
    primary_protocol_type: str | None = None
    moved_to_ticket_id: int | None = optional(NO_NUMBER)
    moved_to_department_id: str | None = optional(*NO_ID)
    moved_from_ticket_id: int | None = optional(NO_NUMBER)
    moved_from_department_id: str | None = optional(*NO_ID)
    first_customer_message_date_time: datetime | None = optional(*NO_TIME)
    first_agent_message_date_time: datetime | None = optional(*NO_TIME)
    first_agent_message_user_id: str | None = optional(*NO_ID)
    last_customer_message_date_time: datetime | None = optional(*NO_TIME)
    last_agent_message_date_time: datetime | None = optional(*NO_TIME)
    agent_assign_to_response_time_gross: timedelta | None = optional(NO_TEXT)
    agent_assign_to_response_time_net: timedelta | None = optional(NO_TEXT)
    queue_time_gross: timedelta | None = optional(NO_TEXT)
    queue_time_net: timedelta | None = optional(NO_TEXT)
    first_agent_response_time_gross: timedelta | None = optional(NO_TEXT)
    first_agent_response_time_net: timedelta | None = optional(NO_TEXT)
    first_agent_allocation_timestamp: datetime | None = optional(*NO_TIME)
    last_agent_allocation_timestamp: datetime | None = optional(*NO_TIME)
    agent_media_count: int | None = None
    customer_media_count: int | None = None
    agent_messages_count: int | None = None
    customer_messages_count: int | None = None
    duration_net: timedelta | None = optional(NO_TEXT)
    duration_gross: timedelta | None = optional(NO_TEXT)
    agent_response_average_time_net: timedelta | None = optional(NO_TEXT)
    total_conversation_time_net: timedelta | None = optional(NO_TEXT)
    agent_canned_replies_count: int | None = None
    bot_conversation_id: str | None = optional(*NO_ID)
    bot_conversations: tuple[str, ...] | None = None
    is_incoming: bool | None = None
    is_scrambled: bool | None = None
    participants: tuple[Participant, ...] | None = None
    transactions: tuple[Transaction, ...] | None = None
    dynamic_parameters: tuple[DynamicParameter, ...] | None = None
    bot_conversation_steps: tuple[CardData, ...] | None = None
    ticket_summary: TicketSummary | None = None
    nested_tickets_ids: tuple[int, ...] | None = None
    parent_nested_ticket_id: int | None = optional(NO_NUMBER)
    was_closed_automatically: bool | None = None
    transactions_count: int | None = None


@frozen(kw_only=True, slots=True)
class Paging(Wire):
    """Where a listing goes on."""

    next: str | None = None


@frozen(kw_only=True, slots=True)
class TicketPage(Wire):
    """At most 100 tickets."""

    tickets: tuple[Ticket, ...] | None = None
    paging: Paging | None = None

    @property
    def next_link(self) -> str:
        """The link of the next page; "" on the last, whichever of four ways it says so."""
        return (self.paging.next if self.paging else None) or ""


@frozen(kw_only=True, slots=True)
class MovedTicket(Wire):
    """What moving to another department answers: the id of the copy."""

    ticket_id: int


@frozen(kw_only=True, slots=True)
class SurveyLink(Wire):
    """Where a customer can answer a survey; whoever has the link can."""

    survey_link: str
