from __future__ import annotations

import base64
import json
from typing import Any

import pytest

ORDER, CARRIER, OLD = "attribute-order", "attribute-carrier", "attribute-old"
CAMPAIGN = "/campaigns/yQ16L_YURROhXAg3KzkuYQ/recipient-collections"
TEXTING = "/campaigns/texting/recipient-collections"
JOHN = {"customerName": "John Baker", "emailAddress": "john.baker@example.com", "timezone": "America/Los_Angeles"}
EMAILS = {"name": "Email collection", "startAfter": "2024-05-13T16:32:00.000Z", "recipients": [JOHN]}
TEXTED = {"customerName": "Jane Smith", "phoneNumber": "(212) 555-9876", "timezone": "America/New_York"}


def claims(token: str) -> Any:
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


@pytest.mark.parametrize(("kind", "identity"), [("EMAIL", "test@example.com"), ("MOBILE_PHONE_NUMBER", "+16505551987")])
def test_an_identity_is_signed_as_a_token_of_three_parts(sample: Any, kind: str, identity: str) -> None:
    answer = sample.ask("POST", "/user-identity-jwt", {"identityType": kind, "identity": identity})
    assert answer.status == 200
    assert set(answer.json()) == {"token"}
    said = claims(answer.json()["token"])
    assert (said["sub"], said["identityType"], said["exp"] - said["iat"]) == (identity, kind, 3_600)


@pytest.mark.parametrize(
    ("body", "attr", "code"),
    [
        ({"identity": "a@b.co"}, "identityType", "blank"),
        ({"identityType": "PHONE", "identity": "a@b.co"}, "identityType", "invalid"),
        ({"identityType": "EMAIL"}, "identity", "blank"),
        ({"identityType": "EMAIL", "identity": "+16505551987"}, "identity", "invalid"),
        ({"identityType": "MOBILE_PHONE_NUMBER", "identity": "a@b.co"}, "identity", "invalid"),
        ({"identityType": "MOBILE_PHONE_NUMBER", "identity": "650 555 1987"}, "identity", "invalid"),
    ],
)
def test_an_identity_must_be_of_its_type(sample: Any, body: Any, attr: str, code: str) -> None:
    status, (error,) = sample.errors("POST", "/user-identity-jwt", body)
    assert (status, error["attr"], error["code"]) == (400, attr, code)


@pytest.fixture
def attributed(sample: Any) -> Any:
    for attribute_id, key, deactivated in ((ORDER, "ORDER_ID", False), (CARRIER, "CARRIER", False), (OLD, "OLD", True)):
        sample.sandbox.store.custom_attributes[attribute_id] = {
            "id": attribute_id,
            "key": key,
            "label": key.title(),
            "deactivated": deactivated,
            "createdAt": "2020-05-20T15:00:00.000Z",
            "createdBy": "XeEJwrnuTfabHMK5ZW1fGg",
        }
    return sample


CONVERSATION = "mTs0fj5qSo63Sg4RRuulPQ"
CHANGE = f"/customer-history/594wMEbZSx-RmYSkUMeCPw/conversations/{CONVERSATION}/custom-attributes"


def held(desk: Any) -> list[tuple[str, str]]:
    attributes = desk.get(f"/conversations/{CONVERSATION}").get("customAttributes", [])
    return [(each["id"], each["value"]) for each in attributes]


def pairs(*values: str) -> list[dict[str, str]]:
    return [{"key": "ORDER_ID", "value": value} for value in values]


def test_a_custom_attribute_is_read_and_an_unknown_one_is_a_404(attributed: Any) -> None:
    assert attributed.get(f"/custom-attributes/{ORDER}")["key"] == "ORDER_ID"
    expected = {"code": "not_exist", "detail": "custom attribute 1grfSzATQLa334VDLCWc4A does not exist"}
    assert attributed.errors("GET", "/custom-attributes/1grfSzATQLa334VDLCWc4A") == (404, [expected])


def test_freeform_topics_are_added_and_removed_in_one_request(attributed: Any) -> None:
    answer = attributed.ask("POST", CHANGE, {"add": pairs("ORD_1", "ORD_2")})
    assert (answer.status, answer.data) == (204, b"")
    assert held(attributed) == [(ORDER, "ORD_1"), (ORDER, "ORD_2")]
    body = {"add": [*pairs("ORD_3"), {"key": "CARRIER", "value": "UPS"}], "remove": pairs("ORD_1", "ORD_9")}
    assert attributed.ask("POST", CHANGE, body).status == 204
    assert held(attributed) == [(ORDER, "ORD_2"), (ORDER, "ORD_3"), (CARRIER, "UPS")]


def test_a_freeform_topic_that_is_there_already_is_ignored(attributed: Any) -> None:
    for _ in range(2):
        attributed.ask("POST", CHANGE, {"add": pairs("ORD_1", "ORD_1")})
    assert held(attributed) == [(ORDER, "ORD_1")]


