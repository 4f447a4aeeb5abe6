"""Requests in the very shapes that the vendor's JavaScript and C# clients send, without any of their code."""

from __future__ import annotations

import json
from typing import Any

import pytest

NO_GUID = "00000000-0000-0000-0000-000000000000"
AXIOS = {"Accept": "application/json, text/plain, */*", "Accept-Encoding": "gzip, compress, deflate, br"}


def axios(vendor: Any, method: str, path: str, body: Any = None) -> Any:
    """Ask as the JavaScript client does: by the workspace's name at localhost, with a body of `{}` or none."""
    host = vendor.run.url.rpartition(":")[2]
    headers = {**AXIOS, "Host": f"acme.localhost:{host}", "Authorization": f"Bearer {vendor.token}"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    content = None if body is None else json.dumps(body).encode()
    url = f"{vendor.run.url}/api/v1.2/{path}"
    answer = vendor.pool.request(method, url, body=content, headers=headers, retries=False)
    assert answer.status == 200, answer.data
    return answer.json()


def test_page_links_stay_on_the_workspaces_own_host(vendor: Any) -> None:
    rows = [{"open": "2022-07-02T00:00:00Z"}] * 101
    vendor.control("POST", "/glassix/tickets", {"tickets": rows})
    first = axios(vendor, "GET", "tickets/list?since=01%2F07%2F2022+00:00:00:00&until=30%2F07%2F2022+23:59:59:00")
    assert first["paging"]["next"].startswith("http://acme.localhost:")
    page = first["paging"]["next"].rpartition("/api/v1.2/")[2]
    assert len(axios(vendor, "GET", page)["tickets"]) == 1


def test_javascript_sends_an_empty_object_where_it_has_no_body(vendor: Any) -> None:
    axios(vendor, "PUT", "tickets/setowner/13784?nextOwnerUserName=amy.agent@company.com", {})
    axios(vendor, "PUT", "tickets/assignavailableuser/13784", {})
    answer = axios(vendor, "PUT", "tickets/setstate/13784?nextState=Closed&getTicket=true", {})
    assert answer["state"] == "Closed"


def test_javascript_sends_arrays_and_objects_bare(vendor: Any) -> None:
    assert axios(vendor, "POST", "tickets/addtags/13784", ["Sales", "Excel"])[-2:] == ["Sales", "Excel"]
    axios(vendor, "DELETE", "tickets/removetag/13784?tag=Sales")
    axios(vendor, "POST", "users/add?userType=AGENT&role=SystemUser", [{"userName": "x@example.org"}])
    axios(vendor, "POST", "users/setroles?userName=x@example.org", ["DepartmentAdmin", "SystemUser"])
    axios(vendor, "DELETE", "users/delete?userName=x@example.org")


def test_javascript_polls_without_a_parameter(vendor: Any) -> None:
    assert axios(vendor, "GET", "webhooks/getevents?") == []
    assert axios(vendor, "GET", "webhooks/getevents?deleteEvents=true") == []


CLIENT = {
    "id": 0, "name": "Test Contact 0f8fad5b-d9cb-469f-a165-70867728950e", "type": "Client",
    "identifier": "+12025550133", "departmentIdentifier": None, "displayName": None, "protocolType": "WhatsApp",
    "subProtocolType": "Undefined", "isActive": True, "isDeleted": False, "contactId": NO_GUID, "userName": None,
}  # fmt: skip
NEW = {
    **dict.fromkeys(f"field{number}" for number in range(1, 11)), "field1": "Test", "culture": "en-US",
    "participants": [CLIENT], "tags": None, "uniqueArgument": None, "state": "Open", "open": None, "close": None,
    "getAvailableUser": True, "addIntroductionMessage": False, "enableWebhook": True, "markAsRead": False,
    "details": None,
}  # fmt: skip


def test_c_sharp_sends_every_property_and_a_plus(vendor: Any) -> None:
    assert "+" in vendor.refused("POST", "tickets/create", NEW)
    vendor.control("PATCH", "/glassix/switches", {"refuse_plus": False})
    made = vendor.ok("POST", "tickets/create", NEW)
    assert (made["participants"][0]["identifier"], made["field1"]) == ("12025550133", "Test")
    contact = vendor.ok("GET", f"contacts/get/{made['participants'][0]['contactId']}")
    assert contact["name"] == CLIENT["name"][:25].strip()


@pytest.mark.parametrize(
    ("protocol", "identifier", "kept"),
    [("FacebookMessenger", "123", "FBmessenger"), ("GoogleBusinessReviews", "g1", "GoogleBusinessReviews")],
)
def test_c_sharp_spells_channels_by_its_own_names(vendor: Any, protocol: str, identifier: str, kept: str) -> None:
    one = {**CLIENT, "protocolType": protocol, "identifier": identifier, "type": "Undefind"}
    made = vendor.ok("POST", "tickets/create", {**NEW, "participants": [one]})
    assert (made["primaryProtocolType"], made["participants"][0]["type"]) == (kept, "Client")


@pytest.mark.parametrize(("order", "first"), [("Ascending", "b"), ("Descending", "a"), ("ASC", "b"), ("DESC", "a")])
def test_c_sharp_spells_sort_orders_by_its_own_names(vendor: Any, order: str, first: str) -> None:
    rows = [{"open": f"2022-07-0{day}T00:00:00Z", "field1": name} for day, name in ((1, "a"), (2, "b"))]
    vendor.control("POST", "/glassix/tickets", {"tickets": rows})
    query = {"since": "01/07/2022 00:00:00:00", "until": "30/07/2022 23:59:59:99", "ticketState": "Open"}
    assert vendor.ok("GET", "tickets/list", **query, sortOrder=order)["tickets"][0]["field1"] == first


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_fields_are_put_or_posted_and_nulls_leave_what_is_there(vendor: Any, method: str) -> None:
    before = vendor.get(13784)
    body = {**dict.fromkeys(f"field{number}" for number in range(1, 11)), "field3": "new", "uniqueArgument": None}
    vendor.ok(method, "tickets/setfields/13784", {**body, "details": None})
    after = vendor.get(13784)
    assert after["field3"] == "new"
    assert {name: after[name] for name in body if name != "field3"} == {
        name: before[name] for name in body if name != "field3"
    }


def test_c_sharp_posts_whole_events_back_and_asks_to_delete_by_default(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed", getTicket="false", enableWebhook="true")
    events = vendor.ok("GET", "webhooks/getevents", deleteEvents="false")
    vendor.ok("POST", "webhooks/deleteevents", events)
    assert vendor.ok("GET", "webhooks/getevents", deleteEvents="true") == []


def test_c_sharp_sends_render_options_whole_and_reads_the_exact_type(vendor: Any) -> None:
    options = {"includeDetails": True, "includeConversationLink": True, "includeNotes": True,
               "fontSizeInPixels": 14, "replaceContentId": True, "showParticipantType": True}  # fmt: skip
    headers = {"Authorization": f"Bearer {vendor.token}", "Accept": "application/json"}
    for form, kind in (("pdf", "application/pdf"), ("html", "text/html; charset=utf-8")):
        answer = vendor.pool.request("POST", vendor.url(f"tickets/{form}/13784"), json=options, headers=headers)
        assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
