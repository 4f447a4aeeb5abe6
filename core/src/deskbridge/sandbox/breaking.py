"""Puts the faults that are on between the server and a sandbox's application."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deskbridge.sandbox.faults import FOREIGN_HOST, Fault, FaultBox

_BEFORE = ("rate_limited", "rate_limited_after", "unavailable_before", "error_before", "bad_gateway_before",
           "reset_before", "html_page", "not_json", "expired_token", "forbidden", "redirect")  # fmt: skip
_AFTER = ("unavailable_after", "error_after", "bad_gateway_after", "reset_after", "cut_body", "wrong_type")


_BUSY = {"errors": [{"code": "rate_limited"}], "message": "Too many requests"}
_DENIED = {"errors": [{"code": "unauthorized"}], "message": "Unauthorized"}
_FORBIDDEN = {"errors": [{"code": "forbidden"}], "message": "Forbidden"}
_PROXY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_DOWN = "<!doctype html><html><body><h1>We are down for maintenance</h1></body></html>"
_ANSWERS: dict[str, Callable[[Fault], Response]] = {
    "rate_limited": lambda _: JSONResponse(_BUSY, 429),
    "rate_limited_after": lambda fault: JSONResponse(_BUSY, 429, {"Retry-After": f"{fault.value:g}"}),
    "html_page": lambda _: HTMLResponse(_DOWN),
    "not_json": lambda _: Response(b'{"half": ', media_type="application/json"),
    "expired_token": lambda _: JSONResponse(_DENIED, 401),
    "forbidden": lambda _: JSONResponse(_FORBIDDEN, 403),
    "bad_gateway_before": lambda _: HTMLResponse(_PROXY, 502),
    "bad_gateway_after": lambda _: HTMLResponse(_PROXY, 502),
    "redirect": lambda _: RedirectResponse(f"http://{FOREIGN_HOST}/elsewhere", 302),
    "error_before": lambda _: JSONResponse({"message": "Internal server error"}, 500),
    "error_after": lambda _: JSONResponse({"message": "Internal server error"}, 500),
    "unavailable_before": lambda _: JSONResponse({"message": "Service unavailable"}, 503),
    "unavailable_after": lambda _: JSONResponse({"message": "Service unavailable"}, 503),
}


def _answer(fault: Fault) -> Response:
    return _ANSWERS[fault.name](fault)


def _dated(send: Send, skew: Fault | None) -> Send:
    """Let every answer say what time the sandbox believes it to be, as RFC 9110 asks of a server."""
    behind = skew.value if skew else 0.0

    async def dated(message: Message) -> None:
        if message["type"] == "http.response.start" and b"date" not in dict(message["headers"]):
            date = formatdate(time.time() - behind, usegmt=True).encode()
            message = {**message, "headers": [*message["headers"], (b"date", date)]}
        await send(message)

    dated.__self__ = getattr(send, "__self__", None)  # type: ignore[attr-defined]  # where the connection is found
    return dated


async def _reset(send: Send) -> None:
    transport = _transport(send)
    sock = transport.get_extra_info("socket") if transport else None
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if transport:
        transport.abort()
        await asyncio.sleep(0)  # the server learns that the connection is gone before it misses an answer


def _transport(send: Send) -> Any:  # uvicorn's own; it is reached nowhere else
    return getattr(getattr(send, "__self__", None), "transport", None)


CONTROL = "/_sandbox"
"""Where the routes are by which tests look and switch; they meet no faults and are not counted."""


def is_control(scope: Scope) -> bool:
    """Whether a request is for a control route."""
    return bool(scope["path"].startswith(CONTROL))


class FaultMiddleware:
    """Puts the switched-on faults between the server and the application."""

    def __init__(self, app: ASGIApp, box: FaultBox) -> None:
        self._app = app
        self._box = box

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, as well as the faults allow."""
        if scope["type"] != "http" or is_control(scope):
            await self._app(scope, receive, send)
            return
        asked = (scope["method"], scope["path"])
        send = _dated(send, self._box.take(("clock_skew",), *asked))
        if late := self._box.take(("latency",), *asked):
            await asyncio.sleep(late.value)
        if fault := self._box.take(_BEFORE, *asked):
            if fault.name == "reset_before":
                await _reset(send)
                return
            await _answer(fault)(scope, receive, send)
            return
        await self._after(scope, receive, send, self._box.take(_AFTER, *asked))

    async def _after(self, scope: Scope, receive: Receive, send: Send, fault: Fault | None) -> None:
        if fault is None:
            await self._app(scope, receive, send)
            return
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(message)

        await self._app(scope, receive, keep)
        if fault.name == "reset_after":
            await _reset(send)
        elif fault.name == "cut_body":
            await _cut(kept, send)
        elif fault.name == "wrong_type":
            await _mistyped(kept, send)
        else:
            await _answer(fault)(scope, receive, send)


async def _mistyped(kept: list[Message], send: Send) -> None:
    start = kept[0]
    headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-type"]
    await send({**start, "headers": [*headers, (b"content-type", b"text/plain; charset=utf-8")]})
    for message in kept[1:]:
        await send(message)


async def _cut(kept: list[Message], send: Send) -> None:
    body = b"".join(message.get("body", b"") for message in kept)
    start = kept[0]
    headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
    await send({**start, "headers": [*headers, (b"content-length", str(max(len(body), 2)).encode())]})
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    transport = _transport(send)
    if transport:
        transport.close()
