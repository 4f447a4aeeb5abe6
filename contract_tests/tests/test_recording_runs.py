"""A run of the contract is recorded and played by pytest's options, as `deskbridge record` gives them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

import deskbridge_contract_tests.contract  # noqa: F401  what is imported in a run inside is taken away at its end
from deskbridge.errors import ConfigurationError
from deskbridge.plugins import plugins
from deskbridge_contract_tests.cli.record import record
from deskbridge_contract_tests.recording import Provenance, Recording, played, recorded
from deskbridge_contract_tests.recording.folder import About
from deskbridge_contract_tests.running import Plan, run_contract

pytest_plugins = "pytester"

CONTRACT = """
    from deskbridge_contract_tests import HelpdeskContract

    class TestVendor(HelpdeskContract):
        vendor = {vendor!r}

        def test_own(self, desk):
            assert desk.vendor == {vendor!r}
"""
FAILING = """
from deskbridge_contract_tests import HelpdeskContract

class TestVendor(HelpdeskContract):
    vendor = {vendor!r}

    def test_own(self, desk):
        assert list(desk.agents.all()) == []
"""
ONLY = """
def pytest_collection_modifyitems(items):
    items[:] = [one for one in items if one.name in ("test_own", "test_every_row_names_its_source")]
"""
WANTED = "test_own or agents_are_listed"


@pytest.fixture
def vendor() -> str:
    return next(one.name for one in plugins().vendors() if one.sandbox is not None)


@pytest.fixture
def about() -> Callable[[Path], About]:
    """Write an empty recording of the desk in memory."""

    def write(folder: Path) -> About:
        at = datetime(2026, 3, 1, tzinfo=UTC)
        made = About(vendor="memory", provenance=Provenance.LIVE, recorded_at=at, settings={}, origin_settings=())
        Recording(folder, made).save()
        return made

    return write


def test_what_was_recorded_by_an_option_is_played_by_another(pytester: pytest.Pytester, vendor: str) -> None:
    pytester.makepyfile(test_vendor=CONTRACT.format(vendor=vendor))
    kept = pytester.path / "kept"
    for option in ("--contract-record", "--contract-recording"):
        ended = pytester.runpytest_inprocess("-p", "no:cacheprovider", f"{option}={kept}", "-k", WANTED)
        assert ended.parseoutcomes()["passed"] == 2, option
        assert Recording.read(kept).about.vendor == vendor


def test_the_command_tells_what_failed_and_how_much_it_kept(tmp_path: Path, vendor: str) -> None:
    (tmp_path / "test_own.py").write_text(FAILING.format(vendor=vendor))
    (tmp_path / "conftest.py").write_text(ONLY)
    arguments = [vendor, "--out", str(tmp_path / "out"), "--tests", str(tmp_path / "test_own.py")]
    ended = CliRunner().invoke(record, arguments, standalone_mode=False)
    assert ended.return_value == 1, ended.output
    assert "failed: test_own" in ended.stderr
    assert "out: 1 cassettes of its sandbox. Before it is shared" in ended.stdout
    again = run_contract(Plan(vendor=vendor, recording=tmp_path / "out", tests=tmp_path / "test_own.py"))
    assert again.against.startswith("what was recorded from the sandbox on 2")
    assert {one.name: one.outcome.value for one in again.results} == {
        "test_own": "failed",
        "test_every_row_names_its_source": "passed",
    }


def test_a_recording_of_another_vendor_is_not_played(tmp_path: Path, about: Callable[[Path], About]) -> None:
    about(tmp_path)
    with pytest.raises(ConfigurationError, match="a recording of 'memory', not of acme"), played("acme", tmp_path):
        pass


def test_a_recording_of_a_vendor_without_a_sandbox_is_looked_through_too(
    tmp_path: Path, about: Callable[[Path], About]
) -> None:
    kept = evolve(about(tmp_path), provenance=Provenance.SANDBOX, known={"report": "-----BEGIN PRIVATE KEY-----"})
    Recording(tmp_path, kept).save()
    with played("memory", tmp_path) as harness:
        assert harness.findings is not None
        assert harness.outbound_messages is not None
        found = harness.findings()
        with pytest.raises(pytest.skip.Exception, match="nobody can tell here"):
            harness.outbound_messages()
    assert found == ["recording.json: a private key"]


def test_a_sandbox_that_does_not_start_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with (
        pytest.raises(ConfigurationError, match="try `deskbridge sandbox memory`"),
        recorded("memory", tmp_path / "out"),
    ):
        pass
    assert "memory has no sandbox" in capfd.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("missing", "plan", "said"),
    [
        ("vcr", {"record": Path("out")}, "pip install 'deskbridge-contract-tests[recording]'"),
        ("time_machine", {"recording": Path("out")}, "pip install 'deskbridge-contract-tests[recording]'"),
        ("uvicorn", {}, "pip install 'deskbridge[sandbox]'"),
    ],
)
def test_what_has_to_be_installed_first_is_told(
    monkeypatch: pytest.MonkeyPatch, vendor: str, missing: str, plan: dict[str, Path], said: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ConfigurationError, match=re.escape(f"needs {missing}: {said}")):
        run_contract(Plan(vendor=vendor, **plan))
