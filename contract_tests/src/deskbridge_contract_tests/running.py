"""Runs the contract for a vendor in a process of its own, and makes the conformance report of what it finds.

A process of its own: pytest and hypothesis leave nothing behind in the caller's, other pytest plugins that happen to
be installed take no part, and nothing is written outside of a temporary folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from attrs import fields, frozen

from deskbridge.capabilities import Capabilities, Capability
from deskbridge.errors import ConfigurationError, PluginError
from deskbridge.names import unknown_name
from deskbridge.plugins import Vendor, plugins
from deskbridge.settings import configured
from deskbridge_contract_tests.plugin import PLAY, RECORD, RECORD_DESK
from deskbridge_contract_tests.report.collecting import OPTION
from deskbridge_contract_tests.report.refusals import refused
from deskbridge_contract_tests.report.showing import plain
from deskbridge_contract_tests.report.values import Conformance, Result, Row, declaration_from, results_from
from deskbridge_contract_tests.withholding import shown_of_crash

_PLUGINS = ("deskbridge_contract_tests.plugin", "deskbridge_contract_tests.report.collecting")
_NOTHING_SELECTED = 5
_RAN = (0, 1)
_SHOWN = 4_000
_SETTINGS = """
[pytest]
xfail_strict = true
python_classes = Test*
"""
_MODULE = """
from deskbridge_contract_tests import HelpdeskContract


class TestContract(HelpdeskContract):
    vendor = {vendor!r}
"""
_ON_DESK = """
    @classmethod
    def start(cls):
        from deskbridge_contract_tests.configured import configured

        return configured({desk!r})
