"""How a job ends when what is around it fails: the desk, the disk, whoever reads the results."""

import json
import math
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from deskbridge.sandbox.faults import Fault

ROWS = 60
NEW = "name\n" + "".join(f"N{number}\n" for number in range(ROWS))


def started(terminal, *given, line):
    """Run a command by a line of a shell, where `$@` is it."""
    command = [sys.executable, "-m", "deskbridge", *map(str, given)]
    environment = {**os.environ, "DESKBRIDGE_CONFIG": str(terminal.folder / "deskbridge.toml")}
    return subprocess.run(
        ["bash", "-c", line, "bash", *command],
        env=environment,
        cwd=terminal.folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_reader_who_has_enough_is_no_fault_of_the_table(terminal):
    table = terminal.write("new.csv", NEW)
    given = ("customers", "create", table, "--desk", "memory", "--json")
    ran = started(terminal, *given, line='"$@" | true; exit ${PIPESTATUS[0]}')
    assert (ran.returncode, ran.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a device that is full")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('"$@" > /dev/full', "the results can't be written: No space left on device; name a file with --out"),
        ('"$@" --out /dev/full', "/dev/full can't be written: No space left on device; choose another place by --out"),
    ],
)
def test_results_that_cannot_be_written_are_said_to_be_those_and_rows_are_done(terminal, line, said):
    table = terminal.write("new.csv", NEW * 20)
    given = ("customers", "create", table, "--desk", "memory", "--json")
    ran = started(terminal, *given, line=line)
    assert ran.returncode == 1
    assert said in ran.stderr
    assert "The same command goes on from here" in ran.stderr
    assert "skipped" in terminal.run(*given).statuses


def test_a_journal_that_cannot_be_written_ends_the_job(terminal):
    table = terminal.write("new.csv", NEW)
    given = ("customers", "create", table, "--desk", "memory", "--json", "--workers", "1")
    ran = started(terminal, *given, line='ulimit -f 2; "$@"')
    assert ran.returncode == 1
    *rows, summary = [json.loads(line) for line in ran.stdout.splitlines()]
    assert "new.csv.customers-create.journal can't be written: File too large" in summary["stopped"]
    assert summary["rows"] == len(rows) < ROWS
    assert summary["done"] > 0
    again = terminal.run(*given)
    assert (again.code, len(again.rows)) == (0, ROWS)


def test_a_desk_that_is_away_is_no_start(terminal, serve):
    gladly = serve("gladly")
    config = terminal.folder / "deskbridge.toml"
    config.write_text(config.read_text().replace(gladly.running.settings["base_url"], "http://127.0.0.1:9"))
    table = terminal.write("update.csv", "email,name\na@example.org,A\n")
    ran = terminal.run("customers", "update", table, "--desk", "gladly", "--json")
    assert (ran.code, ran.statuses) == (2, ["failed"])
    assert "no connection to http://127.0.0.1:9" in ran.summary["stopped"]


def test_a_table_without_rows_is_said_to_have_none(terminal):
    ran = terminal.run("customers", "create", terminal.write("new.csv", "name\n"), "--desk", "memory")
    assert (ran.code, "There is no row to do in" in ran.err) == (0, True)


@pytest.mark.parametrize("fault", ["unavailable_before", "reset_after", "html_page", "redirect"])
def test_a_desk_that_goes_down_is_left_alone_after_twenty_rows(terminal, serve, fault):
    gladly = serve("gladly", seed="empty")
    config = terminal.folder / "deskbridge.toml"
    config.write_text(config.read_text() + "\nattempts = 1\n")
    table = terminal.write("new.csv", "name\n" + "".join(f"N{number}\n" for number in range(300)))
    gladly.running.sandbox.faults.add(Fault(fault, math.inf, method="POST", skip=3))
    ran = terminal.run("customers", "create", table, "--desk", "gladly", "--json")
    assert (ran.code, ran.statuses.count("done")) == (1, 3)
    assert "all other rows would fail too" in ran.err
    assert sum(gladly.requests.values()) < 100
    gladly.running.sandbox.faults.clear()
    again = terminal.run("customers", "create", table, "--desk", "gladly", "--json")
    assert (again.code, len(again.rows), gladly.running.sandbox.state()["customers"]) == (0, 300, 300)


def test_a_table_that_is_saved_anew_while_it_is_read_ends_the_job_with_what_was_done(terminal, serve):
    gladly = serve("gladly", seed="empty")
    table = terminal.write("new.csv", "name\n" + "".join(f"Name {number}\n" for number in range(5_000)))
    gladly.running.sandbox.faults.add(Fault("latency", 0.01, method="POST"))
    given = ("customers", "create", str(table), "--desk", "gladly", "--json")

    def save():
        while gladly.running.sandbox.counters.requests < 20:
            time.sleep(0.001)
        table.write_text("name\n" + "".join(f"Other {number}\n" for number in range(5_000)))

    saving = threading.Thread(target=save)
    saving.start()
    ran = terminal.run(*given)
    saving.join()
    assert (ran.code, ran.summary["failed"], 20 <= ran.summary["done"] < 1_000) == (1, 0, True)
    assert "it was changed while it was read" in ran.summary["stopped"]
    with gladly.desk() as desk:
        assert {desk.customers.get(row["id"]).name for row in ran.rows} == {
            f"Name {number}" for number in range(len(ran.rows))
        }
