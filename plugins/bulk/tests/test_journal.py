"""A journal knows what was done, whoever died in between, and belongs to one file, job and desk."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from attrs import evolve

from deskbridge_bulk.journal import Journal, Known, Owner, open_journal
from deskbridge_bulk.problems import JournalError

OWNER = Owner(job="customers.create", desk="support", account="a1", file="f1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv.customers-create.journal"


def filled(path: Path) -> None:
    with open_journal(path, OWNER) as journal:
        journal.begin([1, 2, 3])
        journal.settle(1, "done", "id1")
        journal.settle(2, "failed", None)


def known(journal: Journal) -> list[str]:
    return [journal.known(row).name for row in range(1, 5)]


def test_what_was_written_down_is_known_to_the_next(path: Path) -> None:
    filled(path)
    with open_journal(path, OWNER) as journal:
        assert known(journal) == ["SETTLED", "FAILED", "BEGUN", "NOTHING"]
        assert journal.settled_id(1) == "id1"
        journal.settle(3, "skipped", "id3")
        journal.begin([1])
    with open_journal(path, OWNER) as journal:
        assert journal.settled_id(1) == "id1"
        assert journal.settled_id(3) == "id3"
        assert journal.known(1) is Known.SETTLED


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"file": "f2"}, "file was changed"),
        ({"desk": "other"}, "begun for the desk support; go on there"),
        ({"account": "a2"}, "another account"),
        ({"job": "customers.delete"}, "journal of customers.create"),
    ],
)
def test_another_file_job_or_desk_is_refused_with_what_to_do(path: Path, changed: dict[str, str], said: str) -> None:
    filled(path)
    with pytest.raises(JournalError, match=f"{said}.*--anew"), open_journal(path, evolve(OWNER, **changed)):
        pass
    with open_journal(path, evolve(OWNER, **changed), anew=True) as journal:
        assert known(journal) == ["NOTHING"] * 4


def test_two_processes_on_one_file_exclude_each_other(path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom deskbridge_bulk.journal import Owner, open_journal\n"
        "owner = Owner(job='customers.create', desk='support', account='a1', file='f1')\n"
        "with open_journal(Path(sys.argv[1]), owner):\n"
        "    print('here', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"here\n"
        with pytest.raises(JournalError, match="another process"), open_journal(path, OWNER):
            pass
        other.kill()
    with open_journal(path, OWNER):
        pass


@pytest.mark.parametrize("cut", [1, 10, 30])
def test_a_line_that_was_cut_off_says_nothing(path: Path, cut: int) -> None:
    filled(path)
    path.write_bytes(path.read_bytes()[:-cut])
    with open_journal(path, OWNER) as journal:
        assert known(journal) == ["SETTLED", "BEGUN", "BEGUN", "NOTHING"]
        journal.settle(2, "done", "id2")
    with open_journal(path, OWNER) as journal:
        assert journal.settled_id(2) == "id2"


def test_a_head_that_was_cut_off_is_written_anew(path: Path) -> None:
    filled(path)
    path.write_bytes(path.read_bytes()[:20])
    with open_journal(path, OWNER) as journal:
        assert known(journal) == ["NOTHING"] * 4


@pytest.mark.parametrize(
    "line",
    [
        b"x\n",
        b"[]\n",
        b'{"begin":[-1]}\n',
        b'{"begin":5}\n',
        b'{"row":"1","status":"done","id":null}\n',
        b'{"row":1}\n',
        b'{"row":1,"status":["done"],"id":null}\n',
        b'{"row":1,"status":"perhaps","id":null}\n',
        b'{"row":99999999,"status":"done","id":null}\n',
    ],
)
def test_a_damaged_journal_is_refused(path: Path, line: bytes) -> None:
    filled(path)
    path.write_bytes(path.read_bytes() + line)
    with pytest.raises(JournalError, match="damaged in line 5"), open_journal(path, OWNER, most=1_000):
        pass


@pytest.mark.parametrize("anew", [True, False])
def test_a_file_that_is_no_journal_is_left_as_it_is(tmp_path: Path, *, anew: bool) -> None:
    path = tmp_path / "precious.txt"
    path.write_text("precious")
    with pytest.raises(JournalError, match="is no journal"), open_journal(path, OWNER, anew=anew):
        pass
    assert path.read_text() == "precious"


def test_a_place_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for path in (tmp_path / "none" / "x.journal", tmp_path / "link", tmp_path):
        with pytest.raises(JournalError, match="--journal"), open_journal(path, OWNER):
            pass
    assert not (tmp_path / "elsewhere").exists()


def test_what_is_no_file_keeps_no_journal(tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    try:
        with pytest.raises(JournalError, match="--journal"), open_journal(Path(os.ttyname(follower)), OWNER):
            pass
    finally:
        os.close(leader)
        os.close(follower)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(JournalError, match="--journal"), open_journal(tmp_path / "pipe", OWNER):
        pass


def test_an_id_of_any_length_is_known_to_the_next(path: Path) -> None:
    with open_journal(path, OWNER) as journal:
        journal.begin([1, 2])
        journal.settle(1, "done", "x" * 200_000)
        journal.settle(2, "done", "id2")
    with open_journal(path, OWNER) as journal:
        assert journal.settled_id(1) == "x" * 200_000
        journal.settle(2, "done", "id3")
        assert journal.settled_id(2) == "id3"


def test_it_is_nobody_elses_to_read(path: Path) -> None:
    filled(path)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("changed", [{"file": "f2"}, {"desk": "other"}, {"account": "a2"}, {"job": "customers.delete"}])
def test_a_journal_of_another_is_begun_anew_where_nothing_was_done(path: Path, changed: dict[str, str]) -> None:
    with open_journal(path, OWNER) as journal:
        journal.begin([1])
        journal.settle(1, "failed", None)
    with open_journal(path, evolve(OWNER, **changed)) as journal:
        assert journal.known(1) is Known.NOTHING
    with open_journal(path, evolve(OWNER, **changed)) as journal:
        journal.begin([1])  # in doubt from here on
    with pytest.raises(JournalError), open_journal(path, OWNER):
        pass


def test_many_threads_write_down_what_became_of_their_rows_and_none_is_lost(path: Path) -> None:
    def settle(first: int) -> None:
        for row in range(first, 801, 8):
            journal.settle(row, "done", f"id{row}")

    with open_journal(path, OWNER) as journal:
        threads = [Thread(target=settle, args=(first,)) for first in range(1, 9)]
        for thread in threads:
            thread.start()
        for row in range(801, 821):
            journal.begin([row])
        for thread in threads:
            thread.join()
    with open_journal(path, OWNER) as journal:
        assert [journal.settled_id(row) for row in range(1, 801)] == [f"id{row}" for row in range(1, 801)]
        assert {journal.known(row) for row in range(801, 821)} == {Known.BEGUN}
