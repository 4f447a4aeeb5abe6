"""Builds a vendor's sandbox into one application: its routes, the faults, the counters, the control routes.

A vendor supplies a `Sandbox`: a prefix, routes, and the settings that connect to it. What is common is here:
counting requests and outbound messages, the faults, and `/_sandbox/...`, by which tests look and switch.

| control route | does |
|---|---|
| `GET /_sandbox/counters` | `{"requests": n, "outbound_messages": n, "by_operation": {"GET /path": n}}` |
| `POST /_sandbox/counters/reset` | sets them to zero |
| `GET /_sandbox/faults` | lists the faults that are on |
| `POST /_sandbox/faults` | adds one: `{"name", "value", "method", "path", "skip"}` |
| `DELETE /_sandbox/faults` | switches all off |
| `GET /_sandbox/state` | the vendor's own summary of what it holds, for tests |
| `GET /_sandbox/samples` | what there is to try that no listing shows, for the contract tests; see `Sampled` |
| `GET /_sandbox/clock` | the sandbox's time: `{"now": "2026-03-01T12:00:00+00:00"}` |
| `POST /_sandbox/clock` | puts it forward: `{"advance_seconds": n}` |

The clock's routes are there for a sandbox that is `Clocked`. A vendor's own control routes are among its routes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal, Protocol, runtime_checkable

import orjson
from attrs import define, field, frozen
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from deskbridge.sandbox.breaking import CONTROL, FaultMiddleware, is_control
from deskbridge.sandbox.clock import Clock, ShiftableClock, SystemClock
from deskbridge.sandbox.faults import FaultBox, read_fault


@frozen
class Seed:
    """What a sandbox holds at the start: `sample`, `empty` or `synthetic` with a number of tickets."""

    name: Literal["sample", "empty", "synthetic"]
    tickets: int = 0


def parse_seed(text: str) -> Seed:
    """Read `sample`, `empty` or `synthetic:N`.

    Raises:
        ValueError: It is none of them.
    """
    match text.partition(":"):
        case ("sample", "", ""):
            return Seed("sample")
        case ("empty", "", ""):
            return Seed("empty")
        case ("synthetic", ":", number) if number.isdecimal():
            return Seed("synthetic", int(number))
    msg = f"unknown seed {text!r}; use sample, empty or synthetic:N"
    raise ValueError(msg)


@frozen(kw_only=True)
class SandboxOptions:
    """How a sandbox is started.

    Attributes:
        seeds: Laid one upon the other, in order.
        rate_limit: `vendor` for the vendor's own limits, `off` for none.
        clock: The sandbox's time.
    """

    seeds: Sequence[Seed] = (Seed("sample"),)
    rate_limit: Literal["off", "vendor"] = "off"
    clock: Clock = field(factory=SystemClock)


@define
class Counters:
    """What went through a sandbox since it started, or since the last reset."""

    requests: int = 0
    outbound_messages: int = 0
    by_operation: Counter[str] = field(factory=Counter)

    def reset(self) -> None:
        """Set everything to zero."""
        self.requests = self.outbound_messages = 0
        self.by_operation.clear()


class Sandbox(Protocol):
    """One vendor's sandbox, as the server needs it."""

    vendor: str
    counters: Counters
    faults: FaultBox

    def routes(self) -> Sequence[BaseRoute]:
        """Return the vendor's routes, with their full paths."""

    def settings(self, url: str) -> Mapping[str, str]:
        """Return settings that `deskbridge.connect` takes for the sandbox at `url`."""

    def state(self) -> Mapping[str, Any]:
        """Return a summary of what is held, as JSON values."""


@runtime_checkable
class Clocked(Protocol):
    """A sandbox that shows its clock, so that it can be put forward from outside."""

    clock: Clock


@runtime_checkable
class Sampled(Protocol):
    """A sandbox that says what it holds to try that no listing shows."""

    def samples(self) -> Mapping[str, Any]:
        """Return it as JSON values.

        Keys, all of them optional: `attachment_text`, what the attachments of its sample hold; `capped`, a listing that
        holds more than the vendor gives, as its capability and the id it is asked by, `["tickets.of_customer", "17"]`;
        `delivery`, a webhook's delivery with its proof, `{"headers": {}, "body": "", "unproven": [{"headers": {},
        "body": ""}]}`; `direct`, a message that can be sent, `{"channel", "to", "sender", "text"}`; `merged`, by
        `customer` and `ticket`, the id of one that was merged and the id of the one that survives, `{"customer":
        ["1", "2"]}`; `report`, `{"name", "first_day", "last_day"}`; `survey`, the ids of a ticket that may have a
        survey and of the survey.
        """


