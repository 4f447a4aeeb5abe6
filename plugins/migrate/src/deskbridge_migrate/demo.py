"""A whole migration between two local sandboxes, chosen by what they can do, without credentials."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import click
import orjson
from attrs import frozen

from deskbridge.capabilities import Capability
from deskbridge.connecting import connect
from deskbridge.plugins import Vendor, plugins
from deskbridge.transport import Client, NoAuth
from deskbridge_migrate import engine, planfile, planning, verifying
from deskbridge_migrate.commands import open_ledger, report
from deskbridge_migrate.model import KINDS, MigrationError, Outcome, Plan
from deskbridge_migrate.plain import json_text
from deskbridge_migrate.reporting import Reported, check_folder
from deskbridge_migrate.showing import progress_bar, show_outcome, show_plan, show_reports

START_SECONDS = 20.0
LEDGER, PLAN = "demo-ledger.sqlite3", "demo-plan.json"


@frozen(kw_only=True)
class Started:
    """A sandbox that answers.

    Attributes:
        vendor: Its vendor's name.
        url: Where it answers.
        settings: What connects to it.
    """

    vendor: str
    url: str
    settings: dict[str, str]

    def outbound_messages(self) -> int:
        """Return how many messages it has sent to customers."""
        with Client(self.url, vendor=self.vendor, auth=NoAuth()) as client:
            return int(client.get("sandbox.counters", "/_sandbox/counters").json()["outbound_messages"])


def choose() -> tuple[str, str]:
    """Return the first vendor with a sandbox that can't import the past, and the first that can.

    Raises:
        MigrationError: There are no two such vendors.
    """
    with_sandbox = [one for one in plugins().vendors() if one.sandbox is not None]
    sources = [one.name for one in with_sandbox if not _imports_past(one)]
    targets = [one.name for one in with_sandbox if _imports_past(one)]
    if not sources or not targets:
        msg = (
            "the demo needs two vendors with sandboxes, one that can import tickets of the past and one that can't; "
            f"installed with a sandbox: {', '.join(one.name for one in with_sandbox) or 'none'}"
        )
        raise MigrationError(msg)
    return sources[0], targets[0]


def _imports_past(vendor: Vendor) -> bool:
    return vendor.capabilities()[Capability.TICKETS_IMPORT_PAST].possible


@contextlib.contextmanager
def sandboxes(*vendors: str, tickets: int) -> Iterator[list[Started]]:
    """Run sandboxes as processes of their own, all at once, and end them whatever happens, even to this process."""
    with contextlib.ExitStack() as stack:
        processes = [stack.enter_context(_process(vendor, tickets)) for vendor in vendors]
        yield [_started(vendor, *process) for vendor, process in zip(vendors, processes, strict=True)]


@contextlib.contextmanager
def _process(vendor: str, tickets: int) -> Iterator[tuple[subprocess.Popen[str], TextIO]]:
    command = [sys.executable, "-m", "deskbridge", "sandbox", vendor, "--seed", "sample"]
    command += ["--seed", f"synthetic:{tickets}", "--rate-limit", "off", "--until-stdin-closes"]
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.PIPE, text=True)  # noqa: S603
        try:
            yield process, errors
        finally:
            process.kill()
            process.communicate()


def _started(vendor: str, process: subprocess.Popen[str], errors: TextIO) -> Started:
    import threading

    # A process that never says a word must not hang the demo.
    limit = threading.Timer(START_SECONDS, process.kill)
    limit.start()
    try:
        line = process.stdout.readline() if process.stdout else ""
    finally:
        limit.cancel()
    if not line:
        errors.seek(0)
        said = errors.read().strip().splitlines()
        msg = f"the sandbox of {vendor} did not start: {said[-1] if said else 'it said nothing'}"
        raise MigrationError(msg)
    said_all: dict[str, Any] = orjson.loads(line)
    return Started(vendor=said_all["vendor"], url=said_all["url"], settings=said_all["settings"])


def run(tickets: int, out: Path, *, keep: bool, as_json: bool) -> int:
    """Run the demo; returns 0 if everything arrived, was verified, and nothing was sent to anybody."""
    begun = time.monotonic()
    check_folder(out)
    names = choose()
    with contextlib.ExitStack() as stack:
        if not as_json:
            click.echo(f"Starting sandboxes of {names[0]} and {names[1]} with {tickets} tickets made up ...")
            click.echo("They run without the vendors' rate limits, so this is faster than the vendors would be.")
        started = stack.enter_context(sandboxes(*names, tickets=tickets))
        folder = out if keep else Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="deskbridge-demo-")))
        plan, outcome, verified, reports = _migrate(started, folder, out, as_json=as_json)
        sent = sum(one.outbound_messages() for one in started)
    seconds = time.monotonic() - begun
    if as_json:
        click.echo(json_text(_summary(plan, outcome, sent=sent, verified=verified, seconds=seconds)))
    else:
        show_outcome(outcome, title="Verified" if verified else "Not verified")
        click.echo(f"Messages sent to customers: {sent}. Took {seconds:.1f} s.")
        show_reports(reports)
    return 0 if verified and sent == 0 and reports else 1


def _migrate(
    started: list[Started], folder: Path, out: Path, *, as_json: bool
) -> tuple[Plan, Outcome, bool, list[str]]:
    source, target = started
    (folder / LEDGER).unlink(missing_ok=True)
    with connect(source.vendor, **source.settings) as old, connect(target.vendor, **target.settings) as new:
        with progress_bar(silent=as_json) as told:
            plan = planning.make_plan(old, new, names=(source.vendor, target.vendor), progress=told)
        planfile.write(plan, folder / PLAN)
        if not as_json:
            show_plan(plan)
            click.echo(f"Accepted this plan, {planfile.digest(plan)[:12]}, for you: `deskbridge migrate run` asks.")
        with open_ledger(str(folder / LEDGER), plan) as ledger:
            with progress_bar(silent=as_json) as told:
                options = engine.Options(accept=planfile.digest(plan))
                moved = engine.run(plan, old, new, ledger, options=options, progress=told)
                checked = verifying.verify(plan, old, new, ledger, progress=told)
            outcome = _both(moved, checked)
            verified = checked.whole and not moved.stopped
            reported = Reported(plan=plan, outcome=outcome, verified=verified, made_at=datetime.now(UTC))
            return plan, outcome, verified, report(reported, ledger, out)


def _both(moved: Outcome, checked: Outcome) -> Outcome:
    """Return the verification's findings with the run's own end."""
    from attrs import evolve

    return evolve(
        checked,
        problems=(*moved.problems, *checked.problems),
        remarks=tuple(dict.fromkeys([*moved.remarks, *checked.remarks])),
        stopped=moved.stopped,
        seconds=moved.seconds + checked.seconds,
        written=moved.written,
    )


def _summary(plan: Plan, outcome: Outcome, *, sent: int, verified: bool, seconds: float) -> dict[str, Any]:
    counted = outcome.as_json()
    return {
        "source": plan.source.vendor,
        "target": plan.target.vendor,
        **{f"{kind}s": counted[f"{kind}s"] for kind in KINDS},
        "outbound_messages": sent,
        "verified": verified,
        "losses": planfile.as_json(plan)["losses"],
        "seconds": round(seconds, 2),
    }
