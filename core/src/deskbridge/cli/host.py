"""The click group that plugins add their commands to, and the end of every command: an exit code and one clear line."""

from __future__ import annotations

import io
import sys

import click

from deskbridge import __version__
from deskbridge.cli import helpcache
from deskbridge.cli.capabilities import capabilities
from deskbridge.cli.sandbox import sandbox
from deskbridge.cli.trace import Trace
from deskbridge.cli.vendors import vendors
from deskbridge.errors import DeskbridgeError
from deskbridge.plugins import plugins, register

NOTHING_STARTED = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="deskbridge")
@click.option("--trace", is_flag=True, help="Show every HTTP exchange on standard error, with nothing secret in it.")
def group(*, trace: bool) -> None:
    """One API for every helpdesk.

    A desk is an account at one. It is a table of deskbridge.toml, in the working directory or where DESKBRIDGE_CONFIG
    points; a setting that it lacks is named when it is used:

    \b
      [desks.support]
      vendor = "..."          # one of those that `deskbridge vendors` lists
      setting = "env:NAME"    # the vendor's own; secrets from the environment

    Without an account, `deskbridge sandbox VENDOR` runs a local server and prints the settings for it.
    """  # noqa: D301  a backspace is click's mark for lines that are not to be wrapped
    if trace:
        register(Trace(), name="trace")


def complete() -> None:
    """Add core's own commands and those of every plugin."""
    for command in (capabilities, sandbox, vendors):
        group.add_command(command)
    plugins().add_commands(group)


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code; an error of ours becomes one line on standard error."""
    try:
        complete()
        if arguments == ["--help"]:
            _show_help()
            return 0
        result = group.main(arguments, prog_name="deskbridge", standalone_mode=False)
    except click.ClickException as wrong:
        told = io.StringIO()
        wrong.show(told)
        click.echo(harmless(told.getvalue()), err=True, nl=False)
        return NOTHING_STARTED
    except click.Abort:
        click.echo("Aborted.", err=True)
        return 130
    except DeskbridgeError as wrong:
        click.echo(f"deskbridge: {harmless(str(wrong))}", err=True)
        return NOTHING_STARTED
    return result if isinstance(result, int) else 0


def harmless(text: str) -> str:
    r"""Return a text that a terminal shows and does not obey: what would command it is written as ``\x1b``."""
    return "".join(one if one.isprintable() or one in "\n\t\xa0" else ascii(one)[1:-1] for one in text)


def _show_help() -> None:
    with click.Context(group, info_name="deskbridge", **group.context_settings) as context:
        text = group.get_help(context) + "\n"
    click.echo(text, nl=False)
    if not sys.stdout.isatty():
        helpcache.write(text, _sources())


def _sources() -> list[str]:
    names = [one.module.partition(":")[0] for claims in plugins().found.values() for one in claims]
    modules = [sys.modules.get(name) for name in (*names, "deskbridge.cli.host")]
    return [path for one in modules if (path := getattr(one, "__file__", None))]
