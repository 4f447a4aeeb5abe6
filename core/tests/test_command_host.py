"""The command line from inside: what it does where it is started in odd places."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from attrs import evolve

from deskbridge.builtin import deskbridge_vendor as memory
from deskbridge.cli import helpcache, host, main
from deskbridge.cli.trace import Trace
from deskbridge.cli.vendors import vendors
from deskbridge.hookspecs import hookimpl
from deskbridge.plugins import Found, Plugins, Vendor
from deskbridge.transport import Exchange


class Tiny:
    """A vendor with a sandbox, as far as a list shows it."""

    @hookimpl
    def deskbridge_vendor(self) -> Vendor:
        return evolve(memory(), name="tiny", sandbox=lambda _: None)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_click_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "deskbridge.cli.host")
    monkeypatch.setitem(sys.modules, "click", None)
    with pytest.raises(SystemExit, match=r"needs click: pip install 'deskbridge\[cli\]'"):
        main(["vendors"])


def test_a_sandbox_that_lacks_its_servers_packages_is_listed_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = Plugins({})
    known.register(Tiny(), name="tiny")
    known.found = {"tiny": (Found(name="tiny", module="tiny", distribution="tiny-desk 1.0"),)}
    monkeypatch.setattr("deskbridge.cli.vendors.plugins", lambda: known)
    monkeypatch.setenv("COLUMNS", "200")

    def listed() -> tuple[dict[str, object], str]:
        vendors.callback(as_json=True)  # type: ignore[misc]  # a command has one
        row = json.loads(capsys.readouterr().out)[0]
        vendors.callback(as_json=False)  # type: ignore[misc]
        return row, capsys.readouterr().out

    row, shown = listed()
    assert (row["sandbox"], row["sandbox_needs"]) == (True, None)
    assert "yes" in shown
    monkeypatch.setitem(sys.modules, "starlette", None)
    row, shown = listed()
    assert (row["sandbox"], row["sandbox_needs"]) == (True, "pip install 'deskbridge[sandbox]'")
    assert "A sandbox needs more packages: pip install 'deskbridge[sandbox]'" in shown


def test_another_missing_module_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "deskbridge.cli.host", None)
    with pytest.raises(ModuleNotFoundError, match=r"deskbridge\.cli\.host"):
        main(["vendors"])


def test_help_on_a_terminal_is_made_for_it_and_not_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shown = Terminal()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "stdout", shown)
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 0
    assert "Commands:" in shown.getvalue()
    assert not list(tmp_path.rglob("*"))


def test_help_is_kept_at_home_where_no_cache_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "somewhere/relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    helpcache.write("text\n", [__file__])
    (kept,) = (tmp_path / ".cache" / "deskbridge").iterdir()
    assert kept.read_text(encoding="utf-8").endswith("text\n")
    assert helpcache.read() == "text\n"


def test_a_command_that_is_broken_off_leaves_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def ask() -> None:
        raise click.Abort

    monkeypatch.setitem(host.group.commands, "ask", ask)
    assert host.run(["ask"]) == 130
    assert capsys.readouterr().err == "Aborted.\n"


def test_capabilities_are_given_to_programs_as_json() -> None:
    command = [sys.executable, "-m", "deskbridge", "--trace", "capabilities", "memory", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ})
    row = json.loads(done.stdout)["customers.get"]["memory"]
    assert (row["level"], row["limit"]) == ("full", None)
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("attempt", "status", "error", "end"),
    [
        (1, 200, None, "https://acme.example/things -> 200 in 0.250 s\n"),
        (2, None, "reset", "https://acme.example/things -> reset in 0.250 s (try 2)\n"),
    ],
)
def test_an_exchange_is_traced_in_one_line(attempt, status, error, end, capsys) -> None:
    exchange = Exchange(
        vendor="acme",
        operation="things.all",
        method="GET",
        url="https://acme.example/things",
        status=status,
        request_id=None,
        started_at=datetime(2026, 1, 1, 12, tzinfo=UTC),
        elapsed_seconds=0.25,
        attempt=attempt,
        request_headers={},
        response_headers={},
        request_bytes=0,
        error=error,
    )
    Trace().deskbridge_exchange(exchange)
    assert capsys.readouterr().err == f"12:00:00.000000 acme things.all: GET {end}"
