"""The roles around tickets against the local Glassix, which shares no code with them."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from deskbridge.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    ValidationError,
)
from deskbridge.records import (
    AnswerContent,
    AnswerId,
    CallEntry,
    ChannelKind,
    ContentKind,
    DeliveryKind,
    Event,
    EventKind,
    MessageId,
    NewAnswer,
    NewDirectMessage,
    NewMessage,
    NewNote,
    RenderForm,
    TicketId,
)
from deskbridge.sandbox import Fault, RunningSandbox
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.translate.direct import delivery_of

OPEN, CLOSED = TicketId("13784"), TicketId("13783")
DIRECT = NewDirectMessage(channel=ChannelKind.WHATSAPP, to="+972547101833", sender="+972524646214", text="hello")
NEW = NewAnswer(
    name="Farewell",
    category="Closers",
    contents=(AnswerContent(language="en-us", kind=ContentKind.CHAT, text="Goodbye"),),
)


def control(box: RunningSandbox, method: str, path: str, body: Any = None) -> Any:
    request = urllib.request.Request(  # noqa: S310 - the loopback interface
        f"{box.url}/_sandbox{path}", method=method, data=json.dumps(body).encode() if body is not None else None
    )
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - the same
        return json.load(answer)


def turn(box: RunningSandbox, **switches: Any) -> None:
    control(box, "PATCH", "/glassix/switches", switches)


def later(box: RunningSandbox, **by: float) -> None:
    control(box, "POST", "/clock", {"advance_seconds": timedelta(**by).total_seconds()})


def happen(desk: GlassixDesk) -> None:
    """Let three things happen that the vendor tells of."""
    for state in ("Pending", "Open"):
        desk.native.ticket_changes.set_state(OPEN, state, send_message=False, enable_webhook=True)
    desk.messages.send(OPEN, NewMessage(text="Hello"))


def kinds(events: list[Event]) -> list[EventKind]:
    return [one.kind for one in events]


@pytest.fixture
def hook() -> Iterator[list[tuple[dict[str, str], bytes]]]:
    """What the vendor delivers to a webhook; its first element says where that is."""
    got: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if len(got) == 2 else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    got.append(({"url": f"http://127.0.0.1:{server.server_port}/"}, b""))
    yield got
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("array", [False, True])
def test_what_the_vendor_delivers_is_proven_read_and_known_again_when_it_is_repeated(
    box: RunningSandbox, desk: GlassixDesk, hook: list[tuple[dict[str, str], bytes]], *, array: bool
) -> None:
    turn(box, webhook_array=array)
    control(box, "POST", "/glassix/webhooks", {"url": hook[0][0]["url"]})
    desk.messages.send(OPEN, NewMessage(text="Hello"))
    control(box, "POST", "/webhooks/deliver")
    (event,) = desk.events.receive(*hook[1])
    assert (event.kind, event.ticket_id) == (EventKind.MESSAGE_SENT, OPEN)
    assert desk.messages.get(MessageId(event.message_id or "")).text == "Hello"
    for _ in range(3):
        later(box, hours=1)
        control(box, "POST", "/webhooks/deliver")
    assert len(hook) == 3
    with pytest.raises(AuthenticationError):
        desk.events.receive(*hook[2])  # the sandbox's clock is hours ahead of ours
    assert json.loads(hook[1][1]) == json.loads(hook[2][1])


def test_polled_events_wait_until_they_are_acknowledged(box: RunningSandbox, desk: GlassixDesk) -> None:
    happen(desk)
    first = list(desk.events.poll())
    assert kinds(first) == [EventKind.TICKET_UPDATED, EventKind.TICKET_REOPENED, EventKind.MESSAGE_SENT]
    assert [one.id for one in desk.events.poll()] == [one.id for one in first]
    desk.events.acknowledge(first[1:2])
    assert kinds(list(desk.events.poll())) == [EventKind.TICKET_UPDATED, EventKind.MESSAGE_SENT]
    desk.events.acknowledge(desk.events.poll())
    assert list(desk.events.poll()) == []


def test_what_the_queue_gives_by_and_by_is_polled_again(box: RunningSandbox, desk: GlassixDesk) -> None:
    turn(box, queue_batch=2)
    happen(desk)
    seen = []
    while waiting := list(desk.events.poll()):
        assert len(waiting) <= 2
        seen += waiting
        desk.events.acknowledge(waiting)
    assert len({one.id for one in seen}) == 3


def test_a_receipt_that_has_ended_deletes_nothing_and_the_event_comes_again(
    box: RunningSandbox, desk: GlassixDesk
) -> None:
    happen(desk)
    first = list(desk.events.poll())
    later(box, hours=1)
    with pytest.raises(ValidationError):
        desk.events.acknowledge(first)
    again = list(desk.events.poll())
    assert [one.id for one in again] == [one.id for one in first]
    desk.events.acknowledge(again)
    assert list(desk.events.poll()) == []


def test_acknowledging_is_repeated_where_its_answer_was_lost(box: RunningSandbox, desk: GlassixDesk) -> None:
    happen(desk)
    waiting = list(desk.events.poll())
    box.sandbox.faults.add(Fault("error_after", path="deleteevents"))
    desk.events.acknowledge(waiting)
    assert list(desk.events.poll()) == []


def test_an_event_of_a_new_kind_is_given_and_can_be_acknowledged(box: RunningSandbox, desk: GlassixDesk) -> None:
    control(box, "POST", "/glassix/events", {"event": "BRAND_NEW", "change": {"ticketId": 13784, "more": [1]}})
    (event,) = desk.events.poll()
    assert (event.kind, event.original_kind, event.ticket_id) == (EventKind.OTHER, "BRAND_NEW", OPEN)
    assert event.details["more"] == [1]
    desk.events.acknowledge([event])
    assert list(desk.events.poll()) == []


def test_only_what_came_from_the_queue_can_be_acknowledged(box: RunningSandbox, desk: GlassixDesk) -> None:
    before = box.sandbox.counters.requests
    with pytest.raises(InvalidRequestError):
        desk.events.acknowledge([Event(id="1", vendor="glassix", kind=EventKind.OTHER)])
    desk.events.acknowledge([])
    assert box.sandbox.counters.requests == before


def test_a_direct_message_goes_out_once_and_its_delivery_is_told_by_events(
    box: RunningSandbox, desk: GlassixDesk
) -> None:
    sent = desk.messages.send_direct(DIRECT)
    assert (sent.delivery.kind, sent.recipient, box.sandbox.counters.outbound_messages) == (
        DeliveryKind.PENDING,
        DIRECT.to,
        1,
    )
    later(box, minutes=5)
    told = [one for one in desk.events.poll() if one.original_kind == "NON_TICKET_MESSAGE_STATUS"]
    assert {one.details["message"]["providerMessageId"] for one in told} == {sent.id}
    states = [delivery_of(one.details["message"]["status"]).kind for one in told]
    assert states == [DeliveryKind.ACCEPTED, DeliveryKind.DELIVERED, DeliveryKind.READ]


def test_a_direct_message_without_its_conditions_is_refused_and_says_them(
    box: RunningSandbox, desk: GlassixDesk
) -> None:
    for wrong in ({"text": "no approved words"}, {"sender": "+15550000000"}, {"channel": ChannelKind.APPLE}):
        values = {"channel": DIRECT.channel, "to": DIRECT.to, "sender": DIRECT.sender, "text": DIRECT.text, **wrong}
        if values["channel"] is ChannelKind.APPLE:
            values |= {"to": "urn:mbid:AQ", "sender": "business"}
        with pytest.raises(ValidationError, match="switched them on"):
            desk.messages.send_direct(NewDirectMessage(**values))
    assert box.sandbox.counters.outbound_messages == 0


def test_a_message_is_read_by_its_id_and_by_that_of_its_import(desk: GlassixDesk) -> None:
    note = desk.messages.add_note(OPEN, NewNote(text="Call back"))
    assert desk.messages.get(MessageId(note.id)) == note
    for wrong in ("13784:1", "13784:x", "99999999:1", "13784", note.raw["id"]):
        with pytest.raises(NotFoundError):
            desk.messages.get(MessageId(str(wrong)))


def test_a_customers_file_is_saved_and_again_when_its_link_has_ended(
    box: RunningSandbox, desk: GlassixDesk, tmp_path: Path
) -> None:
    turn(box, files_host="localhost")
    file = {"text": "See", "fileName": "../a.txt", "fileType": "text/plain", "fileText": "what I saw"}
    control(box, "POST", "/glassix/tickets/13784/messages", file)
    (message,) = (one for one in desk.messages.of_ticket(OPEN) if one.attachments)
    (attachment,) = message.attachments
    for name in ("first", "second"):
        saved = desk.files.save(MessageId(message.id), attachment, tmp_path / name)
        assert saved.read_text() == "what I saw"
        later(box, hours=7)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["first", "second"]
    world: Any = box.sandbox
    assert world.world.files.with_credentials == 0


def test_an_uploaded_file_can_be_sent(box: RunningSandbox, desk: GlassixDesk, tmp_path: Path) -> None:
    source = tmp_path / 'grüße "7".txt'
    source.write_text("inside")
    stored = desk.files.upload(source)
    assert (stored.name, stored.content_type, stored.size_bytes) == (source.name, "text/plain", 6)
    desk.native.tickets.send(OPEN, text="Here", files=[stored.id])
    (message,) = (one for one in desk.messages.of_ticket(OPEN) if one.attachments)
    saved = desk.files.save(MessageId(message.id), message.attachments[0], tmp_path / "saved")
    assert saved.read_text() == "inside"


@pytest.mark.parametrize(("form", "begins"), [(RenderForm.PDF, b"%PDF"), (RenderForm.HTML, b"<")])
def test_a_ticket_is_written_down_whole_or_not_at_all(
    box: RunningSandbox, desk: GlassixDesk, tmp_path: Path, form: RenderForm, begins: bytes
) -> None:
    saved = desk.files.render(CLOSED, tmp_path / "ticket", form=form, notes=False)
    assert saved.read_bytes().lstrip().startswith(begins)
    with pytest.raises(NotFoundError):
        desk.files.render(TicketId("99999999"), tmp_path / "missing", form=form, notes=False)
    assert [one.name for one in tmp_path.iterdir()] == ["ticket"]


def test_internal_notes_are_written_down_only_if_asked_for(desk: GlassixDesk, tmp_path: Path) -> None:
    desk.messages.add_note(OPEN, NewNote(text="not for customers"))
    shown = [
        "not for customers" in desk.files.render(OPEN, tmp_path / "t", form=RenderForm.HTML, notes=notes).read_text()
        for notes in (True, False)
    ]
    assert shown == [True, False]


def test_a_survey_is_linked_once_for_a_closed_ticket_and_each_refusal_is_explained(
    box: RunningSandbox, desk: GlassixDesk
) -> None:
    assert desk.surveys.link(CLOSED, "73993").startswith("http")
    with pytest.raises(ValidationError, match="survey was sent in it already"):
        desk.surveys.link(CLOSED, "73993")
    with pytest.raises(ValidationError, match="closed tickets only"):
        desk.surveys.link(OPEN, "73993")
    with pytest.raises(ValidationError, match="survey 1"):
        desk.surveys.link(CLOSED, "1")
    with pytest.raises(NotFoundError):
        desk.surveys.link(TicketId("99999999"), "73993")
    assert box.sandbox.counters.outbound_messages == 0


def test_a_logged_call_stands_on_its_ticket_at_its_own_times(desk: GlassixDesk) -> None:
    started = datetime(2026, 3, 1, 9, 30, 15, 120_000, tzinfo=UTC)
    recording = "https://recordings.example/7.ogg"
    entry = CallEntry(started_at=started, ended_at=started + timedelta(minutes=3), recording_url=recording)
    before = {one.id for one in desk.messages.of_ticket(OPEN)}
    desk.calls.log(OPEN, entry)
    made = [one for one in desk.messages.of_ticket(OPEN) if one.id not in before]
    assert {entry.started_at, entry.ended_at} <= {one.created_at for one in made}
    assert [file.url for one in made for file in one.attachments] == [recording]


@pytest.mark.parametrize("fault", ["error_after", "reset_after", "cut_body"])
def test_an_answer_whose_making_was_answered_badly_is_there_once(
    box: RunningSandbox, desk: GlassixDesk, fault: str
) -> None:
    box.sandbox.faults.add(Fault(fault, path="cannedreplies/add"))
    made = desk.answers.create(NEW)
    assert [one.id for one in desk.answers.all() if one.name == "Farewell"] == [made.id]
    desk.answers.delete(AnswerId(made.id))
    with pytest.raises(NotFoundError):
        desk.answers.get(AnswerId(made.id))


def test_an_answer_that_was_not_made_is_made_by_trying_again(box: RunningSandbox, desk: GlassixDesk) -> None:
    box.sandbox.faults.add(Fault("html_page", path="cannedreplies/add"))
    with pytest.raises(AmbiguousWriteError):
        desk.answers.create(NEW)
    desk.answers.create(NEW)
    with pytest.raises(ConflictError):
        desk.answers.create(NEW)
    assert [one.name for one in desk.answers.all()].count("Farewell") == 1
