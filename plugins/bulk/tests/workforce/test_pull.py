from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from deskbridge.errors import UnsupportedError
from deskbridge.memory import MemoryHelpdesk
from deskbridge.memory.sample import BEGAN, sample_desk
from deskbridge.records import Event, EventKind
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.workforce.lines import EventLines
from deskbridge_bulk.workforce.pulled import Source, open_pulled
from deskbridge_bulk.workforce.pulling import Pull, pull_into, pull_queue, pull_to_output

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
WANTED = Pull(desk="d", since=AT - timedelta(hours=1), until=None, lines="neutral")


def put(desk: MemoryHelpdesk, *seconds: float) -> None:
    for second in seconds:
        made = Event(
            id=f"at-{second}",
            vendor="memory",
            kind=EventKind.PING,
            original_kind="PING",
            occurred_at=AT + timedelta(seconds=second),
            raw={"own": second},
        )
        desk.native.events[made.id] = made


def ids(path) -> list[str]:
    with path.open("rb") as file:
        return [one.id for one in EventLines(file)]


@pytest.fixture
def desk():
    with MemoryHelpdesk() as desk:
        put(desk, 0, 10, 20)
        yield desk


@pytest.fixture
def path(tmp_path):
    return tmp_path / "events.jsonl"


def test_a_second_pull_adds_what_is_new_and_what_came_late_and_nothing_twice(desk, path, capsys):
    assert pull_into(path, desk, WANTED, as_json=True) == 0
    put(desk, 15, 30)
    assert pull_into(path, desk, WANTED, as_json=True) == 0
    assert ids(path) == ["at-0", "at-10", "at-20", "at-15", "at-30"]
    told = [orjson.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["summary"], one["events"], one["truncated"]) for one in told] == [(True, 3, False), (True, 2, False)]


def test_without_new_events_nothing_is_added(desk, path, capsys):
    pull_into(path, desk, WANTED, as_json=False)
    before = path.read_bytes()
    pull_into(path, desk, WANTED, as_json=False)
    assert path.read_bytes() == before
    assert "3 new events" in capsys.readouterr().out


def test_an_event_of_the_future_hides_none_that_happens_after_it_was_pulled(desk, path):
    put(desk, (datetime.now(UTC) + timedelta(days=3650) - AT).total_seconds())
    pull_into(path, desk, WANTED, as_json=True)
    put(desk, now := (datetime.now(UTC) - AT).total_seconds())
    pull_into(path, desk, WANTED, as_json=True)
    assert ids(path)[-1] == f"at-{now}"
    assert len(ids(path)) == 5


def test_what_a_stopped_pull_left_unsettled_is_cut_off_and_pulled_again(desk, path):
    pull_into(path, desk, WANTED, as_json=True)
    with path.open("ab") as file:
        file.write(b'{"id": "at-25", "kind": "ping"}\n{"id": "ha')
    put(desk, 25)
    pull_into(path, desk, WANTED, as_json=True)
    assert ids(path) == ["at-0", "at-10", "at-20", "at-25"]


def test_a_pull_killed_in_the_middle_goes_on_with_nothing_lost_and_nothing_twice(path):
    program = f"""
import os, signal, sys
sys.path.insert(0, {os.fspath(path.parent)!r})
from deskbridge_bulk.workforce.pulled import Source, open_pulled
from deskbridge.memory import MemoryHelpdesk
from pathlib import Path
with open_pulled(Path({os.fspath(path)!r}), Source(desk="d", vendor="memory", lines="neutral")) as file:
    for number in range(0, 900, 10):
        line = {{"id": f"at-{{number}}", "vendor": "memory", "kind": "ping", "original_kind": "PING",
                "occurred_at": f"2026-03-02T08:{{number // 60:02}}:{{number % 60:02}}Z"}}
        from deskbridge.times import parse_time
        file.add(line["id"], parse_time(line["occurred_at"]), line)
        if number == 600:
            file.settle()
    file._file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", program], check=False)
    assert killed.returncode == -signal.SIGKILL
    with MemoryHelpdesk() as desk:
        put(desk, *range(0, 900, 10))
        pull_into(path, desk, WANTED, as_json=True)
    assert ids(path) == [f"at-{second}" for second in range(0, 900, 10)]


def test_a_pull_killed_before_anything_was_settled_goes_on_too(desk, path):
    program = f"""
import os, signal
from pathlib import Path
from deskbridge_bulk.workforce.pulled import Source, open_pulled
with open_pulled(Path({os.fspath(path)!r}), Source(desk="d", vendor="memory", lines="neutral")) as file:
    file.add("at-0", None, {{"id": "at-0"}})
    file._file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGKILL
    assert path.stat().st_size > 0
    pull_into(path, desk, WANTED, as_json=True)
    assert ids(path) == ["at-0", "at-10", "at-20"]


