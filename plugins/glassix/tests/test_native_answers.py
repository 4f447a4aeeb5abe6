"""What the native client makes of documents and of answers that nobody promised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deskbridge.errors import (
    AmbiguousWriteError,
    DeskbridgeError,
    InvalidRequestError,
    MalformedAnswerError,
    TransportError,
)
from deskbridge.records import FrozenDict
from deskbridge.transport import UploadedFile
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.wire.canned_replies import NewCannedReply
from deskbridge_glassix.wire.documents import NewDocument
from deskbridge_glassix.wire.events import EventReceipt
from deskbridge_glassix.wire.sending import RenderOptions


def test_all_of_what_a_rendered_ticket_shows_is_said(scripted: Any, native: GlassixClient) -> None:
    scripted.says(200, b"<p>x</p>", "Text/HTML; Charset=UTF-8")
    assert native.ticket_documents.html(7, RenderOptions(include_notes=False)) == "<p>x</p>"
    assert scripted.asked == [
        (
            "POST /tickets/html/7",
            {
                "includeDetails": True,
                "includeConversationLink": True,
                "includeNotes": False,
                "fontSizeInPixels": 14,
                "replaceContentId": True,
                "showParticipantType": True,
            },
        )
    ]
    assert scripted.headers[0]["accept"].startswith("text/html")


@pytest.mark.parametrize("content_type", ["application/pdf", "Application/PDF", 'application/pdf; name="a.pdf"'])
def test_a_pdf_is_known_by_its_type_in_any_case_and_with_parameters(
    scripted: Any, native: GlassixClient, tmp_path: Path, content_type: str
) -> None:
    scripted.says(200, b"%PDF-1.7 x", content_type)
    assert native.ticket_documents.pdf(7) == b"%PDF-1.7 x"
    saved = native.ticket_documents.save_pdf(7, tmp_path / "a.pdf")
    assert (saved.path.read_bytes(), saved.size_bytes, saved.content_type) == (b"%PDF-1.7 x", 10, content_type)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<html>maintenance</html>", "text/html"),
        (b'{"message":"no"}', "application/json"),
        (b"%PDF-1.7", ""),
        (b"<html>", "application/pdf"),
        (b"%PD", "application/pdf"),
        (b"", "application/pdf"),
    ],
)
def test_what_is_no_pdf_is_refused_and_leaves_no_file(
    scripted: Any, native: GlassixClient, tmp_path: Path, body: bytes, content_type: str
) -> None:
    scripted.says(200, body, content_type)
    with pytest.raises(MalformedAnswerError, match="application/pdf"):
        native.ticket_documents.pdf(7)
    with pytest.raises(MalformedAnswerError, match="application/pdf"):
        native.ticket_documents.save_pdf(7, tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_document_that_is_cut_leaves_what_was_there(scripted: Any, native: GlassixClient, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"before")
    scripted.cuts(b"%PDF-1.7", "application/pdf")
    with pytest.raises(TransportError):
        native.ticket_documents.save_pdf(7, tmp_path / "a.pdf")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.pdf", b"before")]


def test_a_file_that_can_not_be_written_is_told(scripted: Any, native: GlassixClient, tmp_path: Path) -> None:
    scripted.says(200, b"<p>", "text/html")
    with pytest.raises(InvalidRequestError, match="can't be written"):
        native.ticket_documents.save_html(7, tmp_path / "missing" / "a.html")


@pytest.mark.parametrize(
    ("content", "content_type", "text"),
    [
        ("שלום".encode(), "text/html", "שלום"),
        ("שלום".encode("cp1255"), "text/html; charset=windows-1255", "שלום"),
        ("é".encode("latin-1"), 'text/html; charset="ISO-8859-1"', "é"),
        (b"a\xff", "text/html; charset=utf-8", "a\ufffd"),
        (b"a", "text/html; charset=no-such", "a"),
    ],
)
def test_html_is_read_by_the_charset_it_declares(
    scripted: Any, native: GlassixClient, content: bytes, content_type: str, text: str
) -> None:
    scripted.says(200, content, content_type)
    assert native.ticket_documents.html(7) == text


def test_files_are_sent_as_a_form_under_their_numbers(scripted: Any, native: GlassixClient) -> None:
    scripted.says(200, [])
    native.files.upload([UploadedFile(name="a.png", content=b"1", content_type="image/png"),
                         UploadedFile(name="../b", content=b"2")])  # fmt: skip
    assert scripted.headers[0]["content-type"].startswith("multipart/form-data; boundary=")
    [(request_line, form)] = scripted.asked
    assert request_line == "POST /files/upload"
    assert form.count(b'name="0"; filename="a.png"') == form.count(b'name="1"; filename="b"') == 1


@pytest.mark.parametrize(
    ("answer", "references"),
    [
        ([{"uri": "https://a.example/1", "fileIdentifier": "f1"}], ["https://a.example/1"]),
        ([{"FileIdentifier": "f1"}, {"uri": "", "fileIdentifier": "f2"}], ["f1", "f2"]),
        ({"files": [{"fileIdentifier": "f1"}]}, ["f1"]),
        ({"Uri": "https://a.example/1"}, ["https://a.example/1"]),
        (["https://a.example/1", "f2"], ["https://a.example/1", "f2"]),
        ("f1", ["f1"]),
        ({"message": "uploaded"}, []),
        ([{"fileIdentifier": 7}, None, 1], []),
        (None, []),
    ],
)  # fmt: skip
def test_what_an_upload_answers_is_read_as_far_as_it_names_files(
    scripted: Any, native: GlassixClient, answer: Any, references: list[str]
) -> None:
    scripted.says(200, answer)
    assert [one.reference for one in native.files.upload([UploadedFile(name="a", content=b"")])] == references


@pytest.mark.parametrize(
    ("answer", "ids"),
    [({"id": 7, "title": "A"}, [7]), ([{"id": 7}, {"title": "no id"}], [7]), ({"cannedReplies": [{"id": 7}]}, [7]),
     ({"message": "added"}, []), (7, []), (None, [])],
)  # fmt: skip
def test_what_adding_a_canned_reply_answers_is_read_as_far_as_it_names_some(
    scripted: Any, native: GlassixClient, answer: Any, ids: list[int]
) -> None:
    scripted.says(200, answer)
    assert [one.id for one in native.canned_replies.add(NewCannedReply(title="A"))] == ids


@pytest.mark.parametrize(("answer", "kept"), [({"id": 7, "of": [1]}, {"id": 7, "of": [1]}), ([1], {}), (None, {})])
def test_what_answers_a_document_to_fill_in_is_kept_as_it_came(
    scripted: Any, native: GlassixClient, answer: Any, kept: Any
) -> None:
    scripted.says(200, answer)
    got = native.interactive_documents.send(7, NewDocument(base_template_id=20))
    assert (got, type(got)) == (kept, FrozenDict)


@pytest.mark.parametrize(
    ("answer", "remark"),
    [
        ({"message": "Done"}, "Done"),
        ({"Message": "Done"}, "Done"),
        ({"MESSAGE": "Done", "more": 1}, "Done"),
        ("Done", "Done"),
        ({"message": 7}, ""),
        ({}, ""),
        ([], ""),
        (None, ""),
        (b"", ""),
        (b" \n", ""),
    ],
)
def test_what_answers_a_change_is_read_for_the_vendor_s_remark(
    scripted: Any, native: GlassixClient, answer: Any, remark: str
) -> None:
    scripted.says(200, answer)
    assert native.ticket_details.set_summary(7, "x") == remark


def test_a_page_of_html_is_no_answer_to_a_change(scripted: Any, native: GlassixClient) -> None:
    scripted.says(200, b"<html>proxy</html>", "text/html")
    with pytest.raises(MalformedAnswerError, match="HTML"):
        native.ticket_details.set_summary(7, "x")


@pytest.mark.parametrize(
    "answer", [{"surveyLink": "javascript:alert(1)"}, {"surveyLink": ""}, {}, {"surveyLink": None}]
)
def test_what_is_no_link_is_not_given_out_as_one(scripted: Any, native: GlassixClient, answer: Any) -> None:
    scripted.says(200, answer)
    with pytest.raises(AmbiguousWriteError):
        native.ticket_documents.survey_link(7, 1)


def test_a_state_change_that_answers_no_ticket_is_told(scripted: Any, native: GlassixClient) -> None:
    scripted.says(200, {"message": "Ticket #7 state was changed to: Open"})
    with pytest.raises(AmbiguousWriteError):
        native.ticket_changes.set_state_and_get(7, "Open", send_message=False, enable_webhook=False)


def test_events_are_deleted_ten_at_a_time_and_none_without_a_request(scripted: Any, native: GlassixClient) -> None:
    scripted.says(200, b"")
    receipts = [EventReceipt(queue_receipt_handle=f"h{number}", queue_message_id=str(number)) for number in range(23)]
    native.webhooks.delete_events(receipts)
    native.webhooks.delete_events([])
    assert [len(body) for _, body in scripted.asked] == [10, 10, 3]
    assert [one["queueMessageId"] for _, body in scripted.asked for one in body] == [str(n) for n in range(23)]


@pytest.mark.parametrize(
    "strange",
    [{"changes": 7}, {"changes": [{"ticket": {"id": "x"}}]}, {"dateTime": "soon"}, {"changes": [[[]] * 3]}],
)
def test_an_event_that_can_not_be_read_can_still_be_deleted(
    scripted: Any, native: GlassixClient, strange: dict[str, Any]
) -> None:
    receipt = {"queueReceiptHandle": "h", "queueMessageId": "m"}
    good = {"dateTime": "2018-11-25T14:17:57.4865353Z", "changes": [{"_event": "NEW_TICKET", "ticketId": 7}], **receipt}
    scripted.says(200, [{**strange, **receipt}, good, 7])
    first, second, third = native.webhooks.get_events()
    assert (first.changes, first.receipt, first.raw) == (None, second.receipt, {**strange, **receipt})
    assert [change.ticket_id for change in second.changes or ()] == [7]
    assert (third.changes, third.receipt) == (None, None)


def test_an_event_nested_beyond_reason_can_still_be_deleted(scripted: Any, native: GlassixClient) -> None:
    deep: Any = []
    for _ in range(150):
        deep = [deep]
    scripted.says(200, [{"changes": deep, "queueReceiptHandle": "h", "queueMessageId": "m"}])
    [event] = native.webhooks.get_events()
    assert event.receipt == EventReceipt(queue_receipt_handle="h", queue_message_id="m")


@pytest.mark.parametrize("body", [{"Message": "no"}, {"message": "no"}, b"no", b"<html><title>no</title></html>"])
def test_errors_are_read_whatever_their_form(scripted: Any, native: GlassixClient, body: Any) -> None:
    scripted.says(400, body, "text/plain" if isinstance(body, bytes) else "application/json")
    with pytest.raises(DeskbridgeError, match="no"):
        native.ticket_documents.pdf(7)


def test_nothing_secret_goes_into_a_repr(native: GlassixClient) -> None:
    assert "s3cr3t" not in repr(native) + repr(native.token)
