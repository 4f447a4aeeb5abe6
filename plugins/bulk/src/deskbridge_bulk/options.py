"""The argument and the options that all jobs have."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import frozen

from deskbridge_bulk.output import Output, output_options
from deskbridge_bulk.sheets import DELIMITERS, Reading
from deskbridge_bulk.tallying import Span

F = TypeVar("F", bound=Callable[..., Any])


@frozen(kw_only=True)
class Launch:
    """What a job's command was given.

    Attributes:
        file: The table.
        desk: The desk's name.
        dry: Whether to send nothing that writes.
        rows: Which rows.
        workers: How many at once.
        journal: The journal's place; None for beside the file.
        anew: Whether to forget what the journal knows.
        reading: What is known of the table.
        output: Where the results go.
    """

    file: Path
    desk: str
    dry: bool
    rows: Span
    workers: int
    journal: Path | None
    anew: bool
    reading: Reading
    output: Output


class SpanType(click.ParamType[Span]):
    """Rows as `10-20`, `10-`, `-20` or `7`."""

    name = "rows"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Span:
        """Read a span."""
        if isinstance(value, Span):
            return value
        first, dash, last = str(value).partition("-")
        if not all(part == "" or (part.isascii() and part.isdecimal()) for part in (first, last)) or not (
            first or last
        ):
            self.fail(f"{value!r} is no span of rows; give 10-20, 10-, -20 or 7", param, ctx)
        span = Span(first=int(first or 1), last=int(last) if last else (None if dash else int(first)))
        if span.first < 1 or (span.last is not None and span.last < span.first):
            self.fail(f"{value!r} has no row; row 1 is the first below the header", param, ctx)
        return span


def job_options(command: F) -> F:
    """Add the argument and the options that all jobs have; the command gets them as one `launch: Launch`."""

    @output_options()
    @functools.wraps(command)
    def gathered(
        *args: Any,
        file: Path,
        desk: str,
        dry_run: bool,
        rows: Span,
        workers: int,
        journal: Path | None,
        anew: bool,
        encoding: str | None,
        delimiter: str | None,
        output: Output,
        **rest: Any,
    ) -> Any:
        reading = Reading(encoding=encoding, delimiter=DELIMITERS[delimiter] if delimiter else None)
        launch = Launch(
            file=file,
            desk=desk,
            dry=dry_run,
            rows=rows,
            workers=workers,
            journal=journal,
            anew=anew,
            reading=reading,
            output=output,
        )
        return command(*args, launch=launch, **rest)

    for option in reversed(_OPTIONS):
        gathered = option(gathered)
    return gathered  # type: ignore[return-value]  # click gives back what it decorates


_OPTIONS: list[Callable[[Any], Any]] = [
    click.argument("file", type=click.Path(path_type=Path)),
    click.option("--desk", required=True, help="A desk of deskbridge.toml, or a vendor."),
    click.option("--dry-run", is_flag=True, help="Show what would be sent; send nothing that writes."),
    click.option(
        "--rows", type=SpanType(), default=Span(), metavar="10-20",
        help="These rows only; 1 is the first below the header.",
    ),
    click.option(
        "--workers", type=click.IntRange(1, 64), default=8, show_default=True,
        help="Rows at a time; the desk's rate limit holds for all together.",
    ),
    click.option(
        "--journal", type=click.Path(path_type=Path, dir_okay=False),
        help="Where it is written down what was done; beside FILE if not given.",
    ),
    click.option("--anew", is_flag=True, help="Forget what the journal knows, and do all rows."),
    click.option("--encoding", help="What FILE is written in, if it is not recognised, such as cp1251."),
    click.option(
        "--delimiter", type=click.Choice(list(DELIMITERS)), help="What stands between cells, if it is not recognised."
    ),
]  # fmt: skip
