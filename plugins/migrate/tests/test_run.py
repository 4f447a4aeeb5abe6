from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskbridge.hookspecs import Move, Skip
from deskbridge.memory import MemoryHelpdesk
from deskbridge.protocols import Helpdesk
from deskbridge.records import (
    Author,
    AuthorKind,
    CustomerId,
    Direction,
    Identifier,
    IdentifierKind,
    Message,
    MessageKind,
    NewCustomer,
    NewTopic,
    PastMessage,
    PastTicket,
    Record,
    Requester,
    Ticket,
    TicketId,
    Visibility,
)
from deskbridge_migrate.engine import Options, run, run_key
from deskbridge_migrate.ledger import Ledger
from deskbridge_migrate.lock import RunnerLock
from deskbridge_migrate.model import MigrationError, Outcome, Plan, Tally
from deskbridge_migrate.planfile import digest
from deskbridge_migrate.planning import make_plan

START = datetime(2024, 1, 1, tzinfo=UTC)


def filled(*, customers: int = 3, tickets: int = 2, messages: int = 4) -> MemoryHelpdesk:
    desk = MemoryHelpdesk()
    topic = desk.topics.create(NewTopic(name="Billing"))
    for c in range(customers):
        email = Identifier(kind=IdentifierKind.EMAIL, value=f"c{c}@example.org")
        customer = desk.customers.create(NewCustomer(name=f"Customer {c}", identifiers=[email], address="A street"))
        for t in range(tickets):
            opened = START + timedelta(days=c, hours=t)
            ticket = desk.tickets.import_past(
                PastTicket(
                    requester=Requester(id=CustomerId(customer.id)),
                    external_id=f"elsewhere {c}/{t}",
                    created_at=opened,
                    closed_at=opened + timedelta(minutes=50),
                    subject=f"Subject {t}",
                    topic_ids=[topic.id],
                )
            )
            for m in range(messages):
                desk.messages.import_past(TicketId(ticket.id), past_message(f"{c}/{t}/{m}", opened, m))
    return desk


def past_message(external_id: str, opened: datetime, place: int) -> PastMessage:
    return PastMessage(
        external_id=external_id,
        kind=MessageKind.MESSAGE,
        direction=Direction.INBOUND,
        visibility=Visibility.PUBLIC,
        author=Author(kind=AuthorKind.CUSTOMER, name="Somebody"),
        created_at=opened + timedelta(minutes=place),
        text=f"Message {place}",
    )


def as_it_is(record: Record, _: Move) -> Record | Skip:
    return record


def plan_of(source: Helpdesk, target: Helpdesk) -> Plan:
    return make_plan(source, target, names=("old", "new"))


def migrate(source: Helpdesk, target: Helpdesk, ledger: Path, **options: object) -> Outcome:
    plan = plan_of(source, target)
    return run_plan(plan, source, target, ledger, **options)


def run_plan(plan: Plan, source: Helpdesk, target: Helpdesk, path: Path, **options: object) -> Outcome:
    ledger = Ledger(str(path), run_key(plan))
    transform = options.pop("transform", as_it_is)
    try:
        chosen = Options(**{"accept": digest(plan), **options})
        return run(plan, source, target, ledger, options=chosen, transform=transform)
    finally:
        ledger.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


def imported(desk: Helpdesk) -> Counter[str]:
    return Counter(one.external_id for one in desk.native.messages.values())


def test_everything_arrives_once(path: Path) -> None:
    source, target = filled(), MemoryHelpdesk()
    outcome = migrate(source, target, path)
    assert outcome.whole
    assert outcome.tallies["ticket"] == Tally(source=6, migrated=6)
    assert outcome.tallies["message"] == Tally(source=24, migrated=24)
    assert set(imported(target).values()) == {1}


def test_times_topics_and_subjects_are_kept(path: Path) -> None:
    source, target = filled(customers=1, tickets=1), MemoryHelpdesk()
    migrate(source, target, path)
    (before,) = source.tickets.all()
    (after,) = target.tickets.all()
    (topic,) = target.topics.all()
    assert (after.external_id, after.topic_ids) == (before.id, (topic.id,))
    kept = ("created_at", "closed_at", "updated_at", "subject", "channel")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


def test_nothing_is_sent_by_the_calls_that_send(path: Path) -> None:

    source, target = filled(), MemoryHelpdesk()
    for name in ("send", "add_note"):
        setattr(target.messages, name, _never)
    target.tickets.create = _never
    assert migrate(source, target, path).whole


def _never(*_: object, **__: object) -> None:
    pytest.fail("history is imported, never sent")


def test_a_second_run_writes_nothing(path: Path) -> None:
    source, target = filled(), MemoryHelpdesk()
    first = migrate(source, target, path)
    second = migrate(source, target, path)
    assert second.written == 0
    assert second.tallies == first.tallies


def test_what_is_new_at_the_source_is_moved_by_the_next_run(path: Path) -> None:
    source, target = filled(), MemoryHelpdesk()
    migrate(source, target, path)
    ticket = next(iter(source.tickets.all()))
    source.messages.import_past(TicketId(ticket.id), past_message("late", START, 59))
    again = migrate(source, target, path)
    assert again.written == 1
    assert again.whole


def test_a_customer_who_is_there_already_is_kept_as_it_is_and_completed(path: Path) -> None:
    source, target = filled(customers=1), MemoryHelpdesk()
    email = Identifier(kind=IdentifierKind.EMAIL, value="c0@example.org")
    there = target.customers.create(NewCustomer(name="Already here", identifiers=[email]))
    migrate(source, target, path)
    (after,) = target.customers.all()
    (before,) = source.customers.all()
    assert (after.id, after.name) == (there.id, "Already here")
    assert after.values(IdentifierKind.EXTERNAL_ID) == (before.id,)


def test_a_plugin_leaves_records_out_with_a_reason(path: Path) -> None:
    def transform(record: Record, move: Move) -> Record | Skip:
        if isinstance(record, Message) and record.text == "Message 1":
            return Skip("too private")
        if isinstance(record, Ticket) and record.subject == "Subject 1":
            return Skip("too old")
        return record

    source, target = filled(), MemoryHelpdesk()
    outcome = migrate(source, target, path, transform=transform)
    assert outcome.whole
    assert outcome.tallies["ticket"] == Tally(source=6, migrated=3, skipped=3)
    assert outcome.tallies["message"] == Tally(source=24, migrated=9, skipped=15)


def test_a_second_runner_is_refused(path: Path) -> None:
    import threading

    source, target = filled(), MemoryHelpdesk()
    plan = plan_of(source, target)
    ledger = Ledger(str(path), run_key(plan))
    with (
        RunnerLock(ledger, lost=threading.Event()),
        pytest.raises(MigrationError, match="running already"),
    ):
        run(plan, source, target, ledger, options=Options(accept=digest(plan)))
    ledger.close()
    assert run_plan(plan, source, target, path).whole
