"""The four files of an export job: the columns of the vendor's own script, and how their lines are records.

The columns and their order are those of conversation-export-to-csv (github.com/gladly/rest-api-examples). Its list of
headers lacks the last two of its cells, Instagram's and WhatsApp's; they are named here after their like.
"""

from __future__ import annotations

from deskbridge.outputs import Column, ExportFile, Spread
from deskbridge.records import Agent, Customer, Message, Topic
from deskbridge_gladly.client.exports import AGENTS, CUSTOMERS, ITEMS, TOPICS
from deskbridge_gladly.translate import exported

_ENVELOPE = (
    Column("id", ("id",)),
    Column("customer_id", ("customerId",)),
    Column("conversation_id", ("conversationId",)),
    Column("timestamp", ("timestamp",)),
    Column("initiator_id", ("initiator", "id")),
    Column("initiator_type", ("initiator", "type")),
    Column("responder_id", ("responder", "id")),
    Column("responder_type", ("responder", "type")),
    Column("content_type", ("content", "type")),
)
_CONTENTS = """
CHAT_MESSAGE chat_message_type messageType
CHAT_MESSAGE chat_session_id sessionId
CHAT_MESSAGE chat_content content
CONVERSATION_STATUS_CHANGE conversation_status_changed_to status
CUSTOMER_ACTIVITY customer_activity_title title
CUSTOMER_ACTIVITY customer_activity_body body
CUSTOMER_ACTIVITY customer_activity_type activityType
CUSTOMER_ACTIVITY customer_activity_source_name sourceName
CUSTOMER_ACTIVITY customer_activity_link_url link.url
CUSTOMER_ACTIVITY customer_activity_link_text link.text
CUSTOMER_ACTIVITY customer_activity_occurred_at occurredAt
CUSTOMER_ACTIVITY customer_activity_received_at receivedAt
EMAIL email_from from
EMAIL email_to to
EMAIL email_cc cc
EMAIL email_bcc bcc
EMAIL email_subject subject
EMAIL email_content content
FACEBOOK_MESSAGE facebook_pageid pageId
FACEBOOK_MESSAGE facebook_userid userId
FACEBOOK_MESSAGE facebook_content content
CONVERSATION_NOTE note_body body
PHONE_CALL phone_from from
PHONE_CALL phone_to to
PHONE_CALL phone_started_at startedAt
PHONE_CALL phone_answered_at answeredAt
PHONE_CALL phone_completed_at completedAt
PHONE_CALL phone_recording_status recordingStatus
PHONE_CALL phone_recording_url recordingUrl
PHONE_CALL phone_recording_duration recordingDuration
SMS sms_from from
SMS sms_to to
SMS sms_content content
TOPIC_CHANGE added_topic_ids addedTopicIds
TOPIC_CHANGE removed_topic_ids removedTopicIds
VOICEMAIL voicemail_started_at startedAt
VOICEMAIL voicemail_recording_status recordingStatus
VOICEMAIL voicemail_recording_url recordingUrl
VOICEMAIL voicemail_recording_duration recordingDuration
INSTAGRAM_DIRECT instagram_content content
WHATSAPP whatsapp_content content
"""
"""Of which kind of content, under which header, which of its keys."""


def _content(line: str) -> Column:
    kind, name, keys = line.split()
    return Column(name, ("content", *keys.split(".")), only=kind)


def _plain(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key, (key,)) for key in keys)


FILES: tuple[ExportFile, ...] = (
    ExportFile(
        name=ITEMS,
        columns=(*_ENVELOPE, *map(_content, _CONTENTS.strip().splitlines())),
        tag=("content", "type"),
        kind=Message,
        record=exported.message,
    ),
    ExportFile(
        name=CUSTOMERS,
        columns=_plain("id", "name", "address", "externalCustomerId", "externalCustomerIds"),
        spread=Spread(
            word_column="contact_type",
            value_column="contact_address",
            lists={"email": "emailAddresses", "phone": "phoneNumbers"},
        ),
        kind=Customer,
        record=exported.customer,
    ),
    ExportFile(name=TOPICS, columns=_plain("id", "name", "disabled", "parentId"), kind=Topic, record=exported.topic),
    ExportFile(name=AGENTS, columns=_plain("id", "name", "emailAddress"), kind=Agent, record=exported.agent),
)
"""The four."""
