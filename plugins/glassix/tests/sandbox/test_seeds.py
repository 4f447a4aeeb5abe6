from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
import urllib3

from deskbridge.sandbox import ManualClock, SandboxOptions, parse_seed, running
from deskbridge_glassix.sandbox import GlassixSandbox, create
from deskbridge_glassix.sandbox.seeds import MAIN_DEPARTMENT, OTHER_DEPARTMENT

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def held(*seeds: str) -> GlassixSandbox:
    options = SandboxOptions(seeds=tuple(map(parse_seed, seeds)), clock=ManualClock(NOON))
    return GlassixSandbox(options)


def wires(box: GlassixSandbox) -> list[dict[str, Any]]:
    return [{**ticket.wire, "transactions": ticket.transactions} for ticket in box.world.tickets.values()]


@pytest.fixture(scope="module")
def ugly() -> list[dict[str, Any]]:
    return wires(held("synthetic:300"))


def test_create_makes_the_sandbox_that_the_options_ask_for() -> None:
    assert create(SandboxOptions(seeds=())).state()["tickets"] == 0


def test_empty_holds_departments_users_and_tags_only() -> None:
    state = held("empty").state()
    assert (state["tickets"], state["contacts"], state["transactions"]) == (0, 0, 0)
    assert state["users"] == 7
    assert state["tags"] == 13


def test_the_sample_keeps_the_published_ids_and_times_to_the_seventh_digit() -> None:
    tickets = {ticket["id"]: ticket for ticket in wires(held("sample"))}
    assert (tickets[13783]["field1"], tickets[13783]["close"]) == ("Tuscany", "2023-05-08T07:01:56Z")
    assert tickets[13785]["open"] == "2026-04-27T13:46:36.3547596Z"
    assert tickets[13785]["transactions"][0]["id"] == 681_728_957_177_908


def test_every_ticket_of_the_sample_has_a_contact_that_is_there() -> None:
    box = held("sample")
    for ticket in wires(box):
        for one in ticket["participants"]:
            if one["type"] == "Client":
                assert one["contactId"] in box.world.contacts


def test_the_same_number_gives_the_same_tickets_and_a_longer_row_begins_like_a_shorter_one() -> None:
    long, short = (wires(held(f"synthetic:{number}")) for number in (60, 30))
    assert wires(held("synthetic:30")) == short
    assert long[:30] == short[:30]


def test_seeds_can_be_combined_and_a_repeated_one_is_laid_once() -> None:
    both = held("sample", "synthetic:10", "sample").state()
    assert both["tickets"] == held("sample").state()["tickets"] + held("synthetic:10").state()["tickets"]


def test_synthetic_tickets_are_in_every_state_and_some_in_the_other_department(ugly: list[dict[str, Any]]) -> None:
    assert {ticket["state"] for ticket in ugly} == {"Open", "Closed", "Pending", "Snoozed"}
    moved = [ticket for ticket in ugly if ticket["movedToTicketId"]]
    assert moved
    assert {ticket["departmentId"] for ticket in ugly} == {MAIN_DEPARTMENT, OTHER_DEPARTMENT}
    assert all(ticket["state"] == "Closed" for ticket in moved)


def test_synthetic_tickets_come_over_every_channel_of_the_field(ugly: list[dict[str, Any]]) -> None:
    assert {ticket["primaryProtocolType"] for ticket in ugly} == {"Mail", "Web", "WhatsApp", "SMS", "PhoneCall"}


@pytest.mark.parametrize(
    "letters", ["\u05d0-\u05ea", "\u0627-\u064a", "\u3040-\u30ff", "\u0391-\u03c9", "\u0410-\u044f"]
)
def test_synthetic_messages_are_in_many_scripts(ugly: list[dict[str, Any]], letters: str) -> None:
    texts = "".join(entry["text"] for ticket in ugly for entry in ticket["transactions"])
    assert re.search(f"[{letters}]", texts)


