"""Compares what was to be written with what the target holds, value by value. Pure: no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from deskbridge.capabilities import Capability, Level
from deskbridge.carrying import sanitised
from deskbridge.records import (
    BodyFormat,
    Customer,
    IdentifierKind,
    Message,
    NewCustomer,
    PastMessage,
    Ticket,
)
from deskbridge_migrate import translate
from deskbridge_migrate.matching import known_as
from deskbridge_migrate.moving_tickets import Parcel
from deskbridge_migrate.owning import same_moment
from deskbridge_migrate.translate import Context


@frozen(kw_only=True)
class Pair:
    """A ticket on both sides.

    Attributes:
        parcel: What was to be written.
        ticket: What the target holds.
        messages: What it holds in it.
    """

    parcel: Parcel
    ticket: Ticket
    messages: Sequence[Message]


def customer_problems(
    source_id: str, wanted: NewCustomer, there: Customer, context: Context, *, was_there: bool
) -> Iterator[str]:
    """Yield what a customer lacks of name and identifiers.

    What the target takes with reservations only is not missed: the plan says that it changes. Nor is the name of one
    who was there before, which is left as it was.
    """
    named = context.row(Capability.CUSTOMER_NAME).level
    if wanted.name and named in _EXACT and not was_there and there.name.strip() != wanted.name.strip():
        yield "its name differs"
    held = {known_as(one) for one in there.identifiers}
    has_other_id = bool(there.values(IdentifierKind.EXTERNAL_ID))
    for one in wanted.identifiers:
        if known_as(one) in held or context.row(translate.capability_of(one)).level not in _EXACT:
            continue
        if one.kind is IdentifierKind.EXTERNAL_ID and one.value == source_id and has_other_id:
            continue
        yield f"an identifier ({one.kind}) is missing"


_EXACT = {Level.FULL, Level.EMULATED}


def ticket_problems(pair: Pair, context: Context) -> Iterator[str]:
    """Yield what differs of a ticket itself."""
    wanted, there = pair.parcel.ticket, pair.ticket
    if there.external_id != wanted.external_id:
        yield f"its id at the source is not on it: {there.external_id!r}"
    if there.status.kind is not wanted.status:
        yield f"its status is {there.status.kind}, not {wanted.status}"
    if context.possible(Capability.TICKET_SUBJECT) and there.subject.strip() != wanted.subject.strip():
        yield "its subject differs"
    for name, time_wanted, time_there in (
        ("opened", wanted.created_at, there.created_at),
        ("closed", wanted.closed_at, there.closed_at),
    ):
        if not same_moment(time_wanted, time_there):
            yield f"{name} {time_there}, not {time_wanted}"
    if missing := set(wanted.topic_ids) - set(there.topic_ids):
        yield f"topics are missing: {', '.join(sorted(missing))}"
    yield from _standing_problems(pair, context)


def _standing_problems(pair: Pair, context: Context) -> Iterator[str]:
    """Yield what differs of agent, group and channel, where the plan says that they are kept."""
    wanted, there = pair.parcel.ticket, pair.ticket
    agent_id = wanted.agent_id or pair.parcel.assignee
    if agent_id and there.agent_id != agent_id:
        yield f"its agent is {there.agent_id or 'nobody'}, not {agent_id}"
    if wanted.group_id and context.full(Capability.TICKET_GROUP_ID) and there.group_id != wanted.group_id:
        yield f"its group is {there.group_id or 'none'}, not {wanted.group_id}"
    if wanted.channel and context.full(Capability.TICKET_CHANNEL):
        kind = there.channel.kind if there.channel else None
        if kind is not wanted.channel.kind:
            yield f"its channel is {kind or 'none'}, not {wanted.channel.kind}"


def message_problems(pair: Pair, done: set[str], context: Context) -> Iterator[str]:
    """Yield what is missing, doubled, different or out of order among a ticket's messages and its sheet.

    Args:
        pair: The ticket.
        done: Ids at the source of the messages that were migrated.
        context: Both sides.
    """
    expected = [one for one in pair.parcel.messages if one.external_id in done]
    notes = {one.external_id for one in pair.parcel.notes}
    times = Counter(one.external_id for one in pair.messages if one.external_id)
    there = {one.external_id: one for one in pair.messages}
    for one in (*expected, *pair.parcel.notes):
        if times[one.external_id] != 1:
            yield f"message {one.external_id} is there {times[one.external_id]} times, not once"
        if one.external_id in there:
            yield from _differences(one, there[one.external_id], context)
    for doubled in sorted(name for name, count in times.items() if count > 1 and name not in done | notes):
        yield f"message {doubled} is there {times[doubled]} times"
    order = [one.external_id for one in pair.messages if one.external_id in done]
    if order != [one.external_id for one in expected if one.external_id in there]:
        yield "its messages are in another order"


def _differences(wanted: PastMessage, there: Message, context: Context) -> Iterator[str]:
    if not _same_body(wanted, there, context):
        yield f"message {wanted.external_id} has another body"
    for capability, (what, same) in _HEAD.items():
        if context.possible(capability) and not same(wanted, there):
            yield f"message {wanted.external_id} has another {what}"


def _same_body(wanted: PastMessage, there: Message, context: Context) -> bool:
    """Compare the original body: the text, or the HTML where the target keeps HTML."""
    if wanted.body_format is BodyFormat.HTML and wanted.html and context.possible(Capability.MESSAGE_HTML):
        return _plain(sanitised(wanted.html)) == _plain(sanitised(there.html))
    return _plain(wanted.text) == _plain(there.text)


def _same_author(wanted: PastMessage, there: Message) -> bool:
    """Compare kind and name; one whom the target knows by an id of its own may have another name there."""
    mine, other = wanted.author, there.author
    named = bool(mine.id) and mine.id == other.id
    return mine.kind is other.kind and (named or mine.name.strip() == other.name.strip())


def _same_channel(wanted: PastMessage, there: Message) -> bool:
    return wanted.channel is None or (there.channel is not None and there.channel.kind is wanted.channel.kind)


_HEAD: dict[Capability, tuple[str, Callable[[PastMessage, Message], bool]]] = {
    Capability.MESSAGE_KIND: ("kind", lambda wanted, there: wanted.kind is there.kind),
    Capability.MESSAGE_DIRECTION: ("direction", lambda wanted, there: wanted.direction is there.direction),
    Capability.MESSAGE_AUTHOR: ("author", _same_author),
    Capability.MESSAGE_CHANNEL: ("channel", _same_channel),
    Capability.MESSAGE_SUBJECT: ("subject", lambda wanted, there: wanted.subject.strip() == there.subject.strip()),
    Capability.MESSAGE_CREATED_AT: (
        "time",
        lambda wanted, there: same_moment(wanted.created_at, there.created_at),
    ),
}
"""What the plan says is kept of a message, or carried and read back; with how to compare it."""


def _plain(text: str) -> str:
    return "\n".join(text.split("\r\n")).strip()
