import logging
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

import deskbridge
from deskbridge.connecting import connect_with
from deskbridge.errors import (
    PluginConflictError,
    PluginImportError,
    SettingError,
    UnknownDeskError,
    UnknownHookError,
)
from deskbridge.hookspecs import Move, Skip, hookimpl
from deskbridge.plugins import Found, Plugins, discover
from deskbridge.records import Customer
from deskbridge.transport import Exchange

MOVE = Move(source="a", target="b", kind="customer")
Install = Callable[[str, str, str], None]

GOOD = """
from deskbridge.hookspecs import hookimpl

@hookimpl
def deskbridge_vendor():
    from deskbridge.builtin import deskbridge_vendor as memory
    from attrs import evolve
    return evolve(memory(), name="{name}", title="Acme")
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Put a distribution with one plugin module on the path."""
    monkeypatch.syspath_prepend(str(tmp_path))
    loaded = set(sys.modules)

    def put(distribution: str, name: str, source: str) -> None:
        module = f"{distribution.replace('-', '_')}_module"
        (tmp_path / f"{module}.py").write_text(source.replace("{name}", name))
        info = tmp_path / f"{distribution.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[deskbridge.plugins]\n{name} = {module}\n")

    yield put
    for module in set(sys.modules) - loaded:
        if module.endswith("_module"):
            del sys.modules[module]


def test_a_plugin_is_found_without_importing_it(install: Install) -> None:
    install("acme-desk", "acme", "raise SystemExit('imported')")
    assert discover()["acme"] == (Found(name="acme", module="acme_desk_module", distribution="acme-desk 1.0"),)
    assert "acme_desk_module" not in sys.modules


def test_a_stranger_s_vendor_is_connected_by_name(install: Install) -> None:
    install("acme-desk", "acme", GOOD)
    with connect_with(Plugins(), "acme", {}) as desk:
        assert list(desk.customers.all()) == []


def test_a_plugin_that_fails_to_import_says_what_and_whose(install: Install) -> None:
    install("broken-desk", "broken", "import no_such_package")
    with pytest.raises(PluginImportError, match=r"'broken' \(broken-desk 1\.0\).*no_such_package.*reinstall"):
        Plugins().vendor("broken")


def test_a_broken_plugin_breaks_nobody_else(install: Install, caplog: pytest.LogCaptureFixture) -> None:
    install("broken-desk", "broken", "import no_such_package")
    known = Plugins()
    with caplog.at_level(logging.WARNING), connect_with(known, "memory", {}) as desk:
        assert list(desk.customers.all()) == []
    assert {one.name for one in known.vendors()} >= {"memory"}
    assert list(known.load_all()) == ["broken"]


class Adds:
    """A plugin that adds a command of a name to the command line, or fails at it."""

    def __init__(self, name: str, help_text: str = "", wrong: Exception | None = None) -> None:
        self.name, self.help_text, self.wrong = name, help_text, wrong

    @hookimpl
    def deskbridge_commands(self, group: click.Group) -> None:
        group.add_command(click.Group(self.name, help=self.help_text))
        if self.wrong is not None:
            raise self.wrong


def test_a_plugin_that_fails_to_add_its_commands_breaks_nobody_elses(caplog: pytest.LogCaptureFixture) -> None:
    known, group = Plugins({}), click.Group()
    for name, wrong in (("good", None), ("bad", ValueError("no\nway")), ("better", None)):
        known.register(Adds(name, wrong=wrong), name=name)
    for _ in range(2):
        known.add_commands(group)
        assert sorted(group.commands) == ["better", "good"]
    assert "plugin 'bad' can't add its commands: ValueError: no" in str(known.load_all()["bad"])
    assert len(caplog.records) == 1


def test_a_command_is_not_taken_away_by_another_plugin_or_from_core() -> None:
    known, group = Plugins({}), click.Group(commands={"vendors": click.Group("vendors", help="core")})
    for plugin, command in (("late", "topics"), ("early", "topics"), ("thief", "vendors")):
        known.register(Adds(command, help_text=plugin), name=plugin)
    known.add_commands(group)
    assert {name: one.help for name, one in group.commands.items()} == {"vendors": "core", "topics": "early"}
    told = {name: str(wrong) for name, wrong in known.load_all().items()}
    assert "'topics' is there already, by early; add to it, or choose another name" in told["late"]
    assert "'vendors' is there already, by deskbridge itself" in told["thief"]


def test_two_claimants_of_one_name_are_both_named(install: Install) -> None:
    install("acme-one", "acme", GOOD)
    install("acme-two", "acme", GOOD)
    with pytest.raises(PluginConflictError, match=r"acme-one 1\.0 and acme-two 1\.0 both claim.*'acme'"):
        Plugins().vendor("acme")


