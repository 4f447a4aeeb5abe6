"""Spares the pytests that are run within tests what each of them would import anew, and forget when it ends."""

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
