"""A scriptable server on raw sockets, so that resets, cuts and trickles are exact to the byte."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import stamina

from deskbridge.transport import Client, Clock, NoAuth, Options


class Request:
    def __init__(self, head: bytes, body: bytes) -> None:
        first, *lines = head.decode("latin-1").split("\r\n")
        self.method, self.target, _ = first.split(" ", 2)
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        self.head, self.body = head, body


Answer = Callable[[socket.socket, Request], None]


def answer(
    body: bytes = b"{}", *, status: int = 200, headers: dict[str, str] | None = None, length: int | None = None
) -> Answer:
    """A whole answer, or one cut short where `length` promises more."""
    lines = {"Content-Type": "application/json", "Content-Length": str(len(body) if length is None else length)}
    lines |= headers or {}
    head = f"HTTP/1.1 {status} X\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"

    def act(connection: socket.socket, request: Request) -> None:
        connection.sendall(head.encode("latin-1") + body)
        if length is not None and length != len(body):
            raise ConnectionAbortedError

    return act


def raw(data: bytes) -> Answer:
    def act(connection: socket.socket, request: Request) -> None:
        connection.sendall(data)
        raise ConnectionAbortedError

    return act


def reset(connection: socket.socket, request: Request) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise ConnectionAbortedError


def hang_up(connection: socket.socket, request: Request) -> None:
    raise ConnectionAbortedError


def trickle(data: bytes, *, every_seconds: float = 0.02) -> Answer:
    def act(connection: socket.socket, request: Request) -> None:
        for index in range(len(data)):
            connection.sendall(data[index : index + 1])
            time.sleep(every_seconds)

    return act


def silent(seconds: float) -> Answer:
    def act(connection: socket.socket, request: Request) -> None:
        time.sleep(seconds)
        raise ConnectionAbortedError

    return act


class Server:
    """Answers the n-th request with the n-th answer, the last one from then on."""

    answer = staticmethod(answer)
    raw = staticmethod(raw)
    reset = staticmethod(reset)
    hang_up = staticmethod(hang_up)
    trickle = staticmethod(trickle)
    silent = staticmethod(silent)

    def __init__(self, context: ssl.SSLContext | None = None, *, host: str = "127.0.0.1") -> None:
        self.requests: list[Request] = []
        self.answers: list[Answer] = [answer()]
        self.connections = 0
        self.greeting = b""
        self._context = context
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server((host, 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"{'https' if context else 'http'}://{host}:{self.port}"
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    def script(self, *answers: Answer) -> None:
        self.answers = list(answers)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            if self.greeting:
                connection.sendall(self.greeting)
                return
            while request := self._read(connection):
                with self._lock:
                    act = self.answers[min(len(self.requests), len(self.answers) - 1)]
                    self.requests.append(request)
                act(connection, request)
        except OSError:
            pass
        finally:
            connection.close()

    @staticmethod
    def _read(connection: socket.socket) -> Request | None:
        data = b""
        while b"\r\n\r\n" not in data:
            if not (more := connection.recv(65536)):
                return None
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        request = Request(head, body)
        while len(request.body) < int(request.headers.get("content-length", 0)):
            request.body += connection.recv(65536)
        return request

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        for thread in self._threads:
            thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with_server = Server()
    yield with_server
    with_server.close()


@pytest.fixture
def connect(server: Server) -> Iterator[Callable[..., Client]]:
    """Make clients of the server that are closed in the end."""
    clients: list[Client] = []

    def make(base_url: str = "", *, options: Options | None = None, **given: Any) -> Client:
        given = {"vendor": "acme", "auth": NoAuth(), **given}
        client = Client(base_url or f"{server.url}/api", options=options or Options(), **given)
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def no_backoff() -> Iterator[None]:
    """Try again at once: stamina's own switch for tests."""
    stamina.set_testing(True, attempts=100, cap=True)
    yield
    stamina.set_testing(False)


class FakeTime:
    """A clock on which sleeping takes no time."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []
        self.clock = Clock(now=self.now, monotonic=lambda: self.seconds, sleep=self.sleep)

    def now(self) -> datetime:
        return datetime.fromtimestamp(1_700_000_000 + self.seconds, UTC)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()
