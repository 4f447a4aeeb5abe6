from datetime import UTC, datetime

import pytest
from attrs import evolve

from deskbridge.hookspecs import Skip
from deskbridge.memory import MemoryHelpdesk
from deskbridge.records import (
    Agent,
    Author,
    AuthorKind,
    BodyFormat,
    Channel,
    ChannelKind,
    Direction,
    Group,
    MessageKind,
    Status,
    TicketId,
    TicketStatus,
)
from deskbridge_migrate.ledger import State
from deskbridge_migrate.model import Fate
from deskbridge_migrate.moving_customers import NO_TICKET, NONE_WRITTEN
from deskbridge_migrate.moving_tickets import LEFT_OUT, NO_TIME, SKIPPED_WITH
from deskbridge_migrate.verifying import ERASED_SINCE, verify


@pytest.fixture
def moved(filled, plan_of, run_plan, open_ledger):
    """Both desks after a whole migration, and what verifies it."""
    source, target = filled(customers=2), MemoryHelpdesk()
    plan = plan_of(source, target)
    run_plan(plan, source, target)
    return source, target, lambda: verify(plan, source, target, open_ledger(plan), transform=lambda record, _: record)


def first(table):
    return next(iter(table.values()))


def imported(desk):
    return next(one for one in desk.native.messages.values() if not one.external_id.startswith("sheet:"))


def test_a_whole_migration_is_verified(moved) -> None:
    outcome = moved[-1]()
    assert outcome.whole
    assert outcome.tallies["message"].migrated == 16


def test_a_lost_message_is_found(moved) -> None:
    _, target, check = moved
    gone = imported(target)
    del target.native.messages[gone.id]
    outcome = check()
    assert not outcome.whole
    assert any(f"{gone.external_id} is there 0 times" in one for one in outcome.problems)


def test_a_doubled_message_is_found(moved) -> None:
    _, target, check = moved
    one = imported(target)
    target.native.messages["again"] = evolve(one, id="again")
    assert any("is there 2 times" in problem for problem in check().problems)


def test_another_body_is_found(moved) -> None:
    _, target, check = moved
    one = imported(target)
    target.native.messages[one.id] = evolve(one, text="something else")
    assert any("another body" in problem for problem in check().problems)


def test_another_order_is_found(moved) -> None:
    _, target, check = moved
    one = imported(target)
    last = max(each.created_at for each in target.native.messages.values() if each.ticket_id == one.ticket_id)
    target.native.messages[one.id] = evolve(one, created_at=last.replace(hour=23))
    assert any("another order" in problem for problem in check().problems)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"subject": "another"}, "subject"),
        ({"status": Status(kind=TicketStatus.OPEN)}, "status"),
        ({"closed_at": None}, "closed"),
        ({"topic_ids": ()}, "topics"),
        ({"external_id": "another"}, "not found"),
    ],
)
def test_a_changed_ticket_is_found(change, said, moved) -> None:
    _, target, check = moved
    ticket = first(target.native.tickets)
    target.native.tickets[ticket.id] = evolve(ticket, **change)
    assert any(said in problem for problem in check().problems)


def test_a_doubled_ticket_is_found(moved) -> None:
    _, target, check = moved
    ticket = first(target.native.tickets)
    target.native.tickets["again"] = evolve(ticket, id="again")
    assert any("it is there 2 times" in problem for problem in check().problems)


def test_a_customer_who_is_gone_is_found(moved) -> None:
    _, target, check = moved
    del target.native.customers[first(target.native.customers).id]
    assert any("can't be read back" in problem for problem in check().problems)


def test_a_customer_who_is_somebody_else_is_found(moved) -> None:
    _, target, check = moved
    customer = first(target.native.customers)
    target.native.customers[customer.id] = evolve(customer, identifiers=())
    assert any("an identifier (email) is missing" in problem for problem in check().problems)


