import ast
import inspect
import re
from pathlib import Path

import pytest

from deskbridge.capabilities import Capability
from deskbridge.plugins import plugins
from deskbridge_contract_tests import HelpdeskContract, kept, needs
from deskbridge_contract_tests.asking import CALLS, writes
from deskbridge_contract_tests.marks import KEPT, MARKER
from deskbridge_contract_tests.suites.published import PublishedContract

REPOSITORY = Path(__file__).parents[2]
CONTRACTS = sorted(REPOSITORY.glob("**/tests/test_contract.py"))
SOURCE = Path(inspect.getfile(HelpdeskContract)).parent
VENDORS = sorted({one.name for one in plugins().vendors()} - {"memory"})
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z\"`'])")
TESTS = [
    function
    for contract in (HelpdeskContract, PublishedContract)
    for name, function in inspect.getmembers(contract)
    if name.startswith("test_")
]


def test_every_vendor_here_and_the_reference_are_held_to_the_contract():
    assert len(CONTRACTS) == len(VENDORS) + 1


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.parts[-3])
def test_a_contract_file_has_at_most_15_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 15


def test_there_are_vendors_to_be_silent_about():
    assert VENDORS


@pytest.mark.parametrize("module", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.name)
def test_no_suite_names_a_vendor(module):
    text = module.read_text(encoding="utf-8").casefold()
    assert [name for name in VENDORS if name in text] == []


@pytest.mark.parametrize("function", TESTS, ids=lambda function: function.__name__)
def test_every_test_says_what_it_demands_and_why_and_what_is_usually_wrong(function):
    said, _, wrong = " ".join((inspect.getdoc(function) or "").split()).partition(" Usually wrong: ")
    demand, *reasons = SENTENCE.split(said)
    assert len(demand) > 15
    assert reasons
    assert min(map(len, reasons)) > 15
    assert len(wrong) > 15
    assert wrong.endswith(".")


def test_every_method_has_a_call_that_can_be_refused():
    assert set(CALLS) == {one for one in Capability if one.is_method}


def test_every_method_is_needed_by_a_test_of_a_suite():
    marks = [mark for function in TESTS for mark in getattr(function, "pytestmark", ())]
    needed = {one for mark in marks if mark.name in (MARKER, KEPT) for one in mark.args}
    assert {one for one in Capability if one.is_method} <= needed


def test_every_field_that_is_only_told_has_no_write():
    told = {one for one in Capability if not one.is_method} - set(writes())
    assert told == {
        Capability.CUSTOMER_CREATED_AT,
        Capability.TICKET_CREATED_AT,
        Capability.TICKET_UPDATED_AT,
        Capability.TICKET_CLOSED_AT,
        Capability.MESSAGE_TEXT,
        Capability.MESSAGE_KIND,
        Capability.MESSAGE_DIRECTION,
        Capability.MESSAGE_SUBJECT,
        Capability.MESSAGE_AUTHOR,
        Capability.MESSAGE_CHANNEL,
        Capability.MESSAGE_CREATED_AT,
        Capability.MESSAGE_DETAILS,
    }


@pytest.mark.parametrize("module", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.name)
def test_no_suite_asserts_what_is_always_so(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    constant = [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant)
    ]
    assert constant == []


def test_the_markers_can_be_imported_by_a_plugins_own_tests():
    assert needs(Capability.AGENTS_ALL).args == kept(Capability.AGENTS_ALL).args == (Capability.AGENTS_ALL,)
