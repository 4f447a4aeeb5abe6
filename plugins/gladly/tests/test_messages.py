from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskbridge.errors import (
    AmbiguousWriteError,
    ConflictError,
    InvalidRequestError,
    MergedError,
    NotFoundError,
    ValidationError,
)
from deskbridge.listing import TruncatedWarning
from deskbridge.records import (
    AuthorKind,
    BodyFormat,
    CustomerId,
    Direction,
    MessageId,
    MessageKind,
    NewActivity,
    NewNote,
    TicketId,
    Visibility,
)

CUSTOMER = CustomerId("OPy0kbYIQp-mr3IcdQRWqw")
TICKET = TicketId("mTs0fj5qSo63Sg4RRuulPQ")
ACTIVITY = NewActivity(
    title="Survey answered",
    text="9 of 10",
    kind="SURVEY",
    source_name="Survey tool",
    link_url="https://example.com/s/1",
    link_text="View",
    occurred_at=datetime(2026, 2, 20, 8, 30, tzinfo=UTC),
)


def test_the_messages_of_a_ticket_come_oldest_first(gladly):
    listing = gladly.desk.messages.of_ticket(TICKET)
    assert [(one.text, one.direction) for one in listing] == [
        ("54321", Direction.INBOUND),
        ("First reply - clears SLA", Direction.OUTBOUND),
        ("2nd customer reply", Direction.INBOUND),
    ]
    assert listing.truncated is False


def test_a_message_is_read_alone_as_in_the_list(gladly):
    first = gladly.desk.messages.of_ticket(TICKET).first()
    assert first == gladly.desk.messages.get(first.id)
    assert gladly.store.items[first.id] == first.raw


@pytest.mark.parametrize(("items", "truncated"), [(1_000, False), (1_001, True)])
@pytest.mark.filterwarnings("ignore::deskbridge.listing.TruncatedWarning")
def test_a_thread_at_the_cap_tells_whether_it_is_whole(gladly, items, truncated):
    ticket = gladly.conversation(CUSTOMER)
    for number in range(items):
        gladly.item(ticket, number)
    listing = gladly.desk.messages.of_ticket(TicketId(ticket))
    assert (1_000, truncated) == (len(list(listing)), listing.truncated)


def test_a_truncated_thread_warns(gladly):
    ticket = gladly.conversation(CUSTOMER)
    for number in range(1_001):
        gladly.item(ticket, number)
    with pytest.warns(TruncatedWarning, match="messages of a ticket"):
        list(gladly.desk.messages.of_ticket(TicketId(ticket)))


@pytest.mark.parametrize("ask", ["of_ticket", "get"])
def test_what_is_not_there_is_not_found(gladly, ask):
    with pytest.raises(NotFoundError):
        list(gladly.desk.messages.of_ticket(TicketId("none"))) if ask == "of_ticket" else gladly.desk.messages.get(
            MessageId("none")
        )


def test_an_item_that_the_api_cant_show_says_so(gladly):
    gladly.store.unsupported_items["odd"] = {"id": "odd"}
    with pytest.raises(ValidationError, match="not supported by the API"):
        gladly.desk.messages.get(MessageId("odd"))


@pytest.mark.parametrize(
    ("new", "text", "html"),
    [
        (NewNote(text="Called back, a < b > c"), "Called back, a < b > c", ""),
        (
            NewNote(text="use <b> here\nand & there"),
            "use <b> here\nand & there",
            "<p>use &lt;b&gt; here<br>and &amp; there</p>",
        ),
        (NewNote(html="<p>Called <b>back</b></p>"), "Called back", "<p>Called <b>back</b></p>"),
        (NewNote(text="mail <jo@example.com> שלום 👋"), "mail <jo@example.com> שלום 👋", ""),
    ],
)
def test_a_note_is_read_back_as_it_was_meant(gladly, new, text, html):
    note = gladly.desk.messages.add_note(TICKET, new)
    assert (text, html, MessageKind.NOTE, Visibility.PRIVATE, Direction.INTERNAL, TICKET) == (
        note.text,
        note.html,
        note.kind,
        note.visibility,
        note.direction,
        note.ticket_id,
    )
    assert (BodyFormat.HTML if html else BodyFormat.TEXT, AuthorKind.API) == (note.body_format, note.author.kind)
    assert note == list(gladly.desk.messages.of_ticket(TICKET))[-1]


@pytest.mark.parametrize("empty", [NewNote(), NewNote(text=" \n")])
def test_an_empty_note_is_refused_before_a_request(gladly, empty):
    with pytest.raises(InvalidRequestError):
        gladly.desk.messages.add_note(TICKET, empty)
    assert gladly.requests == {}


def test_a_note_whose_answer_was_lost_is_not_written_again(gladly):
    gladly.fault("reset_after", method="POST")
    with pytest.raises(AmbiguousWriteError):
        gladly.desk.messages.add_note(TICKET, NewNote(text="once"))
    assert [one.text for one in gladly.desk.messages.of_ticket(TICKET)].count("once") == 1


def test_a_note_that_cant_be_read_back_is_not_to_be_written_again(gladly):
    gladly.fault("unavailable_before", method="GET", value=50)
    with pytest.raises(AmbiguousWriteError) as caught:
        gladly.desk.messages.add_note(TICKET, NewNote(text="once"))
    assert not caught.value.retryable


def test_an_activity_stands_on_the_customers_timeline_with_all_it_has(gladly):
    made = gladly.desk.messages.add_activity(CUSTOMER, ACTIVITY)
    assert (MessageKind.ACTIVITY, "Survey answered", "9 of 10", CUSTOMER, None, ACTIVITY.occurred_at) == (
        made.kind,
        made.subject,
        made.text,
        made.customer_id,
        made.ticket_id,
        made.created_at,
    )
    expected = {
        "activity_type": "SURVEY",
        "source_name": "Survey tool",
        "link_url": "https://example.com/s/1",
        "link_text": "View",
    }
    assert expected.items() <= made.details.items()
    assert made == gladly.desk.messages.get(made.id)
    assert gladly.served.sandbox.counters.outbound_messages == 0


def test_an_activity_whose_answer_was_lost_is_there_once(gladly):
    before = len(gladly.store.items)
    gladly.fault("reset_after", method="POST")
    made = gladly.desk.messages.add_activity(CUSTOMER, ACTIVITY)
    assert (before + 1, "9 of 10") == (len(gladly.store.items), made.text)


def test_a_repeated_activity_is_the_same_and_another_of_its_id_is_a_conflict(gladly):
    once = NewActivity(id="act-1", title="A", text="x")
    first = gladly.desk.messages.add_activity(CUSTOMER, once)
    assert first == gladly.desk.messages.add_activity(CUSTOMER, once)
    with pytest.raises(ConflictError) as caught:
        gladly.desk.messages.add_activity(CUSTOMER, NewActivity(id="act-1", title="B"))
    assert caught.value.existing_id == "act-1"


def test_an_activity_of_a_merged_customer_is_refused_with_the_new_id(gladly):
    gladly.store.people.merged["old"] = CUSTOMER
    with pytest.raises(MergedError) as caught:
        gladly.desk.messages.add_activity(CustomerId("old"), ACTIVITY)
    assert caught.value.new_id == CUSTOMER


def test_a_title_beyond_the_limit_is_the_vendors_to_refuse(gladly):
    with pytest.raises(ValidationError, match="larger than 100"):
        gladly.desk.messages.add_activity(CUSTOMER, NewActivity(title="x" * 101))
