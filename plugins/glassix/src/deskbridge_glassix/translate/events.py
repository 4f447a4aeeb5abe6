"""The vendor's events, as webhooks deliver and the queue gives them.

They are read leniently: an event that can't be read would come again and again, and block the queue before all others.
What is not where it is documented is absent from the record, and all of it is in `raw`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from deskbridge.records import (
    AgentId,
    Author,
    AuthorKind,
    CustomerId,
    Event,
    EventKind,
    FrozenDict,
    GroupId,
    MessageKind,
    TicketId,
)
from deskbridge.records.raw import EMPTY
from deskbridge.times import parse_time
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.translate.messages import kind_of, message_id
from deskbridge_glassix.translate.words import author_kind, guid_of
from deskbridge_glassix.wire.events import EventReceipt

KINDS: Final[Mapping[str, EventKind]] = {
    "NEW_TICKET": EventKind.TICKET_CREATED,
    "TICKET_OWNER_CHANGE": EventKind.TICKET_ASSIGNED,
    "USER_STATUS_CHANGE": EventKind.AGENT_STATUS_CHANGED,
    "DOCUMENT_SIGNED": EventKind.OTHER,
    "NON_TICKET_MESSAGE_STATUS": EventKind.OTHER,
    "SURVEY_UPDATE": EventKind.OTHER,
}
"""The types with one meaning each. ``TICKET_STATE_CHANGE`` and ``NEW_MESSAGE`` mean what their content says."""

_STATES: Final = {"open": EventKind.TICKET_REOPENED, "closed": EventKind.TICKET_CLOSED}
_MESSAGES: Final = {
    AuthorKind.CUSTOMER: EventKind.MESSAGE_RECEIVED,
    AuthorKind.AGENT: EventKind.MESSAGE_SENT,
    AuthorKind.SYSTEM: EventKind.MESSAGE_SENT,
}
_MOVES: Final = frozenset({"queuereceipthandle", "queuemessageid"})
"""What differs each time one event is given."""

_TOLD: Final = frozenset({"_event", "ticketid", "ownerid", "userid"})


def events(given: FrozenDict) -> tuple[Event, ...]:
    """Return what a vendor's event says: an event for each of its changes, in their order, each with all of it as raw.

    One without any change is an event of the kind `OTHER`. Two changes that are the same in everything are one.
    """
    changes = _list(given, "changes") or (EMPTY,)
    made = (_event(given, one) for one in changes)
    return tuple({one.id: one for one in made}.values())


def oldest_first(given: Iterable[FrozenDict]) -> list[Event]:
    """Return what several vendor's events say, in the order in which it happened, each once."""
    made = {one.id: one for body in given for one in events(body)}
    return sorted(made.values(), key=lambda one: (one.occurred_at is None, one.occurred_at))


def _event(given: FrozenDict, change: FrozenDict) -> Event:
    ticket, written = _object(change, "ticket"), _object(change, "transaction")
    original = _text(change, "_event")
    ticket_id = _number(change, "ticketId") or _number(ticket, "id")
    author = _author(_object(written, "fromParticipant")) if written else None
    message = _number(written, "id")
    return Event(
        id=identity(given, change),
        vendor=VENDOR,
        raw=given,
        kind=_kind(original.upper(), change, written, author),
        original_kind=original,
        occurred_at=_time(_text(given, "dateTime")),
        initiator=author,
        customer_id=CustomerId(_customer(change, ticket, author)) or None,
        ticket_id=TicketId(ticket_id) or None,
        message_id=message_id(ticket_id, message) if ticket_id and message else None,
        agent_id=AgentId(_agent(change, ticket)) or None,
        group_id=GroupId(_department(change, ticket)) or None,
        details={name: value for name, value in change.items() if name.lower() not in _TOLD},
    )


