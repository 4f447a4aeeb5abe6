"""What the native client sends, to the letter, and what it does when an answer is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from deskbridge.errors import (
    AmbiguousWriteError,
)
from deskbridge.transport import UploadedFile
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.wire.canned_replies import NewCannedReply
from deskbridge_glassix.wire.documents import NewDocument
from deskbridge_glassix.wire.events import EventReceipt
from deskbridge_glassix.wire.protocols import NewDirectMessage
from deskbridge_glassix.wire.tickets import NewParticipant, NewTicket, TicketFields
from deskbridge_glassix.wire.users import NewUser, UserChange

AT = datetime(2020, 12, 24, 13, 20, 0, 229_000, tzinfo=timezone(timedelta(hours=2)))
ZERO = "0" * 8 + "-0000-0000-0000-" + "0" * 12


REQUESTS: list[Any] = [
    (
        lambda native: native.tickets.create(
            NewTicket(participants=(NewParticipant(protocol_type="SMS", identifier="1781"),), tags=("VIP",))
        ),
        "POST /tickets/create",
        {
            "participants": [{"protocolType": "SMS", "identifier": "1781", "type": "Client"}],
            "culture": "en-US",
            "tags": ["VIP"],
            "getAvailableUser": True,
            "addIntroductionMessage": False,
            "enableWebhook": True,
            "markAsRead": False,
        },
    ),
    (
        lambda native: native.tickets.first_page(since=AT, until=AT, states=("Open", "Closed"), sort_order="DESC"),
        ("GET /tickets/list?since=24%2F12%2F2020%2011%3A20%3A00%3A22&until=24%2F12%2F2020%2011%3A20%3A00%3A22"
        "&ticketState=Open%2CClosed&sortOrder=DESC"),
        b"",
    ),
    (lambda native: native.tickets.send(7, text="Hi"), "POST /tickets/send/7", {"text": "Hi"}),
    (lambda native: native.tickets.add_tags("7/8", ["a"]), "POST /tickets/addtags/7%2F8", ["a"]),
    (lambda native: native.tickets.remove_tag(7, "a&b"), "DELETE /tickets/removetag/7?tag=a%26b", b""),
    (
        lambda native: native.ticket_changes.set_state(
            7, "Closed", send_message=True, enable_webhook=False, tags=("VIP",), summary="Done"
        ),
        ("PUT /tickets/setstate/7?nextState=Closed&getTicket=false&sendTicketStateChangedMessage=true"
        "&enableWebhook=false"),
        {"tags": ["VIP"], "summary": "Done"},
    ),
    (
        lambda native: native.ticket_changes.set_state_and_get(7, "Open", send_message=False, enable_webhook=True),
        "PUT /tickets/setstate/7?nextState=Open&getTicket=true&sendTicketStateChangedMessage=false&enableWebhook=true",
        {},
    ),
    (
        lambda native: native.ticket_changes.set_fields(7, TicketFields(field3="", unique_argument="x")),
        "PUT /tickets/setfields/7",
        {"field3": "", "uniqueArgument": "x"},
    ),
    (
        lambda native: native.ticket_changes.set_owner(7, "a+b@c.example", keep_current=True),
        "PUT /tickets/setowner/7?nextOwnerUserName=a%2Bb%40c.example&keepCurrentOwnerInConversation=true",
        b"",
    ),
    (lambda native: native.ticket_changes.scramble(7), "DELETE /tickets/scramble/7", b""),
    (
        lambda native: native.users.status_logs(date(2023, 7, 1), date(2023, 7, 30), user_id="u1"),
        "GET /users/statuslogs?since=01%2F07%2F2023&until=30%2F07%2F2023&userId=u1",
        b"",
    ),
    (
        lambda native: native.users.add([NewUser(user_name="a@b.example")], user_type="BOT", role="ReadOnly"),
        "POST /users/add?userType=BOT&role=ReadOnly",
        [{"userName": "a@b.example"}],
    ),
    (
        lambda native: native.users.set_roles("a@b.example", ["ReadOnly"]),
        "POST /users/setroles?userName=a%40b.example",
        ["ReadOnly"],
    ),
    (lambda native: native.own_user.update(UserChange(job_title="")), "POST /users/update", {"jobTitle": ""}),
    (
        lambda native: native.canned_replies.add(NewCannedReply(title="A", text="B")),
        "POST /cannedreplies/add",
        {"id": 0, "title": "A", "text": "B"},
    ),
    (lambda native: native.canned_replies.delete(7), "DELETE /cannedreplies/delete?cannedReplyId=7", b""),
    (
        lambda native: native.interactive_documents.send(7, NewDocument(base_template_id=20)),
        "POST /interactivedocuments/send/7",
        {"baseTemplateId": 20},
    ),
    (
        lambda native: native.protocols.send(NewDirectMessage(protocol_type="SMS", sender="1", to="2", text="Hi")),
        "POST /protocols/send",
        {"protocolType": "SMS", "from": "1", "to": "2", "text": "Hi"},
    ),
    (
        lambda native: native.phone_calls.started(7, AT),
        "POST /phonecalls/started/7",
        {"dateTime": "24/12/2020 11:20:00:22"},
    ),
    (
        lambda native: native.phone_calls.audio_link(7, "https://a.example/b.ogg"),
        "POST /phonecalls/audiolink/7",
        {"audioUri": "https://a.example/b.ogg"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "request_line", "body"), REQUESTS, ids=[one[1].split("?")[0] for one in REQUESTS])
def test_a_request_is_sent_to_the_letter(
    scripted: Any, native: GlassixClient, ask: Callable[[GlassixClient], Any], request_line: str, body: Any
) -> None:
    listed = any(word in request_line for word in ("tags", "removetag", "statuslogs"))
    scripted.says(200, [] if listed else {"id": 1, "tickets": []})
    ask(native)
    assert scripted.asked == [(request_line, body)]


ONCE: list[tuple[str, Callable[[GlassixClient], Any]]] = [
    ("set_state that tells the customer", lambda native: native.ticket_changes.set_state(
        7, "Closed", send_message=True, enable_webhook=True)),
    ("assign_available_user", lambda native: native.ticket_changes.assign_available_user(7)),
    ("set_department", lambda native: native.ticket_changes.set_department(7, ZERO)),
    ("send", lambda native: native.tickets.send(7, text="Hi")),
    ("add_note", lambda native: native.tickets.add_note(7, text="Hi")),
    ("survey_link", lambda native: native.ticket_documents.survey_link(7, 1)),
    ("users.add", lambda native: native.users.add([NewUser(user_name="a@b.co")], user_type="BOT", role="ReadOnly")),
    ("users.delete", lambda native: native.users.delete("a@b.example")),
    ("canned_replies.add", lambda native: native.canned_replies.add(NewCannedReply(title="A"))),
    ("canned_replies.delete", lambda native: native.canned_replies.delete(7)),
    ("interactive document", lambda native: native.interactive_documents.send(7, NewDocument(base_template_id=0))),
    ("protocols.send", lambda native: native.protocols.send(
        NewDirectMessage(protocol_type="SMS", sender="1", to="2", text="Hi"))),
    ("phone_calls.ended", lambda native: native.phone_calls.ended(7, AT)),
    ("take_events", lambda native: native.webhooks.take_events()),
    ("upload", lambda native: native.files.upload([UploadedFile(name="a", content=b"")])),
]  # fmt: skip


@pytest.mark.parametrize("act", [one[1] for one in ONCE], ids=[one[0] for one in ONCE])
@pytest.mark.parametrize("status", [0, 200])
def test_what_must_not_happen_twice_is_sent_once_and_its_outcome_told_unknown(
    scripted: Any, native: GlassixClient, act: Callable[[GlassixClient], Any], status: int
) -> None:
    if status:
        scripted.says(status, b"<html>proxy</html>", "text/html")
    else:
        scripted.hangs_up()
    with pytest.raises(AmbiguousWriteError):
        act(native)
    assert len(scripted.asked) == 1


AGAIN: list[Callable[[GlassixClient], Any]] = [
    lambda native: native.ticket_changes.scramble(7),
    lambda native: native.ticket_details.set_summary(7, "x"),
    lambda native: native.own_user.set_status("Online"),
    lambda native: native.webhooks.delete_events([EventReceipt(queue_receipt_handle="a", queue_message_id="b")]),
]


@pytest.mark.parametrize("act", AGAIN)
def test_what_may_happen_twice_is_sent_again_after_a_lost_answer(
    scripted: Any, native: GlassixClient, act: Callable[[GlassixClient], Any]
) -> None:
    scripted.hangs_up()
    scripted.says(200, {"Message": "Done"})
    act(native)
    assert len(scripted.asked) == 2
