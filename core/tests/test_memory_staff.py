import re
from datetime import timedelta

import pytest

from deskbridge.errors import ConflictError, NotFoundError, ValidationError
from deskbridge.memory.sample import ATTACHED, BEGAN, SURVEY, sample_desk
from deskbridge.records import (
    AgentChange,
    AgentKind,
    CallEntry,
    Erase,
    MessageKind,
    NewAgent,
    NewNote,
    RenderForm,
)


@pytest.fixture
def desk():
    return sample_desk()


@pytest.fixture
def ticket(desk):
    return desk.tickets.all().first()


def test_an_agent_is_unique_by_address_and_external_id(desk):
    made = desk.agents.create(NewAgent(email="Meg@Example.com", kind=AgentKind.BOT, external_id="7"))
    assert (made.email, made.kind) == ("meg@example.com", AgentKind.BOT)
    for second in (NewAgent(email="MEG@example.com"), NewAgent(email="beth@example.com", external_id="7")):
        with pytest.raises(ConflictError) as caught:
            desk.agents.create(second)
        assert caught.value.existing_id == made.id
    assert desk.agents.update(made.id, AgentChange(external_id="7")).external_id == "7"
    with pytest.raises(ValidationError):
        desk.agents.create(NewAgent(email=""))


def test_nobody_is_known_by_an_empty_external_id(desk):
    desk.agents.create(NewAgent(email="meg@example.com"))
    assert list(desk.agents.find(external_id="")) == []


def test_an_emptied_external_id_is_free_for_another(desk):
    made = desk.agents.create(NewAgent(email="meg@example.com", external_id="7"))
    desk.agents.update(made.id, AgentChange(external_id=""))
    assert desk.agents.create(NewAgent(email="beth@example.com", external_id="7")).external_id == "7"


def test_erasing_takes_recordings_transcripts_and_files_along(desk, ticket, tmp_path):
    (call,) = desk.messages.of_ticket(ticket.id)
    assert ATTACHED in desk.native.files.values()
    desk.tickets.erase(ticket.id, confirm=Erase.IRREVERSIBLY)
    assert desk.native.files == {}
    with pytest.raises(NotFoundError):
        desk.calls.transcript(call.id)
    with pytest.raises(NotFoundError):
        desk.calls.save_recording(call.id, tmp_path / "recording")
    (left,) = desk.messages.of_ticket(ticket.id)
    assert (left.kind, left.created_at, left.author.name, left.attachments) == (MessageKind.CALL, BEGAN, "", ())


def test_a_logged_call_is_a_message_of_its_ticket(desk, ticket):
    end = BEGAN + timedelta(hours=1)
    desk.calls.log(ticket.id, CallEntry(ended_at=end, recording_url="https://example.com/1.mp3"))
    *_, call = desk.messages.of_ticket(ticket.id)
    assert (call.kind, call.created_at) == (MessageKind.CALL, end)
    assert call.details == {"completed_at": end.isoformat(), "recording_url": "https://example.com/1.mp3"}


def test_a_survey_is_answered_by_the_customer_or_by_nobody(desk, ticket):
    assert desk.surveys.link(*SURVEY, participant_id=ticket.customer_id) == desk.surveys.link(*SURVEY)
    with pytest.raises(ValidationError):
        desk.surveys.link(*SURVEY, participant_id="nobody")


def test_a_document_holds_whatever_was_written_as_text(desk, ticket, tmp_path):
    desk.messages.add_note(ticket.id, NewNote(text="<script>alert(1)</script> (王) \\"))
    page = desk.files.render(ticket.id, tmp_path / "page", form=RenderForm.HTML, notes=True).read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; (王)" in page
    document = desk.files.render(ticket.id, tmp_path / "document", form=RenderForm.PDF, notes=True).read_bytes()
    assert rb"alert\(1\)</script> \(\\u738b\) \\" in document


def test_a_pdf_says_rightly_where_its_objects_are(desk, ticket, tmp_path):
    for number in range(40):
        desk.messages.add_note(ticket.id, NewNote(text=f"line {number}\n" * 4))
    document = desk.files.render(ticket.id, tmp_path / "document", form=RenderForm.PDF, notes=True).read_bytes()
    table = int(document.rpartition(b"startxref\n")[2].split()[0])
    assert document[table:].startswith(b"xref\n")
    starts = [int(one) for one in re.findall(rb"(\d{10}) 00000 n", document[table:])]
    assert [document[start:].split()[0] for start in starts] == [b"%d" % number for number in range(1, len(starts) + 1)]
    assert document.count(b"/Type /Page ") == 5
