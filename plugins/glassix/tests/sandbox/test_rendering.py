from __future__ import annotations

import re
from typing import Any

import pytest


def render(vendor: Any, form: str, number: int = 13784, **options: Any) -> tuple[str, bytes]:
    headers = {"Authorization": f"Bearer {vendor.token}"}
    answer = vendor.pool.request("POST", vendor.url(f"tickets/{form}/{number}"), json=options, headers=headers)
    assert answer.status == 200, answer.data
    return answer.headers["Content-Type"], answer.data


@pytest.fixture
def told(vendor: Any) -> Any:
    vendor.ok("PUT", "tickets/setfields/13784", {"field1": "<b>Tuscany</b> & (more)"})
    vendor.ok("POST", "tickets/addnote/13784", {"text": "for us only"})
    vendor.ok("POST", "tickets/send/13784", {"text": "<script>alert(1)</script> שלום"})
    return vendor


def test_the_page_has_subject_and_customers_and_everything_is_escaped(told: Any) -> None:
    kind, body = render(told, "html")
    page = body.decode()
    assert kind == "text/html; charset=utf-8"
    assert "&lt;b&gt;Tuscany&lt;/b&gt; &amp; (more)" in page
    assert told.get(13784)["participants"][0]["name"] in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; שלום" in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("option", "shown"),
    [("includeNotes", "for us only"), ("includeDetails", "api.user"), ("includeConversationLink", "/app/tickets/")],
)
@pytest.mark.parametrize("form", ["html", "pdf"])
def test_each_option_leaves_something_out(told: Any, form: str, option: str, shown: str) -> None:
    told.ok("PUT", "tickets/setowner/13784", nextOwnerUserName="api.user@example.com")
    parts = dict.fromkeys(("includeNotes", "includeDetails", "includeConversationLink"), False)
    assert shown.encode() in render(told, form, **parts | {option: True})[1]
    assert shown.encode() not in render(told, form, **parts)[1]


def test_a_page_says_what_kind_a_participant_is_only_if_asked(told: Any) -> None:
    assert b"(Client)" in render(told, "html")[1]
    assert b"(Client)" not in render(told, "html", showParticipantType=False)[1]


def test_the_file_is_a_pdf_whose_parts_are_where_its_table_says(told: Any) -> None:
    for _ in range(80):
        told.ok("POST", "tickets/send/13784", {"text": "a long line \\(of\\) words " * 12})
    kind, body = render(told, "pdf", fontSizeInPixels=16)
    assert (kind, body[:5], body.rstrip()[-5:]) == ("application/pdf", b"%PDF-", b"%%EOF")
    start = int(body.rsplit(b"startxref\n", 1)[1].split()[0])
    assert body[start:].startswith(b"xref\n")
    places = [int(one) for one in re.findall(rb"(\d{10}) 00000 n", body)]
    assert [body[place:].split(b" ", 1)[0] for place in places] == [b"%d" % (n + 1) for n in range(len(places))]
    for length, stream in re.findall(rb"/Length (\d+) >>\nstream\n(.*?)endstream", body, re.DOTALL):
        assert len(stream) == int(length)
    assert int(re.findall(rb"/Count (\d+)", body)[0]) == body.count(b"/Type /Page ") > 2
    assert rb"<b>Tuscany</b> & \(more\)" in body


@pytest.mark.parametrize("body", [{"includeNotes": "maybe"}, {"fontSizeInPixels": 0}, {"fontSizeInPixels": "big"}, []])
def test_wrong_options_are_refused(vendor: Any, body: Any) -> None:
    vendor.refused("POST", "tickets/html/13784", body)


def test_options_may_be_absent(vendor: Any) -> None:
    headers = {"Authorization": f"Bearer {vendor.token}"}
    assert vendor.pool.request("POST", vendor.url("tickets/pdf/13784"), headers=headers).status == 200


def test_html_alone_is_shown_without_its_tags_and_scripts(vendor: Any) -> None:
    written = "<html><head><style>p{}</style></head><p>one &amp; two</p><script>bad()</script><b>three</b><script>"
    vendor.ok("POST", "tickets/addnote/13784", {"html": written})
    assert "one &amp; twothree<" in render(vendor, "html")[1].decode()


@pytest.mark.parametrize("text", ["<script" * 40_000, "<" * 200_000, "x" * 300_000, "<head>" * 40_000])
def test_long_and_broken_texts_are_rendered_soon(vendor: Any, text: str) -> None:
    vendor.ok("POST", "tickets/addnote/13784", {"html": text})
    assert render(vendor, "pdf")[1].startswith(b"%PDF")
