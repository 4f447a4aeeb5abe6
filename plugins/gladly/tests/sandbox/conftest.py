from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import urllib3
from attrs import define

from deskbridge.sandbox import ManualClock, SandboxOptions, parse_seed, running
from deskbridge_gladly.sandbox import GladlySandbox

START = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)


@define
class Gladly:
    sandbox: GladlySandbox
    clock: ManualClock
    url: str
    pool: urllib3.PoolManager
    headers: dict[str, str]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> urllib3.BaseHTTPResponse:
        content = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        return self.pool.request(
            method, f"{self.url}/api/v1{path}", body=content, headers={**self.headers, **headers}, redirect=False
        )

    def get(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status == 200, answer.data
        return answer.json()

    def errors(self, method: str, path: str, body: Any = None) -> tuple[int, list[dict[str, Any]]]:
        answer = self.ask(method, path, body)
        return answer.status, answer.json()["errors"]

    def lines(self, path: str) -> list[dict[str, Any]]:
        answer = self.ask("GET", path)
        assert answer.status == 200, answer.data
        return [json.loads(line) for line in answer.data.decode().splitlines()]

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.pool.request(method, f"{self.url}/_sandbox{path}", json=body)
        return answer.json() if answer.data else answer.status

    def turn(self, **switches: Any) -> None:
        self.sandbox.store.switches.turn(switches)

    def item(self, kind: str, **content: Any) -> dict[str, Any]:
        for item in self.sandbox.store.items.values():
            held = item["content"]
            if held["type"] == kind and all(held.get(name) == value for name, value in content.items()):
                return item
        raise LookupError(kind)

    def events(self, *entities: str) -> list[dict[str, Any]]:
        start = (self.clock.now() - timedelta(hours=23)).strftime("%Y-%m-%dT%H:%M:%SZ")
        wanted = "".join(f"&entities={each}" for each in entities)
        end = (self.clock.now() + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return self.lines(f"/events?startAt={start}&endAt={end}{wanted}")

    def customer(self, **body: Any) -> str:
        answer = self.ask("POST", "/customer-profiles", body)
        assert answer.status == 201, answer.data
        return answer.headers["Location"].rsplit("/", 1)[1]


Start = Callable[..., Gladly]


@pytest.fixture
def start() -> Iterator[Start]:
    with contextlib.ExitStack() as stack:

        def start(*seeds: str, rate_limit: str = "off") -> Gladly:
            clock = ManualClock(START)
            options = SandboxOptions(seeds=[parse_seed(seed) for seed in seeds], rate_limit=rate_limit, clock=clock)
            sandbox = GladlySandbox(options)
            served = stack.enter_context(running(sandbox))
            pool = stack.enter_context(urllib3.PoolManager(retries=False, timeout=5))
            settings = served.settings
            headers = urllib3.make_headers(basic_auth=f"{settings['username']}:{settings['api_token']}")
            return Gladly(sandbox, clock, settings["base_url"], pool, dict(headers))

        yield start


@pytest.fixture
def sample(start: Start) -> Gladly:
    return start("sample")


@pytest.fixture
def synthetic(start: Start) -> Gladly:
    return start("synthetic:120")
