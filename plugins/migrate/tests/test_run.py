import threading
from collections import Counter

import pytest

from deskbridge.capabilities import Capability, Level, Support
from deskbridge.hookspecs import Skip
from deskbridge.memory import MemoryHelpdesk
from deskbridge.records import (
    Agent,
    Customer,
    CustomerId,
    Identifier,
    IdentifierKind,
    Message,
    NewCustomer,
    NewTopic,
    PastTicket,
    Requester,
    Ticket,
    TicketId,
    TicketStatus,
)
from deskbridge_migrate.lock import RunnerLock
from deskbridge_migrate.model import MigrationError, Tally

EXTERNAL = IdentifierKind.EXTERNAL_ID


def times_there(desk: MemoryHelpdesk) -> Counter[str]:
    return Counter(one.external_id for one in desk.native.messages.values())


def email(value: str) -> Identifier:
    return Identifier(kind=IdentifierKind.EMAIL, value=value)


def test_everything_arrives_once(filled, migrate) -> None:
    source, target = filled(), MemoryHelpdesk()
    outcome = migrate(source, target)
    assert outcome.whole
    assert outcome.tallies["customer"] == Tally(source=3, migrated=3)
    assert outcome.tallies["ticket"] == Tally(source=6, migrated=6)
    assert outcome.tallies["message"] == Tally(source=24, migrated=24)
    assert set(times_there(target).values()) == {1}


def test_times_topics_and_subjects_are_kept(filled, migrate) -> None:
    source, target = filled(customers=1, tickets=1), MemoryHelpdesk()
    migrate(source, target)
    (before,) = source.tickets.all()
    (after,) = target.tickets.all()
    (topic,) = target.topics.all()
    assert (after.external_id, after.topic_ids) == (before.id, (topic.id,))
    kept = ("created_at", "closed_at", "updated_at", "subject", "channel")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


def test_the_sheet_stands_first_among_the_messages(filled, migrate) -> None:
    source, target = filled(customers=1, tickets=1), MemoryHelpdesk()
    migrate(source, target)
    (ticket,) = target.tickets.all()
    sheet, *rest = target.messages.of_ticket(TicketId(ticket.id))
    assert sheet.external_id == f"sheet:{ticket.external_id}"
    assert "External id: elsewhere 0/0" in sheet.text
    assert [one.text for one in rest] == [f"Message {place}" for place in range(4)]


def test_history_is_imported_and_never_sent(filled, migrate) -> None:
    source, target = filled(), MemoryHelpdesk()
    for role, name in (("messages", "send"), ("messages", "add_note"), ("tickets", "create")):
        setattr(getattr(target, role), name, _never)
    assert migrate(source, target).whole


def _never(*_: object, **__: object) -> None:
    pytest.fail("history is imported, never sent")


def test_a_second_run_writes_nothing(filled, migrate) -> None:
    source, target = filled(), MemoryHelpdesk()
    first = migrate(source, target)
    second = migrate(source, target)
    assert second.written == 0
    assert second.tallies == first.tallies


def test_what_is_new_at_the_source_is_moved_by_the_next_run(filled, migrate, a_message) -> None:
    source, target = filled(), MemoryHelpdesk()
    migrate(source, target)
    ticket = next(iter(source.tickets.all()))
    source.messages.import_past(TicketId(ticket.id), a_message("late", 59))
    again = migrate(source, target)
    assert again.written == 1
    assert again.whole


def test_a_customer_who_is_there_already_is_completed_and_nothing_overwritten(filled, migrate) -> None:
    source, target = filled(customers=1), MemoryHelpdesk()
    there = target.customers.create(NewCustomer(name="Already here", identifiers=[email("c0@example.org")]))
    migrate(source, target)
    (after,) = target.customers.all()
    (before,) = source.customers.all()
    assert (after.id, after.name) == (there.id, "Already here")
    assert after.values(EXTERNAL) == (before.id,)


def test_a_target_that_makes_customers_by_tickets_gets_them_so(filled, migrate, limited) -> None:
    source = filled()
    source.customers.create(NewCustomer(name="Without a ticket"))
    target = limited({Capability.CUSTOMERS_CREATE: Support(Level.UNSUPPORTED, "By tickets only.")})
    outcome = migrate(source, target)
    assert outcome.tallies["customer"] == Tally(source=4, migrated=3, skipped=1)
    assert {one.name for one in target.customers.all()} == {"Customer 0", "Customer 1", "Customer 2"}
    assert {len(one.values(EXTERNAL)) for one in target.customers.all()} == {1}
    assert migrate(source, target).written == 0


