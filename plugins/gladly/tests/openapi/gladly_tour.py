"""A tour with the native client through all of the vendor's operations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from gladly_description import Description

from deskbridge.records import FrozenDict
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.wire.answers import AnswerBody, AnswerChange, AnswerContentBody
from deskbridge_gladly.wire.business_hours import (
    BusinessHoursBody,
    BusinessHoursReplacement,
    OfficeHoursBody,
    ScheduleBlockBody,
)
from deskbridge_gladly.wire.communications import (
    ChannelContent,
    ChannelMessageBody,
    DeliveryStatusBody,
    EmailContent,
    OutgoingEmail,
    Sender,
    SmsBody,
    SmsCustomer,
)
from deskbridge_gladly.wire.communications import Recipient as MailRecipient
from deskbridge_gladly.wire.conversations import AssigneeBody, ConversationBody, StatusBody
from deskbridge_gladly.wire.customers import ProfileBody
from deskbridge_gladly.wire.events import ENTITIES
from deskbridge_gladly.wire.freeform_topics import FreeformChange, FreeformValue
from deskbridge_gladly.wire.items import ActivityBody, CustomerBody, ItemBody, ReplyBody, ReplyContent
from deskbridge_gladly.wire.message_automation import SessionContentBody, SessionMessageBody
from deskbridge_gladly.wire.proactive_conversations import Recipient, RecipientCollectionBody
from deskbridge_gladly.wire.reports import ReportBody
from deskbridge_gladly.wire.tasks import CommentBody, TaskBody, TaskChange
from deskbridge_gladly.wire.topics import TopicBody
from deskbridge_gladly.wire.user_identity import IdentityBody
from deskbridge_gladly.wire.webhooks import CredentialsBody, WebhookBody

ATTACHED = {"id": "a1", "contentType": "image/png", "filename": "a.png", "fileSize": 10}
ACTIVITY = ItemBody(content=ActivityBody(activity_type="ISSUE", title="Order", body="Late", source_name="Shop"))
HOURS = OfficeHoursBody(timezone="Asia/Jerusalem", sunday=(ScheduleBlockBody(start="09:00", stop="17:00"),))
WORDS = SessionMessageBody(type="TEXT", content=SessionContentBody(value="Hello"))


@frozen
class Tour:
    """Walks; what is asked and answered on the way is kept by the watched sandbox.

    Attributes:
        native: The client.
        sandbox: What it is connected to, with the seeds `sample` and `synthetic`.
        folder: For what is saved.
        receiver: The address of a server that answers webhooks with 200.
    """

    native: GladlyClient
    sandbox: Any
    folder: Path
    receiver: str

    def walk(self) -> None:
        """Go everywhere, to what is deleted last."""
        customer = self.customers()
        conversation = self.conversations(customer)
        self.items(customer, conversation)
        self.reading()
        self.communications()
        self.automation(customer)
        self.tasks(customer)
        self.directory()
        self.knowledge()
        self.office()
        self.webhooks()
        self.streams()

    def customers(self) -> str:
        """Leave a customer there."""
        native = self.native.customers
        body = ProfileBody(name="Ann", address="Road 1", external_customer_id="e-1")
        made, gone = native.create(body), native.create(ProfileBody(name="Gone"))
        native.update(made, ProfileBody(name="Anne", custom_attributes=FrozenDict({"shoe": "41"})))
        assert native.get(made).name == "Anne"
        native.delete(gone)
        native.find_by_email("person2@person.com")
        native.find_by_phone("+16505550100")
        native.find_by_external_id("e-1")
        return made

    def conversations(self, customer: str) -> str:
        """Leave an open conversation there."""
        native, made = self.native.conversations, self._conversation(customer, "tour")
        inbox, topic = native.get(made).inbox_id, self.native.topics.list()[0].id
        keys = [each["key"] for each in self.sandbox.store.custom_attributes.values() if not each["deactivated"]]
        self.native.freeform_topics.change(customer, made, FreeformChange(add=(FreeformValue(key=keys[0], value="1"),)))
        native.add_topics(made, [topic])
        native.update(made, ConversationBody(assignee=AssigneeBody(inbox_id=inbox, agent_id=None)))
        assert native.get(made).custom_attributes
        native.remove_topic(made, topic)
        ended = self._conversation(customer, "ended")
        native.add_topics(ended, [topic])
        assignee = AssigneeBody(inbox_id=inbox)
        native.update(ended, ConversationBody(assignee=assignee, status=StatusBody(value="CLOSED", force=True)))
        native.of_customer(customer)
        return made

    def items(self, customer: str, conversation: str) -> None:
        """Write, save and remove items."""
        native = self.native.items
        said = self._item(conversation, type="SMS", content="See", attachments=[ATTACHED])
        made = native.reply(said, ReplyBody(content=ReplyContent(type="SMS", body="Hello")))
        native.save_attachment(said, "a1", self.folder / "a.png")
        note = native.add_note(conversation, "Note")
        native.get_note(conversation, note)
        native.get(made)
        address = CustomerBody(email_address="person2@person.com")
        native.delete(native.create(evolve(ACTIVITY, customer=address)).id)
        native.delete_for_customer(customer, native.create_for_customer(customer, ACTIVITY).id)
        native.in_conversation(conversation)
        native.in_conversation(conversation, session_id="none")
        native.redact(said)
        native.get(said)

    def reading(self) -> None:
        """Read each item that the seeds have, and what was said in calls."""
        native, calls = self.native.items, set()
        for conversation in list(self.sandbox.store.conversations):
            native.in_conversation(conversation)
            self.native.conversations.get(conversation)
        for item in list(self.sandbox.store.items.values()):
            if item["content"].get("recordingStatus") == "AVAILABLE":
                calls.add(item["id"])
        for number, call in enumerate(sorted(calls)[:3]):
            native.save_recording(call, self.folder / f"{number}.mp3")
            native.voice_transcript(call)

    def communications(self) -> None:
        """Send and receive."""
        native, sandbox = self.native.communications, self.sandbox.store
        sms = SmsBody(customer=SmsCustomer(mobile_number="+16505550199"), from_number="+16505550100", body="Hello")
        native.send_sms(sms)
        to = (MailRecipient(email="new@person.com", name="New"),)
        body = EmailContent(html="<p>Hello</p>", text="Hello")
        native.send_email(OutgoingEmail(to=to, from_address="no-reply@gladly.com", subject="Hello", body=body))
        channel, entry_points = next(iter(sandbox.custom_channels.items()))
        sender, text = Sender(address="line-7", display_name="Lin"), ChannelContent(text="?")
        heard = ChannelMessageBody(sender=sender, to=min(entry_points), type="TEXT", content=text)
        made = self.native.items.get(native.receive(channel, heard))
        sent = self._item(made.conversation_id, **made.raw["content"])
        sandbox.items[sent]["initiator"] = {"type": "AGENT", "id": next(iter(sandbox.agents))}
        native.set_status(channel, sent, DeliveryStatusBody(value="READ"))

    def automation(self, customer: str) -> None:
        """Be a bot in two sessions."""
        native = self.native.message_automation
        for name, end in (("bot-1", native.hand_off), ("bot-2", native.close)):
            conversation = self.sandbox.store.conversations[self._conversation(customer, name)]
            session = self.sandbox.automation.begin(conversation, "Hi")
            native.session(session)
            native.message(session, native.send(session, WORDS).id)
            native.messages(session)
            end(session, "Done")

    def tasks(self, customer: str) -> None:
        """Make tasks and comment on them."""
        native, inbox = self.native.tasks, self.native.inboxes.list()[0].id
        agent = self.native.agents.list()[0].id
        due = self.sandbox.clock.now() + timedelta(days=1)
        body = TaskBody(body="Call", due_at=due, assignee=AssigneeBody(inbox_id=inbox, agent_id=None))
        native.create(evolve(body, customer=CustomerBody(email_address="person2@person.com")))
        made = native.create_for_customer(customer, body)
        comment = native.add_comment(made, CommentBody(agent_id=agent, comment="Soon"))
        native.get_comment(made, comment)
        native.comments(made)
        native.update(made, TaskChange(status="CLOSED", assignee=AssigneeBody(inbox_id=inbox)))
        native.get(made)
        for each in list(self.sandbox.store.people.profiles):
            native.of_customer(each)
        native.of_customer(customer, status="CLOSED")

    def directory(self) -> None:
        """Read who and what there is, one by one too."""
        native = self.native
        for each in (native.agents, native.inboxes, native.teams, native.topics):
            each.get(each.list()[0].id)
        native.organization.get()
        for agent in native.agents.list():
            native.agents.call_recorder(agent.id)
        native.agents.set_recording(native.agents.list()[0].id, recording=False)
        topic = native.topics.create(TopicBody(name="New topic"))
        native.topics.update(topic, TopicBody(name="Newer topic", disabled=True))
        native.topics.list()
        for attribute in self.sandbox.store.custom_attributes:
            native.freeform_topics.get(attribute)

    def knowledge(self) -> None:
        """Write answers, and read them as the public does."""
        native, public = self.native.answers, self.native.public_answers
        organization = self.native.organization.get().id
        audience, language = self.native.audiences.list()[0].id, min(self.sandbox.store.knowledge.languages)
        made = native.create(AnswerBody(name="New", description="d", audience_ids=()))
        native.update(made.id, AnswerChange(description="e", audience_ids=(audience,)))
        native.get(made.id)
        where = {"language": language, "content_type": "public"}
        native.put_content(made.id, AnswerContentBody(body_html="<p>Hi</p>", title="Hi"), **where)
        native.content(made.id, **where)
        public.list(organization)
        public.list(organization, language=language, audience_id=audience)
        public.search(organization, "Hi", language=language)
        public.get(organization, made.id, language=language)
        center = next(iter(self.sandbox.store.knowledge.help_centers), "help")
        public.titles(organization, center, language=language)
        native.delete_content(made.id, **where)
        native.delete(made.id)

    def office(self) -> None:
        """Open, close, prove who a customer is, and contact some."""
        native = self.native.business_hours
        made = native.create(BusinessHoursBody(name="Week", office_hours=HOURS))
        native.replace(made.id, BusinessHoursReplacement(version=made.version, name="Weeks", office_hours=HOURS))
        native.get(made.id)
        native.list()
        native.delete(made.id)
        self.native.user_identity.generate_token(IdentityBody(identity_type="EMAIL", identity="person2@person.com"))
        campaigns = self.sandbox.store.campaigns
        recipient = Recipient(customer_name="John", email_address="john@example.com", timezone="UTC")
        after = self.sandbox.clock.now() + timedelta(days=1)
        collection = RecipientCollectionBody(name="Spring", start_after=after, recipients=(recipient,))
        by_mail = next(each for each, kind in campaigns.items() if kind == "EMAIL")
        self.native.proactive_conversations.add_recipients(by_mail, collection)

    def webhooks(self) -> None:
        """Enable a webhook and delete it."""
        native, credentials = self.native.webhooks, CredentialsBody(username="u", password="p")
        body = WebhookBody(name="Ours", url=self.receiver, events=("TASK/CREATED",), credentials=credentials)
        made = native.create(evolve(body, headers=FrozenDict({"X-Key": "k"})))
        native.enable(made)
        native.get(made)
        native.list()
        native.disable(made)
        native.delete(made)

    def streams(self) -> None:
        """Read exports, events and reports, and delete a job."""
        native, now = self.native, self.sandbox.clock.now()
        native.exports.schedules()
        jobs = native.exports.jobs()
        for job in jobs[:2]:
            for number, file in enumerate(native.exports.get(job.id).files or ()):
                native.exports.save(job.id, file, self.folder / f"{job.id}-{number}")
        native.exports.delete(jobs[0].id)
        self.sandbox.clock.advance(timedelta(minutes=1))
        list(native.events.stream(now - timedelta(hours=23), ENTITIES, end_at=now))
        day = now.strftime("%Y-%m-%d")
        for name in ("ContactExportReportV3", "AgentTimestampsReport"):
            list(native.reports.run(ReportBody(metric_set=name, start_at=day, end_at=day, timezone="UTC")))
        list(native.reports.work_sessions(now - timedelta(days=1), now))

    def _conversation(self, customer: str, made_id: str) -> str:
        store = self.sandbox.store
        inbox, created = next(iter(store.inboxes)), "2026-02-01T00:00:00.000Z"
        names = {"id": made_id, "customerId": customer, "inboxId": inbox}
        store.add_conversation({**names, "createdAt": created, "status": "OPEN"})
        return made_id

    def _item(self, conversation: str, **content: Any) -> str:
        customer = self.sandbox.store.conversations[conversation]["customerId"]
        made_id = f"item-{len(self.sandbox.store.items)}"
        if content["type"] == "SMS":
            content = {"from": "+16505550100", "to": "+16505550101", **content}
        names = {"id": made_id, "conversationId": conversation, "customerId": customer}
        initiator = {"type": "CUSTOMER", "id": customer}
        times = {"timestamp": "2026-02-01T00:00:00.000Z"}
        self.sandbox.store.add_item({**names, **times, "initiator": initiator, "content": content})
        return made_id


def refusals(description: Description) -> Iterator[tuple[str, str]]:
    """List a request of each operation for what is not there, with nothing in its body."""
    for one in description.operations:
        if one.path.startswith("/api/"):
            parts = ["none" if part[:1] in {"{", ":"} else part for part in one.path.split("/")]
            yield one.method, "/".join(parts)
