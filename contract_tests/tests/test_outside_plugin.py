import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from deskbridge.capabilities import Capability
from deskbridge_contract_tests.generator.writing import write_vendor

REPOSITORY = Path(__file__).parents[2]
UV = os.environ.get("UV") or shutil.which("uv")

PLUGIN = {
    "pyproject.toml": """
        [project]
        name = "deskbridge-acme"
        version = "7.1"
        requires-python = ">=3.11"
        dependencies = ["deskbridge"]

        [project.entry-points."deskbridge.plugins"]
        acme = "deskbridge_acme"
        acme-broken = "deskbridge_acme.broken"

        [build-system]
        requires = ["hatchling"]
        build-backend = "hatchling.build"
    """,
    "src/deskbridge_acme/__init__.py": """
        from deskbridge.hookspecs import hookimpl

        def vendor(name, **lies):
            from attrs import make_class
            from deskbridge.plugins import Vendor
            from deskbridge_acme.desk import acme, capabilities

            return Vendor(
                name=name,
                title="Acme",
                settings=lambda: make_class("AcmeSettings", {}, frozen=True),
                capabilities=lambda: capabilities(name),
                connect=lambda settings, options: acme(name, **lies),
            )

        @hookimpl
        def deskbridge_vendor():
            return vendor("acme")
    """,
    "src/deskbridge_acme/broken.py": """
        from deskbridge.hookspecs import hookimpl
        from deskbridge_acme import vendor

        @hookimpl
        def deskbridge_vendor():
            from deskbridge_acme.desk import DropsTopics

            return vendor("acme-broken", topics=DropsTopics)
    """,
    "src/deskbridge_acme/desk.py": """
        from attrs import evolve
        from deskbridge.capabilities import ROLES, Capabilities, Capability, Level, Support
        from deskbridge.desk import Desk
        from deskbridge.errors import DeskbridgeError
        from deskbridge.listing import Listing, whole
        from deskbridge.memory import MemoryHelpdesk
        from deskbridge.records import Agent, Group, Record

        CANT = {Capability.CUSTOMERS_DELETE, Capability.MESSAGES_SEND, Capability.TICKET_SUBJECT}

        def capabilities(name):
            can = Support(Level.FULL, source="the Acme handbook")
            cant = Support(Level.UNSUPPORTED, "Acme has no such thing.", source="the Acme handbook")
            return Capabilities(name, {one: cant if one in CANT else can for one in Capability})

        class Acme:
            '''A role of the desk in memory, under another name.'''

            def __init__(self, name, role):
                self.name, self.role = name, role

            def __getattr__(self, verb):
                return lambda *args, **kwargs: self.said(lambda: self.ours(getattr(self.role, verb)(*args, **kwargs)))

            def said(self, call):
                try:
                    return call()
                except DeskbridgeError as error:
                    error.vendor = self.name
                    raise

            def ours(self, made):
                if isinstance(made, Listing):
                    records = lambda: self.said(lambda: [self.ours(one) for one in made])
                    return Listing(lambda: whole(records()), what="records of Acme")
                return evolve(made, vendor=self.name) if isinstance(made, Record) else made

        class DropsTopics(Acme):
            def add(self, ticket_id, topic_ids):
                self.said(lambda: self.role.add(ticket_id, list(topic_ids)[:1]))

        def acme(name, **lies):
            memory = MemoryHelpdesk()
            memory.native.seed(
                agents=[Agent(id="1", vendor=name, name="Wile E.", email="wile@example.com", active=True)],
                groups=[Group(id="1", vendor=name, name="Road")],
            )
            roles = {one: lies.get(one, Acme)(name, getattr(memory, one)) for one in ROLES}
            return Desk(capabilities(name), native=memory, roles=roles, close=memory.close)
    """,
    "tests/test_acme.py": """
        from deskbridge_contract_tests import HelpdeskContract

        class TestAcme(HelpdeskContract):
            vendor = "acme"
    """,
    "tests/test_broken.py": """
        from deskbridge_contract_tests import HelpdeskContract

        class TestBroken(HelpdeskContract):
            vendor = "acme-broken"
    """,
}


