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

from deskbridge_migrate.keys import stored_id
from deskbridge_migrate.ledger import Ledger, Row, State, is_ledger
from deskbridge_migrate.lock import RunnerLock
from deskbridge_migrate.model import MigrationError
from deskbridge_migrate.tables import RUNNERS


@pytest.fixture
def ledger(url: str):
    made = Ledger(url, "old -> new")
    yield made
    made.close()


def test_a_row_is_kept_as_it_was_put(ledger: Ledger) -> None:
    row = Row(kind="message", source_id="1", parent_id="t", attempts=2, content_hash="abc", reason="because 🙂")
    ledger.put(row)
    ledger.put(evolve(row, state=State.DONE, target_id="77"))
    assert ledger.get("message", "1", parent_id="t") == evolve(row, state=State.DONE, target_id="77")
    assert list(ledger.rows()) == [evolve(row, state=State.DONE, target_id="77")]


def test_two_pairs_of_desks_share_a_database_and_nothing_else(ledger: Ledger, url: str) -> None:
    other = Ledger(url, "old -> elsewhere")
    ledger.put(Row(kind="ticket", source_id="1"))
    assert other.get("ticket", "1") is None
    other.close()


def test_many_threads_write_at_once(ledger: Ledger) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: ledger.put(Row(kind="message", source_id=str(n), parent_id="t")), range(200)))
    assert len(ledger.children("t")) == 200


def test_what_is_committed_outlives_a_process_that_is_killed(url: str) -> None:
    script = (
        "import os, signal, sys\n"
        "from deskbridge_migrate.ledger import Ledger, Row\n"
        "ledger = Ledger(sys.argv[1], 'k')\n"
        "ledger.put(Row(kind='ticket', source_id='1'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script, url], check=False)
    ledger = Ledger(url, "k")
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


AWKWARD = ("a" * 5000, "🙂" * 400, "a\0b", "a\ud800", "\x1b[2J", "", "' OR 1=1 --")


def test_any_id_has_a_row_of_its_own_and_is_given_back_as_it_was(ledger: Ledger) -> None:
    ledger.put(*(Row(kind="message", source_id=one, parent_id=two, reason=one) for one in AWKWARD for two in AWKWARD))
    assert len(list(ledger.rows())) == len(AWKWARD) ** 2
    for parent in AWKWARD:
        children = ledger.children(parent)
        assert len(children) == len(AWKWARD)
        for one in AWKWARD:
            row = ledger.get("message", one, parent_id=parent)
            assert row == children["message", one]
            assert (row.source_id, row.parent_id) == (one, parent)


def test_an_id_that_looks_like_the_hash_of_another_is_not_taken_for_it(ledger: Ledger) -> None:
    twin = stored_id("a" * 500)
    ledger.put(Row(kind="ticket", source_id="a" * 500), Row(kind="ticket", source_id=twin, target_id="1"))
    assert [one.target_id for one in ledger.rows()].count("1") == 1
    assert ledger.get("ticket", "a" * 500) == Row(kind="ticket", source_id="a" * 500)


def test_an_id_of_the_target_may_be_of_any_length(ledger: Ledger) -> None:
    ledger.put(Row(kind="ticket", source_id="1", target_id="🙂" * 3000))
    assert [one.source_id for one in ledger.written_as("ticket", "🙂" * 3000)] == ["1"]


def test_a_pair_of_desks_may_have_names_of_any_length(url: str) -> None:
    ledgers = [Ledger(url, "x" * 5000 + end) for end in "ab"]
    ledgers[0].put(Row(kind="ticket", source_id="1"))
    with RunnerLock(ledgers[0], lost=threading.Event()), RunnerLock(ledgers[1], lost=threading.Event()):
        assert [len(list(one.rows())) for one in ledgers] == [1, 0]
    for one in ledgers:
        one.close()


def test_two_processes_make_the_tables_at_once_and_write_beside_each_other(url: str) -> None:
    script = (
        "import sys\n"
        "from deskbridge_migrate.ledger import Ledger, Row\n"
        "sys.stdin.readline()\n"
        "ledger = Ledger(sys.argv[1], 'k')\n"
        "for n in range(40):\n"
        "    ledger.put(Row(kind='ticket', source_id=f'{sys.argv[2]} {n}'))\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", script, url, name], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for name in "ab"
    ]
    for one in started:
        assert one.stdin is not None
        one.stdin.write(b"\n")
        one.stdin.flush()
    assert [one.communicate()[1] for one in started] == [b"", b""]
    ledger = Ledger(url, "k")
    assert len(list(ledger.rows())) == 80
    ledger.close()


def test_of_two_that_take_over_a_dead_runner_one_succeeds(ledger: Ledger, url: str) -> None:
    _leave_runner(ledger, pid=2**22 + 1)
    other = Ledger(url, ledger.run_key)
    lost = threading.Event()
    with RunnerLock(ledger, lost=lost), pytest.raises(MigrationError, match="running already"):
        RunnerLock(other, lost=lost).__enter__()
    other.close()


def test_a_ledger_is_known_before_it_is_opened(url: str) -> None:
    assert not is_ledger(url)
    Ledger(url, "k").close()
    assert is_ledger(url)


def test_rows_may_be_left_half_read(ledger: Ledger) -> None:
    ledger.put(*(Row(kind="ticket", source_id=str(n)) for n in range(2500)))
    assert any(ledger.rows())
    assert len([one for one, _ in zip(ledger.rows(), range(1500), strict=False)]) == 1500


def test_a_driver_that_is_not_installed_is_named() -> None:
    with pytest.raises(MigrationError, match="psycopg2"):
        Ledger("postgresql+psycopg2://user:secret@host/name", "k")


def test_a_server_that_does_not_answer_is_named_and_its_password_not(tmp_path: Path) -> None:
    with pytest.raises(MigrationError, match="ledger") as refused:
        Ledger(f"postgresql://user:secret@/name?host={tmp_path}", "k")
    assert "secret" not in str(refused.value)


def test_half_a_character_in_a_reason_is_spelt_out(ledger: Ledger) -> None:
    ledger.put(Row(kind="ticket", source_id="1", reason="a\ud800\0"))
    row = ledger.get("ticket", "1")
    assert row is not None
    assert row.reason == "a\\ud800\\x00"
