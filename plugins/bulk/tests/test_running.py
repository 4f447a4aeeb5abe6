"""A run in the midst of its rows: who waits for whom, what ends it, and what it leaves behind."""

import threading
from contextlib import contextmanager
from typing import ClassVar

import pytest
from attrs import define, field

from deskbridge.errors import AuthenticationError, UnavailableError
from deskbridge.memory import MemoryHelpdesk
from deskbridge_bulk.jobs.common import Rowwise
from deskbridge_bulk.journal import Known, Owner, open_journal
from deskbridge_bulk.problems import JournalError
from deskbridge_bulk.running import Runner
from deskbridge_bulk.sheets import SheetRow
from deskbridge_bulk.steps import Done, Step
from deskbridge_bulk.tallying import Span

OWNER = Owner(job="things.do", desk="memory", account="a", file="f")
WORKERS = 4


@define
class Doing(Rowwise):
    """Does what a test says; `keys` and `afters` by row number."""

    name: ClassVar[str] = "things.do"
    needs: ClassVar[tuple] = ()
    depends: ClassVar[bool] = True
    do: object
    keys: dict = field(factory=dict)
    afters: dict = field(factory=dict)

    def step(self, row):
        def run(writes):
            self.do(row.number, writes)
            return Done(id=str(row.number))

        number = row.number
        return Step(action="do", key=self.keys.get(number, ""), after=self.afters.get(number, ""), run=run)


class Seen:
    """Which rows were begun, and what was shown."""

    def __init__(self):
        self.begun, self.shown = [], []


def runner(do, seen, *, journal=None, **more):
    def noted(number, writes):
        seen.begun.append(number)
        do(number, writes)

    desk = MemoryHelpdesk()
    job = Doing(desk, do=noted, **more)
    return Runner(job=job, desk=desk, journal=journal, show=seen.shown.append, workers=WORKERS)


def rows(number):
    return [SheetRow(number=one, line=one + 1, cells={}) for one in range(1, number + 1)]


@contextmanager
def without_threads_left():
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) == before


def test_an_interruption_ends_it_after_the_rows_that_are_on_their_way():
    seen, all_in, go_on = Seen(), threading.Barrier(WORKERS + 1), threading.Event()

    def wait(_number, _writes):
        all_in.wait(5)
        go_on.wait(5)

    run = runner(wait, seen)

    def interrupt():
        all_in.wait(5)
        run.interrupted.set()
        go_on.set()

    other = threading.Thread(target=interrupt)
    other.start()
    tally = run.run(rows(60), Span())
    other.join()
    assert sorted(seen.begun) == [1, 2, 3, 4]
    assert (tally.interrupted, tally.done, tally.failed, tally.rows) == (True, 4, 0, 4)


def test_what_lets_all_rows_fail_is_tried_by_each_worker_once_at_most():
    seen = Seen()

    def refuse(_number, _writes):
        raise AuthenticationError("no")

    tally = runner(refuse, seen).run(rows(500), Span())
    assert len(seen.begun) <= WORKERS
    assert "no" in tally.stopped
    assert tally.rows == len(seen.begun) == len(seen.shown)


def test_a_row_that_ends_by_a_slip_ends_the_run_by_it_and_no_other_is_begun():
    seen = Seen()

    def slip(number, _writes):
        if number == 1:
            raise ZeroDivisionError
        threading.Event().wait(0.005)

    with without_threads_left(), pytest.raises(ZeroDivisionError):
        runner(slip, seen, keys=dict.fromkeys(range(1, 100), "one")).run(rows(500), Span())
    assert len(seen.begun) < 2 * WORKERS


def test_a_row_that_can_not_be_written_down_ends_the_run_at_once(tmp_path):
    seen = Seen()
    with open_journal(tmp_path / "a.journal", OWNER) as journal:

        def full(*_):
            raise JournalError("no room")

        journal.settle = full
        with without_threads_left():
            tally = runner(lambda *_: None, seen, journal=journal).run(rows(500), Span())
    assert len(seen.begun) <= WORKERS
    assert (tally.done, tally.failed, tally.stopped != "") == (0, len(seen.begun), True)
    assert {one.error.partition(": ")[2] for one in seen.shown} == {"it is done, which is not written down: no room"}


