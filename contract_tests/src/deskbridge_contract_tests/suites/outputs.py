"""What a vendor declares of its export files and reports: that they are so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

import orjson
import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import DeskbridgeError
from deskbridge.outputs import WORK_SESSIONS, Column, ExportFile, Outputs
from deskbridge.plugins import plugins
from deskbridge.records import ExportJobId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import Samples, lacked

Line = Mapping[str, Any]

_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)*")
_LOOK_AT = 500
_MOST_JOBS = 3


class OutputsSuite:
    """Programs turn files and reports into tables by the declaration alone, so it has to be true."""

    @needs(Capability.EXPORTS_JOBS, Capability.EXPORTS_READ)
    def test_every_line_of_a_declared_export_file_is_the_record_that_it_is_declared_to_be(
        self, harness: Harness
    ) -> None:
        """Each line of a declared file is read as its kind of record, with its key. Else a table has holes in it.

        Usually wrong: the export's lines have other names than the API's answers.
        """
        for file, lines in _declared_files(harness):
            for line in lines:
                record = file.record(orjson.dumps(line))
                assert type(record) is file.kind, f"{file.name}: a line is read as a {type(record).__name__}"
                assert record.id == str(line[file.key]), f"{file.name}: {file.key!r} does not tell lines apart"
                assert not file.tag or _value(line, file.tag), f"{file.name}: a line has no word for its kind"

    @needs(Capability.EXPORTS_JOBS, Capability.EXPORTS_READ)
    def test_whatever_the_lines_hold_is_in_a_declared_column(self, harness: Harness) -> None:
        """Each key that a line has leads to a column. What is in none is missing from every table, and nobody sees it.

        Usually wrong: a path has a typing error, or the vendor added a key since.
        """
        for file, lines in _declared_files(harness):
            declared = {one.path[0] for one in file.columns} | set(file.spread.lists.values() if file.spread else ())
            held = {key for line in lines for key in line}
            assert held <= declared, f"{file.name}: no column has {sorted(held - declared)}"
            untold = [kind for kind in _kinds(file, lines) if not any(_leads(one, lines, kind) for one in file.columns)]
            assert untold == [], f"{file.name}: the columns of these kinds of lines lead to nothing: {untold}"

    @needs(Capability.REPORTS_RUN)
    def test_the_sums_that_are_declared_of_a_report_are_numbers_of_it(self, harness: Harness, samples: Samples) -> None:
        """Columns that are declared to add up are there and hold numbers. A total of texts is no total.

        Usually wrong: a column was renamed by the vendor, or holds times as texts.
        """
        query = samples.report or lacked("report")
        kind = {one.name: one for one in _outputs(harness).reports}.get(query.name) or lacked("declared report")
        _check_sums(kind.sums, list(harness.desk.reports.run(query)))

    def test_declared_names_are_each_of_one_output(self, harness: Harness) -> None:
        """A name is one file's or one report's. By a name that is two, nobody knows which table comes.

        Usually wrong: a list that was copied has an entry twice.
        """
        declared = _outputs(harness)
        for what, names in (
            ("export files", [one.name for one in declared.files]),
            ("reports", [one.name for one in declared.reports]),
        ):
            assert len(set(names)) == len(names), f"two {what} are declared by one name"
        told = any(one.name == WORK_SESSIONS for one in declared.reports)
        assert not told or harness.possible(Capability.REPORTS_WORK_SESSIONS), "work sessions are declared, and refused"
        assert not declared.files or harness.possible(Capability.EXPORTS_READ), "export files are declared, and refused"


def _outputs(harness: Harness) -> Outputs:
    """Return what the desk's vendor declares; skips the test where it is no plugin's, or declares nothing."""
    with suppress(DeskbridgeError):
        declared = plugins().vendor(harness.desk.vendor).outputs()
        if declared != Outputs():
            return declared
    pytest.skip("the vendor declares nothing of its files and reports")


def _declared_files(harness: Harness) -> list[tuple[ExportFile, list[Line]]]:
    """Return declared files with lines of them; skips the test where there is none."""
    by_name = {one.name: one for one in _outputs(harness).files}
    found: dict[str, list[Line]] = {}
    for job in islice(harness.desk.exports.jobs(), _MOST_JOBS):
        for name in (one for one in job.files if one in by_name):
            found.setdefault(name, []).extend(islice(harness.desk.exports.read(ExportJobId(job.id), name), _LOOK_AT))
    return [(by_name[name], lines) for name, lines in found.items() if lines] or lacked("file that is declared")


def _kinds(file: ExportFile, lines: list[Line]) -> set[str]:
    """Return the kinds of lines that have columns of their own and occur."""
    return {one.only for one in file.columns if one.only} & {str(_value(line, file.tag)) for line in lines}


def _leads(column: Column, lines: list[Line], kind: str) -> bool:
    return column.only == kind and any(_value(line, column.path) is not None for line in lines)


def _value(line: Line, path: tuple[str, ...]) -> object:
    """Return what a path leads to; None where it breaks off."""
    found: object = line
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _check_sums(names: tuple[str, ...], rows: list[Line]) -> None:
    there = [name for name in names if rows and name in rows[0]]
    assert there or not names or not rows, f"the report has none of the columns that are declared to add up: {names}"
    for name in there:
        texts = [str(row[name]) for row in rows]
        assert not [one for one in texts if one and not _NUMBER.fullmatch(one)], f"{name} adds up and is no number"
