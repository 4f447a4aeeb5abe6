"""Desks to migrate between: one filled, one that can do less, one that breaks."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from pwd import getpwnam
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

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


class Server:
    """A PostgreSQL of this process's own, that answers at a socket in its folder and nowhere else."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        # PostgreSQL refuses to run as root; Debian's packages bring a user for it.
        user = getpwnam("postgres") if os.geteuid() == 0 else None
        given: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        made = [programs / "initdb", "-D", "data", "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C"]
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "cwd": folder, **given}
        ended = subprocess.run([*made, "--no-sync"], check=False, text=True, **quiet)
        assert ended.returncode == 0, ended.stdout
        settings = ("listen_addresses=", "fsync=off", "full_page_writes=off", "shared_buffers=16MB")
        options = [part for one in settings for part in ("-c", one)]
        log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            [programs / "postgres", "-D", "data", "-k", folder, *options], **{**quiet, "stdout": log}
        )
        log.close()
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 20
        while True:
            try:
                self._execute("SELECT 1")
            except OperationalError:
                assert self._process.poll() is None, (self._folder / "log").read_text()
                assert time.monotonic() < until, (self._folder / "log").read_text()
                time.sleep(0.05)
            else:
                return

    def _execute(self, statement: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(statement)
        finally:
            engine.dispose()

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://tester@/{name}?host={self._folder}"

    def new_database(self) -> str:
        """Make a database and return its URL as a user would write it, without a driver."""
        name = f"ledger_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name}")
        return self.url(name).replace("+psycopg", "")

    def close(self) -> None:
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL; the tests that need it are skipped where its programs are not installed, but not in CI."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not installed:
        absent = "PostgreSQL's server is not installed: apt-get install postgresql"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(absent)
    # The path of a socket may have a hundred characters only, and pytest's folders are closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="deskbridge-postgresql-"))
    try:
        server = Server(installed[-1].parent, folder)
        try:
            yield server
        finally:
            server.close()
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, path: Path) -> str:
    """Where a ledger is kept: in each kind of database."""
    if request.param == "sqlite":
        return str(path)
    server: Server = request.getfixturevalue("postgresql")
    return server.new_database()


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
