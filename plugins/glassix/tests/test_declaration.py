from __future__ import annotations

import subprocess
import sys

import pytest

from deskbridge.capabilities import Capability, Level
from deskbridge_glassix.capabilities import capabilities


def test_every_capability_is_declared_with_its_source() -> None:
    declared = capabilities()
    assert declared.undeclared == ()
    assert [one for one in Capability if not declared[one].source] == []


@pytest.mark.parametrize("capability", [one for one in Capability if capabilities()[one].level is not Level.FULL])
def test_whatever_is_not_full_says_why(capability: Capability) -> None:
    assert capabilities()[capability].note.endswith(".")


@pytest.mark.parametrize(
    "capability", [one for one in Capability if one.is_method and not capabilities()[one].possible]
)
def test_a_method_that_is_not_possible_names_the_nearest_thing(capability: Capability) -> None:
    assert capabilities()[capability].nearest


def test_importing_the_plugin_imports_nothing_heavy() -> None:
    code = (
        "import sys, deskbridge_glassix; deskbridge_glassix.deskbridge_vendor\n"
        "heavy = ('urllib3', 'cattrs', 'starlette', 'deskbridge.transport', 'deskbridge_glassix.')\n"
        "print([one for one in sys.modules if one.startswith(heavy)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
