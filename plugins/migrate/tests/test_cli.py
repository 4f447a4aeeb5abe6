import json
import os
import re
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import pytest

from deskbridge.plugins import plugins
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


@pytest.fixture
def in_memory(tmp_path: Path) -> Path:
    """A folder where two empty desks are configured."""
    (tmp_path / "deskbridge.toml").write_text('[desks.old]\nvendor = "memory"\n[desks.new]\nvendor = "memory"\n')
    return tmp_path


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
    ],
)
def test_what_cant_start_is_one_clear_line_and_2(arguments: list[str], said: str, in_memory: Path) -> None:
    deskbridge("migrate", "plan", "old", "new", folder=in_memory)
    ended = deskbridge("migrate", *arguments, folder=in_memory)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert ended.stdout == ""


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
