"""What leaves this machine, how long that may take, and what an answer in the middle of it is worth."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import pytest
import trustme

from deskbridge.errors import (
    AmbiguousWriteError,
    DeadlineExceededError,
    VendorError,
)
from deskbridge.transport import Options
from deskbridge.transport.clock import Clock

LARGE = "x" * 12_000_000
TOO_LARGE = b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\n{}"
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def context(authority):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(made)
    made.num_tickets = 0  # else the answer may wait behind one that was not acknowledged, and a reset drops both
    return made


@pytest.fixture
def ca_file(authority, tmp_path):
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return str(tmp_path / "ca.pem")


@pytest.fixture
def listen() -> Iterator[Callable[..., int]]:
    """Listen with a function for each connection, and return the port."""
    open_ones: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def start(act, *, context=None):
        listener = socket.create_server((HOST, 0))
        open_ones.append(listener)

        def serve(connection):
            with closing(connection), suppress(OSError):
                if context is None:
                    act(connection)
                else:
                    with context.wrap_socket(connection, server_side=True) as secure:
                        act(secure)

        def accept():
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    open_ones.append(connection)
                    threads.append(threading.Thread(target=serve, args=(connection,)))
                    threads[-1].start()

        threads.append(threading.Thread(target=accept))
        threads[-1].start()
        return listener.getsockname()[1]

    yield start
    for one in open_ones:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
    for thread in threads:
        thread.join()


def refuse_early(connection):
    connection.recv(65536)
    connection.sendall(TOO_LARGE)
    time.sleep(0.02)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_answer_before_the_end_of_a_large_body_is_the_answer(listen, connect, context, ca_file, scheme):
    port = listen(refuse_early, context=context if scheme == "https" else None)
    with connect(f"{scheme}://{HOST}:{port}", options=Options(ca_file=ca_file)) as client:
        for _ in range(2):
            with pytest.raises(VendorError, match="HTTP 413"):
                client.post("x.create", "x", body=LARGE)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_reads_slowly_is_waited_for_until_the_deadline(listen, connect, context, ca_file, scheme):
    over = threading.Event()

    def read_slowly(connection):
        while connection.recv(200_000) and not over.is_set():
            time.sleep(0.03)

    port = listen(read_slowly, context=context if scheme == "https" else None)
    options = Options(ca_file=ca_file, timeout_seconds=0.3, deadline_seconds=0.6, attempts=1)
    began = time.monotonic()
    with pytest.raises(AmbiguousWriteError, match=r"deadline of 0.6 s"):
        connect(f"{scheme}://{HOST}:{port}", options=options).post("x.create", "x", body=LARGE * 2)
    assert 0.5 < time.monotonic() - began < 2
    over.set()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_reads_nothing_is_waited_for_as_long_as_one_piece_may_take(
    listen, connect, context, ca_file, scheme
):
    hold = threading.Event()
    port = listen(lambda _: hold.wait(5), context=context if scheme == "https" else None)
    options = Options(ca_file=ca_file, timeout_seconds=0.2, attempts=1)
    with pytest.raises(AmbiguousWriteError, match=r"for 0.2 s"):
        connect(f"{scheme}://{HOST}:{port}", options=options).post("x.create", "x", body=LARGE)
    hold.set()


def test_what_came_after_an_answer_by_tls_is_not_the_next_requests(listen, connect, context, ca_file):
    # One record of TLS is decrypted at once, more than is read of it at once: the socket shows nothing of the rest.
    stray = PLAIN.ljust(8192 + 1, b" ")[:-1] + b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"stray"'
    answers = [stray, PLAIN]

    def act(connection):
        while connection.recv(65536):
            connection.sendall(answers.pop(0))

    with connect(f"https://{HOST}:{listen(act, context=context)}", options=Options(ca_file=ca_file)) as client:
        assert [client.get("x", "x").json() for _ in range(2)] == [{}, {}]


def test_a_handshake_that_ends_in_the_middle_is_tried_again(listen, connect, context, ca_file, no_backoff):
    cut = [True, True]

    def act(connection):
        if cut:
            connection.recv(65536)
            cut.pop()
            connection.shutdown(socket.SHUT_WR)
            connection.recv(65536)
            return
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(65536)
            secure.sendall(PLAIN)

    client = connect(f"https://{HOST}:{listen(act)}", options=Options(ca_file=ca_file))
    assert client.post("x.create", "x", body={}).json() == {}
    assert cut == []


def test_a_handshake_that_trickles_ends_with_the_deadline_and_sent_nothing(listen, connect, ca_file):
    def act(connection):
        connection.sendall(b"\x16\x03\x03\x40\x00")
        for _ in range(40):
            connection.sendall(b"\x02")
            time.sleep(0.02)

    options = Options(ca_file=ca_file, timeout_seconds=5, deadline_seconds=0.2)
    with pytest.raises(DeadlineExceededError):
        connect(f"https://{HOST}:{listen(act)}", options=options).post("x.create", "x", body={})


@pytest.fixture
def full() -> Iterator[int]:
    """The port of a listener that lets nobody in any more."""
    with socket.create_server((HOST, 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex((HOST, port))
        yield port
        for one in waiting:
            one.close()


def several(monkeypatch, *hosts):
    real = socket.getaddrinfo

    def resolve(host, port, *args, **kwargs):
        names = hosts if host in {"desk.localhost", "localhost"} else [host]
        return [found for name in names for found in real(name, port, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_all_addresses_of_a_host_together_are_tried_until_the_deadline(full, connect, monkeypatch):
    several(monkeypatch, *[HOST] * 5)
    options = Options(timeout_seconds=0.2, deadline_seconds=0.3, attempts=1)
    began = time.monotonic()
    with pytest.raises(DeadlineExceededError):
        connect(f"http://desk.localhost:{full}", options=options).post("x.create", "x", body={})
    assert time.monotonic() - began < 0.8


def test_the_next_address_of_a_host_is_tried_where_one_refuses(server, connect, monkeypatch):
    several(monkeypatch, "127.0.0.2", HOST)
    connect(f"http://desk.localhost:{server.port}").post("x.create", "x", body={})
    assert [one.headers["host"] for one in server.requests] == [f"desk.localhost:{server.port}"]


def test_a_stream_that_began_late_may_take_its_time_between_two_reads(server, connect):
    def act(connection, request):
        time.sleep(0.2)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n1\n")
        time.sleep(0.3)
        connection.sendall(b"2\n")

    server.script(act)
    options = Options(timeout_seconds=5, deadline_seconds=0.25, attempts=1)
    with connect(options=options).stream("x.export", "GET", "x") as stream:
        assert list(stream.lines()) == [b"1", b"2"]


def test_a_deadline_that_passes_before_the_connection_is_asked_sent_nothing(server, connect):
    seconds = iter([0.0, 0.0, 0.0, 0.0, 0.5] + [2.0] * 100)
    clock = Clock(monotonic=lambda: next(seconds))
    with pytest.raises(DeadlineExceededError):
        connect(options=Options(deadline_seconds=1), clock=clock).post("x.create", "x", body={})
    assert server.requests == []


@pytest.mark.parametrize("seconds", [1e7, 1e12, float("inf")])
def test_a_wait_may_be_as_long_as_anybody_says(server, connect, seconds):
    options = Options(timeout_seconds=seconds, deadline_seconds=seconds)
    assert connect(options=options).get("x", "x").json() == {}


def test_a_proof_of_a_file_that_can_not_be_sent_back_is_none(server, connect, tmp_path):
    headers = {"Accept-Ranges": "bytes", "ETag": '"a\x01b"'}
    server.script(server.answer(b"12345", headers=headers, length=9), server.answer(b"123456789", headers=headers))
    connect(options=Options(attempts=2)).download("x.get", "file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"123456789"
    assert "if-range" not in server.requests[1].headers