def test_an_explicit_beginning_later_than_the_end_of_the_file_leaves_a_gap(desk, path):
    pull_into(path, desk, WANTED, as_json=True)
    put(desk, 500, 1000)
    later = Pull(desk="d", since=AT + timedelta(seconds=900), until=None, lines="neutral")
    pull_into(path, desk, later, as_json=True)
    assert ids(path)[3:] == ["at-1000"]


def test_the_vendors_own_lines_are_written_as_they_came(desk, path):
    pull_into(path, desk, Pull(desk="d", since=AT, until=AT, lines="vendor"), as_json=True)
    assert path.read_bytes() == b'{"own":0}\n'


@pytest.mark.parametrize(
    ("other", "named"),
    [
        (Pull(desk="e", since=AT, until=None, lines="neutral"), "with desk d, not e"),
        (Pull(desk="d", since=AT, until=None, lines="vendor"), "with lines neutral, not vendor"),
    ],
)
def test_a_file_of_another_desk_or_form_is_refused(desk, path, other, named):
    pull_into(path, desk, WANTED, as_json=True)
    with pytest.raises(BulkError, match=named):
        pull_into(path, desk, other, as_json=True)


def test_a_file_into_which_nothing_came_yet_is_anybodys(desk, path):
    class BrokenError(Exception):
        pass

    with pytest.raises(BrokenError), open_pulled(path, Source(desk="mistaken", vendor="memory", lines="vendor")):
        raise BrokenError
    assert pull_into(path, desk, WANTED, as_json=True) == 0
    assert ids(path) == ["at-0", "at-10", "at-20"]


def test_a_pipe_is_not_pulled_into_and_a_link_that_waits_is_not_followed(desk, path):
    os.mkfifo(path)
    with pytest.raises(BulkError, match="without --out the events go to standard output"):
        pull_into(path, desk, WANTED, as_json=True)
    path.unlink()
    precious = path.with_name("precious")
    precious.write_text("precious")
    path.with_name(".events.jsonl.pull.part").symlink_to(precious)
    assert pull_into(path, desk, WANTED, as_json=True) == 0
    assert precious.read_text() == "precious"


def test_a_file_that_no_pull_wrote_is_not_touched(desk, path):
    path.write_text("mine")
    with pytest.raises(BulkError, match="no pull wrote it"):
        pull_into(path, desk, WANTED, as_json=True)
    assert path.read_text() == "mine"


def test_a_file_that_was_cut_or_whose_state_is_damaged_is_refused(desk, path):
    pull_into(path, desk, WANTED, as_json=True)
    whole = path.read_bytes()
    path.write_bytes(b"")
    with pytest.raises(BulkError, match="shorter than it was"):
        pull_into(path, desk, WANTED, as_json=True)
    path.write_bytes(whole)
    for damaged in (b"{", b"[]", b'{"pull": 1, "size": -1}', b'{"pull": 1, "size": 1, "ids": 3}'):
        path.with_name("events.jsonl.pull").write_bytes(damaged)
        with pytest.raises(BulkError, match="damaged"):
            pull_into(path, desk, WANTED, as_json=True)


def test_two_processes_do_not_pull_into_one_file(desk, path):
    with (
        open_pulled(path, Source(desk="d", vendor="memory", lines="neutral")),
        pytest.raises(BulkError, match="another process"),
    ):
        pull_into(path, desk, WANTED, as_json=True)


def test_a_place_that_can_not_be_written_is_refused_with_what_to_do(desk, tmp_path):
    with pytest.raises(BulkError, match="give another --out"):
        pull_into(tmp_path / "nowhere" / "x", desk, WANTED, as_json=True)


def test_a_queue_is_emptied_into_the_file(path):
    with sample_desk() as desk:
        assert pull_queue(path, desk, WANTED, as_json=True) == 0
        assert len(ids(path)) == 5
        assert desk.native.queue == {}


def test_what_a_queue_gives_again_after_a_failure_is_there_once(path):
    with sample_desk() as desk:
        waiting = dict(desk.native.queue)
        pull_queue(path, desk, WANTED, as_json=True)
        desk.native.queue.update(waiting)
        pull_queue(path, desk, WANTED, as_json=True)
        assert len(ids(path)) == 5
        assert desk.native.queue == {}


def test_standard_output_gets_lines_that_command_no_terminal(desk, capsys):
    put(desk, 40)
    desk.native.events["evil"] = Event(
        id="evil\x1b[2J\u202e", vendor="memory", kind=EventKind.PING, original_kind="P", occurred_at=BEGAN
    )
    assert pull_to_output(desk, Pull(desk="d", since=BEGAN, until=None, lines="neutral")) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert orjson.loads(out.splitlines()[0])["id"] == "evil\x1b[2J\u202e"


def test_a_desk_without_a_queue_says_so_before_a_file_is_made(path, gladly_desk):
    with pytest.raises(UnsupportedError, match="no queue"):
        pull_queue(path, gladly_desk, WANTED, as_json=True)
    assert not path.exists()
