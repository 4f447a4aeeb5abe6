"""`deskbridge sandbox VENDOR`: a local server with the vendor's rules."""

from __future__ import annotations

import importlib.util
import os
import sys
import threading

import click
import orjson

from deskbridge.errors import ConfigurationError
from deskbridge.names import unknown_name
from deskbridge.plugins import plugins

INSTALL = "pip install 'deskbridge[sandbox]'"
"""What brings the packages that every sandbox is served by."""


def can_be_served() -> bool:
    """Whether those packages are there; none of them is imported."""
    return all(importlib.util.find_spec(one) for one in ("starlette", "uvicorn"))


@click.command()
@click.argument("vendor")
@click.option("--port", default=0, show_default="any free one", help="The port on loopback.")
@click.option(
    "--seed",
    "seeds",
    multiple=True,
    default=("sample",),
    show_default=True,
    metavar="sample|empty|synthetic:N",
    help="What it holds at the start; may be given several times.",
)
@click.option(
    "--rate-limit",
    type=click.Choice(["off", "vendor"]),
    default="vendor",
    show_default=True,
    help="The vendor's own limits, or none.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="NAME=VALUE",
    help="What goes wrong, such as latency=0.2 or unavailable_before=3; may be given several times.",
)
@click.option("--until-stdin-closes", is_flag=True, hidden=True, help="End with the process that started it.")
def sandbox(
    vendor: str,
    port: int,
    seeds: tuple[str, ...],
    rate_limit: str,
    faults: tuple[str, ...],
    *,
    until_stdin_closes: bool,
) -> int:
    """Run a local server with a vendor's rules, until interrupted.

    When it is ready it prints one line of JSON: {"vendor": ..., "url": ..., "settings": {...}}; the settings can be
    passed to deskbridge.connect.
    """
    known = plugins()
    if vendor not in known.names:
        raise unknown_name(vendor, known)
    make = known.vendor(vendor).sandbox
    if make is None:
        msg = f"{vendor} has no sandbox"
        raise ConfigurationError(msg)
    try:
        from deskbridge.sandbox import RunningSandbox, SandboxOptions, parse_fault, parse_seed, serve
    except ModuleNotFoundError as missing:
        msg = f"a sandbox needs {missing.name}: {INSTALL}"
        raise ConfigurationError(msg) from missing
    try:
        laid = tuple(parse_seed(one) for one in seeds)
        wrong = [parse_fault(one) for one in faults]
    except ValueError as bad:
        raise click.UsageError(str(bad)) from bad

    def ready(running: RunningSandbox) -> None:
        line = {"vendor": running.vendor, "url": running.url, "settings": dict(running.settings)}
        click.echo(orjson.dumps(line).decode())

    made = make(SandboxOptions(seeds=laid, rate_limit="vendor" if rate_limit == "vendor" else "off"))
    made.faults.add(*wrong)
    if until_stdin_closes:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    try:
        serve(made, port=port, ready=ready)
    except OSError as taken:
        msg = f"port {port} can't be used: {taken.strerror}; choose another with --port"
        raise ConfigurationError(msg) from taken
    return 0  # pragma: no cover - it ends by a signal, which is raised again


def _end_with_stdin() -> None:
    """End at once when whoever started this is gone, even by SIGKILL; a sandbox has nothing to save."""
    sys.stdin.buffer.read()
    os._exit(0)
