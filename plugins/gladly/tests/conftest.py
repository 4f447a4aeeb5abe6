from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from attrs import define, field

from deskbridge.desk import Desk
from deskbridge.sandbox import Fault, ManualClock, RunningSandbox, SandboxOptions, parse_seed, running
from deskbridge.settings import Secret
from deskbridge.transport import Options
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.desk import connect
from deskbridge_gladly.sandbox import create
from deskbridge_gladly.settings import GladlySettings

NOW = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)


@define
class Gladly:
    """A desk and the sandbox behind it."""

    desk: Desk[GladlyClient]
    served: RunningSandbox

    @property
    def store(self) -> Any:
        return self.served.sandbox.store

    @property
    def requests(self) -> dict[str, int]:
        return {name.replace("/api/v1", ""): count for name, count in self.served.sandbox.counters.by_operation.items()}

    def forget_requests(self) -> None:
        self.served.sandbox.counters.reset()

    def fault(self, name: str, **where: Any) -> None:
        self.served.sandbox.faults.add(Fault(name, **where))

    def conversation(self, customer_id: str, **fields: Any) -> str:
        made = {
            "id": fields.pop("id", f"conversation-{len(self.store.conversations)}"),
            "customerId": customer_id,
            "createdAt": "2026-02-01T00:00:00.000Z",
            "inboxId": next(iter(self.store.inboxes)),
            "status": "OPEN",
            **fields,
        }
        self.store.add_conversation(made)
        return made["id"]

    def item(self, conversation_id: str, number: int, **content: Any) -> str:
        made = {
            "id": f"item-{conversation_id}-{number}",
            "conversationId": conversation_id,
            "customerId": self.store.conversations[conversation_id]["customerId"],
            "timestamp": f"2026-02-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.000Z",
            "initiator": {"type": "CUSTOMER", "id": self.store.conversations[conversation_id]["customerId"]},
            "content": content or {"type": "SMS", "from": "+16505550100", "to": "+16505550101", "content": "Hello"},
        }
        self.store.add_item(made)
        return made["id"]


def settings_of(served: RunningSandbox) -> GladlySettings:
    given = served.settings
    return GladlySettings(base_url=given["base_url"], username=given["username"], api_token=Secret(given["api_token"]))


Start = Callable[..., Gladly]


@pytest.fixture
def start() -> Iterator[Start]:
    with contextlib.ExitStack() as stack:

        def start(*seeds: str, rate_limit: str = "off") -> Gladly:
            options = SandboxOptions(
                seeds=[parse_seed(seed) for seed in seeds], rate_limit=rate_limit, clock=ManualClock(NOW)
            )
            served = stack.enter_context(running(create(options)))
            desk = stack.enter_context(connect(settings_of(served), Options(deadline_seconds=10, timeout_seconds=5)))
            return Gladly(desk, served)

        yield start


@pytest.fixture
def gladly(start: Start) -> Gladly:
    return start("sample")


@define
class Scripted:
    """A server that gives its answers in turn, the last one from then on, and keeps what it was asked."""

    url: str = ""
    answers: list[tuple[int, bytes, dict[str, str]]] = field(factory=list)
    asked: list[tuple[str, dict[str, str], Any]] = field(factory=list)

    def says(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.answers.append((status, content, headers))


class _Handler(BaseHTTPRequestHandler):
    scripted: Scripted
    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answers, asked = self.scripted.answers, self.scripted.asked
        status, body, headers = answers[min(len(asked), len(answers) - 1)]
        asked.append((f"{self.command} {self.path}", dict(self.headers), json.loads(content) if content else None))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815  the base class looks for these

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        pass


@pytest.fixture
def script() -> Iterator[Callable[[], Scripted]]:
    """Start scripted servers."""
    with contextlib.ExitStack() as stack:

        def begin() -> Scripted:
            made = Scripted()
            handler = type("Handler", (_Handler,), {"scripted": made})
            server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), handler))
            made.url = f"http://127.0.0.1:{server.server_port}"
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return made

        yield begin


@pytest.fixture
def vendor(script: Callable[[], Scripted]) -> Scripted:
    return script()


@pytest.fixture
def client(vendor: Scripted) -> Iterator[GladlyClient]:
    settings = GladlySettings(base_url=vendor.url, username="a@b.example", api_token=Secret("token"))
    made = GladlyClient(settings, Options(deadline_seconds=10, timeout_seconds=5, attempts=1))
    yield made
    made.close()
