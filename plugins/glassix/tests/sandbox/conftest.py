from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
import urllib3
from attrs import define
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from deskbridge.sandbox import (
    Counters,
    FaultBox,
    ManualClock,
    RunningSandbox,
    SandboxOptions,
    build,
    parse_seed,
    running,
)
from deskbridge_glassix.sandbox import GlassixSandbox

NOON = datetime(2026, 3, 10, 12, 0, 0, 123_456, tzinfo=UTC)
MAIL = {"protocolType": "Mail", "identifier": "new.customer@example.org", "name": "New Customer"}


@define
class Vendor:
    """A plain client: what a stranger with an HTTP library would write."""

    box: GlassixSandbox
    clock: ManualClock
    run: RunningSandbox
    pool: urllib3.PoolManager
    token: str = ""

    def ask(self, method: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
        answer = self.pool.request(
            method,
            self.url(path, **query),
            json=body,
            headers={"Authorization": f"Bearer {self.token}"} if self.token else {},
            retries=False,
        )
        return answer.status, answer.json()

    def upload(self, files: dict[str, Any], **fields: str) -> Any:
        answer = self.pool.request(
            "POST",
            self.url("files/upload"),
            fields={**files, **fields},
            headers={"Authorization": f"Bearer {self.token}"},
        )
        assert answer.status == 200, answer.data
        return answer.json()

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.pool.request(method, f"{self.run.url}/_sandbox{path}", json=body, retries=False)
        return answer.json()

    def url(self, path: str, **query: str) -> str:
        tail = f"?{urlencode(query)}" if query else ""
        return f"{self.run.url}/api/v1.2/{path}{tail}"

    def ok(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        status, answer = self.ask(method, path, body, **query)
        assert status == 200, answer
        return answer

    def refused(self, method: str, path: str, body: Any = None, **query: str) -> str:
        status, answer = self.ask(method, path, body, **query)
        assert status == 400, (status, answer)
        return answer["message"]

    def sign_in(self, **other: str) -> None:
        held = {**self.run.settings, **other}
        names = {"apiKey": "api_key", "apiSecret": "api_secret", "userName": "user_name"}
        answer = self.ok("POST", "token/get", {name: held[key] for name, key in names.items()})
        self.token = answer["access_token"]

    def sign_in_elsewhere(self) -> None:
        self.sign_in(**self.box.department_settings("", OTHER))

    def create(self, **values: Any) -> Any:
        silent = {"participants": [MAIL], "addIntroductionMessage": False, "getAvailableUser": False}
        return self.ok("POST", "tickets/create", silent | values)

    def get(self, ticket_id: int) -> Any:
        return self.ok("GET", f"tickets/get/{ticket_id}")

    @property
    def outbound(self) -> int:
        return self.box.counters.outbound_messages


OTHER = "5baf94b7-4ebb-4442-81a5-27ac4dd1f03f"


class Turnstile:
    """One server for all tests, as starting and stopping one takes longer than most tests; each test has its own
    sandbox behind it."""

    vendor = "glassix"

    def __init__(self) -> None:
        self.counters = Counters()
        self.faults = FaultBox()
        self.put(GlassixSandbox(SandboxOptions(seeds=())))

    def put(self, behind: GlassixSandbox) -> None:
        self.behind, self.app = behind, build(behind)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, "path_params": {}}, receive, send)

    def routes(self) -> list[Route]:
        return [Route("/{path:path}", self)]

    def settings(self, url: str) -> Mapping[str, str]:
        return self.behind.settings(url)

    def state(self) -> Mapping[str, Any]:
        return self.behind.state()


@pytest.fixture(scope="session")
def server() -> Iterator[RunningSandbox]:
    with running(Turnstile()) as run:
        yield run


@pytest.fixture
def start(server: RunningSandbox) -> Iterator[Callable[..., Vendor]]:
    with urllib3.PoolManager() as pool:

        def begin(*seeds: str, **options: Any) -> Vendor:
            clock = ManualClock(NOON)
            parsed = tuple(parse_seed(seed) for seed in seeds)
            box = GlassixSandbox(SandboxOptions(seeds=parsed, clock=clock, **options))
            server.sandbox.put(box)
            vendor = Vendor(box, clock, server, pool)
            vendor.sign_in()
            return vendor

        yield begin


@pytest.fixture
def vendor(start: Callable[..., Vendor]) -> Vendor:
    return start("sample")
