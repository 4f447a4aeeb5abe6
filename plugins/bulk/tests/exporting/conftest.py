"""A Gladly sandbox as the desk `support`, and the command line run against it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import define

from deskbridge.cli import host
from deskbridge.sandbox import ManualClock, RunningSandbox, SandboxOptions, parse_seed, running
from deskbridge_gladly.sandbox import create

NOW = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)


@define
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def deskbridge(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> Ran:
        code = host.run([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., RunningSandbox]]:
    """Start a sandbox, the desk `support` of the configuration."""
    with contextlib.ExitStack() as stack:

        def begin(seed: str = "sample", at: datetime = NOW) -> RunningSandbox:
            options = SandboxOptions(seeds=[parse_seed(seed)], rate_limit="off", clock=ManualClock(at))
            served = stack.enter_context(running(create(options)))
            told = "".join(f'{name} = "{value}"\n' for name, value in served.settings.items())
            config = tmp_path / "deskbridge.toml"
            config.write_text(f'[desks.support]\nvendor = "gladly"\n{told}\n[desks.memory]\nvendor = "memory"\n')
            monkeypatch.setenv("DESKBRIDGE_CONFIG", str(config))
            return served

        yield begin