def test_an_unknown_hook_is_an_error(install: Install) -> None:
    install("acme-desk", "acme", "from deskbridge.hookspecs import hookimpl\n@hookimpl\ndef deskbridge_vendr(): ...\n")
    with pytest.raises(UnknownHookError, match="deskbridge_vendr"):
        Plugins().vendor("acme")


def test_a_vendor_must_be_called_what_its_entry_point_says(install: Install) -> None:
    install("acme-desk", "acme", GOOD.replace("{name}", "other"))
    with pytest.raises(PluginConflictError, match="'acme' calls itself 'other'"):
        Plugins().vendor("acme")


def test_a_plugin_that_is_no_vendor_cannot_be_connected(install: Install) -> None:
    install("acme-desk", "acme", "")
    with pytest.raises(UnknownDeskError, match="not a vendor's"):
        Plugins().vendor("acme")


def test_a_name_that_nobody_claims_lists_those_that_are_there() -> None:
    with pytest.raises(UnknownDeskError, match="no desk and no vendor named 'nowhere'.*memory"):
        deskbridge.connect("nowhere")


def test_a_desk_of_the_file_is_connected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "deskbridge.toml"
    path.write_text('[desks.mine]\nvendor = "memory"\nquota_share = 0.5\n')
    monkeypatch.setenv("DESKBRIDGE_CONFIG", str(path))
    with deskbridge.connect("mine") as desk:
        assert desk.vendor == "memory"


def test_a_setting_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(SettingError, match="no setting 'colour'"):
        deskbridge.connect("memory", colour="red")


def test_a_wrong_setting_of_the_transport_is_an_error() -> None:
    with pytest.raises(SettingError):
        deskbridge.connect("memory", quota_share=7)


class Watcher:
    def __init__(self) -> None:
        self.seen: list[Exchange] = []

    @hookimpl
    def deskbridge_exchange(self, exchange: Exchange) -> None:
        self.seen.append(exchange)


class Clumsy:
    @hookimpl
    def deskbridge_exchange(self, exchange: Exchange) -> None:
        msg = "oh"
        raise RuntimeError(msg)


def exchange() -> Exchange:
    return Exchange(
        vendor="acme",
        operation="customers.get",
        method="GET",
        url="https://acme.example/customers/1",
        status=200,
        request_id=None,
        started_at=datetime(2024, 1, 1, tzinfo=UTC),
        elapsed_seconds=0.1,
        attempt=1,
        request_headers={},
        response_headers={},
        request_bytes=0,
        error=None,
    )


def test_every_observer_sees_an_exchange_though_one_fails(caplog: pytest.LogCaptureFixture) -> None:
    known, watcher = Plugins({}), Watcher()
    known.register(Clumsy(), name="clumsy")
    known.register(watcher, name="watcher")
    known.exchange(exchange())
    assert watcher.seen == [exchange()]
    assert "clumsy failed to look at an exchange" in caplog.text


def test_without_observers_there_is_nothing_to_call() -> None:
    known = Plugins({})
    assert known.observer() is None
    known.register(Watcher(), name="watcher")
    assert known.observer() is not None


def test_a_name_is_registered_once() -> None:
    known = Plugins({})
    known.register(Watcher(), name="watcher")
    with pytest.raises(PluginConflictError, match="'watcher' is there already"):
        known.register(Watcher(), name="watcher")


class Renamer:
    def __init__(self, name: str) -> None:
        self.name = name

    @hookimpl
    def deskbridge_transform(self, record: Customer, move: Move) -> Customer | Skip | None:
        if not record.name:
            return Skip("it has no name")
        return Customer(id=record.id, vendor=record.vendor, name=record.name + self.name)


def test_transforms_are_asked_one_after_the_other() -> None:
    known = Plugins({})
    known.register(Renamer("1"), name="one")
    known.register(Renamer("2"), name="two")
    made = known.transform(Customer(id="1", vendor="a", name="A"), MOVE)
    assert isinstance(made, Customer)
    assert sorted(made.name) == ["1", "2", "A"]


def test_a_transform_may_skip_with_a_reason() -> None:
    known = Plugins({})
    known.register(Renamer("1"), name="one")
    assert known.transform(Customer(id="1", vendor="a"), MOVE) == Skip("it has no name")


def test_without_transforms_a_record_stays_as_it_is() -> None:
    customer = Customer(id="1", vendor="a")
    assert Plugins({}).transform(customer, MOVE) is customer
