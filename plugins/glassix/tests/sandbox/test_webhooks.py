from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from attrs import define, field

KEY = "824b4850-b24c-45ed-8d41-c740ad2618bf"
SECRET = b"glassix-sandbox-secret"


@define
class Receiver:
    url: str = ""
    answers: list[int] = field(factory=list)
    wait_seconds: float = 0.0
    got: list[tuple[Any, bytes]] = field(factory=list)
    released: threading.Event = field(factory=threading.Event)

    def kinds(self) -> list[str]:
        return [json.loads(body)["changes"][0]["_event"] for _, body in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    held = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            held.got.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
            held.released.wait(held.wait_seconds)
            self.send_response(held.answers.pop(0) if held.answers else 200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    held.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield held
    held.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


def add(vendor: Any, receiver: Receiver, **more: Any) -> str:
    return str(vendor.control("POST", "/glassix/webhooks", {"url": receiver.url, **more})["id"])


def deliver(vendor: Any) -> Any:
    return vendor.control("POST", "/webhooks/deliver")


def signed(content: bytes) -> str:
    return "sha1=" + hmac.new(SECRET, content, hashlib.sha1).hexdigest()


def test_a_delivery_is_signed_over_body_and_date_under_every_known_name(vendor: Any, receiver: Receiver) -> None:
    add(vendor, receiver, headers={"X-Mine": "1"})
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Pending")
    deliver(vendor)
    ((headers, body),) = receiver.got
    assert headers["X-Hub-Signature"] == signed(body)
    date = headers["X-Glassix-Auth-Date"]
    assert headers["X-Glassix-Auth-Signature"] == headers["X-Glassix-Auth"] == signed(date.encode())
    assert parsedate_to_datetime(date) == datetime(2026, 3, 10, 12, tzinfo=UTC)
    assert (headers["X-Glassix-Api-Key"], headers["X-Glassix-Request-Count"], headers["X-Mine"]) == (KEY, "1", "1")
    event = json.loads(body)
    change = event["changes"][0]
    assert (event["key"], change["_event"], change["ticketId"]) == (KEY, "TICKET_STATE_CHANGE", 13784)
    assert (change["ticketState"], change["ticket"]["state"]) == ("Pending", "Pending")
    assert "transactions" not in change["ticket"]


def test_an_event_keeps_what_was_when_it_happened(vendor: Any, receiver: Receiver) -> None:
    add(vendor, receiver)
    for state in ("Pending", "Closed"):
        vendor.ok("PUT", "tickets/setstate/13784", nextState=state)
    deliver(vendor)
    states = [json.loads(body)["changes"][0]["ticket"]["state"] for _, body in receiver.got]
    assert states == ["Pending", "Closed"]


def test_the_body_is_an_array_if_the_switch_says_so(vendor: Any, receiver: Receiver) -> None:
    vendor.box.world.switches.turn({"webhook_array": True})
    add(vendor, receiver)
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    deliver(vendor)
    (event,) = json.loads(receiver.got[0][1])
    assert event["changes"][0]["_event"] == "TICKET_STATE_CHANGE"


def test_every_change_tells_its_event_and_notes_tell_none(vendor: Any, receiver: Receiver) -> None:
    add(vendor, receiver)
    made = vendor.create(addIntroductionMessage=True)["id"]
    vendor.ok("POST", f"tickets/send/{made}", {"text": "Hello"})
    vendor.ok("POST", f"tickets/addnote/{made}", {"text": "hidden"})
    vendor.ok("PUT", f"tickets/setowner/{made}", nextOwnerUserName="amy.agent@company.com")
    vendor.ok("PUT", "users/setstatus", {"nextStatus": "Break"})
    vendor.control("POST", f"/glassix/tickets/{made}/document", {"templateId": 20})
    vendor.control("POST", f"/glassix/tickets/{made}/survey", {"surveyId": 73993, "values": ["5", "fine"]})
    deliver(vendor)
    assert receiver.kinds() == [
        "NEW_TICKET", "NEW_MESSAGE", "NEW_MESSAGE", "TICKET_OWNER_CHANGE", "USER_STATUS_CHANGE", "DOCUMENT_SIGNED",
        "SURVEY_UPDATE",
    ]  # fmt: skip
    answers = json.loads(receiver.got[-1][1])["changes"][0]["surveys"]
    assert [(one["questionType"], one["value"]) for one in answers] == [("Rating", "5"), ("Text", "fine")]


def test_a_call_can_suppress_its_events(vendor: Any, receiver: Receiver) -> None:
    add(vendor, receiver)
    made = vendor.create(enableWebhook=False, addIntroductionMessage=True)["id"]
    vendor.ok("PUT", f"tickets/setstate/{made}", nextState="Closed", enableWebhook="false")
    assert deliver(vendor) == {"sent": 0, "waiting": 0}


def test_only_the_wanted_events_of_the_own_department_come(vendor: Any, receiver: Receiver) -> None:
    add(vendor, receiver, events=["TICKET_OWNER_CHANGE"])
    made = vendor.create()["id"]
    vendor.ok("PUT", f"tickets/assignavailableuser/{made}")
    vendor.sign_in_elsewhere()
    vendor.create(participants=[{"protocolType": "Mail", "identifier": "b@example.org"}])
    deliver(vendor)
    assert receiver.kinds() == ["TICKET_OWNER_CHANGE"]


def test_a_failed_delivery_is_tried_again_at_growing_intervals_for_three_days(vendor: Any, receiver: Receiver) -> None:
    hook = add(vendor, receiver)
    receiver.answers = [500] * 20
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    waits, last = [], vendor.clock.now()
    while deliver(vendor)["waiting"]:
        before = len(receiver.got)
        while len(receiver.got) == before and vendor.clock.now() - last < timedelta(hours=25):
            vendor.clock.advance(timedelta(minutes=30))
            deliver(vendor)
        waits.append(vendor.clock.now() - last)
        last = vendor.clock.now()
    assert waits == sorted(waits)
    assert sum(waits, timedelta()) <= timedelta(days=3)
    counts = [headers["X-Glassix-Request-Count"] for headers, _ in receiver.got]
    assert counts == [str(number) for number in range(1, 11)]
    assert {body for _, body in receiver.got} == {receiver.got[0][1]}
    assert vendor.control("GET", f"/webhooks/{hook}/log")[0]["status"] == 500
    assert vendor.box.state()["admin_mails"] >= 1


def test_a_delivery_that_is_taken_at_last_comes_no_more(vendor: Any, receiver: Receiver) -> None:
    add(vendor, receiver)
    receiver.answers = [503]
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    assert deliver(vendor)["waiting"] == 1
    vendor.clock.advance(timedelta(minutes=1))
    assert deliver(vendor)["waiting"] == 0
    assert len(receiver.got) == 2


def test_the_first_attempt_may_take_longer_than_the_others(vendor: Any, receiver: Receiver) -> None:
    receiver.wait_seconds = 0.2
    vendor.box.world.switches.turn({"first_answer_seconds": 0.05, "retry_answer_seconds": 2.0})
    add(vendor, receiver)
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    assert deliver(vendor)["waiting"] == 1
    vendor.clock.advance(timedelta(minutes=1))
    assert deliver(vendor)["waiting"] == 0


def test_webhooks_are_delivered_without_being_told(vendor: Any, receiver: Receiver) -> None:
    add(vendor, receiver)
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    deadline = threading.Event()
    for _ in range(100):
        if receiver.got:
            break
        deadline.wait(0.02)
    assert receiver.kinds() == ["TICKET_STATE_CHANGE"]


def test_a_webhook_that_is_taken_away_gets_nothing_more(vendor: Any, receiver: Receiver) -> None:
    hook = add(vendor, receiver)
    vendor.control("DELETE", f"/glassix/webhooks/{hook}")
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    assert deliver(vendor)["sent"] == 0
    assert vendor.control("GET", "/glassix/webhooks") == []


# The queue.


def events(vendor: Any, **query: str) -> Any:
    return vendor.ok("GET", "webhooks/getevents", **query)


def test_polled_events_come_again_until_they_are_deleted(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    (first,) = events(vendor, deleteEvents="false")
    (again,) = events(vendor, DeleteEvents="False")
    assert first["queueMessageId"] == again["queueMessageId"]
    assert first["queueReceiptHandle"] != again["queueReceiptHandle"]
    vendor.ok("POST", "webhooks/deleteevents", [first])
    assert events(vendor, deleteEvents="false") == []
    vendor.ok("POST", "webhooks/deleteevents", [{k: again[k] for k in ("queueReceiptHandle", "queueMessageId")}])


@pytest.mark.parametrize("query", [{}, {"deleteEvents": "true"}])
def test_events_that_are_deleted_by_the_poll_come_once(vendor: Any, query: dict[str, str]) -> None:
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    assert len(events(vendor, **query)) == 1
    assert events(vendor, **query) == []


def test_a_receipt_handle_ends(vendor: Any) -> None:
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    (first,) = events(vendor, deleteEvents="false")
    vendor.clock.advance(timedelta(minutes=15))
    assert "expired" in vendor.refused("POST", "webhooks/deleteevents", [first])
    vendor.ok("POST", "webhooks/deleteevents", events(vendor, deleteEvents="false"))
    assert events(vendor) == []


def test_given_events_can_be_hidden_for_a_while(vendor: Any) -> None:
    vendor.box.world.switches.turn({"visibility_seconds": 30})
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    assert len(events(vendor, deleteEvents="false")) == 1
    assert events(vendor, deleteEvents="false") == []
    vendor.clock.advance(timedelta(seconds=30))
    assert len(events(vendor, deleteEvents="false")) == 1


@pytest.mark.parametrize("body", [[], {}, [{"queueMessageId": "x"}], [1], None])
def test_deleting_nothing_or_nonsense_is_refused(vendor: Any, body: Any) -> None:
    vendor.refused("POST", "webhooks/deleteevents", body)


def test_events_come_oldest_first_in_batches(vendor: Any) -> None:
    for number in range(12):
        vendor.control("POST", "/glassix/events", {"event": "SOMETHING_NEW", "change": {"number": number}})
    numbers = [[one["changes"][0]["number"] for one in events(vendor)] for _ in range(3)]
    assert numbers == [list(range(10)), [10, 11], []]


def test_a_department_that_is_not_polled_queues_nothing(vendor: Any) -> None:
    vendor.control("PATCH", f"/glassix/departments/{KEY}", {"isPolled": False})
    vendor.ok("PUT", "tickets/setstate/13784", nextState="Closed")
    assert events(vendor) == []
