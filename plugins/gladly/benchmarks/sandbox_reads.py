"""Measures how many simple reads a second the Gladly sandbox answers.

Run it with ``python plugins/gladly/benchmarks/sandbox_reads.py``. The sandbox runs in this process, on one core; the
readers are another process with several kept-alive connections that write ready-made requests and read the answers
whole, so that they cost next to nothing. Beside the rate by the clock stands the one by the sandbox's own processor
time: what one core gives when nobody else wants it.
"""

from __future__ import annotations

import argparse
import base64
import selectors
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

from deskbridge.sandbox import RunningSandbox, SandboxOptions, parse_seed, running
from deskbridge_gladly.sandbox import GladlySandbox

NEEDED = 1_500
CONNECTIONS = 8
SECONDS = 4.0
WARM_UP_SECONDS = 0.5


def read(url: str, token: str, path: str, seconds: float) -> int:
    """Ask again and again on every connection; return how many answers came."""
    place = urlsplit(url)
    request = f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Basic {token}\r\n\r\n".encode()
    answered = 0
    with selectors.DefaultSelector() as selector:
        for _ in range(CONNECTIONS):
            connection = socket.create_connection((place.hostname, place.port))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(connection, selectors.EVENT_READ, bytearray())
            connection.sendall(request)
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            for key, _ in selector.select(timeout=1):
                connection, held = key.fileobj, key.data
                assert isinstance(connection, socket.socket)
                held += connection.recv(262_144)
                if _is_whole(held):
                    assert held.startswith(b"HTTP/1.1 200"), held[:200]
                    held.clear()
                    answered += 1
                    connection.sendall(request)
        for key in list(selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
    return answered


def _is_whole(held: bytearray) -> bool:
    head, _, body = held.partition(b"\r\n\r\n")
    if not body:
        return False
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return len(body) >= int(length)


def measure(served: RunningSandbox, path: str) -> tuple[float, float]:
    """Return the reads a second by the clock, and by the sandbox's processor time."""
    settings = served.settings
    token = base64.b64encode(f"{settings['username']}:{settings['api_token']}".encode()).decode()
    asked = [sys.executable, __file__, "--read", served.url, token, path]
    subprocess.run([*asked, str(WARM_UP_SECONDS)], check=True, stdout=subprocess.DEVNULL)
    spent = time.process_time()
    answered = int(subprocess.run([*asked, str(SECONDS)], check=True, capture_output=True, text=True).stdout)
    spent = time.process_time() - spent
    return answered / SECONDS, answered / spent


def main() -> None:
    """Print the rates of some simple reads; fail if one is below what is needed."""
    options = SandboxOptions(seeds=[parse_seed("synthetic:200")])
    sandbox = GladlySandbox(options)
    store = sandbox.store
    paths = {
        "get an agent": f"/api/v1/agents/{next(iter(store.agents))}",
        "get a customer": f"/api/v1/customer-profiles/{next(iter(store.people.profiles))}",
        "get a conversation": f"/api/v1/conversations/{next(iter(store.conversations))}",
        "get an item": f"/api/v1/conversation-items/{next(iter(store.items))}",
        "list the topics": "/api/v1/topics",
        "find a customer": "/api/v1/customer-profiles?email=person.0%40example.com",
    }
    slowest = float("inf")
    with running(sandbox) as served:
        print(f"{'':20} {'reads/s':>10} {'reads/CPU-s':>12}")
        for name, path in paths.items():
            by_clock, by_core = measure(served, path)
            slowest = min(slowest, by_core)
            print(f"{name:20} {by_clock:10.0f} {by_core:12.0f}")
    if slowest < NEEDED:
        sys.exit(f"too slow: {slowest:.0f} reads a second on one core, needed are {NEEDED}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--read", nargs=4, metavar=("URL", "TOKEN", "PATH", "SECONDS"))
    given = parser.parse_args().read
    if given:
        print(read(given[0], given[1], given[2], float(given[3])))
    else:
        main()
