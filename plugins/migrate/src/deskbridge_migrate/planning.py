"""Makes a plan: reads both sides, judges every value, counts, estimates. Writes nothing anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from deskbridge.capabilities import Capability
from deskbridge.protocols import Helpdesk
from deskbridge.records import Customer, IdentifierKind, Ticket, Topic, TopicId
from deskbridge_migrate.binding import check_different, marks
from deskbridge_migrate.guarding import only_ours
from deskbridge_migrate.looking import Looked, estimate, look
from deskbridge_migrate.masking import REMARK, masked_inventory
from deskbridge_migrate.matching import Matching, families, match, missing_topics, owners
from deskbridge_migrate.meeting import Meeting, meet, taken_of
from deskbridge_migrate.model import MigrationError, Plan, Side
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
)
from deskbridge_migrate.requirements import require_target
from deskbridge_migrate.translate import Context


def side(name: str, desk: Helpdesk, directory: Directory) -> Side:
    """Describe a desk by its name, what it declares, and what it refers to."""
    declared = capabilities_digest(desk.capabilities)
    return Side(name=name, vendor=desk.vendor, capabilities=declared, marks=marks(directory))


@only_ours("the plan")
def make_plan(
    source: Helpdesk,
    target: Helpdesk,
    *,
    names: tuple[str, str],
    sample: int | None = None,
    mask_key: str = "",
    progress: Progress = no_progress,
) -> Plan:
    """Read both desks and say what a migration would do.

    Args:
        source: Where from: customers, tickets and messages are all read.
        target: Where to: its topics, agents, groups and customers are read.
        names: What the two are connected by.
        sample: Look into so many tickets only, evenly spread over time; the counts of messages and of what becomes
            of each field are the sample's then.
        mask_key: A secret to mask personal data by, for a rehearsal; "" for a real migration.
        progress: Told how far it is.

    Raises:
        MigrationError: Both are the same desk, the target can't take the past, or a plugin broke.
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
        inventory = masked_inventory(inventory, mask_key) if mask_key else inventory
        made = _as_if_made(matching, new, inventory.directory, target)
        context = context_of(inventory, made, source, target, Meeting())
        meeting = meet(inventory.customers.values(), known, context)
        context = context_of(inventory, made, source, target, meeting)
        tickets = _sampled(inventory.tickets, sample)
        looked = look(source, inventory, tickets, context, mask_key=mask_key, progress=progress)
    return Plan(
        source=side(names[0], source, inventory.directory),
        target=side(names[1], target, there),
        counts={"customer": len(inventory.customers), "ticket": len(inventory.tickets), "message": looked.messages},
        sampled=None if len(tickets) == len(inventory.tickets) else len(tickets),
        truncated=(*inventory.truncated, *([f"messages of {looked.cut} tickets"] if looked.cut else [])),
        losses=looked.report.losses(),
        skips=_skips(inventory, context, looked),
        remarks=(*([REMARK] if mask_key else []), *_remarks(inventory, target, there)),
        new_topics=tuple(one.name for one in new),
        taken=meeting.taken,
        met=meeting.met,
        mask_key=mask_key,
        estimate=estimate(inventory, looked, context, tickets=len(tickets), new=len(new)),
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


def _with_tickets(inventory: Inventory) -> set[str]:
    return {owner.id for one in inventory.tickets if (owner := inventory.customer_of(one))}


def _skips(inventory: Inventory, context: Context, looked: Looked) -> dict[str, int]:
    skips = {}
    if not context.possible(Capability.CUSTOMERS_CREATE) and (
        alone := inventory.customers.keys() - _with_tickets(inventory)
    ):
        skips[f"customer {NO_TICKET}"] = len(alone)
    if looked.undated:
        skips[f"ticket: {NO_TIME}"] = looked.undated
    return skips | {f"message: {reason}": number for reason, number in looked.doubled.items() if number}


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
