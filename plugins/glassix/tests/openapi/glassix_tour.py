"""A tour with the native client through all of the vendor's operations."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from attrs import frozen

from deskbridge.records import FrozenDict
from deskbridge.transport import UploadedFile
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.wire.canned_replies import NewCannedReply
from deskbridge_glassix.wire.documents import DocumentField, NewDocument
from deskbridge_glassix.wire.new_tickets import (
    NewDetails,
    NewParticipant,
    NewSource,
    NewTicket,
    NewTransaction,
    TicketFields,
    Writer,
)
from deskbridge_glassix.wire.protocols import NewDirectMessage
from deskbridge_glassix.wire.sending import Button, MessageBody, QuickReply, Template
from deskbridge_glassix.wire.users import NewUser, UserChange

NOW = datetime(2026, 3, 1, 12, 0, 0, 120_000, tzinfo=UTC)
LUKE = NewParticipant(name="Luke Long", protocol_type="WhatsApp", identifier="17818469236")
ANN = NewParticipant(name="Ann", protocol_type="PhoneCall", identifier="17818469237")
MAIL = NewParticipant(
    name="David", protocol_type="Mail", sub_protocol_type="MailTo", identifier="d@example.com", display_name="D"
)
DETAILS = NewDetails(
    user_agent="Mozilla/5.0",
    ip_address="192.0.2.1",
    source=NewSource(title="My Landing Page", uri="https://www.example.com/landing-page"),
    is_mobile=True,
    referral=FrozenDict({"adId": "7", "utmParameters": {"utm_source": "mail"}}),
)
AGENT = "ben.carter@company.com"
OTHER_DEPARTMENT = "5baf94b7-4ebb-4442-81a5-27ac4dd1f03f"


@frozen
class Tour:
    """Walks; what is asked and answered on the way is kept by the watched sandbox.

    Attributes:
        native: The client, connected to a sandbox.
        folder: For what is saved.
    """

    native: GlassixClient
    folder: Path

    def walk(self) -> None:
        """Ask for every operation."""
        self._tickets()
        self._changes()
        self._documents()
        self._users()
        self._contacts()
        self._department()
        self._messages()
        self._queue()

    def _tickets(self) -> None:
        tickets = self.native.tickets
        said = NewTransaction(from_participant=Writer(identifier=MAIL.identifier), text="Hi")
        new = NewTicket(
            participants=(MAIL,), tags=("Info",), field1="Trip", details=DETAILS, transactions=(said,),
            state="Open", unique_argument="JX867641",
        )  # fmt: skip
        number = tickets.create(new).id
        tickets.get(number)
        page = tickets.first_page(since=NOW.replace(month=2), until=NOW, states=("Open", "Closed"), sort_order="ASC")
        assert page.tickets
        tickets.send(number, text="Hello!")
        buttons = (Button(title="Yes", type="postback", data="y"),)
        template = Template(title="A", subtitle="B", cover_image_url="https://example.com/a.png", buttons=buttons)
        tickets.send_body(
            number, MessageBody(text="Pick", quick_replies=(QuickReply(title="Yes"),), templates=(template,))
        )
        tickets.add_note(number, text="Ye on properly handsome")
        tickets.add_tags(number, ["Sales", "Excel"])
        tickets.remove_tag(number, "Sales")

    def _changes(self) -> None:
        changes, details = self.native.ticket_changes, self.native.ticket_details
        number = self.native.tickets.create(NewTicket(participants=(LUKE,), get_available_user=False)).id
        changes.set_fields(number, TicketFields(field1="The great gig", unique_argument="8bc5812f", details=DETAILS))
        changes.set_owner(number, AGENT, keep_current=True)
        changes.assign_available_user(number)
        details.set_participant_name(number, 1, "Brenda Rahman")
        details.set_summary(number, "Wants to travel")
        changes.set_state(number, "Pending", send_message=False, enable_webhook=True, tags=["VIP"], summary="Waits")
        changes.set_state_and_get(number, "Open", send_message=False, enable_webhook=False)
        changes.set_department(number, OTHER_DEPARTMENT)

    def _documents(self) -> None:
        native, documents = self.native, self.native.ticket_documents
        number = native.tickets.create(NewTicket(participants=(ANN,))).id
        native.phone_calls.started(number, NOW)
        native.phone_calls.ended(number, NOW)
        native.phone_calls.audio_link(number, "https://file.example.com/call.ogg")
        documents.html(number)
        documents.save_pdf(number, self.folder / "ticket.pdf")
        native.ticket_changes.set_state(number, "Closed", send_message=False, enable_webhook=False)
        documents.survey_link(number, 73993, participant_id=1)
        native.ticket_changes.scramble(number)

    def _users(self) -> None:
        users, own = self.native.users, self.native.own_user
        users.all_users()
        users.add([NewUser(user_name="new@example.com", unique_argument="n1")], user_type="AGENT", role="SystemUser")
        users.by_unique_argument("n1")
        users.set_roles("new@example.com", ["DepartmentAdmin", "SystemUser"])
        users.delete("new@example.com")
        users.status_logs(date(2026, 2, 1), date(2026, 3, 1))
        own.set_status("Break")
        own.status()
        own.set_unique_argument("api")
        own.update(UserChange(short_name="John", full_name="John Doe", job_title="support"))

    def _contacts(self) -> None:
        new = NewTicket(participants=(NewParticipant(protocol_type="Mail", identifier="jane@example.com"),))
        [client] = [one for one in self.native.tickets.create(new).participants or () if one.type == "Client"]
        assert client.contact_id is not None
        contacts = self.native.contacts
        contacts.set_name(client.contact_id, "Jane Doe")
        contacts.set_unique_argument(client.contact_id, "jane-1")
        contacts.add_identifier(client.contact_id, "MailAddress", "jane.doe@gmail.com")
        identifiers = contacts.get(client.contact_id).identifiers or ()
        contacts.delete_identifier(client.contact_id, identifiers[-1].id)

    def _department(self) -> None:
        self.native.token.get()
        self.native.tenants.tags()
        self.native.tenants.is_online(self.native.department_id, protocol_type="Web")
        replies = self.native.canned_replies
        [made] = replies.add(
            NewCannedReply(title="Bye", text="Bye", html="<p>Bye</p>", auto_tags=("Info",), culture="en-US")
        )
        replies.all()
        replies.delete(made.id)

    def _messages(self) -> None:
        native = self.native
        [stored] = native.files.upload([UploadedFile(name="a.png", content=b"\x89PNG", content_type="image/png")])
        number = native.tickets.create(
            NewTicket(participants=(NewParticipant(protocol_type="Web", identifier="w1"),))
        ).id
        native.tickets.send(number, text="See", html="<p>See</p>", files=[stored.reference])
        field = DocumentField(type="Text", name="fullName_1")
        native.interactive_documents.send(number, NewDocument(base_template_id=20, message="Fill in", fields=(field,)))
        native.protocols.send(
            NewDirectMessage(protocol_type="WhatsApp", text="Hi", sender="972524646214", to="972547101833")
        )

    def _queue(self) -> None:
        events = self.native.webhooks.get_events()
        self.native.webhooks.delete_events([one.receipt for one in events if one.receipt])
        self.native.webhooks.take_events()
