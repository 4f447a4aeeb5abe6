"""What the commands show to a person: progress on standard error, tables on standard output."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from threading import Lock

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from deskbridge_migrate.model import Fate, Outcome, Plan, Tally
from deskbridge_migrate.planfile import digest
from deskbridge_migrate.reading import Progress as Told
from deskbridge_migrate.reading import no_progress

_STYLES = {Fate.KEPT: "green", Fate.CHANGED: "yellow", Fate.CARRIED: "cyan", Fate.LOST: "bold red"}
MOST_PROBLEMS = 20


@contextlib.contextmanager
def progress_bar(*, silent: bool) -> Iterator[Told]:
    """Show a progress bar on standard error if it is a terminal, else nothing."""
    console = Console(stderr=True)
    if silent or not console.is_terminal:
        yield no_progress
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    lock = Lock()
    with Progress(*columns, console=console) as bar:
        tasks = {}

        def tell(what: str, done: int, total: int | None) -> None:
            with lock:
                if what not in tasks:
                    tasks[what] = bar.add_task(what, total=total)
                bar.update(tasks[what], completed=done, total=total)

        yield tell


def show_plan(plan: Plan) -> None:
    """Print the loss report and the rest of a plan."""
    console = Console()
    table = Table(
        "field", "fate", "records", "how", title=f"{plan.source.name} to {plan.target.name}", title_justify="left"
    )
    table.columns[2].justify = "right"
    for one in plan.losses:
        table.add_row(one.field, f"[{_STYLES[one.fate]}]{one.fate}[/]", str(one.count), escape(one.note))
    console.print(table)
    counts = ", ".join(f"{number} {kind}s" for kind, number in plan.counts.items())
    sampled = f" (of messages those in a sample of {plan.sampled} tickets)" if plan.sampled is not None else ""
    console.print(f"At the source: {counts}{sampled}.")
    for cut in plan.truncated:
        console.print(f"[bold red]The source cut short: {escape(cut)}[/]")
    for reason, number in plan.skips.items():
        console.print(f"[yellow]Will be skipped, {number}:[/] {escape(reason)}")
    for remark in plan.remarks:
        console.print(f"[yellow]Note:[/] {escape(remark)}")
    if plan.new_topics:
        console.print(f"Topics to create: {escape(', '.join(plan.new_topics))}")
    took = plan.estimate
    console.print(f"About {took.reads} reads and {took.writes} writes, {took.seconds:g} s. {escape(took.how)}")


def show_acceptance(plan: Plan) -> None:
    """Print how to run a plan."""
    console = Console(soft_wrap=True)
    if plan.needs_acceptance:
        console.print("It changes, loses or leaves behind something. If that is right, run it with", style="yellow")
        console.print(f"  --accept {digest(plan)}")
    else:
        console.print(f"It changes and loses nothing (digest {digest(plan)}).")


def show_outcome(outcome: Outcome, *, title: str) -> None:
    """Print counts and problems."""
    console = Console()
    console.print(_tallies(outcome.tallies, title))
    if outcome.stopped:
        console.print(f"[bold red]Stopped:[/] {escape(outcome.stopped)}")
    for problem in outcome.problems[:MOST_PROBLEMS]:
        console.print(f"[red]{escape(problem)}[/]")
    if len(outcome.problems) > MOST_PROBLEMS:
        console.print(f"and {len(outcome.problems) - MOST_PROBLEMS} problems more")


def _tallies(tallies: Mapping[str, Tally], title: str) -> Table:
    table = Table("", "source", "migrated", "skipped", "failed", title=title, title_justify="left")
    for column in table.columns[1:]:
        column.justify = "right"
    for kind, one in tallies.items():
        failed = f"[bold red]{one.failed}[/]" if one.failed else "0"
        table.add_row(f"{kind}s", str(one.source), str(one.migrated), str(one.skipped), failed)
    return table
