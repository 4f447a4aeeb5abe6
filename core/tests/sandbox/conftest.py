from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import urllib3
from attrs import define, field
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from deskbridge.sandbox import Counters, FaultBox, ManualClock, parse_fault, running


@define
class Tiny:
    """A vendor with one list of things."""

    vendor: str = "tiny"
    counters: Counters = field(factory=Counters)
    faults: FaultBox = field(factory=FaultBox)
    things: list[Any] = field(factory=list)
    clock: ManualClock = field(factory=lambda: ManualClock(datetime(2026, 3, 1, 12, tzinfo=UTC)))

    def routes(self) -> list[BaseRoute]:
        async def things(request: Request) -> JSONResponse:
            if request.method == "POST":
                self.things.append(json.loads(await request.body()))
            return JSONResponse({"things": self.things, "padding": "x" * 100})

        return [Route("/things", things, methods=["GET", "POST"])]

    def settings(self, url: str) -> dict[str, str]:
        return {"base_url": url}

    def state(self) -> dict[str, Any]:
        return {"things": len(self.things)}


@define
class Desk:
    sandbox: Tiny
    url: str
    pool: urllib3.PoolManager

    def ask(self, method: str, path: str = "/things", body: Any = None) -> urllib3.BaseHTTPResponse:
        content = json.dumps(1 if body is None and method == "POST" else body).encode() if method == "POST" else None
        return self.pool.request(method, self.url + path, body=content, redirect=False)

    def switch(self, *faults: str) -> None:
        self.sandbox.faults.add(*(parse_fault(fault) for fault in faults))


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running(Tiny()) as served, urllib3.PoolManager(retries=False, timeout=5) as pool:
        assert isinstance(served.sandbox, Tiny)
        yield Desk(served.sandbox, served.url, pool)
