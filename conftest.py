"""Runs the Python examples of the pages and READMEs against a vendor's sandbox, as their readers would.

A run of everything is shared out over the cores, what takes longest first; one of named files or tests is not, since
starting the workers would take longer than most of them.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

NAME = "DESKBRIDGE_CONFIG"
READMES = ("plugins/gladly/README.md", "plugins/glassix/README.md", "plugins/migrate/README.md")
MEASURES = "COVERAGE_PROCESS_START"
MEASURED = (
    "core/tests/",
    "contract_tests/tests/",
    "plugins/gladly/tests/test_contract.py",
    "plugins/gladly/tests/test_published.py",
    "plugins/glassix/tests/test_published.py",
)
"""Of the vendors' whole contracts one: another one runs no line that these do not."""
LONGEST = (
    "plugins/migrate/tests/test_killed.py",
    "contract_tests/tests/test_writing_a_vendor.py",
    "plugins/gladly/tests/test_contract.py",
    "plugins/glassix/tests/test_contract.py",
    "contract_tests/tests/test_liars.py",
    "plugins/migrate/tests/test_cli.py",
    "contract_tests/tests/test_outside_plugin.py",
    "contract_tests/tests/test_contract_command.py",
)
"""The files that take more than fifteen seconds each: begun last, one of them would leave all other cores idle."""
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Take no workers for named files or tests, and for a run of everything three for two cores.

    A third of what a worker does is to wait: for a process that it has started, a deadline, the next try.
    """
    if config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return 0
    return 3 * (os.cpu_count() or 1) // 2


def pytest_configure() -> None:
    """Let modules be compiled once, and not by each of the hundreds of processes and pytests that tests start.

    Nor may those inherit that interruptions are ignored, as they are by what a shell runs in the background.
    """
    os.environ.pop(NO_BYTECODE, None)
    sys.dont_write_bytecode = False
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first."""
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.nodeid.partition("::")[0], len(order)))


def pytest_collection_finish() -> None:
    """Take all that was collected out of the sight of the garbage collector, which each pytest within a test runs."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure the coverage, where it is asked for, of some tests alone: it takes time."""
    if MEASURES not in os.environ or _is_measured(item):
        return (yield)
    with _unmeasured():
        return (yield)


def _is_measured(item: pytest.Item) -> bool:
    return item.nodeid.startswith(MEASURED) and not item.get_closest_marker("unmeasured")


@contextmanager
def _unmeasured() -> Iterator[None]:
    """Run at full speed what is in the block, with its threads and processes."""
    here, everywhere, asked = sys.gettrace(), threading.gettrace(), os.environ.pop(MEASURES)
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]  # its own default, which typeshed forgets
    try:
        yield
    finally:
        os.environ[MEASURES] = asked
        threading.settrace(everywhere)  # type: ignore[arg-type]  # as above
        sys.settrace(here)


class Examples:
    """Serves each vendor's sandbox when a page needs it first."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack = stack
        self._folder = folder

    def config(self, vendor: str) -> Path:
        """Return a deskbridge.toml that names a vendor's sandbox as the desk `support`, as the pages do."""
        return self._configured(f"{vendor}.toml", support=vendor)

    def pair(self) -> Path:
        """Return a deskbridge.toml that names two sandboxes as the desks `old-desk` and `new-desk`."""
        return self._configured("pair.toml", **{"old-desk": "gladly", "new-desk": "glassix"})

    def _configured(self, name: str, **vendors: str) -> Path:
        path = self._folder / name
        if not path.exists():
            tables = [self._served(desk, vendor) for desk, vendor in vendors.items()]
            path.write_text("\n".join(tables), encoding="utf-8")
        return path

    def _served(self, desk: str, vendor: str) -> str:
        from deskbridge.plugins import plugins
        from deskbridge.sandbox import SandboxOptions, Seed, running

        make = plugins().vendor(vendor).sandbox
        assert make is not None  # noqa: S101  the workspace has it
        sandbox = make(SandboxOptions(seeds=(Seed("sample"), Seed("synthetic", 10))))
        served = self._stack.enter_context(running(sandbox))
        settings = "\n".join(f'{name} = "{value}"' for name, value in served.settings.items())
        return f'[desks.{desk}]\nvendor = "{vendor}"\n{settings}\n'


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Examples]:
    """The sandboxes of the examples."""
    with ExitStack() as stack:
        yield Examples(stack, tmp_path_factory.mktemp("examples"))


@pytest.fixture
def configured(examples: Examples, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the examples find a sandbox's desk: of a vendor's own pages that vendor's, of all others Gladly's.

    Those that migrate find two, and a folder for their ledger.
    """
    page = request.node.path
    if page.parent.name == "migrate":
        monkeypatch.setenv(NAME, str(examples.pair()))
        monkeypatch.chdir(examples.pair().parent)
        return
    of_vendor = {"vendors": page.stem, "glassix": "glassix"}
    vendor = of_vendor.get(page.parent.name, "gladly")
    monkeypatch.setenv(NAME, str(examples.config(vendor)))


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()],
    patterns=["README.md", "docs/*.md", "docs/vendors/*.md", "core/README.md", *READMES],
    # Followed as a whole, with its commands, by a test of the contract tests.
    excludes=["docs/writing-a-vendor.md"],
    fixtures=["configured"],
).pytest()
