import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability, Level, Support
from deskbridge.hookspecs import Skip
from deskbridge.memory import MemoryHelpdesk
from deskbridge_migrate.model import MigrationError
from deskbridge_migrate.planfile import digest
from deskbridge_migrate.reporting import Reported, check_folder, write_report

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))


def written(folder: Path, plan, outcome, ledger):
    reported = Reported(plan=plan, outcome=outcome, verified=True, made_at=datetime(2026, 1, 1, tzinfo=UTC))
    return write_report(reported, ledger, folder)


def test_every_record_has_a_line(tmp_path, filled, plan_of, run_plan, open_ledger) -> None:
    source, target = filled(), MemoryHelpdesk()
    plan = plan_of(source, target)
    outcome = run_plan(plan, source, target, transform=_leave_one_out)
    _, lines = written(tmp_path / "new folder", plan, outcome, open_ledger(plan))
    facts = [json.loads(line) for line in lines.read_text().splitlines()]
    assert {tuple(one) for one in facts} == {("kind", "source_id", "target_id", "fate", "reason")}
    assert sum(one["kind"] == "message" for one in facts) == 24
    (skipped,) = [one for one in facts if one["fate"] == "skipped"]
    assert skipped["reason"] == HOSTILE


def _leave_one_out(record, move):
    return Skip(HOSTILE) if record.id == "message-4" else record


def test_the_page_is_whole_in_itself_and_escapes_what_is_hostile(
    tmp_path, filled, plan_of, run_plan, open_ledger, limited
) -> None:
    source = filled()
    target = limited({Capability.TICKET_SUBJECT: Support(Level.UNSUPPORTED, HOSTILE)})
    plan = evolve(plan_of(source, target), remarks=(HOSTILE,))
    outcome = run_plan(plan, source, target, transform=_leave_one_out)
    page, _ = written(tmp_path, plan, evolve(outcome, problems=(HOSTILE,), stopped=HOSTILE), open_ledger(plan))
    tags = Tags(page.read_text(encoding="utf-8"))
    names = {name for name, _ in tags.found}
    assert {"svg", "table"} <= names
    assert not names & {"script", "img", "link", "iframe", "object", "image"}
    assert not [name for _, given in tags.found for name in given if name.startswith("on")]
    assert not [given for _, given in tags.found if {"src", "href", "xlink:href"} & set(given)]
    assert any(given.get("content", "").startswith("default-src 'none'") for _, given in tags.found)
    assert "alert(1)" in page.read_text(encoding="utf-8")


def test_a_report_that_cant_be_written_says_so(tmp_path, filled, plan_of, run_plan, open_ledger) -> None:
    source, target = filled(customers=1), MemoryHelpdesk()
    plan = plan_of(source, target)
    outcome = run_plan(plan, source, target)
    (tmp_path / "file").write_text("")
    with pytest.raises(MigrationError, match="can't be written"):
        written(tmp_path / "file", plan, outcome, open_ledger(plan))


def test_the_worst_stands_first_and_examples_without_lone_commas(
    tmp_path, filled, plan_of, run_plan, open_ledger, limited
) -> None:
    source, target = filled(), limited({Capability.TICKET_SUBJECT: Support(Level.FULL, limit=4)})
    plan = plan_of(source, target)
    outcome = evolve(
        run_plan(plan, source, target), problems=("ticket 1: its subject differs", "ticket 2: its subject differs")
    )
    page = written(tmp_path, plan, outcome, open_ledger(plan))[0].read_text(encoding="utf-8")
    assert page.index('<td class="changed">') < page.index('<td class="kept">')
    assert re.search(r"<code>ticket-\d+</code> <code>ticket-\d+</code>", page)
    assert "2 times, such as ticket 1: its subject differs" in page
    assert page.index("its subject differs") < page.index("<h2>Records</h2>")
    assert (page.count(digest(plan)[:12]), digest(plan) in page) == (1, False)
    assert page.count("<table>") == page.count('<div class="wide"><table>')


def test_a_folder_that_cant_be_written_to_is_told_before_anything_else(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "report.html").mkdir()
    for folder in (tmp_path / "file", tmp_path, Path("/proc/foo")):
        with pytest.raises(MigrationError, match="the report can't be written"):
            check_folder(folder)
    check_folder(tmp_path / "new" / "folder")
    assert not list((tmp_path / "new" / "folder").iterdir())
