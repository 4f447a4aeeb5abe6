"""What bad input gets, on every installed vendor with a sandbox: a clear error of ours, in time, with no secret."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any, get_type_hints

import pytest
import trustme

import deskbridge
from deskbridge.errors import (
    AuthenticationError,
    ConnectionFailedError,
    DeadlineExceededError,
    DeskbridgeError,
    ForeignOriginError,
    MalformedAnswerError,
    SettingError,
    TlsError,
    TransportError,
)
from deskbridge.plugins import plugins
from deskbridge.sandbox import Fault, RunningSandbox, SandboxOptions, Seed, running
from deskbridge.settings import Secret
from deskbridge.transport import hurried

VENDORS = [one.name for one in plugins().vendors() if one.sandbox is not None]
WRONG = "wr0ng-s3cret-value"
DEADLINE_SECONDS = 3.0

pytestmark = [pytest.mark.unmeasured, pytest.mark.parametrize("vendor", VENDORS)]


@contextmanager
def started(vendor: str) -> Iterator[RunningSandbox]:
    make = plugins().vendor(vendor).sandbox
    assert make is not None
    with running(make(SandboxOptions(seeds=(Seed("sample"), Seed("synthetic", 5))))) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[dict[str, RunningSandbox]]:
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield {vendor: stack.enter_context(started(vendor)) for vendor in VENDORS}


@pytest.fixture
def sandbox(vendor: str, sandboxes: dict[str, RunningSandbox]) -> Iterator[RunningSandbox]:
    yield sandboxes[vendor]
    sandboxes[vendor].sandbox.faults.clear()


def secret_settings(vendor: str) -> list[str]:
    hints = get_type_hints(plugins().vendor(vendor).settings())
    return [name for name, hint in hints.items() if Secret in getattr(hint, "__args__", (hint,))]


def ask(vendor: str, settings: dict[str, Any]) -> DeskbridgeError:
    """Read something with these settings and return the error it gives."""
    begun = time.monotonic()
    with (
        pytest.raises(DeskbridgeError) as failed,
        deskbridge.connect(vendor, deadline_seconds=DEADLINE_SECONDS, **settings) as desk,
    ):
        list(desk.agents.all())
    assert time.monotonic() - begun < DEADLINE_SECONDS + 2
    told = f"{failed.value} {failed.value!r} {failed.value.__cause__!r}"
    assert not [name for name in secret_settings(vendor) if settings.get(name, WRONG) in told]
    return failed.value


def test_wrong_credentials_are_refused(vendor: str, sandbox: RunningSandbox) -> None:
    sent = {name for name in secret_settings(vendor) if not name.startswith("webhook")}  # those prove what comes in
    for name in sent & set(sandbox.settings):
        assert isinstance(ask(vendor, {**sandbox.settings, name: WRONG}), AuthenticationError)


def test_an_unknown_host_is_an_error_that_names_it(vendor: str, sandbox: RunningSandbox) -> None:
    error = ask(vendor, {**sandbox.settings, "base_url": "https://no-such-host.invalid"})
    assert type(error) is ConnectionFailedError
    assert "no-such-host.invalid" in str(error)


def test_a_refused_connection_is_an_error_within_the_deadline(vendor: str, sandbox: RunningSandbox) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    error = ask(vendor, {**sandbox.settings, "base_url": f"http://127.0.0.1:{port}"})
    assert isinstance(error, ConnectionFailedError | DeadlineExceededError)


def test_a_certificate_nobody_vouches_for_is_a_tls_error(vendor: str, sandbox: RunningSandbox) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        threading.Thread(target=shake_hands, args=(listener, context), daemon=True).start()
        port = listener.getsockname()[1]
        error = ask(vendor, {**sandbox.settings, "base_url": f"https://localhost:{port}"})
    assert isinstance(error, TlsError)


def shake_hands(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with closing(connection):
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                continue


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("not_json", MalformedAnswerError),
        ("cut_body", TransportError),
        ("html_page", MalformedAnswerError),
        ("redirect", ForeignOriginError),
        ("reset_before", ConnectionFailedError | DeadlineExceededError),
    ],
)
def test_an_answer_that_is_none_is_an_error(
    vendor: str, sandbox: RunningSandbox, fault: str, expected: type[DeskbridgeError]
) -> None:
    sandbox.sandbox.faults.add(Fault(fault, float("inf")))
    with hurried():
        assert isinstance(ask(vendor, dict(sandbox.settings)), expected)


def test_a_host_that_is_too_slow_is_left_at_the_deadline(vendor: str, sandbox: RunningSandbox) -> None:
    sandbox.sandbox.faults.add(Fault("latency", DEADLINE_SECONDS * 2))
    assert isinstance(ask(vendor, dict(sandbox.settings)), DeadlineExceededError)


def test_a_page_link_to_another_host_is_not_followed(vendor: str, sandbox: RunningSandbox) -> None:
    sandbox.sandbox.faults.add(Fault("foreign_link", float("inf")))
    before = sandbox.sandbox.counters.requests
    with deskbridge.connect(vendor, deadline_seconds=DEADLINE_SECONDS, **sandbox.settings) as desk:
        try:
            list(desk.tickets.all())
        except ForeignOriginError as refused:
            assert "foreign.invalid" in str(refused)  # noqa: PT017  a vendor without page links has none to refuse
    assert sandbox.sandbox.counters.requests > before


@pytest.mark.parametrize("name", ["base_url"])
@pytest.mark.parametrize(
    "value",
    ["ftp://example.com", "http://user:s3cret@127.0.0.1", "https://exa mple.com", "http://example.com", "https://"],
)
def test_an_address_that_cannot_be_used_is_refused_before_anything_is_sent(
    vendor: str, sandbox: RunningSandbox, name: str, value: str
) -> None:
    with pytest.raises(SettingError) as wrong:
        deskbridge.connect(vendor, **{**sandbox.settings, name: value})
    assert wrong.value.field == name
    assert "s3cret" not in str(wrong.value)


def write(desk: Any) -> object:
    """Write whatever this vendor can write, in the order of risk."""
    from deskbridge.records import NewNote

    return desk.messages.add_note(desk.tickets.all().first().id, NewNote(text="A note"))


@pytest.mark.parametrize("fault", ["unavailable_before", "error_before", "expired_token"])
def test_what_fails_before_its_effect_writes_nothing(vendor: str, sandbox: RunningSandbox, fault: str) -> None:
    state: Callable[[], dict[str, Any]] = lambda: dict(sandbox.sandbox.state())  # noqa: E731
    with deskbridge.connect(vendor, deadline_seconds=DEADLINE_SECONDS, attempts=2, **sandbox.settings) as desk:
        ticket = desk.tickets.all().first()
        assert ticket is not None
        before = state()
        sandbox.sandbox.faults.add(Fault(fault, float("inf"), method="POST"))
        with pytest.raises(DeskbridgeError):
            write(desk)
        after = state()
    volatile = {"token_calls", "requests"}
    assert {key: value for key, value in after.items() if key not in volatile} == {
        key: value for key, value in before.items() if key not in volatile
    }