class _CountMiddleware:
    def __init__(self, app: ASGIApp, counters: Counters) -> None:
        self._app = app
        self._counters = counters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_control(scope):
            self._counters.requests += 1
            self._counters.by_operation[f"{scope['method']} {scope['path']}"] += 1
        await self._app(scope, receive, send)


def _control(sandbox: Sandbox) -> list[BaseRoute]:
    async def counters(_: Request) -> Response:
        held = sandbox.counters
        return JSONResponse(
            {
                "requests": held.requests,
                "outbound_messages": held.outbound_messages,
                "by_operation": dict(held.by_operation),
            }
        )

    async def reset(_: Request) -> Response:
        sandbox.counters.reset()
        return Response(status_code=204)

    async def faults(request: Request) -> Response:
        if request.method == "DELETE":
            sandbox.faults.clear()
        elif request.method == "POST":
            try:
                sandbox.faults.add(read_fault(_json(await request.body())))
            except ValueError as wrong:
                return JSONResponse({"message": str(wrong)}, 400)
        return JSONResponse([{"name": fault.name, "value": str(fault.value)} for fault in sandbox.faults.faults])

    async def state(_: Request) -> Response:
        return Response(orjson.dumps(dict(sandbox.state())), media_type="application/json")

    async def samples(_: Request) -> Response:
        held = sandbox.samples() if isinstance(sandbox, Sampled) else {}
        return Response(orjson.dumps(dict(held)), media_type="application/json")

    return [
        *_clock_routes(sandbox),
        Route("/_sandbox/counters", counters),
        Route("/_sandbox/counters/reset", reset, methods=["POST"]),
        Route("/_sandbox/faults", faults, methods=["GET", "POST", "DELETE"]),
        Route("/_sandbox/state", state),
        Route("/_sandbox/samples", samples),
    ]


def _clock_routes(sandbox: Sandbox) -> list[BaseRoute]:
    if not isinstance(sandbox, Clocked):
        return []
    shown = sandbox.clock

    async def clock(request: Request) -> Response:
        if request.method == "POST":
            if not isinstance(shown, ShiftableClock):
                return JSONResponse({"message": "this sandbox was started with a clock that can't be moved"}, 409)
            try:
                _put_forward(shown, _json(await request.body()))
            except ValueError as wrong:
                return JSONResponse({"message": str(wrong)}, 400)
        return JSONResponse({"now": shown.now().isoformat()})

    return [Route("/_sandbox/clock", clock, methods=["GET", "POST"])]


def _json(body: bytes) -> object:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        msg = "the body has to be JSON"
        raise ValueError(msg) from None


def _put_forward(clock: ShiftableClock, given: object) -> None:
    match given:
        case {"advance_seconds": int() | float() as seconds} if seconds >= 0 and not isinstance(seconds, bool):
            clock.advance(_within_the_calendar(clock, seconds))
        case _:
            msg = 'the body has to be {"advance_seconds": n}, with n not below zero'
            raise ValueError(msg)


def _within_the_calendar(clock: Clock, seconds: float) -> timedelta:
    try:
        by = timedelta(seconds=seconds)
        clock.now() + by
    except OverflowError:
        msg = f"the clock can't be put forward by {seconds:g} seconds: time ends with the year 9999"
        raise ValueError(msg) from None
    return by


class _Doors:
    """Keeps the many control routes aside, so that other requests are not held against each of them first."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._all = Starlette(routes=routes)
        self._vendor = Starlette(routes=[one for one in routes if not getattr(one, "path", "").startswith(CONTROL)])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        served = self._all if is_control(scope) else self._vendor
        await served(scope, receive, send)


def build(sandbox: Sandbox) -> ASGIApp:
    """Make the application that serves a sandbox.

    The faults stand outside of Starlette, whose own error handling would hide the connection that they reset.
    """
    served = _Doors([*_control(sandbox), *sandbox.routes()])
    return _CountMiddleware(FaultMiddleware(served, sandbox.faults), sandbox.counters)
