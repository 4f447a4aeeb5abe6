"""Tickets, read; and what is written of them."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from deskbridge.errors import InvalidRequestError
from deskbridge.records import (
    UNSET,
    AgentId,
    CustomerId,
    FrozenDict,
    GroupId,
    NewTicket,
    PastTicket,
    Ticket,
    TicketChange,
    TicketId,
    TopicId,
    Unset,
)
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.translate.words import STATES, channel_of, guid_of, status_of, time_of
from deskbridge_glassix.wire import tickets as wire
from deskbridge_glassix.wire.times import format_body_time

SUBJECT_FIELD, *OTHER_FIELDS = wire.FIELD_NAMES
_ATTRIBUTES = {name: name for name in OTHER_FIELDS}


def ticket(read: wire.Ticket) -> Ticket:
    """Return a ticket without its messages."""
    client = main_client(read)
    return Ticket(
        id=str(read.id),
        vendor=VENDOR,
        raw=read.raw,
        status=status_of(read.state),
        customer_id=CustomerId(client.contact_id or "") if client else None,
        subject=read.field1 or "",
        channel=channel_of(read.primary_protocol_type),
        agent_id=AgentId(owner) if (owner := guid_of(read.owner.id if read.owner else None)) else None,
        group_id=GroupId(group) if (group := guid_of(read.department_id)) else None,
        topic_ids=tuple(TopicId(tag) for tag in read.tags or ()),
        fields=FrozenDict({name: value for name in OTHER_FIELDS if (value := getattr(read, name))}),
        external_id=read.unique_argument or "",
        created_at=time_of(read.open),
        updated_at=time_of(read.last_activity),
        closed_at=time_of(read.close),
        erased=bool(read.is_scrambled),
        moved_to=TicketId(str(read.moved_to_ticket_id)) if read.moved_to_ticket_id else None,
        moved_from=TicketId(str(read.moved_from_ticket_id)) if read.moved_from_ticket_id else None,
    )


def main_client(read: wire.Ticket) -> wire.Participant | None:
    """Return the participant whom a ticket is about: the first active client who has a contact, None if none has."""
    clients = [one for one in clients_of(read) if not one.is_deleted]
    return next((one for one in clients if one.is_active is not False), clients[0] if clients else None)


def clients_of(read: wire.Ticket) -> tuple[wire.Participant, ...]:
    """Return the clients of a ticket who have a contact."""
    return tuple(
        one for one in read.participants or () if (one.type or "").lower() == "client" and guid_of(one.contact_id)
    )


def moved_ticket(before: Ticket, *, new_id: int, department_id: GroupId) -> Ticket:
    """Return what is known of a ticket's copy in a department that can't be read: `raw` is empty."""
    return evolve(
        before,
        id=str(new_id),
        raw=FrozenDict(),
        group_id=department_id,
        agent_id=None,
        moved_to=None,
        moved_from=TicketId(before.id),
    )


def new_ticket(new: NewTicket, participant: wire.NewParticipant) -> wire.NewTicket:
    """Write a ticket to open now; nobody is greeted, the vendor assigns it to whom it will."""
    return wire.NewTicket(
        participants=(participant,),
        tags=new.topic_ids,
        **_texts(subject=new.subject, fields=new.fields, external_id=new.external_id),
    )


def past_ticket(past: PastTicket, participant: wire.NewParticipant) -> wire.NewTicket:
    """Write a ticket of the past: no greeting, no assignment, no webhook, nothing unread."""
    return wire.NewTicket(
        participants=(participant,),
        tags=past.topic_ids,
        state=STATES[past.status],
        open=format_body_time(past.created_at),
        close=format_body_time(past.closed_at) if past.closed_at else UNSET,
        get_available_user=False,
        add_introduction_message=False,
        enable_webhook=False,
        mark_as_read=True,
        **_texts(subject=past.subject, fields=past.fields, external_id=past.external_id),
    )


def changed_fields(change: TicketChange) -> wire.TicketFields | None:
    """Write the texts that a change sets, None if it sets none; the fields are emptied that are not among those given.

    The vendor keeps what is not sent, and an empty text is how it forgets.
    """
    fields = change.fields
    if not isinstance(fields, Unset):
        fields = FrozenDict({**dict.fromkeys(OTHER_FIELDS, ""), **fields})
    made = _texts(subject=change.subject, fields=fields, external_id=change.external_id, empty_too=True)
    return wire.TicketFields(**made) if made else None


def _texts(
    *, subject: str | Unset, fields: FrozenDict | Unset, external_id: str | Unset, empty_too: bool = False
) -> dict[str, Any]:
    """Return the texts by their names in the wire classes."""
    given: dict[str, Any] = {SUBJECT_FIELD: subject, "unique_argument": external_id}
    if not isinstance(fields, Unset):
        given |= {_field_name(name): _field_value(name, value) for name, value in fields.items()}
    return {name: value for name, value in given.items() if not isinstance(value, Unset) and (value or empty_too)}


def _field_name(name: str) -> str:
    if name not in _ATTRIBUTES:
        msg = (
            f"a Glassix ticket has no field {name!r}: it has {OTHER_FIELDS[0]} to {OTHER_FIELDS[-1]}, and field1 is "
            "its subject. Say which of them it shall go into."
        )
        raise InvalidRequestError(msg, vendor=VENDOR)
    return _ATTRIBUTES[name]


def _field_value(name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        msg = f"{name} of a Glassix ticket is text, not {type(value).__name__}; write it as the text it shall be"
        raise InvalidRequestError(msg, vendor=VENDOR)
    return value
