"""The contract against a desk of `deskbridge.toml`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import UnknownDeskError
from deskbridge.transport import Exchange
from deskbridge_contract_tests.configured import _observed, configured, settings_of
from deskbridge_contract_tests.generator.writing import _templates
from deskbridge_contract_tests.recording.between import Between

EXCHANGE = Exchange(
    vendor="acme",
    operation="things.all",
    method="GET",
    url="https://acme.example/things",
    status=200,
    request_id=None,
    started_at=datetime(2026, 1, 1, tzinfo=UTC),
    elapsed_seconds=0.1,
    attempt=1,
    request_headers={},
    response_headers={},
    request_bytes=0,
    error=None,
)


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = tmp_path / "deskbridge.toml"
    path.write_text('[desks.tried]\nvendor = "memory"\n', encoding="utf-8")
    monkeypatch.setenv("DESKBRIDGE_CONFIG", str(path))
    return "tried"


def test_a_desk_of_the_file_is_driven_and_can_be_connected_once_more_with_an_observer(named: str) -> None:
    assert settings_of(named) == {}
    with configured(named) as harness:
        assert harness.possible(Capability.CUSTOMERS_GET)
        assert harness.connect is not None
        with harness.connect({"attempts": 1, "observe": print}) as again:
            assert again.vendor == harness.desk.vendor


def test_a_desk_that_the_file_does_not_have_is_named(named: str) -> None:
    with pytest.raises(UnknownDeskError, match="triad"), configured("triad"):
        pass


def test_an_observer_of_a_test_sees_every_exchange_of_its_desk() -> None:
    seen: list[Exchange] = []
    observer = _observed(seen.append).observer()
    assert observer is not None
    observer(EXCHANGE)
    assert seen == [EXCHANGE]


def test_what_is_no_template_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "page.py.template").touch()
    (tmp_path / "inner" / "page.pyc").touch()
    assert [parts for parts, _ in _templates(tmp_path)] == [("inner", "page.py")]


def test_what_stands_between_holds_nothing_of_its_own() -> None:
    assert Between("acme", None, {}, ()).state() == {}  # type: ignore[arg-type]  # nobody is asked
