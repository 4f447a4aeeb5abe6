"""`deskbridge --trace`: shows each HTTP exchange as it ends."""

from __future__ import annotations

import click

from deskbridge.hookspecs import hookimpl
from deskbridge.transport import Exchange


class Trace:
    """A plugin that writes a line an exchange to standard error. What it is shown is redacted already."""

    @hookimpl
    def deskbridge_exchange(self, exchange: Exchange) -> None:
        """Write one line: time, vendor, operation, request, outcome, duration."""
        outcome = exchange.error or exchange.status
        again = f" (try {exchange.attempt})" if exchange.attempt > 1 else ""
        click.echo(
            f"{exchange.started_at:%H:%M:%S.%f} {exchange.vendor} {exchange.operation}: {exchange.method} "
            f"{exchange.url} -> {outcome} in {exchange.elapsed_seconds:.3f} s{again}",
            err=True,
        )
