"""Follows the page on writing a vendor: runs its commands, applies its blocks in order, looks at what they say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGE = REPOSITORY / "docs/writing-a-vendor.md"
UV = os.environ.get("UV") or shutil.which("uv")
FENCE = re.compile(
    r"^```(?:\{(?P<directive>[\w-]+)\} ?(?P<argument>\S*)|(?P<language>\w+))\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
CAPTION = re.compile(r"\A:caption: (?P<path>\S+?)(?:, (?P<how>rows|in place of \"(?P<old>.*)\"))?\n")
ROW = re.compile(r"^    Capability\.\w+:.*?(?=^    Capability\.|^    #|^}|\Z)", re.MULTILINE | re.DOTALL)


class Reader:
    """Does what the page says, in a folder of its own with a clean environment."""

    def __init__(self, folder, environment):
        self.folder = folder
        self.cwd = folder
        self.environment = environment

    def follow(self, step):
        if step["language"] == "console":
            for command, said in commands(step["body"]):
                self.run(command, said)
        elif step["directive"] == "literalinclude":
            self.apply(step["body"], (PAGE.parent / step["argument"]).read_text())
        elif step["directive"] == "code-block":
            self.apply(step["body"], CAPTION.sub("", step["body"]))

    def apply(self, body, text):
        caption = CAPTION.match(body)
        path = self.cwd / caption["path"]
        if caption["how"] is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        elif caption["how"] == "rows":
            path.write_text(with_rows(path.read_text(), text))
        else:
            (line,) = [one for one in path.read_text().splitlines(keepends=True) if caption["old"] in one]
            path.write_text(path.read_text().replace(line, text))

    def run(self, command, said):
        ended = subprocess.run(
            ["bash", "-c", f"{command}\ncode=$?\npwd > '{self.folder}/where'\nexit $code"],
            cwd=self.cwd,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        self.cwd = Path((self.folder / "where").read_text().strip())
        assert ended.returncode == 0, f"$ {command}\n{ended.stdout}"
        for line in said:
            wanted = ".*".join(map(re.escape, line.split("...")))
            assert re.search(wanted, ended.stdout), f"$ {command}\nsays nothing like {line!r}:\n{ended.stdout}"


def commands(body):
    """Yield each command with the lines that the page shows of its output."""
    for part in body.split("$ ")[1:]:
        command, *said = part.splitlines()
        yield command, [line for line in said if line.strip()]


def with_rows(declaration, rows):
    for row in ROW.findall(rows):
        name = row.partition(":")[0]
        old = next(one for one in ROW.findall(declaration) if one.startswith(f"{name}:"))
        declaration = declaration.replace(old, row.rstrip("\n") + "\n" + ("\n" if old.endswith("\n\n") else ""))
    return declaration


@pytest.fixture
def reader(tmp_path):
    if UV is None or os.name == "nt":
        pytest.skip("needs uv for a clean environment, and bash")
    for name in ("core", "contract_tests"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, "clean"], cwd=tmp_path, check=True)
    scripts = tmp_path / "clean/bin"
    (scripts / "pip").write_text(f'#!/bin/sh\nexec "{UV}" pip "$@" --quiet\n')
    (scripts / "pip").chmod(0o755)
    # The surrounding run's own settings must not reach the clean environment.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "PYTHON", "VIRTUAL_ENV", "DESKBRIDGE", "ACME"))
    }
    ours = {"VIRTUAL_ENV": str(tmp_path / "clean"), "COLUMNS": "200", "PATH": f"{scripts}{os.pathsep}{kept['PATH']}"}
    return Reader(tmp_path, {**kept, **ours})


def test_the_page_goes_from_nothing_to_a_vendor_that_passes(reader):
    steps = [one.groupdict() for one in FENCE.finditer(PAGE.read_text())]
    assert len(steps) > 20
    for step in steps:
        reader.follow(step)


def test_every_block_of_the_page_is_one_that_is_followed():
    page = PAGE.read_text()
    fences = len(re.findall("^```", page, re.MULTILINE))
    steps = [one.groupdict() for one in FENCE.finditer(page)]
    assert fences == 2 * len(steps)
    known = {("code-block", None), ("literalinclude", None), ("warning", None), (None, "console")}
    assert {(one["directive"], one["language"]) for one in steps} == known
    assert all(CAPTION.match(one["body"]) for one in steps if one["directive"] in {"code-block", "literalinclude"})
