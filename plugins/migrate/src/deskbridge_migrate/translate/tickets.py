"""Tickets: of the past, with their times, imported silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from deskbridge.capabilities import Capability, Level
from deskbridge.records import (
    AgentId,
    GroupId,
    Message,
    PastTicket,
    Requester,
    Ticket,
    TicketStatus,
    TopicId,
)
from deskbridge_migrate.losses import Judgment, fit, judge, sheeted
from deskbridge_migrate.model import Fate
from deskbridge_migrate.translate.context import Context, Translation, listed


def opened_at(source: Ticket, messages: Sequence[Message]) -> datetime | None:
    """Return when a ticket was opened, or the earliest time that is known of it; None if there is none."""
    if source.created_at is not None:
        return source.created_at
    times = [source.updated_at, source.closed_at, *(one.created_at for one in messages)]
    return min((one for one in times if one is not None), default=None)


def ticket(
    source: Ticket, messages: Sequence[Message], who: Requester, context: Context, *, opened: datetime
) -> Translation[PastTicket]:
    """Translate a ticket.

    Args:
        source: The ticket.
        messages: Its messages, for the times that it doesn't tell itself.
        who: Who it is for at the target.
        context: Both sides.
        opened: What `opened_at` says.
    """
    subject, subject_judged = fit(
        Capability.TICKET_SUBJECT, context.row(Capability.TICKET_SUBJECT), source.subject, f"Subject: {source.subject}"
    )
    status, closed_at = _standing(source, messages, opened)
    keeps = context.possible
    value = PastTicket(
        requester=who,
        external_id=source.id,
        created_at=opened,
        status=status,
        closed_at=closed_at,
        updated_at=source.updated_at if keeps(Capability.TICKET_UPDATED_AT) else None,
        subject=subject,
        channel=source.channel if keeps(Capability.TICKET_CHANNEL) else None,
        agent_id=_agent(source, context),
        group_id=_group(source, context),
        topic_ids=_topics(source, context),
        fields=source.fields if context.full(Capability.TICKET_FIELDS) else {},
    )
    judged = (*((subject_judged,) if source.subject else ()), *_judged(source, value, context))
    return Translation(value=value, judgments=judged)


def _standing(source: Ticket, messages: Sequence[Message], opened: datetime) -> tuple[TicketStatus, datetime | None]:
    kind = source.status.kind
    if kind is TicketStatus.UNKNOWN:
        kind = TicketStatus.CLOSED if source.closed_at else TicketStatus.OPEN
    if kind is not TicketStatus.CLOSED:
        return kind, None
    last = max((one.created_at for one in messages if one.created_at), default=opened)
    return kind, source.closed_at or source.updated_at or last


def _agent(source: Ticket, context: Context) -> AgentId | None:
    """Return the agent to import a ticket with; None where the target doesn't take one in every state."""
    if source.agent_id is None or not context.full(Capability.TICKET_AGENT_ID):
        return None
    return context.matching.agents.get(source.agent_id)


def assignee(source: Ticket, context: Context) -> AgentId | None:
    """Return the agent to give an open ticket to once it is there; None if it was imported with its agent, or has none.

    Where the target takes agents with reservations, an open ticket can have one by all means, others perhaps not.
    """
    if source.agent_id is None or context.full(Capability.TICKET_AGENT_ID):
        return None
    can = context.possible(Capability.TICKET_AGENT_ID) and context.possible(Capability.TICKETS_UPDATE)
    return context.matching.agents.get(source.agent_id) if can and source.status.kind is TicketStatus.OPEN else None


def _group(source: Ticket, context: Context) -> GroupId | None:
    if source.group_id is None or not context.possible(Capability.TICKET_GROUP_ID):
        return None
    return context.matching.groups.get(source.group_id)


def _topics(source: Ticket, context: Context) -> tuple[TopicId, ...]:
    if not context.possible(Capability.TICKET_TOPIC_IDS):
        return ()
    matched = (context.matching.topics.get(one) for one in source.topic_ids)
    return tuple(dict.fromkeys(one for one in matched if one is not None))


def _judged(source: Ticket, value: PastTicket, context: Context) -> Iterator[Judgment]:
    yield from _status_judged(source, value, context)
    if source.channel is not None:
        word = source.channel.original or str(source.channel.kind)
        yield judge(Capability.TICKET_CHANNEL, context.row(Capability.TICKET_CHANNEL), f"Channel: {word}")
    yield from _references_judged(source, value, context)
    if source.fields:
        row = context.row(Capability.TICKET_FIELDS)
        line = f"Fields: {listed(source.fields)}"
        full = row.level is Level.FULL
        yield (
            judge(Capability.TICKET_FIELDS, row, line) if full else sheeted(Capability.TICKET_FIELDS, line, row.note)
        )
    if source.external_id:
        yield sheeted(
            Capability.TICKET_EXTERNAL_ID,
            f"External id: {source.external_id}",
            "the place is taken by the ticket's id at the source, by which it is found again",
        )
    yield from _times_judged(source, value, context)
    yield from _past_judged(source)


