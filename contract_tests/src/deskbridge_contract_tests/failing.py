"""What a failing test of the contract says beside its assertion: capabilities, the demand, the exchanges."""

from __future__ import annotations

import inspect

import pytest

from deskbridge_contract_tests.exchanges import recent
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.marks import asked_of
from deskbridge_contract_tests.spelling import without
from deskbridge_contract_tests.withholding import remember_settings

_TITLE = "deskbridge contract"


def begin() -> None:
    """Forget what other tests did, before a test begins."""
    recent().forget()


def harness_of(item: pytest.Item) -> Harness | None:
    """Return what a test drives, None before it was started."""
    found = getattr(item, "funcargs", {}).get("harness")
    return found if isinstance(found, Harness) else None


def name_capabilities(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Add to an error which capabilities were tested and how they are declared, before pytest makes its text."""
    harness = harness_of(item)
    if call.when != "call" or call.excinfo is None or harness is None or call.excinfo.errisinstance(_NO_ERRORS):
        return
    if asked := asked_of(item):
        declared = ", ".join(f"{one} ({harness.desk.capabilities[one].level})" for one in asked)
        call.excinfo.value.add_note(f"tested: {declared}")


_NO_ERRORS = (pytest.skip.Exception, KeyboardInterrupt, SystemExit)


def explain(item: pytest.Item, report: pytest.TestReport) -> None:
    """Add to a failure's report what the test demands and the exchanges that led to it, the oldest first.

    What stands in the report already has its secrets replaced: it ends in the logs of CI.
    """
    if not report.failed:
        return
    remember_settings(str(getattr(getattr(item, "cls", None), "vendor", "")))
    _hide_secrets(report, harness_of(item))
    demand = inspect.getdoc(getattr(item, "function", None)) or ""
    exchanges = recent().lines() or ["none, or none that deskbridge's transport carried"]
    report.sections.append((_TITLE, "\n".join([demand, "", "HTTP exchanges, redacted:", *exchanges])))


def _hide_secrets(report: pytest.TestReport, harness: Harness | None) -> None:
    secrets = () if harness is None else harness.secrets
    said = report.longreprtext
    if (told := without(said, secrets)) != said:
        report.longrepr = told
    report.sections[:] = [(title, without(text, secrets)) for title, text in report.sections]
