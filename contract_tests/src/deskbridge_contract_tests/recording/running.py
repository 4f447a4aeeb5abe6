"""Harnesses that record a contract run, and that play it back."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest
import urllib3
from attrs import evolve

from deskbridge.errors import ConfigurationError
from deskbridge.plugins import Vendor, plugins
from deskbridge.protocols import Helpdesk
from deskbridge.sandbox import RunningSandbox, SandboxOptions, running
from deskbridge.transport import unpaced
from deskbridge_contract_tests.harness import Altering, Harness, connected, secrets_of
from deskbridge_contract_tests.recording.between import COUNTERS, Between, Playing, Upstream
from deskbridge_contract_tests.recording.folder import Recording
from deskbridge_contract_tests.recording.hiding import Stand
from deskbridge_contract_tests.recording.page import ORIGIN, About, Provenance
from deskbridge_contract_tests.recording.scanning import findings
from deskbridge_contract_tests.recording.stillness import held_still

_SETUP = "setup"
_URL = ("http://", "https://")
_OK = 200


@contextlib.contextmanager
def recorded(
    name: str, folder: Path, *seeds: str, settings: Mapping[str, str] | None = None, live: bool = False
) -> Iterator[Harness]:
    """Give a harness that records what it does, in place of what the folder holds.

    Args:
        name: The vendor's name.
        folder: Where the recording goes.
        *seeds: What its sandbox holds; `sample` unless given.
        settings: Those of the account, if it is live, among them its address; otherwise further ones.
        live: Whether it is an account of the vendor's and not a sandbox. The suites write on it.

    Raises:
        ConfigurationError: The folder holds something else, or no setting tells the address to stand before.
    """
    Recording.check_free(folder)
    vendor = plugins().vendor(name)
    with contextlib.ExitStack() as stack:
        given = dict(settings or {})
        if not live:
            given |= stack.enter_context(_sandbox(name, *seeds))
        origin, kept = _without_origin(given)
        known = {} if live else urllib3.request("GET", f"{origin}/_sandbox/samples").json()
        known.pop("delivery", None)  # it is proven by a secret, for which something else stands in a recording
        stand = Stand(secrets_of(vendor, given), tuple(kept.values()), personal=live)
        recording = Recording(folder, _about(vendor, kept, known, stand, live=live))
        upstream = Upstream(origin, stand, recording)
        between = Between(name, upstream, kept, tuple(one for one in kept if ORIGIN in kept[one]))
        altering = Altering(lambda _: contextlib.nullcontext(), changes=False)
        yield evolve(stack.enter_context(_between(vendor, recording, between, recording.begin)), altering=altering)
        if live:
            recording.change(stand.hide_again)
        recording.save()


@contextlib.contextmanager
def played(name: str, folder: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[Harness]:
    """Give a harness that is answered out of a recording; nobody else is asked.

    Args:
        name: The vendor's name.
        folder: Where the recording lies.
        settings: Further settings, in place of the recorded ones.

    Raises:
        ConfigurationError: There is no recording of this vendor in the folder.
    """
    recording = Recording.read(folder)
    about = recording.about
    if about.vendor != name:
        msg = f"{folder} holds a recording of {about.vendor!r}, not of {name}"
        raise ConfigurationError(msg)
    playing = Playing(recording)

    def begin(test: str) -> None:
        playing.test = test
        recording.rewind(test)

    @contextlib.contextmanager
    def altered(change: Callable[[bytes], bytes]) -> Iterator[None]:
        recording.rewind(playing.test)
        playing.alter = change
        try:
            yield
        finally:
            playing.alter = None

    vendor = plugins().vendor(name)
    between = Between(name, playing, _given(about, settings or {}), about.origin_settings)
    with _between(vendor, recording, between, begin, paced=unpaced) as harness:
        scan = partial(findings_of, recording, vendor)
        yield evolve(harness, altering=Altering(altered, changes=True), findings=scan)


def _given(about: About, settings: Mapping[str, str]) -> dict[str, str]:
    """Return what connects to a recording: no further setting leads elsewhere."""
    return {**about.settings, **{name: one for name, one in settings.items() if name not in about.origin_settings}}


@contextlib.contextmanager
def _between(
    vendor: Vendor,
    recording: Recording,
    between: Between,
    begin: Callable[[str], None],
    paced: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext,
) -> Iterator[Harness]:
    """Run the server, and give each test its own desk on it, so that none finds what another one cached."""
    at, seed = recording.about.recorded_at, recording.about.recorded_at.isoformat()
    live = recording.about.provenance is Provenance.LIVE  # nobody can be asked there what went out
    with running(between) as server:

        @contextlib.contextmanager
        def each(test: str) -> Iterator[Helpdesk]:
            begin(test)
            with held_still(at, f"{seed} {test}"), connect({}) as desk:
                yield desk
            begin(_SETUP)

        def connect(options: Mapping[str, Any]) -> AbstractContextManager[Helpdesk]:
            with paced():
                return connected(vendor, server.settings, options)

        begin(_SETUP)
        with held_still(at, f"{seed} {_SETUP}"), connect({}) as desk:
            yield Harness(
                desk=desk,
                requests=lambda: between.counters.requests,
                outbound_messages=None if live else lambda: _outbound(server),
                connect=connect,
                secrets=secrets_of(vendor, server.settings),
                known=recording.about.known,
                each=each,
            )


def _about(vendor: Vendor, kept: Mapping[str, str], known: Mapping[str, Any], stand: Stand, *, live: bool) -> About:
    return About(
        vendor=vendor.name,
        provenance=Provenance.LIVE if live else Provenance.SANDBOX,
        recorded_at=datetime.now(UTC).replace(microsecond=0),
        settings={name: stand.hide_sent(value.encode()).decode() for name, value in kept.items()},
        origin_settings=tuple(name for name, value in kept.items() if ORIGIN in value),
        known=known,
    )


def findings_of(recording: Recording, vendor: Vendor) -> list[str]:
    """Look through a recording, also for the secrets of the vendor's sandbox, which are always the same.

    Returns:
        What `scanning.findings` tells.
    """
    secrets: tuple[str, ...] = ()
    if vendor.sandbox is not None:
        secrets = secrets_of(vendor, vendor.sandbox(SandboxOptions(seeds=())).settings(ORIGIN))
    return list(findings(recording, secrets=secrets))


@contextlib.contextmanager
def _sandbox(name: str, *seeds: str) -> Iterator[Mapping[str, str]]:
    """Start a vendor's sandbox in a process of its own, where the clock goes on, and give its settings."""
    command = [sys.executable, "-P", "-m", "deskbridge", "sandbox", name, "--rate-limit", "off", "--until-stdin-closes"]
    command += [part for seed in seeds or ("sample",) for part in ("--seed", seed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603  our own
        try:
            assert process.stdout is not None  # a pipe was asked for
            line = process.stdout.readline()
            if not line:
                msg = f"the sandbox of {name} did not start; try `deskbridge sandbox {name}`"
                raise ConfigurationError(msg)
            yield orjson.loads(line)["settings"]
        finally:
            process.kill()


def _without_origin(given: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return the other side's address, and the settings with the recording's own in its place."""
    addresses = [value for value in given.values() if value.startswith(_URL)]
    if len(addresses) != 1:
        msg = "a desk to record needs exactly one setting with its whole address, such as base_url"
        raise ConfigurationError(msg)
    scheme, _, rest = addresses[0].partition("://")
    origin = f"{scheme}://{rest.partition('/')[0]}"
    return origin, {name: value.replace(origin, ORIGIN) for name, value in given.items()}


def _outbound(server: RunningSandbox) -> int:
    """Ask how many messages went out to customers, by the way that is recorded."""
    answer = urllib3.request("GET", f"{server.url}{COUNTERS}", retries=False)
    counted = answer.json() if answer.status == _OK else {}
    if "outbound_messages" not in counted:
        pytest.skip("nobody can tell here whether a message went out")
    return int(counted["outbound_messages"])
