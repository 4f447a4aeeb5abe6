"""What a recording promises, and what reading promises of answers that changed since it was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

import orjson
import pytest
from attrs import fields, has

from deskbridge.capabilities import Capability
from deskbridge.errors import DeskbridgeError
from deskbridge.protocols import Helpdesk
from deskbridge.records import CustomerId, Record, Ticket, TicketId
from deskbridge_contract_tests.harness import Altering, Harness
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.marks import needs

_MOST = 25

Read = Callable[[Helpdesk, Ticket], object]

_READS: Mapping[Capability, Read] = {
    Capability.TICKETS_GET: lambda desk, ticket: desk.tickets.get(TicketId(ticket.id)),
    Capability.TICKETS_OF_CUSTOMER: lambda desk, ticket: desk.tickets.of_customer(_who(ticket)),
    Capability.CUSTOMERS_GET: lambda desk, ticket: desk.customers.get(_who(ticket)),
    Capability.MESSAGES_OF_TICKET: lambda desk, ticket: desk.messages.of_ticket(TicketId(ticket.id)),
    Capability.TOPICS_ALL: lambda desk, _: desk.topics.all(),
    Capability.AGENTS_ALL: lambda desk, _: desk.agents.all(),
    Capability.GROUPS_ALL: lambda desk, _: desk.groups.all(),
    Capability.TASKS_OF_CUSTOMER: lambda desk, ticket: desk.tasks.of_customer(_who(ticket)),
    Capability.ANSWERS_ALL: lambda desk, _: desk.answers.all(),
    Capability.EXPORTS_JOBS: lambda desk, _: desk.exports.jobs(),
}

_EACH = [pytest.param(one, id=one.value, marks=needs(one)) for one in _READS]


class AlteredAnswersSuite:
    """A vendor changes its answers without telling anybody. Runs where exchanges are recorded or played."""

    @pytest.mark.parametrize("capability", _EACH)
    def test_a_field_that_nobody_has_heard_of_changes_nothing_and_is_kept(
        self, harness: Harness, maker: Maker, capability: Capability
    ) -> None:
        """A field that is new changes nothing and is in `raw`. Vendors add some on any day, and users run on.

        Usually wrong: unknown fields are refused or dropped.
        """
        alter, read = _altering(harness), _read(harness, maker, capability)
        expected = read()
        from deskbridge_contract_tests.recording.altering import NEW, add_everywhere

        with alter(add_everywhere):
            found = read()
        if alter.changes:
            assert [_plain(one, NEW) for one in found] == [_plain(one, NEW) for one in expected], (
                f"{capability} reads something else when the vendor adds a field"
            )
            sent = [one for one in found if one.raw]  # a record that no body tells of, such as one's own desk, has none
            lost = [one for one in sent if NEW.encode() not in orjson.dumps(one.raw, default=dict)]
            assert not lost, f"{capability} drops from `raw` a field that the vendor added"

    @pytest.mark.parametrize("capability", _EACH)
    def test_reading_survives_what_is_missing_null_or_of_another_kind(
        self, harness: Harness, maker: Maker, capability: Capability
    ) -> None:
        """What else was told is told still, or an error says what is wrong. A night's job must not end on a record.

        Usually wrong: a KeyError comes through, or a record is given up for one field that is not as it was.
        """
        alter, read = _altering(harness), _read(harness, maker, capability)
        expected = read()
        if not alter.changes:
            return
        from deskbridge_contract_tests.recording.altering import Alteration, try_each
        from deskbridge_contract_tests.recording.keeping import Watched

        def survives(alteration: Alteration) -> None:
            watched = Watched(alteration)
            with alter(watched), suppress(DeskbridgeError):
                lost = watched.lost(expected, read())
                assert not lost, f"{capability} no longer tells {lost[:5]}, since elsewhere {alteration.kind}"

        try_each(survives)


class RecordingSuite:
    """What stands in a recording may be shown to everybody."""

    def test_a_recording_holds_no_secret_and_nothing_of_a_person(self, harness: Harness) -> None:
        """A recording may be shown to everybody. It is shared with all who run the tests.

        Usually wrong: a token stands in a body.
        """
        if harness.findings is None:
            pytest.skip("no recording is played here")
        found = harness.findings()
        assert not found, f"the recording shows {len(found)} things that it may not: {found[:5]}"


def _altering(harness: Harness) -> Altering:
    if harness.altering is None:
        pytest.skip("no exchanges are recorded or played here")
    return harness.altering


def _read(harness: Harness, maker: Maker, capability: Capability) -> Callable[[], list[Record]]:
    ticket = maker.ticket()
    if ticket.customer_id is None:
        pytest.skip("there is no ticket with a customer")

    def read() -> list[Record]:
        found = _READS[capability](harness.desk, ticket)
        return [found] if isinstance(found, Record) else list(islice(found, _MOST))  # type: ignore[call-overload]  # or a listing

    return read


def _who(ticket: Ticket) -> CustomerId:
    assert ticket.customer_id is not None  # looked for by `_read`
    return ticket.customer_id


def _names(value: object, name: str) -> bool:
    return isinstance(value, Mapping) and name in value


def _plain(record: Record, name: str) -> Any:
    """Return a record's fields but `raw`, without a key that stands in a mapping of the vendor's own words."""

    def stripped(value: Any) -> Any:
        if has(type(value)):
            return {one.name: stripped(getattr(value, one.name)) for one in fields(type(value)) if one.name != "raw"}
        if isinstance(value, Mapping):
            kept = {key: stripped(inner) for key, inner in value.items() if key != name}
            return {key: inner for key, inner in kept.items() if inner or not _names(value[key], name)}
        return [stripped(one) for one in value] if isinstance(value, list | tuple) else value

    return stripped(record)
