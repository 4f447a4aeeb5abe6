import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from deskbridge.plugins import plugins
from deskbridge.sandbox import Fault, RunningSandbox, SandboxOptions, Seed, running
from deskbridge_migrate import demo as demonstration


def deskbridge(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deskbridge", *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=60,
        env={**os.environ, **environment},
        check=False,
    )


def configured(folder: Path) -> Path:
    (folder / "deskbridge.toml").write_text('[desks.old]\nvendor = "memory"\n[desks.new]\nvendor = "memory"\n')
    return folder


@pytest.fixture
def in_memory(tmp_path: Path) -> Path:
    """A folder where two empty desks are configured."""
    return configured(tmp_path)


@pytest.fixture(scope="module")
def planned_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where two empty desks are configured and planned, to be copied and not to be written to."""
    folder = configured(tmp_path_factory.mktemp("planned"))
    assert deskbridge("migrate", "plan", "old", "new", folder=folder).returncode == 0
    return folder


@pytest.fixture
def in_memory_planned(in_memory: Path, planned_once: Path) -> Path:
    """A folder where two empty desks are configured and planned."""
    shutil.copytree(planned_once, in_memory, dirs_exist_ok=True)
    return in_memory


def test_plan_run_and_verify_end_well(in_memory: Path) -> None:
    planned = deskbridge("migrate", "plan", "old", "new", "--json", folder=in_memory)
    assert (planned.returncode, planned.stderr) == (0, "")
    assert json.loads(planned.stdout)["needs_acceptance"] is False
    ran = deskbridge("migrate", "run", "plan.json", "--json", folder=in_memory)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["tickets"] == {"source": 0, "migrated": 0, "skipped": 0, "failed": 0}
    verified = deskbridge("migrate", "verify", "plan.json", "--json", folder=in_memory)
    assert (verified.returncode, json.loads(verified.stdout)["verified"]) == (0, True)
    assert {"report.html", "report.jsonl", "plan.json"} <= {one.name for one in in_memory.iterdir()}


def test_a_rehearsal_is_planned_with_a_key_that_only_the_plans_file_holds(in_memory: Path) -> None:
    planned = deskbridge("migrate", "plan", "old", "new", "--mask-personal-data", "--json", folder=in_memory)
    assert (planned.returncode, planned.stderr) == (0, "")
    key = json.loads((in_memory / "plan.json").read_text())["mask_key"]
    assert len(key) == 32
    assert key not in planned.stdout
    assert json.loads(planned.stdout)["remarks"][0].startswith("It is a rehearsal")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plan", "old", "nowhere"], "no desk and no vendor named 'nowhere'"),
        (["plan", "old", "old"], "two different desks"),
        (["run", "missing.json"], "can't be read as a plan"),
        (["run", "plan.json", "--ledger", "mysql://host/name"], "ledger"),
        (["run", "plan.json", "--ledger", "no-such-folder/ledger.sqlite3"], "ledger"),
        (["run", "plan.json", "--accept", "0123"], "another plan's"),
        (["verify", "deskbridge.toml"], "plan"),
        (["verify", "plan.json", "--ledger", "other.sqlite3"], "no run of this plan in that ledger yet"),
        (["run", "plan.json", "--report-dir", "/proc/foo"], "the report can't be written to /proc/foo"),
    ],
)
def test_what_cant_start_is_one_clear_line_and_2(arguments: list[str], said: str, in_memory_planned: Path) -> None:
    ended = deskbridge("migrate", *arguments, folder=in_memory_planned)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert ended.stdout == ""
    assert not list(in_memory_planned.glob("other.sqlite3*"))


def test_a_demo_that_cant_write_its_report_starts_nothing(tmp_path: Path) -> None:
    ended = deskbridge("demo", "--out", "/proc/foo", folder=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "can't be written to /proc/foo" in ended.stderr


@pytest.fixture
def between(tmp_path: Path) -> Iterator[tuple[Path, RunningSandbox]]:
    """A folder where two sandboxes' desks are configured and planned, and the target."""
    with contextlib.ExitStack() as stack:
        tables = []
        for name, vendor in zip(("old", "new"), demonstration.choose(), strict=True):
            make = plugins().vendor(vendor).sandbox
            assert make is not None
            seeds = (Seed("sample"), Seed("synthetic", 12))
            started = stack.enter_context(running(make(SandboxOptions(seeds=seeds))))
            tables.append(f"[desks.{name}]\nvendor = {json.dumps(vendor)}\n")
            tables.append("attempts = 1\ndeadline_seconds = 1\n")
            tables += [f"{key} = {json.dumps(value)}\n" for key, value in started.settings.items()]
        (tmp_path / "deskbridge.toml").write_text("".join(tables))
        yield tmp_path, started


def accepted(folder: Path) -> str:
    planned = deskbridge("migrate", "plan", "old", "new", "--json", folder=folder)
    return str(json.loads(planned.stdout)["digest"])


