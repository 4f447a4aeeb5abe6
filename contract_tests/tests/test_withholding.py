from textwrap import dedent

import pytest

from deskbridge.cli import main
from deskbridge_contract_tests.spelling import without
from deskbridge_contract_tests.withholding import remember_settings

TOKEN = "unmistakable/t0p's-s3cret+of-acme"
LATER = "an0ther-t0ken-of-the-file"

VENDOR = """
    import os
    from attrs import evolve, field, make_class
    from deskbridge import builtin
    from deskbridge.hookspecs import hookimpl
    from deskbridge.settings import Secret

    if os.environ.get("ACME_BREAKS"):
        raise RuntimeError(f"no account of {os.environ['ACME_TOKEN']}")

    @hookimpl
    def deskbridge_vendor():
        kind = make_class("Settings", {"key": field(type=Secret)}, frozen=True)
        memory = builtin.deskbridge_vendor()
        return evolve(memory, name="acme", title="Acme", settings=lambda: kind, environment={"ACME_K": "key"})
"""
BREAKS_AT_IMPORT = """
    import os
    told = [os.environ[name] for name in ("ACME_TOKEN", "ACME_K", "LATER")]
    raise RuntimeError("no account of {}, {} or {} of a@example.com".format(*told))
"""
BREAKS_AT_START = """
    import os
    import pytest
    from deskbridge_contract_tests import HelpdeskContract

    def refuse(beginning, end):
        raise RuntimeError("no account")

    class TestAcme(HelpdeskContract):
        vendor = "acme"

        @classmethod
        def start(cls):
            token = os.environ["ACME_TOKEN"]
            refuse(90 * "x" + token + 300 * "x", 300 * "y" + token + 100 * "y")
"""


@pytest.fixture
def user(tmp_path, monkeypatch, install_acme):
    """A user's folder, with the vendor acme installed, whose secrets the environment and the file tell."""
    install_acme(VENDOR)
    (folder := tmp_path / "user").mkdir()
    desks = (
        '[desks.one]\nvendor = "acme"\nkey = "env:LATER"\n[desks.two]\nvendor = "gone"\nkey = "env:NOWHERE"\nx = 1\n'
    )
    (folder / "deskbridge.toml").write_text(desks)
    monkeypatch.setenv("LATER", LATER)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("DESKBRIDGE_CONFIG", raising=False)
    monkeypatch.chdir(folder)
    return folder


def failing(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main(["contract", "acme", *arguments])
    said = "".join(capsys.readouterr())
    assert left.value.code == 2, said
    return said


def test_a_contract_file_that_can_not_be_imported_shows_no_secret(user, capsys, monkeypatch):
    monkeypatch.setenv("ACME_TOKEN", TOKEN)
    monkeypatch.setenv("ACME_K", "n0t-called-a-secret")
    (user / "contract.py").write_text(dedent(BREAKS_AT_IMPORT))
    said = failing(capsys, "--tests", "contract.py")
    assert "contract.py:4" in said
    assert "RuntimeError: no account of ***, *** or *** of ***" in said


def test_a_plugin_that_can_not_be_imported_shows_no_secret(user, capsys, monkeypatch):
    monkeypatch.setenv("ACME_TOKEN", TOKEN)
    monkeypatch.setenv("ACME_BREAKS", "1")
    assert "RuntimeError: no account of ***;" in failing(capsys)


def test_a_contract_that_can_not_be_started_shows_no_half_of_a_secret(user, capsys, monkeypatch):
    monkeypatch.setenv("ACME_TOKEN", TOKEN)
    (user / "contract.py").write_text(dedent(BREAKS_AT_START))
    said = failing(capsys, "--tests", "contract.py", "-k", "every_role")
    assert "xxx***..." in said
    assert "...***yyy" in said
    assert TOKEN[:8] not in said
    assert TOKEN[-8:] not in said


@pytest.mark.parametrize("long", [8, 20])
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("'{head}...' is wrong", "'***...' is wrong"),
        ("it ends with {head}\nand goes on", "it ends with ***\nand goes on"),
        ("the cut \u2026{tail} is wrong", "the cut \u2026*** is wrong"),
        ("E         - {tail}\nE         + right", "E         - ***\nE         + right"),
    ],
)
def test_half_a_secret_is_left_out_where_it_was_cut(said, shown, long):
    assert without(said.format(head=TOKEN[:long], tail=TOKEN[-long:]), [TOKEN]) == shown


def test_words_that_a_secret_begins_with_may_be_said():
    said = f"{TOKEN[:12]} and {TOKEN[-12:]} are words, and so is {TOKEN[:7]}..."
    assert without(said, [TOKEN]) == said


def test_what_can_not_be_read_is_no_reason_to_show_the_rest(user, monkeypatch):
    (user / "deskbridge.toml").write_text("[desks")
    monkeypatch.setenv("ACME_K", TOKEN)
    monkeypatch.setenv("SHORT_TOKEN", "short")
    remember_settings("acme")
    assert without(f"{TOKEN} is short", ()) == "*** is short"