def identity(given: FrozenDict, change: FrozenDict) -> str:
    """Return an id that is equal each time one event is given, as the vendor gives none.

    It is a digest of the time, the department and the change. Left out is what may differ between two tries: the
    queue's own marks, the ticket as it was then, and of a transaction all but its id, since its links expire.
    """
    said = {name: value for name, value in change.items() if name.lower() not in {"ticket", "transaction"}}
    for name, ids in (("ticket", ("id",)), ("transaction", ("guidTransactionId", "id", "status"))):
        if whole := _object(change, name):
            said[name] = {one: _get(whole, one) for one in ids}
    if not said:
        said = {name: value for name, value in given.items() if name.lower() not in _MOVES}
    marked = [_get(given, "key"), _get(given, "dateTime"), said]
    return hashlib.sha256(json.dumps(marked, sort_keys=True).encode()).hexdigest()[:32]


def receipt_of(event: Event) -> EventReceipt | None:
    """Return what acknowledges the entry of the queue that an event came in, None for one that came another way."""
    handle, entry = _text(event.raw, "queueReceiptHandle"), _text(event.raw, "queueMessageId")
    return EventReceipt(queue_receipt_handle=handle, queue_message_id=entry) if handle and entry else None


def _kind(word: str, change: FrozenDict, written: FrozenDict, author: Author | None) -> EventKind:
    if word == "TICKET_STATE_CHANGE":
        return _STATES.get(_text(change, "ticketState").lower(), EventKind.TICKET_UPDATED)
    if word != "NEW_MESSAGE":
        return KINDS.get(word, EventKind.OTHER)
    what = kind_of(_text(written, "type"))
    if what is MessageKind.NOTE:
        return EventKind.NOTE_ADDED
    return _MESSAGES.get(author.kind, EventKind.OTHER) if author and what is MessageKind.MESSAGE else EventKind.OTHER


def _author(participant: FrozenDict) -> Author | None:
    if not participant:
        return None
    original = _text(participant, "type")
    kind = author_kind(original)
    own = "contactId" if kind is AuthorKind.CUSTOMER else "identifier"
    return Author(
        kind=kind,
        id=guid_of(_text(participant, own)),
        name=_text(participant, "name") or _text(participant, "displayName"),
        original=original,
    )


def _customer(change: FrozenDict, ticket: FrozenDict, author: Author | None) -> str:
    """Return whom it is about: who wrote, who answered a survey, or the first client of the ticket."""
    if author is not None and author.kind is AuthorKind.CUSTOMER:
        return author.id
    there = [_object(change, "participant"), *_list(ticket, "participants")]
    clients = [one for one in there if author_kind(_text(one, "type")) is AuthorKind.CUSTOMER]
    return next((found for one in clients if (found := guid_of(_text(one, "contactId")))), "")


def _agent(change: FrozenDict, ticket: FrozenDict) -> str:
    named = guid_of(_text(change, "ownerId")) or guid_of(_text(change, "userId"))
    return named or guid_of(_text(_object(ticket, "owner"), "id"))


def _department(change: FrozenDict, ticket: FrozenDict) -> str:
    return guid_of(_text(ticket, "departmentId")) or guid_of(_text(_object(change, "message"), "departmentId"))


def _time(text: str) -> datetime | None:
    try:
        said = parse_time(text)
    except (ValueError, OverflowError):
        return None
    return None if said.year == 1 else said


def _get(body: FrozenDict, name: str) -> object:
    """Return a value by its key, in any case where there is none as documented."""
    if name in body:
        return body[name]
    return next((value for one, value in body.items() if one.lower() == name.lower()), None)


def _text(body: FrozenDict, name: str) -> str:
    value = _get(body, name)
    return value if isinstance(value, str) else ""


def _number(body: FrozenDict, name: str) -> str:
    """Return an id that is a number, as a text; "" for none and for 0, which means that there is none."""
    value = _get(body, name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if value > 0 else ""
    return value if isinstance(value, str) and value.isascii() and value.isdecimal() and value.strip("0") else ""


def _object(body: FrozenDict, name: str) -> FrozenDict:
    value = _get(body, name)
    return value if isinstance(value, FrozenDict) else EMPTY


def _list(body: FrozenDict, name: str) -> tuple[FrozenDict, ...]:
    value = _get(body, name)
    return tuple(one for one in value if isinstance(one, FrozenDict)) if isinstance(value, list) else ()
