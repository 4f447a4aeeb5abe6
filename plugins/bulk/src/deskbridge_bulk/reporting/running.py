"""Rows of reports, as they come in, with sums."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches

from deskbridge import TruncatedWarning
from deskbridge.listing import Listing
from deskbridge.outputs import WORK_SESSIONS, ReportKind
from deskbridge.plugins import plugins
from deskbridge.protocols import Helpdesk
from deskbridge.records import FrozenDict, ReportQuery
from deskbridge_bulk.cleaning import shown
from deskbridge_bulk.output import Form, Output, Row, open_sink, print_table, say
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.reporting.sums import Sums


def known_reports(desk: Helpdesk) -> tuple[ReportKind, ...]:
    """Return the reports that the desk's vendor declares; sends nothing."""
    return plugins().vendor(desk.vendor).outputs().reports


def filters(given: Iterable[str]) -> Mapping[str, object]:
    """Read filters: ``name=value`` is a text, ``name[]=value``, once or more, a list of texts.

    Raises:
        BulkError: One is neither, or a name comes twice.
    """
    read: dict[str, object] = {}
    for one in given:
        name, equals, value = one.partition("=")
        key = name.removesuffix("[]")
        if not equals or not key:
            msg = f"--filter {one!r} is none; write it as channel=email, or as inboxes[]=ID for a list"
            raise BulkError(msg)
        if (name == key and key in read) or (name != key and not isinstance(read.get(key, []), list)):
            msg = f"the filter {key} is given twice; write {key}[]=... for a list"
            raise BulkError(msg)
        held = read.get(key)
        read[key] = value if name == key else [*(held if isinstance(held, list) else ()), value]
    return read


def tell_of_filters(desk: Helpdesk, query: ReportQuery) -> None:
    """Say which filters a report is not known to take: a vendor that passes one over gives all rows."""
    known = next((one for one in known_reports(desk) if one.name == query.name), None)
    if known is None:
        return
    takes = ", ".join(known.filters) or "none"
    for name in query.filters:
        if name not in known.filters:
            say(f"{query.name} is not known to take the filter {name} (known: {takes}); then these are all rows.")


def tell_of_name(desk: Helpdesk, name: str) -> None:
    """Say of a report that was refused which one it may be meant for, or what is known of it."""
    known = {one.name: one.about for one in known_reports(desk)}
    close = get_close_matches(name, known, 1)
    if name in known:
        told = known[name]
    else:
        told = f"{name} is none of the known reports; " + (f"is it {close[0]}?" if close else "report list shows them.")
    if known and told:
        say(told)


def write_report(rows: Listing[FrozenDict], output: Output, sums: Sums, *, asked: Sequence[str] = ()) -> None:
    """Write a report as it comes in; its columns are those of its first row.

    The sums follow the rows: in JSON the last line, those for each value of a column a line each before it; of a table
    below it; where the rows are CSV, on standard error.

    Args:
        rows: The report.
        output: Where it goes.
        sums: What is added up.
        asked: Columns of these sums that somebody named, so that they must be there; others may be missing.

    Raises:
        BulkError: A column that was named is not there; nothing is written.
        DeskbridgeError: The report can't be had.
    """
    with _told_of_truncation(rows):
        passing = sums.over(rows)
        first = next(passing, None)
        columns = list(first) if first is not None else []
        if first is not None:
            _refuse_missing([*asked, *filter(None, [sums.by])], columns)
        with open_sink(columns, output) as sink:
            for row in itertools.chain(() if first is None else (first,), passing):
                sink.add(row)
            if output.form is Form.JSON:
                for one in sums.groups():
                    sink.add({"sum": True, **one})
            sink.close({**sums.total(), **({"truncated": True} if rows.truncated else {})})
    if output.form is not Form.JSON:
        _tell(output, sums)


def _refuse_missing(named: Sequence[str], columns: Sequence[str]) -> None:
    if missing := next((one for one in named if one not in columns), None):
        there = shown(", ".join(columns))
        msg = f"the report has no column {shown(missing)!r} to add up; there are: {there}"
        raise BulkError(msg)


def _tell(output: Output, sums: Sums) -> None:
    if not sums.rows:
        say("The report has no rows.")
    groups = list(sums.groups())
    if output.form is Form.TABLE and groups and output.path is None:
        print_table([sums.by, "rows", *sums.columns], groups)
    elif groups:
        for one in groups:
            say(_as_text(one))
    if output.form is Form.CSV and sums.columns and sums.rows:
        say(f"all: {_as_text(sums.total())}")
    if sums.unread:
        say(f"{sums.unread} cells to add up are no numbers, and are in no sum")


def _as_text(row: Row) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items())


@contextmanager
def _told_of_truncation(rows: Listing[FrozenDict]) -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TruncatedWarning)
        yield
    if rows.truncated:
        say("The helpdesk stopped before the end: this is not all. Ask for a shorter period.")


def usual_sums(desk: Helpdesk) -> tuple[str, ...]:
    """Return the columns of work sessions that the vendor declares to add up to something."""
    return next((one.sums for one in known_reports(desk) if one.name == WORK_SESSIONS), ())
