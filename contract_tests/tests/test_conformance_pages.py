import importlib.util
from pathlib import Path

import pytest

from deskbridge.plugins import plugins

SCRIPT = Path(__file__).parents[2] / "docs/conformance.py"


@pytest.fixture
def conformance(tmp_path, monkeypatch):
    specification = importlib.util.spec_from_file_location("conformance", SCRIPT)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    monkeypatch.setattr(module, "HERE", tmp_path)
    return module


@pytest.fixture
def vendor():
    return next(one for one in plugins().vendors() if one.sandbox is not None)


def page(conformance, vendor):
    """Write a page as a run would have left it, without its counts."""
    declared = {name: conformance.declared_cells(row) for name, row in vendor.capabilities().items()}
    rows = [f"| `{name}` | {level} | 1 | 1 | {note} | {source} |" for name, (level, note, source) in declared.items()]
    tests = [name for name in dir(conformance.HelpdeskContract) if name.startswith("test_")]
    rows += [f"| `{name}[one]` |  | passed |" for name in tests]
    conformance.page_of(vendor).write_text("\n".join(rows))


def test_a_page_that_says_what_is_declared_and_tested_is_let_be(conformance, vendor):
    page(conformance, vendor)
    assert list(conformance.complaints(vendor)) == []


def test_a_declaration_that_changed_is_told(conformance, vendor):
    page(conformance, vendor)
    path = conformance.page_of(vendor)
    path.write_text(path.read_text().replace("| `agents.all` | full |", "| `agents.all` | emulated |"))
    (complaint,) = conformance.complaints(vendor)
    assert complaint.endswith("agents.all is declared otherwise now")


def test_a_test_that_is_not_on_the_page_is_told(conformance, vendor):
    page(conformance, vendor)
    path = conformance.page_of(vendor)
    path.write_text(path.read_text().replace("test_every_row_names_its_source", "test_something_else"))
    (complaint,) = conformance.complaints(vendor)
    assert complaint.endswith("test_every_row_names_its_source is not among its tests")


def test_a_page_that_is_missing_is_told(conformance, vendor):
    assert len(list(conformance.complaints(vendor))) > 200


def test_each_vendors_own_contract_file_is_found(conformance, vendor):
    assert vendor.name in conformance.contract_of(vendor).read_text()
