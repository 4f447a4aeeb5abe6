"""Measures what `Client.request` costs beside bare urllib3, against one server, in one run.

Run it with ``python core/benchmarks/transport.py``. The two take turns, so that a busy machine slows both alike.
"""

from __future__ import annotations

import json
import statistics
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import urllib3

from deskbridge.transport import BasicAuth, Client, Limit, RateHeaders

ROUNDS = 2000
BODY = json.dumps({"id": "1", "name": "x" * 500}).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(BODY)))
        self.send_header("Limit", "1000000")
        self.send_header("Remaining", "999999")
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


def _time(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def main() -> None:
    """Print the medians in microseconds and their ratio."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    limit = Limit(requests=1_000_000, per_seconds=1, source="this benchmark")
    headers = RateHeaders(limit="Limit", remaining="Remaining")
    bare_pool = urllib3.HTTPConnectionPool("127.0.0.1", server.server_port)
    auth = BasicAuth("user", "password")
    with (
        Client(url, vendor="bench", auth=auth) as plain,
        Client(url, vendor="bench", auth=auth, limits=[limit], rate_headers=headers) as budgeted,
    ):
        ways: dict[str, Callable[[], object]] = {
            "bare urllib3": lambda: json.loads(bare_pool.request("GET", "/x", headers={"Accept": "*/*"}).data),
            "Client.get": lambda: plain.get("bench", "/x").json(),
            "Client.get with a budget": lambda: budgeted.get("bench", "/x").json(),
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, act in ways.items():
                times[name].append(_time(act))
    medians = {name: statistics.median(values) * 1e6 for name, values in times.items()}
    for name, median in medians.items():
        sys.stdout.write(f"{name:26} {median:8.0f} µs  {median / medians['bare urllib3']:.2f}\n")
    bare_pool.close()
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    main()
