"""Messages, media, webhooks, events and reports through the native client, with the vendor's rules behind it."""

from __future__ import annotations

import json
import urllib.request
from datetime import timedelta

import pytest
from attrs import evolve

from deskbridge.errors import NotFoundError, ValidationError
from deskbridge.records import FrozenDict
from deskbridge_gladly.webhooks import Authenticity, is_ping
from deskbridge_gladly.wire.communications import (
    ChannelContent,
    ChannelMessageBody,
    DeliveryStatusBody,
    EmailContent,
    OutgoingEmail,
    Recipient,
    Sender,
    SmsBody,
    SmsCustomer,
)
from deskbridge_gladly.wire.conversations import AssigneeBody, ConversationBody, StatusBody
from deskbridge_gladly.wire.customers import ProfileBody
from deskbridge_gladly.wire.events import ConversationChanged, CustomerDeleted, Event
from deskbridge_gladly.wire.items import ReplyBody, ReplyContent
from deskbridge_gladly.wire.message_automation import SessionContentBody, SessionMessageBody
from deskbridge_gladly.wire.reports import ReportBody, ReportRow
from deskbridge_gladly.wire.webhooks import CredentialsBody, WebhookBody

CUSTOMER, CONVERSATION = "594wMEbZSx-RmYSkUMeCPw", "mTs0fj5qSo63Sg4RRuulPQ"
SAID = "9Xk3zKeuQMyQi2qjmDErDw"


@pytest.fixture
def native(gladly):
    return gladly.desk.native


def test_a_customer_s_message_is_answered_while_its_conversation_is_open(native, gladly):
    conversation = gladly.conversation(CUSTOMER)
    said = gladly.item(conversation, 1)
    made = native.items.get(native.items.reply(said, ReplyBody(content=ReplyContent(type="SMS", body="Hello"))))
    assert (made.conversation_id, made.content["content"]) == (conversation, "Hello")
    with pytest.raises(ValidationError):
        native.items.reply(made.id, ReplyBody(content=ReplyContent(type="SMS", body="Hello")))


def test_a_redacted_item_stays_without_its_content(native):
    assert native.items.redact(SAID) == SAID
    assert native.items.get(SAID).content.get("content") != "54321"
    with pytest.raises(NotFoundError):
        native.items.redact("none")


def test_a_call_is_heard_and_read(native, gladly, tmp_path):
    conversation = gladly.conversation(CUSTOMER)
    number = {"from": "+14155335980", "to": "+12096248260", "startedAt": "2026-02-01T00:00:00.000Z"}
    recording = {"recordingStatus": "AVAILABLE", "recordingUrl": "/x", "recordingDuration": 3}
    call = gladly.item(conversation, 1, type="PHONE_CALL", **number, **recording)
    saved = native.items.save_recording(call, tmp_path / "call.mp3")
    assert (saved.content_type, saved.size_bytes > 0) == ("audio/mpeg", True)
    assert native.items.voice_transcript(call).number_of_speakers is not None
    with pytest.raises(NotFoundError):
        native.items.voice_transcript(SAID)


def test_an_attachment_is_saved(native, gladly, tmp_path):
    conversation = gladly.conversation(CUSTOMER)
    attachment = {"id": "a1", "contentType": "image/png", "filename": "a.png", "fileSize": 10}
    item = gladly.item(conversation, 1, type="SMS", content="See", attachments=[attachment])
    assert native.items.save_attachment(item, "a1", tmp_path / "a.png").size_bytes > 0
    with pytest.raises(NotFoundError):
        native.items.save_attachment(item, "none", tmp_path / "b.png")


def test_an_sms_and_a_mail_make_items(native):
    sms = SmsBody(customer=SmsCustomer(mobile_number="+16505550199"), from_number="+16505550100", body="Hello")
    sent = native.communications.send_sms(sms)
    assert native.items.get(sent.conversation_item_id).content["type"] == "SMS"
    mail = OutgoingEmail(
        to=(Recipient(email="new@person.com", name="New"),),
        from_address="no-reply@gladly.com",
        subject="Hello",
        body=EmailContent(html="<p>Hello</p>", text="Hello"),
    )
    sent = native.communications.send_email(mail)
    assert native.customers.find_by_email("new@person.com")[0].id == sent.customer_id


def test_a_bot_s_session_that_is_not_there_is_an_error_of_each_operation(native):
    text = SessionMessageBody(type="TEXT", content=SessionContentBody(value="Hello"))
    automation = native.message_automation
    for act in (
        lambda: automation.session("none"),
        lambda: automation.messages("none"),
        lambda: automation.message("none", "m"),
        lambda: automation.send("none", text),
    ):
        with pytest.raises(NotFoundError):
            act()
    for end in (automation.hand_off, automation.close):
        with pytest.raises(ValidationError):
            end("none", "Why")


def test_a_message_of_a_channel_that_is_not_there_is_refused(native):
    body = ChannelMessageBody(sender=Sender(address="a"), to="b", type="TEXT", content=ChannelContent(text="Hello"))
    with pytest.raises((NotFoundError, ValidationError)):
        native.communications.receive("none", body)
    with pytest.raises((NotFoundError, ValidationError)):
        native.communications.set_status("none", "none", DeliveryStatusBody(value="READ"))


