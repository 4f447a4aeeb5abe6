import textwrap

import pytest

import deskbridge_contract_tests.contract  # noqa: F401  what is imported in a run inside is taken away at its end

pytest_plugins = "pytester"

NAME = "test_deleting_an_unknown_customer_raises_not_found"
CONTRACT = """
import pytest
from deskbridge.memory import MemoryHelpdesk
from deskbridge_contract_tests import HelpdeskContract, in_process

class TestVendor(HelpdeskContract):
    @classmethod
    def start(cls):
        return in_process(MemoryHelpdesk())

"""


@pytest.fixture
def run(pytester):
    def run_contract(body):
        pytester.makepyfile(test_vendor=CONTRACT + textwrap.indent(textwrap.dedent(body), "    "))
        return pytester.runpytest_inprocess("-p", "no:cacheprovider", "-k", NAME)

    return run_contract


@pytest.mark.parametrize(
    "body",
    [
        f"def {NAME}(self): pass",
        f"{NAME} = None",
        f"@pytest.mark.skip(reason='slow')\ndef {NAME}(self): pass",
        f"@pytest.mark.xfail\ndef {NAME}(self): raise AssertionError",
        f"@pytest.mark.xfail(reason=' ')\ndef {NAME}(self): raise AssertionError",
    ],
)
def test_a_softened_test_is_refused_by_name(run, body):
    result = run(body)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*TestVendor overrides {NAME} of the contract*"])


def test_an_expected_failure_with_a_reason_is_let_be(run):
    result = run(f"@pytest.mark.xfail(reason='the vendor answers 204 to anything')\ndef {NAME}(self): raise ValueError")
    result.assert_outcomes(xfailed=1, deselected=result.parseoutcomes()["deselected"])


def test_tests_of_the_vendors_own_are_let_be(run):
    result = run(f"def {NAME}_by_name(self): pass")
    assert result.parseoutcomes()["passed"] == 2


def test_a_softened_test_of_a_class_between_is_refused_too(pytester):
    pytester.makepyfile(
        test_vendor=CONTRACT + f"    def {NAME}(self): pass\n\nclass TestOther(TestVendor):\n    pass\n"
    )
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.stdout.fnmatch_lines([f"*overrides {NAME} of the contract*"])
