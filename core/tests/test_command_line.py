import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deskbridge", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "200", **environment},
        timeout=60,
        check=False,
    )


def test_importing_deskbridge_imports_no_vendor_no_command_line_and_no_sandbox() -> None:
    code = "import sys, deskbridge; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "deskbridge" in loaded
    assert not [one for one in loaded if one.startswith("deskbridge_")]
    assert not loaded & {"click", "rich", "starlette", "uvicorn", "deskbridge.cli", "deskbridge.sandbox"}


def test_connecting_imports_only_what_it_needs() -> None:
    code = "import sys, deskbridge; deskbridge.connect('memory'); print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"click", "rich", "starlette", "uvicorn", "sqlalchemy", "pytest"}


def test_the_vendors_are_listed_as_json() -> None:
    done = run("vendors", "--json")
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert rows["memory"]["package"].startswith("deskbridge ")
    assert done.returncode == 0


def test_the_vendors_are_listed_for_people() -> None:
    assert "In memory" in run("vendors").stdout


def test_capabilities_stand_side_by_side_with_their_sources() -> None:
    done = run("capabilities", "memory")
    assert "customers.get" in done.stdout
    assert "deskbridge.memory, this package" in done.stdout


def test_capabilities_are_never_cut(tmp_path: Path) -> None:
    shown = run("capabilities", "memory", COLUMNS="40").stdout
    assert "tickets.import_past" in shown
    assert "message.attachments" in shown


def test_levels_alone_are_brief() -> None:
    assert "deskbridge.memory, this package" not in run("capabilities", "memory", "--brief").stdout


def test_a_misspelt_name_is_answered_with_the_one_that_was_meant() -> None:
    assert "Did you mean 'memory'?" in run("capabilities", "memroy").stderr


def test_an_unknown_name_is_one_clear_line() -> None:
    done = run("capabilities", "nowhere")
    assert done.returncode == 2
    assert done.stderr.startswith("deskbridge: there is no desk and no vendor named 'nowhere'")
    assert "Traceback" not in done.stderr


def test_what_is_told_of_hostile_names_commands_no_terminal(tmp_path: Path) -> None:
    path = tmp_path / "d\x1b[2J\u202e.toml"
    path.write_text("[desks")
    told = run("capabilities", "x", DESKBRIDGE_CONFIG=str(path)).stderr + run("x\x1b[2J\x9b2J").stderr
    assert "d\\x1b[2J\\u202e.toml can't be read" in told
    assert all(one.isprintable() or one == "\n" for one in told)


@pytest.mark.parametrize("arguments", [["sandbox", "memory"], ["sandbox", "nowhere"], ["nothing"], ["vendors", "--x"]])
def test_a_call_that_cannot_start_leaves_with_two(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_help_is_the_same_from_the_cache_and_without(tmp_path: Path) -> None:
    fresh, kept = (run("--help", XDG_CACHE_HOME=str(tmp_path)) for _ in range(2))
    assert "Commands:" in fresh.stdout
    assert fresh.stdout == kept.stdout
    assert list(tmp_path.rglob("help*.txt"))


def test_help_is_not_read_from_a_pipe_or_a_link(tmp_path: Path) -> None:
    run("--help", XDG_CACHE_HOME=str(tmp_path))
    (kept,) = tmp_path.rglob("help*.txt")
    elsewhere = tmp_path / "elsewhere.txt"
    kept.rename(elsewhere)
    os.mkfifo(kept)
    assert "Commands:" in run("--help", XDG_CACHE_HOME=str(tmp_path)).stdout
    kept.unlink()
    kept.symlink_to(elsewhere)
    assert "Commands:" in run("--help", XDG_CACHE_HOME=str(tmp_path)).stdout


def test_help_works_where_nothing_can_be_kept(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert "Commands:" in run("--help", XDG_CACHE_HOME=str(blocked)).stdout


def test_help_is_made_anew_when_something_is_installed(tmp_path: Path) -> None:
    path = tmp_path / "site"
    path.mkdir()
    before = run("--help", XDG_CACHE_HOME=str(tmp_path / "cache"), PYTHONPATH=str(path))
    info = path / "acme_tool-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-tool\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[deskbridge.plugins]\nacme-tool = acme_tool\n")
    (path / "acme_tool.py").write_text(
        "from deskbridge.hookspecs import hookimpl\n"
        "@hookimpl\n"
        "def deskbridge_commands(group):\n"
        "    import click\n"
        "    group.add_command(click.Command('polish', help='Polish every ticket.'))\n"
    )
    after = run("--help", XDG_CACHE_HOME=str(tmp_path / "cache"), PYTHONPATH=str(path))
    assert "polish" not in before.stdout
    assert "Polish every ticket." in after.stdout


@pytest.mark.unmeasured
def test_help_answers_within_six_times_the_start_of_python(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}

    def seconds(*command: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], env=environment, capture_output=True, check=True)
        return time.perf_counter() - start

    seconds("-m", "deskbridge", "--help")
    pairs = [(seconds("-c", "pass"), seconds("-m", "deskbridge", "--help")) for _ in range(9)]
    assert statistics.median(helped / bare for bare, helped in pairs) < 6
