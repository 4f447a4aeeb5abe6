"""What every job's command does: opens the table, connects, checks what the desk can, runs, shows, tells how it ended.

Exit codes: 0 all rows are done (or there was nothing to do), 1 some failed, 2 nothing could start, 130 interrupted.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from deskbridge.capabilities import Capabilities
from deskbridge.connecting import connect
from deskbridge.protocols import Helpdesk
from deskbridge_bulk.accounts import mark
from deskbridge_bulk.cleaning import shown
from deskbridge_bulk.interrupting import interruption
from deskbridge_bulk.journal import Journal, Owner, open_journal
from deskbridge_bulk.options import Launch
from deskbridge_bulk.output import Form, Output, Sink, open_sink, say
from deskbridge_bulk.problems import BulkError, SheetError
from deskbridge_bulk.repeats import with_copies
from deskbridge_bulk.running import Runner
from deskbridge_bulk.sheets import BadRow, Sheet, check_columns, open_sheet
from deskbridge_bulk.steps import Columns, Job, Result
from deskbridge_bulk.tallying import Span, Tally
from deskbridge_bulk.telling import Told, progress

WELL, SOME_FAILED, NOTHING_STARTED, INTERRUPTED = 0, 1, 2, 130
COLUMNS = ("row", "action", "id", "status", "error")


def launch_job(make: Callable[[Helpdesk], Job], columns: Columns, launch: Launch, *, irreversibly: str = "") -> int:
    """Run a job and return the exit code.

    Args:
        make: Makes the job for a desk.
        columns: What it takes of a table.
        launch: What the command was given.
        irreversibly: For what can't be undone: what it is, to be asked before it is done; "" for all else.

    Raises:
        DeskbridgeError: Nothing could start.
    """
    wanted = [*columns.required, *columns.optional]
    with (
        connect(launch.desk, read_back=False) as desk,
        open_sheet(launch.file, launch.reading, wanted=wanted) as sheet,
    ):
        job = make(desk)
        for capability in job.needs:
            desk.capabilities.require(capability)
        _check(sheet, columns, launch.file)
        if sheet.guessed:
            say(f"{launch.file} is no UTF-8 and is read as Windows-1252. Are letters wrong here? Then give --encoding.")
            say(sheet.guessed)
        refuse_filled(sheet, columns, desk.capabilities, launch.rows)
        if irreversibly and not launch.dry:
            about = f"up to {sheet.about} rows of {launch.file}" if launch.rows == Span() else "the chosen rows"
            asked(f"{irreversibly} This is for {about}, at {launch.desk} ({desk.vendor}). Go on?")
        job.prepare()
        return _run(job, desk, sheet, launch, copies_count=columns.copies_count)


def _check(sheet: Sheet, columns: Columns, path: Path) -> None:
    known = None if columns.others_ignored else [*columns.required, *columns.optional]
    try:
        check_columns(sheet, required=columns.required, known=known, prefixes=columns.prefixes)
    except SheetError as wrong:
        msg = f"{path}: {wrong.text}"
        raise SheetError(msg) from wrong


def refuse_filled(sheet: Sheet, columns: Columns, capabilities: Capabilities, rows: Span) -> None:
    """Refuse a table whose cells say what the desk can't do, before anything is sent for a row of it.

    It is read for it, up to the first such cell, and only where it has a column that the desk can't do anything with.

    Raises:
        UnsupportedError: Names that cell.
    """
    needed = {name: capability for name in sheet.columns if (capability := columns.needed(name)) is not None}
    lacking = {name: capability for name, capability in needed.items() if not capabilities[capability].possible}
    for row in sheet if lacking else ():
        if rows.last is not None and row.number > rows.last:
            return
        if isinstance(row, BadRow) or row.number not in rows:
            continue
        where = f"row {row.number}, line {row.line}, column"
        for name, capability in lacking.items():
            if row[name]:
                capabilities.require(capability, asked=f"{where} {name}: {capability}")


def asked(question: str) -> None:
    """Ask for a yes.

    Raises:
        BulkError: It was not given; nothing was done.
    """
    try:
        sure = click.confirm(shown(question), err=True)
    except click.Abort:
        say("")
        sure = False
    if not sure:
        msg = "nothing was done; answer y, or give --yes"
        raise BulkError(msg)


def journal_path(launch: Launch, job: Job) -> Path:
    """Return where a job's journal is."""
    name = job.name.partition(" ")[0].replace(".", "-")
    return launch.journal or launch.file.with_name(f"{launch.file.name}.{name}.journal")


