"""What every record promises, whatever it is of."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import orjson
import pytest
from attrs import fields
from attrs.exceptions import FrozenInstanceError

from deskbridge.capabilities import Capability
from deskbridge.records import CustomerId, Record, TaskId, Ticket, TicketId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.marks import needs

_LOOK_AT = 10
_TICKETS = (Capability.TICKETS_ALL, Capability.TICKETS_CREATE, Capability.TICKETS_IMPORT_PAST)


class RecordsSuite:
    """Records are plain, frozen values; whole, in UTC, and of their vendor."""

    def test_records_have_ids_and_name_their_vendor(self, harness: Harness, maker: Maker) -> None:
        """A record has an id that is a text, and says whose it is. Two desks' records meet in one migration.

        Usually wrong: a number for an id, or a title for the vendor.
        """
        for record in _sample(harness, maker):
            assert isinstance(record.id, str), _said(record, "an id that is no text")
            assert record.id, _said(record, "no id")
            assert harness.desk.vendor == record.vendor, _said(record, "another vendor")

    def test_every_time_is_aware_and_in_utc(self, harness: Harness, maker: Maker) -> None:
        """Times are aware and in UTC. Two vendors' are compared, and an hour off is a broken promise.

        Usually wrong: the vendor's time has no zone and gets none.
        """
        for record in _sample(harness, maker):
            for name, when in _times(record):
                assert when.utcoffset() == timedelta(0), _said(record, f"{name} that is not aware and in UTC")

    def test_records_can_not_be_changed(self, harness: Harness, maker: Maker) -> None:
        """A record can't be changed. What one part of a program altered, another would take for the vendor's word.

        Usually wrong: a plain dict or list is handed out in a field.
        """
        for record in _sample(harness, maker):
            with pytest.raises(FrozenInstanceError):
                record.id = "another"  # type: ignore[misc]  # that is the point
            with pytest.raises(TypeError):
                record.raw["added"] = True

    def test_records_survive_pickling_whole(self, harness: Harness, maker: Maker) -> None:
        """A record survives pickling, `raw` and all. Work is shared out over processes.

        Usually wrong: it holds the connection that it came from.
        """
        for record in _sample(harness, maker):
            copy = pickle.loads(pickle.dumps(record))  # noqa: S301  our own bytes
            assert record == copy, _said(record, "another copy after pickling")
            assert record.raw == copy.raw, _said(record, "another raw after pickling")

    def test_raw_is_what_the_vendor_sent_and_out_of_sight(self, harness: Harness, maker: Maker) -> None:
        """`raw` holds all that was sent, out of sight. What is lost can't be had again; what is shown is logged.

        Usually wrong: `raw` is not handed on.
        """
        unsent = _known_without_asking(harness)
        for record in _sample(harness, maker):
            if harness.connect is not None and record.id not in unsent:
                assert record.raw, _said(record, "no raw: what the vendor sent is lost")
            assert orjson.loads(orjson.dumps(record.raw)) == record.raw, _said(record, "a raw that is not JSON")
            assert "raw=" not in repr(record), _said(record, "its raw in its repr")

    @needs(Capability.TICKETS_GET)
    def test_reading_twice_gives_equal_records(self, harness: Harness, maker: Maker) -> None:
        """Two readings of one ticket are equal. A sync that sees changes where there are none writes for ever.

        Usually wrong: a translation uses the present time.
        """
        ticket_id = TicketId(maker.ticket().id)
        first, second = harness.desk.tickets.get(ticket_id), harness.desk.tickets.get(ticket_id)
        assert first == second, "tickets.get reads the same ticket differently"
        assert first.raw == second.raw, "tickets.get reads the same ticket's raw differently"


def _sample(harness: Harness, maker: Maker) -> list[Record]:
    """Return records of every kind that can be listed or made; skips the test where there is none."""
    desk = harness.desk
    listings: dict[Capability, Callable[[], Iterable[Record]]] = {
        Capability.CUSTOMERS_ALL: desk.customers.all,
        Capability.TICKETS_ALL: desk.tickets.all,
        **_directories(harness),
        **_work(harness, maker),
    }
    found: list[Record] = []
    if any(harness.possible(one) for one in _TICKETS):
        ticket = maker.ticket()
        if harness.possible(Capability.MESSAGES_ADD_NOTE):
            maker.note(ticket)
        found.append(_read_again(harness, ticket))
        listings[Capability.MESSAGES_OF_TICKET] = lambda: desk.messages.of_ticket(TicketId(ticket.id))
    for capability, listing in listings.items():
        if harness.possible(capability):
            found += islice(listing(), _LOOK_AT)
    return found or pytest.skip("there is no record to look at: nothing can be listed or made")


def _known_without_asking(harness: Harness) -> set[str]:
    """Return the ids of what is listed without a request: no payload was read for it."""
    found: set[str] = set()
    for capability, listing in _directories(harness).items():
        before = harness.sent()
        records = list(listing()) if harness.possible(capability) else []
        if harness.requests is None or before == harness.sent():
            found |= {one.id for one in records}
    return found


def _directories(harness: Harness) -> dict[Capability, Callable[[], Iterable[Record]]]:
    desk = harness.desk
    return {
        Capability.TOPICS_ALL: desk.topics.all,
        Capability.AGENTS_ALL: desk.agents.all,
        Capability.GROUPS_ALL: desk.groups.all,
    }


def _work(harness: Harness, maker: Maker) -> dict[Capability, Callable[[], Iterable[Record]]]:
    """Return the listings of tasks, answers and jobs, with a task and a comment in them."""
    desk = harness.desk
    found: dict[Capability, Callable[[], Iterable[Record]]] = {
        Capability.ANSWERS_ALL: desk.answers.all,
        Capability.EXPORTS_JOBS: desk.exports.jobs,
    }
    if harness.possible(Capability.TASKS_CREATE):
        task = maker.task()
        task_id, customer_id = TaskId(task.id), task.customer_id or CustomerId("")
        if harness.possible(Capability.TASKS_ADD_COMMENT):
            desk.tasks.add_comment(task_id, maker.new_comment("A comment."))
        found[Capability.TASKS_OF_CUSTOMER] = lambda: desk.tasks.of_customer(customer_id)
        found[Capability.TASKS_COMMENTS] = lambda: desk.tasks.comments(task_id)
    return found


def _read_again(harness: Harness, ticket: Ticket) -> Ticket:
    return harness.desk.tickets.get(TicketId(ticket.id)) if harness.possible(Capability.TICKETS_GET) else ticket


def _times(record: Record) -> list[tuple[str, datetime]]:
    values: list[tuple[str, Any]] = [(one.name, getattr(record, one.name)) for one in fields(type(record))]
    return [(name, value) for name, value in values if isinstance(value, datetime)]


def _said(record: Record, complaint: str) -> str:
    return f"a {type(record).__name__} of {record.vendor} has {complaint}"
