"""The native client against the sandbox: what each operation does there, and what comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskbridge.errors import ConflictError, NotFoundError, ValidationError
from deskbridge.sandbox import RunningSandbox
from deskbridge.transport import UploadedFile
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.wire.canned_replies import NewCannedReply
from deskbridge_glassix.wire.documents import DocumentField, NewDocument
from deskbridge_glassix.wire.protocols import NewDirectMessage
from deskbridge_glassix.wire.sending import MessageBody, RenderOptions
from deskbridge_glassix.wire.tickets import NewParticipant, NewTicket, Ticket, TicketFields
from deskbridge_glassix.wire.users import NewUser, UserChange
from deskbridge_glassix.wire.words import TicketState, UserStatus

ANN = NewParticipant(name="Ann Lee", protocol_type="PhoneCall", identifier="17818460001")
WEB = NewParticipant(name="Bo", protocol_type="Web", identifier="visitor-1")
OTHER_DEPARTMENT = "5baf94b7-4ebb-4442-81a5-27ac4dd1f03f"


@pytest.fixture
def native(desk: GlassixDesk) -> GlassixClient:
    return desk.native


@pytest.fixture
def made(native: GlassixClient) -> Ticket:
    return native.tickets.create(NewTicket(participants=(ANN,), field1="Trip", tags=("Info",)))


def close(native: GlassixClient, ticket_id: int) -> None:
    native.ticket_changes.set_state(ticket_id, TicketState.CLOSED, send_message=False, enable_webhook=False)


def test_a_ticket_is_made_and_read_back(native: GlassixClient, made: Ticket) -> None:
    read = native.tickets.get(made.id)
    assert (read.field1, read.tags, read.state, read.close) == ("Trip", ("Info",), "Open", None)
    assert read.raw["close"] == "0001-01-01T00:00:00"
    assert [one.name for one in read.participants or () if one.type == "Client"] == ["Ann Lee"]


def test_pages_of_tickets_lead_on_to_the_last(native: GlassixClient, made: Ticket) -> None:
    now = datetime.now(UTC)
    page = native.tickets.first_page(since=now - timedelta(days=1), until=now + timedelta(days=1))
    found = list(page.tickets or ())
    while page.next_link:
        page = native.tickets.next_page(page.next_link)
        found += page.tickets or ()
    assert made.id in [one.id for one in found]
    assert all(not one.transactions for one in found)


def test_messages_and_notes_are_entries_of_the_ticket(native: GlassixClient) -> None:
    tickets = native.tickets
    number = tickets.create(NewTicket(participants=(WEB,))).id
    sent = tickets.send(number, text="Hello!", html="<p>Hello!</p>")
    rich = tickets.send_body(number, MessageBody(text="Pick one", enable_free_text_input=True))
    tickets.add_note(number, text="Is angry")
    read = tickets.get(number).transactions or ()
    assert {sent.id, rich.id} <= {one.id for one in read}
    assert (sent.text, sent.status) == ("Hello!", "Pending")
    assert "Is angry" in [one.text for one in read]


def test_tags_are_added_and_removed(native: GlassixClient, made: Ticket) -> None:
    assert native.tickets.add_tags(made.id, ["Sales", "Excel"]) == ("Info", "Sales", "Excel")
    assert native.tickets.remove_tag(made.id, "Sales") == ("Info", "Excel")
    with pytest.raises(ValidationError, match="Nonsense"):
        native.tickets.add_tags(made.id, ["Nonsense"])


def test_a_ticket_s_state_is_set_with_tags_and_summary(native: GlassixClient, made: Ticket) -> None:
    changes = native.ticket_changes
    said = changes.set_state(
        made.id, "Pending", send_message=False, enable_webhook=False, tags=["VIP"], summary="Waits for a call"
    )
    read = native.tickets.get(made.id)
    assert "Pending" in said
    assert (read.state, read.tags) == ("Pending", ("Info", "VIP"))
    assert read.ticket_summary is not None
    assert read.ticket_summary.value == "Waits for a call"
    assert changes.set_state_and_get(made.id, "Open", send_message=False, enable_webhook=False).state == "Open"


def test_a_ticket_s_fields_names_and_summary_are_set(native: GlassixClient, made: Ticket) -> None:
    native.ticket_changes.set_fields(made.id, TicketFields(field2="Rome", unique_argument="crm-1"))
    native.ticket_details.set_participant_name(made.id, 1, "Ann B. Lee")
    native.ticket_details.set_summary(made.id, "Wants to travel")
    read = native.tickets.get(made.id)
    assert (read.field1, read.field2, read.unique_argument) == ("Trip", "Rome", "crm-1")
    assert (read.participants or ())[0].name == "Ann B. Lee"
    assert read.ticket_summary is not None
    assert read.ticket_summary.value == "Wants to travel"


def test_a_ticket_is_given_to_a_user_and_to_whoever_is_there(native: GlassixClient, made: Ticket) -> None:
    native.ticket_changes.set_owner(made.id, "ben.carter@company.com")
    owner = native.tickets.get(made.id).owner
    assert owner is not None
    assert owner.user_name == "ben.carter@company.com"
    native.ticket_changes.assign_available_user(made.id)
    owner = native.tickets.get(made.id).owner
    assert owner is not None
    assert owner.user_name != "ben.carter@company.com"


def test_a_ticket_moves_to_another_department_as_a_copy(native: GlassixClient, made: Ticket) -> None:
    copy = native.ticket_changes.set_department(made.id, OTHER_DEPARTMENT)
    read = native.tickets.get(made.id)
    assert (read.moved_to_ticket_id, read.moved_to_department_id) == (copy, OTHER_DEPARTMENT)
    assert (read.moved_from_ticket_id, read.moved_from_department_id) == (None, None)


def test_scrambling_leaves_nothing_of_the_customer(native: GlassixClient, made: Ticket) -> None:
    close(native, made.id)
    native.ticket_changes.scramble(made.id)
    read = native.tickets.get(made.id)
    assert read.is_scrambled is True
    assert "Ann Lee" not in str(read.raw)


def test_a_ticket_is_rendered_with_what_is_asked_for(native: GlassixClient, made: Ticket, tmp_path: Path) -> None:
    documents = native.ticket_documents
    native.tickets.add_note(made.id, text="only-for-us")
    assert documents.pdf(made.id).startswith(b"%PDF")
    everything = documents.html(made.id)
    assert [word in everything for word in ("Trip", "Ann Lee", "only-for-us")] == [True, True, True]
    assert "only-for-us" not in documents.html(made.id, RenderOptions(include_notes=False))
    saved = documents.save_pdf(made.id, tmp_path / "a.pdf")
    page = documents.save_html(made.id, tmp_path / "a.html", RenderOptions(include_notes=False))
    assert (saved.path.read_bytes()[:4], saved.size_bytes) == (b"%PDF", saved.path.stat().st_size)
    assert "Ann Lee" in page.path.read_text("utf-8")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.html", "a.pdf"]


def test_a_survey_s_link_is_made_once_for_a_closed_ticket(native: GlassixClient, made: Ticket) -> None:
    with pytest.raises(ValidationError, match="closed"):
        native.ticket_documents.survey_link(made.id, 73993)
    close(native, made.id)
    assert native.ticket_documents.survey_link(made.id, 73993, participant_id=1).startswith("http")
    with pytest.raises(ValidationError, match="already sent"):
        native.ticket_documents.survey_link(made.id, 73993)


def test_users_are_added_found_given_roles_and_deleted(native: GlassixClient) -> None:
    users = native.users
    new = NewUser(user_name="new@example.com", unique_argument="crm-7")
    assert users.add([new], user_type="AGENT", role="SystemUser")
    users.set_roles("new@example.com", ["DepartmentAdmin", "SystemUser"])
    found = users.by_unique_argument("crm-7")
    assert (found.user_name, found.roles, found.type) == ("new@example.com", ("DepartmentAdmin", "SystemUser"), "AGENT")
    assert users.delete("new@example.com").deleted_from_departments == (native.department_id,)
    assert "new@example.com" not in [one.user_name for one in users.all_users()]
    with pytest.raises(NotFoundError):
        users.by_unique_argument("crm-7")


def test_the_token_s_user_is_changed_and_no_other(native: GlassixClient) -> None:
    own = native.own_user
    own.set_status(UserStatus.BREAK)
    own.set_unique_argument("bridge")
    own.update(UserChange(short_name="Bridge", job_title="Mover"))
    status, user = own.status(), native.users.by_unique_argument("bridge")
    assert (status.status, status.code) == ("Break", 2)
    assert (user.short_name, user.full_name, user.job_title) == ("Bridge", "API User", "Mover")


def test_status_logs_tell_of_days_how_long_who_was_in_which_status(native: GlassixClient) -> None:
    today = datetime.now(UTC).date()
    native.own_user.set_status("Online")
    everybody = native.users.status_logs(today - timedelta(days=1), today)
    one = native.users.status_logs(today, today, user_id=everybody[0].user_id or "")
    day = (one[0].dates or ())[-1]
    assert (len(everybody) > 1, len(one)) == (True, 1)
    assert day.date is not None
    assert day.date.date() == today
    assert all(isinstance(spent, timedelta) for spent in (day.total_online_time, day.total_offline_time))


def test_a_department_tells_its_tags_and_whether_it_is_open(native: GlassixClient) -> None:
    tags = {one.name: one for one in native.tenants.tags()}
    assert (tags["Excel"].parents, tags["Excel"].is_deleted) == (("Sales",), False)
    assert native.tenants.is_online(native.department_id) in {True, False}
    assert native.tenants.is_online(native.department_id, protocol_type="Web") in {True, False}


def test_a_contact_is_read_and_changed(native: GlassixClient, made: Ticket) -> None:
    contact_id = (made.participants or ())[0].contact_id or ""
    contacts = native.contacts
    contacts.set_name(contact_id, "Jane Doe")
    contacts.set_unique_argument(contact_id, "crm-9")
    contacts.add_identifier(contact_id, "MailAddress", "jane.d@example.com")
    read = contacts.get(contact_id)
    added = next(one for one in read.identifiers or () if one.identifier == "jane.d@example.com")
    assert (read.name, read.unique_argument, added.identifier_type) == ("Jane Doe", "crm-9", "MailAddress")
    contacts.delete_identifier(contact_id, added.id)
    assert added.id not in [one.id for one in contacts.get(contact_id).identifiers or ()]


def test_canned_replies_are_added_listed_and_deleted(native: GlassixClient) -> None:
    replies = native.canned_replies
    new = NewCannedReply(title="Bye", text="Goodbye", category_name="General", auto_tags=("Info",), culture="en-US")
    [added] = replies.add(new)
    read = next(one for one in replies.all() if one.id == added.id)
    assert (read.title, read.text, read.category_name, read.auto_tags) == ("Bye", "Goodbye", "General", ("Info",))
    replies.delete(added.id)
    assert added.id not in [one.id for one in replies.all()]


def test_a_document_to_fill_in_is_sent_to_a_ticket(native: GlassixClient, box: RunningSandbox) -> None:
    number = native.tickets.create(NewTicket(participants=(WEB,))).id
    before = box.sandbox.counters.outbound_messages
    new = NewDocument(base_template_id=20, message="Please sign", fields=(DocumentField(type="Text", name="name_1"),))
    native.interactive_documents.send(number, new)
    assert box.sandbox.counters.outbound_messages == before + 1


def test_a_message_outside_any_ticket_is_sent_once(native: GlassixClient, box: RunningSandbox) -> None:
    before = box.sandbox.counters.outbound_messages
    new = NewDirectMessage(protocol_type="WhatsApp", text="Hi", sender="972524646214", to="972547101833")
    sent = native.protocols.send(new)
    assert (sent.status, sent.sender, sent.to, sent.department_id) == (
        "Pending", "972524646214", "972547101833", native.department_id,
    )  # fmt: skip
    assert sent.provider_message_id
    assert box.sandbox.counters.outbound_messages == before + 1


def test_a_phone_call_leaves_its_times_and_recording_in_the_ticket(native: GlassixClient, made: Ticket) -> None:
    began = datetime(2026, 3, 1, 12, 0, 0, 220_000, tzinfo=UTC)
    calls = native.phone_calls
    calls.started(made.id, began)
    calls.ended(made.id, began + timedelta(minutes=5))
    calls.audio_link(made.id, "https://files.example.com/call.ogg")
    read = (native.tickets.get(made.id).transactions or ())[-3:]
    assert [one.date_time for one in read[:2]] == [began, began + timedelta(minutes=5)]
    assert [file.uri for file in read[2].attachments or ()] == ["https://files.example.com/call.ogg"]


def test_events_wait_until_they_are_deleted(native: GlassixClient, made: Ticket) -> None:
    webhooks = native.webhooks
    events = webhooks.get_events()
    assert "NEW_TICKET" in [change.event for one in events for change in one.changes or ()]
    assert [one.receipt is None for one in events] == [False] * len(events)
    again = webhooks.get_events()
    webhooks.delete_events([one.receipt for one in again if one.receipt])
    rest = {one.queue_message_id for one in webhooks.take_events()}
    assert rest.isdisjoint({one.queue_message_id for one in again})
    assert webhooks.get_events() == ()


def test_an_uploaded_file_goes_with_a_message(native: GlassixClient) -> None:
    number = native.tickets.create(NewTicket(participants=(WEB,))).id
    [first, second] = native.files.upload([
        UploadedFile(name="קבלה.png", content=b"\x89PNG\r\n", content_type="image/png"),
        UploadedFile(name='a"b;c=d.bin', content=b"\0\xff"),
    ])  # fmt: skip
    native.tickets.send(number, text="See", files=[first.reference])
    sent = (native.tickets.get(number).transactions or ())[-1]
    assert [one.original_file_name for one in sent.attachments or ()] == ["קבלה.png"]
    assert second.reference != first.reference


def test_a_token_is_asked_for_and_not_shown(native: GlassixClient) -> None:
    token = native.token.get()
    assert token.value not in repr(token)
    assert token.expires_at > datetime.now(UTC) + timedelta(hours=2)


def test_a_second_open_ticket_of_a_phone_number_names_the_first(native: GlassixClient, made: Ticket) -> None:
    with pytest.raises(ConflictError) as taken:
        native.tickets.create(NewTicket(participants=(ANN,)))
    assert taken.value.existing_id == str(made.id)
