"""The reference's own rules about what is there already and what goes with what."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskbridge.errors import ConflictError, NotFoundError, ValidationError
from deskbridge.memory import MemoryHelpdesk
from deskbridge.records import (
    AnswerChange,
    Author,
    AuthorKind,
    Direction,
    Identifier,
    IdentifierKind,
    MessageKind,
    NewAnswer,
    NewCustomer,
    NewNote,
    NewTicket,
    NewTopic,
    PastMessage,
    PastTicket,
    Requester,
    Visibility,
)

EMAIL = Identifier(kind=IdentifierKind.EMAIL, value="ada@example.com")
THEN = datetime(2024, 2, 29, 12, tzinfo=UTC)


@pytest.fixture
def desk() -> MemoryHelpdesk:
    return MemoryHelpdesk()


@pytest.fixture
def ticket(desk):
    return desk.tickets.create(NewTicket(requester=Requester(name="Ada", identifier=EMAIL), subject="Lamp"))


def test_a_customers_own_id_is_taken_once(desk):
    desk.customers.create(NewCustomer(id="a-1", name="Ada"))
    with pytest.raises(ConflictError, match="'a-1' is taken") as caught:
        desk.customers.create(NewCustomer(id="a-1", name="Grace"))
    assert caught.value.existing_id == "a-1"
    assert desk.customers.get("a-1").name == "Ada"


def test_a_topics_own_id_is_taken_once(desk):
    desk.topics.create(NewTopic(id="t-1", name="lamp"))
    with pytest.raises(ConflictError, match="'t-1' is taken"):
        desk.topics.create(NewTopic(id="t-1", name="shade"))


def test_a_topic_without_a_name_is_refused(desk):
    with pytest.raises(ValidationError, match="needs a name") as caught:
        desk.topics.create(NewTopic(name=""))
    assert caught.value.codes == ("blank",)


def test_a_deleted_customers_tickets_and_messages_go_too_and_no_others(desk, ticket):
    note = desk.messages.add_note(ticket.id, NewNote(text="Broken."))
    other = desk.tickets.create(NewTicket(requester=Requester(name="Grace"), subject="Shade"))
    kept = desk.messages.add_note(other.id, NewNote(text="Whole."))
    desk.customers.delete(ticket.customer_id)
    with pytest.raises(NotFoundError):
        desk.tickets.get(ticket.id)
    assert note.id not in desk.native.messages
    assert [one.id for one in desk.messages.of_ticket(other.id)] == [kept.id]


def test_a_requester_who_is_known_is_not_made_again(desk, ticket):
    again = desk.tickets.create(NewTicket(requester=Requester(name="A.", identifier=EMAIL), subject="Shade"))
    assert again.customer_id == ticket.customer_id
    assert len(list(desk.customers.all())) == 1


def test_a_past_ticket_is_imported_once(desk, ticket):
    past = PastTicket(
        requester=Requester(id=ticket.customer_id),
        external_id="old-1",
        subject="Old lamp",
        created_at=THEN,
        closed_at=THEN,
    )
    made = desk.tickets.import_past(past)
    with pytest.raises(ConflictError, match="imported before") as caught:
        desk.tickets.import_past(past)
    assert caught.value.existing_id == made.id


def test_a_past_message_is_imported_once(desk, ticket):
    past = PastMessage(
        external_id="old-1",
        kind=MessageKind.NOTE,
        direction=Direction.INTERNAL,
        visibility=Visibility.PRIVATE,
        author=Author(kind=AuthorKind.AGENT, name="Bob"),
        text="Glued.",
        created_at=THEN,
    )
    made = desk.messages.import_past(ticket.id, past)
    with pytest.raises(ConflictError, match="imported before") as caught:
        desk.messages.import_past(ticket.id, past)
    assert caught.value.existing_id == made.id


def test_an_answers_description_changes_without_its_name(desk):
    made = desk.answers.create(NewAnswer(name="Returns"))
    changed = desk.answers.update(made.id, AnswerChange(description="How to send it back."))
    assert (changed.name, changed.description) == ("Returns", "How to send it back.")
