"""What `desk.tickets` promises of fields that many vendors keep in part: kept exactly, or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.records import (
    Channel,
    ChannelKind,
    Group,
    GroupId,
    Identifier,
    Requester,
    Status,
    Ticket,
    TicketChange,
    TicketId,
    TicketStatus,
)
from deskbridge.records.raw import freeze_mapping
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, email, external_id, phone, unique
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.suites.keeping import Writing, check_kept, is_kept, tickets_held

_PLAIN: tuple[tuple[Callable[[], Identifier], ChannelKind], ...] = (
    (email, ChannelKind.EMAIL),
    (phone, ChannelKind.SMS),
    (phone, ChannelKind.WHATSAPP),
    (external_id, ChannelKind.CHAT),
)
_UNFITTING: tuple[tuple[Callable[[], Identifier], ChannelKind], ...] = (
    (email, ChannelKind.SMS),
    (phone, ChannelKind.EMAIL),
    (external_id, ChannelKind.PHONE),
)
_VALUES: Mapping[str, object] = {"a number": 7, "a list": ["a", "b"], "an object": {"a": "b"}}
_MOST_GROUPS = 4
_NO_STATUS = Status(kind=TicketStatus.UNKNOWN)
_MAKING = (Capability.TICKETS_CREATE, Capability.TICKETS_IMPORT_PAST)


class TicketFieldsSuite:
    """Whatever is declared of a ticket's channel, group and own fields is so, by every method that writes them."""

    @needs(Capability.TICKETS_CREATE, Capability.TICKETS_GET, Capability.TICKET_CHANNEL)
    def test_a_tickets_channel_is_the_one_that_was_said(self, harness: Harness, maker: Maker) -> None:
        """A ticket takes the way that fits its customer's address. By another one the answer reaches nobody.

        Usually wrong: the channel is not sent, and the vendor takes its own default.
        """
        kept = [_in_channel(harness, maker, make(), kind) for make, kind in _PLAIN]
        check_kept(harness, Capability.TICKET_CHANNEL, kept)

    @needs(Capability.TICKETS_CREATE, Capability.TICKETS_GET, Capability.TICKET_CHANNEL)
    def test_a_channel_that_does_not_fit_is_kept_or_refused(self, harness: Harness, maker: Maker) -> None:
        """A channel that the address does not allow is told as an error. Somebody waits for a call that never comes.

        Usually wrong: it is ignored, and the ticket is of another channel than was asked for.
        """
        for make, kind in _UNFITTING:
            _in_channel(harness, maker, make(), kind)

    @needs(Capability.TICKETS_UPDATE, Capability.TICKETS_GET, Capability.GROUPS_ALL, Capability.TICKET_GROUP_ID)
    def test_a_ticket_is_moved_to_the_group_that_was_said_or_not_at_all(self, harness: Harness, maker: Maker) -> None:
        """Each group takes the ticket, or refuses it whole. A ticket in the wrong inbox is answered by nobody.

        Usually wrong: a team is taken for an inbox, or the ticket's new id after the move is lost.
        """
        kept = [_moved(harness, maker, GroupId(one.id)) for one in _groups(harness)]
        assert any(kept), "ticket.group_id is declared as possible and tickets.update refused every group"

    @needs(Capability.TICKETS_CREATE, Capability.TICKETS_GET, Capability.GROUPS_ALL, Capability.TICKET_GROUP_ID)
    def test_a_ticket_is_opened_in_the_group_that_was_said_or_not_at_all(self, harness: Harness, maker: Maker) -> None:
        """A new ticket waits where it was said, or it is refused. A ticket in the wrong inbox is answered by nobody.

        Usually wrong: the vendor's default group takes it.
        """
        kept = [_opened(harness, maker, {"group_id": GroupId(one.id)}, _group) for one in _groups(harness)]
        assert any(kept), "ticket.group_id is declared as possible and tickets.create refused every group"

    @needs(Capability.TICKETS_GET, Capability.TICKET_FIELDS)
    def test_a_tickets_own_fields_are_kept(self, harness: Harness, maker: Maker) -> None:
        """A text of the ticket's own fields is read back. Reports and routing are made of them.

        Usually wrong: the label of a field is sent in place of its name, and the vendor ignores it.
        """
        key = _keys(harness)[0]
        wanted = freeze_mapping({key: unique("value")})
        kept = [is_kept(Capability.TICKET_FIELDS, way) for way in _ways(harness, maker, wanted)]
        check_kept(harness, Capability.TICKET_FIELDS, kept)

    @pytest.mark.parametrize("value", [*_VALUES.values(), "too long"], ids=[*_VALUES, "too long"])
    @needs(Capability.TICKETS_GET, Capability.TICKET_FIELDS)
    def test_a_field_that_is_no_plain_text_is_kept_or_refused(
        self, harness: Harness, maker: Maker, value: object
    ) -> None:
        """What is no plain text, or too long, is kept as it is or refused. Half an order number finds no order.

        Usually wrong: it is turned into a text, or cut, or dropped.
        """
        key, limit = _keys(harness)[0], harness.desk.capabilities[Capability.TICKET_FIELDS].limit or 1_000
        wanted = freeze_mapping({key: "x" * (limit + 1) if value == "too long" else value})
        for way in _ways(harness, maker, wanted):
            is_kept(Capability.TICKET_FIELDS, way)

    @needs(Capability.TICKETS_GET, Capability.TICKET_FIELDS)
    def test_a_field_that_there_is_not_is_kept_or_refused(self, harness: Harness, maker: Maker) -> None:
        """A field of an unknown name is made, or refused by its name. A typing error must not lose what was typed.

        Usually wrong: the vendor ignores what it does not know.
        """
        wanted = freeze_mapping({unique("field"): "value"})
        for way in _ways(harness, maker, wanted):
            is_kept(Capability.TICKET_FIELDS, way)

    @needs(Capability.TICKETS_UPDATE, Capability.TICKETS_GET, Capability.TICKET_FIELDS)
    def test_changed_fields_replace_all_that_there_were(self, harness: Harness, maker: Maker) -> None:
        """Fields that are not among the new ones are taken off. What was to be forgotten must not stay.

        Usually wrong: the vendor merges them, and what is not sent is kept.
        """
        tickets, keys = harness.desk.tickets, _keys(harness)
        ticket_id = TicketId(maker.open_ticket().id)
        before = tickets.get(ticket_id).fields
        for wanted in ({one: unique("value") for one in keys}, {keys[-1]: unique("value")}, {}):
            tickets.update(ticket_id, TicketChange(fields=freeze_mapping(wanted)))
            assert wanted == tickets.get(ticket_id).fields, "tickets.update did not replace ticket.fields"
        tickets.update(ticket_id, TicketChange(fields=before))