def test_an_interrupted_run_says_how_to_go_on(between) -> None:
    folder, target = between
    arguments = ["migrate", "run", "plan.json", "--accept", accepted(folder)]
    target.sandbox.faults.add(Fault("latency", 0.05))
    limit = target.sandbox.counters.requests + 20
    # Where the tests themselves run in the background, an interruption is ignored, and the child would inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-m", "deskbridge", *arguments], cwd=folder, stderr=subprocess.PIPE, text=True
    )
    signal.signal(signal.SIGINT, before)
    while target.sandbox.counters.requests < limit:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "the same command goes on from there" in said
    target.sandbox.faults.clear()
    assert deskbridge(*arguments, folder=folder).returncode == 0


def test_failures_that_passed_leave_nothing_behind(between) -> None:
    folder, target = between
    arguments = ["migrate", "run", "plan.json", "--accept", accepted(folder)]
    target.sandbox.faults.add(
        Fault("rate_limited", 12, method="POST", skip=5), Fault("unavailable_before", 9, method="PUT")
    )
    first = deskbridge(*arguments, "--stop-after", "1000", folder=folder)
    assert first.returncode == 1
    assert "Run the same command again: what failed is tried again." in first.stdout
    target.sandbox.faults.clear()
    verified = deskbridge("migrate", "verify", "plan.json", folder=folder)
    assert verified.returncode == 1
    assert "Not verified" in verified.stdout
    again = deskbridge(*arguments, "--json", folder=folder)
    told = json.loads(again.stdout)
    assert (again.returncode, told["failures"], told["problems"]) == (0, [], [])
    plan = json.loads((folder / "plan.json").read_text())
    for kind in ("customer", "ticket", "message"):
        counted = told[f"{kind}s"]
        assert counted["source"] == plan["counts"][kind] == counted["migrated"] + counted["skipped"]
    assert told["customers"]["skipped"] == sum(plan["skips"].values())
    assert deskbridge("migrate", "verify", "plan.json", folder=folder).returncode == 0


def test_sandboxes_end_with_a_demo_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import time\n"
        "from deskbridge_migrate.demo import choose, sandboxes\n"
        "with sandboxes(*choose(), tickets=1) as started:\n"
        "    print(*(one.url for one in started), flush=True)\n"
        "    time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    assert process.stdout is not None
    ports = [int(url.rpartition(":")[2]) for url in process.stdout.readline().split()]
    process.kill()
    process.communicate()
    until = time.monotonic() + 5
    while any(answers(port) for port in ports):
        assert time.monotonic() < until, "a sandbox outlived the demo"
        time.sleep(0.05)
    assert len(ports) == 2


def answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path, float]:
    folder = tmp_path_factory.mktemp("demo")
    started = time.monotonic()
    return deskbridge("demo", "--json", "--tickets", "12", folder=folder), folder, time.monotonic() - started


def test_the_demo_keeps_its_contract(shown) -> None:
    ended, _, _ = shown
    assert (ended.returncode, ended.stderr) == (0, "")
    told = json.loads(ended.stdout)
    assert list(told) == [
        "source", "target", "customers", "tickets", "messages", "outbound_messages", "verified", "losses", "seconds",
    ]  # fmt: skip
    assert (told["source"], told["target"]) == demonstration.choose()
    assert (told["outbound_messages"], told["verified"]) == (0, True)
    for kind in ("customers", "tickets", "messages"):
        assert told[kind]["source"] == told[kind]["migrated"] + told[kind]["skipped"] > 0
        assert told[kind]["failed"] == 0
    assert {"carried", "changed", "kept"} <= {one["fate"] for one in told["losses"]}


def test_the_demo_gives_a_reason_for_each_skip(shown) -> None:
    ended, folder, _ = shown
    told = json.loads(ended.stdout)
    facts = [json.loads(line) for line in (folder / "report.jsonl").read_text().splitlines()]
    skipped = [one for one in facts if one["fate"] == "skipped"]
    assert len(skipped) == sum(told[kind]["skipped"] for kind in ("customers", "tickets", "messages"))
    assert all(one["reason"] for one in skipped)
    assert (folder / "report.html").read_text().startswith("<!doctype html>")


def test_the_demo_leaves_no_process_and_no_other_file_behind(shown) -> None:
    _, folder, _ = shown
    assert {one.name for one in folder.iterdir()} == {"report.html", "report.jsonl"}


def test_no_vendor_is_named_in_the_sources() -> None:
    vendors = [one.name for one in plugins().vendors() if one.sandbox is not None]
    assert vendors
    pattern = re.compile("|".join(vendors), re.IGNORECASE)
    sources = [one for one in Path(str(files("deskbridge_migrate"))).rglob("*") if one.suffix in {".py", ".jinja"}]
    assert len(sources) > 20
    assert not [one.name for one in sources if pattern.search(one.read_text())]
