import os
from datetime import timedelta

import pytest

from deskbridge.errors import (
    AuthenticationError,
    ConflictError,
    InvalidRequestError,
    MalformedAnswerError,
    NotFoundError,
    ValidationError,
)
from deskbridge.memory import MemoryHelpdesk
from deskbridge.memory.sample import ATTACHED, BEGAN, recording, sample_desk
from deskbridge.records import (
    AnswerChange,
    Attachment,
    Event,
    EventKind,
    ExportStatus,
    MessageKind,
    NewAnswer,
    NewTask,
    Requester,
    TaskChange,
    TaskStatus,
)


@pytest.fixture
def desk():
    return sample_desk()


def task(desk):
    return desk.tasks.create(NewTask(requester=Requester(name="Amy"), text="Fly a kite.", due_at=BEGAN))


def test_a_task_knows_when_it_was_closed_and_forgets_it_when_it_is_opened(desk):
    made = task(desk)
    closed = desk.tasks.update(made.id, TaskChange(status=TaskStatus.CLOSED))
    again = desk.tasks.update(made.id, TaskChange(status=TaskStatus.CLOSED))
    opened = desk.tasks.update(made.id, TaskChange(status=TaskStatus.OPEN))
    assert (closed.closed_at is not None, again.closed_at, opened.closed_at) == (True, closed.closed_at, None)


def test_tasks_of_an_unknown_customer_are_not_found_when_they_are_iterated(desk):
    listing = desk.tasks.of_customer("nobody")
    with pytest.raises(NotFoundError):
        list(listing)


def test_an_answers_id_is_taken_once(desk):
    desk.answers.create(NewAnswer(name="Kites", id="ours"))
    with pytest.raises(ConflictError) as caught:
        desk.answers.create(NewAnswer(name="Strings", id="ours"))
    assert caught.value.existing_id == "ours"
    assert desk.answers.get("ours").name == "Kites"


def test_an_answers_name_is_taken_whatever_its_case_but_not_by_itself(desk):
    kites, strings = (desk.answers.create(NewAnswer(name=name)) for name in ("Kites", "Strings"))
    with pytest.raises(ConflictError) as caught:
        desk.answers.update(strings.id, AnswerChange(name="KITES"))
    assert caught.value.existing_id == kites.id
    assert desk.answers.update(kites.id, AnswerChange(name="KITES")).name == "KITES"


def test_an_answer_needs_a_name(desk):
    with pytest.raises(ValidationError):
        desk.answers.create(NewAnswer(name=""))


def test_an_uploaded_file_can_be_saved_from_a_message(desk, tmp_path):
    source = tmp_path / "kite.png"
    source.write_bytes(b"a kite")
    made = desk.files.upload(source)
    call = next(one for one in desk.native.messages.values() if one.kind is MessageKind.CALL)
    assert desk.files.save(call.id, made, tmp_path / "saved").read_bytes() == b"a kite"
    assert made == Attachment(name="kite.png", size_bytes=6, id=made.id)


def test_a_file_of_no_message_is_not_found(desk, tmp_path):
    with pytest.raises(NotFoundError):
        desk.files.save("no message", Attachment(name="receipt.pdf", id="file-0"), tmp_path / "saved")
    assert list(tmp_path.iterdir()) == []


def test_what_can_not_take_its_name_leaves_no_part_behind(desk, tmp_path):
    (tmp_path / "saved").mkdir()
    ticket = desk.tickets.all().first()
    (call,) = desk.messages.of_ticket(ticket.id)
    with pytest.raises(InvalidRequestError):
        desk.calls.save_recording(call.id, tmp_path / "saved")
    assert [one.name for one in tmp_path.iterdir()] == ["saved"]


def test_a_pipe_or_a_device_is_not_replaced_by_a_file(desk, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (call,) = desk.messages.of_ticket(desk.tickets.all().first().id)
    with pytest.raises(InvalidRequestError, match="choose a place for a file"):
        desk.calls.save_recording(call.id, tmp_path / "pipe")
    assert (tmp_path / "pipe").is_fifo()


def test_a_delivery_is_proven_by_the_desk_that_made_it_only(desk):
    headers, body = desk.native.delivery(desk.native.events.values())
    assert [one.id for one in desk.events.receive(headers, body)] == list(desk.native.events)
    with pytest.raises(AuthenticationError):
        sample_desk().events.receive(headers, body)
    with pytest.raises(AuthenticationError):
        desk.events.receive(headers, body + b" ")
    with pytest.raises(AuthenticationError):
        desk.events.receive(dict.fromkeys(headers, "�"), body)


def test_a_proven_delivery_of_events_that_are_not_there_is_malformed(desk):
    unknown = Event(id="nothing", vendor="memory", kind=EventKind.PING)
    with pytest.raises(MalformedAnswerError):
        desk.events.receive(*desk.native.delivery([unknown]))


def test_the_key_of_deliveries_is_not_shown():
    desk = MemoryHelpdesk()
    assert repr(desk.native.webhook_key) not in repr(desk.native)
    assert "webhook_key" not in repr(desk.native)


def test_events_are_bounded_on_both_sides_inclusively(desk):
    at = BEGAN + timedelta(minutes=2)
    assert [one.id for one in desk.events.all(since=at, until=at)] == ["event-2"]
    assert list(desk.events.all(since=at, until=at, kinds={EventKind.PING})) == []
    assert [one.id for one in desk.events.all(since=BEGAN, kinds={EventKind.PING})] == ["event-1"]


def test_the_sample_says_what_it_holds(desk):
    ticket = desk.tickets.all().first()
    (call,) = desk.messages.of_ticket(ticket.id)
    assert call.attachments[0].size_bytes == len(ATTACHED)
    assert int.from_bytes(recording()[4:8], "little") == len(recording()) - 8
    assert [one.id for one in desk.exports.jobs(status=ExportStatus.FAILED)] == ["job-2"]
    assert [one.name for one in desk.answers.audiences()] == ["Kites", "Strings"]
