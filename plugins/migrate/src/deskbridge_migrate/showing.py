"""What the commands show to a person: progress on standard error, tables on standard output.

Whatever comes from a helpdesk goes through `_shown`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from deskbridge_migrate.grouping import Group, grouped
from deskbridge_migrate.losses import ON_SHEET
from deskbridge_migrate.model import Estimate, Fact, Fate, Outcome, Plan, Tally
from deskbridge_migrate.moving_customers import NOT_CREATED
from deskbridge_migrate.moving_tickets import NOT_WRITTEN
from deskbridge_migrate.plain import printable
from deskbridge_migrate.planfile import digest
from deskbridge_migrate.reading import Progress as Told
from deskbridge_migrate.reading import no_progress

_STYLES = {Fate.KEPT: "green", Fate.CHANGED: "yellow", Fate.CARRIED: "cyan", Fate.LOST: "bold red"}
MOST_GROUPS = 10


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
    console.print(_losses(plan))
    if kept := ", ".join(f"{one.field} {one.count}" for one in plan.losses if one.fate is Fate.KEPT):
        console.print(f"[{_STYLES[Fate.KEPT]}]Kept:[/] {_shown(kept)}.")
    counts = ", ".join(f"{number} {kind}s" for kind, number in plan.counts.items())
    sampled = f" (of messages those in a sample of {plan.sampled} tickets)" if plan.sampled is not None else ""
    console.print(f"At the source: {counts}{sampled}.")
    for cut in plan.truncated:
        console.print(f"[bold red]The source cut short: {_shown(cut)}[/]")
    for reason, number in plan.skips.items():
        console.print(f"[yellow]Will stay behind, {number}:[/] {_shown(reason)}")
    for remark in plan.remarks:
        console.print(f"[yellow]Note:[/] {_shown(remark)}")
    if plan.new_topics:
        console.print(f"Topics to create: {_shown(', '.join(plan.new_topics))}")
    console.print(_estimate(plan.estimate))


def _losses(plan: Plan) -> Table:
    """Show what is not kept, the fields of one fate and note in one row; the plan's file has them one by one."""
    title = _shown(f"{plan.source.name} to {plan.target.name}")
    table = Table("fate", "fields, and of how many records", "how", title=title, title_justify="left")
    rows: dict[tuple[Fate, str], list[str]] = {}
    for one in plan.losses:
        if one.fate is not Fate.KEPT:
            rows.setdefault((one.fate, one.note), []).append(f"{one.field} {one.count}")
    for (fate, note), fields in rows.items():
        table.add_row(f"[{_STYLES[fate]}]{fate}[/]", _shown(", ".join(fields)), _shown(_in_short(note)))
    return table


def _shown(text: str) -> str:
    """Return a text from outside as it may reach a terminal: nothing in it is markup, or moves the cursor."""
    return escape(printable(text))


def _in_short(note: str) -> str:
    reason = note.removeprefix(f"{ON_SHEET} (")
    return note if reason == note else f"on the sheet: {reason.removesuffix(')')}"


def _estimate(took: Estimate) -> str:
    if not took.seconds:
        return _shown(took.how)
    return f"About {took.reads} reads and {took.writes} writes, about {took.seconds:g} s. {_shown(took.how)}"


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
        console.print(f"[bold red]Stopped:[/] {_shown(outcome.stopped)}")
    _show_groups(console, grouped(outcome.problems))
    for remark in outcome.remarks:
        console.print(f"[yellow]Note:[/] {_shown(remark)}")


def show_failures(failures: Iterable[Fact]) -> None:
    """Print why records failed, those that failed with another by that one's reason, and what to do."""
    groups = grouped(f"{one.kind} {one.source_id}: {_cause(one.reason)}" for one in failures)
    if groups:
        console = Console()
        console.print("[bold red]Failed:[/]")
        _show_groups(console, groups)
        console.print("Run the same command again: what failed is tried again.")


def show_reports(reports: Sequence[str]) -> None:
    """Print where the reports are, if they could be written."""
    if reports:
        Console(soft_wrap=True).print(f"Reports: {_shown(', '.join(reports))}")


def _cause(reason: str) -> str:
    return reason.removeprefix(NOT_WRITTEN).removeprefix(NOT_CREATED)


def _show_groups(console: Console, groups: Sequence[Group]) -> None:
    for one in groups[:MOST_GROUPS]:
        times = f"{one.count} times, such as " if one.count > 1 else ""
        console.print(f"[red]{times}{_shown(one.example)}[/]")
    if len(groups) > MOST_GROUPS:
        console.print(f"and {sum(one.count for one in groups[MOST_GROUPS:])} more of other kinds")


def _tallies(tallies: Mapping[str, Tally], title: str) -> Table:
    table = Table("", "source", "migrated", "skipped", "failed", title=title, title_justify="left")
    for column in table.columns[1:]:
        column.justify = "right"
    for kind, one in tallies.items():
        failed = f"[bold red]{one.failed}[/]" if one.failed else "0"
        table.add_row(f"{kind}s", str(one.source), str(one.migrated), str(one.skipped), failed)
    return table
