"""Sources that say what no vendor should: ids given twice, ids of one ticket only, errors of their own."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from attrs import evolve

from deskbridge.listing import Listing
from deskbridge.memory import MemoryHelpdesk
from deskbridge.records import Customer, Message, Ticket
from deskbridge_migrate.model import Tally
from deskbridge_migrate.verifying import verify

START = datetime(2024, 1, 1, tzinfo=UTC)


def retold(source: MemoryHelpdesk, tell) -> MemoryHelpdesk:
    """Let a source tell each message as `tell(ticket_id, place, message)` has it."""
    of_ticket = source.messages.of_ticket

    def told(ticket_id):
        def fetch():
            for place, message in enumerate(of_ticket(ticket_id)):
                yield tell(ticket_id, place, message)
            return False

        return Listing(fetch, what="messages")

    source.messages.of_ticket = told
    return source


def bodies(target: MemoryHelpdesk) -> Counter[str]:
    return Counter(one.text for one in target.native.messages.values() if not one.external_id.startswith("sheet:"))


def forgetful(target: MemoryHelpdesk) -> MemoryHelpdesk:
    """Let a target take a message as often as it is written."""
    import_past = target.messages.import_past

    def write(ticket_id, past):
        made = import_past(ticket_id, evolve(past, external_id=f"{len(target.native.messages)}|{past.external_id}"))
        return evolve(made, external_id=past.external_id)

    target.messages.import_past = write
    return target


def test_messages_whose_ids_are_a_tickets_own_are_moved_once(filled, migrate) -> None:
    source = retold(filled(), lambda ticket, place, one: evolve(one, id=str(place), text=f"{ticket}/{place}"))
    target = forgetful(MemoryHelpdesk())
    assert migrate(source, target).tallies["message"] == Tally(source=24, migrated=24)
    assert migrate(source, target).written == 0
    assert set(bodies(target).values()) == {1}


def test_an_error_of_a_sources_own_ends_its_ticket_and_not_the_run(filled, plan_of, run_plan, open_ledger) -> None:
    source, target = filled(), MemoryHelpdesk()
    plan = plan_of(source, target)
    broken = next(iter(source.native.tickets))

    def tell(ticket, _, message):
        if ticket == broken:
            raise TypeError("Ann Example is no mapping")
        return message

    outcome = run_plan(plan, retold(source, tell), target)
    assert outcome.tallies["ticket"] == Tally(source=6, migrated=5, failed=1)
    row = open_ledger(plan).get("ticket", broken)
    assert row is not None
    assert "TypeError" in row.reason
    assert "Ann" not in row.reason


@pytest.mark.parametrize("kind", [Customer, Ticket, Message])
def test_an_error_of_a_transforming_plugin_ends_its_record_and_not_the_run(kind, filled, migrate) -> None:
    source = filled()
    tables = {Customer: source.native.customers, Ticket: source.native.tickets, Message: source.native.messages}
    broken = next(iter(tables[kind]))

    def transform(record, _):
        return {}["Ann"] if isinstance(record, kind) and record.id == broken else record

    outcome = migrate(source, MemoryHelpdesk(), transform=transform)
    assert not outcome.whole
    assert outcome.tallies["ticket"].migrated == (4 if kind is Customer else 5)


def test_a_message_that_no_json_can_hold_fails_alone(filled, migrate) -> None:
    source = retold(filled(), lambda _, place, one: evolve(one, text="a\ud800") if place == 1 else one)
    outcome = migrate(source, MemoryHelpdesk())
    assert outcome.tallies["message"] == Tally(source=24, migrated=18, failed=6)


def test_a_message_given_twice_is_moved_once_and_told(filled, plan_of, run_plan, open_ledger) -> None:
    def same(_, place, one):
        return (
            evolve(one, id=f"{one.ticket_id}/dup", text="the same", external_id="", created_at=START)
            if place < 2
            else one
        )

    source, target = retold(filled(), same), MemoryHelpdesk()
    plan = plan_of(source, target)
    outcome = run_plan(plan, source, target)
    assert outcome.tallies["message"] == Tally(source=24, migrated=18, skipped=6)
    assert verify(plan, source, target, open_ledger(plan), transform=lambda record, _: record).whole


def test_messages_of_one_id_that_differ_fail_but_for_the_first(filled, migrate) -> None:
    source = retold(filled(), lambda ticket, place, one: evolve(one, id=f"{ticket}/dup") if place < 2 else one)
    target = MemoryHelpdesk()
    assert migrate(source, target).tallies["message"] == Tally(source=24, migrated=18, failed=6)
    assert bodies(target)["Message 0"] == 6


def test_a_message_with_the_id_of_the_sheet_fails_and_the_sheet_stays(filled, migrate) -> None:
    source = retold(filled(), lambda ticket, place, one: evolve(one, id=f"sheet:{ticket}") if place == 1 else one)
    target = MemoryHelpdesk()
    assert migrate(source, target).tallies["message"] == Tally(source=24, migrated=18, failed=6)
    sheets = [one for one in target.native.messages.values() if one.external_id.startswith("sheet:")]
    assert all(one.text.startswith("Moved from") for one in sheets)
