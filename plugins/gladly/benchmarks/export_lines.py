"""Reads a large export file through the native client, typed, and parses the same lines with a bare `json.loads`.

Run it with ``python plugins/gladly/benchmarks/export_lines.py [--mib 1024]``. The file never exists: another process
makes its lines, from the vendor's published and real ones, while it sends them over a socket. The bare loop has its
lines in memory, one block of them at a time, and is not charged for making and cutting them: half of it runs before
our reading and half after, so that a machine that changes its pace changes it for both.

It fails when ours is slower than the bare loop, or needs more than 60 MiB above the start. Seconds are told both by the
clock and as this process used them: on a machine that is busy with other things, only the latter mean much.
"""

from __future__ import annotations

import argparse
import json
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from attrs import frozen

from deskbridge.settings import Secret
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.client.exports import ITEMS
from deskbridge_gladly.settings import GladlySettings
from deskbridge_gladly.wire.items import Item

MIB = 1024 * 1024
MOST_GROWTH_MIB = 60
LINES_PER_BLOCK = 2_000
RECORDED = Path(__file__).parents[1] / "tests" / "recorded"
MARK = b"#BLOCK##"


@cache
def template() -> bytes:
    """Make a block of lines of all kinds, each with an id that is to be told apart by the block's number."""
    bodies = [
        body
        for name in ("real_items", "export_items")
        for body in json.loads((RECORDED / f"{name}.json").read_text())["bodies"]
    ]
    lines = []
    for number in range(LINES_PER_BLOCK):
        body = {**bodies[number % len(bodies)], "id": f"{number:013}-{MARK.decode()}"}
        lines.append(json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode())
    return b"\n".join(lines) + b"\n"


def blocks(size: int) -> Iterator[bytes]:
    """Make the file, block by block, until it has at least `size` bytes."""
    made, start = 0, template()
    number = 0
    while made < size:
        block = start.replace(MARK, b"%08d" % number)
        yield block
        made += len(block)
        number += 1


def serve(size: int) -> None:
    """Send the file to whoever asks, one after the other."""
    length = sum(len(block) for block in blocks(size))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(listening.getsockname()[1], flush=True)
        while True:
            connection, _ = listening.accept()
            with connection, suppress(ConnectionError):  # one that had enough
                _answer(connection, length, size)


def _answer(connection: socket.socket, length: int, size: int) -> None:
    asked = b""
    while b"\r\n\r\n" not in asked:
        received = connection.recv(65536)
        if not received:
            return
        asked += received
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: {length}\r\n\r\n"
    connection.sendall(head.encode())
    for block in blocks(size):
        connection.sendall(block)


@frozen
class Figure:
    """How long a number of lines took, by the clock and of the processor's time."""

    lines: int
    seconds: float
    used: float

    @property
    def rate(self) -> float:
        return self.lines / self.seconds

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.lines + other.lines, self.seconds + other.seconds, self.used + other.used)


class Watch:
    """Adds up what passes inside its ``with`` blocks."""

    def __init__(self) -> None:
        self.seconds = self.used = 0.0

    def __enter__(self) -> None:
        self._begun = (time.perf_counter(), time.process_time())

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._begun[0]
        self.used += time.process_time() - self._begun[1]

    def figure(self, lines: int) -> Figure:
        return Figure(lines, self.seconds, self.used)


def bare(size: int, *, half: int) -> Figure:
    """Parse every second block, the even or the odd ones."""
    count, watch, loads = 0, Watch(), json.loads
    for number, block in enumerate(blocks(size)):
        if number % 2 != half:
            continue
        lines = block.splitlines()
        with watch:
            for line in lines:
                loads(line)
        count += len(lines)
    return watch.figure(count)


def typed(client: GladlyClient) -> Figure:
    """Read every line as an item."""
    count, watch = 0, Watch()
    with watch:
        for _item in client.exports.lines("job", ITEMS, Item, on_broken="raise"):
            count += 1
    return watch.figure(count)


def typed_and_used(client: GladlyClient) -> Figure:
    """Read every line as an item, and ask for what is made on demand."""
    count, watch = 0, Watch()
    with watch:
        for item in client.exports.lines("job", ITEMS, Item, on_broken="raise"):
            count += bool(item.content["type"] and item.initiator)
    return watch.figure(count)


def rss_mib() -> float:
    """Return what this process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / MIB


def peak_mib() -> float:
    """Return the most that this process has had in memory.

    Not getrusage's: that one remembers the process that started this one, however large it was.
    """
    status = Path("/proc/self/status").read_text()
    line = next(one for one in status.splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / MIB


def measure(size: int) -> int:
    """Measure, print, and return the exit status."""
    # In a process of its own, so that neither making the lines nor sending them is charged to the reading.
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve", "--bytes", str(size)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        settings = GladlySettings(base_url=f"http://127.0.0.1:{port}", username="a", api_token=Secret("b"))
        client = GladlyClient(settings)
        next(iter(client.exports.lines("job", ITEMS, Item)))  # what is imported and compiled once is no rate
        before = bare(size, half=0)
        start = rss_mib()
        ours = typed(client)
        growth = peak_mib() - start
        parsed = before + bare(size, half=1)
        used = typed_and_used(client)
        client.close()
    finally:
        server.terminate()
        server.wait()
    return report(size, ours, parsed, used, growth)


def report(size: int, ours: Figure, parsed: Figure, used: Figure, growth: float) -> int:
    """Print the figures, and return 1 if a promise is broken."""
    print(f"{size / MIB:,.0f} MiB, {ours.lines:,} lines, Python {sys.version.split()[0]}")
    for title, figure in (
        ("bare json.loads", parsed),
        ("typed items", ours),
        ("typed, content and initiator read", used),
    ):
        print(f"{title:35} {figure.rate:>10,.0f} lines/s, {figure.used / figure.lines * 1e6:5.2f} us used a line")
    used_rate = (parsed.used / parsed.lines) / (ours.used / ours.lines)
    print(
        f"typed : bare = {ours.rate / parsed.rate:.2f}, by time used {used_rate:.2f}, "
        f"memory above the start {growth:.1f} MiB"
    )
    assert ours.lines == parsed.lines
    return int(ours.rate < parsed.rate or growth > MOST_GROWTH_MIB)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--bytes", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    size = given.bytes or given.mib * MIB
    if given.serve:
        serve(size)
    return measure(size)


if __name__ == "__main__":
    sys.exit(main())
