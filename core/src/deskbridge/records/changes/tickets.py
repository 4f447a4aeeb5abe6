"""Tickets: those to open, those of the past, and what to change of one."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import field, frozen

from deskbridge.records.base import UNSET, AgentId, Channel, GroupId, TopicId, Unset, utc, utc_or_none
from deskbridge.records.changes.converters import optional_mapping
from deskbridge.records.changes.people import Requester
from deskbridge.records.raw import EMPTY, FrozenDict, freeze_mapping
from deskbridge.records.tickets import TicketStatus


@frozen(kw_only=True, slots=True)
class NewTicket:
    """A ticket to open now, as an agent would: the vendor may assign it, greet the customer, start its clocks."""

    about: ClassVar[str] = "ticket"

    requester: Requester
    subject: str = ""
    channel: Channel | None = None
    agent_id: AgentId | None = None
    group_id: GroupId | None = None
    topic_ids: tuple[TopicId, ...] = field(default=(), converter=tuple[TopicId, ...])
    fields: FrozenDict = field(default=EMPTY, converter=freeze_mapping)
    external_id: str = ""


@frozen(kw_only=True, slots=True)
class PastTicket:
    """A ticket of the past, imported silently: no greeting, no assignment rule, nothing sent to anybody.

    Attributes:
        external_id: Its id at the source. It is how an import whose outcome is unknown is found again, so it must not
            be empty.
        created_at: When it was opened.
        closed_at: When it was closed; must be set if, and only if, `status` is `CLOSED`.
    """

    about: ClassVar[str] = "ticket"

    requester: Requester
    external_id: str
    created_at: datetime = field(converter=utc)
    status: TicketStatus = TicketStatus.CLOSED
    closed_at: datetime | None = field(default=None, converter=utc_or_none)
    updated_at: datetime | None = field(default=None, converter=utc_or_none)
    subject: str = ""
    channel: Channel | None = None
    agent_id: AgentId | None = None
    group_id: GroupId | None = None
    topic_ids: tuple[TopicId, ...] = field(default=(), converter=tuple[TopicId, ...])
    fields: FrozenDict = field(default=EMPTY, converter=freeze_mapping)


@frozen(kw_only=True, slots=True)
class TicketChange:
    """What to change of a ticket.

    Attributes:
        status: The new status. The vendor may tell the customer; `silent` asks it not to.
        force: Close it although the customer waits for an answer, where the vendor makes a difference.
        silent: Tell nobody of the change of status. Refused where the vendor can't be silent.
        agent_id: None takes it from whoever has it.
        group_id: Moves it to another inbox or department. The ticket may get a new id by that: use the one returned.
        fields: Custom fields. They replace the ticket's whole: a field that is not among them is taken from it, so
            give those that shall stay as well.
    """

    about: ClassVar[str] = "ticket"

    status: TicketStatus | Unset = UNSET
    agent_id: AgentId | Unset | None = UNSET
    group_id: GroupId | Unset = UNSET
    subject: str | Unset = UNSET
    fields: FrozenDict | Unset = field(default=UNSET, converter=optional_mapping)
    external_id: str | Unset = UNSET
    force: bool = False
    silent: bool = True
