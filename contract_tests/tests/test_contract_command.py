import json
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

import pytest

from deskbridge.cli import main
from deskbridge.plugins import plugins
from deskbridge.sandbox import SandboxOptions, running
from deskbridge_contract_tests.configured import configured
from deskbridge_contract_tests.harness import Exchanges

REPOSITORY = Path(__file__).parents[2]
MEMORY = REPOSITORY / "core/tests/test_contract.py"
FEW = "agents_are_listed or getting_an_unknown_agent or before_a_request"

VENDOR = """
    from attrs import evolve, field, make_class
    from deskbridge import builtin
    from deskbridge.hookspecs import hookimpl
    from deskbridge.memory.sample import sample_desk
    from deskbridge.settings import Secret

    SETTINGS = make_class("Settings", {"token": field(type=Secret)}, frozen=True)

    def connect(settings, options):
        desk = sample_desk()
        if settings.token.reveal() == "lie":
            desk.agents.get = lambda ident: next(iter(desk.agents.all()))
        return desk

    @hookimpl
    def deskbridge_vendor():
        memory = builtin.deskbridge_vendor()
        return evolve(memory, name="acme", title="Acme", settings=lambda: SETTINGS, connect=connect)
"""
DESKS = """
    [desks.honest]
    vendor = "acme"
    token = "truth"

    [desks.lying]
    vendor = "acme"
    token = "lie"

    [desks.other]
    vendor = "memory"

    [desks.unset]
    vendor = "acme"
"""
OTHER = """
    from deskbridge.memory.sample import sample_desk
    from deskbridge_contract_tests import HelpdeskContract, in_process

    class TestOther(HelpdeskContract):
        vendor = "acme"
        start = staticmethod(lambda: in_process(sample_desk()))
"""


@pytest.fixture
def acme(tmp_path, monkeypatch, install_acme):
    """A vendor that has no sandbox, and a user's folder with desks of it, where the command is run."""
    install_acme(VENDOR)  # also for the suites, which run in a process of their own
    (user := tmp_path / "user").mkdir()
    (user / "deskbridge.toml").write_text(dedent(DESKS))
    (user / "nothing.py").write_text("")
    (user / "other.py").write_text(dedent(OTHER))
    monkeypatch.chdir(user)


@pytest.fixture
def contract(monkeypatch, capsys):
    """Run the command; return its exit code and what it says."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("DESKBRIDGE_CONFIG", raising=False)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main(["contract", *arguments])
        return SimpleNamespace(returncode=left.value.code, **capsys.readouterr()._asdict())

    return run


def test_a_run_is_reported_in_every_form_and_leaves_nothing_else_behind(contract, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ended = contract("memory", "--tests", str(MEMORY), "-k", FEW, "--out", "report")
    assert ended.returncode == 0, ended.err
    assert "agents.all" in ended.out
    assert "memory: " in ended.out.splitlines()[-1]
    found = sorted(str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*"))
    assert found == ["report", "report/conformance-memory.json", "report/conformance-memory.md"]
    written = json.loads((tmp_path / "report/conformance-memory.json").read_bytes())
    assert written["outcomes"]["passed"] == 2
    assert written["selected"] == FEW
    assert "| `agents.all` | full |" in (tmp_path / "report/conformance-memory.md").read_text()


def test_a_desk_is_run_against_after_a_warning(acme, contract):
    ended = contract("acme", "--desk", "honest", "--yes", "--json", "-k", FEW)
    assert ended.returncode == 0, ended.err
    assert "write, send to customers and delete on the desk 'honest'" in ended.err
    found = json.loads(ended.out)
    assert found["against"] == "the desk 'honest'"
    assert found["package"] == "acme 1.0"


def test_a_failure_leaves_with_one_and_is_told(acme, contract):
    ended = contract("acme", "--desk", "lying", "--yes", "-k", FEW)
    assert ended.returncode == 1, ended.err
    assert "FAILED test_getting_an_unknown_agent_raises_not_found" in ended.out
    assert "tested: agents.all (full), agents.get (full)" in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "no vendor named 'nowhere'"),
        (["acme"], "acme has no sandbox; name a desk"),
        (["acme", "--desk", "honest"], "nothing was started"),
        (["acme", "--desk", "nothing", "--yes"], "no desk and no vendor named 'nothing'"),
        (["acme", "--desk", "other", "--yes"], "is of memory, not of acme"),
        (["acme", "--desk", "unset", "--yes", "-k", FEW], "setting 'token' is missing"),
        (["acme", "--desk", "honest", "--yes", "--tests", str(MEMORY)], "exclude each other"),
        (["memory", "-k", "no_test_is_called_so"], "selects no test of the contract"),
        (["memory", "-k", "(("], "could not be run"),
        (["memory", "--tests", "nothing.py"], "holds no contract"),
        (["memory", "--tests", "other.py", "-k", FEW], "holds a contract of 'acme'"),
    ],
)
def test_what_can_not_be_started_leaves_with_two_and_says_what_to_do(acme, contract, arguments, said):
    ended = contract(*arguments)
    assert ended.returncode == 2, ended.out
    assert said in ended.err
    assert ended.out == ""


def test_a_folder_that_can_not_be_written_is_told(contract, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    ended = contract("memory", "-k", "every_capability", "--out", "file/report")
    assert ended.returncode == 2
    assert "choose another folder with --out" in ended.err


def test_a_desk_of_the_file_can_be_observed_and_hides_its_secrets(tmp_path, monkeypatch):
    vendor = next(one for one in plugins().vendors() if one.sandbox is not None)
    with running(vendor.sandbox(SandboxOptions())) as sandbox:
        lines = [f'{name} = "{value}"' for name, value in sandbox.settings.items()]
        (tmp_path / "desks.toml").write_text("\n".join(["[desks.test]", f'vendor = "{vendor.name}"', *lines]))
        monkeypatch.setenv("DESKBRIDGE_CONFIG", str(tmp_path / "desks.toml"))
        with configured("test") as harness, harness.connect({"observe": (seen := Exchanges())}) as desk:
            assert desk.agents.all().first() is not None
            assert harness.requests is None
            assert any(secret in sandbox.settings.values() for secret in harness.secrets)
        assert "agents" in seen.seen[-1].url
