"""What a person sees of a job: a progress bar while it runs, a table when it has ended."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping

import click
from attrs import define, field

from deskbridge_bulk.output import json_line, print_table
from deskbridge_bulk.steps import Result, Status

MOST_SHOWN = 50
MOST_FAILED = 200


@contextlib.contextmanager
def progress(what: str, about: int, *, silent: bool) -> Iterator[Callable[[], None]]:
    """Show a progress bar on standard error if it is a terminal, else nothing.

    Args:
        what: What is done.
        about: About how many rows there are.
        silent: Show none.

    Yields:
        What is to be called after each row.
    """
    if silent or not sys.stderr.isatty():  # nor where colours are forced on a file
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=about)
        yield lambda: bar.advance(task)


@define
class Told:
    """Keeps what a table at the end shows: all of few rows; of many, those that were not done, up to a bound."""

    _first: list[Result] = field(factory=list, init=False)
    _undone: list[Result] = field(factory=list, init=False)
    _rows: int = field(default=0, init=False)
    _more: int = field(default=0, init=False)

    def add(self, result: Result) -> None:
        """Take a result."""
        self._rows += 1
        if self._rows <= MOST_SHOWN:
            self._first.append(result)
        if result.status is Status.FAILED and len(self._undone) < MOST_FAILED:
            self._undone.append(result)
        elif result.status is Status.FAILED:
            self._more += 1

    def print(self, *, dry: bool) -> None:
        """Print the table."""
        few = self._rows <= MOST_SHOWN
        results = self._first if few or dry else self._undone
        if results:
            columns = ("row", "action", "id", "would send" if dry else "status", "error")
            print_table(columns, map(_row, results))
        if not few:
            said = f"The first {MOST_SHOWN} rows." if dry else "Rows that failed only."
            more = f" And {self._more} more." if self._more else ""
            if results:
                click.echo(f"{said}{more} --json shows all.")


def _row(result: Result) -> dict[str, object]:
    sent = "; ".join(_sent(one) for one in result.would_send or ())
    return {**result.as_json(), "status": result.status.value, "would send": sent}


def _sent(one: Mapping[str, object]) -> str:
    return f"{one['operation']} {json_line({'': one['with']})[4:-1]}"
