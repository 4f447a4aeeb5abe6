"""`deskbridge record VENDOR`: keeps a run of the contract, so that it can be run again without the vendor."""

from __future__ import annotations

from pathlib import Path

import click

from deskbridge_contract_tests.cli.contract import ask_leave, busy


@click.command()
@click.argument("vendor")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder of the recording: new, or empty, or one that holds a recording, which is replaced.",
)
@click.option("--desk", default="", metavar="NAME", help="A desk of deskbridge.toml, in place of the sandbox.")
@click.option("--yes", is_flag=True, help="Say that the desk may be written to, sent from and deleted on.")
@click.option(
    "--tests",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The vendor's own contract file, which knows its samples and expected failures.",
)
@click.option(
    "--published",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Run nothing: keep the exchanges that this file describes, which the vendor published.",
)
def record(vendor: str, out: Path, desk: str, tests: Path | None, published: Path | None, *, yes: bool) -> int:
    """Run the contract for a vendor and keep every exchange, one cassette a test.

    Secrets and, from a live account, personal data are replaced by stand-ins before anything is written. Run against
    the recording with `deskbridge contract VENDOR --recording OUT`. Leaves with 0 if every test passed, with 1 if one
    failed, with 2 if nothing could be started.
    """
    if published is not None:
        if desk or tests:
            msg = "--published excludes --desk and --tests: nothing is run"
            raise click.UsageError(msg)
        return _keep_published(vendor, published, out)
    from deskbridge_contract_tests.report.showing import plain
    from deskbridge_contract_tests.running import Plan, run_contract

    if desk:
        ask_leave(desk, yes=yes)
    with busy(f"recording the contract of {vendor}"):
        report = run_contract(Plan(vendor=vendor, desk=desk, tests=tests, record=out))
    for failed in report.failures:
        click.echo(f"failed: {plain(failed.name)}", err=True)
    kept = len(list(out.glob("*.yaml")))
    nothing = "" if kept else " Nothing was sent: what is declared as not possible sends nothing."
    click.echo(f"{out}: {kept} cassettes of {report.against}.{nothing} Before it is shared, look through it once.")
    return 1 if report.failures else 0


def _keep_published(vendor: str, description: Path, out: Path) -> int:
    from deskbridge_contract_tests.running import check_recorder, known_vendor

    known_vendor(vendor)
    check_recorder()
    from deskbridge_contract_tests.recording import record_published

    recording = record_published(vendor, description, out)
    click.echo(f"{out}: {len(list(recording.kept()))} exchanges, {recording.told()}.")
    return 0