def test_synthetic_tickets_have_every_ugliness(ugly: list[dict[str, Any]]) -> None:
    entries = [entry for ticket in ugly for entry in ticket["transactions"]]
    people = [one for ticket in ugly for one in ticket["participants"]]
    assert max(len(ticket["transactions"]) for ticket in ugly) > 100
    assert any("<script>" in entry["html"] for entry in entries)
    assert any(one["fileIdentifier"] for entry in entries for one in entry["attachments"])
    assert {"Message", "Note", "TicketOpened", "TicketClosed", "PhoneCallEnded"} <= {one["type"] for one in entries}
    assert any(ticket["isScrambled"] for ticket in ugly)
    assert any(ticket["owner"]["UserName"] == "" for ticket in ugly)
    assert any(ticket["owner"]["UserName"] == "gone.agent@company.com" for ticket in ugly)
    assert any(ticket["wasClosedAutomatically"] for ticket in ugly)
    assert {one["subProtocolType"] for one in people} >= {"MailTo", "MailCc", "MailBcc", "Undefined"}
    reopened = [[log["state"] for log in ticket["activityLogs"]] for ticket in ugly]
    assert ["Open", "Closed", "Open"] in reopened


def test_synthetic_openings_are_spread_over_fourteen_months_with_the_awkward_moments(
    ugly: list[dict[str, Any]],
) -> None:
    opened = {ticket["open"] for ticket in ugly}
    assert {"2024-12-31T23:59:59.999999Z", "2025-03-30T01:00:00Z", "2025-02-28T23:59:59.123456Z"} <= opened
    assert max(opened) < "2025-12-01"
    assert min(opened) >= "2024-09-30"
    assert len({moment[:7] for moment in opened}) >= 14


def test_some_synthetic_customers_have_no_mail_address_and_some_the_same_name() -> None:
    box = held("synthetic:60")
    ids = {one["contactId"] for ticket in wires(box) for one in ticket["participants"] if one["type"] == "Client"}
    contacts = [box.world.contacts.get(one) for one in ids]
    kinds = [{one["identifierType"] for one in contact["identifiers"]} for contact in contacts]
    assert any("MailAddress" not in held for held in kinds)
    names = [contact["name"] for contact in contacts]
    assert len(names) > len(set(names))


def test_synthetic_identities_are_nobodys(ugly: list[dict[str, Any]]) -> None:
    for ticket in ugly:
        for one in ticket["participants"]:
            if one["type"] == "Client" and not ticket["isScrambled"]:
                identifier = one["identifier"]
                fits = identifier.endswith("@example.org") or identifier.startswith("4420794600")
                assert fits or one["protocolType"] == "Web"


def test_no_synthetic_phone_number_has_two_open_tickets(ugly: list[dict[str, Any]]) -> None:
    phones = [
        (ticket["departmentId"], ticket["participants"][0]["identifier"])
        for ticket in ugly
        if ticket["primaryProtocolType"] in {"WhatsApp", "SMS", "PhoneCall"}
        and ticket["state"] != "Closed"
        and not ticket["isScrambled"]
    ]
    assert len(phones) == len(set(phones))


def test_a_tickets_times_are_in_order(ugly: list[dict[str, Any]]) -> None:
    for ticket in ugly:
        moments = [datetime.fromisoformat(entry["dateTime"]) for entry in ticket["transactions"]]
        assert moments == sorted(moments), ticket["id"]
        assert moments[-1] <= datetime.fromisoformat(ticket["lastActivity"]) + timedelta(microseconds=1)


def test_nothing_that_a_seed_lays_counts_as_sent_or_changed() -> None:
    state = held("sample", "synthetic:50").state()
    assert (state["outbound_messages"], state["changes"], state["token_calls"]) == (0, 0, 0)


def test_everything_held_is_json() -> None:
    box = held("sample", "synthetic:100")
    assert orjson.loads(orjson.dumps(wires(box)))
    assert orjson.loads(orjson.dumps(dict(box.state())))


def test_it_runs_by_itself_and_gives_the_settings_that_connect_to_it() -> None:
    with running(held("sample")) as run, urllib3.PoolManager() as pool:
        body = {"apiKey": run.settings["api_key"], "apiSecret": run.settings["api_secret"]}
        url = f"{run.settings['base_url']}/api/v1.2/token/get"
        answer = pool.request("POST", url, json=body | {"userName": run.settings["user_name"]})
        assert answer.status == 200
        counted = pool.request("GET", f"{run.url}/_sandbox/counters").json()
        assert counted["by_operation"] == {"POST /api/v1.2/token/get": 1}
        assert pool.request("GET", f"{run.url}/_sandbox/state").json()["token_calls"] == 1
