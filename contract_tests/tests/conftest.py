"""Spares the pytests that are run within tests what each of them would import anew, and forget when it ends."""

import sys
from textwrap import dedent

import pytest

from deskbridge.plugins import plugins
from deskbridge_contract_tests.harness import started


@pytest.fixture(scope="session")
def imported():
    """Import what a contract needs, and each vendor that has a sandbox."""
    import deskbridge_contract_tests.failing

    for vendor in plugins().vendors():
        if vendor.sandbox is not None:
            with started(vendor.name, "empty"):
                pass
    return deskbridge_contract_tests


@pytest.fixture
def pytester(imported, pytester):
    return pytester


@pytest.fixture
def install_acme(tmp_path, monkeypatch):
    """Install a vendor that is called acme and is one module, for this process and for those that it starts."""

    def install(module):
        info = tmp_path / "installed/acme-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("[deskbridge.plugins]\nacme = acme_module\n")
        (info.parent / "acme_module.py").write_text(dedent(module))
        monkeypatch.syspath_prepend(info.parent)
        monkeypatch.setenv("PYTHONPATH", str(info.parent))
        plugins.cache_clear()

    yield install
    plugins.cache_clear()
    sys.modules.pop("acme_module", None)
