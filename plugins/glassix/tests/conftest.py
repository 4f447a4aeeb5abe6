from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

import pytest
from attrs import define, field

import deskbridge
from deskbridge.sandbox import RunningSandbox, SandboxOptions, Seed, running
from deskbridge_glassix.client import GlassixClient, tokens
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.sandbox import create

CREDENTIALS = {
    "api_key": "824b4850-b24c-45ed-8d41-c740ad2618bf",
    "api_secret": "s3cr3t-s3cr3t",
    "user_name": "a@b.example",
}
TOKEN = {"access_token": "t0k3n-t0k3n", "token_type": "bearer", "expires_in": 10_799.9375}


@pytest.fixture(autouse=True)
def _no_token_of_an_earlier_test(monkeypatch: pytest.MonkeyPatch) -> None:
    # The system may give a sandbox the port, and so the address, of one that is gone.
    monkeypatch.setattr(tokens, "_accounts", {})


@pytest.fixture
def box() -> Iterator[RunningSandbox]:
    with running(create(SandboxOptions(seeds=(Seed("sample"),)))) as box:
        yield box


@pytest.fixture
def desk(box: RunningSandbox) -> Iterator[GlassixDesk]:
    with deskbridge.connect("glassix", **box.settings) as desk:
        yield cast(GlassixDesk, desk)


@define
class Canned:
    """Says what it was told to say, in turn, and keeps what it was asked; gives out tokens beside."""

    url: str = ""
    says: list[tuple[int, Any]] = field(factory=list)
    asked: list[tuple[str, str, Any]] = field(factory=list)
    token: tuple[int, Any] = (200, TOKEN)
    headers: list[dict[str, str]] = field(factory=list)

    def settings(self) -> dict[str, str]:
        return {**CREDENTIALS, "base_url": self.url}


class _Handler(BaseHTTPRequestHandler):
    canned: Canned

    def _answer(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, body = self.canned.token
        if not self.path.endswith("/token/get"):
            is_json = "json" in (self.headers.get("Content-Type") or "")
            self.canned.asked.append((self.command, self.path, json.loads(content) if is_json else content or None))
            self.canned.headers.append(dict(self.headers))
            status, body = self.canned.says.pop(0)
        written = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(body, bytes) else "application/json")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - the base class's names

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def canned() -> Iterator[Canned]:
    canned = Canned()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"canned": canned}))
    canned.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield canned
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def connect(canned: Canned) -> Iterator[Callable[..., GlassixDesk]]:
    """Connects to what says canned answers."""
    desks: list[GlassixDesk] = []

    def connect(**values: Any) -> GlassixDesk:
        desks.append(cast(GlassixDesk, deskbridge.connect("glassix", **{**canned.settings(), **values})))
        return desks[-1]

    yield connect
    for desk in desks:
        desk.close()


@define
class Scripted:
    """Gives its answers of any kind in turn, the last one from then on, and keeps what it was asked."""

    url: str = ""
    answers: list[tuple[int, bytes, str]] = field(factory=list)
    asked: list[tuple[str, Any]] = field(factory=list)
    headers: list[dict[str, str]] = field(factory=list)

    def says(self, status: int, body: Any = None, content_type: str = "application/json; charset=utf-8") -> None:
        self.answers.append((status, body if isinstance(body, bytes) else json.dumps(body).encode(), content_type))

    def hangs_up(self) -> None:
        self.answers.append((_HANG_UP, b"", ""))

    def cuts(self, body: bytes, content_type: str) -> None:
        self.answers.append((_CUT, body, content_type))


_HANG_UP = 0
_CUT = -1


class _Speaker(BaseHTTPRequestHandler):
    scripted: Scripted

    def handle_any(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.endswith("/token/get"):
            self.answer(200, json.dumps(TOKEN).encode(), "application/json")
            return
        is_json = self.headers.get("Content-Type") == "application/json"
        number, path = len(self.scripted.asked), self.path.removeprefix("/api/v1.2")
        self.scripted.asked.append((f"{self.command} {path}", json.loads(content) if is_json else content))
        self.scripted.headers.append({name.lower(): value for name, value in self.headers.items()})
        status, body, content_type = self.scripted.answers[min(number, len(self.scripted.answers) - 1)]
        if status != _HANG_UP:
            self.answer(status, body, content_type)

    def answer(self, status: int, content: bytes, content_type: str) -> None:
        self.send_response(200 if status == _CUT else status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content) + (status == _CUT)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815 - the base class's names

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    made = Scripted()
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Speaker", (_Speaker,), {"scripted": made})) as server:
        made.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@pytest.fixture
def native(scripted: Scripted) -> Iterator[GlassixClient]:
    """The native client of what says scripted answers."""
    values: dict[str, Any] = {**CREDENTIALS, "base_url": scripted.url, "attempts": 2, "deadline_seconds": 10}
    with deskbridge.connect("glassix", **values) as desk:
        yield cast(GlassixDesk, desk).native
