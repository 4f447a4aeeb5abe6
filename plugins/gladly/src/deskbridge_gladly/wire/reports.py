"""Reports and work sessions: what to ask for, and the rows that come, one class a known set of columns.

A row has every cell as text in `raw`, by its column's name, unknown columns too; an empty cell is "". Which columns a
report has is documented for few; those classes name the known ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from types import MappingProxyType

from attrs import frozen

from deskbridge.errors import MalformedAnswerError
from deskbridge.records import UNSET, Unset
from deskbridge.times import parse_time
from deskbridge.wire import Wire, key


@frozen(kw_only=True, slots=True)
class ReportFilters(Wire):
    """What to narrow a report to; which report takes which filter is for the vendor to judge.

    Attributes:
        channel: allChannels, chat, email, fbMessenger, sms, twitter, voice, whatsapp or instagramDirect.
        inboxes: Ids of inboxes.
        teams: Ids of teams.
        phone_number: E.164; needed by the two IVR reports and taken by them only.
    """

    channel: str | Unset = UNSET
    inboxes: tuple[str, ...] | Unset = UNSET
    teams: tuple[str, ...] | Unset = UNSET
    phone_number: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class ReportBody(Wire):
    """A report to ask for; days or times, not both.

    Attributes:
        metric_set: The report's name; new ones come and old ones go.
        start_at: The first day, ``YYYY-mm-dd``.
        end_at: The last day, which counts whole; the first one again gives one day.
        start_at_time: A time with minutes and zone, in place of the day, for the few reports that take it.
        end_at_time: As `start_at_time`.
        timezone: An IANA zone; the organization's where it is not given.
        aggregation_level: halfHourly, daily, weekly, monthly or quarterly.
    """

    metric_set: str
    start_at: str | Unset = UNSET
    end_at: str | Unset = UNSET
    start_at_time: str | Unset = UNSET
    end_at_time: str | Unset = UNSET
    timezone: str | Unset = UNSET
    aggregation_level: str | Unset = UNSET
    filters: ReportFilters | Unset = UNSET


@frozen(kw_only=True, slots=True)
class WorkSessionsBody(Wire):
    """The period of work sessions to ask for: minutes with a zone, as ``YYYY-mm-ddThh:mmZ``."""

    start_at_time: str
    end_at_time: str


@frozen(kw_only=True, slots=True)
class ReportRow(Wire):
    """A row of any report; its cells are in `raw`."""


@frozen(kw_only=True, slots=True)
class ConversationTimestamp(ReportRow):
    """A row of ConversationTimestampsReport: something that happened to a conversation.

    Attributes:
        event_type: CONVERSATION/CREATED, NOTE/CREATED and the like; not all are spelled as in events.
        initiator_type: CUSTOMER, AGENT, AUTOMATION, INTERNAL, EXTERNAL, APPLICATION or SYSTEM.
    """

    timezone_filter: str = key("Timezone Filter", default="")
    timestamp: str = key("Timestamp", default="")
    event_type: str = key("Event Type", default="")
    conversation_id: str = key("Conversation ID", default="")
    customer_id: str = key("Customer ID", default="")
    initiator_type: str = key("Initiator Type", default="")
    initiator_id: str = key("Initiator ID", default="")
    initiator_agent_name: str = key("Initiator Agent Name", default="")
    assigned_inbox_id: str = key("Assigned Inbox ID", default="")
    assigned_inbox_name: str = key("Assigned Inbox Name", default="")
    assigned_agent_id: str = key("Assigned Agent ID", default="")
    assigned_agent_name: str = key("Assigned Agent Name", default="")
    topic_id: str = key("Topic ID", default="")
    topic_name: str = key("Topic Name", default="")
    newly_assigned_inbox_id: str = key("Newly Assigned Inbox ID", default="")
    newly_assigned_inbox_name: str = key("Newly Assigned Inbox Name", default="")
    newly_assigned_agent_id: str = key("Newly Assigned Agent ID", default="")
    newly_assigned_agent_name: str = key("Newly Assigned Agent Name", default="")
    assignment_update_reason: str = key("Assignment Update Reason", default="")
    merged_customer_id: str = key("Merged Customer ID", default="")
    merged_conversation_id: str = key("Merged Conversation ID", default="")


@frozen(kw_only=True, slots=True)
class AgentTimestamp(ReportRow):
    """A row of AgentTimestampsReport: an agent came, went, or became available.

    Attributes:
        type: An event's name, such as AGENT_STATUS/LOGGED_IN.
        available_for: As it came; ``[ ]`` for nothing.
    """

    timestamp: str = key("Timestamp", default="")
    occurred_at: str = key("Occurred At", default="")
    agent: str = key("Agent", default="")
    type: str = key("Type", default="")
    available_for: str = key("Available For", default="")
    away_reason: str = key("Away Reason", default="")
    active_reason: str = key("Active Reason", default="")
    agent_id: str = key("Agent ID", default="")


@frozen(kw_only=True, slots=True)
class ContactRow(ReportRow):
    """A row of a contact export report. Of a phone call, the contact's id is the item's id too."""

    queued_at: str = key("Queued At", default="")
    customer_id: str = key("Customer ID", default="")
    conversation_id: str = key("Conversation ID", default="")
    contact_id: str = key("Contact ID", default="")
    link: str = key("Link", default="")
    channel: str = key("Channel", default="")
    direction: str = key("Direction", default="")


@frozen(kw_only=True, slots=True)
class ConversationRow(ReportRow):
    """A row of ConversationExportReport. `status` is OPEN, CLOSED or MERGED."""

    created_at: str = key("Created At", default="")
    conversation_id: str = key("Conversation ID", default="")
    customer_id: str = key("Customer ID", default="")
    conversation_link: str = key("Conversation Link", default="")
    status: str = key("Status", default="")
    agent_id: str = key("Assigned Agent ID - Current", default="")
    agent_name: str = key("Assigned Agent Name - Current", default="")
    inbox_id: str = key("Inbox ID - Current", default="")
    inbox_name: str = key("Inbox Name - Current", default="")
    first_closed_at: str = key("First Closed At", default="")
    last_closed_at: str = key("Last Closed At", default="")


@frozen(kw_only=True, slots=True)
class WorkSession(ReportRow):
    """A work session: one agent's part in one contact.

    Attributes:
        agent_id: "" where no agent handled the contact.
        work_session_handle_time_sec: "" until the contact has ended. `handle_seconds` knows the older column too.
        work_session_after_contact_time_sec: May still grow after the contact has ended, like
            `work_session_unknown_time_sec`.
    """

    id: str = key("id", default="")
    contact_session_id: str = key("contact_session_id", default="")
    contact_session_created_at: str = key("contact_session_created_at", default="")
    customer_id: str = key("customer_id", default="")
    conversation_id: str = key("conversation_id", default="")
    inbox_id: str = key("inbox_id", default="")
    channel: str = key("channel", default="")
    direction: str = key("direction", default="")
    agent_accepted_at: str = key("agent_accepted_at", default="")
    contact_session_routed_at: str = key("contact_session_routed_at", default="")
    agent_id: str = key("agent_id", default="")
    sla_fulfilled_at: str = key("sla_fulfilled_at", default="")
    contact_session_ended_at: str = key("contact_session_ended_at", default="")
    status: str = key("status", default="")
    within_sla: str = key("within_sla", default="")
    work_session_handle_time_sec: str = key("work_session_handle_time_sec", default="")
    work_session_after_contact_time_sec: str = key("work_session_after_contact_time_sec", default="")
    work_session_unknown_time_sec: str = key("work_session_unknown_time_sec", default="")
    accepted_inbox_id: str = key("accepted_inbox_id", default="")

    @property
    def handle_seconds(self) -> float | None:
        """How long it was handled, from whichever of the two columns there is (differences D45); None where open."""
        return seconds(self.work_session_handle_time_sec or self.raw.get("work_session_handle_time", ""))

    @property
    def created_at(self) -> datetime | None:
        """When the contact began."""
        return moment(self.contact_session_created_at)

    @property
    def ended_at(self) -> datetime | None:
        """When the contact ended, None while it has not."""
        return moment(self.contact_session_ended_at)


def seconds(cell: str) -> float | None:
    """Read a cell with decimal seconds, None for an empty one.

    Raises:
        MalformedAnswerError: It is no number.
    """
    # Raised behind it: in the context of the error would stand what was read.
    with suppress(ValueError):
        return float(cell) if _filled(cell) else None
    raise MalformedAnswerError("a cell with seconds is no number", vendor="gladly")


def moment(cell: str) -> datetime | None:
    """Read a cell with an RFC 3339 time, None for an empty one.

    Raises:
        MalformedAnswerError: It is no such time.
    """
    with suppress(ValueError, OverflowError):
        return parse_time(cell) if _filled(cell) else None
    raise MalformedAnswerError("a cell with a time is no RFC 3339 time", vendor="gladly")


def _filled(cell: str) -> bool:
    return cell not in {"", "NULL"}


ROWS: Mapping[str, type[ReportRow]] = MappingProxyType(
    {
        "AgentTimestampsReport": AgentTimestamp,
        "ContactExportReport": ContactRow,
        "ContactExportReportV2": ContactRow,
        "ContactExportReportV3": ContactRow,
        "ConversationExportReport": ConversationRow,
        "ConversationTimestampsReport": ConversationTimestamp,
    }
)
"""The reports whose columns are known, by metric set. The rows of any other are plain `ReportRow` values."""
