from __future__ import annotations

import csv
import io
import threading
from datetime import timedelta
from typing import Any

import pytest

from deskbridge_gladly.sandbox.reports import catalog

DAY = {"startAt": "2021-09-27", "endAt": "2021-09-27", "timezone": "UTC"}
SESSIONS = {"startAtTime": "2021-09-27T00:00-07:00", "endAtTime": "2026-03-01T00:00-07:00"}


def rows(answer: Any) -> list[dict[str, str]]:
    assert answer.status == 200, answer.data
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def report(desk: Any, metric_set: str, **more: Any) -> list[dict[str, str]]:
    return rows(desk.ask("POST", "/reports", {"metricSet": metric_set, **DAY, **more}))


def test_a_report_is_a_csv_file_with_its_period_in_the_name(sample: Any) -> None:
    body = {"metricSet": "ContactSummaryReport", "startAt": "2019-05-01", "endAt": "2019-05-16"}
    answer = sample.ask("POST", "/reports", body, accept="application/json")
    assert answer.status == 200
    expected = "attachment; filename=ContactSummaryReport-20190501-20190516-Daily.csv"
    assert answer.headers["Content-Disposition"] == expected


def test_the_vendors_own_script_gets_its_contacts(sample: Any) -> None:
    body = {"metricSet": "ContactExportReport", "timezone": "America/Los_Angeles", "startAt": "2021-09-27",
            "endAt": "2021-09-27"}  # fmt: skip
    contacts = rows(sample.ask("POST", "/reports", body))
    assert [(each["Channel"], each["Direction"]) for each in contacts] == [("CHAT", "INBOUND")] * 2
    assert [each["Queued At"] for each in contacts] == ["2021-09-27T21:12:34.635Z", "2021-09-27T21:15:57.618Z"]


def test_the_id_of_a_calls_contact_is_the_id_of_its_item(synthetic: Any) -> None:
    period = {"startAt": "2024-01-01", "endAt": "2026-03-01", "filters": {"channel": "voice"}}
    contacts = report(synthetic, "ContactExportReportV3", **period)
    assert {each["Channel"] for each in contacts} == {"PHONE_CALL", "VOICEMAIL"}
    for each in contacts:
        assert synthetic.get(f"/conversation-items/{each['Contact ID']}")["content"]["type"] == each["Channel"]


def test_both_days_are_included_in_the_zone_that_is_asked_for(sample: Any) -> None:
    assert len(report(sample, "ContactExportReport", timezone="Asia/Tokyo")) == 0
    later = {"startAt": "2021-09-28", "endAt": "2021-09-28"}
    assert len(report(sample, "ContactExportReport", timezone="Asia/Tokyo", **later)) == 2


def test_the_conversation_timestamps_have_21_columns_and_what_happened(sample: Any) -> None:
    sample.ask("POST", "/conversations/mTs0fj5qSo63Sg4RRuulPQ/topics", {"topicIds": ["id1"]})
    sample.ask("POST", "/conversations/mTs0fj5qSo63Sg4RRuulPQ/notes", {"body": "x"})
    sample.ask("PATCH", "/conversations/mTs0fj5qSo63Sg4RRuulPQ", {"assignee": {"inboxId": "0tvvSDnvQVGchp-GaxCeGQ"}})
    made = report(sample, "ConversationTimestampsReport", endAt="2026-03-01")
    assert len(made[0]) == 21
    assert {each["Event Type"] for each in made} == {
        "CONVERSATION/CREATED", "CONVERSATION/TOPIC_ADDED", "NOTE/CREATED", "CONVERSATION_ASSIGNEE/UPDATED",
    }  # fmt: skip
    assert {each["Initiator Type"] for each in made} == {"CUSTOMER", "APPLICATION"}
    assert {each["Timezone Filter"] for each in made} == {"UTC"}
    assert [each["Timestamp"] for each in made] == sorted(each["Timestamp"] for each in made)


def test_the_conversation_export_tells_status_and_closings_and_merged_ones(synthetic: Any) -> None:
    made = report(synthetic, "ConversationExportReport", startAt="2024-01-01", endAt="2026-03-01")
    assert {each["Status"] for each in made} == {"OPEN", "CLOSED", "MERGED"}
    store = synthetic.sandbox.store
    assert len(made) == len(store.conversations) + len(store.merged_conversations)
    reopened = [each for each in made if each["First Closed At"] != each["Last Closed At"]]
    assert reopened
    inbox = reopened[0]["Inbox ID - Current"]
    only = report(synthetic, "ConversationExportReport", startAt="2024-01-01", endAt="2026-03-01",
                  filters={"inboxes": [inbox]})  # fmt: skip
    assert {each["Inbox ID - Current"] for each in only} == {inbox}


def test_the_agent_timestamps_tell_who_logged_in_and_what_for(synthetic: Any) -> None:
    made = report(synthetic, "AgentTimestampsReport", startAt="2026-02-28", endAt="2026-03-01", filters={})
    assert "AGENT_STATUS/LOGGED_IN" in {each["Type"] for each in made}
    available = {each["Available For"] for each in made if each["Type"] == "AGENT_AVAILABILITY/UPDATED"}
    assert "[ ]" in available
    nobody = next(each["id"] for each in synthetic.get("/teams") if not each["agentIds"])
    assert report(synthetic, "AgentTimestampsReport", startAt="2026-02-28", endAt="2026-03-01",
                  filters={"teams": [nobody]}) == []  # fmt: skip