def _in_channel(harness: Harness, maker: Maker, who: Identifier, kind: ChannelKind) -> bool:
    values = {"requester": Requester(name="Ada Lovelace", identifier=who), "channel": Channel(kind=kind)}
    return _opened(harness, maker, values, lambda one: one.channel and one.channel.kind)


def _opened(harness: Harness, maker: Maker, values: Mapping[str, Any], of: Callable[[Ticket], object]) -> bool:
    """Open a ticket with values of one field, and return whether they were kept."""
    desk, new = harness.desk, evolve(maker.new_ticket(), **values)
    *_, name = values
    wanted = of(Ticket(id="", vendor="", status=_NO_STATUS, **{name: values[name]}))
    way = Writing(
        by=Capability.TICKETS_CREATE,
        wanted=wanted,
        write=lambda: of(desk.tickets.get(TicketId(desk.tickets.create(new).id))),
    )
    return is_kept(Capability(f"ticket.{name}"), way)


def _moved(harness: Harness, maker: Maker, group_id: GroupId) -> bool:
    """Move a ticket to a group, and return whether it went."""
    desk, ticket_id = harness.desk, TicketId(maker.open_ticket().id)

    def write() -> object:
        returned = desk.tickets.update(ticket_id, TicketChange(group_id=group_id))
        return returned.group_id, desk.tickets.get(TicketId(returned.id)).group_id

    def unwritten() -> object:
        return desk.tickets.get(ticket_id).group_id

    way = Writing(by=Capability.TICKETS_UPDATE, wanted=(group_id, group_id), write=write, unwritten=unwritten)
    return is_kept(Capability.TICKET_GROUP_ID, way)


def _group(ticket: Ticket) -> object:
    return ticket.group_id


def _groups(harness: Harness) -> list[Group]:
    """Return groups of the desk, of each kind first one; those that take no more tickets are left out."""
    found = [one for one in harness.desk.groups.all() if not one.disabled]
    firsts = list({one.kind: one for one in reversed(found)}.values())
    return [*firsts, *(one for one in found if one not in firsts)][:_MOST_GROUPS]


def _ways(harness: Harness, maker: Maker, wanted: Mapping[str, Any]) -> Iterator[Writing]:
    """Yield the ways in which a ticket's own fields can be written; skips the test where there is none."""
    desk, possible = harness.desk, harness.possible
    if not any(possible(one) for one in _MAKING) and not possible(Capability.TICKETS_UPDATE):
        pytest.skip("tickets are neither made nor imported nor changed here")
    made: dict[Capability, Callable[[], Ticket]] = {
        Capability.TICKETS_CREATE: lambda: desk.tickets.create(evolve(maker.new_ticket(), fields=wanted)),
        Capability.TICKETS_IMPORT_PAST: lambda: desk.tickets.import_past(
            evolve(maker.past_ticket(TicketStatus.CLOSED), fields=wanted)
        ),
    }
    for by, make in made.items():
        if possible(by):
            yield Writing(by=by, wanted=wanted, write=partial(_fields_of_made, harness, make))
    if possible(Capability.TICKETS_UPDATE):
        yield _change(harness, TicketId(maker.open_ticket().id), wanted)


def _fields_of_made(harness: Harness, make: Callable[[], Ticket]) -> object:
    return harness.desk.tickets.get(TicketId(make().id)).fields


def _change(harness: Harness, ticket_id: TicketId, wanted: Mapping[str, Any]) -> Writing:
    """Return how a ticket's own fields are changed; afterwards it has those again that it had before."""
    tickets = harness.desk.tickets
    before = tickets.get(ticket_id).fields

    def write() -> object:
        tickets.update(ticket_id, TicketChange(fields=freeze_mapping(wanted)))
        held = tickets.get(ticket_id).fields
        if before:
            tickets.update(ticket_id, TicketChange(fields=before))
        return held

    return Writing(
        by=Capability.TICKETS_UPDATE,
        wanted=wanted,
        write=write,
        unwritten=lambda: tickets.get(ticket_id).fields,
    )


def _keys(harness: Harness) -> list[str]:
    """Return names of fields that can be written: any where it is full, else those that the desk's tickets have."""
    invented = ["contract-colour", "contract-size"]
    if harness.full(Capability.TICKET_FIELDS):
        return invented
    held = {name: None for one in tickets_held(harness) for name, value in one.fields.items() if isinstance(value, str)}
    return sorted(held) or invented
