import pytest
from attrs import evolve

from deskbridge.memory import MemoryHelpdesk
from deskbridge.records import BodyFormat, Status, TicketId, TicketStatus
from deskbridge_migrate.verifying import verify


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
    assert any("none of its identifiers" in problem for problem in check().problems)


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