def test_a_customer_with_another_name_is_found(moved) -> None:
    _, target, check = moved
    customer = first(target.native.customers)
    target.native.customers[customer.id] = evolve(customer, name="Somebody else")
    assert any("its name differs" in problem for problem in check().problems)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": MessageKind.NOTE}, "another kind"),
        ({"direction": Direction.OUTBOUND}, "another direction"),
        ({"author": Author(kind=AuthorKind.CUSTOMER, name="Somebody else")}, "another author"),
        ({"author": Author(kind=AuthorKind.AGENT, name="Somebody")}, "another author"),
        ({"channel": Channel(kind=ChannelKind.SMS)}, "another channel"),
        ({"channel": None}, "another channel"),
        ({"subject": "another"}, "another subject"),
        ({"created_at": datetime(2024, 1, 1, 0, 0, 30, tzinfo=UTC)}, "another time"),
    ],
)
def test_whatever_differs_of_a_message_is_found(change, said, filled, plan_of, run_plan, open_ledger) -> None:
    source, target = filled(customers=1, tickets=1), MemoryHelpdesk()
    for one in source.native.messages.values():
        source.native.messages[one.id] = evolve(one, channel=Channel(kind=ChannelKind.EMAIL))
    plan = plan_of(source, target)
    run_plan(plan, source, target)
    one = imported(target)
    target.native.messages[one.id] = evolve(one, **change)
    problems = verify(plan, source, target, open_ledger(plan), transform=lambda record, _: record).problems
    assert any(f"message {one.external_id} has {said}" in problem for problem in problems)


def test_another_text_on_the_sheet_is_found(moved) -> None:
    _, target, check = moved
    sheet = next(one for one in target.native.messages.values() if one.external_id.startswith("sheet:"))
    target.native.messages[sheet.id] = evolve(sheet, text=sheet.text.replace("Customer", "Somebody"))
    assert any(f"message {sheet.external_id} has another body" in one for one in check().problems)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kind": "customer", "reason": NONE_WRITTEN}, "which is not so"),
        ({"kind": "customer", "reason": NO_TICKET}, "which is not so"),
        ({"kind": "customer", "reason": "because"}, "neither the plan nor"),
        ({"kind": "ticket", "reason": NO_TIME}, "which is not so"),
        ({"kind": "ticket", "reason": f"{LEFT_OUT}because"}, "which is not so"),
        ({"kind": "message", "reason": f"{SKIPPED_WITH}because"}, "which is not so"),
        ({"kind": "message", "reason": ""}, "neither the plan nor"),
    ],
)
def test_what_was_skipped_without_need_is_not_verified(row, said, moved, open_ledger, plan_of) -> None:
    source, target, check = moved
    table = {"customer": source.native.customers, "ticket": source.native.tickets, "message": source.native.messages}
    record = first(table[row["kind"]])
    ledger = open_ledger(plan_of(source, target))
    before = ledger.get(row["kind"], record.id, parent_id=record.ticket_id if row["kind"] == "message" else "")
    ledger.put(evolve(before, state=State.SKIPPED, attempts=0, reason=row["reason"]))
    outcome = check()
    assert not outcome.whole
    assert any(said in one for one in outcome.problems)


def test_skips_in_other_numbers_than_the_plan_says_are_not_verified(filled, plan_of, run_plan, open_ledger) -> None:
    source, target = filled(customers=1, tickets=1), MemoryHelpdesk()
    plan = evolve(plan_of(source, target), skips={f"ticket: {NO_TIME}": 2})
    run_plan(plan, source, target)
    problems = verify(plan, source, target, open_ledger(plan), transform=lambda record, _: record).problems
    assert any("0 were skipped and the plan says 2" in one for one in problems)


def test_what_a_plugin_left_out_is_verified_and_shown(filled, plan_of, run_plan, open_ledger) -> None:
    def leave_one_out(record, _):
        return Skip("too private") if record.id == "message-4" else record

    source, target = filled(), MemoryHelpdesk()
    plan = plan_of(source, target)
    run_plan(plan, source, target, transform=leave_one_out)
    outcome = verify(plan, source, target, open_ledger(plan), transform=leave_one_out)
    assert outcome.whole
    assert outcome.remarks == ("1 messages were skipped: too private",)


def test_what_came_after_the_run_is_not_verified(moved, a_message) -> None:
    source, _, check = moved
    source.messages.import_past(TicketId(first(source.native.tickets).id), a_message("late", 59))
    outcome = check()
    assert not outcome.whole
    assert any("run it again" in problem for problem in outcome.problems)


