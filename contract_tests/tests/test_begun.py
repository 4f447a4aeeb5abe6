import shutil
from pathlib import Path

import pytest

import deskbridge_contract_tests.contract  # noqa: F401  what is imported in a run inside is taken away at its end
from deskbridge_contract_tests import harness

pytest_plugins = "pytester"

TOO_SURE = """
    from deskbridge_contract_tests import HelpdeskContract

    class TestBare(HelpdeskContract):
        @classmethod
        def start(cls):
            raise ValueError("bare declares agents.all but its role has no such method")
"""
CONTRACT = """
    import bare
    from deskbridge_contract_tests import HelpdeskContract

    class TestBare(HelpdeskContract):
        start = staticmethod({start})
"""
NO_SANDBOX = """
    from attrs import frozen
    from deskbridge.plugins import Vendor
    from deskbridge_contract_tests import HelpdeskContract, harness

    @frozen
    class Settings:
        token: str

    vendor = Vendor(
        name="bare", title="Bare", settings=lambda: Settings, environment={"BARE_TOKEN": "token"},
        capabilities=None, connect=None,
    )
    harness.plugins = lambda: type("Found", (), {"vendor": lambda self, name: vendor})()

    class TestBare(HelpdeskContract):
        vendor = "bare"
"""


@pytest.mark.parametrize("start", ["bare.nothing", "bare.a_listing"])
def test_a_plugin_that_has_only_been_begun_fails_nothing(pytester, start):
    shutil.copy(Path(__file__).with_name("bare.py"), pytester.path)
    pytester.makepyfile(test_vendor=CONTRACT.format(start=start))
    passed, skipped, failed = pytester.inline_run("-p", "no:cacheprovider").listoutcomes()
    assert [report.nodeid for report in failed] == []
    assert len(passed) > 5
    assert len(skipped) > 100


def test_a_vendor_that_can_not_be_connected_is_one_error_that_says_what_to_do(pytester, monkeypatch):
    monkeypatch.setattr(harness, "plugins", harness.plugins)  # put back what the module inside replaces
    pytester.makepyfile(test_vendor=NO_SANDBOX)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    outcomes = result.parseoutcomes()
    assert outcomes["errors"] == 1
    assert set(outcomes) == {"errors", "skipped"}
    result.stdout.fnmatch_lines(["*'token' is missing*Override `start` of the contract class*BARE_TOKEN*"])


def test_a_vendor_whose_desk_can_not_be_made_is_one_error_and_not_one_a_test(pytester):
    pytester.makepyfile(test_vendor=TOO_SURE)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    outcomes = result.parseoutcomes()
    assert outcomes["errors"] == 1
    assert set(outcomes) == {"errors", "skipped"}
    result.stdout.fnmatch_lines(["*bare declares agents.all but its role has no such method*"])
