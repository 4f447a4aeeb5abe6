"""A pytest plugin for `deskbridge contract`: writes down what each test found, and the declaration that was tested.

Loaded by name for that command only. What it writes is JSON: `{"vendors": [...], "declared": {...} or null, "tests":
[...]}`, the vendors being those that the contract classes name.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import orjson
import pytest

from deskbridge_contract_tests.failing import harness_of
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.marks import asked_of
from deskbridge_contract_tests.plugin import leave_out_played
from deskbridge_contract_tests.report.values import Outcome, declaration_as_json
from deskbridge_contract_tests.spelling import without

OPTION = "--contract-results"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that says where to write."""
    parser.addoption(OPTION, type=Path, required=True, help="where to write what the tests found")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to collect."""
    config.pluginmanager.register(Collector(config.getoption(OPTION)))


class Collector:
    """Takes what each phase of a test reports, and writes it down at the end of the session."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tests: dict[str, dict[str, Any]] = {}
        self._declared: dict[str, Any] | None = None
        self._vendors: set[str] = set()

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Note whose contract a test is of; a class that starts its own desk need not say."""
        if vendor := getattr(getattr(item, "cls", None), "vendor", ""):
            self._vendors.add(str(vendor))

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Report on what a class starts, and not once more, under the same names, on a recording of it."""
        leave_out_played(config, items)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Take a phase's report, after everyone has added to it."""
        report = yield
        harness = harness_of(item)
        if harness is not None:
            self._declared = {str(one): declaration_as_json(row) for one, row in harness.desk.capabilities.items()}
        taken = self._tests.setdefault(item.nodeid, _begun(item))
        _take(taken, report, harness)
        return report

    def pytest_sessionfinish(self) -> None:
        """Write all of it."""
        tests = list(self._tests.values())
        found = {"vendors": sorted(self._vendors), "declared": self._declared, "tests": tests}
        self._path.write_bytes(orjson.dumps(found))


def _begun(item: pytest.Item) -> dict[str, Any]:
    asked = [str(one) for one in asked_of(item)]
    return {"name": item.name, "capabilities": asked, "outcome": Outcome.PASSED, "reason": "", "message": ""}


def _take(taken: dict[str, Any], report: pytest.TestReport, harness: Harness | None) -> None:
    """Note what a phase adds: the first phase that is not passed decides."""
    if harness is not None and report.when == "call":
        taken["capabilities"] = list(dict.fromkeys([*taken["capabilities"], *sorted(map(str, harness.held))]))
        harness.held.clear()
    if taken["outcome"] is not Outcome.PASSED:
        return
    if report.failed:
        taken["outcome"], taken["message"] = Outcome.FAILED, _shown(_said(report), harness)
    elif report.skipped and hasattr(report, "wasxfail"):
        taken["outcome"], taken["reason"] = Outcome.EXPECTED, _shown(report.wasxfail.removeprefix("reason: "), harness)
    elif report.skipped:
        taken["outcome"], taken["reason"] = Outcome.SKIPPED, _shown(_why(report), harness)


def _said(report: pytest.TestReport) -> str:
    sections = [f"-- {title}\n{text}" for title, text in report.sections if not title.startswith("Captured")]
    return "\n".join([report.longreprtext, *sections])


def _why(report: pytest.TestReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")


def _shown(text: str, harness: Harness | None) -> str:
    """Return a text without secrets, and without half characters, which no file takes."""
    told = without(text, () if harness is None else harness.secrets)
    return told.encode("utf-8", "replace").decode("utf-8")
