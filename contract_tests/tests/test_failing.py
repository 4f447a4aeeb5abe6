import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import deskbridge_contract_tests.contract  # noqa: F401  what is imported in a run inside is taken away at its end
from deskbridge.transport import Exchange
from deskbridge_contract_tests.exchanges import Recent
from deskbridge_contract_tests.report import collecting

pytest_plugins = "pytester"

CONTRACT = """
    import lying
    from deskbridge_contract_tests import HelpdeskContract

    class TestVendor(HelpdeskContract):
        start = staticmethod(lying.{start})
"""


@pytest.fixture
def run(pytester):
    def run_contract(start, *only):
        shutil.copy(Path(__file__).with_name("lying.py"), pytester.path)
        pytester.makepyfile(test_vendor=CONTRACT.format(start=start))
        picked = [f"test_vendor.py::TestVendor::{name}" for name in only] or ["test_vendor.py"]
        return pytester.runpytest_inprocess("-p", "no:cacheprovider", *picked)

    return run_contract


def test_a_failure_says_what_is_demanded_and_which_capabilities_were_tested(run):
    shown = run("harness('topics', lying.DropsATag)", "test_added_topics_are_on_the_ticket").stdout
    shown.fnmatch_lines(["*topics.add did not put every topic*", "*tested: topics.add (full)*", "*Usually wrong:*"])
    shown.fnmatch_lines(["none, or none that deskbridge's transport carried"])


def test_a_failure_shows_the_exchanges_that_led_to_it(run):
    shown = run("gives_up_at_once", "test_a_fault_is_survived_or_told[read-503 before]").stdout
    shown.fnmatch_lines(["HTTP exchanges, redacted:", "*: GET http://127.0.0.1:* -> 503*"])


def test_only_the_last_exchanges_are_kept_and_the_others_counted(run):
    seen = Recent()
    exchange = one_exchange()
    for _ in range(32):
        seen.deskbridge_exchange(exchange)
    assert seen.lines()[0] == "(2 earlier ones are left out)"
    assert seen.lines()[1] == "notes.add: POST https://acme.example/x with 7 bytes -> reset, request r1 (try 2)"
    seen.forget()
    assert seen.lines() == []


def one_exchange():
    return Exchange(
        vendor="acme",
        operation="notes.add",
        method="POST",
        url="https://acme.example/x",
        status=None,
        request_id="r1",
        started_at=datetime(2026, 1, 1, tzinfo=UTC),
        elapsed_seconds=0.1,
        attempt=2,
        request_headers={},
        response_headers={},
        request_bytes=7,
        error="reset",
    )


OUTCOMES = """
    import pytest
    from deskbridge.memory.sample import sample_desk
    from deskbridge_contract_tests import Harness, HelpdeskContract
    from contextlib import contextmanager

    @contextmanager
    def start():
        yield Harness(desk=sample_desk(), secrets=("t0p-s3cret",))

    class TestVendor(HelpdeskContract):
        start = staticmethod(start)

        @pytest.mark.xfail(reason="the vendor forgets")
        def test_a_desk_has_every_role(self): raise AssertionError

        def test_zz_tells(self, harness): raise RuntimeError("t0p-s3cret is wrong")

        def test_zz_spells(self, harness):
            print("dDBwLXMzY3JldA==")
            raise RuntimeError("half a character \\ud800 and t0p-s3cret")

        def test_zz_skips(self, harness): pytest.skip("t0p-s3cret")
"""


def test_what_was_found_is_written_down_without_secrets(pytester):
    pytester.makepyfile(test_vendor=OUTCOMES)
    path = pytester.path / "results.json"
    chosen = "every_role or zz or survived_or_told or agents_are_listed or customer_is_read_back"
    pytester.runpytest_inprocess(
        "-p", "no:cacheprovider", "-p", collecting.__name__, f"--contract-results={path}", "-k", chosen
    )
    found = json.loads(path.read_bytes())
    tests = {one["name"]: one for one in found["tests"]}
    assert found["declared"]["agents.all"]["level"] == "full"
    assert tests["test_all_agents_are_listed_once"]["capabilities"] == ["agents.all"]
    assert tests["test_all_agents_are_listed_once"]["outcome"] == "passed"
    assert tests["test_a_desk_has_every_role"]["outcome"] == "failed as expected"
    assert tests["test_a_desk_has_every_role"]["reason"] == "the vendor forgets"
    assert tests["test_a_fault_is_survived_or_told[read-reset before]"]["reason"] == "nothing can be made to fail here"
    assert "*** is wrong" in tests["test_zz_tells"]["message"]
    assert "half a character ? and ***" in tests["test_zz_spells"]["message"]
    assert tests["test_zz_skips"]["reason"] == "***"
    assert "t0p" not in path.read_text()


UNCONNECTED = """
    import pytest
    from attrs import frozen
    from deskbridge.plugins import Vendor
    from deskbridge.settings import Secret
    from deskbridge_contract_tests import HelpdeskContract
    from deskbridge_contract_tests.harness import connected, secrets_of

    @frozen
    class Settings:
        api_token: Secret

    def refuse(settings, options):
        raise RuntimeError(f"no account of {settings.api_token.reveal()}")

    VENDOR = Vendor(name="acme", title="Acme", settings=lambda: Settings, capabilities=None, connect=refuse)

    class TestVendor(HelpdeskContract):
        @classmethod
        def start(cls):
            secrets_of(VENDOR, {"api_token": "unc0nnected-s3cret"})
            return connected(VENDOR, {"api_token": "unc0nnected-s3cret"}, {})
"""


def test_a_desk_that_can_not_be_connected_shows_no_secret_either(pytester):
    pytester.makepyfile(test_vendor=UNCONNECTED)
    path = pytester.path / "results.json"
    shown = pytester.runpytest_inprocess(
        "-p", "no:cacheprovider", "-p", collecting.__name__, f"--contract-results={path}", "-k", "every_role"
    ).stdout.str()
    assert "no account of ***" in shown
    assert "no account of ***" in path.read_text()
    assert "unc0nnected" not in shown + path.read_text()


def test_a_failure_of_a_plain_run_shows_no_secret_in_any_spelling(pytester):
    pytester.makepyfile(test_vendor=OUTCOMES)
    shown = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-k", "zz_tells or zz_spells").stdout.str()
    assert "*** is wrong" in shown
    assert "t0p" not in shown
    assert "dDBw" not in shown
