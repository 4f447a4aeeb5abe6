"""What was planned and moved is for its owner's eyes only."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskbridge.memory import MemoryHelpdesk
from deskbridge_migrate import planfile
from deskbridge_migrate.ledger import Ledger, Row
from deskbridge_migrate.reporting import Reported, write_report


@pytest.fixture(params=[0o000, 0o022, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {one.name: one.stat().st_mode & 0o777 for one in folder.iterdir() if one.is_file()}


@pytest.fixture
def write_all(tmp_path: Path, filled, plan_of, run_plan, open_ledger):
    def write() -> None:
        source, target = filled(customers=1), MemoryHelpdesk()
        plan = plan_of(source, target)
        planfile.write(plan, tmp_path / "plan.json")
        outcome = run_plan(plan, source, target)
        reported = Reported(plan=plan, outcome=outcome, verified=None, made_at=datetime.now(UTC))
        write_report(reported, open_ledger(plan), tmp_path)

    return write


def test_files_are_made_for_their_owner_alone_whatever_the_umask(umask, write_all, tmp_path) -> None:
    write_all()
    found = modes(tmp_path)
    assert {"plan.json", "report.html", "report.jsonl", "ledger.sqlite3"} <= set(found)
    assert set(found.values()) == {0o600}


@pytest.mark.parametrize("mode", [0o640, 0o400, 0o600])
def test_files_that_are_there_keep_their_modes(mode: int, write_all, tmp_path: Path) -> None:
    if mode == 0o400 and os.geteuid() != 0:
        pytest.skip("the owner could not write to it")
    for name in ("plan.json", "report.html", "report.jsonl", "ledger.sqlite3"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(mode)
    write_all()
    assert set(modes(tmp_path).values()) == {mode}


def test_the_files_beside_an_open_ledger_are_as_private(tmp_path: Path) -> None:
    ledger = Ledger(str(tmp_path / "ledger.sqlite3"), "k")
    ledger.put(Row(kind="ticket", source_id="1"))
    assert len(modes(tmp_path)) == 3
    assert set(modes(tmp_path).values()) == {0o600}
    ledger.close()