def run(*command, cwd):
    # The surrounding run's own settings must not reach the clean environment.
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "VIRTUAL_ENV", "PYTHON"))
    }
    return subprocess.run(command, cwd=cwd, env=kept, capture_output=True, text=True, check=False, timeout=300)


def done(*command, cwd):
    ended = run(*command, cwd=cwd)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    if UV is None:
        pytest.skip("needs uv to build wheels and a clean environment")
    folder = tmp_path_factory.mktemp("acme")
    for name, text in PLUGIN.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    wheels = folder / "wheels"
    fresh = write_vendor("fresh", folder)
    for source in (REPOSITORY / "core", REPOSITORY / "contract_tests", folder, fresh):
        done(UV, "build", "--quiet", "--wheel", "--out-dir", str(wheels), str(source), cwd=folder)
    done(UV, "venv", "--quiet", "--python", sys.executable, "clean", cwd=folder)
    python = folder / "clean" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    extras = {"deskbridge": "[cli]", "deskbridge_contract_tests": "", "deskbridge_acme": ""}
    extras["deskbridge_fresh"] = "[sandbox]"
    built = {name: next(wheels.glob(f"{name}-[0-9]*.whl")) for name in extras}
    wanted = [f"{name.replace('_', '-')}{extras[name]} @ {wheel.as_uri()}" for name, wheel in built.items()]
    done(UV, "pip", "install", "--quiet", "--python", str(python), *wanted, cwd=folder)
    return folder, str(python)


def test_a_plugin_from_outside_is_listed_with_its_package(outside):
    folder, python = outside
    listed = json.loads(done(python, "-m", "deskbridge", "vendors", "--json", cwd=folder))
    assert {one["name"] for one in listed} == {"acme", "acme-broken", "fresh", "memory"}
    assert {one["package"] for one in listed if one["name"] == "acme"} == {"deskbridge-acme 7.1"}


def test_a_plugin_from_outside_passes_the_contract_with_a_file_of_15_lines(outside):
    folder, python = outside
    assert len(dedent(PLUGIN["tests/test_acme.py"]).strip().splitlines()) <= 15
    report = done(python, "-m", "pytest", "-q", "-W", "error", "tests/test_acme.py", cwd=folder)
    assert " failed" not in report
    assert int(report.rpartition(" passed")[0].split()[-1]) > 70


def test_a_broken_plugin_from_outside_fails_by_its_own_merits(outside):
    folder, python = outside
    ended = run(python, "-m", "pytest", "-q", "tests/test_broken.py", cwd=folder)
    failed = {line.split()[1].rpartition("::")[2] for line in ended.stdout.splitlines() if line.startswith("FAILED ")}
    assert ended.returncode == 1
    assert failed == {
        "test_added_topics_are_on_the_ticket",
        "test_a_removed_topic_is_off_and_the_others_stay",
        "test_it_holds_what_the_reference_holds",
    }
    assert "topics.add did not put every topic on the ticket" in ended.stdout
    assert "tested: topics.add (full)" in ended.stdout
    # What pytest shows of a comparison only where it was told in time to rewrite the suites' assertions.
    assert "E       assert " in ended.stdout


def test_a_fresh_vendor_reports_honestly_that_it_can_do_nothing_yet(outside):
    folder, python = outside
    report = json.loads(done(python, "-m", "deskbridge", "contract", "fresh", "--json", cwd=folder))
    assert report["levels"] == {
        "full": 0,
        "partial": 0,
        "emulated": 0,
        "unsupported": 0,
        "not implemented": len(Capability),
    }
    assert report["outcomes"]["failed"] == 0
    assert report["outcomes"]["passed"] >= 10
    refused = {one["capability"]: one["refused"] for one in report["capabilities"]}
    assert [str(one) for one in Capability if one.is_method and refused[one] is not True] == []
    assert report["refusals"]["not_kept"] == 0
    assert report["package"] == "deskbridge-fresh 0.1.0"


def test_a_fresh_vendors_own_tests_pass(outside):
    folder, python = outside
    report = done(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=folder / "deskbridge-fresh")
    assert " failed" not in report
