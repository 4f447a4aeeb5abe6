"""Makes a plan: reads both sides, judges every value, counts, estimates. Writes nothing anywhere."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from statistics import median

from attrs import frozen

from deskbridge.capabilities import Capability
from deskbridge.protocols import Helpdesk
from deskbridge.records import Customer, IdentifierKind, Message, Ticket, Topic, TopicId
from deskbridge_migrate import translate
from deskbridge_migrate.binding import check_different, marks
from deskbridge_migrate.losses import LossReport
from deskbridge_migrate.matching import Matching, families, match, missing_topics, owners
from deskbridge_migrate.meeting import Meeting, meet, taken_of
from deskbridge_migrate.model import Estimate, MigrationError, Plan, Side
from deskbridge_migrate.moving_customers import NO_TICKET
from deskbridge_migrate.moving_tickets import NO_TIME
from deskbridge_migrate.planfile import capabilities_digest
from deskbridge_migrate.reading import (
    Directory,
    Inventory,
    Progress,
    no_progress,
    quiet,
    read_customers,
    read_directory,
    read_inventory,
    read_messages,
)
from deskbridge_migrate.requirements import require_target
from deskbridge_migrate.sheet import sheets
from deskbridge_migrate.translate import Context

WORKERS = 8
AHEAD = 64


def side(name: str, desk: Helpdesk, directory: Directory) -> Side:
    """Describe a desk by its name, what it declares, and what it refers to."""
    declared = capabilities_digest(desk.capabilities)
    return Side(name=name, vendor=desk.vendor, capabilities=declared, marks=marks(directory))


@frozen(kw_only=True)
class _Looked:
    report: LossReport
    messages: int
    sheets: int
    undated: int
    cut: int
    read_seconds: Sequence[float]


def make_plan(
    source: Helpdesk,
    target: Helpdesk,
    *,
    names: tuple[str, str],
    sample: int | None = None,
    progress: Progress = no_progress,
) -> Plan:
    """Read both desks and say what a migration would do.

    Args:
        source: Where from: customers, tickets and messages are all read.
        target: Where to: its topics, agents, groups and customers are read.
        names: What the two are connected by.
        sample: Look into so many tickets only, evenly spread over time; the counts of messages and of what becomes
            of each field are the sample's then.
        progress: Told how far it is.

    Raises:
        MigrationError: Both are the same desk, or the target can't take the past.
        UnsupportedError: The source can't be read as a whole.
    """
    if names[0] == names[1]:
        msg = f"{names[0]!r} is the source and the target; name two different desks"
        raise MigrationError(msg)
    require_target(target.capabilities)
    with quiet():
        inventory = read_inventory(source, progress=progress)
        there = read_directory(target)
        check_different(source, target, inventory, there)
        matching = match(inventory.directory, there, target.capabilities)
        new = missing_topics(_used(inventory), inventory.directory, matching, target.capabilities)
        known = read_customers(target, progress=progress)
        made = _as_if_made(matching, new, inventory.directory, target)
        context = context_of(inventory, made, source, target, Meeting())
        meeting = meet(inventory.customers.values(), known, context)
        context = context_of(inventory, made, source, target, meeting)
        tickets = _sampled(inventory.tickets, sample)
        looked = _look(source, inventory, tickets, context, progress)
    return Plan(
        source=side(names[0], source, inventory.directory),
        target=side(names[1], target, there),
        counts={"customer": len(inventory.customers), "ticket": len(inventory.tickets), "message": looked.messages},
        sampled=None if len(tickets) == len(inventory.tickets) else len(tickets),
        truncated=(*inventory.truncated, *([f"messages of {looked.cut} tickets"] if looked.cut else [])),
        losses=looked.report.losses(),
        skips=_skips(inventory, context, looked.undated),
        remarks=tuple(_remarks(inventory, target, there)),
        new_topics=tuple(one.name for one in new),
        taken=meeting.taken,
        met=meeting.met,
        estimate=_estimate(inventory, looked, context, tickets=len(tickets), new=len(new)),
        made_at=datetime.now(UTC).replace(microsecond=0),
    )


def context_of(
    inventory: Inventory,
    matching: Matching,
    source: Helpdesk,
    target: Helpdesk,
    meeting: Meeting,
) -> Context:
    """Return what translations need to know.

    No vendor declares which identifiers two of its customers may share. Where customers are made by tickets, whoever
    has the identifier is the customer; elsewhere a phone number alone may be a household's.

    Args:
        inventory: What the source holds.
        matching: What the target has of what the source's records refer to.
        source: Where from.
        target: Where to.
        meeting: How the customers of both met when the plan was made.
    """
    creates = target.capabilities[Capability.CUSTOMERS_CREATE].possible
    moved = inventory.customers.keys() if creates else _with_tickets(inventory)
    shareable = {IdentifierKind.PHONE} if creates else ()
    return Context(
        vendor=source.vendor,
        source=inventory.directory,
        matching=matching,
        can=target.capabilities,
        customers={identity: one.name for identity, one in inventory.customers.items()},
        taken=taken_of(meeting.taken, inventory.customers),
        met=None if meeting.met is None else frozenset(meeting.met),
        owners=owners((inventory.customers[one] for one in moved), shareable=shareable),
    )


def _used(inventory: Inventory) -> set[str]:
    return {topic for ticket in inventory.tickets for topic in ticket.topic_ids}


def _as_if_made(matching: Matching, new: Iterable[Topic], source: Directory, target: Helpdesk) -> Matching:
    """Match the topics that a run would create with ids that don't exist yet."""
    for topic in new:
        matching = matching.with_topic(topic, TopicId(f"new:{topic.id}"), source, target.capabilities)
    return matching


