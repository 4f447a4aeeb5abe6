"""Whether what is declared as not possible was refused, read from the two tests of the honesty suite."""

from __future__ import annotations

from collections.abc import Mapping

from deskbridge.capabilities import Capabilities, Capability
from deskbridge_contract_tests.asking import CALLS, writes
from deskbridge_contract_tests.harness import UNCOUNTED
from deskbridge_contract_tests.report.values import Outcome, Result
from deskbridge_contract_tests.suites.honesty import HonestySuite

METHODS = HonestySuite.test_methods_that_are_not_possible_are_refused_before_a_request.__name__
FIELDS = HonestySuite.test_fields_that_can_not_be_kept_are_refused_before_a_request.__name__


def refused(declared: Capabilities, results: Mapping[str, Result], capability: Capability) -> bool | None:
    """Tell whether a capability was refused.

    A field's refusal is that of the methods that would write it where none of them is possible itself.

    Args:
        declared: The declaration.
        results: The tests by name.
        capability: One that is not possible; any other is None.

    Returns:
        None where there is nothing to refuse, as with a field that is only read, or where the test was not run.
    """
    if declared[capability].possible:
        return None
    if capability.is_method:
        return _told_by(results.get(METHODS), capability) if capability in CALLS else None
    writers = [method for method, _ in writes().get(capability, ())]
    if not writers:
        return None
    if any(declared[one].possible for one in writers):
        return _told_by(results.get(FIELDS), capability)
    told = [_told_by(results.get(METHODS), one) for one in writers]
    return None if None in told else all(told)


def _told_by(result: Result | None, capability: Capability) -> bool | None:
    if result is None or (result.outcome is Outcome.SKIPPED and result.reason != UNCOUNTED):
        return None
    return result.outcome is not Outcome.FAILED or f"{capability}: " not in result.message