def test_a_customer_known_by_an_external_id_only_keeps_it(migrate, limited) -> None:
    source = MemoryHelpdesk()
    shop = Identifier(kind=EXTERNAL, value="shop-1")
    customer = source.customers.create(NewCustomer(name="Customer", identifiers=[shop]))
    now = customer.created_at
    who = Requester(id=CustomerId(customer.id))
    source.tickets.import_past(PastTicket(requester=who, external_id="1", created_at=now, closed_at=now))
    target = limited({Capability.CUSTOMERS_CREATE: Support(Level.UNSUPPORTED, "By tickets only.")})
    assert migrate(source, target).whole
    (after,) = target.customers.all()
    assert after.values(EXTERNAL) == ("shop-1",)


def test_an_agent_of_the_same_address_gets_the_ticket(filled, migrate, limited) -> None:
    source = MemoryHelpdesk()
    source.native.seed(agents=[Agent(id="a1", vendor="memory", email="ann@example.org")])
    customer = source.customers.create(NewCustomer(name="Customer"))
    past = PastTicket(
        requester=Requester(id=CustomerId(customer.id)),
        external_id="1",
        created_at=customer.created_at,
        status=TicketStatus.OPEN,
        agent_id="a1",
    )
    source.tickets.import_past(past)
    target = limited({Capability.TICKET_AGENT_ID: Support(Level.PARTIAL, "Open tickets only.")})
    target.native.seed(agents=[Agent(id="other", vendor="limited", email="Ann@example.org")])
    migrate(source, target)
    (ticket,) = target.tickets.all()
    assert ticket.agent_id == "other"


def test_missing_topics_are_created_with_their_parents(migrate) -> None:
    source, target = MemoryHelpdesk(), MemoryHelpdesk()
    parent = source.topics.create(NewTopic(name="Orders"))
    child = source.topics.create(NewTopic(name="Refunds", parent_id=parent.id))
    source.topics.create(NewTopic(name="Unused"))
    customer = source.customers.create(NewCustomer(name="Customer"))
    who = Requester(id=CustomerId(customer.id))
    now = customer.created_at
    source.tickets.import_past(
        PastTicket(requester=who, external_id="1", created_at=now, closed_at=now, topic_ids=[child.id])
    )
    assert migrate(source, target).whole
    made = {one.name: one for one in target.topics.all()}
    assert set(made) == {"Orders", "Refunds"}
    assert made["Refunds"].parent_id == made["Orders"].id


def test_a_plugin_leaves_records_out_with_a_reason(filled, migrate) -> None:
    def transform(record, move):
        if isinstance(record, Message) and record.text == "Message 1":
            return Skip("too private")
        if isinstance(record, Ticket) and record.subject == "Subject 1":
            return Skip("too old")
        return record

    outcome = migrate(filled(), MemoryHelpdesk(), transform=transform)
    assert outcome.whole
    assert outcome.tallies["ticket"] == Tally(source=6, migrated=3, skipped=3)
    assert outcome.tallies["message"] == Tally(source=24, migrated=9, skipped=15)


def test_a_customer_left_out_takes_the_tickets_along(filled, migrate) -> None:
    def transform(record, move):
        return Skip("asked to be forgotten") if isinstance(record, Customer) and record.name == "Customer 0" else record

    target = MemoryHelpdesk()
    outcome = migrate(filled(), target, transform=transform)
    assert outcome.whole
    assert outcome.tallies["message"] == Tally(source=24, migrated=16, skipped=8)
    assert len(list(target.tickets.all())) == 4


def test_a_second_runner_is_refused_and_the_next_one_not(filled, plan_of, run_plan, open_ledger) -> None:
    source, target = filled(), MemoryHelpdesk()
    plan = plan_of(source, target)
    with (
        RunnerLock(open_ledger(plan), lost=threading.Event()),
        pytest.raises(MigrationError, match="running already"),
    ):
        run_plan(plan, source, target)
    assert run_plan(plan, source, target).whole
