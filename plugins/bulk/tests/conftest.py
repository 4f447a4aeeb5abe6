"""Commands as they are given at a terminal, and desks to give them to."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from attrs import define, frozen
from click.testing import CliRunner

from deskbridge.cli import host
from deskbridge.connecting import connect
from deskbridge.plugins import plugins
from deskbridge.protocols import Helpdesk
from deskbridge.sandbox import RunningSandbox, SandboxOptions, Seed, running

TABLES = Path(__file__).with_name("tables")


@frozen(kw_only=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if "summary" not in line]

    @property
    def summary(self) -> dict[str, Any]:
        return self.lines[-1]

    @property
    def statuses(self) -> list[str]:
        return [row["status"] for row in self.rows]


@define
class Served:
    """A sandbox with the name of a desk."""

    name: str
    running: RunningSandbox

    @property
    def requests(self) -> Counter[str]:
        """What was asked since it was last forgotten: method and path, with nothing of ids left out."""
        return Counter(self.running.sandbox.counters.by_operation)

    def forget(self) -> None:
        self.running.sandbox.counters.reset()

    def desk(self) -> Helpdesk:
        return connect(self.running.vendor, **self.running.settings)


class Terminal:
    """Runs commands in this process, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desks: dict[str, RunningSandbox] = {}
        host.complete()

    def add(self, name: str, served: RunningSandbox) -> None:
        self.desks[name] = served
        tables = [
            f"[desks.{name}]\nvendor = {json.dumps(one.vendor)}\n"
            + "\n".join(f"{key} = {json.dumps(value)}" for key, value in one.settings.items())
            for name, one in self.desks.items()
        ]
        (self.folder / "deskbridge.toml").write_text("\n".join(tables))

    def table(self, name: str) -> Path:
        """Copy one of the vendor's tables into the folder."""
        return Path(shutil.copy(TABLES / name, self.folder / name))

    def write(self, name: str, content: str) -> Path:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return path

    def run(self, *arguments: str | Path, answer: str = "") -> Ran:
        """Give a command, and the answer to its question."""
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            result = CliRunner().invoke(_Main(), [str(one) for one in arguments], input=answer)
        finally:
            os.chdir(before)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(code=result.exit_code, out=result.stdout, err=result.stderr)


class _Main(host.group.__class__):  # type: ignore[name-defined,misc]
    """The command line as its own program runs it, for a runner that wants a command."""

    def __init__(self) -> None:
        super().__init__(name="deskbridge")

    def main(self, args: Any = None, prog_name: Any = None, **_: Any) -> None:
        raise SystemExit(host.run(list(args)))


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("DESKBRIDGE_CONFIG", str(tmp_path / "deskbridge.toml"))
    (tmp_path / "deskbridge.toml").write_text("")
    return Terminal(tmp_path)


@pytest.fixture
def serve(terminal: Terminal) -> Iterator[Callable[..., Served]]:
    with ExitStack() as stack:

        def start(vendor: str, *, seed: str = "sample", name: str = "") -> Served:
            make = plugins().vendor(vendor).sandbox
            assert make is not None
            sandbox = make(SandboxOptions(seeds=(Seed(seed),)))  # type: ignore[arg-type]
            served = stack.enter_context(running(sandbox))
            terminal.add(name or vendor, served)
            return Served(name or vendor, served)

        yield start
