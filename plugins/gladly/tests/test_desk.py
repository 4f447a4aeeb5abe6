from __future__ import annotations

import socket
import subprocess
import sys

import pytest

import deskbridge
import deskbridge_gladly
from deskbridge.capabilities import Capability, Level
from deskbridge.errors import (
    AuthenticationError,
    ConnectionFailedError,
    DeadlineExceededError,
    DeskbridgeError,
    ForeignOriginError,
    MalformedAnswerError,
    RateLimitedError,
)
from deskbridge.protocols import Helpdesk
from deskbridge.sandbox import SandboxOptions, Seed, running
from deskbridge.settings import Secret, build
from deskbridge.transport import Options
from deskbridge_gladly.capabilities import CAPABILITIES
from deskbridge_gladly.desk import connect
from deskbridge_gladly.sandbox import create
from deskbridge_gladly.settings import GladlySettings

TOKEN = "t0p-secret-token"


def test_a_desk_is_connected_by_name_and_knows_who_it_is(gladly):
    with deskbridge.connect("gladly", **gladly.served.settings) as desk:
        assert isinstance(desk, Helpdesk)
        assert desk.vendor == "gladly"
        assert desk.customers.find(email="person2@person.com").first() is not None


def test_connecting_sends_nothing(gladly):
    deskbridge.connect("gladly", **gladly.served.settings).close()
    assert gladly.requests == {}


def test_every_capability_is_declared_with_its_source_and_reason():
    assert CAPABILITIES.undeclared == ()
    for capability, row in CAPABILITIES.rows.items():
        assert row.source, capability
        assert row.note or row.level is Level.FULL, capability


def test_what_is_impossible_names_the_nearest_thing_that_works():
    nearest = {row.nearest for row in CAPABILITIES.rows.values() if row.nearest}
    assert all(CAPABILITIES[Capability(one)].possible for one in nearest)


def test_the_plugin_imports_nothing_heavy_by_itself():
    code = "import sys, deskbridge_gladly; print(*(n for n in sys.modules if n.startswith('deskbridge_gladly.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_connected_desk_has_imported_no_sandbox():
    code = (
        "import sys, deskbridge; deskbridge.connect('gladly', base_url='a.gladly.com', username='u', api_token='t');"
        "print(*(n for n in sys.modules if 'sandbox' in n or n in ('starlette', 'phonenumbers')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def _desk(url: str, **options: float):
    settings = GladlySettings(base_url=url, username="amy@acme.com", api_token=Secret(TOKEN))
    return connect(settings, Options(**{"deadline_seconds": 1.0, "attempts": 2, **options}))


def test_wrong_credentials_are_told_without_showing_them(gladly):
    with _desk(gladly.served.url) as desk, pytest.raises(AuthenticationError) as caught:
        desk.agents.all().first()
    assert "api_token" in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_a_refused_connection_is_told_within_the_deadline(closed_port):
    with _desk(f"http://127.0.0.1:{closed_port}") as desk, pytest.raises(DeskbridgeError) as caught:
        desk.agents.all().first()
    assert isinstance(caught.value, ConnectionFailedError | DeadlineExceededError)


@pytest.mark.parametrize(
    ("fault", "error"),
    [("html_page", MalformedAnswerError), ("not_json", MalformedAnswerError), ("redirect", ForeignOriginError)],
)
def test_an_answer_of_somebody_else_is_told(gladly, fault, error):
    gladly.fault(fault, value="always")
    for read in (lambda: gladly.desk.customers.get("x"), lambda: list(gladly.desk.messages.of_ticket("x"))):
        with pytest.raises(error):
            read()


def test_a_rate_limit_that_does_not_end_is_told(gladly):
    gladly.fault("rate_limited", value="always")
    with _desk(gladly.served.url) as desk, pytest.raises(DeskbridgeError) as caught:
        desk.agents.all().first()
    assert isinstance(caught.value, RateLimitedError | DeadlineExceededError)


def test_ten_requests_a_second_are_kept_to_without_a_refusal():
    sandbox = create(SandboxOptions(seeds=[Seed("empty")], rate_limit="vendor"))
    statuses = []
    with running(sandbox) as served:
        options = Options(observe=lambda exchange: statuses.append(exchange.status))
        settings = build(GladlySettings, served.settings, vendor="gladly")
        with connect(settings, options) as desk:
            for _ in range(12):
                list(desk.agents.all())
    assert statuses == [200] * 12


@pytest.mark.parametrize("show", [repr, str])
def test_nothing_that_is_shown_has_a_secret(gladly, show):
    token = gladly.served.settings["api_token"]
    with connect(GladlySettings(base_url="x", username="u", api_token=Secret(token))) as desk:
        for one in (desk, desk.native, desk.customers, desk.capabilities, deskbridge_gladly.deskbridge_vendor()):
            assert token not in show(one)
