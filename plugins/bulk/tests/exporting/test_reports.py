"""Reports are run and added up, against Gladly's sandbox and the desk in memory."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from deskbridge_bulk.moments import zone_named
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.reporting.periods import beginning, day, end
from deskbridge_bulk.reporting.running import filters
from deskbridge_bulk.reporting.sums import Sums

Run = Callable[..., Any]
Start = Callable[..., Any]
DAY = "2021-09-28"
SCRIPTS_DAY = ["--desk", "support", "--from", DAY, "--to", DAY, "--timezone", "America/Los_Angeles"]


class _Recorder(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, Any]]] = []
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, json.loads(content)))
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"a\r\n1\n")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        pass


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, Any]]]:
    """What reaches a server in the vendor's place, the desk `support`."""
    _Recorder.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Recorder) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        (tmp_path / "deskbridge.toml").write_text(
            f'[desks.support]\nvendor = "gladly"\nbase_url = "http://127.0.0.1:{server.server_port}"\n'
            'username = "u"\napi_token = "t"\n'
        )
        yield _Recorder.asked
        server.shutdown()
        thread.join()


def test_the_requests_are_those_of_the_vendors_script(asked: list[tuple[str, Any]], deskbridge: Run) -> None:
    times = ["--from", "2021-09-28T00:00-07:00", "--to", "2021-09-29T00:00-07:00"]
    deskbridge("report", "work-sessions", "--desk", "support", *times)
    deskbridge("report", "run", "ContactExportReport", *SCRIPTS_DAY)
    deskbridge("report", "run", "AgentTimestampsReport", *SCRIPTS_DAY)
    # get-reports has the times in their zone, and of the last report an empty "filters".
    usual = {"timezone": "America/Los_Angeles", "startAt": DAY, "endAt": DAY}
    assert asked == [
        (
            "/api/v1/reports/work-session-events",
            {"startAtTime": "2021-09-28T07:00Z", "endAtTime": "2021-09-29T07:00Z"},
        ),
        ("/api/v1/reports", {"metricSet": "ContactExportReport", **usual}),
        ("/api/v1/reports", {"metricSet": "AgentTimestampsReport", **usual}),
    ]


def calls(served: Any) -> dict[str, int]:
    return dict(served.sandbox.counters.by_operation)


@pytest.fixture
def in_2021(start: Start) -> Any:
    """The day that the vendor's script asks about, in the week after it."""
    return start("sample", datetime(2021, 10, 5, 12, tzinfo=UTC))


def test_the_work_sessions_of_the_scripts_day_add_up_to_its_published_log(in_2021: Any, deskbridge: Run) -> None:
    ran = deskbridge("report", "work-sessions", *SCRIPTS_DAY, "--json")
    assert ran.code == 0
    assert ran.lines[-1]["rows"] == len(ran.lines) - 1 == 2
    assert Decimal(ran.lines[-1]["work_session_handle_time_sec"]) == Decimal("35.529")
    assert calls(in_2021) == {"POST /api/v1/reports/work-session-events": 1}


def test_the_older_name_of_the_column_is_added_up_as_well(in_2021: Any, deskbridge: Run) -> None:
    in_2021.sandbox.store.switches.turn({"old_handle_time_column": True})
    ran = deskbridge("report", "work-sessions", *SCRIPTS_DAY, "--json")
    assert ran.lines[-1]["work_session_handle_time"] == "35.529"


def test_sums_are_told_for_each_agent_too(in_2021: Any, deskbridge: Run) -> None:
    ran = deskbridge("report", "work-sessions", *SCRIPTS_DAY, "--json", "--by", "agent_id")
    sums = [line for line in ran.lines if line.get("sum")]
    assert sum(Decimal(line["work_session_handle_time_sec"] or 0) for line in sums) == Decimal("35.529")
    shown = deskbridge("report", "work-sessions", *SCRIPTS_DAY, "--by", "agent_id")
    assert "rows 2, work_session_handle_time_sec 35.529" in shown.out
    told = deskbridge("report", "work-sessions", *SCRIPTS_DAY, "--format", "csv")
    assert "all: rows 2, work_session_handle_time_sec 35.529" in told.err
    assert len(list(csv.reader(io.StringIO(told.out)))) == 3


