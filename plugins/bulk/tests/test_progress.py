"""A progress bar is for people at a terminal: it is in no pipe, and in the way of no program."""

import os
import pty
import re
import subprocess
import sys
import threading

import pytest

from deskbridge.cli import host

BAR = "customers.create"


def on_a_terminal(monkeypatch, arguments):
    """Run a command whose standard error is a real terminal, and return what that showed."""
    ours, theirs = pty.openpty()
    shown = []

    def read():
        while b"\x04" not in b"".join(shown):
            shown.append(os.read(ours, 65_536))

    reader = threading.Thread(target=read)
    reader.start()
    with os.fdopen(theirs, "w") as terminal, monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", terminal)
        patched.setenv("TERM", "xterm-256color")
        assert host.run(arguments) == 0
        terminal.write("\x04")
        terminal.flush()
        reader.join()
    os.close(ours)
    return b"".join(shown).decode().removesuffix("\x04")


def given(terminal, *options):
    terminal.write("new.csv", "name\n" + "".join(f"N{number}\n" for number in range(30)))

    return ["customers", "create", str(terminal.folder / "new.csv"), "--desk", "memory", *options]


def test_a_terminal_shows_how_far_it_is_and_is_clean_in_the_end(terminal, monkeypatch, capsys):
    shown = on_a_terminal(monkeypatch, given(terminal))
    assert BAR in shown
    assert "/30" in shown
    assert shown.endswith("\x1b[2K")
    assert BAR not in capsys.readouterr().out


@pytest.mark.parametrize(("rows", "number"), [("11-20", 10), ("21-", 10), ("-5", 5), ("29-40", 2), ("31-", 0)])
def test_of_a_span_it_shows_how_far_that_is(terminal, monkeypatch, rows, number):
    assert f"/{number}" in re.sub(
        r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", on_a_terminal(monkeypatch, given(terminal, "--rows", rows))
    )


@pytest.mark.parametrize("options", [("--json",), ("--to", "csv")])
def test_rows_that_go_out_as_they_come_have_no_bar_in_their_way(terminal, monkeypatch, capsys, options):
    assert on_a_terminal(monkeypatch, given(terminal, *options)) == ""
    assert len(capsys.readouterr().out.splitlines()) == 31


def test_rows_that_go_to_a_file_leave_the_terminal_to_the_bar(terminal, monkeypatch):
    arguments = given(terminal, "--json", "--out", str(terminal.folder / "out.jsonl"))
    assert "/30" in on_a_terminal(monkeypatch, arguments)


def test_a_pipe_gets_no_bar_even_where_colours_are_forced(terminal):
    program = [sys.executable, "-m", "deskbridge", *given(terminal)]
    environment = {**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color"}
    ran = subprocess.run(program, env=environment, capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    assert "30 rows: 30 done" in ran.stdout
