"""Business hours, user identity, freeform topics and proactive conversations through the native client."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
from attrs import evolve

from deskbridge.errors import AmbiguousWriteError, ConflictError, NotFoundError, ValidationError
from deskbridge_gladly.wire.business_hours import (
    BusinessHoursBody,
    BusinessHoursReplacement,
    OfficeHoursBody,
    ScheduleBlock,
    ScheduleBlockBody,
    ScheduleExceptionBody,
)
from deskbridge_gladly.wire.freeform_topics import FreeformChange, FreeformValue
from deskbridge_gladly.wire.proactive_conversations import Recipient, RecipientCollectionBody
from deskbridge_gladly.wire.user_identity import IdentityBody

CUSTOMER, CONVERSATION = "594wMEbZSx-RmYSkUMeCPw", "mTs0fj5qSo63Sg4RRuulPQ"
WEEK = OfficeHoursBody(
    timezone="Asia/Jerusalem",
    sunday=(ScheduleBlockBody(start="09:00", stop="13:00"), ScheduleBlockBody(start="14:00", stop="18:00")),
    exceptions=(
        ScheduleExceptionBody(
            name="Purim",
            start=datetime(2026, 3, 3, tzinfo=UTC),
            stop=datetime(2026, 3, 4, tzinfo=UTC),
            schedule_blocks=(),
        ),
    ),
)
HOURS = BusinessHoursBody(name="Week", office_hours=WEEK)
START = datetime(2026, 3, 2, 16, 32, tzinfo=UTC)


@pytest.fixture
def native(gladly):
    return gladly.desk.native


def test_business_hours_come_back_as_they_were_created(native):
    made = native.business_hours.create(HOURS)
    read = native.business_hours.get(made.id)
    assert (read, read.name, read.primary) == (made, "Week", False)
    assert read.office_hours is not None
    assert read.office_hours.timezone == "Asia/Jerusalem"
    assert read.office_hours.sunday == (
        ScheduleBlock(start="09:00", stop="13:00"),
        ScheduleBlock(start="14:00", stop="18:00"),
    )
    assert not read.office_hours.monday
    assert [one.name for one in read.office_hours.exceptions or ()] == ["Purim"]
    assert made.id in [one.id for one in native.business_hours.list()]


def test_business_hours_are_replaced_with_the_version_that_was_read_alone(native):
    made = native.business_hours.create(HOURS)
    change = BusinessHoursReplacement(version=made.version, name="Longer week", office_hours=WEEK)
    replaced = native.business_hours.replace(made.id, change)
    assert replaced == native.business_hours.get(made.id)
    assert (replaced.name, replaced.version != made.version) == ("Longer week", True)
    with pytest.raises(ConflictError) as caught:
        native.business_hours.replace(made.id, change)
    assert caught.value.codes == ("version_outdated",)


def test_a_replacement_whose_answer_is_lost_is_not_taken_for_somebody_elses(gladly, native):
    made = native.business_hours.create(HOURS)
    gladly.fault("reset_after", method="PUT", path="/business-hours")
    with pytest.raises(AmbiguousWriteError):
        native.business_hours.replace(
            made.id, BusinessHoursReplacement(version=made.version, name="Longer week", office_hours=WEEK)
        )
    assert native.business_hours.get(made.id).name == "Longer week"


def test_business_hours_are_deleted_but_the_primary_ones(native):
    made = native.business_hours.create(HOURS)
    native.business_hours.delete(made.id)
    with pytest.raises(NotFoundError):
        native.business_hours.get(made.id)
    primary = native.business_hours.create(evolve(HOURS, primary=True))
    with pytest.raises(ValidationError):
        native.business_hours.delete(primary.id)


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"office_hours": OfficeHoursBody(timezone="")}, {"office_hours": OfficeHoursBody(timezone="Mars")}],
    ids=str,
)
def test_business_hours_that_can_not_be_are_refused(native, wrong):
    with pytest.raises(ValidationError):
        native.business_hours.create(evolve(HOURS, **wrong))


@pytest.mark.parametrize(
    ("identity_type", "identity"), [("EMAIL", "test@example.com"), ("MOBILE_PHONE_NUMBER", "+16505551987")]
)
def test_a_token_carries_who_the_customer_is(native, identity_type, identity):
    token = native.user_identity.generate_token(IdentityBody(identity_type=identity_type, identity=identity))
    _, claims, _ = token.token.split(".")
    assert identity in json.dumps(json.loads(base64.urlsafe_b64decode(claims + "==")))


@pytest.mark.parametrize(
    ("identity_type", "identity"), [("EMAIL", "no address"), ("MOBILE_PHONE_NUMBER", "650"), ("FAX", "a@b.example")]
)
def test_an_identity_that_can_not_be_is_refused(native, identity_type, identity):
    with pytest.raises(ValidationError):
        native.user_identity.generate_token(IdentityBody(identity_type=identity_type, identity=identity))


def _order(number):
    return FreeformValue(key="orderId", value=f"ORD_{number}")


def _orders(native):
    found = native.conversations.get(CONVERSATION).custom_attributes or ()
    return sorted(one.value for one in found)


@pytest.fixture
def order(gladly):
    """A freeform topic; none of the operations makes one."""
    made = {"id": "order", "key": "orderId", "label": "Order ID", "deactivated": False, "createdBy": "user"}
    gladly.store.custom_attributes["order"] = made
    return "order"


def test_values_of_a_freeform_topic_are_added_and_removed(native, order):
    native.freeform_topics.change(CUSTOMER, CONVERSATION, FreeformChange(add=(_order(1), _order(2), _order(1))))
    assert _orders(native) == ["ORD_1", "ORD_2"]
    native.freeform_topics.change(CUSTOMER, CONVERSATION, FreeformChange(add=(_order(3),), remove=(_order(1),)))
    assert _orders(native) == ["ORD_2", "ORD_3"]


def test_a_conversations_value_leads_to_its_freeform_topic(native, order):
    native.freeform_topics.change(CUSTOMER, CONVERSATION, FreeformChange(add=(_order(1),)))
    (value,) = native.conversations.get(CONVERSATION).custom_attributes or ()
    topic = native.freeform_topics.get(value.id)
    assert (value.id, topic.id, topic.key, topic.label) == (order, order, "orderId", "Order ID")


def test_a_freeform_topic_or_conversation_that_is_not_there_is_not_found(native):
    with pytest.raises(NotFoundError):
        native.freeform_topics.get("none")
    with pytest.raises(NotFoundError):
        native.freeform_topics.change(CUSTOMER, "none", FreeformChange(add=(_order(1),)))


@pytest.fixture
def campaign_id(gladly):
    return next(iter(gladly.store.campaigns))


def test_recipients_are_added_to_a_campaign(native, campaign_id):
    body = RecipientCollectionBody(
        name="Spring",
        start_after=START,
        recipients=(Recipient(customer_name="John", email_address="john@example.com", timezone="America/Los_Angeles"),),
    )
    made = native.proactive_conversations.add_recipients(campaign_id, body)
    assert (made.campaign_id, made.name, made.start_after) == (campaign_id, "Spring", START)
    assert made.id != native.proactive_conversations.add_recipients(campaign_id, body).id


def test_a_campaign_that_is_not_there_is_not_found(native):
    body = RecipientCollectionBody(name="Spring", start_after=START, recipients=())
    with pytest.raises(NotFoundError):
        native.proactive_conversations.add_recipients("none", body)
