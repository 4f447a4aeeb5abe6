"""Runs the Python examples of the pages and READMEs against a vendor's sandbox, as their readers would.

A run of everything is shared out over the cores; one of named files or tests is not, since starting the workers would
take longer than most of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

NAME = "DESKBRIDGE_CONFIG"


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Take no workers for named files or tests; for a run of everything leave it to the next, who counts the cores."""
    return None if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


@pytest.fixture(scope="session")
def example_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A deskbridge.toml that names a sandbox's desk `support`, as the pages do."""
    from deskbridge.plugins import plugins
    from deskbridge.sandbox import SandboxOptions, Seed, running

    make = plugins().vendor("gladly").sandbox
    assert make is not None  # noqa: S101  the workspace has it
    with ExitStack() as stack:
        sandbox = stack.enter_context(running(make(SandboxOptions(seeds=(Seed("sample"), Seed("synthetic", 10))))))
        path = tmp_path_factory.mktemp("examples") / "deskbridge.toml"
        settings = "\n".join(f'{name} = "{value}"' for name, value in sandbox.settings.items())
        path.write_text(f'[desks.support]\nvendor = "{sandbox.vendor}"\n{settings}\n', encoding="utf-8")
        yield path


@pytest.fixture
def configured(example_desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the examples find the sandbox's desk."""
    monkeypatch.setenv(NAME, str(example_desk))


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()],
    patterns=["README.md", "docs/*.md", "docs/vendors/*.md", "core/README.md", "plugins/gladly/README.md"],
    fixtures=["configured"],
).pytest()
