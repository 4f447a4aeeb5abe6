"""A job that is killed, interrupted or left in doubt goes on where it stopped, and nothing is done twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from deskbridge.sandbox.faults import Fault

TASKS = 60
HEAD = "email,task,dueAt,inboxName\n"


def tasks_table(terminal, rows=TASKS):
    row = "person{0}@example.org,call {0},2124-01-01T00:00:00Z,Warranties & Returns\n"
    return terminal.write("tasks.csv", HEAD + "".join(row.format(number) for number in range(rows)))


def started(terminal, table, *options):
    command = [
        sys.executable,
        "-m",
        "deskbridge",
        "tasks",
        "create",
        str(table),
        "--desk",
        "gladly",
        "--json",
        *options,
    ]
    environment = {**os.environ, "DESKBRIDGE_CONFIG": str(terminal.folder / "deskbridge.toml")}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def signal_after(process, served, requests, number):
    """Signal a process when the sandbox has got so many requests more."""
    limit = served.running.sandbox.counters.requests + requests
    while served.running.sandbox.counters.requests < limit and process.poll() is None:
        time.sleep(0.0005)
    process.send_signal(number)


def texts_of(served):
    with served.desk() as desk:
        found = [desk.customers.find(email=f"person{number}@example.org").first() for number in range(TASKS)]
        return Counter(task.text for one in found if one for task in desk.tasks.of_customer(one.id))


def test_a_job_that_is_killed_goes_on_and_does_nothing_twice(terminal, serve):
    gladly, table = serve("gladly"), tasks_table(terminal)
    for requests in (5, 17):
        process = started(terminal, table)
        signal_after(process, gladly, requests, signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    ran = terminal.run("tasks", "create", table, "--desk", "gladly", "--json")
    assert (ran.code, len(ran.rows)) == (0, TASKS)
    assert 0 < ran.statuses.count("skipped") < TASKS
    assert {f"call {number}": 1 for number in range(TASKS)} == texts_of(gladly)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_it_well_and_says_how_to_go_on(terminal, serve, number):
    gladly, table = serve("gladly"), tasks_table(terminal)
    gladly.running.sandbox.faults.add(Fault("latency", 0.03, method="POST"))
    process = started(terminal, table, "--workers", "2")
    signal_after(process, gladly, 8, number)
    out, err = process.communicate()
    assert process.returncode == 130
    assert "Ending what is under way" in err.partition("Interrupted. What was done is written down.")[0]
    assert "Interrupted. What was done is written down." in err
    assert "The same command goes on from here" in err
    assert '"interrupted":true' in out.splitlines()[-1]
    gladly.running.sandbox.faults.clear()
    gladly.forget()
    ran = terminal.run("tasks", "create", table, "--desk", "gladly", "--json")
    done = ran.statuses.count("done")
    assert (ran.code, len(ran.rows)) == (0, TASKS)
    assert done < TASKS
    # What ended well is written down, so that nothing of it is sent again.
    assert done == gladly.requests["POST /api/v1/tasks"]


def test_a_second_interruption_gives_up_what_is_under_way_and_that_is_not_lost(terminal, serve):
    gladly, table = serve("gladly"), tasks_table(terminal)
    gladly.running.sandbox.faults.add(Fault("latency", 20, method="POST"))
    process = started(terminal, table)
    signal_after(process, gladly, 3, signal.SIGINT)
    begun = time.monotonic()
    while "again" not in process.stderr.readline():
        pass
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    assert time.monotonic() - begun < 10
    gladly.running.sandbox.faults.clear()
    ran = terminal.run("tasks", "create", table, "--desk", "gladly", "--json")
    assert (ran.code, len(ran.rows)) == (0, TASKS)
    assert {f"call {number}": 1 for number in range(TASKS)} == texts_of(gladly)


def test_a_job_in_the_background_is_not_interrupted_with_what_is_in_front(terminal, serve):
    gladly, table = serve("gladly"), tasks_table(terminal)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell has it for what it starts in the background
    try:
        process = started(terminal, table)
    finally:
        signal.signal(signal.SIGINT, before)
    signal_after(process, gladly, 8, signal.SIGINT)
    out, _ = process.communicate()
    assert (process.returncode, len(out.splitlines())) == (0, TASKS + 1)


@pytest.mark.parametrize("fault", ["reset_after", "unavailable_after"])
def test_a_write_whose_answer_was_lost_is_not_done_twice(terminal, serve, fault):
    gladly, table = serve("gladly"), tasks_table(terminal)
    gladly.running.sandbox.faults.add(Fault(fault, 6, method="POST"))
    first = terminal.run("tasks", "create", table, "--desk", "gladly", "--json")
    second = terminal.run("tasks", "create", table, "--desk", "gladly", "--json")
    assert (len(first.rows), second.code) == (TASKS, 0)
    assert {f"call {number}": 1 for number in range(TASKS)} == texts_of(gladly)


def test_a_job_that_is_running_is_not_started_twice(terminal, serve):
    gladly, table = serve("gladly"), tasks_table(terminal)
    gladly.running.sandbox.faults.add(Fault("latency", 0.1, method="POST"))
    process = started(terminal, table, "--workers", "1")
    while gladly.running.sandbox.counters.requests < 3:
        assert process.poll() is None
        time.sleep(0.01)
    other = terminal.run("tasks", "create", table, "--desk", "gladly")
    process.kill()
    process.communicate()
    assert other.code == 2
    assert "another process works on this file now" in other.err