def test_html_is_compared_after_what_is_active_was_taken_out(filled, plan_of, run_plan, open_ledger) -> None:
    source, target = filled(customers=1, tickets=1), MemoryHelpdesk()
    one = first(source.native.messages)
    html = '<p onclick="steal()">Hello</p><script>steal()</script>'
    source.native.messages[one.id] = evolve(one, html=html, body_format=BodyFormat.HTML)
    plan = plan_of(source, target)
    run_plan(plan, source, target)
    there = next(each for each in target.native.messages.values() if each.external_id == one.id)
    target.native.messages[there.id] = evolve(there, html="<p>Hello</p>")
    assert verify(plan, source, target, open_ledger(plan), transform=lambda record, _: record).whole


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"agent_id": "another"}, "its agent is another, not ann"),
        ({"agent_id": None}, "its agent is nobody, not ann"),
        ({"group_id": None}, "its group is none, not support"),
        ({"channel": Channel(kind=ChannelKind.SMS)}, "its channel is sms, not email"),
        ({"channel": None}, "its channel is none, not email"),
    ],
)
def test_whom_and_where_a_ticket_was_is_compared_where_it_is_kept(
    change, said, filled, plan_of, run_plan, open_ledger
) -> None:
    source, target = filled(customers=1, tickets=1), MemoryHelpdesk()
    for desk, prefix in ((source, "old "), (target, "")):
        agent = Agent(id=f"{prefix}ann", vendor="memory", email="ann@example.org")
        group = Group(id=f"{prefix}support", vendor="memory", name="Support")
        desk.native.seed(agents=[agent], groups=[group])
    ticket = first(source.native.tickets)
    channel = Channel(kind=ChannelKind.EMAIL)
    changed = evolve(ticket, agent_id="old ann", group_id="old support", channel=channel)
    source.native.tickets[ticket.id] = changed
    plan = plan_of(source, target)
    run_plan(plan, source, target)
    ledger = open_ledger(plan)
    assert verify(plan, source, target, ledger, transform=lambda record, _: record).problems == ()
    moved_ticket = first(target.native.tickets)
    target.native.tickets[moved_ticket.id] = evolve(moved_ticket, **change)
    problems = verify(plan, source, target, ledger, transform=lambda record, _: record).problems
    assert problems == (f"ticket {ticket.id}: {said}",)


def test_a_ticket_that_was_erased_at_the_source_since_is_said_in_one_sentence(moved) -> None:
    source, _, check = moved
    ticket = first(source.native.tickets)
    source.native.tickets[ticket.id] = evolve(ticket, erased=True, subject="")
    for one in list(source.native.messages.values()):
        if one.ticket_id == ticket.id:
            source.native.messages[one.id] = evolve(one, text="", html="")
    assert check().problems == (f"ticket {ticket.id}: {ERASED_SINCE}",)


def test_what_replaced_a_ticket_and_that_it_was_erased_stands_on_its_sheet(
    filled, plan_of, run_plan, open_ledger
) -> None:
    source, target = filled(customers=1, tickets=2), MemoryHelpdesk()
    old, new = source.native.tickets.values()
    source.native.tickets[old.id] = evolve(old, moved_to=new.id, erased=True)
    source.native.tickets[new.id] = evolve(new, moved_from=old.id)
    plan = plan_of(source, target)
    told = {one.field: one.fate for one in plan.losses}
    assert [told[f"ticket.{name}"] for name in ("moved_to", "moved_from", "erased")] == [Fate.CARRIED] * 3
    run_plan(plan, source, target)
    assert verify(plan, source, target, open_ledger(plan), transform=lambda record, _: record).problems == ()
    sheets = {one.external_id: one.text for one in target.native.messages.values()}
    assert f"Replaced at the source by ticket {new.id}" in sheets[f"sheet:{old.id}"]
    assert "Its personal data was erased at the source" in sheets[f"sheet:{old.id}"]
    assert f"Replaces at the source ticket {old.id}" in sheets[f"sheet:{new.id}"]