@pytest.mark.parametrize(
    ("name", "column", "value", "count"),
    [("ContactExportReport", "Channel", "EMAIL", 0), ("AgentTimestampsReport", "Type", "AGENT_STATUS/LOGGED_IN", 1)],
)
def test_the_scripts_reports_say_what_its_published_log_says(
    in_2021: Any, deskbridge: Run, name: str, column: str, value: str, count: int
) -> None:
    ran = deskbridge("report", "run", name, *SCRIPTS_DAY, "--json")
    assert ran.code == 0
    rows = [line for line in ran.lines if not line.get("summary")]
    assert sum(row[column] == value for row in rows) == count
    assert ran.lines[-1] == {"summary": True, "rows": len(rows)}
    assert calls(in_2021) == {"POST /api/v1/reports": 1}


def test_filters_and_aggregation_reach_the_vendor(in_2021: Any, deskbridge: Run) -> None:
    inbox = next(iter(in_2021.sandbox.store.inboxes))
    more = ["--filter", "channel=email", "--filter", f"inboxes[]={inbox}", "--aggregation", "weekly"]
    assert deskbridge("report", "run", "ContactSummaryReport", *SCRIPTS_DAY, *more).code == 0
    refused = deskbridge("report", "run", "ContactSummaryReport", *SCRIPTS_DAY, "--filter", "inboxes[]=nowhere")
    assert refused.code == 2
    assert "does not exist" in refused.err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ContactExportRepotr", "is it ContactExportReport?"),
        ("Sales", "report list shows them"),
        ("work-sessions", "Asked for by `report work-sessions`"),
    ],
)
def test_a_report_that_the_vendor_does_not_know_is_told_with_what_may_be_meant(
    in_2021: Any, deskbridge: Run, name: str, said: str
) -> None:
    ran = deskbridge("report", "run", name, *SCRIPTS_DAY)
    assert (ran.code, ran.out, said in ran.err) == (2, "", True)


def test_a_filter_that_the_report_is_not_known_to_take_is_told_since_all_rows_would_come(
    in_2021: Any, deskbridge: Run
) -> None:
    told = deskbridge("report", "run", "ContactExportReport", *SCRIPTS_DAY, "--filter", "inbox[]=x", "--json")
    assert (told.code, "not known to take the filter inbox (known: channel, inboxes)" in told.err) == (0, True)
    fine = deskbridge("report", "run", "ContactExportReport", *SCRIPTS_DAY, "--filter", "channel=voice", "--json")
    assert fine.err == ""


@pytest.mark.parametrize("more", [[], ["--format", "csv"], ["--format", "csv", "--sum", "Anything"]])
def test_a_report_without_rows_says_so_and_writes_no_empty_line(in_2021: Any, deskbridge: Run, more: list[str]) -> None:
    ran = deskbridge("report", "run", "ContactExportReport", "--desk", "support", "--from", "2020-01-01", *more)
    assert (ran.code, ran.err) == (0, "The report has no rows.\n")
    assert ran.out == ("rows 0\n" if not more else "")


def test_the_known_reports_are_listed_with_their_filters(start: Start, deskbridge: Run) -> None:
    served = start("sample")
    rows = {line["name"]: line for line in deskbridge("report", "list", "--desk", "support", "--json").lines}
    assert len(rows) == 58
    assert rows["TaskExportReport"]["filters"] == "inboxes, teams"
    assert calls(served) == {}
    assert deskbridge("report", "list", "--desk", "memory", "--json").lines == []


def test_a_desk_without_reports_says_why(deskbridge: Run, tmp_path: Any) -> None:
    (tmp_path / "deskbridge.toml").write_text(
        '[desks.other]\nvendor = "glassix"\nbase_url = "http://127.0.0.1:9"\n'
        'api_key = "k"\napi_secret = "s"\nuser_name = "u@example.com"\n'
    )
    for command in (["list"], ["run", "Any", "--from", DAY], ["work-sessions", "--from", DAY]):
        ran = deskbridge("report", *command, "--desk", "other")
        assert ran.code == 2
        assert "The API has no reports" in ran.err


