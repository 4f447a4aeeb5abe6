"""Desks to migrate between: one filled, one that can do less, one that breaks."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deskbridge.capabilities import ROLES, Capabilities, Capability, Support
from deskbridge.desk import Desk
from deskbridge.hookspecs import Move, Skip
from deskbridge.memory import CAPABILITIES, MemoryHelpdesk, Store
from deskbridge.protocols import Helpdesk
from deskbridge.records import (
    Author,
    AuthorKind,
    CustomerId,
    Direction,
    Identifier,
    IdentifierKind,
    MessageKind,
    NewCustomer,
    NewTopic,
    PastMessage,
    PastTicket,
    Record,
    Requester,
    TicketId,
    Visibility,
)
from deskbridge_migrate.engine import Options, run, run_key
from deskbridge_migrate.ledger import Ledger
from deskbridge_migrate.model import Outcome, Plan
from deskbridge_migrate.planfile import digest
from deskbridge_migrate.planning import make_plan

START = datetime(2024, 1, 1, tzinfo=UTC)


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


@pytest.fixture
def a_message() -> Callable[[str, int], PastMessage]:
    return lambda external_id, place: past_message(external_id, START, place)


def fill(desk: MemoryHelpdesk, *, customers: int, tickets: int, messages: int) -> None:
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


@pytest.fixture
def filled() -> Callable[..., MemoryHelpdesk]:
    def make(*, customers: int = 3, tickets: int = 2, messages: int = 4) -> MemoryHelpdesk:
        desk = MemoryHelpdesk()
        fill(desk, customers=customers, tickets=tickets, messages=messages)
        return desk

    return make


@pytest.fixture
def limited() -> Callable[..., Desk[Store]]:
    """Make a desk in memory that declares other rows, and may have other roles."""

    def make(rows: Mapping[Capability, Support], roles: Callable[[Store], dict[str, Any]] | None = None) -> Desk[Store]:
        whole = MemoryHelpdesk()
        store = whole.native
        of_memory = {name: getattr(whole, name) for name in ROLES}
        made = {**of_memory, **(roles(store) if roles else {})}
        declared = Capabilities("limited", {**CAPABILITIES.rows, **rows})
        return Desk(declared, native=store, roles=made, close=lambda: None)

    return make


def as_it_is(record: Record, _: Move) -> Record | Skip:
    return record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def plan_of() -> Callable[..., Plan]:
    def make(source: Helpdesk, target: Helpdesk, *, sample: int | None = None) -> Plan:
        return make_plan(source, target, names=("old", "new"), sample=sample)

    return make


@pytest.fixture
def open_ledger(path: Path) -> Iterator[Callable[[Plan], Ledger]]:
    opened: list[Ledger] = []

    def make(plan: Plan) -> Ledger:
        opened.append(Ledger(str(path), run_key(plan)))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture
def run_plan(open_ledger: Callable[[Plan], Ledger]) -> Callable[..., Outcome]:
    """Run a plan with the test's ledger, accepted unless the test says otherwise."""

    def go(plan: Plan, source: Helpdesk, target: Helpdesk, **given: Any) -> Outcome:
        transform = given.pop("transform", as_it_is)
        options = Options(**{"accept": digest(plan), **given})
        return run(plan, source, target, open_ledger(plan), options=options, transform=transform)

    return go


@pytest.fixture
def migrate(plan_of: Callable[..., Plan], run_plan: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Plan and run."""
    return lambda source, target, **given: run_plan(plan_of(source, target), source, target, **given)