def _sampled(tickets: Sequence[Ticket], sample: int | None) -> Sequence[Ticket]:
    if sample is None or sample >= len(tickets):
        return tickets
    return [tickets[place * len(tickets) // sample] for place in range(sample)]


def _look(
    source: Helpdesk, inventory: Inventory, tickets: Sequence[Ticket], context: Context, progress: Progress
) -> _Looked:
    """Read the messages of tickets, several at a time, and judge everything in the tickets' order."""
    report = LossReport()
    counts: Counter[str] = Counter()
    translated: dict[str, tuple[str, ...]] = {}
    took: list[float] = []
    for identity, customer in inventory.customers.items():
        moved = translate.customer(customer, context)
        report.add(identity, moved.judgments)
        translated[identity] = moved.lines
    with ThreadPoolExecutor(WORKERS) as pool:
        for done, (ticket, messages, cut, seconds) in enumerate(_read_ahead(source, tickets, pool), start=1):
            took.append(seconds)
            counts["messages"] += len(messages)
            counts["cut"] += cut
            customer_lines = translated.get(owner.id, ()) if (owner := inventory.customer_of(ticket)) else ()
            judged = _judge(ticket, messages, customer_lines, context, report)
            counts["undated" if judged is None else "sheets"] += 1 if judged is None else judged
            progress("reading messages", done, len(tickets))
    return _Looked(
        report=report,
        messages=counts["messages"],
        sheets=counts["sheets"],
        undated=counts["undated"],
        cut=counts["cut"],
        read_seconds=took,
    )


def _read_ahead(
    source: Helpdesk, tickets: Sequence[Ticket], pool: ThreadPoolExecutor
) -> Iterator[tuple[Ticket, tuple[Message, ...], bool, float]]:
    """Read the messages of tickets in their order, a few ahead: years of messages don't fit into memory."""

    def timed(ticket: Ticket) -> tuple[tuple[Message, ...], bool, float]:
        started = time.monotonic()
        messages, cut = read_messages(source, ticket)
        return messages, cut, time.monotonic() - started

    for start in range(0, len(tickets), AHEAD):
        window = tickets[start : start + AHEAD]
        for ticket, (messages, cut, seconds) in zip(window, pool.map(timed, window), strict=True):
            yield ticket, messages, cut, seconds


def _judge(
    ticket: Ticket, messages: Sequence[Message], lines: Sequence[str], context: Context, report: LossReport
) -> int | None:
    """Judge a ticket and its messages; returns how many notes its sheet takes, None if it can't be moved."""
    opened = translate.opened_at(ticket, messages)
    if opened is None:
        return None
    who = translate.requester(None, context, "")
    case = translate.ticket(ticket, messages, who, context, opened=opened)
    report.add(ticket.id, case.judgments)
    carried = [*case.lines, *lines]
    for message in messages:
        moved = translate.message(message, context, opened=opened)
        report.add(message.id, moved.judgments)
        carried += moved.lines
    return len(sheets(ticket.id, carried, vendor=context.vendor, opened=opened, can=context.can))


def _with_tickets(inventory: Inventory) -> set[str]:
    return {owner.id for one in inventory.tickets if (owner := inventory.customer_of(one))}


def _skips(inventory: Inventory, context: Context, undated: int) -> dict[str, int]:
    skips = {}
    if not context.possible(Capability.CUSTOMERS_CREATE) and (
        alone := inventory.customers.keys() - _with_tickets(inventory)
    ):
        skips[f"customer {NO_TICKET}"] = len(alone)
    if undated:
        skips[f"ticket: {NO_TIME}"] = undated
    return skips


def _remarks(inventory: Inventory, target: Helpdesk, there: Directory) -> Iterator[str]:
    shared = [group for group in families(inventory.customers.values()) if len(group) > 1]
    if shared:
        yield (
            f"{sum(map(len, shared))} customers share an identifier with another; what becomes of it stands among the "
            f"fields: {_some(shared)}"
        )
    if gone := sorted({one.id for one in inventory.tickets if inventory.customer_of(one) is None}):
        yield f"{len(gone)} tickets have no customer, or one who is gone: {', '.join(gone[:3])}"
    unmatched = _unmatched_topics(inventory, target, there)
    if unmatched and not target.capabilities[Capability.TOPICS_CREATE].possible:
        yield (
            f"{len(unmatched)} topics that tickets have are not at the target and can't be made through its API; "
            f"make them there first to keep them: {', '.join(unmatched[:10])}"
        )


def _unmatched_topics(inventory: Inventory, target: Helpdesk, there: Directory) -> list[str]:
    matching = match(inventory.directory, there, target.capabilities)
    known = inventory.directory.topics
    return sorted({known[one].name for one in _used(inventory) if one not in matching.topics and one in known})


def _some(groups: Sequence[Sequence[Customer]]) -> str:
    return "; ".join(" = ".join(one.id for one in group) for group in groups[:3])


def _estimate(inventory: Inventory, looked: _Looked, context: Context, *, tickets: int, new: int) -> Estimate:
    whole = len(inventory.tickets) / tickets if tickets else 1.0
    reads = len(inventory.tickets)
    customers = len(inventory.customers) if context.possible(Capability.CUSTOMERS_CREATE) else 0
    writes = round((looked.messages + looked.sheets) * whole) + len(inventory.tickets) + customers + new
    if not looked.read_seconds:
        how = "No ticket was read that tells how long a call takes." if writes else "There is nothing to move."
        return Estimate(reads=reads, writes=writes, seconds=0.0, how=how)
    a_call = median(looked.read_seconds)
    return Estimate(
        reads=reads,
        writes=writes,
        seconds=float(f"{a_call * (reads + writes) / WORKERS:.2g}"),
        how=(
            f"Half of the tickets took less than {a_call * 1000:.0f} ms to read, {WORKERS} at a time; a write is taken "
            "to be as long. The target's rate limits, which nothing was written to find out, can make it longer."
        ),
    )
