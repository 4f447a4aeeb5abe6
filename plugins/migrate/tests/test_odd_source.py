"""Sources that say what no vendor should: ids given twice, ids of one ticket only, errors of their own."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from attrs import evolve

from deskbridge.hookspecs import Skip
from deskbridge.listing import Listing
from deskbridge.memory import MemoryHelpdesk
from deskbridge.records import Customer, Message, Ticket
from deskbridge_migrate.doubles import OTHER_AGAIN, SAME_AGAIN
from deskbridge_migrate.engine import Options, run, run_key
from deskbridge_migrate.ledger import Ledger
from deskbridge_migrate.model import MigrationError, Tally
from deskbridge_migrate.planfile import digest
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


@pytest.fixture
def at():
    """Open a ledger at an URL, and close it whatever happens."""
    opened: list[Ledger] = []

    def make(url, plan):
        opened.append(Ledger(url, run_key(plan)))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


ODD_IDS = ["x" * 5000, "🙂" * 401, "a\0b", "\x1b[2J\u202e"]


@pytest.mark.parametrize("odd", ODD_IDS, ids=["long", "of many bytes", "with NUL", "steering"])
def test_records_of_odd_ids_are_moved_once_and_verified(odd, filled, plan_of, url, at) -> None:
    source, target = renamed(filled(customers=2, tickets=1, messages=2), odd), MemoryHelpdesk()
    plan = plan_of(source, target)
    ledger = at(url, plan)
    options = Options(accept=digest(plan))
    outcome = run(plan, source, target, ledger, options=options, transform=as_it_is)
    assert {kind: (one.migrated, one.failed) for kind, one in outcome.tallies.items()} == {
        "customer": (2, 0), "ticket": (2, 0), "message": (4, 0),
    }  # fmt: skip
    assert run(plan, source, target, ledger, options=options, transform=as_it_is).written == 0
    assert verify(plan, source, target, ledger, transform=as_it_is).problems == ()


def test_records_of_ids_with_half_a_character_fail_alone(filled, plan_of, url, at) -> None:
    source, target = renamed(filled(customers=2, tickets=1, messages=2), "a\ud800"), MemoryHelpdesk()
    plan = plan_of(source, target)
    ledger = at(url, plan)
    outcome = run(plan, source, target, ledger, options=Options(accept=digest(plan)), transform=as_it_is)
    assert (outcome.tallies["ticket"].migrated, outcome.tallies["ticket"].failed) == (1, 1)
    assert not verify(plan, source, target, ledger, transform=as_it_is).whole


def test_a_record_whose_id_at_the_target_cant_be_written_down_fails_alone(filled, migrate) -> None:
    target = MemoryHelpdesk()
    import_past = target.tickets.import_past

    def write(past):
        made = import_past(past)
        return evolve(made, id="a\0b") if past.subject == "Subject 1" else made

    target.tickets.import_past = write
    outcome = migrate(filled(), target)
    assert outcome.tallies["ticket"] == Tally(source=6, migrated=3, failed=3)
    assert outcome.stopped == ""


def renamed(desk: MemoryHelpdesk, odd: str) -> MemoryHelpdesk:
    """Give the first customer of a desk, its ticket and that one's first message an odd id."""
    store = desk.native
    customer, ticket, message = (next(iter(one.values())) for one in (store.customers, store.tickets, store.messages))
    del store.customers[customer.id], store.tickets[ticket.id]
    store.customers[odd] = evolve(customer, id=odd)
    store.tickets[odd] = evolve(ticket, id=odd, customer_id=odd)
    for one in list(store.messages.values()):
        if one.ticket_id == ticket.id:
            del store.messages[one.id]
            identity = odd if one.id == message.id else one.id
            store.messages[identity] = evolve(one, id=identity, ticket_id=odd)
    return desk


def as_it_is(record, _):
    return record


@pytest.mark.parametrize("broken", ["source", "target"])
def test_a_desk_that_breaks_while_it_is_listed_ends_everything_by_an_error_of_ours(
    broken, filled, plan_of, run_plan, open_ledger
) -> None:
    source, target = filled(), MemoryHelpdesk()
    plan = plan_of(source, target)
    run_plan(plan, source, target)

    def fail():
        raise TypeError("Ann Example is no mapping")

    if broken == "source":
        source.tickets.all = fail
    else:
        target.agents.all = fail
    for start in (
        lambda: plan_of(source, target),
        lambda: run_plan(plan, source, target),
        lambda: verify(plan, source, target, open_ledger(plan), transform=as_it_is),
    ):
        with pytest.raises(MigrationError, match="TypeError") as told:
            start()
        assert "Ann" not in str(told.value)


def test_a_plan_tells_messages_that_can_t_be_told_from_another(filled, plan_of) -> None:
    def tell(ticket, place, one):
        same = {"id": f"{ticket}/dup", "text": "the same", "external_id": "", "created_at": START}
        return evolve(one, **same) if place < 2 else evolve(one, id=f"{ticket}/twice") if place < 4 else one

    plan = plan_of(retold(filled(), tell), MemoryHelpdesk())
    assert plan.skips == {f"message: {SAME_AGAIN}": 6, f"message: {OTHER_AGAIN}": 6}
    assert plan.needs_acceptance


def test_messages_of_a_ticket_that_was_left_out_are_not_missed_among_the_doubled(
    filled, plan_of, run_plan, open_ledger
) -> None:
    def tell(ticket, place, one):
        same = {"id": f"{ticket}/dup", "text": "the same", "external_id": "", "created_at": START}
        return evolve(one, **same) if place < 2 else one

    def leave_out(record, _):
        return Skip("too old") if isinstance(record, Ticket) and record.subject == "Subject 1" else record

    source, target = retold(filled(), tell), MemoryHelpdesk()
    plan = plan_of(source, target)
    run_plan(plan, source, target, transform=leave_out)
    assert verify(plan, source, target, open_ledger(plan), transform=leave_out).problems == ()
