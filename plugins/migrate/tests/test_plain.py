"""Whatever a helpdesk holds, a terminal, a page and a program get text that steers nothing."""

import json
import re

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge.capabilities import Capability, Level, Support
from deskbridge.memory import MemoryHelpdesk
from deskbridge.records import NewTopic
from deskbridge_migrate import planfile
from deskbridge_migrate.commands import _print_json
from deskbridge_migrate.ledger import Row, State
from deskbridge_migrate.model import Fact, MigrationError, Outcome, Tally
from deskbridge_migrate.plain import json_text, printable
from deskbridge_migrate.reporting import Reported, write_report
from deskbridge_migrate.showing import show_failures, show_outcome, show_plan

HOSTILE = "a\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp.exe\u2066\x00\x7f\ud800\r\n[bold]z"
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@given(st.text(st.characters()))
@settings(max_examples=100)
def test_nothing_that_steers_is_left_in_what_is_shown(text: str) -> None:
    shown = printable(text)
    assert not STEERING.search(shown)
    assert "\n" not in shown
    assert printable(shown) == shown


@given(st.dictionaries(st.text(st.characters()), st.text(st.characters()) | st.lists(st.text(st.characters()))))
@settings(max_examples=100)
def test_json_holds_every_text_whole_and_steers_nothing(value) -> None:
    assert json.loads(json_text(value)) == value
    assert not STEERING.search(json_text(value, indent=2))


def test_letters_of_all_scripts_and_joined_emoji_stay_as_they_are() -> None:
    text = "שלום עולם नमस्ते 你好 👩‍👩‍👧 é [x]"
    assert printable(text) == text
    assert json_text(text) == f'"{text}"'


def test_a_hostile_desk_steers_no_terminal(filled, plan_of, limited, capsys) -> None:
    source = filled()
    target = limited({Capability.TICKET_SUBJECT: Support(Level.UNSUPPORTED, HOSTILE)})
    topic = source.topics.create(NewTopic(name=HOSTILE))
    ticket = next(iter(source.native.tickets.values()))
    source.native.tickets[ticket.id] = evolve(ticket, topic_ids=[topic.id])
    plan = evolve(plan_of(source, target), remarks=(HOSTILE,), truncated=(HOSTILE,), skips={HOSTILE: 1})
    show_plan(plan)
    fact = Fact(kind="ticket", source_id=HOSTILE, target_id="", fate="failed", reason=HOSTILE)
    show_failures([fact])
    outcome = Outcome(tallies={"ticket": Tally()}, problems=[HOSTILE], stopped=HOSTILE, remarks=[HOSTILE])
    show_outcome(outcome, title="Run")
    shown = capsys.readouterr().out
    assert not STEERING.search(shown)
    assert shown.count("\\x1b[2J") + shown.count("\\x1b[2J".replace("[", "\\[")) >= 6
    _print_json({**outcome.as_json(), **planfile.as_json(plan)})
    told = capsys.readouterr().out
    assert not STEERING.search(told)
    assert json.loads(told)["stopped"] == HOSTILE


def test_a_plan_of_hostile_texts_is_read_back_equal(tmp_path, filled, plan_of) -> None:
    plan = evolve(plan_of(filled(), MemoryHelpdesk()), remarks=(HOSTILE,), new_topics=(HOSTILE,))
    planfile.write(plan, tmp_path / "plan.json")
    assert planfile.read(tmp_path / "plan.json") == plan
    assert not STEERING.search((tmp_path / "plan.json").read_text())


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"format": ' + b"1" * 5000 + b"}", b"\xff", b"", b"null", b"[]"])
def test_a_file_that_is_no_plan_is_one_error(content: bytes, tmp_path) -> None:
    (tmp_path / "plan.json").write_bytes(content)
    with pytest.raises(MigrationError, match="plan"):
        planfile.read(tmp_path / "plan.json")


def test_a_hostile_desk_breaks_no_report(tmp_path, filled, plan_of, open_ledger) -> None:
    plan = evolve(plan_of(filled(), MemoryHelpdesk()), remarks=(HOSTILE,))
    ledger = open_ledger(plan)
    ledger.put(Row(kind="ticket", source_id=HOSTILE, target_id="\x1b\x9b\u202e", state=State.FAILED, reason=HOSTILE))
    outcome = Outcome(tallies={"ticket": Tally()}, problems=[HOSTILE], stopped=HOSTILE, remarks=[HOSTILE])
    reported = Reported(plan=plan, outcome=outcome, verified=False, made_at=plan.made_at)
    page, lines = write_report(reported, ledger, tmp_path)
    assert not STEERING.search(page.read_text(encoding="utf-8").replace("\r", ""))
    (line,) = lines.read_text(encoding="utf-8").splitlines()
    assert not STEERING.search(line)
    assert json.loads(line)["target_id"] == "\x1b\x9b\u202e"


def test_an_error_of_a_migration_steers_no_terminal() -> None:
    assert str(MigrationError("two\nlines \x1b[2J")) == "two\nlines \\x1b[2J"
