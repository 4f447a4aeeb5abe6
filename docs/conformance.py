"""Writes the conformance reports of all vendors that have a sandbox, as pages of the reference.

`python docs/conformance.py` runs the contract of each against its sandbox and writes the pages, which takes minutes;
names after it choose vendors. `python docs/conformance.py --check` runs nothing: it fails if a page's declaration or
its tests are not those of the code, so that a page can't go on saying what is no longer so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.plugins import Vendor, plugins
from deskbridge_contract_tests import HelpdeskContract
from deskbridge_contract_tests.report.showing import declared_cells, markdown
from deskbridge_contract_tests.running import Plan, run_contract

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent / "reference"
_ROW = re.compile(r"^\| `(?P<name>[^`]+)` \|(?P<cells>.*)\|$", re.MULTILINE)
_BETWEEN = re.compile(r"(?<!\\)\|")


def page_of(vendor: Vendor) -> Path:
    """Return where a vendor's page is."""
    return HERE / f"conformance-{vendor.name}.md"


def contract_of(vendor: Vendor) -> Path | None:
    """Return the vendor's own contract file in this repository, None for a plain run."""
    files = sorted(ROOT.glob("plugins/*/tests/test_contract.py"))
    return next((one for one in files if f'vendor = "{vendor.name}"' in one.read_text(encoding="utf-8")), None)


def write(vendor: Vendor) -> bool:
    """Run a vendor's contract and write its page; return whether all passed."""
    report = run_contract(Plan(vendor=vendor.name, tests=contract_of(vendor)))
    page_of(vendor).write_text(markdown(evolve(report, at=None, package="")), encoding="utf-8")
    print(report.summary())  # noqa: T201
    return not report.failures


def complaints(vendor: Vendor) -> Iterator[str]:
    """Yield what a page says that is not so any more."""
    page = page_of(vendor)
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    rows = {found["name"]: [one.strip() for one in _BETWEEN.split(found["cells"])] for found in _ROW.finditer(text)}
    declared = vendor.capabilities()
    for capability in Capability:
        level, *rest = declared_cells(declared[capability])
        cells = rows.get(str(capability), [""])
        if [cells[0], *cells[-len(rest) :]] != [level, *rest]:
            yield f"{page.name}: {capability} is declared otherwise now"
    named = {name.partition("[")[0] for name in rows if name.startswith("test_")}
    tests = {name for name in dir(HelpdeskContract) if name.startswith("test_")}
    yield from (f"{page.name}: {name} is not among its tests" for name in sorted(tests - named))


def main() -> int:
    """Write or check the pages."""
    chosen = [one for one in sys.argv[1:] if one != "--check"]
    vendors = [one for one in plugins().vendors() if one.sandbox is not None and (not chosen or one.name in chosen)]
    if "--check" not in sys.argv:
        passed = [write(one) for one in vendors]
        return 0 if all(passed) else 1
    found = [complaint for vendor in vendors for complaint in complaints(vendor)]
    if found:
        print("\n".join([*found, "run python docs/conformance.py"]), file=sys.stderr)  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