def test_rows_that_can_not_be_written_down_before_are_not_done(tmp_path):
    seen = Seen()
    with open_journal(tmp_path / "a.journal", OWNER) as journal:
        begin = journal.begin

        def full(numbers):
            if 100 in numbers:
                raise JournalError("no room")
            begin(numbers)

        journal.begin = full
        with without_threads_left():
            tally = runner(lambda *_: None, seen, journal=journal).run(rows(500), Span())
    assert (tally.stopped, tally.failed, tally.done) == ("no room", 0, len(seen.begun))
    assert 0 < max(seen.begun) < 100


def test_rows_of_one_key_are_done_one_after_the_other_in_order():
    seen, busy = Seen(), threading.Lock()

    def alone(_number, _writes):
        assert busy.acquire(blocking=False)
        threading.Event().wait(0.0005)
        busy.release()

    tally = runner(alone, seen, keys=dict.fromkeys(range(1, 121), "one")).run(rows(120), Span())
    assert (tally.done, seen.begun) == (120, list(range(1, 121)))


def test_a_row_waits_for_the_one_it_comes_after_and_is_shown_in_its_place():
    seen, ended = Seen(), set()

    def after(number, _writes):
        assert number == 1 or number // 2 in ended
        threading.Event().wait(0.001)
        ended.add(number)

    keys = {number: str(number) for number in range(1, 201)}
    afters = {number: str(number // 2) for number in range(2, 201)}
    tally = runner(after, seen, keys=keys, afters=afters).run(rows(200), Span())
    assert (tally.done, [one.row for one in seen.shown]) == (200, list(range(1, 201)))


@pytest.mark.parametrize("how", ["not tried", "away"])
def test_a_row_that_was_in_doubt_stays_so_until_something_was_found_out(tmp_path, how):
    path = tmp_path / "a.journal"
    with open_journal(path, OWNER) as journal:
        journal.begin([2])

    def do(number, _writes):
        if how == "not tried" and number == 1:
            run.interrupted.set()
        if number > 1:
            raise UnavailableError("away")

    with open_journal(path, OWNER) as journal:
        run = runner(do, Seen(), journal=journal, keys=dict.fromkeys((1, 2, 3), "one"))
        run.run(rows(3), Span())
    with open_journal(path, OWNER) as journal:
        assert [journal.known(one) for one in (1, 2, 3)] == [Known.SETTLED, Known.BEGUN, Known.FAILED]


@pytest.mark.parametrize("undone", [{1}, {4, 90, 400}, {500}, set()])
def test_a_few_rows_among_many_that_were_done_before_are_done(tmp_path, undone):
    path, seen = tmp_path / "a.journal", Seen()
    with open_journal(path, OWNER) as journal:
        for number in set(range(1, 501)) - undone:
            journal.settle(number, "done", str(number))
    before = path.read_bytes()
    with open_journal(path, OWNER) as journal:
        run = runner(lambda *_: None, seen, journal=journal)
        running = threading.Thread(target=run.run, args=(rows(500), Span()), daemon=True)
        running.start()
        running.join(10)
        assert not running.is_alive()
    assert (sorted(seen.begun), [one.row for one in seen.shown]) == (sorted(undone), list(range(1, 501)))
    assert (path.read_bytes() == before) == (not undone)


def test_an_end_is_told_to_all_who_wait_for_it():
    """Many rows wait for one that ends at the very moment at which they begin to wait."""
    for _ in range(30):
        seen = Seen()
        afters = dict.fromkeys(range(2, 33), "first")
        tally = runner(lambda *_: None, seen, keys={1: "first"}, afters=afters).run(rows(32), Span())
        assert (tally.done, seen.begun[0]) == (32, 1)
