"""Keeps the HTTP exchanges of the test that runs, redacted, so that a failure can show what led to it."""

from __future__ import annotations

from collections import deque
from functools import cache

from deskbridge.hookspecs import hookimpl
from deskbridge.plugins import register
from deskbridge.transport import Exchange

_KEPT = 30


class Recent:
    """The last 30 exchanges since `forget`. Safe to use from many threads."""

    def __init__(self) -> None:
        self._seen: deque[Exchange] = deque(maxlen=_KEPT)
        self._count = 0

    @hookimpl
    def deskbridge_exchange(self, exchange: Exchange) -> None:
        """Keep one. What it says is redacted already."""
        self._seen.append(exchange)
        self._count += 1

    def forget(self) -> None:
        """Begin anew, for the next test."""
        self._seen.clear()
        self._count = 0

    def lines(self) -> list[str]:
        """Return a line for each, the oldest first, after one that says how many are left out."""
        seen = list(self._seen)
        left_out = self._count - len(seen)
        first = [f"({left_out} earlier ones are left out)"] if left_out > 0 else []
        return [*first, *map(_line, seen)]


def _line(exchange: Exchange) -> str:
    again = f" (try {exchange.attempt})" if exchange.attempt > 1 else ""
    sent = f" with {exchange.request_bytes} bytes" if exchange.request_bytes else ""
    request = f", request {exchange.request_id}" if exchange.request_id else ""
    return (
        f"{exchange.operation}: {exchange.method} {exchange.url}{sent} -> {exchange.error or exchange.status}"
        f"{request}{again}"
    )


@cache
def recent() -> Recent:
    """Return what watches the desks of this process; those that are connected from now on are seen."""
    made = Recent()
    # A name of its own: a process may have loaded this module twice, as pytest's own tester does.
    register(made, name=f"contract-exchanges-{id(made):x}")
    return made
