"""The pytest plugin: assertion rewriting, markers, the profile option and the guard against softened tests.

Found by pytest through an entry point. Imports nothing of deskbridge until a contract is collected.
"""

from __future__ import annotations

import inspect
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest

pytest.register_assert_rewrite(
    "deskbridge_contract_tests.suites",
    "deskbridge_contract_tests.machine",
    "deskbridge_contract_tests.rules",
    "deskbridge_contract_tests.driving",
    "deskbridge_contract_tests.comparing",
)

PROFILES = ("quick", "brief", "long")
RECORD, RECORD_DESK, PLAY = "--contract-record", "--contract-record-desk", "--contract-recording"
_OPTION = "--contract-profile"
_MARKERS = (
    "needs(*capabilities): run only where all of these are declared as possible",
    "kept(*capabilities): run only where all of these are declared as full",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options: how long the state machine runs, and what is recorded or played."""
    group = parser.getgroup("deskbridge contract")
    group.addoption(_OPTION, choices=PROFILES, default=PROFILES[0], help="how long the state machine runs")
    group.addoption(RECORD, metavar="DIR", help="record what a contract's desk and its sandbox say, in this folder")
    group.addoption(RECORD_DESK, metavar="NAME", help="record this desk of deskbridge.toml and not a sandbox")
    group.addoption(PLAY, metavar="DIR", help="run against the recording in this folder")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers."""
    for line in _MARKERS:
        config.addinivalue_line("markers", line)


@pytest.fixture(scope="class")
def deskbridge_harness(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A desk with the sample data, one for all the tests of a contract class."""
    from deskbridge_contract_tests.exchanges import recent

    recent()
    with ExitStack() as stack:
        try:
            harness = stack.enter_context(_start(request.cls, request.config))
        except (Exception, pytest.fail.Exception):
            request.cls.deskbridge_unstarted = True
            raise
        yield harness


@pytest.fixture(scope="class")
def deskbridge_published(request: pytest.FixtureRequest) -> Iterator[Any]:
    """What plays a recording of what a vendor published, one for all the tests of a class."""
    from deskbridge_contract_tests.recording import played

    with played(request.cls.vendor, request.cls.recording, settings=request.cls.settings) as harness:
        yield harness


def _start(contract: Any, config: pytest.Config) -> AbstractContextManager[Any]:
    record, play = config.getoption(RECORD), config.getoption(PLAY)
    if record is None and play is None:
        found: AbstractContextManager[Any] = contract.start()
        return found
    from deskbridge_contract_tests.recording import played, recorded

    if play is not None:
        return played(contract.vendor, Path(play), settings=contract.settings)
    if desk := config.getoption(RECORD_DESK):
        from deskbridge_contract_tests.configured import settings_of

        return recorded(contract.vendor, Path(record), settings=settings_of(desk), live=True)
    return recorded(contract.vendor, Path(record), *contract.seeds, settings=contract.settings)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, while a run is recorded or played by an option, the classes that play a recording of their own."""
    if config.getoption(RECORD) is not None or config.getoption(PLAY) is not None:
        leave_out_played(config, items)


def leave_out_played(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the tests of classes that play a recording of their own out of those that are to be run."""
    out = [one for one in items if _is_contract(one) and one.cls.recording is not None]  # type: ignore[attr-defined]
    config.hook.pytest_deselected(items=out)
    items[:] = [one for one in items if one not in out]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what follows the one failure that says why a contract's desk can't be connected."""
    if _is_contract(item):
        from deskbridge_contract_tests.failing import begin

        begin()
    if getattr(getattr(item, "cls", None), "deskbridge_unstarted", False):
        pytest.skip("there is no desk to test; the first error of the class says why")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a failure of the contract name its capabilities, what was demanded, and the exchanges that led to it."""
    if not _is_contract(item):
        return (yield)
    from deskbridge_contract_tests.failing import explain, name_capabilities

    name_capabilities(item, call)
    report = yield
    explain(item, report)
    return report


def _is_contract(item: pytest.Item) -> bool:
    return getattr(getattr(item, "cls", None), "is_helpdesk_contract", False)


@pytest.fixture(scope="class")
def deskbridge_samples(request: pytest.FixtureRequest, deskbridge_harness: Any) -> Any:
    """What the desk holds that no role creates, looked for once for all the tests of a contract class."""
    return request.cls.samples(deskbridge_harness)


@pytest.fixture
def contract_profile(request: pytest.FixtureRequest, deskbridge_harness: Any) -> str:
    """How long the state machine is to run; `brief` in any case where each of its steps is kept in a file."""
    return str(request.config.getoption(_OPTION)) if deskbridge_harness.each is None else "brief"


def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class, name: str, obj: object) -> None:
    """Refuse a contract class that overrides or removes a test, unless it says by an `xfail` with a reason why.

    Raises:
        pytest.Collector.CollectError: It does; names the tests.
    """
    if not inspect.isclass(obj) or not getattr(obj, "is_helpdesk_contract", False):
        return
    softened = sorted(_softened(obj))
    if softened and collector.istestclass(obj, name):
        msg = (
            f"{name} overrides {', '.join(softened)} of the contract. A test that the vendor can't pass is marked: "
            '@pytest.mark.xfail(reason="..."), and the reason says what a user meets there.'
        )
        raise collector.CollectError(msg)


def _softened(contract: type) -> Iterator[str]:
    ours = [one for one in contract.__mro__ if one.__module__.startswith("deskbridge_contract_tests.")]
    tests = {name for one in ours for name in vars(one) if name.startswith("test_")}
    for name in tests:
        holder = next(one for one in contract.__mro__ if name in vars(one))
        if holder not in ours and not _excused(vars(holder)[name]):
            yield name


def _excused(override: object) -> bool:
    marks = getattr(override, "pytestmark", [])
    return any(mark.name == "xfail" and str(mark.kwargs.get("reason", "")).strip() for mark in marks)
