"""Every schema of the description has its value here, with every property and every known word."""

from __future__ import annotations

import sys
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent / "openapi"))
from glassix_description import Description

from deskbridge.wire import Wire, json_names

DESCRIPTION = Description()
SHAPES = {
    "TokenRequest": "token.TokenRequest",
    "TokenResponse": "token.TokenAnswer",
    "MessageResponse": "answers.Remark",
    "DeleteUserResponse": "users.DeletedUser",
    "CreateTicketRequest": "new_tickets.NewTicket",
    "SetTicketFieldsRequest": "new_tickets.TicketFields",
    "ParticipantInput": "new_tickets.NewParticipant",
    "Participant": "participants.Participant",
    "TicketDetails": "details.TicketDetails",
    "Ticket": "tickets.Ticket",
    "ActivityLog": "details.ActivityLog",
    "Owner": "participants.Owner",
    "TicketSummary": "details.TicketSummary",
    "DynamicParameter": "details.DynamicParameter",
    "CardData": "details.CardData",
    "Transaction": "transactions.Transaction",
    "Attachment": "transactions.Attachment",
    "SendMessageRequest": "sending.MessageBody",
    "TicketRenderOptions": "sending.RenderOptions",
    "TicketListResponse": "tickets.TicketPage",
    "User": "users.User",
    "UserInfoData": "users.UserDays",
    "Tag": "tenants.Tag",
    "Contact": "contacts.Contact",
    "ContactIdentifier": "contacts.ContactIdentifier",
    "CannedReply": "canned_replies.CannedReply",
    "ProtocolSendRequest": "protocols.NewDirectMessage",
    "Message": "protocols.DirectMessage",
    "WebhookEvent": "events.WebhookEvent",
    "WebhookChange": "events.WebhookChange",
    "Survey": "events.Survey",
}
WORDS = ["TicketState", "ProtocolType", "SubProtocolType", "Culture", "UserStatus", "Role", "IdentifierType"]
INNER = {
    ("TicketDetails", "source"): "details.Source",
    ("TicketDetails", "referral"): "details.Referral",
    ("Transaction", "payload"): "transactions.Payload",
    ("TicketListResponse", "paging"): "tickets.Paging",
}


def kind_of(name: str) -> type[Any]:
    module, _, kind = name.partition(".")
    return getattr(import_module(f"deskbridge_glassix.wire.{module}"), kind)


def test_all_38_schemas_have_their_value_here() -> None:
    assert {*SHAPES, *WORDS} == set(DESCRIPTION.document["components"]["schemas"])


@pytest.mark.parametrize(("schema", "name"), SHAPES.items())
def test_a_value_has_every_property_of_its_schema_and_no_other(schema: str, name: str) -> None:
    kind = kind_of(name)
    assert issubclass(kind, Wire)
    assert {*json_names(kind).values()} == set(DESCRIPTION.schema(schema)["properties"])


@pytest.mark.parametrize(("at", "name"), INNER.items())
def test_a_value_inside_another_has_every_property(at: tuple[str, str], name: str) -> None:
    schema, part = at
    described = DESCRIPTION.schema(schema)["properties"][part]["properties"]
    assert {*json_names(kind_of(name)).values()} == set(described)


@pytest.mark.parametrize("name", WORDS)
def test_every_known_word_has_a_name(name: str) -> None:
    kind: type[StrEnum] = kind_of(f"words.{name}")
    assert set(kind) == set(DESCRIPTION.schema(name)["enum"])