"""


@frozen(kw_only=True)
class Plan:
    """What to run.

    Attributes:
        vendor: The vendor's name.
        desk: A desk of `deskbridge.toml` to run against, "" for the vendor's own sandbox.
        tests: The vendor's own contract file, which knows its samples and expected failures; None for a plain one.
        select: What pytest's `-k` takes, "" for everything.
        profile: How long the state machine runs: `quick` or `long`.
        recording: The folder of a recording to run against, None for the sandbox or desk itself.
        record: Where to record the run, None for nowhere.
    """

    vendor: str
    desk: str = ""
    tests: Path | None = None
    select: str = ""
    profile: str = "quick"
    recording: Path | None = None
    record: Path | None = None


def run_contract(plan: Plan) -> Conformance:
    """Run the contract and report. Takes seconds to minutes.

    Raises:
        UnknownDeskError: There is no such vendor, or no such desk.
        ConfigurationError: Nothing could be started; says what to do.
        PluginError: The vendor's plugin can't be used.
    """
    vendor = known_vendor(plan.vendor)
    against = _against(plan, vendor)
    with tempfile.TemporaryDirectory(prefix="deskbridge-contract-") as folder:
        found = _found(plan, Path(folder))
    results = tuple(results_from(found["tests"]))
    if found["declared"] is None:
        raise ConfigurationError(_not_started(plan, results))
    return Conformance(
        vendor=vendor.name,
        title=vendor.title,
        package=", ".join(one.distribution for one in plugins().found.get(vendor.name, ())),
        against=against,
        profile=plan.profile,
        selected=plan.select,
        at=datetime.now(UTC),
        declared=(declared := declaration_from(vendor.name, found["declared"])),
        rows=tuple(rows_of(declared, results)),
        results=results,
    )


def rows_of(declared: Capabilities, results: tuple[Result, ...]) -> list[Row]:
    """Return a row for each capability, in the order of `Capability`."""
    by_name = {one.name: one for one in results}
    return [
        Row(
            capability=capability,
            support=declared[capability],
            results=tuple(one for one in results if capability in one.capabilities),
            refused=refused(declared, by_name, capability),
        )
        for capability in Capability
    ]


def known_vendor(name: str) -> Vendor:
    """Return an installed vendor.

    Raises:
        UnknownDeskError: There is none of this name.
        PluginError: Its plugin can't be used; says so without the secrets that the plugin may have told.
    """
    known = plugins()
    if name not in known.names:
        raise unknown_name(name, known)
    try:
        return known.vendor(name)
    except PluginError as wrong:
        wrong.args = (shown_of_crash(wrong.text, name), *wrong.args[1:])
        raise


def _against(plan: Plan, vendor: Vendor) -> str:
    """Return in words what is driven.

    Raises:
        ConfigurationError: There is nothing to drive.
    """
    if plan.recording is not None:
        return _recorded(plan.recording, plan.vendor)
    if plan.record is not None:
        _check_recording(plan.record)
    elif plan.tests is not None:
        return f"what its contract file {plan.tests.name} starts"
    if plan.desk:
        _check_desk(plan)
        return f"the desk '{plan.desk}'"
    if vendor.sandbox is not None:
        _check_server()
        return "its sandbox"
    if plan.record is not None or fields(vendor.settings()):
        msg = f"{vendor.name} has no sandbox; name a desk of an account that is made for tests: --desk NAME"
        raise ConfigurationError(msg)
    return "a desk in this process"


def _recorded(folder: Path, vendor: str) -> str:
    """Return what a recording is of, by what each of its exchanges says of itself."""
    check_recorder()
    from deskbridge_contract_tests.recording import Recording

    recording = Recording.read(folder)
    if recording.about.vendor != vendor:
        msg = f"{folder} holds a recording of {recording.about.vendor!r}, not of {vendor}"
        raise ConfigurationError(msg)
    return recording.told()


def _check_recording(folder: Path) -> None:
    check_recorder()
    from deskbridge_contract_tests.recording import Recording

    Recording.check_free(folder)


def check_recorder() -> None:
    """See that what recordings need is installed.

    Raises:
        ConfigurationError: It is not; says how to get it.
    """
    try:
        import time_machine
        import vcr
    except ModuleNotFoundError as missing:
        msg = f"a recording needs {missing.name}: pip install 'deskbridge-contract-tests[recording]'"
        raise ConfigurationError(msg) from missing
    del time_machine, vcr


def _check_desk(plan: Plan) -> None:
    desks = configured()
    if plan.desk not in desks:
        raise unknown_name(plan.desk, plugins(), desks)
    if desks[plan.desk].vendor != plan.vendor:
        msg = f"the desk {plan.desk!r} is of {desks[plan.desk].vendor}, not of {plan.vendor}; name one of {plan.vendor}"
        raise ConfigurationError(msg)


def _check_server() -> None:
    try:
        import starlette
        import uvicorn
    except ModuleNotFoundError as missing:
        msg = f"a sandbox needs {missing.name}: pip install 'deskbridge[sandbox]'"
        raise ConfigurationError(msg) from missing
    del starlette, uvicorn


def _found(plan: Plan, folder: Path) -> dict[str, Any]:
    results, settings, module = folder / "results.json", folder / "pytest.ini", plan.tests
    settings.write_text(_SETTINGS, encoding="utf-8")
    if module is None:
        module = folder / "test_contract.py"
        written = _MODULE.format(vendor=plan.vendor) + (
            _ON_DESK.format(desk=plan.desk) if plan.desk and plan.record is None else ""
        )
        module.write_text(written, encoding="utf-8")
    ended = subprocess.run(  # noqa: S603  our own interpreter; what the caller gave are single arguments
        _command(plan, module.resolve(), settings, results),
        env=_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if ended.returncode == _NOTHING_SELECTED:
        raise ConfigurationError(_nothing_selected(plan))
    if ended.returncode not in _RAN or not results.exists():
        said = plain(shown_of_crash(ended.stdout.decode("utf-8", "replace"), plan.vendor)[-_SHOWN:].strip())
        msg = f"the contract of {plan.vendor} could not be run; pytest says:\n{said}"
        raise ConfigurationError(msg)
    found: dict[str, Any] = orjson.loads(results.read_bytes())
    _check_vendor(plan, found["vendors"])
    return found


def _nothing_selected(plan: Plan) -> str:
    if plan.select:
        return f"-k {plan.select!r} selects no test of the contract; leave it out to run all"
    return f"{plan.tests} holds no contract: a class whose name begins with Test, derived from HelpdeskContract"


def _check_vendor(plan: Plan, vendors: list[str]) -> None:
    """See that a contract file is of the vendor that the report will be of."""
    if others := [one for one in vendors if one != plan.vendor]:
        msg = f"{plan.tests} holds a contract of {', '.join(map(repr, others))}; name a file of {plan.vendor} alone"
        raise ConfigurationError(msg)


def _command(plan: Plan, module: Path, settings: Path, results: Path) -> list[str]:
    # -P: what lies in the caller's directory must not be imported in place of what is installed.
    command = [sys.executable, "-P", "-m", "pytest", "-c", str(settings), f"--rootdir={settings.parent}"]
    command += [f"--confcutdir={module.parent}", "--import-mode=importlib", "-vv", "-p", "no:cacheprovider"]
    command += [part for name in _PLUGINS for part in ("-p", name)]
    command += [f"{OPTION}={results}", f"--contract-profile={plan.profile}"]
    command += [f"{PLAY}={plan.recording.resolve()}"] if plan.recording else []
    command += [f"{RECORD}={plan.record.resolve()}"] if plan.record else []
    command += [f"{RECORD_DESK}={plan.desk}"] if plan.record and plan.desk else []
    command += [f"-k={plan.select}"] if plan.select else []
    return [*command, str(module)]


def _environment(folder: Path) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    ours = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis")}
    return {**kept, **ours}


def _not_started(plan: Plan, results: tuple[Result, ...]) -> str:
    first = next((one.message for one in results if one.message), "") or "no test came as far as a desk"
    return f"there is no desk of {plan.vendor} to test: {plain(first.strip()[-_SHOWN:])}"
