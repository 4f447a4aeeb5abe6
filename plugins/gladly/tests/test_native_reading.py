"""Files, streams and reports through the native client, from a server that gives just what the test wants."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskbridge.errors import (
    InvalidRequestError,
    MalformedAnswerError,
    NotFoundError,
    TransportError,
    ValidationError,
)
from deskbridge_gladly.client import SkippedLineWarning
from deskbridge_gladly.client.exports import AGENTS, KINDS
from deskbridge_gladly.client.rows import read_rows
from deskbridge_gladly.wire.directory import Agent
from deskbridge_gladly.wire.events import ContactMessage, UnknownEvent
from deskbridge_gladly.wire.reports import AgentTimestamp, ContactRow, ReportBody, ReportFilters, ReportRow, WorkSession

DAY = ReportBody(metric_set="ContactExportReport", start_at="2021-09-28", end_at="2021-09-28")
NOON = datetime(2021, 9, 28, 12, 0, 30, tzinfo=UTC)
PATH = "export/jobs/j/files/agents.jsonl"


def test_a_broken_line_is_left_out_and_told_with_its_number(vendor, client):
    vendor.says(200, b'{"id":"1"}\n{"id":2}\n\n{"id":"3"\n[]\n{"id":"4"}')
    lines = client.exports.lines("j", AGENTS, Agent)
    with pytest.warns(SkippedLineWarning) as told:
        assert [one.id for one in lines] == ["1", "4"]
    assert [f"{PATH}, line {number}" for number in (2, 4, 5)] == [str(one.message).split(":")[0] for one in told]
    assert lines.skipped == 3


def test_a_broken_line_ends_the_reading_where_that_was_asked_for(vendor, client):
    vendor.says(200, b'{"id":"1"}\n{"id":2}\n{"id":"3"}')
    lines = iter(client.exports.lines("j", AGENTS, Agent, on_broken="raise"))
    assert next(lines).id == "1"
    with pytest.raises(MalformedAnswerError, match=f"{PATH}, line 2: .*id") as wrong:
        next(lines)
    assert wrong.value.operation == "exports.lines"


@pytest.mark.parametrize(("file", "kind"), KINDS.items())
def test_the_lines_of_a_file_are_typed_by_its_name(vendor, client, file, kind):
    vendor.says(200, b'{"id":"1","content":{"type":"SMS"},"name":"A"}')
    assert [type(one) for one in client.exports.lines("j", file)] == [kind]


def test_the_lines_of_a_file_of_another_name_are_kept_whole(vendor, client):
    vendor.says(200, b'{"id":"1","of":["any",1,null]}\n[]')
    with pytest.warns(SkippedLineWarning, match="line 2"):
        assert [one.raw for one in client.exports.lines("j", "tasks.jsonl")] == [{"id": "1", "of": ["any", 1, None]}]


def test_jobs_are_narrowed_to_a_period(vendor, client):
    vendor.says(200, b"[]")
    client.exports.jobs(status="COMPLETED", start_at=NOON, end_at=NOON)
    client.exports.jobs()
    at = "2021-09-28T12%3A00%3A30.000Z"
    assert [asked[0] for asked in vendor.asked] == [
        f"GET /api/v1/export/jobs?status=COMPLETED&startAt={at}&endAt={at}",
        "GET /api/v1/export/jobs",
    ]


def test_events_are_of_their_own_class_and_a_new_one_is_kept(vendor, client):
    vendor.says(
        200,
        b'{"id":"1","type":"CONTACT/MESSAGE_RECEIVED","content":{"messageId":"m","context":{"assignee":{"inboxId":"i"}}}}\n'
        b'{"id":"2","type":"NEW/ONE","content":{"x":1}}\n',
    )
    first, second = client.events.stream(NOON, ["CONTACT", "AGENT_STATUS"], end_at=NOON)
    assert isinstance(first, ContactMessage)
    assert first.content is not None
    assert (first.content.message_id, first.content.context.assignee.inbox_id) == ("m", "i")
    assert isinstance(second, UnknownEvent)
    assert second.content == {"x": 1}
    at = "2021-09-28T12%3A00%3A30.000Z"
    assert vendor.asked[0][0] == f"GET /api/v1/events?startAt={at}&entities=CONTACT&entities=AGENT_STATUS&endAt={at}"


def test_events_of_nothing_or_at_no_certain_time_are_not_asked_for(vendor, client):
    with pytest.raises(InvalidRequestError):
        client.events.stream(NOON, [])
    with pytest.raises(InvalidRequestError):
        client.events.stream(NOON.replace(tzinfo=None), ["TASK"])
    with pytest.raises(InvalidRequestError):
        client.reports.work_sessions(NOON, NOON.replace(tzinfo=None))
    assert vendor.asked == []


def test_a_report_s_rows_are_typed_by_the_names_of_their_columns(vendor, client):
    vendor.says(200, b"Direction,New Column,Channel,Contact ID\r\nINBOUND,x,EMAIL,c1\r\n")
    rows = client.reports.run(DAY)
    assert rows.truncated is None
    (row,) = rows
    assert isinstance(row, ContactRow)
    assert (row.channel, row.contact_id, row.direction, row.link) == ("EMAIL", "c1", "INBOUND", "")
    assert row.raw == {"Direction": "INBOUND", "New Column": "x", "Channel": "EMAIL", "Contact ID": "c1"}
    assert rows.truncated is False
    asked, headers, body = vendor.asked[0]
    assert asked == "POST /api/v1/reports"
    assert headers["Accept"].startswith("text/csv")
    assert body == {"metricSet": "ContactExportReport", "startAt": "2021-09-28", "endAt": "2021-09-28"}


@pytest.mark.parametrize("content", [b"", b"\n\r\n", b"\xef\xbb\xbf", b"A,B\n", b"\xef\xbb\xbf\n\nA,B\r\n\r\n"])
def test_a_report_without_data_has_no_rows(vendor, client, content):
    vendor.says(200, content)
    assert list(client.reports.run(DAY)) == []


CSV = '\ufeff\r\n\r\nA,,"B\nb",A\r\n1,"x,\n""y""\u2028z",,4,5\r\n\r\n2\r\n'.encode()
READ = [{"A": "1", "#2": 'x,\n"y"\u2028z', "B\nb": "", "#4": "4", "#5": "5"}, {"A": "2"}]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_csv_is_read_whatever_production_made_of_it_and_however_it_comes_in(size):
    assert list(read_rows(CSV[start : start + size] for start in range(0, len(CSV), size))) == READ


@pytest.mark.parametrize("content", [b'A\n"never closed\n', b"A\n\xff\n", b"A\n" + b"x" * 200_000])
def test_what_is_no_csv_is_malformed(vendor, client, content):
    vendor.says(200, content)
    with pytest.raises(MalformedAnswerError, match=r"reports\.run.*no CSV"):
        list(client.reports.run(DAY))


def test_a_report_that_breaks_off_is_an_error_and_not_a_short_report(vendor, client):
    vendor.says(200, b"A\n1\n2\n", Content_Length="100")
    rows = client.reports.run(DAY)
    with pytest.raises((TransportError, MalformedAnswerError)):
        list(rows)
    assert rows.truncated is None


def test_a_report_that_is_refused_says_why(vendor, client):
    vendor.says(400, b'{"errors":[{"attr":"metricSet","code":"blank","detail":"metricSet must be specified"}]}')
    with pytest.raises(ValidationError, match="must be specified"):
        list(client.reports.run(DAY))


def test_a_report_of_the_cap_s_size_may_be_cut(vendor, client):
    vendor.says(200, b"A\n" + b"1\n" * 100_000)
    rows = client.reports.run_as(ReportBody(metric_set="New", filters=ReportFilters(channel="sms")), ReportRow)
    assert sum(1 for _ in rows) == 100_000
    assert rows.truncated
    assert vendor.asked[0][2] == {"metricSet": "New", "filters": {"channel": "sms"}}


@pytest.mark.parametrize("column", ["work_session_handle_time_sec", "work_session_handle_time"])
def test_handle_times_are_read_from_either_column(vendor, client, column):
    vendor.says(
        200,
        f"id,{column},contact_session_created_at,agent_id\n1,35.529,2021-09-28T10:00:00.5Z,a\n2,,,NULL\n".encode(),
    )
    first, second = client.reports.work_sessions(NOON, NOON)
    assert isinstance(first, WorkSession)
    assert (first.handle_seconds, first.created_at) == (35.529, datetime(2021, 9, 28, 10, 0, 0, 500_000, tzinfo=UTC))
    assert (second.handle_seconds, second.ended_at, second.agent_id) == (None, None, "NULL")
    assert vendor.asked[0][::2] == (
        "POST /api/v1/reports/work-session-events",
        {"startAtTime": "2021-09-28T12:00Z", "endAtTime": "2021-09-28T12:00Z"},
    )


def test_a_cell_that_is_no_number_or_time_is_malformed(vendor, client):
    vendor.says(200, b"work_session_handle_time_sec,contact_session_ended_at\nlong,late\n")
    (row,) = client.reports.work_sessions(NOON, NOON)
    with pytest.raises(MalformedAnswerError):
        _ = row.handle_seconds
    with pytest.raises(MalformedAnswerError):
        _ = row.ended_at


def test_rows_of_agents_are_known_too(vendor, client):
    vendor.says(200, b"Timestamp,Type,Available For\n2021,AGENT_STATUS/LOGGED_IN,[ ]\n")
    (row,) = client.reports.run(ReportBody(metric_set="AgentTimestampsReport", start_at="d", end_at="d"))
    assert isinstance(row, AgentTimestamp)
    assert (row.type, row.available_for, row.agent) == ("AGENT_STATUS/LOGGED_IN", "[ ]", "")


def test_a_recording_comes_with_our_credentials_from_our_host(vendor, client, tmp_path):
    vendor.says(200, b"ID3...", Content_Type="audio/mpeg")
    saved = client.items.save_recording("i/1", tmp_path / "call.mp3")
    assert (saved.path.read_bytes(), saved.content_type) == (b"ID3...", "audio/mpeg")
    asked, headers, _ = vendor.asked[0]
    assert asked == "GET /api/v1/conversation-items/i%2F1/media/recording"
    assert headers["Authorization"].startswith("Basic ")


def test_an_attachment_on_another_host_is_fetched_without_credentials(vendor, client, script, tmp_path):
    elsewhere = script()
    elsewhere.says(200, b"bytes")
    vendor.says(303, Location=f"{elsewhere.url}/store/a.png?signature=s")
    saved = client.items.save_attachment("i", "a", tmp_path / "a.png")
    assert saved.path.read_bytes() == b"bytes"
    assert vendor.asked[0][0] == "GET /api/v1/conversation-items/i/attachments/a"
    assert "Authorization" in vendor.asked[0][1]
    asked, headers, _ = elsewhere.asked[0]
    assert asked == "GET /store/a.png?signature=s"
    assert "Authorization" not in headers


@pytest.mark.parametrize("location", ["/files/a.png", "{url}/files/a.png", "../../../../../files/a.png"])
def test_an_attachment_on_our_own_host_is_fetched_with_credentials(vendor, client, tmp_path, location):
    vendor.says(303, Location=location.format(url=vendor.url))
    vendor.says(200, b"bytes")
    assert client.items.save_attachment("i", "a", tmp_path / "a.png").size_bytes == 5
    asked, headers, _ = vendor.asked[1]
    assert asked == "GET /files/a.png"
    assert "Authorization" in headers


def test_an_attachment_that_comes_at_once_is_saved_too(vendor, client, tmp_path):
    vendor.says(200, b"bytes")
    assert client.items.save_attachment("i", "a", tmp_path / "a.png").path.read_bytes() == b"bytes"


def test_a_redirect_to_nowhere_is_malformed_and_a_missing_attachment_not_found(vendor, client, tmp_path):
    vendor.says(303)
    vendor.says(404)
    with pytest.raises(MalformedAnswerError):
        client.items.save_attachment("i", "a", tmp_path / "a.png")
    with pytest.raises(NotFoundError):
        client.items.save_attachment("i", "a", tmp_path / "a.png")
    assert not any(tmp_path.iterdir())


def test_an_export_file_is_saved_as_it_is(vendor, client, tmp_path):
    vendor.says(200, b'{"id":"1"}\n')
    assert client.exports.save("j", AGENTS, tmp_path / AGENTS).path.read_bytes() == b'{"id":"1"}\n'
    assert vendor.asked[0][0] == f"GET /api/v1/{PATH}"


def test_a_transcript_is_read(vendor, client):
    vendor.says(200, b'{"paragraphs":[{"transcript":"Hi","speaker":0,"startTime":2,"endTime":2.5}],"language":"en"}')
    read = client.items.voice_transcript("i")
    assert [(one.transcript, one.start_time, one.end_time) for one in read.paragraphs] == [("Hi", 2.0, 2.5)]
    assert vendor.asked[0][0] == "GET /api/v1/conversation-items/i/voice-transcript"
