import keyword
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge.capabilities import Capability
from deskbridge.errors import ConfigurationError
from deskbridge_contract_tests.cli.new_vendor import new_vendor
from deskbridge_contract_tests.generator.names import names_of
from deskbridge_contract_tests.generator.writing import write_vendor

LONGEST = "b-desk-of-24-letters-abc"
HOSTILE = ["", "Acme", "../acme", "/acme", "acme/..", "a b", "a--b", "-a", "a-", "1a", "ä", "a\n", "a_b", "__NAME__"]


def done(*command, cwd):
    ended = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("name", ["acme", LONGEST])
def test_a_fresh_vendor_is_clean_for_ruff(tmp_path, name):
    made = write_vendor(name, tmp_path)
    done(sys.executable, "-m", "ruff", "check", "--no-cache", ".", cwd=made)
    done(sys.executable, "-m", "ruff", "format", "--no-cache", "--check", ".", cwd=made)


def test_a_fresh_vendor_is_clean_for_mypy_at_its_strictest(tmp_path):
    made = write_vendor("acme", tmp_path)
    done(sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path / "cache"), cwd=made)


def test_a_fresh_vendor_has_a_row_for_every_capability_once(tmp_path):
    text = (write_vendor("acme", tmp_path) / "src/deskbridge_acme/capabilities.py").read_text()
    rows = [line.strip() for line in text.splitlines() if line.startswith("    Capability.")]
    assert rows == [f"Capability.{one.name}: NOT_YET," for one in Capability]


def test_a_fresh_vendor_is_whole(tmp_path):
    made = write_vendor("big-desk", tmp_path)
    project = tomllib.loads((made / "pyproject.toml").read_text())["project"]
    assert project["entry-points"]["deskbridge.plugins"] == {"big-desk": "deskbridge_big_desk"}
    assert (made / "src/deskbridge_big_desk/py.typed").exists()
    assert (made / ".github/workflows/ci.yml").exists()
    assert len((made / "tests/test_contract.py").read_text().splitlines()) <= 15


def test_no_placeholder_is_left(tmp_path):
    made = write_vendor("acme", tmp_path)
    for path in (one for one in made.rglob("*") if one.is_file()):
        left = [word for word in path.read_text().split("__") if word.isupper() and word.isalpha()]
        assert left == [], path
        assert "__" not in path.name.replace("__init__", "")


@pytest.mark.parametrize("name", [*HOSTILE, "a" * 25, "a" * 1000])
def test_a_name_that_can_not_be_one_is_refused_and_nothing_is_written(tmp_path, name):
    with pytest.raises(ConfigurationError, match="can't name a vendor") as caught:
        write_vendor(name, tmp_path)
    assert len(str(caught.value)) < 300
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=30) | st.from_regex("[a-z][a-z0-9-]{0,30}", fullmatch=True))
@settings(max_examples=20, deadline=None)
def test_any_name_that_is_taken_gives_a_module_that_can_be_imported(name):
    try:
        names = names_of(name)
    except ConfigurationError:
        return
    assert names.module.isidentifier()
    assert names.prefix.isidentifier()
    assert not keyword.iskeyword(names.module)
    assert Path(names.distribution).name == names.distribution


def test_a_name_that_is_installed_is_taken():
    with pytest.raises(ConfigurationError, match="taken by deskbridge"):
        names_of("memory")
    with pytest.raises(ConfigurationError, match="taken by deskbridge-contract-tests"):
        names_of("contract-tests")


def test_what_is_there_is_left_as_it_is(tmp_path):
    (tmp_path / "deskbridge-acme").mkdir()
    (tmp_path / "deskbridge-acme/mine").write_text("precious")
    with pytest.raises(ConfigurationError, match="there already"):
        write_vendor("acme", tmp_path)
    assert [one.name for one in tmp_path.rglob("*")] == ["deskbridge-acme", "mine"]


def test_a_file_in_place_of_the_folder_is_left_as_it_is(tmp_path):
    (tmp_path / "deskbridge-acme").write_text("precious")
    with pytest.raises(ConfigurationError, match="there already"):
        write_vendor("acme", tmp_path)
    assert (tmp_path / "deskbridge-acme").read_text() == "precious"


def test_a_folder_that_can_not_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="--into"):
        write_vendor("acme", tmp_path / "file")


def test_what_could_not_be_written_whole_is_taken_away(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ConfigurationError, match="No space left"):
        write_vendor("acme", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_to_do_next(tmp_path):
    shown = CliRunner().invoke(new_vendor, ["acme", "--into", str(tmp_path)])
    assert "pip install --editable" in shown.output
    assert "deskbridge contract acme" in shown.output
