"""Shows a conformance report: as Markdown, and on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deskbridge.capabilities import Level, Support
from deskbridge_contract_tests.report.values import Conformance, Outcome, Result, Row

_STYLE = {
    Level.FULL: "green",
    Level.PARTIAL: "yellow",
    Level.EMULATED: "cyan",
    Level.UNSUPPORTED: "red",
    Level.NOT_IMPLEMENTED: "magenta",
}
_UNPRINTABLE = re.compile(r"[^\n\t\x20-\x7e\xa0-\ud7ff\ue000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
_REFUSED = {True: "yes", False: "NO", None: ""}
_COUNTED = (Outcome.PASSED, Outcome.FAILED, Outcome.EXPECTED, Outcome.SKIPPED)


def plain(text: str) -> str:
    """Return a text that can't move a terminal's cursor, change its colours or turn the order of what is read."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def markdown(report: Conformance) -> str:
    """Return the report as a page: a table of the capabilities, then one of the tests, then the failures."""
    parts = [
        f"# Conformance: {_cell(report.title)}",
        "",
        *_heading(report),
        "",
        "## Capabilities",
        "",
        *_table(
            ("capability", "level", "run", *map(str, _COUNTED), "refused", "note", "source"),
            (_capability_cells(one) for one in report.rows),
        ),
        "",
        "## Tests",
        "",
        *_table(("test", "capabilities", "outcome"), map(_test_cells, report.results)),
    ]
    if report.failures:
        parts += ["", "## Failures", *_failures(report.failures)]
    return "\n".join(parts) + "\n"


def _heading(report: Conformance) -> Iterator[str]:
    where = f"Run against {_cell(report.against)}, profile `{report.profile}`"
    only = f", only `-k {_cell(report.selected)}`" if report.selected else ""
    when = f", {report.at:%Y-%m-%d %H:%M} UTC" if report.at else ""
    yield f"{where}{only}{when}{f', with {_cell(report.package)}' if report.package else ''}."
    yield ""
    yield report.summary() + "."


def _capability_cells(row: Row) -> tuple[str, ...]:
    level, *said = declared_cells(row.support)
    counts = (str(row.count(outcome)) for outcome in _COUNTED)
    return (f"`{row.capability}`", level, str(row.run), *counts, _REFUSED[row.refused], *said)


def declared_cells(support: Support) -> tuple[str, str, str]:
    """Return a declaration's level, note and source as cells of a table; the same in every run."""
    return (str(support.level), _cell(note_of(support)), _cell(support.source))


def note_of(support: Support) -> str:
    """Return a row's note with what works instead, and its limit."""
    parts = [support.note]
    parts += [f"Instead: {support.nearest}"] if support.nearest else []
    parts += [f"Limit {support.limit}."] if support.limit else []
    return " ".join(part for part in parts if part)


def _test_cells(result: Result) -> tuple[str, ...]:
    reason = f": {_cell(result.reason)}" if result.reason else ""
    return (_code(result.name), " ".join(f"`{one}`" for one in result.capabilities), f"{result.outcome}{reason}")


def _failures(failures: Iterable[Result]) -> Iterator[str]:
    for one in failures:
        yield from ("", f"### {_code(one.name)}", "")
        yield from (f"    {line}" for line in plain(one.message).splitlines())


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for cells in rows:
        yield f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    told = " ".join(plain(text).split()).replace("\\", "\\\\")
    return told.replace("|", "\\|").replace("<", "&lt;").replace("[", "\\[")


def _code(text: str) -> str:
    return f"`{' '.join(plain(text).split()).replace('`', chr(39)).replace('|', chr(92) + '|')}`"


def show(report: Conformance) -> None:
    """Print the table, then notes with their sources, then what failed, then the summary."""
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for title in ("capability", "level", "run", "passed", "refused", "failed"):
        table.add_column(title, no_wrap=True, overflow="ignore")
    for row in report.rows:
        failed = row.count(Outcome.FAILED)
        table.add_row(
            str(row.capability),
            f"[{_STYLE[row.support.level]}]{row.support.level}[/]",
            str(row.run or ""),
            str(row.count(Outcome.PASSED) or ""),
            "[red]NO[/]" if row.refused is False else _REFUSED[row.refused],
            f"[red]{failed}[/]" if failed else "",
        )
    console = Console(soft_wrap=True)
    console.print(table)
    for line in (*_notes(report), *_told(report.failures), report.summary()):
        console.print(plain(line), markup=False, emoji=False, highlight=False)


def _notes(report: Conformance) -> Iterator[str]:
    for row in report.rows:
        source = f" [{row.support.source}]" if row.support.source else ""
        if said := note_of(row.support) + source:
            yield f"{row.capability}: {said.strip()}"
    yield ""


def _told(failures: Iterable[Result]) -> Iterator[str]:
    for one in failures:
        yield from (f"FAILED {one.name}", one.message, "")
