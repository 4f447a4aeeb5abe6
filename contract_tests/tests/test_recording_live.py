"""A recording of a live account, for which a sandbox in a process of its own stands here, and its playing."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import evolve

from deskbridge.errors import ConfigurationError
from deskbridge.plugins import Vendor, plugins
from deskbridge.records import Agent, Customer, NewNote, TicketId
from deskbridge_contract_tests.configured import settings_of
from deskbridge_contract_tests.harness import Harness, connected, secrets_of
from deskbridge_contract_tests.making import Maker, unique
from deskbridge_contract_tests.recording import Provenance, Recording, played, recorded, running
from deskbridge_contract_tests.recording.between import Between, Playing
from deskbridge_contract_tests.recording.page import ORIGIN, About
from deskbridge_contract_tests.recording.people import reserved
from deskbridge_contract_tests.recording.scanning import findings

WRITTEN = "José 田中 שלום"


VENDORS = {one.name: one for one in plugins().vendors() if one.sandbox is not None}


@pytest.fixture(scope="module", params=VENDORS)
def vendor(request: pytest.FixtureRequest) -> Vendor:
    return VENDORS[request.param]


@pytest.fixture(scope="module")
def settings(vendor: Vendor) -> Iterator[Mapping[str, str]]:
    with running._sandbox(vendor.name) as given:
        yield given


def work(harness: Harness) -> tuple[list[Agent], Customer, str]:
    """Read of people, and write something on somebody's ticket."""
    assert harness.each is not None
    with harness.each("test_work") as desk:
        ticket = Maker(evolve(harness, desk=desk)).ticket()
        assert ticket.customer_id is not None
        note = desk.messages.add_note(TicketId(ticket.id), NewNote(text=f"{WRITTEN} {unique('name')}"))
        return list(desk.agents.all()), desk.customers.get(ticket.customer_id), note.text


def test_a_live_account_is_recorded_without_its_people_and_played(
    tmp_path: Path, vendor: Vendor, settings: Mapping[str, str]
) -> None:
    folder = tmp_path / "kept"
    with connected(vendor, settings, {}) as desk:
        people = [one for agent in desk.agents.all() for one in (agent.name, agent.email) if one and not reserved(one)]
    with recorded(vendor.name, folder, settings=settings, live=True) as harness:
        assert harness.outbound_messages is None
        first = work(harness)
    with played(vendor.name, folder) as harness:
        assert work(harness) == first
        assert harness.findings is not None
        assert harness.findings() == []
    kept = "".join(path.read_text("utf-8") for path in folder.iterdir())
    assert people
    assert [one for one in people if one in kept] == []
    assert first[2].startswith(WRITTEN)
    assert list(findings(Recording.read(folder), secrets=secrets_of(vendor, settings))) == []
    assert "recorded live on 2" in kept


def test_what_a_desk_of_the_file_says_of_its_transport_is_not_a_setting_of_the_vendor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vendor: Vendor
) -> None:
    lines = ["[desks.live]", f'vendor = "{vendor.name}"', "quota_share = 0.5", 'base_url = "env:WHERE"']
    (tmp_path / "desks.toml").write_text("\n".join(lines))
    monkeypatch.setenv("DESKBRIDGE_CONFIG", str(tmp_path / "desks.toml"))
    monkeypatch.setenv("WHERE", "https://there.example")
    assert settings_of("live") == {"base_url": "https://there.example"}


def test_a_recording_of_another_vendor_is_not_played(tmp_path: Path, vendor: Vendor) -> None:
    about = About(
        vendor="acme",
        provenance=Provenance.LIVE,
        recorded_at=datetime(2026, 3, 1, tzinfo=UTC),
        settings={"base_url": ORIGIN},
    )
    Recording(tmp_path, about).save()
    with pytest.raises(ConfigurationError, match="not of"), played(vendor.name, tmp_path):
        pass


def test_a_vendor_without_a_sandbox_has_no_secrets_that_are_always_the_same(tmp_path: Path) -> None:
    about = About(
        vendor="memory", provenance=Provenance.LIVE, recorded_at=datetime(2026, 3, 1, tzinfo=UTC), settings={}
    )
    assert running.findings_of(Recording(tmp_path, about), plugins().vendor("memory")) == []


def test_a_sandbox_that_does_not_start_is_told() -> None:
    with pytest.raises(ConfigurationError, match="did not start"), running._sandbox("nobody"):
        pass


def test_the_server_between_holds_nothing_of_its_own(tmp_path: Path) -> None:
    about = About(vendor="acme", provenance=Provenance.LIVE, recorded_at=datetime(2026, 3, 1, tzinfo=UTC), settings={})
    assert Between("acme", Playing(Recording(tmp_path, about)), {}, ()).state() == {}
