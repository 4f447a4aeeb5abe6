"""`deskbridge contract VENDOR`: runs the contract and writes the conformance report."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

from deskbridge.errors import ConfigurationError

if TYPE_CHECKING:
    from deskbridge_contract_tests.report.values import Conformance

WARNING = (
    "the suites write, send to customers and delete on the desk {desk!r}; "
    "it must be of an account that is made for tests, never one that people use"
)


@click.command()
@click.argument("vendor")
@click.option("--desk", default="", metavar="NAME", help="A desk of deskbridge.toml, in place of the sandbox.")
@click.option("--yes", is_flag=True, help="Say that the desk may be written to, sent from and deleted on.")
@click.option(
    "--tests",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The vendor's own contract file, which knows its samples and expected failures.",
)
@click.option(
    "--recording",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Run against what `deskbridge record` kept there; nobody else is asked.",
)
@click.option("-k", "select", default="", metavar="EXPRESSION", help="Run only the tests that match, as pytest's -k.")
@click.option("--long", "longer", is_flag=True, help="Let the state machine look further, at random.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the report there as conformance-VENDOR.json and .md.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON for programs.")
def contract(
    vendor: str,
    desk: str,
    tests: Path | None,
    recording: Path | None,
    select: str,
    out: Path | None,
    *,
    yes: bool,
    longer: bool,
    as_json: bool,
) -> int:
    """Run the contract tests for a vendor and report what it keeps of what it declares.

    Runs against the vendor's own sandbox unless a desk is named. Leaves with 0 if every test passed, with 1 if one
    failed, with 2 if nothing could be started.
    """
    from deskbridge_contract_tests.report.showing import show
    from deskbridge_contract_tests.report.values import as_json as values_of
    from deskbridge_contract_tests.running import Plan, run_contract

    if desk and tests:
        msg = "--desk and --tests exclude each other: the file says itself what it is run against"
        raise click.UsageError(msg)
    if desk and recording:
        msg = "--desk and --recording exclude each other: a recording needs no desk"
        raise click.UsageError(msg)
    if desk:
        ask_leave(desk, yes=yes)
    profile = "long" if longer else "quick"
    plan = Plan(vendor=vendor, desk=desk, tests=tests, recording=recording, select=select, profile=profile)
    with busy(f"running the contract of {vendor}"):
        report = run_contract(plan)
    if as_json:
        click.echo(orjson.dumps(values_of(report), option=orjson.OPT_INDENT_2).decode())
    else:
        show(report)
    if out is not None:
        _write(report, out)
    return 1 if report.failures else 0


def ask_leave(desk: str, *, yes: bool) -> None:
    """Warn of what the suites do to a desk, and go no further unless the caller said that it may be done.

    Raises:
        ConfigurationError: The caller did not.
    """
    warning = WARNING.format(desk=desk)
    if not yes:
        msg = f"nothing was started: {warning}. Say so with --yes"
        raise ConfigurationError(msg)
    click.echo(f"deskbridge: {warning}.", err=True)


def _write(report: Conformance, folder: Path) -> None:
    from deskbridge_contract_tests.report.showing import markdown
    from deskbridge_contract_tests.report.values import as_json

    name = f"conformance-{report.vendor}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").write_bytes(orjson.dumps(as_json(report), option=orjson.OPT_INDENT_2) + b"\n")
        (folder / f"{name}.md").write_text(markdown(report), encoding="utf-8")
    except OSError as wrong:
        msg = f"the report can't be written to {folder}: {wrong.strerror}; choose another folder with --out"
        raise ConfigurationError(msg) from wrong


def busy(what: str) -> AbstractContextManager[object]:
    """Show on a terminal that something long is being done."""
    from rich.console import Console

    return Console(file=sys.stderr).status(what)
