"""The commands of events and figures, as they are given at a terminal."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from deskbridge.memory.sample import sample_desk
from deskbridge_bulk.moments import midnight
from deskbridge_bulk.workforce.pulled import Source, open_pulled
from deskbridge_bulk.workforce.wfm import names_of

EXAMPLE = Path(__file__).with_name("worked_example.jsonl")
EXTRA_HOUR = ("--since", "2026-10-25T02:00", "--until", "2026-10-25T03:00", "--timezone", "Europe/Berlin")


def lay(gladly, *events) -> datetime:
    """Lay events into the sandbox of Gladly: minutes, type, content, agent who does it. Returns when they began."""
    began = (datetime.now(UTC) - timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    gladly.running.sandbox.store.events.lay(
        [
            {
                "id": f"laid-{number}",
                "type": kind,
                "timestamp": stamp(began + timedelta(minutes=minute)),
                "initiator": {"type": "AGENT", "id": agent},
                "content": {**content, "agentId": agent, "occurredAt": stamp(began + timedelta(minutes=minute))}
                if kind.startswith("AGENT")
                else {"channel": "PHONE_CALL", "conversationId": "c", "customerId": "p", **content},
            }
            for number, (minute, kind, agent, content) in enumerate(events)
        ]
    )
    return began


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def a_morning(gladly) -> datetime:
    ada, ben = "ada", "ben"
    return lay(
        gladly,
        (-10, "AGENT_AVAILABILITY/UPDATED", ada, {"availableFor": ["VOICE", "MAIL"]}),
        (5, "CONTACT/STARTED", ada, {"contactId": "one"}),
        (10, "CONTACT/HOLD_STARTED", ada, {"contactId": "one", "reason": "MANUAL"}),
        (12, "CONTACT/HOLD_STARTED", ben, {"contactId": "two", "reason": "MANUAL"}),
        (14, "CONTACT/HOLD_ENDED", ben, {"contactId": "two", "reason": "MANUAL"}),
        (20, "CONTACT/HOLD_ENDED", ada, {"contactId": "one", "reason": "MANUAL"}),
        (40, "AGENT_AVAILABILITY/UPDATED", ada, {"availableFor": ["MAIL"]}),
    )


def test_the_events_are_not_replaced_by_their_figures(terminal):
    events = terminal.write("events.jsonl", EXAMPLE.read_text())
    ran = terminal.run(
        "report", "wfm", "--from", "events.jsonl", "--out", "../" + terminal.folder.name + "/events.jsonl"
    )
    assert (ran.code, "--from and --out at once" in ran.err) == (2, True)
    assert events.read_text() == EXAMPLE.read_text()


def test_the_worked_example_gives_the_figures_that_were_checked_by_hand(terminal):
    ran = terminal.run("report", "wfm", "--from", EXAMPLE, *EXTRA_HOUR, "--to", "csv")
    read = list(csv.reader(io.StringIO(ran.out, newline="")))
    assert ran.code == 0
    assert [[row[0][11:], *row[3:4], *row[5:]] for row in read[1:]] == [
        ["02:00:00+02:00", "ada", "1800", "600", "600", "1"],
        ["02:00:00+02:00", "ben", "0", "120", "120", "0"],
        ["02:30:00+02:00", "ada", "1800", "900", "1500", "0"],
        ["02:00:00+01:00", "ada", "600", "0", "0", "0"],
        ["02:30:00+01:00", "ben", "1200", "0", "0", "1"],
    ]
    assert "not counted before that (ben): 1" in ran.err


def test_the_table_is_for_people(terminal):
    ran = terminal.run("report", "wfm", "--from", EXAMPLE, *EXTRA_HOUR)
    shown = [line.split() for line in ran.out.splitlines() if "+0" in line]
    assert shown[2] == ["2026-10-25", "02:30+02:00", "ada", "30:00", "15:00", "25:00", "0"]


def test_the_page_shows_the_table_as_it_is(terminal):
    ran = terminal.run("report", "wfm", "--from", EXAMPLE, *EXTRA_HOUR)
    page = Path(__file__).parents[4].joinpath("docs", "jobs", "workforce.md").read_text()
    shown = [line.rstrip() for line in [*ran.out.splitlines(), *ran.err.splitlines()]]
    assert "\n".join(shown).strip("\n") in page


def test_figures_of_gladly_are_those_of_its_events(terminal, serve):
    gladly = serve("gladly", seed="empty")
    began = a_morning(gladly)
    period = ("--since", began.isoformat(), "--until", (began + timedelta(hours=1)).isoformat())
    ran = terminal.run("report", "wfm", "--desk", "gladly", *period, "--json")
    assert ran.code == 0
    assert [
        (row["agent_id"], row["voice_available_seconds"], row["hold_seconds"], row["outbound_calls"])
        for row in ran.rows
    ] == [("ada", 1800, 600, 1), ("ben", 0, 120, 0), ("ada", 600, 0, 0)]
    assert (ran.summary["unknown_before"], ran.summary["still_available"]) == ({}, 0)
    assert dict(gladly.requests) == {"GET /api/v1/events": 1}


def test_figures_of_a_pulled_file_are_those_of_the_desk(terminal, serve):
    gladly = serve("gladly", seed="empty")
    began = a_morning(gladly)
    pulled = terminal.run("events", "pull", "--desk", "gladly", "--out", "events.jsonl", "--json")
    assert (pulled.code, pulled.summary["truncated"]) == (0, False)
    period = ("--since", began.isoformat(), "--until", (began + timedelta(hours=1)).isoformat(), "--json")
    of_file = terminal.run("report", "wfm", "--from", "events.jsonl", "--desk", "gladly", *period)
    of_desk = terminal.run("report", "wfm", "--desk", "gladly", *period)
    assert of_file.rows == of_desk.rows
    assert len(of_file.rows) == 3
    assert terminal.run("events", "pull", "--desk", "gladly", "--out", "events.jsonl", "--json").summary["events"] == 0


def test_without_a_period_a_desk_reports_today(terminal, serve):
    gladly = serve("gladly", seed="empty")
    a_morning(gladly)
    ran = terminal.run("report", "wfm", "--desk", "gladly", "--timezone", "Asia/Kathmandu", "--json")
    assert ran.code == 0
    assert ran.summary["since"].endswith("+05:45")


def test_glassix_keeps_no_events_and_says_so_before_anything_is_sent(terminal, serve):
    glassix = serve("glassix")
    for given in (["report", "wfm"], ["events", "pull", "--out", "x"], ["events", "pull"]):
        ran = terminal.run(*given, "--desk", "glassix")
        assert (ran.code, ran.out) == (2, "")
        assert "events.poll" in ran.err
    assert not glassix.requests
    assert not (terminal.folder / "x").exists()


def test_the_queue_of_glassix_is_emptied_into_a_file(terminal, serve):
    serve("glassix")
    ran = terminal.run("events", "pull", "--desk", "glassix", "--queue", "--out", "queue.jsonl", "--json")
    assert ran.code == 0
    again = terminal.run("events", "pull", "--desk", "glassix", "--queue", "--out", "queue.jsonl", "--json")
    assert (again.code, again.summary["events"]) == (0, 0)


def test_a_desk_whose_events_are_too_old_to_go_on_from_says_how_to(terminal, serve):
    serve("gladly")
    old = ("--since", (datetime.now(UTC) - timedelta(days=3)).isoformat())
    ran = terminal.run("events", "pull", "--desk", "gladly", *old)
    assert (ran.code, "24 hours" in ran.err) == (2, True)


@pytest.mark.parametrize(("hours", "code", "said"), [(1, 0, ""), (30, 2, "leaving a gap"), (None, 2, "leaving a gap")])
def test_after_a_quiet_day_a_pull_goes_on_if_the_one_before_was_within_what_is_kept(terminal, serve, hours, code, said):
    serve("gladly", seed="empty")
    now, path = datetime.now(UTC), terminal.folder / "events.jsonl"
    with open_pulled(path, Source(desk="gladly", vendor="gladly", lines="neutral")) as file:
        file.add("old", now - timedelta(days=3), {"id": "old", "kind": "ping"})
        file.until = None if hours is None else now - timedelta(hours=hours)
        file.settle()
    ran = terminal.run("events", "pull", "--desk", "gladly", "--out", path)
    assert (ran.code, said in ran.err) == (code, True)


def test_broken_lines_are_told_and_make_it_exit_code_one(terminal):
    path = terminal.write("events.jsonl", EXAMPLE.read_text() + "{broken\n")
    ran = terminal.run("report", "wfm", "--from", path, *EXTRA_HOUR, "--json")
    assert (ran.code, ran.summary["broken"]) == (1, 1)
    assert "line 12: it is not JSON" in ran.err


def test_a_file_out_of_order_writes_no_file(terminal):
    lines = EXAMPLE.read_text().splitlines(keepends=True)
    path = terminal.write("events.jsonl", "".join(reversed(lines)))
    ran = terminal.run("report", "wfm", "--from", path, "--out", "out.csv", "--to", "csv")
    assert (ran.code, "sort the file" in ran.err) == (2, True)
    assert not (terminal.folder / "out.csv").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "Give --desk"),
        (["--from", "nowhere.jsonl"], "can't be read"),
        (["--from", EXAMPLE, "--interval", "7"], "don't fill a day"),
        (["--from", EXAMPLE, "--timezone", "Europe/Atlantis"], "no time zone"),
        (["--from", EXAMPLE, "--timezone", "../../etc/passwd"], "no time zone"),
        (["--from", EXAMPLE, "--since", "2026-01-02", "--until", "2026-01-01"], "before it begins"),
        (["--from", EXAMPLE, "--since", "9999-12-31T23:59-12:00"], "is no time"),
    ],
)
def test_what_can_not_start_says_why(terminal, given, said):
    ran = terminal.run("report", "wfm", *given)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_queue_needs_a_file(terminal):
    ran = terminal.run("events", "pull", "--desk", "memory", "--queue")
    assert (ran.code, "--out" in ran.err) == (2, True)


def test_a_period_that_begins_with_the_calendar_is_for_the_desk_to_refuse(terminal, serve):
    serve("gladly", seed="empty")
    ran = terminal.run("report", "wfm", "--desk", "gladly", "--since", "0001-01-01")
    assert (ran.code, "24 hours" in ran.err) == (2, True)


def test_a_desk_s_figures_end_now_however_late_the_period_does(terminal, serve):
    gladly = serve("gladly", seed="empty")
    a_morning(gladly)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    ran = terminal.run("report", "wfm", "--desk", "gladly", "--until", tomorrow.isoformat(), "--json")
    assert (ran.code, datetime.fromisoformat(ran.summary["until"]) < tomorrow - timedelta(hours=23)) == (0, True)


def test_a_file_that_ends_long_before_the_period_does_says_what_was_counted_without_a_word_of_it(terminal):
    ran = terminal.run(
        "report", "wfm", "--from", EXAMPLE, "--since", "2026-10-25", "--until", "2026-10-25T06:00", "--json"
    )
    assert (ran.summary["silent_since"], ran.summary["still_available"]) == ("2026-10-25T01:45:00+00:00", 1)
    assert "The file ends at 2026-10-25T01:45:00+00:00; what went on then counts" in ran.err


@pytest.mark.parametrize(
    ("at", "more", "said"),
    [
        ("0001-01-01T00:00:00Z", [], "where the calendar ends"),
        ("9999-12-31T23:59:59Z", [], "where the calendar ends"),
        ("2026-03-01T00:00:00Z", ["--until", "2062-03-02"], "more than 31 days after the last event"),
    ],
)
def test_dates_that_nobody_can_mean_are_refused_in_one_line(terminal, at, more, said):
    took = '"kind":"agent.availability_changed","agent_id":"a","available_for":[{"kind":"voice","original":"VOICE"}]'
    path = terminal.write("events.jsonl", f'{{"id":"1","occurred_at":"{at}",{took}}}\n')
    ran = terminal.run("report", "wfm", "--from", path, "--timezone", "Asia/Kathmandu", *more)
    assert (ran.code, said in ran.err, len(ran.err.splitlines())) == (2, True, 1)


def test_a_file_with_a_gap_says_that_what_went_on_counts_all_the_time(terminal):
    later = json.dumps({"id": "12", "kind": "ping", "occurred_at": "2026-10-25T14:00:00Z"})
    path = terminal.write("events.jsonl", f"{EXAMPLE.read_text()}{later}\n")
    ran = terminal.run("report", "wfm", "--from", path, "--json")
    assert ran.summary["gaps"] == [["2026-10-25T01:45:00+00:00", "2026-10-25T14:00:00+00:00"]]
    assert "has no events from 2026-10-25T01:45:00+00:00 to 2026-10-25T14:00:00+00:00" in ran.err
    within = terminal.run("report", "wfm", "--from", path, "--until", "2026-10-25T12:00", "--json")
    assert within.summary["gaps"] == ran.summary["gaps"]
    assert terminal.run("report", "wfm", "--from", EXAMPLE, "--json").summary["gaps"] == []


def test_a_period_in_which_nothing_counts_says_so(terminal):
    ran = terminal.run("report", "wfm", "--from", EXAMPLE, "--since", "2026-10-01", "--until", "2026-10-02")
    assert (ran.code, "nothing counts in this period" in ran.err) == (0, True)


def test_a_file_without_figures_says_so(terminal):
    ran = terminal.run("report", "wfm", "--from", terminal.write("none.jsonl", ""), "--json")
    assert (ran.code, ran.rows) == (0, [])
    assert "no events" in ran.err


def test_agents_are_called_by_their_addresses():
    with sample_desk() as desk:
        assert names_of(desk) == {"agent-1": "jo@example.com"}


def test_a_day_begins_at_midnight_by_the_zones_clock():
    zone = ZoneInfo("Asia/Kathmandu")
    now = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
    assert midnight(now, zone) == datetime(2026, 3, 2, 18, 15, tzinfo=UTC)


def test_a_day_with_two_midnights_begins_with_the_first():
    # The clocks of Havana went back at one o'clock.
    now = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert midnight(now, ZoneInfo("America/Havana")) == datetime(2026, 11, 1, 4, tzinfo=UTC)