def _run(job: Job, desk: Helpdesk, sheet: Sheet, launch: Launch, *, copies_count: bool) -> int:
    path = journal_path(launch, job)
    _refuse_one_for_two(launch, path)
    table = Told() if launch.output.form is Form.TABLE and launch.output.path is None else None
    tally = Tally()
    try:
        with (
            _journal(path, job, sheet, launch) as journal,
            open_sink(COLUMNS, launch.output) as sink,
            progress(job.name, launch.rows.of(sheet.about), silent=_is_busy(launch.output)) as advance,
            interruption() as interrupted,
        ):
            Runner(
                job=job,
                desk=desk,
                journal=journal,
                show=_showing(sink if table is None else table, advance),
                workers=launch.workers,
                dry=launch.dry,
                interrupted=interrupted,
                tally=tally,
            ).run(with_copies(sheet, about=sheet.about) if copies_count else sheet, launch.rows)
            sink.close(_summary(tally, job, launch, path) if table is None else None)
    except BulkError as wrong:
        if not tally.done:
            raise
        say(str(wrong))  # rows are done all the same, so it is not that nothing could start
        _tell_goes_on(path)
        return SOME_FAILED
    if table is not None:
        table.print(dry=launch.dry)
    _tell_end(tally, launch, path)
    return _code(tally)


def _showing(where: Sink | Told, advance: Callable[[], None]) -> Callable[[Result], None]:
    def show(result: Result) -> None:
        advance()
        if isinstance(where, Told):
            where.add(result)
        else:
            where.add(result.as_json())

    return show


def _refuse_one_for_two(launch: Launch, journal: Path) -> None:
    """Refuse a command whose results or journal would be written over what it reads.

    Raises:
        BulkError: Two of the file, the journal and the results are one.
    """
    named = {"FILE": launch.file, "the journal": journal, "--out": launch.output.path}
    seen: dict[Path, str] = {}
    for what, path in named.items():
        if path is None:
            continue
        if (other := seen.setdefault(path.resolve(), what)) != what:
            msg = f"{path} is {other} and {what} at once, and would be lost; nothing was done: name another"
            raise BulkError(msg)


@contextlib.contextmanager
def _journal(path: Path, job: Job, sheet: Sheet, launch: Launch) -> Iterator[Journal | None]:
    """Open the journal; a dry run looks into one that there is, and makes none."""
    if launch.dry and not path.exists():
        yield None
        return
    owner = Owner(job=job.name, desk=launch.desk, account=mark(launch.desk), file=sheet.digest)
    with open_journal(path, owner, anew=launch.anew and not launch.dry, most=sheet.most) as journal:
        yield journal


def _is_busy(output: Output) -> bool:
    """Whether rows go out as they come, where a bar would be in the way of them or of the program that reads them."""
    return output.form is not Form.TABLE and output.path is None


def _summary(tally: Tally, job: Job, launch: Launch, path: Path) -> Mapping[str, Any]:
    return {
        "job": job.name,
        "desk": launch.desk,
        "rows": tally.rows,
        "done": tally.done,
        "skipped": tally.skipped,
        "failed": tally.failed,
        "dry_run": launch.dry,
        "interrupted": tally.interrupted,
        "stopped": tally.stopped or None,
        "journal": None if launch.dry else str(path),
        "seconds": round(tally.seconds, 3),
    }


def _tell_end(tally: Tally, launch: Launch, path: Path) -> None:
    if launch.output.form is Form.TABLE:
        rows = "1 row" if tally.rows == 1 else f"{tally.rows} rows"
        click.echo(f"{rows}: {_counts(tally, dry=launch.dry)}, in {tally.seconds:.1f} s.")
    if not tally.rows and not tally.interrupted:
        say(f"There is no row to do in {launch.file}.")
    if tally.stopped:
        say(f"Stopped, as all other rows would fail too: {tally.stopped}")
    if tally.interrupted:
        say("Interrupted. What was done is written down.")
    if (tally.stopped or tally.interrupted or tally.failed) and not launch.dry:
        _tell_goes_on(path)


def _tell_goes_on(journal: Path) -> None:
    say(f"The same command goes on from here: it does what is not done yet (journal: {journal}).")


def _counts(tally: Tally, *, dry: bool) -> str:
    if dry:
        return f"{tally.skipped} looked at, {tally.failed} can't be done; nothing was written"
    return f"{tally.done} done, {tally.skipped} skipped, {tally.failed} failed"


def _code(tally: Tally) -> int:
    if tally.interrupted:
        return INTERRUPTED
    if tally.stopped and not (tally.done or tally.in_doubt):
        return NOTHING_STARTED
    return SOME_FAILED if tally.failed or tally.stopped else WELL
