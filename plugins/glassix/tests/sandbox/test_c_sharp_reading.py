"""Answers as the vendor's C# client can read them, and bodies in which it leaves things null.

Its classes read GUIDs, integers, times and durations strictly: none of them may be null or empty in a ticket.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)?")
SPAN = re.compile(r"-?(\d+\.)?\d\d:\d\d:\d\d(\.\d{1,7})?")
STRICT = {
    "id": int, "departmentId": UUID, "open": TIME, "close": TIME, "lastActivity": TIME, "movedToTicketId": int,
    "movedToDepartmentId": UUID, "movedFromTicketId": int, "movedFromDepartmentId": UUID, "agentMediaCount": int,
    "customerMediaCount": int, "agentMessagesCount": int, "customerMessagesCount": int, "durationNet": SPAN,
    "durationGross": SPAN, "agentCannedRepliesCount": int, "botConversationId": UUID, "isIncoming": bool,
    "isScrambled": bool, "parentNestedTicketId": int, "wasClosedAutomatically": bool, "transactionsCount": int,
}  # fmt: skip
OF_A_PARTICIPANT = {"id": int, "isActive": bool, "isDeleted": bool, "contactId": UUID}
OF_A_TRANSACTION = {"guidTransactionId": UUID, "id": int, "dateTime": TIME}


def readable(kind: Any, value: Any) -> bool:
    if kind is UUID:
        return isinstance(value, str) and str(UUID(value)) == value.lower()
    if isinstance(kind, re.Pattern):
        return isinstance(value, str) and kind.fullmatch(value) is not None
    return type(value) is kind


def unreadable(values: Mapping[str, Any], strict: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the client's classes could not read; what is left out they can do without."""
    return {name: value for name, value in values.items() if name in strict and not readable(strict[name], value)}


@pytest.fixture
def ticket(vendor: Any) -> Any:
    return vendor.create()["id"]


def test_a_ticket_can_be_read_by_the_clients_classes(vendor: Any, ticket: int) -> None:
    vendor.ok("POST", f"tickets/addnote/{ticket}", {"text": "x", "html": None})
    vendor.ok("PUT", f"tickets/setstate/{ticket}", nextState="Closed")
    period = {"since": "10/02/2026 12:00:02:00", "until": "10/03/2026 12:00:01:00"}
    listed = vendor.ok("GET", "tickets/list", **period)["tickets"]
    assert ticket in {each["id"] for each in listed}
    assert all(unreadable(each, STRICT) == {} for each in listed)
    for held in (vendor.get(ticket), vendor.get(13784)):
        assert unreadable(held, STRICT) == {}
        assert [unreadable(one, OF_A_PARTICIPANT) for one in held["participants"]] == [{}] * len(held["participants"])
        assert [unreadable(one, OF_A_TRANSACTION) for one in held["transactions"]] == [{}] * len(held["transactions"])


def test_a_message_is_sent_with_everything_unset(vendor: Any, ticket: int) -> None:
    unset = {"html": None, "quickReplies": None, "templates": None, "files": None, "enableFreeTextInput": False}
    sent = vendor.ok("POST", f"tickets/send/{ticket}", {"text": "Hello!", **unset})
    assert (sent["text"], unreadable(sent, OF_A_TRANSACTION)) == ("Hello!", {})


def test_a_state_is_set_with_tags_or_a_summary_unset(vendor: Any, ticket: int) -> None:
    vendor.ok("PUT", f"tickets/setstate/{ticket}", {"tags": None, "summary": "Done"}, nextState="Pending")
    vendor.ok("PUT", f"tickets/setstate/{ticket}", {"tags": ["VIP"], "summary": None}, nextState="Closed")
    held = vendor.get(ticket)
    assert (held["tags"], held["ticketSummary"]["value"]) == (["VIP"], "Done")


def test_an_owner_is_set_without_a_body(vendor: Any, ticket: int) -> None:
    query = {"keepCurrentOwnerInConversation": "false", "nextOwnerUserName": "amy.agent@company.com"}
    vendor.ok("PUT", f"tickets/setowner/{ticket}", **query)
    vendor.ok("PUT", f"tickets/assignavailableuser/{ticket}")
    assert vendor.get(ticket)["owner"]["UserName"]
