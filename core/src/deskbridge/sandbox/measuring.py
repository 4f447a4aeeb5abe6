"""Measures how many simple reads a second a sandbox answers, for the vendors' benchmarks.

The sandbox runs in the measuring process, on one core. The readers are another process (this very file) with several
kept-alive connections that write ready-made requests and read the answers whole, so that they cost next to nothing.
Beside the rate by the clock stands the one by the sandbox's own processor time: what one core gives when nobody else
wants it.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

CONNECTIONS = 8
SECONDS = 4.0
WARM_UP_SECONDS = 0.5


def report(url: str, authorization: str, paths: Mapping[str, str], *, needed: int) -> None:
    """Print the rates of some reads, as a table; end the program if one is below what is needed.

    Args:
        url: Where the sandbox is served, by this very process.
        authorization: The value of the requests' `Authorization` header.
        paths: What to read, by name.
        needed: How many reads a second one core must give.

    Raises:
        SystemExit: A rate by processor time is too low.
    """
    slowest = float("inf")
    sys.stdout.write(f"{'':20} {'reads/s':>10} {'reads/CPU-s':>12}\n")
    for name, path in paths.items():
        by_clock, by_core = measure(url, authorization, path)
        slowest = min(slowest, by_core)
        sys.stdout.write(f"{name:20} {by_clock:10.0f} {by_core:12.0f}\n")
    if slowest < needed:
        sys.exit(f"too slow: {slowest:.0f} reads a second on one core, needed are {needed}")


def measure(url: str, authorization: str, path: str) -> tuple[float, float]:
    """Return the reads a second by the clock, and by this process' processor time."""
    _ask(url, authorization, path, WARM_UP_SECONDS)
    spent = time.process_time()
    answered = _ask(url, authorization, path, SECONDS)
    spent = time.process_time() - spent
    return answered / SECONDS, answered / spent


def _ask(url: str, authorization: str, path: str, seconds: float) -> int:
    asked = [sys.executable, __file__, url, authorization, path, str(seconds)]
    ran = subprocess.run(asked, check=True, capture_output=True, text=True)  # noqa: S603 - this very file
    return int(ran.stdout)


def read(url: str, authorization: str, path: str, seconds: float) -> int:
    """Ask again and again on every connection; return how many answers came.

    Raises:
        RuntimeError: An answer was no success.
    """
    place = urlsplit(url)
    head = f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: {authorization}\r\n\r\n"
    request, answered, end = head.encode(), 0, time.perf_counter() + seconds
    with selectors.DefaultSelector() as selector, contextlib.ExitStack() as opened:
        for _ in range(CONNECTIONS):
            connection = opened.enter_context(socket.create_connection((place.hostname, place.port)))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(connection, selectors.EVENT_READ, (connection, bytearray()))
            connection.sendall(request)
        while time.perf_counter() < end:
            for key, _ in selector.select(timeout=1):
                connection, held = key.data
                if _take(connection, held):
                    answered += 1
                    connection.sendall(request)
    return answered


def _take(connection: socket.socket, held: bytearray) -> bool:
    """Read on; True when the answer is whole."""
    held += connection.recv(262_144)
    head, _, body = held.partition(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    if not body or len(body) < int(length):
        return False
    if not head.startswith(b"HTTP/1.1 200"):
        msg = f"no success: {bytes(head[:200])!r}"
        raise RuntimeError(msg)
    held.clear()
    return True


if __name__ == "__main__":
    sys.stdout.write(str(read(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]))))
