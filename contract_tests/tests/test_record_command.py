"""What `deskbridge record` and `deskbridge contract --recording` refuse, and how they say it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from deskbridge.cli import main
from deskbridge_contract_tests.recording import Provenance, Recording
from deskbridge_contract_tests.recording.page import About


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    folder = tmp_path / "recording"
    settings = {"base_url": "http://recorded.invalid"}
    at = datetime(2026, 3, 1, tzinfo=UTC)
    about = About(vendor="acme", provenance=Provenance.LIVE, recorded_at=at, settings=settings)
    Recording(folder, about).save()
    return folder


OWN = """
    from deskbridge_contract_tests import HelpdeskContract

    class TestOwn(HelpdeskContract):
        vendor = "memory"
"""
ONLY = """
    def pytest_collection_modifyitems(items):
        items[:] = [one for one in items if one.name == "test_a_desk_has_every_role"]
"""
Said = Callable[..., tuple[int, str]]


@pytest.fixture
def deskbridge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """Run a command in a folder of its own; return its exit code and what it says on standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        assert isinstance(left.value.code, int)
        return left.value.code, capsys.readouterr().err

    return run


def test_a_recording_of_another_vendor_is_refused(deskbridge: Said, recording: Path) -> None:
    code, said = deskbridge("contract", "memory", "--recording", str(recording))
    assert code == 2
    assert f"{recording} holds a recording of 'acme', not of memory" in " ".join(said.split())


def test_a_folder_without_a_recording_is_refused(deskbridge: Said, tmp_path: Path) -> None:
    code, said = deskbridge("contract", "memory", "--recording", str(tmp_path))
    assert code == 2
    assert "`deskbridge record`" in said


def test_a_recording_and_a_desk_exclude_each_other(deskbridge: Said, recording: Path) -> None:
    code, said = deskbridge("contract", "memory", "--recording", str(recording), "--desk", "mine")
    assert code == 2
    assert "exclude each other" in said


def test_a_desk_is_not_recorded_without_leave(deskbridge: Said, tmp_path: Path) -> None:
    code, said = deskbridge("record", "memory", "--out", "out", "--desk", "mine")
    assert code == 2
    assert "--yes" in said
    assert not (tmp_path / "out").exists()


def test_a_desk_without_an_address_can_not_be_recorded_and_nothing_is_written(deskbridge: Said, tmp_path: Path) -> None:
    (tmp_path / "deskbridge.toml").write_text('[desks.mine]\nvendor = "memory"\n')
    (tmp_path / "test_own.py").write_text(dedent(OWN))
    (tmp_path / "conftest.py").write_text(dedent(ONLY))
    code, said = deskbridge("record", "memory", "--out", "out", "--desk", "mine", "--yes", "--tests", "test_own.py")
    assert code == 2
    assert "base_url" in said
    assert not (tmp_path / "out").exists()


def test_a_folder_of_something_else_is_left_as_it_is(deskbridge: Said, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {}")
    code, said = deskbridge("record", "memory", "--out", ".")
    assert code == 2
    assert "left as it is" in said
    assert [path.name for path in tmp_path.iterdir()] == ["compose.yaml"]


def test_a_vendor_without_a_sandbox_is_recorded_from_a_desk_only(deskbridge: Said, tmp_path: Path) -> None:
    code, said = deskbridge("record", "memory", "--out", "out")
    assert code == 2
    assert "memory has no sandbox; name a desk" in said
    assert not (tmp_path / "out").exists()


def test_a_hostile_cassette_is_refused_by_its_name(deskbridge: Said, recording: Path) -> None:
    (recording / "one.yaml").write_text('interactions: !!python/object/apply:os.system ["touch owned"]')
    code, said = deskbridge("contract", "memory", "--recording", str(recording))
    assert code == 2
    assert "one.yaml is no cassette" in said
    assert not Path("owned").exists()
