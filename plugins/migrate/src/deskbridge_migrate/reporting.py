"""The report of a migration: one line a record for machines, one page for people.

The page is whole in itself: no script, no font, no picture from elsewhere, and a policy in it that forbids them.
Whatever comes from a helpdesk is escaped, control characters are spelt out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryFile
from types import ModuleType
from typing import TYPE_CHECKING, Any

from attrs import frozen

from deskbridge_migrate.grouping import grouped
from deskbridge_migrate.ledger import Ledger, fact
from deskbridge_migrate.model import Fact, Fate, MigrationError, Outcome, Plan, Tally
from deskbridge_migrate.plain import json_text, spelt
from deskbridge_migrate.planfile import digest
from deskbridge_migrate.private import writing

if TYPE_CHECKING:
    from jinja2 import Template

HTML, LINES = "report.html", "report.jsonl"
MOST_SHOWN = 500
_COLOURS = {"kept": "#2e7d32", "changed": "#f9a825", "carried": "#1565c0", "lost": "#c62828"}
_FATES = {"migrated": "#2e7d32", "skipped": "#f9a825", "failed": "#c62828"}


@frozen(kw_only=True)
class Reported:
    """What a report tells.

    Attributes:
        plan: What was planned.
        outcome: How the run, or the verification after it, ended.
        verified: Whether all was read back and found right; None if nobody looked.
        made_at: When the report was made.
    """

    plan: Plan
    outcome: Outcome
    verified: bool | None
    made_at: datetime


def check_folder(folder: Path) -> None:
    """Make a folder for the report, and try whether it can be written to.

    Raises:
        MigrationError: It can't; better said before anything is read or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as wrong:
        raise _unwritable(folder, wrong) from wrong
    if taken := [one for one in (HTML, LINES) if (folder / one).is_dir()]:
        msg = f"the report can't be written to {folder}: {taken[0]} is a folder there"
        raise MigrationError(msg)


def _unwritable(folder: Path, wrong: OSError) -> MigrationError:
    return MigrationError(f"the report can't be written to {folder}: {wrong.strerror}; choose another folder")


def write_report(reported: Reported, ledger: Ledger, folder: Path) -> tuple[Path, Path]:
    """Write ``report.html`` and ``report.jsonl`` into a folder, which is made if it is not there.

    They are made for their owner alone; those that are there keep their modes.

    Raises:
        MigrationError: They can't be written.
    """
    page, lines = folder / HTML, folder / LINES
    notable: list[Fact] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with writing(lines) as out:
            for one in map(fact, ledger.rows()):
                out.write(f"{json_text(_line(one))}\n".encode())
                if one.fate != "migrated" or one.reason:
                    notable.append(one)
        with writing(page) as out:
            out.write(render(reported, notable).encode())
    except OSError as wrong:
        raise _unwritable(folder, wrong) from wrong
    return page, lines


def _line(one: Fact) -> dict[str, str]:
    return {
        "kind": one.kind,
        "source_id": one.source_id,
        "target_id": one.target_id,
        "fate": one.fate,
        "reason": one.reason,
    }


def render(reported: Reported, notable: Sequence[Fact]) -> str:
    """Return the page.

    Args:
        reported: What it tells.
        notable: Records that were skipped, failed, or have something to be known of them; the first 500 are shown.
    """
    plan, outcome = reported.plan, reported.outcome
    return _template().render(
        plan=plan,
        outcome=outcome,
        verified=reported.verified,
        made_at=reported.made_at.isoformat(timespec="seconds"),
        digest=digest(plan)[:12],
        problems=grouped(outcome.problems),
        tallies={kind: _with_whole(tally) for kind, tally in outcome.tallies.items()},
        reasons=_reasons(notable),
        notable=notable[:MOST_SHOWN],
        hidden=max(0, len(notable) - MOST_SHOWN),
        records_chart=_records_chart(outcome.tallies),
        fields_chart=_fields_chart(plan),
    )


def _with_whole(tally: Tally) -> dict[str, object]:
    return {
        "source": tally.source,
        "migrated": tally.migrated,
        "skipped": tally.skipped,
        "failed": tally.failed,
        "whole": tally.whole,
    }


def _reasons(facts: Iterable[Fact]) -> list[tuple[str, str, str, int]]:
    counted: dict[tuple[str, str, str], int] = {}
    for one in facts:
        key = (one.kind, one.fate, one.reason)
        counted[key] = counted.get(key, 0) + 1
    return sorted(((*key, count) for key, count in counted.items()), key=lambda one: (-one[-1], one[:3]))


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_finished, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(files(__package__).joinpath("report.html.jinja").read_text(encoding="utf-8"))


def _finished(value: object) -> object:
    """Spell out the control characters of what stands in the page; what was drawn has none."""
    from markupsafe import Markup

    return spelt(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _records_chart(tallies: Mapping[str, Tally]) -> Any:
    """Draw a bar for each kind, in percent of its own source: there are many messages for each customer."""
    series = {fate: [_percent(getattr(one, fate), one.source) for one in tallies.values()] for fate in _FATES}
    return _chart("What became of the records, in percent", [f"{kind}s" for kind in tallies], series, _FATES)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _fields_chart(plan: Plan) -> Any:
    names = list(dict.fromkeys(one.field for one in plan.losses))
    counts = {(fate, name): 0 for fate in Fate for name in names}
    for one in plan.losses:
        counts[one.fate, one.field] += one.count
    series = {str(fate): [counts[fate, name] for name in names] for fate in Fate}
    return _chart("What becomes of the fields", names, series, _COLOURS)


def _chart(title: str, labels: Sequence[str], series: Mapping[str, Sequence[float]], colours: Mapping[str, str]) -> Any:
    """Draw stacked bars as an SVG element, without the script that the library puts into each."""
    import pygal  # type: ignore[import-untyped]  # it has no annotations
    from markupsafe import Markup
    from pygal.style import Style  # type: ignore[import-untyped]  # it has no annotations

    _without_finders_of(pygal)
    chart = pygal.HorizontalStackedBar(
        style=Style(colors=tuple(colours[name] for name in series), background="transparent", font_family="sans-serif"),
        js=[],
        height=120 + 26 * len(labels),
        width=900,
        legend_at_bottom=True,
        print_values=False,
        disable_xml_declaration=True,
    )
    chart.title = title
    # Bars are drawn from below, so the first one must come last to stand on top.
    chart.x_labels = list(reversed(labels))
    for name, values in series.items():
        chart.add(name, list(reversed(values)))
    return Markup(_without_scripts(chart.render_tree()))  # noqa: S704  drawn from our own words and numbers


def _without_scripts(root: Any) -> str:
    from xml.etree import ElementTree as ET

    for parent in list(root.iter()):
        for child in list(parent):
            if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == "script":
                parent.remove(child)
    return ET.tostring(root, encoding="unicode")


def _without_finders_of(library: ModuleType) -> None:
    """Take out the import hook that a library leaves behind: Python warns of its kind at every later import."""
    sys.meta_path[:] = [one for one in sys.meta_path if type(one).__module__ != library.__name__]
