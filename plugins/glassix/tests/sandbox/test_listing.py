from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from typing import Any

import pytest

from deskbridge.sandbox import Fault

MARCH = {"since": "01/03/2026 00:00:00:00", "until": "31/03/2026 23:59:59:99"}


def page(vendor: Any, url: str) -> Any:
    answer = vendor.pool.request("GET", url, headers={"Authorization": f"Bearer {vendor.token}"}, retries=False)
    return answer.status, answer.json()


def ids(answer: Any) -> list[int]:
    return [ticket["id"] for ticket in answer["tickets"]]


def test_a_range_is_required(vendor: Any) -> None:
    for query in ({}, {"since": MARCH["since"]}, {"until": MARCH["until"]}):
        vendor.refused("GET", "tickets/list", **query)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-03-01T00:00:00Z",
        "31/02/2026 00:00:00:00",
        "1/3/2026 00:00:00:00",
        "01/03/2026",
        "\u0660\u0661/03/2026 00:00:00:00",
    ],
)
def test_a_time_in_another_form_is_refused(vendor: Any, moment: str) -> None:
    vendor.refused("GET", "tickets/list", since=moment, until=MARCH["until"])


def test_the_hundredths_may_be_left_out(vendor: Any) -> None:
    vendor.ok("GET", "tickets/list", since="01/03/2026 00:00:00", until="02/03/2026 00:00:00")


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [
        ("15/01/2024 10:00:00:00", "15/02/2024 10:00:00:00", 200),
        ("15/01/2024 10:00:00:00", "15/02/2024 10:00:00:01", 400),
        ("31/01/2024 10:00:00:00", "29/02/2024 10:00:00:00", 200),
        ("31/01/2024 10:00:00:00", "01/03/2024 00:00:00:00", 400),
        ("01/12/9999 00:00:00:00", "31/12/9999 23:59:59:99", 200),
        ("02/01/2024 00:00:00:00", "01/01/2024 00:00:00:00", 400),
    ],
)
def test_a_range_is_at_most_a_calendar_month(vendor: Any, since: str, until: str, status: int) -> None:
    assert vendor.ask("GET", "tickets/list", since=since, until=until)[0] == status


def test_a_ticket_qualifies_by_its_opening_its_close_or_its_last_activity(vendor: Any) -> None:
    times = {"state": "Closed", "open": "2024-05-10T00:00:00Z", "close": "2024-07-10T00:00:00Z"}
    made = vendor.create(**times)["id"]
    for since, until in (
        ("10/05/2024 00:00:00:00", "10/05/2024 00:00:00:00"),
        ("10/07/2024 00:00:00:00", "11/07/2024 00:00:00:00"),
        ("10/03/2026 12:00:00:00", "10/03/2026 12:00:01:00"),
    ):
        assert ids(vendor.ok("GET", "tickets/list", since=since, until=until)) == [made]
    between = {"since": "01/06/2024 00:00:00:00", "until": "30/06/2024 00:00:00:00"}
    assert ids(vendor.ok("GET", "tickets/list", **between)) == []


def test_tickets_of_a_list_have_no_transactions_and_the_last_page_no_next(vendor: Any) -> None:
    answer = vendor.ok("GET", "tickets/list", since="01/05/2023 00:00:00:00", until="31/05/2023 00:00:00:00")
    assert ids(answer) == [13783]
    assert "transactions" not in answer["tickets"][0]
    assert answer["paging"] == {}


def test_asc_means_newest_first_and_desc_oldest_first(vendor: Any) -> None:
    made = []
    for _ in range(3):
        vendor.clock.advance(timedelta(seconds=1))
        made.append(vendor.create()["id"])
    assert ids(vendor.ok("GET", "tickets/list", **MARCH)) == made[::-1]
    assert ids(vendor.ok("GET", "tickets/list", **MARCH, sortOrder="asc")) == made[::-1]
    for word in ("DESC", "Descending"):
        assert ids(vendor.ok("GET", "tickets/list", **MARCH, sortOrder=word)) == made
    vendor.refused("GET", "tickets/list", **MARCH, sortOrder="upwards")


def test_states_are_chosen_by_a_comma_separated_list(vendor: Any) -> None:
    july = {"since": "01/07/2023 00:00:00:00", "until": "30/07/2023 23:59:59:99"}
    assert ids(vendor.ok("GET", "tickets/list", **july)) == [13787, 13786]
    assert ids(vendor.ok("GET", "tickets/list", **july, ticketState="pending, Closed")) == [13786]
    vendor.refused("GET", "tickets/list", **july, ticketState="Open,Nonsense")


@pytest.fixture
def many(start: Any) -> Any:
    vendor = start("empty")
    vendor.control("POST", "/glassix/tickets", {"tickets": [{}] * 201})
    return vendor


def test_pages_have_100_tickets_and_lead_on_by_a_link_with_only_a_page(many: Any) -> None:
    first = many.ok("GET", "tickets/list", **MARCH)
    assert first["paging"]["next"].startswith(f"{many.run.url}/api/v1.2/tickets/list?page=")
    assert b64decode(first["paging"]["next"].partition("page=")[2]).endswith(b":2")
    second = page(many, first["paging"]["next"])[1]
    third = page(many, second["paging"]["next"])[1]
    assert [len(ids(one)) for one in (first, second, third)] == [100, 100, 1]
    assert len({*ids(first), *ids(second), *ids(third)}) == 201
    assert third["paging"] == {}


def test_a_page_goes_with_no_other_parameter(many: Any) -> None:
    link = many.ok("GET", "tickets/list", **MARCH)["paging"]["next"]
    assert page(many, link + "&sortOrder=ASC")[0] == 400
    assert page(many, link + "&since=")[0] == 400


def test_a_page_is_good_for_24_hours_of_the_sandboxs_clock(many: Any) -> None:
    link = many.ok("GET", "tickets/list", **MARCH)["paging"]["next"]
    many.clock.advance(timedelta(hours=23, minutes=59))
    many.sign_in()
    assert page(many, link)[0] == 200
    many.clock.advance(timedelta(minutes=1))
    assert page(many, link)[0] == 400


def test_a_page_is_not_for_another_department(many: Any) -> None:
    link = many.ok("GET", "tickets/list", **MARCH)["paging"]["next"]
    many.sign_in_elsewhere()
    assert page(many, link)[0] == 400


@pytest.mark.parametrize(
    "wrong", ["", "x", "====", "é", "OjI=", "ZGJhZDkxNDUtOTQ4ZC00ZjQ0LWE5YzUtNDdjNmE4YmQ5YzQ2OjI="]
)
def test_a_made_up_page_is_refused(vendor: Any, wrong: str) -> None:
    vendor.refused("GET", "tickets/list", page=wrong)


def test_a_link_stays_on_the_host_that_the_caller_addressed(many: Any) -> None:
    host = f"demo.localhost:{many.run.url.rpartition(':')[2]}"
    headers = {"Authorization": f"Bearer {many.token}", "Host": host}
    answer = many.pool.request("GET", many.url("tickets/list", **MARCH), headers=headers)
    assert answer.json()["paging"]["next"].startswith(f"http://{host}/api/v1.2/tickets/list?page=")


def test_a_fault_makes_a_link_lead_to_another_host(many: Any) -> None:
    many.box.faults.add(Fault("foreign_link", 1))
    assert many.ok("GET", "tickets/list", **MARCH)["paging"]["next"].startswith("http://foreign.invalid/")
    assert many.ok("GET", "tickets/list", **MARCH)["paging"]["next"].startswith(many.run.url)