def test_only_what_changed_of_the_freeform_topics_is_told(attributed: Any) -> None:
    attributed.ask("POST", CHANGE, {"add": pairs("ORD_1")})
    attributed.ask("POST", CHANGE, {"add": pairs("ORD_1", "ORD_2"), "remove": pairs("ORD_1", "ORD_9")})
    now = attributed.clock.now()
    told = [each for each in attributed.sandbox.store.events.between(now, now) if "CUSTOM_ATTRIBUTE" in each["type"]]
    assert [(each["type"], each["content"]["customAttributeValue"]) for each in told] == [
        ("CONVERSATION/CUSTOM_ATTRIBUTE_ADDED", "ORD_1"),
        ("CONVERSATION/CUSTOM_ATTRIBUTE_ADDED", "ORD_2"),
    ]
    assert told[0]["content"] == {
        "customerId": "594wMEbZSx-RmYSkUMeCPw",
        "conversationId": CONVERSATION,
        "customAttributeId": ORDER,
        "customAttributeKey": "ORDER_ID",
        "customAttributeValue": "ORD_1",
    }


def test_a_conversation_without_freeform_topics_has_no_such_field(attributed: Any) -> None:
    attributed.ask("POST", CHANGE, {"add": pairs("ORD_1")})
    attributed.ask("POST", CHANGE, {"remove": pairs("ORD_1")})
    assert "customAttributes" not in attributed.get(f"/conversations/{CONVERSATION}")


@pytest.mark.parametrize(
    ("body", "attr", "code"),
    [
        ({}, None, "blank"),
        ({"add": [{"key": "ORDER_ID"}]}, "add[0].value", "blank"),
        ({"add": [{"value": "x"}]}, "add[0].key", "blank"),
        ({"add": [{"key": "NOBODY", "value": "x"}]}, "add[0].key", "not_exist"),
        ({"remove": [{"key": "NOBODY", "value": "x"}]}, "remove[0].key", "not_exist"),
        ({"add": [{"key": "OLD", "value": "x"}]}, "add[0].key", "not_exist"),
        ({"add": "x"}, "add", "invalid"),
    ],
)
def test_wrong_freeform_topics_are_refused(attributed: Any, body: Any, attr: str | None, code: str) -> None:
    status, (error,) = attributed.errors("POST", CHANGE, body)
    assert (status, error.get("attr"), error["code"]) == (400, attr, code)
    assert held(attributed) == []


def test_a_deactivated_attribute_can_still_be_removed(attributed: Any) -> None:
    assert attributed.ask("POST", CHANGE, {"remove": [{"key": "OLD", "value": "x"}]}).status == 204


@pytest.mark.parametrize("path", [CHANGE.replace(CONVERSATION, "nothing"), CHANGE.replace("594w", "other")])
def test_freeform_topics_of_another_customers_conversation_are_a_404(attributed: Any, path: str) -> None:
    assert attributed.errors("POST", path, {"add": pairs("x")})[0] == 404


def test_recipients_are_a_200_with_the_collection_and_count_as_messages(sample: Any) -> None:
    answer = sample.ask("POST", CAMPAIGN, EMAILS)
    made = answer.json()
    assert (answer.status, len(made.pop("id"))) == (200, 22)
    assert made == {
        "campaignId": "yQ16L_YURROhXAg3KzkuYQ",
        "type": "EMAIL",
        "name": "Email collection",
        "startAfter": "2024-05-13T16:32:00.000Z",
        "status": "ACTIVE",
    }
    assert sample.sandbox.state()["outbound_messages"] == 1


def test_a_collection_for_later_is_scheduled_and_the_campaign_decides_its_type(sample: Any) -> None:
    sample.sandbox.store.campaigns["texting"] = "SMS"
    period = {"startAfter": "2026-05-13T16:32:00Z", "endBefore": "2026-05-14T16:32:00Z"}
    body = {"name": "SMS collection", **period, "recipients": [TEXTED, TEXTED | {"phoneNumber": "+14155551234"}]}
    made = sample.ask("POST", TEXTING, body).json()
    assert (made["type"], made["status"], made["endBefore"]) == ("SMS", "SCHEDULED", "2026-05-14T16:32:00.000Z")
    assert sample.sandbox.state()["outbound_messages"] == 2


@pytest.mark.parametrize(
    ("changes", "attr", "code"),
    [
        ({"name": ""}, "name", "blank"),
        ({"startAfter": None}, "startAfter", "blank"),
        ({"startAfter": "soon"}, "startAfter", "invalid"),
        ({"endBefore": EMAILS["startAfter"]}, "endBefore", "invalid"),
        ({"recipients": []}, "recipients", "blank"),
        ({"recipients": [JOHN, JOHN | {"customerName": None}]}, "recipients[1].customerName", "blank"),
        ({"recipients": [JOHN | {"timezone": "Mars/Base"}]}, "recipients[0].timezone", "invalid"),
        ({"recipients": [JOHN | {"emailAddress": "nobody"}]}, "recipients[0].emailAddress", "invalid"),
        ({"recipients": [TEXTED]}, "recipients[0].emailAddress", "blank"),
    ],
)
def test_wrong_recipients_are_refused_and_nobody_is_written_to(sample: Any, changes: Any, attr: str, code: str) -> None:
    status, (error,) = sample.errors("POST", CAMPAIGN, EMAILS | changes)
    assert (status, error["attr"], error["code"]) == (400, attr, code)
    assert sample.sandbox.state()["outbound_messages"] == 0


def test_an_unknown_campaign_is_a_404(sample: Any) -> None:
    expected = {"code": "not_exist", "detail": "campaign does not exist"}
    assert sample.errors("POST", "/campaigns/nothing/recipient-collections", EMAILS) == (404, [expected])
