"""Follows the pages about jobs: gives their commands, and looks whether what comes is what they show."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[3] / "docs"
WORKED_EXAMPLE = Path(__file__).with_name("workforce") / "worked_example.jsonl"
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```\{code-block\} \w+\n:caption: (\S+)\n\n(.*?)^```$", re.MULTILINE | re.DOTALL)
IN_AN_EMPTY_ONE = ("customers create", "topics create")
VARIES = re.compile(r'in \d+\.\d s|"seconds":[\d.]+|"updated_at":"[^"]+"|\d+ new events|last one is of [\d:.T+-]+')
MADE_UP = "deskbridge export convert exports --json"
"""A command that is shown with what it says of other files."""
OF_THE_WORKED_EXAMPLE = "deskbridge report wfm --from events.jsonl"


def commands(page: str) -> Iterator[tuple[str, str]]:
    """Yield the commands of a page with what each says."""
    for block in CONSOLE.findall((DOCS / page).read_text().replace(" \\\n ", "")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, said = part.partition("\n")
            yield command, said


def plain(said: str) -> list[str]:
    """Return the lines that say something, without what differs from run to run."""
    return [line.rstrip() for line in VARIES.sub("~", said).splitlines() if line.strip()]


def fits(shown: list[str], come: list[str]) -> bool:
    """Whether lines are those that are shown, where three dots stand for anything."""
    parts = [r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + "\n" for line in shown]
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in come)) is not None


@pytest.fixture
def follow(terminal, serve, monkeypatch) -> Callable[[str], list[str]]:
    """Follow a page at two sandboxes of Gladly and a desk that can do less; return its commands."""
    monkeypatch.setenv("COLUMNS", "100")
    serve("gladly", name="sample", seed="sample")
    serve("gladly", name="empty", seed="empty")
    serve("glassix", name="elsewhere")
    desks = (terminal.folder / "deskbridge.toml").read_text()

    def give(page: str) -> list[str]:
        given = []
        for command, said in commands(page):
            if command.startswith(MADE_UP):
                continue
            if command.startswith(OF_THE_WORKED_EXAMPLE):
                shutil.copy(WORKED_EXAMPLE, terminal.folder / "events.jsonl")
            kind = "empty" if command.startswith(IN_AN_EMPTY_ONE, len("deskbridge ")) else "sample"
            (terminal.folder / "deskbridge.toml").write_text(desks.replace(f"desks.{kind}]", "desks.support]"))
            name, *arguments = command.split()
            assert name == "deskbridge"
            ran = terminal.run(*arguments, answer="y\n")
            come = [plain(ran.out + ran.err), plain(ran.err + ran.out)]
            assert any(fits(plain(said), one) for one in come), f"{command}\n{ran.out}{ran.err}"
            given.append(command)
        return given

    return give


def test_the_page_of_the_jobs_shows_what_comes(terminal, follow):
    for path in Path(__file__).with_name("tables").glob("*.csv"):
        terminal.table(path.name)
    assert len(follow("jobs.md")) > 10


@pytest.mark.parametrize("page", ["exports", "reports", "viewing", "workforce"])
def test_the_pages_of_the_other_commands_show_what_comes(follow, page):
    assert follow(f"jobs/{page}.md")


@pytest.mark.parametrize("name", ["acme-jobs", "zebra-jobs"])
def test_a_job_of_ones_own_works_as_its_page_says_whatever_its_package_is_called(terminal, serve, name):
    serve("gladly", name="support")
    for path, content in CODE.findall((DOCS / "jobs/own.md").read_text()):
        (terminal.folder / path).parent.mkdir(exist_ok=True)
        terminal.write(path, content)
    project = tomllib.loads((terminal.folder / "pyproject.toml").read_text())["project"]
    module = project["entry-points"]["deskbridge.plugins"]["acme-jobs"]
    (info := terminal.folder / "acme_jobs-1.0.dist-info").mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-jobs\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[deskbridge.plugins]\n{name} = {module}\n")
    (write, _), (command, said) = commands("jobs/own.md")
    ran = subprocess.run(
        ["bash", "-c", f"{write}\n{sys.executable} -m {command}"],
        cwd=terminal.folder,
        env={**os.environ, "COLUMNS": "100", "PYTHONPATH": str(terminal.folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, plain(ran.stdout + ran.stderr)) == (1, plain(said))
