"""Bots' sessions and custom channels through the native client, with the vendor's rules behind it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskbridge.errors import ValidationError
from deskbridge_gladly.wire.communications import (
    ChannelContent,
    ChannelFile,
    ChannelMessageBody,
    DeliveryStatusBody,
    ProfileIdentifier,
    Sender,
)
from deskbridge_gladly.wire.message_automation import MenuItemBody, SessionContentBody, SessionMessageBody

CUSTOMER = "594wMEbZSx-RmYSkUMeCPw"
HELLO = SessionMessageBody(type="TEXT", content=SessionContentBody(value="Hello, שלום 👋"))
CHOICE = SessionMessageBody(
    type="MENU",
    content=SessionContentBody(prompt="What is it about?", menu_items=(MenuItemBody(id="returns", label="Returns"),)),
)


@pytest.fixture
def native(gladly):
    return gladly.desk.native


@pytest.fixture
def session_id(gladly) -> str:
    conversation = gladly.store.conversations[gladly.conversation(CUSTOMER)]
    return gladly.served.sandbox.automation.begin(conversation, "Where is my kite?")


@pytest.fixture
def channel(gladly) -> tuple[str, str]:
    channel_id, entry_points = next(iter(gladly.store.custom_channels.items()))
    return channel_id, min(entry_points)


def test_a_session_is_read_with_its_target_and_what_the_customer_wrote(native, gladly, session_id):
    session = native.message_automation.session(session_id)
    assert (session.id, session.customer_id, session.endpoint_type) == (session_id, CUSTOMER, "CHAT")
    assert session.target.target_type == "AUTOMATION"
    assert gladly.served.sandbox.clock.now() == session.created_at
    (heard,) = native.message_automation.messages(session_id)
    assert (heard.type, heard.content.value, heard.sender.type) == ("TEXT", "Where is my kite?", "CUSTOMER")
    assert heard.context["IsAuthenticated"] == "false"


@pytest.mark.parametrize("body", [HELLO, CHOICE])
def test_a_bots_message_is_sent_once_and_read_back_as_it_was_returned(native, gladly, session_id, body):
    automation = native.message_automation
    sent = automation.send(session_id, body)
    assert sent == automation.message(session_id, sent.id) == automation.messages(session_id)[-1]
    assert (sent.type, sent.session_id, sent.sender.type) == (body.type, session_id, "API")
    assert gladly.served.sandbox.counters.outbound_messages == 1


def test_what_was_sent_to_the_customer_is_what_was_written(native, session_id):
    assert native.message_automation.send(session_id, HELLO).content.value == "Hello, שלום 👋"
    menu = native.message_automation.send(session_id, CHOICE).content
    assert (menu.prompt, [(one.id, one.label) for one in menu.menu_items]) == (
        "What is it about?",
        [("returns", "Returns")],
    )


def test_a_session_handed_off_is_an_agents_and_takes_no_more_of_the_bot(native, session_id):
    native.message_automation.hand_off(session_id, "It asks for a person")
    assert native.message_automation.session(session_id).target.target_type == "AGENT"
    with pytest.raises(ValidationError, match="handed off"):
        native.message_automation.send(session_id, HELLO)


def test_a_closed_session_takes_no_more(native, session_id):
    native.message_automation.close(session_id, "Answered")
    with pytest.raises(ValidationError, match="closed"):
        native.message_automation.close(session_id, "Again")


def test_a_session_ends_by_itself_after_five_minutes_of_silence(native, gladly, session_id):
    gladly.served.sandbox.clock.advance(timedelta(minutes=5, seconds=1))
    with pytest.raises(ValidationError, match="closed"):
        native.message_automation.send(session_id, HELLO)


def test_the_text_of_a_channels_customer_becomes_an_item_of_a_conversation(native, channel):
    channel_id, entry_point = channel
    sender = Sender(address="line-7", display_name="Lin")
    body = ChannelMessageBody(sender=sender, to=entry_point, type="TEXT", content=ChannelContent(text="Is it in?"))
    made = native.items.get(native.communications.receive(channel_id, body))
    assert (made.content["content"]["text"], made.initiator.type) == ("Is it in?", "CUSTOMER")
    assert made.content["customChannelId"] == channel_id
    assert native.customers.get(made.customer_id).name == "Lin"
    assert native.conversations.get(made.conversation_id).status == "OPEN"


def test_a_channels_sender_is_taken_for_the_customer_whom_an_address_names(native, channel):
    channel_id, entry_point = channel
    known = native.customers.find_by_email("person2@person.com")[0]
    sender = Sender(address="line-8", profile_identifier=ProfileIdentifier(type="EMAIL", address="person2@person.com"))
    files = ChannelContent(caption="My kite", files=(ChannelFile(url="https://files.example.com/kite.png"),))
    body = ChannelMessageBody(sender=sender, to=entry_point, type="FILES", content=files)
    made = native.items.get(native.communications.receive(channel_id, body))
    assert (made.customer_id, made.content["content"]["caption"]) == (known.id, "My kite")
    assert made.content["content"]["files"][0]["url"] == "https://files.example.com/kite.png"


@pytest.mark.parametrize("value", ["ACCEPTED", "DELIVERED", "READ", "FAILED"])
def test_a_channel_tells_how_an_agents_message_fared(native, gladly, channel, value):
    channel_id, _ = channel
    content = {"type": "TEXT", "customChannelId": channel_id, "content": {"text": "It is"}}
    sent = gladly.item(gladly.conversation(CUSTOMER), 1, **content)
    gladly.store.items[sent]["initiator"] = {"type": "AGENT", "id": "a1"}
    native.communications.set_status(channel_id, sent, DeliveryStatusBody(value=value, details="seen"))
    assert native.items.get(sent).content["status"] == {"value": value, "details": "seen"}
