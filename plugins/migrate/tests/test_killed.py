"""A run that is killed at any moment and started again ends like one that nobody disturbed."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskbridge.connecting import connect
from deskbridge.plugins import plugins
from deskbridge.protocols import Helpdesk
from deskbridge.sandbox import RunningSandbox, SandboxOptions, Seed, running
from deskbridge_migrate import planfile, planning
from deskbridge_migrate.demo import choose
from deskbridge_migrate.engine import run_key
from deskbridge_migrate.ledger import Ledger
from deskbridge_migrate.verifying import verify

KILLS = 20
MOST_MIGRATIONS = 8
SEEDS = (Seed("sample"), Seed("synthetic", 12))


def sandbox(vendor: str, *seeds: Seed) -> contextlib.AbstractContextManager[RunningSandbox]:
    make = plugins().vendor(vendor).sandbox
    assert make is not None
    return running(make(SandboxOptions(seeds=seeds or SEEDS)))


class Runner:
    """The process whose children are killed; it knows the desks `old` and `new` by a file."""

    def __init__(self, folder: Path, source: RunningSandbox) -> None:
        self._folder = folder
        self._source = source
        script = Path(__file__).with_name("killed_runner.py")
        environment = {**os.environ, "DESKBRIDGE_CONFIG": str(folder / "deskbridge.toml")}
        self._process = subprocess.Popen(
            [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def point(self, target: RunningSandbox) -> None:
        tables = [
            f"[desks.{name}]\nvendor = {json.dumps(one.vendor)}\n"
            + "\n".join(f"{key} = {json.dumps(value)}" for key, value in one.settings.items())
            for name, one in (("old", self._source), ("new", target))
        ]
        (self._folder / "deskbridge.toml").write_text("\n".join(tables))

    def start(self, plan: Path, ledger: Path | str) -> int:
        asked = {"plan": str(plan), "ledger": str(ledger), "reports": str(self._folder)}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._answer())

    def end(self) -> int:
        return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


def kill_after(pid: int, target: RunningSandbox, requests: int, ended: threading.Event) -> None:
    """Kill a process when the target has got so many requests more, whatever it is doing then."""
    limit = target.sandbox.counters.requests + requests
    while target.sandbox.counters.requests < limit:
        if ended.is_set():
            return
        time.sleep(0.0005)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def run_and_kill(runner: Runner, plan: Path, ledger: Path | str, target: RunningSandbox, requests: int) -> int:
    pid = runner.start(plan, ledger)
    ended = threading.Event()
    killer = threading.Thread(target=kill_after, args=(pid, target, requests, ended))
    killer.start()
    code = runner.end()
    ended.set()
    killer.join()
    return code


def contents(desk: Helpdesk) -> dict[str, Any]:
    """What a desk holds, by ids at the source, without anything that the desk makes up itself."""
    held: dict[str, Any] = {}
    for ticket in desk.tickets.all():
        messages = [one for one in desk.messages.of_ticket(ticket.id) if one.external_id]
        customer = desk.customers.get(ticket.customer_id) if ticket.customer_id else None
        assert ticket.external_id not in held, "a ticket is there twice"
        held[ticket.external_id or ticket.id] = (
            ticket.status.kind,
            ticket.created_at,
            ticket.closed_at,
            ticket.subject,
            ticket.topic_ids,
            ticket.agent_id,
            customer and (customer.name, sorted((one.kind, one.value) for one in customer.identifiers)),
            Counter((one.external_id, one.text, one.html) for one in messages),
        )
    return held


@pytest.fixture(scope="module")
def source() -> Iterator[RunningSandbox]:
    with sandbox(choose()[0]) as started:
        yield started


@pytest.fixture(scope="module")
def small() -> Iterator[RunningSandbox]:
    with sandbox(choose()[0], Seed("synthetic", 5)) as started:
        yield started


@pytest.fixture
def runner(tmp_path: Path, source: RunningSandbox) -> Iterator[Runner]:
    started = Runner(tmp_path, source)
    yield started
    started.close()


def planned(source: RunningSandbox, target: RunningSandbox, path: Path) -> Path:
    with connect(source.vendor, **source.settings) as old, connect(target.vendor, **target.settings) as new:
        planfile.write(planning.make_plan(old, new, names=("old", "new")), path)
    return path


def test_twenty_deaths_change_nothing(tmp_path: Path, source: RunningSandbox, runner: Runner) -> None:
    chance = random.Random(20)  # noqa: S311  moments of death, no secrets
    with sandbox(choose()[1]) as target:
        runner.point(target)
        plan = planned(source, target, tmp_path / "plan.json")
        runner.start(plan, tmp_path / "undisturbed.sqlite3")
        assert runner.end() == 0
        with connect(target.vendor, **target.settings) as desk:
            undisturbed = contents(desk)
    kills = 0
    for attempt in range(MOST_MIGRATIONS):
        if kills >= KILLS:
            break
        with sandbox(choose()[1]) as target:
            runner.point(target)
            ledger = tmp_path / f"ledger-{attempt}.sqlite3"
            while (code := run_and_kill(runner, plan, ledger, target, chance.randint(1, 45))) == -signal.SIGKILL:
                kills += 1
            assert code == 0, [
                one.reason for one in Ledger(str(ledger), run_key(planfile.read(plan))).rows() if one.state == "failed"
            ][:3]
            check_end(source, target, plan, ledger, undisturbed)
            check_second_run(runner, target, plan, ledger)
    assert kills >= KILLS


def check_end(
    source: RunningSandbox, target: RunningSandbox, path: Path, ledger_path: Path | str, undisturbed: dict[str, Any]
) -> None:
    plan = planfile.read(path)
    ledger = Ledger(str(ledger_path), run_key(plan))
    with connect(source.vendor, **source.settings) as old, connect(target.vendor, **target.settings) as new:
        assert contents(new) == undisturbed
        outcome = verify(plan, old, new, ledger)
    ledger.close()
    assert (outcome.whole, outcome.problems) == (True, ())
    assert target.sandbox.counters.outbound_messages == 0


def check_second_run(runner: Runner, target: RunningSandbox, plan: Path, ledger: Path | str) -> None:
    before = held_by(target)
    runner.start(plan, ledger)
    assert runner.end() == 0
    assert held_by(target) == before


def held_by(target: RunningSandbox) -> dict[str, Any]:
    """What a sandbox holds and how often it was changed, without the count of sign-ins."""
    return {name: value for name, value in target.sandbox.state().items() if not name.endswith("_calls")}


@pytest.fixture
def two(tmp_path: Path, small: RunningSandbox) -> Iterator[tuple[Runner, Runner]]:
    with contextlib.closing(Runner(tmp_path, small)) as one, contextlib.closing(Runner(tmp_path, small)) as other:
        yield one, other


def test_a_run_that_is_killed_with_its_ledger_on_a_server_is_taken_over_by_another_process(
    tmp_path: Path, small: RunningSandbox, two: tuple[Runner, Runner], postgresql
) -> None:
    ledger = postgresql.new_database()
    with sandbox(choose()[1], Seed("empty")) as target:
        two[0].point(target)
        plan = planned(small, target, tmp_path / "plan.json")
        for runner, requests in zip(two, (12, 25), strict=True):
            assert run_and_kill(runner, plan, ledger, target, requests) == -signal.SIGKILL
        two[0].start(plan, ledger)
        assert two[0].end() == 0
        with connect(target.vendor, **target.settings) as desk:
            resumed = contents(desk)
        assert len(resumed) == 5
        check_end(small, target, plan, ledger, resumed)
        check_second_run(two[1], target, plan, ledger)


def test_of_two_processes_on_one_server_the_second_is_refused(
    tmp_path: Path, small: RunningSandbox, two: tuple[Runner, Runner], postgresql
) -> None:
    ledger = postgresql.new_database()
    with sandbox(choose()[1], Seed("empty")) as target:
        two[0].point(target)
        plan = planned(small, target, tmp_path / "plan.json")
        limit = target.sandbox.counters.requests + 10
        pid = two[0].start(plan, ledger)
        while target.sandbox.counters.requests < limit:
            time.sleep(0.0005)
        os.kill(pid, signal.SIGSTOP)
        two[1].start(plan, ledger)
        assert two[1].end() == 2
        os.kill(pid, signal.SIGCONT)
        assert two[0].end() == 0