def test_the_desk_in_memory_says_which_reports_it_has(deskbridge: Run) -> None:
    ran = deskbridge("report", "run", "Any", "--desk", "memory", "--from", DAY)
    assert (ran.code, "there is no report 'Any'" in ran.err) == (2, True)
    assert deskbridge("report", "work-sessions", "--desk", "memory", "--from", DAY, "--json").lines == [
        {"summary": True, "rows": 0}
    ]


def test_a_column_to_add_up_that_is_not_there_is_refused_with_those_that_are(in_2021: Any, deskbridge: Run) -> None:
    for wrong in (["--sum", "handle_time"], ["--by", "agent"]):
        ran = deskbridge("report", "work-sessions", *SCRIPTS_DAY, *wrong, "--json")
        assert (ran.code, ran.out) == (2, "")
        assert f"no column '{wrong[1]}' to add up; there are: id, contact_session_id" in ran.err


@pytest.mark.parametrize(
    "wrong",
    [
        ["--from", "yesterday"],
        ["--from", DAY, "--to", "2021-09-31"],
        ["--from", DAY, "--timezone", "Mars/Olympus"],
        ["--from", DAY, "--filter", "channel"],
        ["--from", DAY, "--filter", "a=1", "--filter", "a[]=2"],
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_sent(start: Start, deskbridge: Run, wrong: list[str]) -> None:
    served = start("sample")
    ran = deskbridge("report", "run", "Any", "--desk", "support", *wrong)
    assert (ran.code, ran.out, calls(served)) == (2, "", {})


def test_a_day_goes_from_its_first_moment_to_its_last_also_where_clocks_change() -> None:
    within = zone_named("America/Los_Angeles")
    assert beginning(DAY, "--from", within) == datetime(2021, 9, 28, 7, tzinfo=UTC)
    assert end(DAY, "--to", within) == datetime(2021, 9, 29, 6, 59, 59, 999_999, tzinfo=UTC)
    long = end("2021-11-07", "--to", within) - beginning("2021-11-07", "--from", within)
    assert round(long.total_seconds() / 3600) == 25


def test_a_time_keeps_its_own_zone() -> None:
    assert beginning("2021-09-28T00:00-07:00", "--from", UTC) == datetime(2021, 9, 28, 7, tzinfo=UTC)
    assert end("2021-09-28T08:00", "--to", zone_named("Europe/Berlin")) == datetime(2021, 9, 28, 6, tzinfo=UTC)
    assert day(DAY, "--from") == date(2021, 9, 28)
    for wrong in ("", "9999-12-31", "28.9.2021"):
        with pytest.raises(BulkError):
            end(wrong, "--to", UTC)


def test_filters_are_texts_or_lists_of_texts() -> None:
    assert filters(["a=1", "b[]=2", "b[]=3=4", "c="]) == {"a": "1", "b": ["2", "3=4"], "c": ""}
    for wrong in (["a"], ["=1"], ["a=1", "a=2"], ["a[]=1", "a=2"], ["a=1", "a[]=2"]):
        with pytest.raises(BulkError):
            filters(wrong)


def test_sums_are_exact_and_leave_out_what_is_no_number() -> None:
    sums = Sums(("x", "missing"), "who")
    rows = [{"x": cell, "who": who} for cell, who in [("0.1", "a"), ("0.2", "b"), ("", "a"), ("NULL", "b"), ("?", "")]]
    rows += [{"x": "1e999999", "who": "a"}, {"x": "NaN", "who": "a"}]
    assert list(sums.over(rows)) == rows
    assert sums.total() == {"rows": 7, "x": "0.3", "cells_unread": 3}
    assert list(sums.groups()) == [
        {"who": "", "rows": 1},
        {"who": "a", "rows": 4, "x": "0.1"},
        {"who": "b", "rows": 2, "x": "0.2"},
    ]
