"""`deskbridge sandbox`, with a vendor that is installed for the test alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

VENDOR = """
from datetime import UTC, datetime

from attrs import define, evolve, field

from deskbridge.hookspecs import hookimpl


@hookimpl
def deskbridge_vendor():
    from deskbridge.builtin import deskbridge_vendor as memory

    return evolve(memory(), name="tiny", title="Tiny", sandbox=sandbox)


def sandbox(options):
    from deskbridge.sandbox import Counters, FaultBox
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    @define
    class Tiny:
        vendor: str = "tiny"
        counters: Counters = field(factory=Counters)
        faults: FaultBox = field(factory=FaultBox)

        def routes(self):
            async def things(request):
                return JSONResponse({"seeds": [one.name for one in options.seeds], "rate_limit": options.rate_limit})

            return [Route("/things", things)]

        def settings(self, url):
            return {"base_url": url}

        def state(self):
            return {}

    return Tiny()
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder for the path, with the vendor `tiny` installed in it."""
    (tmp_path / "tiny_vendor.py").write_text(VENDOR)
    info = tmp_path / "tiny_vendor-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-vendor\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[deskbridge.plugins]\ntiny = tiny_vendor\n")
    return tmp_path


Begun = subprocess.Popen[str]
Begin = Callable[..., Begun]


@pytest.fixture
def begin(site: Path) -> Iterator[Begin]:
    """Start the command, which is ended with the test."""
    begun: list[Begun] = []

    def start(*arguments: str) -> Begun:
        command = [sys.executable, "-m", "deskbridge", "sandbox", "tiny", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(site)}
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        begun.append(subprocess.Popen(command, env=environment, text=True, **pipes))
        return begun[-1]

    yield start
    for one in begun:
        one.kill()
        one.communicate()


@contextmanager
def ready(process: Begun) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    yield json.loads(process.stdout.readline())


def asked(url: str) -> Any:
    with urlopen(f"{url}/things", timeout=10) as answer:  # noqa: S310  our own server's
        return json.load(answer)


def test_a_sandbox_says_how_to_connect_and_serves_until_it_is_interrupted(begin: Begin) -> None:
    process = begin("--seed", "empty", "--seed", "synthetic:2", "--rate-limit", "off", "--fault", "latency=0.01")
    with ready(process) as line:
        assert (line["vendor"], line["settings"]) == ("tiny", {"base_url": line["url"]})
        assert asked(line["url"]) == {"seeds": ["empty", "synthetic"], "rate_limit": "off"}
        taken = begin("--port", line["url"].rpartition(":")[2])
        said = taken.communicate(timeout=60)[1]
    process.send_signal(signal.SIGINT)
    assert "Traceback" not in process.communicate(timeout=60)[1]
    assert taken.returncode == 2
    assert "choose another with --port" in said


def test_a_sandbox_that_was_started_by_a_program_ends_with_it(begin: Begin) -> None:
    process = begin("--until-stdin-closes")
    with ready(process) as line:
        assert asked(line["url"])["rate_limit"] == "vendor"
    process.communicate("", timeout=60)
    assert process.returncode == 0


@pytest.mark.parametrize("wrong", [("--seed", "sampel"), ("--fault", "latencie=1")])
def test_a_seed_or_fault_that_is_none_is_told_before_anything_is_served(begin: Begin, wrong: tuple[str, str]) -> None:
    process = begin(*wrong)
    said = process.communicate(timeout=60)
    assert (process.returncode, said[0]) == (2, "")
    assert wrong[1].partition("=")[0] in said[1]
    assert "Traceback" not in said[1]


def test_without_the_servers_packages_it_is_said_what_to_install(begin: Begin, site: Path) -> None:
    (site / "starlette.py").write_text("raise ModuleNotFoundError('no starlette', name='starlette')")
    process = begin()
    assert "a sandbox needs starlette: pip install 'deskbridge[sandbox]'" in process.communicate(timeout=60)[1]
    assert process.returncode == 2
