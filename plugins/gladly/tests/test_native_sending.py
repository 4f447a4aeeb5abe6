"""What the native client sends of messages, webhooks and media, to the letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deskbridge.errors import AmbiguousWriteError, NotFoundError, ValidationError
from deskbridge.records import FrozenDict
from deskbridge_gladly.wire.communications import (
    ChannelContent,
    ChannelFile,
    ChannelMessageBody,
    DeliveryStatusBody,
    EmailContent,
    OutgoingEmail,
    ProfileIdentifier,
    Recipient,
    Sender,
    SmsBody,
    SmsCustomer,
)
from deskbridge_gladly.wire.items import QuickReplies, QuickReplyOption, ReplyBody, ReplyContent
from deskbridge_gladly.wire.message_automation import MenuItemBody, SessionContentBody, SessionMessageBody
from deskbridge_gladly.wire.webhooks import CredentialsBody, WebhookBody

RECORDED = Path(__file__).parent / "recorded"
SMS = SmsBody(
    customer=SmsCustomer(mobile_number="+14152223000"),
    from_number="+14152223316",
    body="hello, this is a sample SMS message!",
)
EMAIL = OutgoingEmail(
    to=(Recipient(email="jane.doe@example.com", name="Jane Doe"),),
    from_address="no-reply@gladly.com",
    subject="Order update",
    body=EmailContent(html="<p>Shipped</p>", text="Shipped"),
)
FILES = ChannelMessageBody(
    sender=Sender(
        address="address",
        display_name="displayName",
        profile_identifier=ProfileIdentifier(type="EMAIL", address="address"),
    ),
    to="to",
    type="FILES",
    group_id="groupId",
    group_name="groupName",
    content=ChannelContent(caption="caption", files=(ChannelFile(url="url", file_name="fileName"),)),
)
MENU = SessionMessageBody(
    type="MENU",
    content=SessionContentBody(
        prompt="What is your favorite food?", menu_items=(MenuItemBody(id="id", label="label"),)
    ),
)
QUICK = ReplyBody(
    content=ReplyContent(
        type="CHAT_MESSAGE",
        message_type="QUICK_REPLY_REQUEST",
        body="Hi from chat! Please select an option!",
        message_data=QuickReplies(
            options=(
                QuickReplyOption(id="option-1", label="option one"),
                QuickReplyOption(id="option-2", label="option two"),
            )
        ),
    )
)
HOOK = WebhookBody(
    name="CSAT integration",
    url="https://gateway.organization.com/gladly/webhook",
    events=("CONVERSATION/CLOSED",),
    credentials=CredentialsBody(username="integrations@organization.com", password="fxdUfTcejVxVs9bQ8DizKccq"),
    headers=FrozenDict({"X-Gladly-Token": "123"}),
)
CHANNEL = "/api/v1/communications/custom-channels/c/messages"
SESSION = "/api/v1/message-automation/sessions/s"
ITEM = "/api/v1/conversation-items"


def _recorded(name):
    return json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))["bodies"]


SENT = {
    "sms": (lambda it: it.communications.send_sms(SMS), "POST /api/v1/communications/sms", _recorded("sent_sms")[0]),
    "email": (
        lambda it: it.communications.send_email(EMAIL),
        "POST /api/v1/communications/email",
        _recorded("sent_email")[0],
    ),
    "channel": (
        lambda it: it.communications.receive("c", FILES),
        f"POST {CHANNEL}",
        _recorded("sent_channel_messages")[1],
    ),
    "status": (
        lambda it: it.communications.set_status("c", "m", DeliveryStatusBody(value="FAILED", details="full")),
        f"PUT {CHANNEL}/m/status",
        {"value": "FAILED", "details": "full"},
    ),
    "automation": (
        lambda it: it.message_automation.send("s", MENU),
        f"POST {SESSION}/messages",
        _recorded("sent_automation_messages")[1],
    ),
    "hand-off": (
        lambda it: it.message_automation.hand_off("s", "Why"),
        f"POST {SESSION}/handoff",
        {"description": "Why"},
    ),
    "close": (lambda it: it.message_automation.close("s", "Why"), f"POST {SESSION}/close", {"description": "Why"}),
    "reply": (lambda it: it.items.reply("i", QUICK), f"POST {ITEM}/i/reply", _recorded("sent_replies")[2]),
    "redact": (lambda it: it.items.redact("i"), f"POST {ITEM}/i/redact", None),
    "recorder": (
        lambda it: it.agents.set_recording("agent@customer.com", recording=False),
        "PATCH /api/v1/agents/agent%40customer.com/call-recorder",
        _recorded("sent_call_recorder")[0],
    ),
    "webhook": (lambda it: it.webhooks.create(HOOK), "POST /api/v1/webhooks", _recorded("sent_webhooks")[0]),
    "enable": (lambda it: it.webhooks.enable("w"), "PATCH /api/v1/webhooks/w", _recorded("sent_webhooks")[1]),
    "disable": (lambda it: it.webhooks.disable("w"), "PATCH /api/v1/webhooks/w", {"enabled": False}),
    "delete": (lambda it: it.webhooks.delete("w"), "DELETE /api/v1/webhooks/w", None),
}
ANSWERS = {
    "sms": b'{"customerId":"c","conversationItemId":"i"}',
    "email": b'{"customerId":"c"}',
    "automation": b'{"id":"m"}',
}
NOT_TWICE = {"sms", "email", "channel", "automation", "hand-off", "close", "reply", "webhook", "delete"}


@pytest.mark.parametrize("name", SENT)
def test_what_is_sent_is_what_is_published(vendor, client, name):
    act, asked, body = SENT[name]
    vendor.says(200, ANSWERS.get(name, b""))
    act(client)
    assert [(one[0], one[2]) for one in vendor.asked] == [(asked, body)]


@pytest.mark.parametrize("name", sorted(NOT_TWICE))
def test_what_can_not_be_repeated_says_that_its_outcome_is_unknown(vendor, client, name):
    vendor.says(200, b"<html>", Content_Length="50")
    with pytest.raises(AmbiguousWriteError):
        SENT[name][0](client)
    assert len(vendor.asked) == 1


def test_ids_of_what_was_made_are_taken_from_where_they_are_told(vendor, client):
    vendor.says(201, Location=f"{ITEM}/HVFDjpu1SCKJlDR7rRKkCQ")
    made = [client.items.reply("i", QUICK), client.items.redact("i"), client.communications.receive("c", FILES)]
    assert made == ["HVFDjpu1SCKJlDR7rRKkCQ"] * 3
    assert client.webhooks.create(HOOK) == "HVFDjpu1SCKJlDR7rRKkCQ"


def test_a_redaction_without_a_location_is_of_the_item_itself(vendor, client):
    vendor.says(201)
    assert client.items.redact("i") == "i"


def test_sessions_messages_and_recorders_are_read(vendor, client):
    for name in ("automation_session", "call_recorder", "webhook"):
        vendor.says(200, json.dumps(_recorded(name)[0]).encode())
    vendor.says(200, json.dumps(_recorded("automation_messages")).encode())
    vendor.says(200, json.dumps(_recorded("automation_messages")[0]).encode())
    vendor.says(200, json.dumps(_recorded("webhook")).encode())
    assert client.message_automation.session("s").target.target_type == "AUTOMATION"
    assert client.agents.call_recorder("a").recording
    assert client.webhooks.get("w").has_credentials
    first, menu = client.message_automation.messages("s")
    assert (first.sender.type, menu.content.menu_items[0].label) == ("CUSTOMER", "label")
    assert client.message_automation.message("s", "m") == first
    assert [one.header_keys for one in client.webhooks.list()] == [("X-Gladly-Key",)]
    assert [asked for asked, _, _ in vendor.asked] == [
        f"GET {SESSION}",
        "GET /api/v1/agents/a/call-recorder",
        "GET /api/v1/webhooks/w",
        f"GET {SESSION}/messages",
        f"GET {SESSION}/messages/m",
        "GET /api/v1/webhooks",
    ]


def test_a_webhook_that_is_enabled_or_not_there_can_not_be_deleted(vendor, client):
    vendor.says(400)
    vendor.says(404)
    with pytest.raises(ValidationError):
        client.webhooks.delete("w")
    with pytest.raises(NotFoundError):
        client.webhooks.delete("w")


def test_what_a_webhook_proves_itself_with_is_not_shown():
    assert "fxdUf" not in repr(HOOK)
    assert "123" not in repr(HOOK)
