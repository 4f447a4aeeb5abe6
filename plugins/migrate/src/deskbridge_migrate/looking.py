"""Looks into a source's tickets: reads their messages, judges every value, counts, estimates. Writes nothing."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import TypeVar

from attrs import frozen

from deskbridge.capabilities import Capability
from deskbridge.protocols import Helpdesk
from deskbridge.records import Message, Record, Ticket
from deskbridge_migrate import translate
from deskbridge_migrate.doubles import OF_SHEET, OTHER_AGAIN, SAME_AGAIN, refused
from deskbridge_migrate.losses import LossReport
from deskbridge_migrate.masking import masked, told
from deskbridge_migrate.model import Estimate
from deskbridge_migrate.reading import Inventory, Progress, read_messages
from deskbridge_migrate.sheet import sheets
from deskbridge_migrate.translate import Context

R = TypeVar("R", bound=Record)
WORKERS = 8
AHEAD = 64


@frozen(kw_only=True)
class Looked:
    """What was seen in tickets.

    Attributes:
        report: What becomes of each field.
        messages: How many there are.
        sheets: How many notes the tickets' sheets take.
        undated: Tickets of which no time is known.
        doubled: Messages that can't be told from another, by reason.
        cut: Tickets whose messages the source cut short.
        read_seconds: How long each ticket took to be read.
    """

    report: LossReport
    messages: int
    sheets: int
    undated: int
    doubled: Mapping[str, int]
    cut: int
    read_seconds: Sequence[float]


def look(
    source: Helpdesk,
    inventory: Inventory,
    tickets: Sequence[Ticket],
    context: Context,
    *,
    mask_key: str,
    progress: Progress,
) -> Looked:
    """Read the messages of tickets, several at a time, and judge everything in the tickets' order.

    Args:
        source: Where from.
        inventory: What it holds; masked already, where it is to be.
        tickets: Those to look into.
        context: Both sides.
        mask_key: By which tickets and messages are masked before they are judged; "" if they are not.
        progress: Told how far it is.
    """
    report = LossReport(told if mask_key else None)
    counts: Counter[str] = Counter()
    translated: dict[str, tuple[str, ...]] = {}
    took: list[float] = []
    for identity, customer in inventory.customers.items():
        moved = translate.customer(customer, context)
        report.add(identity, moved.judgments)
        translated[identity] = moved.lines
    with ThreadPoolExecutor(WORKERS) as pool:
        for done, (ticket, messages, cut, seconds) in enumerate(_read_ahead(source, tickets, pool, mask_key), start=1):
            took.append(seconds)
            counts["messages"] += len(messages)
            counts["cut"] += cut
            customer_lines = translated.get(owner.id, ()) if (owner := inventory.customer_of(ticket)) else ()
            counts += _judge(ticket, messages, customer_lines, context, report)
            progress("reading messages", done, len(tickets))
    return Looked(
        report=report,
        messages=counts["messages"],
        sheets=counts["sheets"],
        undated=counts["undated"],
        doubled={reason: counts[reason] for reason in (SAME_AGAIN, OTHER_AGAIN, OF_SHEET)},
        cut=counts["cut"],
        read_seconds=took,
    )


def _read_ahead(
    source: Helpdesk, tickets: Sequence[Ticket], pool: ThreadPoolExecutor, mask_key: str
) -> Iterator[tuple[Ticket, tuple[Message, ...], bool, float]]:
    """Read the messages of tickets in their order, a few ahead: years of messages don't fit into memory."""

    def timed(ticket: Ticket) -> tuple[tuple[Message, ...], bool, float]:
        started = time.monotonic()
        messages, cut = read_messages(source, ticket)
        seconds = time.monotonic() - started
        return tuple(_seen(one, mask_key) for one in messages), cut, seconds

    for start in range(0, len(tickets), AHEAD):
        window = tickets[start : start + AHEAD]
        for ticket, (messages, cut, seconds) in zip(window, pool.map(timed, window), strict=True):
            yield _seen(ticket, mask_key), messages, cut, seconds


def _seen(record: R, mask_key: str) -> R:
    return masked(record, mask_key) if mask_key else record


def _judge(
    ticket: Ticket, messages: Sequence[Message], lines: Sequence[str], context: Context, report: LossReport
) -> Counter[str]:
    """Judge a ticket and its messages; counts the notes that its sheet takes, and what can't be moved and why."""
    opened = translate.opened_at(ticket, messages)
    if opened is None:
        return Counter(undated=1)
    unmovable = refused(ticket.id, messages)
    who = translate.requester(None, context, "")
    case = translate.ticket(ticket, messages, who, context, opened=opened)
    report.add(ticket.id, case.judgments)
    carried = [*case.lines, *lines]
    for message in messages:
        if message.id in unmovable:
            continue
        moved = translate.message(message, context, opened=opened)
        report.add(message.id, moved.judgments)
        carried += moved.lines
    notes = sheets(ticket.id, carried, vendor=context.vendor, opened=opened, can=context.can)
    return Counter({"sheets": len(notes), **Counter(unmovable.values())})


def estimate(inventory: Inventory, looked: Looked, context: Context, *, tickets: int, new: int) -> Estimate:
    """Say what a run will take.

    Args:
        inventory: What the source holds.
        looked: What was seen in its tickets.
        context: Both sides.
        tickets: How many tickets were looked into.
        new: How many topics are to be made.
    """
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
