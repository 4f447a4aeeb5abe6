import subprocess
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from sqlalchemy import insert, update

from deskbridge_migrate.ledger import RUNNERS, Ledger, Row, State
from deskbridge_migrate.lock import RunnerLock
from deskbridge_migrate.model import MigrationError


@pytest.fixture
def ledger(path: Path):
    made = Ledger(str(path), "old -> new")
    yield made
    made.close()


def test_a_row_is_kept_as_it_was_put(ledger: Ledger) -> None:
    row = Row(kind="message", source_id="1", parent_id="t", attempts=2, content_hash="abc", reason="because 🙂")
    ledger.put(row)
    ledger.put(evolve(row, state=State.DONE, target_id="77"))
    assert ledger.get("message", "1", parent_id="t") == evolve(row, state=State.DONE, target_id="77")
    assert list(ledger.rows()) == [evolve(row, state=State.DONE, target_id="77")]


def test_two_pairs_of_desks_share_a_database_and_nothing_else(ledger: Ledger, path: Path) -> None:
    other = Ledger(str(path), "old -> elsewhere")
    ledger.put(Row(kind="ticket", source_id="1"))
    assert other.get("ticket", "1") is None
    other.close()


def test_many_threads_write_at_once(ledger: Ledger) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: ledger.put(Row(kind="message", source_id=str(n), parent_id="t")), range(200)))
    assert len(ledger.children("t")) == 200


def test_what_is_committed_outlives_a_process_that_is_killed(path: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from deskbridge_migrate.ledger import Ledger, Row\n"
        "ledger = Ledger(sys.argv[1], 'k')\n"
        "ledger.put(Row(kind='ticket', source_id='1'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    ledger = Ledger(str(path), "k")
    assert ledger.get("ticket", "1") == Row(kind="ticket", source_id="1")
    ledger.close()


def test_a_dead_runner_is_taken_over_from_at_once(ledger: Ledger) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    _leave_runner(ledger, pid=dead.pid)
    with RunnerLock(ledger, lost=threading.Event()):
        pass


def test_a_runner_on_another_host_is_waited_for_while_its_heart_beats(ledger: Ledger) -> None:
    _leave_runner(ledger, host="elsewhere.invalid")
    with pytest.raises(MigrationError, match=r"elsewhere\.invalid"), RunnerLock(ledger, lost=threading.Event()):
        pass
    with ledger.writing() as connection:
        connection.execute(update(RUNNERS).values(beat_at=datetime.now(UTC) - timedelta(minutes=1)))
    with RunnerLock(ledger, lost=threading.Event()):
        pass


def _leave_runner(ledger: Ledger, *, pid: int = 1, host: str = "") -> None:
    import socket

    values = {"run_key": ledger.run_key, "run_id": "gone", "beat_at": datetime.now(UTC)}
    with ledger.writing() as connection:
        connection.execute(insert(RUNNERS).values(**values, pid=pid, host=host or socket.gethostname()))


def test_a_database_that_cant_be_used_is_named_and_its_password_not(tmp_path: Path) -> None:
    with pytest.raises(MigrationError, match="ledger") as refused:
        Ledger("mysql://user:secret@host/name", "k")
    assert "secret" not in str(refused.value)
    with pytest.raises(MigrationError, match="ledger"):
        Ledger(str(tmp_path), "k")


@pytest.mark.parametrize(
    "url", ["postgresql://user:secret@host:po@rt/name", "postgresql://user:5:secret@:x/y", "://secret"]
)
def test_an_url_that_cant_be_read_is_not_shown(url: str) -> None:
    with pytest.raises(MigrationError, match="ledger") as refused:
        Ledger(url, "k")
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_what_a_database_refuses_tells_no_values(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        connection.exec_driver_sql("DROP TABLE records")
    with pytest.raises(MigrationError) as refused:
        ledger.put(Row(kind="ticket", source_id="1", reason="person".upper()))
    assert "PERSON" not in "".join(traceback.format_exception(refused.value))


def test_half_a_character_in_a_reason_is_spelt_out(ledger: Ledger) -> None:
    ledger.put(Row(kind="ticket", source_id="1", reason="a\ud800\0"))
    row = ledger.get("ticket", "1")
    assert row is not None
    assert row.reason == "a\\ud800\\x00"