def test_the_work_sessions_have_19_columns_and_a_handle_time_once_they_ended(synthetic: Any) -> None:
    body = {"startAtTime": "2024-01-01T00:00-07:00", "endAtTime": "2026-03-01T12:00Z"}
    answer = synthetic.ask("POST", "/reports/work-session-events", body)
    name = "WorkSessionEventsReport-20240101T0700Z-20260301T1200Z.csv"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    made = rows(answer)
    assert len(made[0]) == 19
    for each in made:
        handled = bool(each["contact_session_ended_at"] and each["agent_accepted_at"])
        assert bool(each["work_session_handle_time_sec"]) == handled
    assert "NULL" in {each["agent_id"] for each in made}
    synthetic.turn(old_handle_time_column=True)
    assert "work_session_handle_time" in rows(synthetic.ask("POST", "/reports/work-session-events", body))[0]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"metricSet": None}, {"attr": "metricSet", "code": "blank", "detail": "metricSet must be specified"}),
        (
            {"metricSet": "ContactSummaryReport", "filters": {"phoneNumber": "+15555555555"}},
            {
                "attr": "filters.phoneNumber",
                "code": "invalid",
                "detail": "the phoneNumber filter cannot be applied to the ContactSummaryReport metricSet",
            },
        ),
        (
            {"aggregationLevel": "hourly"},
            {
                "attr": "aggregationLevel",
                "code": "invalid",
                "detail": "the specified value is not a valid aggregation level",
            },
        ),
        (
            {"filters": {"inboxes": ["nothing"]}},
            {"attr": "filters.inboxes", "code": "present", "detail": "the requested inbox does not exist"},
        ),
        (
            {"startAt": "2021-09-28"},
            {"attr": "startAt", "code": "invalid", "detail": "endAt must occur after startAt"},
        ),
    ],
)
def test_the_documented_refusals_of_a_report_are_given_word_for_word(sample: Any, body: Any, problem: Any) -> None:
    assert sample.errors("POST", "/reports", {"metricSet": "ContactExportReport", **DAY, **body}) == (400, [problem])


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"metricSet": "Nothing"}, "metricSet"),
        ({"metricSet": "IvrEndStatesReportV2"}, "filters.phoneNumber"),
        ({"metricSet": "AgentSummary", "filters": {"channel": "voice"}}, "filters.channel"),
        ({"metricSet": "AgentSummary", "filters": {"teams": ["nothing"]}}, "filters.teams"),
        ({"metricSet": "AgentSummary", "aggregationLevel": "quarterHourly"}, "aggregationLevel"),
        ({"filters": {"channel": "fax"}}, "filters.channel"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"startAt": None}, "startAt"),
        ({"startAt": "27.9.2021"}, "startAt"),
        ({"startAt": "2021-02-30"}, "startAt"),
        ({"startAtTime": "2021-09-27T00:00Z", "endAtTime": "2021-09-28T00:00Z"}, "startAtTime"),
    ],
)
def test_a_wrong_report_is_refused(sample: Any, body: Any, attr: str) -> None:
    status, errors = sample.errors("POST", "/reports", {"metricSet": "ContactExportReport", **DAY, **body})
    assert (status, errors[0]["attr"]) == (400, attr)


def test_minutes_may_stand_in_for_days(sample: Any) -> None:
    times = {"startAtTime": "2021-09-27T21:00Z", "endAtTime": "2021-09-27T21:14Z"}
    assert len(rows(sample.ask("POST", "/reports", {"metricSet": "ContactExportReportV3", **times}))) == 1


def test_every_report_of_both_specifications_is_there(sample: Any) -> None:
    assert len(catalog.METRIC_SETS) == 57
    for name in catalog.METRIC_SETS:
        filters = {"phoneNumber": "+15555555555"} if name in catalog.PHONE_NUMBER_NEEDED else {}
        assert sample.ask("POST", "/reports", {"metricSet": name, **DAY, "filters": filters}).status == 200


def test_the_end_of_work_sessions_comes_after_their_start(sample: Any) -> None:
    body = {"startAtTime": SESSIONS["endAtTime"], "endAtTime": SESSIONS["startAtTime"]}
    expected = [{"attr": "startAtTime", "code": "invalid", "detail": "endAtTime must occur after startAtTime"}]
    assert sample.errors("POST", "/reports/work-session-events", body) == (400, expected)
    assert sample.errors("POST", "/reports/work-session-events", {})[1][0]["code"] == "blank"


def test_a_byte_order_mark_blank_lines_and_an_empty_body_can_be_switched_on(sample: Any) -> None:
    sample.turn(report_bom=True, report_blank_lines=2, report_empty_body=True)
    body = {"metricSet": "ContactExportReport", **DAY}
    assert sample.ask("POST", "/reports", body).data.startswith(b"\xef\xbb\xbf\n\nQueued At,")
    empty = sample.ask("POST", "/reports", {**body, "startAt": "2020-01-01", "endAt": "2020-01-01"})
    assert (empty.status, empty.data) == (200, b"")


def test_ten_reports_a_minute_are_allowed_over_both_operations(start: Any) -> None:
    desk = start("sample", rate_limit="vendor")
    statuses = []
    for number in range(12):
        path = "/reports" if number % 2 else "/reports/work-session-events"
        body = {"metricSet": "ContactExportReport", **DAY} if number % 2 else SESSIONS
        statuses.append(desk.ask("POST", path, body).status)
        desk.clock.advance(timedelta(seconds=1))
    assert statuses == [200] * 10 + [429] * 2
    desk.clock.advance(timedelta(minutes=1))
    assert desk.ask("POST", "/reports", {"metricSet": "ContactExportReport", **DAY}).status == 200


def test_two_reports_run_at_once_and_no_third(start: Any) -> None:
    desk = start("sample", rate_limit="vendor")
    desk.turn(report_seconds=0.3)
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(desk.ask("POST", "/reports", {"metricSet": "ContactExportReport", **DAY}).status)

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert sorted(statuses) == [200, 200, 429]