def test_a_call_recorder_does_nothing_without_a_call(native):
    agent = native.agents.list()[0]
    native.agents.set_recording(agent.email_address, recording=True)
    read = native.agents.call_recorder(agent.id)
    assert (read.agent_id, bool(read.recording), read.conversation_item_id) == (agent.id, False, None)
    with pytest.raises(NotFoundError):
        native.agents.call_recorder("none")


def _close(native, conversation_id, inbox_id):
    topic = native.topics.list()[0].id
    native.conversations.add_topics(conversation_id, [topic])
    body = ConversationBody(assignee=AssigneeBody(inbox_id=inbox_id), status=StatusBody(value="CLOSED", force=True))
    native.conversations.update(conversation_id, body)


def test_events_tell_what_happened(native, gladly):
    conversation = gladly.conversation(CUSTOMER)
    _close(native, conversation, native.conversations.get(conversation).inbox_id)
    gladly.served.sandbox.clock.advance(timedelta(minutes=1))
    events = list(native.events.stream(gladly.served.sandbox.clock.now() - timedelta(hours=1), ["CONVERSATION"]))
    closed = [one for one in events if one.type == "CONVERSATION/CLOSED"]
    assert closed
    assert all(isinstance(one, Event) and one.raw for one in events)
    assert isinstance(closed[0], ConversationChanged)
    assert closed[0].content is not None
    assert closed[0].content.conversation_id == conversation


def test_events_of_too_long_ago_are_refused(native, gladly):
    with pytest.raises(ValidationError):
        list(native.events.stream(gladly.served.sandbox.clock.now() - timedelta(days=2), ["TASK"]))


@pytest.mark.parametrize("name", ["ContactExportReportV3", "AgentTimestampsReport", "ConversationExportReport"])
def test_reports_are_rows(start, name):
    native = start("synthetic:20").desk.native
    rows = native.reports.run(ReportBody(metric_set=name, start_at="2025-01-01", end_at="2026-03-01"))
    kinds = {type(one) for one in rows}
    assert all(issubclass(kind, ReportRow) and kind is not ReportRow for kind in kinds)
    assert rows.truncated is False


def test_a_report_that_is_not_there_is_refused(native):
    with pytest.raises(ValidationError):
        list(native.reports.run(ReportBody(metric_set="", start_at="2026-01-01", end_at="2026-01-01")))


def test_work_sessions_are_typed(start):
    gladly = start("synthetic:20")
    now = gladly.served.sandbox.clock.now()
    sessions = list(gladly.desk.native.reports.work_sessions(now - timedelta(days=60), now))
    assert all(one.id and one.created_at is not None for one in sessions)


HOOK = WebhookBody(
    name="Ours",
    events=("CUSTOMER_PROFILE/DELETED",),
    credentials=CredentialsBody(username="user", password="pass:word"),
    headers=FrozenDict({"X-Key": "k"}),
)


def test_a_webhook_is_created_disabled_and_must_be_disabled_to_be_deleted(native):
    webhooks = native.webhooks
    made = webhooks.create(WebhookBody(url="https://hook.example.com/a", events=("TASK/CREATED",), name="Ours"))
    read = webhooks.get(made)
    assert (read.enabled, read.events, read.name) == (False, ("TASK/CREATED",), "Ours")
    assert [made] == [one.id for one in webhooks.list()]
    webhooks.update(made, WebhookBody(name="Theirs"))
    assert webhooks.get(made).name == "Theirs"
    webhooks.disable(made)
    webhooks.delete(made)
    with pytest.raises(NotFoundError):
        webhooks.get(made)


def test_a_webhook_s_deliveries_are_told_from_anybody_else_s(native, gladly, script):
    receiver = script()
    receiver.says(200)
    made = native.webhooks.create(evolve(HOOK, url=f"{receiver.url}/hook"))
    assert receiver.asked == []
    native.webhooks.enable(made)
    native.customers.delete(native.customers.create(ProfileBody(name="Gone")))
    _deliver(gladly)
    authenticity = Authenticity(username="user", password="pass:word", headers={"X-Key": "k"})
    ping, deleted = [authenticity.open(headers, json.dumps(body).encode()) for _, headers, body in receiver.asked]
    assert is_ping(ping)
    assert isinstance(deleted, CustomerDeleted)
    with pytest.raises(ValidationError):
        native.webhooks.delete(made)
    native.webhooks.disable(made)
    native.webhooks.delete(made)


def test_a_webhook_whose_ping_is_not_answered_stays_disabled(native, script):
    receiver = script()
    receiver.says(500)
    made = native.webhooks.create(evolve(HOOK, url=f"{receiver.url}/hook"))
    with pytest.raises(ValidationError):
        native.webhooks.enable(made)
    assert not native.webhooks.get(made).enabled


def _deliver(gladly):
    url = f"{gladly.served.settings['base_url']}/_sandbox/webhooks/deliver"
    with urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=5) as answer:  # noqa: S310  ours
        assert answer.status == 200