def _past_judged(source: Ticket) -> Iterator[Judgment]:
    """Judge what became of a ticket at the source: replaced by another, which is moved by itself, or erased."""
    for name, other, line in (
        ("moved_to", source.moved_to, "Replaced at the source by ticket"),
        ("moved_from", source.moved_from, "Replaces at the source ticket"),
    ):
        if other is not None:
            yield sheeted(f"ticket.{name}", f"{line} {other}", "a migrated ticket can't be linked to another")
    if source.erased:
        yield sheeted("ticket.erased", "Its personal data was erased at the source")


def _status_judged(source: Ticket, value: PastTicket, context: Context) -> Iterator[Judgment]:
    line = f"Status: {source.status.original or source.status.kind}"
    row = context.row(Capability.TICKET_STATUS)
    if source.status.kind is not value.status:
        note = "a status that is not known here; open, or closed if it has a time of closing"
        yield Judgment(field=Capability.TICKET_STATUS, fate=Fate.CHANGED, note=note, line=line)
    elif row.level is Level.PARTIAL and value.status in {TicketStatus.OPEN, TicketStatus.CLOSED}:
        yield Judgment(field=Capability.TICKET_STATUS, fate=Fate.KEPT)
    else:
        yield judge(Capability.TICKET_STATUS, row, line)


def _references_judged(source: Ticket, value: PastTicket, context: Context) -> Iterator[Judgment]:
    if source.agent_id is not None:
        yield _agent_judged(source, value, context)
    if source.group_id is not None:
        known = context.source.groups.get(source.group_id)
        line = f"Group: {known.name if known and known.name else source.group_id}"
        yield _matched(Capability.TICKET_GROUP_ID, context, line, found=value.group_id is not None)
    found = [one for one in source.topic_ids if one in context.matching.topics]
    missing = [one for one in source.topic_ids if one not in context.matching.topics]
    for topic_ids, is_found in ((found, True), (missing, False)):
        if topic_ids:
            names = ", ".join(_topic_name(one, context) for one in topic_ids)
            yield _matched(Capability.TICKET_TOPIC_IDS, context, f"Topics: {names}", found=is_found)


def _agent_judged(source: Ticket, value: PastTicket, context: Context) -> Judgment:
    capability = Capability.TICKET_AGENT_ID
    line = f"Agent: {context.agent(source.agent_id or '')}"
    if value.agent_id or assignee(source, context):
        return Judgment(field=capability, fate=Fate.KEPT)
    if source.agent_id in context.matching.agents:
        return sheeted(capability, line, context.row(capability).note)
    return sheeted(capability, line, _NO_EQUAL[capability])


def _topic_name(topic_id: str, context: Context) -> str:
    known = context.source.topics.get(topic_id)
    return known.name if known else topic_id


_NO_EQUAL = {
    Capability.TICKET_AGENT_ID: "no agent with that e-mail address at the target, or the agent left",
    Capability.TICKET_GROUP_ID: "no group of that name at the target",
    Capability.TICKET_TOPIC_IDS: "no topic of that name at the target",
}


def _matched(capability: Capability, context: Context, line: str, *, found: bool) -> Judgment:
    row = context.row(capability)
    if found or not row.possible:
        return judge(capability, row, line)
    return sheeted(capability, line, _NO_EQUAL[capability])


def _times_judged(source: Ticket, value: PastTicket, context: Context) -> Iterator[Judgment]:
    created = context.row(Capability.TICKET_CREATED_AT)
    if source.created_at is None:
        note = "the source does not say; the earliest time that is known of the ticket"
        yield Judgment(field=Capability.TICKET_CREATED_AT, fate=Fate.CHANGED, note=note)
    else:
        yield judge(Capability.TICKET_CREATED_AT, created, f"Opened: {source.created_at.isoformat()}")
    if source.updated_at is not None:
        row = context.row(Capability.TICKET_UPDATED_AT)
        yield judge(Capability.TICKET_UPDATED_AT, row, f"Last activity: {source.updated_at.isoformat()}")
    closed = Capability.TICKET_CLOSED_AT
    if value.closed_at is not None and source.closed_at is None:
        note = "the source does not say; the last activity instead"
        yield Judgment(field=closed, fate=Fate.CHANGED, note=note, line="Closed: the time is not known")
    elif source.closed_at is not None:
        line = f"Closed: {source.closed_at.isoformat()}"
        reopened = value.closed_at is None
        yield (
            sheeted(closed, line, "the ticket is open again") if reopened else judge(closed, context.row(closed), line)
        )
