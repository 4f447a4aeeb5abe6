from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

CONTENT = bytes(range(256)) * 20 + b"\r\n--not a boundary\r\n"


def fetch(vendor: Any, address: str, **headers: str) -> Any:
    return vendor.pool.request("GET", address, headers=headers, retries=False)


def test_an_uploaded_file_comes_back_byte_for_byte_by_its_link(vendor: Any) -> None:
    (stored,) = vendor.upload({"0": ("תמונה.png", CONTENT, "image/png")})
    assert (stored["originalFileName"], stored["type"]) == ("תמונה.png", "Image")
    answer = fetch(vendor, stored["uri"])
    assert (answer.status, answer.data, answer.headers["Content-Type"]) == (200, CONTENT, "image/png")
    assert quote("תמונה.png") in answer.headers["Content-Disposition"]


def test_several_files_of_any_field_are_taken_and_other_fields_are_none(vendor: Any) -> None:
    stored = vendor.upload({"0": ("a.txt", b"a"), "file": ("b", b"")}, comment="x")
    assert [one["originalFileName"] for one in stored] == ["a.txt", "b"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\x\\y.doc", "y.doc"), ("a/", "file"), ("x" * 300, "x" * 255)],
)
def test_a_hostile_file_name_is_only_a_name(vendor: Any, name: str, kept: str) -> None:
    assert vendor.upload({"0": (name, b"x")})[0]["originalFileName"] == kept


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b""),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\nno end"),
        ("multipart/form-data; boundary=b", b"--b\r\nno headers\r\n--b--"),
        ("multipart/form-data; boundary=b", b"--b\r\nA: b\r\n\r\nno file\r\n--b--\r\n"),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\n\r\n" * 200 + b"--b--"),
        ("", b"x"),
    ],
)
def test_a_broken_form_is_refused(vendor: Any, kind: str, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {vendor.token}", "Content-Type": kind}
    assert vendor.pool.request("POST", vendor.url("files/upload"), body=body, headers=headers).status == 400


def test_a_link_ends_and_reading_the_ticket_again_gives_a_fresh_one(vendor: Any) -> None:
    (stored,) = vendor.upload({"0": ("a.txt", CONTENT)})
    sent = vendor.ok("POST", "tickets/send/13784", {"text": "see", "files": [stored["fileIdentifier"]]})
    first = sent["attachments"][0]["uri"]
    vendor.clock.advance(timedelta(hours=6))
    assert fetch(vendor, first).status == 403
    vendor.sign_in()
    second = vendor.get(13784)["transactions"][-1]["attachments"][0]["uri"]
    assert fetch(vendor, second).data == CONTENT
    assert fetch(vendor, second.replace("X-Amz-Expires=21600", "X-Amz-Expires=99999")).status == 403


def test_the_files_may_be_on_another_host_and_credentials_are_noticed_there(vendor: Any) -> None:
    vendor.control("PATCH", "/glassix/switches", {"files_host": "localhost"})
    (stored,) = vendor.upload({"0": ("a.txt", CONTENT)})
    assert stored["uri"].startswith("http://localhost:")
    near = stored["uri"].replace("localhost", "127.0.0.1")
    fetch(vendor, near)
    assert vendor.box.state()["files_asked_with_credentials"] == 0
    fetch(vendor, near, Authorization="Bearer x")
    assert vendor.box.state()["files_asked_with_credentials"] == 1


def test_a_message_takes_identifiers_links_and_any_address_but_no_nonsense(vendor: Any) -> None:
    stored = vendor.upload({"0": ("a.png", b"x", "image/png"), "1": ("b.pdf", b"y", "application/pdf")})
    files = [stored[0]["fileIdentifier"], stored[1]["uri"], "https://example.org/c.bin?x=1"]
    sent = vendor.ok("POST", "tickets/send/13784", {"files": files})
    assert [(one["type"], one["originalFileName"]) for one in sent["attachments"]] == [
        ("Image", "a.png"), ("Document", "b.pdf"), ("File", "c.bin"),
    ]  # fmt: skip
    assert sent["attachments"][2]["uri"] == "https://example.org/c.bin?x=1"
    for wrong in ("nobody", "http://[", "", "\0"):
        vendor.refused("POST", "tickets/send/13784", {"files": [wrong]})


def test_scrambling_takes_the_files_away(vendor: Any) -> None:
    (stored,) = vendor.upload({"0": ("a.txt", CONTENT)})
    vendor.ok("POST", "tickets/send/13784", {"files": [stored["fileIdentifier"]]})
    vendor.ok("DELETE", "tickets/scramble/13784")
    assert fetch(vendor, stored["uri"]).status == 404
    assert vendor.get(13784)["transactions"][-1]["attachments"][0]["uri"] == ""


def test_a_ticket_copied_to_another_department_keeps_its_files(vendor: Any) -> None:
    (stored,) = vendor.upload({"0": ("a.txt", CONTENT)})
    vendor.ok("POST", "tickets/send/13784", {"files": [stored["fileIdentifier"]]})
    other = "5baf94b7-4ebb-4442-81a5-27ac4dd1f03f"
    copied = vendor.ok("PUT", "tickets/setdepartment/13784", {"departmentId": other})["ticketId"]
    vendor.ok("DELETE", "tickets/scramble/13784")
    vendor.sign_in_elsewhere()
    attachments = [held for one in vendor.get(copied)["transactions"] for held in one["attachments"]]
    assert fetch(vendor, attachments[-1]["uri"]).data == CONTENT


def test_a_phone_call_is_written_into_the_ticket(vendor: Any) -> None:
    vendor.ok("POST", "phonecalls/started/13784", {"dateTime": "24/12/2020 11:20:00:22"})
    vendor.ok("POST", "phonecalls/ended/13784", {"dateTime": "24/12/2020 11:25:00"})
    link = "https://file-examples-com.github.io/uploads/2017/11/file_example_OOG_1MG.ogg"
    vendor.ok("POST", "phonecalls/audiolink/13784", {"audioUri": link})
    started, ended, recorded = vendor.get(13784)["transactions"][-3:]
    assert (started["type"], started["dateTime"]) == ("PhoneCallStarted", "2020-12-24T11:20:00.22Z")
    assert (ended["type"], ended["dateTime"]) == ("PhoneCallEnded", "2020-12-24T11:25:00Z")
    assert recorded["attachments"][0]["uri"] == link
    assert vendor.outbound == 0


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("started", {"dateTime": "2020-12-24T11:20:00Z"}),
        ("ended", {"dateTime": "31/02/2020 11:20:00:22"}),
        ("audiolink", {}),
        ("audiolink", {"audioUri": "file:///etc/passwd"}),
        ("audiolink", {"audioUri": "https://"}),
        ("audiolink", {"audioUri": "https://[x"}),
    ],
)
def test_a_call_without_a_good_time_or_link_is_refused(vendor: Any, path: str, body: Any) -> None:
    before = vendor.get(13784)["transactionsCount"]
    vendor.refused("POST", f"phonecalls/{path}/13784", body)
    assert vendor.get(13784)["transactionsCount"] == before


@pytest.mark.parametrize("path", ["phonecalls/started", "tickets/pdf", "tickets/html", "interactivedocuments/send"])
def test_an_unknown_ticket_is_a_404(vendor: Any, path: str) -> None:
    assert vendor.ask("POST", f"{path}/1", {"baseTemplateId": 20})[0] == 404
