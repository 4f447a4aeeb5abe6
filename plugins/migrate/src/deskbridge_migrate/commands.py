"""What the commands do: connect both desks, do the work, show it, return the exit code."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from deskbridge.connecting import connect
from deskbridge.protocols import Helpdesk
from deskbridge_migrate import engine, planfile, planning, verifying
from deskbridge_migrate.ledger import Ledger, fact, is_ledger
from deskbridge_migrate.model import MigrationError, Plan
from deskbridge_migrate.plain import json_text
from deskbridge_migrate.reporting import Reported, check_folder, write_report
from deskbridge_migrate.showing import (
    progress_bar,
    show_acceptance,
    show_failures,
    show_outcome,
    show_plan,
    show_reports,
)

WELL, NOT_WELL, INTERRUPTED = 0, 1, 130
NO_RUN = "no run of this plan in that ledger yet; run it first, or name its ledger by --ledger"


def plan(source: str, target: str, out: Path, *, sample: int | None, mask_key: str, as_json: bool) -> int:
    """Make a plan and write it to a file."""
    with connect(source) as old, connect(target) as new, progress_bar(silent=as_json) as told:
        made = planning.make_plan(old, new, names=(source, target), sample=sample, mask_key=mask_key, progress=told)
    planfile.write(made, out)
    if as_json:
        # The key is the file's alone: with it, masks of what can be guessed are undone by trying.
        shown = {name: value for name, value in planfile.as_json(made).items() if name != "mask_key"}
        _print_json({**shown, "file": str(out)})
    else:
        show_plan(made)
        show_acceptance(made)
        click.echo(f"Plan written to {out}.")
    return WELL


def run(path: Path, ledger_url: str, options: engine.Options, report_dir: Path, *, as_json: bool) -> int:
    """Run a plan, and write the reports."""
    made = planfile.read(path)
    check_folder(report_dir)
    with _desks(made) as (source, target), open_ledger(ledger_url, made) as ledger:
        try:
            with progress_bar(silent=as_json) as told:
                outcome = engine.run(made, source, target, ledger, options=options, progress=told)
        except KeyboardInterrupt:
            click.echo("Interrupted. What was moved is written down: the same command goes on from there.", err=True)
            return INTERRUPTED
        reported = Reported(plan=made, outcome=outcome, verified=None, made_at=datetime.now(UTC))
        reports = report(reported, ledger, report_dir)
        failures = [one for one in map(fact, ledger.rows()) if one.fate == "failed"]
    if as_json:
        told_failures = [{"kind": one.kind, "source_id": one.source_id, "reason": one.reason} for one in failures]
        _print_json({**outcome.as_json(), "failures": told_failures, "reports": reports})
    else:
        show_outcome(outcome, title="Run")
        show_failures(failures)
        show_reports(reports)
    return WELL if outcome.whole and reports else NOT_WELL


def report(reported: Reported, ledger: Ledger, folder: Path) -> list[str]:
    """Write the reports; what was done is done, so one that can't be written is said and no more."""
    try:
        return [str(one) for one in write_report(reported, ledger, folder)]
    except MigrationError as wrong:
        click.echo(f"deskbridge: {wrong}", err=True)
        return []


def verify(path: Path, ledger_url: str, *, as_json: bool) -> int:
    """Verify what a plan's runs did."""
    made = planfile.read(path)
    if not is_ledger(ledger_url):
        raise MigrationError(NO_RUN)
    with (
        _desks(made) as (source, target),
        open_ledger(ledger_url, made) as ledger,
        progress_bar(silent=as_json) as told,
    ):
        if any(made.counts.values()) and not any(ledger.rows()):
            raise MigrationError(NO_RUN)
        outcome = verifying.verify(made, source, target, ledger, progress=told)
    if as_json:
        _print_json({**outcome.as_json(), "verified": outcome.whole})
    else:
        show_outcome(outcome, title="Verified" if outcome.whole else "Not verified")
    return WELL if outcome.whole else NOT_WELL


@contextlib.contextmanager
def open_ledger(url: str, made: Plan) -> Iterator[Ledger]:
    """Open the ledger of a plan's pair of desks, and close it."""
    ledger = Ledger(url, engine.run_key(made))
    try:
        yield ledger
    finally:
        ledger.close()


@contextlib.contextmanager
def _desks(made: Plan) -> Iterator[tuple[Helpdesk, Helpdesk]]:
    with connect(made.source.name) as source, connect(made.target.name) as target:
        yield source, target


def _print_json(values: object) -> None:
    click.echo(json_text(values))
