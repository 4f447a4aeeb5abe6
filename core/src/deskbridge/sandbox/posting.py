"""Posts JSON over HTTP or HTTPS and waits for the status: all that delivering a webhook needs."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
import ssl
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})\b")
_LINE_LIMIT = 4_096
_NEVER_A_HEADER = re.compile(r"[\r\n\0]")


def basic(username: str, password: str) -> str:
    """Return the value of an Authorization header with Basic credentials."""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


async def post(url: str, body: bytes, headers: Mapping[str, str], *, answer_seconds: float) -> int:
    """Post JSON and return the answer's status, 0 if none came in time or the connection failed.

    Args:
        url: An absolute `http` or `https` address.
        body: The JSON.
        headers: Further headers; `Host`, `Content-Type` and `Content-Length` are added.
        answer_seconds: How long everything may take, from connecting to the answer's first line.
    """
    with contextlib.suppress(OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
        async with asyncio.timeout(answer_seconds):
            return await _exchange(urlsplit(url), body, headers)
    return 0


async def _exchange(place: SplitResult, body: bytes, headers: Mapping[str, str]) -> int:
    secure = ssl.create_default_context() if place.scheme == "https" else None
    port = place.port or (443 if secure else 80)
    reader, writer = await asyncio.open_connection(place.hostname, port, ssl=secure, limit=_LINE_LIMIT)
    try:
        writer.write(_request(place, body, headers))
        await writer.drain()
        status = _STATUS.match(await reader.readline())
        return int(status[1]) if status else 0
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def _request(place: SplitResult, body: bytes, headers: Mapping[str, str]) -> bytes:
    target = (place.path or "/") + (f"?{place.query}" if place.query else "")
    lines = {
        "Host": place.netloc.rpartition("@")[2],
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    fixed = {name: value for name, value in headers.items() if not _NEVER_A_HEADER.search(name + value)}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**fixed, **lines}.items())
    return f"POST {target} HTTP/1.1\r\n{head}\r\n".encode("latin-1", "replace") + body
