from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from deskbridge.errors import InvalidRequestError, MergedError, NotFoundError, UnsupportedError, ValidationError
from deskbridge.listing import TruncatedWarning
from deskbridge.records import CustomerId, NewTicket, Requester, Status, TicketChange, TicketId, TicketStatus

CUSTOMER = CustomerId("OPy0kbYIQp-mr3IcdQRWqw")
TICKET = TicketId("mTs0fj5qSo63Sg4RRuulPQ")
CLOSE = TicketChange(status=TicketStatus.CLOSED)


def test_a_ticket_is_read_with_all_that_gladly_says(gladly):
    attributes = [{"id": "order", "value": "1"}, {"id": "order", "value": "2"}, {"id": "carrier", "value": "UPS"}]
    made = gladly.conversation(CUSTOMER, customAttributes=attributes, status="WAITING", agentId="a1", topicIds=["id1"])
    ticket = gladly.desk.tickets.get(TicketId(made))
    assert Status(kind=TicketStatus.PENDING, original="WAITING") == ticket.status
    assert ticket.fields == {"order": ["1", "2"], "carrier": "UPS"}
    assert (ticket.customer_id, ticket.agent_id, ticket.topic_ids) == (CUSTOMER, "a1", ("id1",))
    assert datetime(2026, 2, 1, tzinfo=UTC) == ticket.created_at
    assert gladly.store.conversations[made] == ticket.raw


def test_an_unknown_status_keeps_its_word(gladly):
    made = gladly.conversation(CUSTOMER, status="PARKED")
    status = gladly.desk.tickets.get(TicketId(made)).status
    assert Status(kind=TicketStatus.UNKNOWN, original="PARKED") == status


def test_a_merged_ticket_gives_the_survivor_and_says_so(gladly):
    gladly.store.merged_conversations["old"] = TICKET
    ticket = gladly.desk.tickets.get(TicketId("old"))
    assert (ticket.id, ticket.moved_from) == (TICKET, "old")


def test_an_unknown_ticket_is_not_found(gladly):
    with pytest.raises(NotFoundError):
        gladly.desk.tickets.get(TicketId("none"))


def test_the_tickets_of_a_customer_come_oldest_first(gladly):
    for day in (3, 1, 2):
        gladly.conversation(CUSTOMER, id=f"day-{day}", createdAt=f"2026-02-0{day}T00:00:00.000Z")
    listing = gladly.desk.tickets.of_customer(CUSTOMER)
    assert [one.id for one in listing] == ["day-1", "day-2", "day-3"]
    assert listing.truncated is False


def test_a_hundred_of_more_tickets_of_a_customer_are_told_as_truncated(gladly):
    for _ in range(101):
        gladly.conversation(CUSTOMER)
    listing = gladly.desk.tickets.of_customer(CUSTOMER)
    with pytest.warns(TruncatedWarning):
        assert len(list(listing)) == 100
    assert listing.truncated


def test_exactly_a_hundred_tickets_are_all(gladly):
    for _ in range(100):
        gladly.conversation(CUSTOMER)
    listing = gladly.desk.tickets.of_customer(CUSTOMER)
    assert (len(list(listing)), listing.truncated) == (100, False)


def test_the_tickets_of_a_merged_customer_are_under_the_new_id(gladly):
    gladly.store.people.merged["old"] = CUSTOMER
    with pytest.raises(MergedError) as caught:
        list(gladly.desk.tickets.of_customer(CustomerId("old")))
    assert caught.value.new_id == CUSTOMER


def test_every_exported_ticket_is_listed_once_and_quickly(start):
    gladly = start("sample", "synthetic:200")
    began = time.monotonic()
    tickets = list(gladly.desk.tickets.all())
    assert time.monotonic() - began < 3
    exported = {
        one["conversationId"] for job in gladly.store.jobs.values() for one in job.items if "conversationId" in one
    }
    expected = {gladly.store.merged_conversations.get(one, one) for one in exported}
    assert sorted(expected) == sorted(one.id for one in tickets)
    files = [count for name, count in gladly.requests.items() if "/files/" in name]
    assert {1} == set(files)


def test_nothing_is_asked_before_a_listing_is_iterated(gladly):
    gladly.desk.tickets.all()
    assert gladly.requests == {}


def test_a_deleted_ticket_is_left_out_and_a_merged_one_is_given_once(gladly):
    gladly.store.conversations.pop(TICKET)
    assert [one.id for one in gladly.desk.tickets.all()] == ["UCeDRWE1Ro6vMYZ_MqPHsA"]
    gladly.store.merged_conversations[TICKET] = "UCeDRWE1Ro6vMYZ_MqPHsA"
    assert [(one.id, one.moved_from) for one in gladly.desk.tickets.all()] == [("UCeDRWE1Ro6vMYZ_MqPHsA", None)]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("21:15:57.618", None, ["UCeDRWE1Ro6vMYZ_MqPHsA"]),
        (None, "21:12:34.635", ["mTs0fj5qSo63Sg4RRuulPQ"]),
        ("21:12:50.277", "21:12:50.277", ["mTs0fj5qSo63Sg4RRuulPQ"]),
        ("21:15:57.619", None, []),
        (None, None, ["mTs0fj5qSo63Sg4RRuulPQ", "UCeDRWE1Ro6vMYZ_MqPHsA"]),
    ],
)
def test_tickets_are_listed_by_the_period_of_their_activity(gladly, since, until, expected):
    bounds = [one and datetime.fromisoformat(f"2021-09-27T{one}+00:00") for one in (since, until)]
    listing = gladly.desk.tickets.all(active_since=bounds[0], active_until=bounds[1])
    assert expected == [one.id for one in listing]


def test_a_bound_without_a_zone_is_refused(gladly):
    with pytest.raises(InvalidRequestError):
        gladly.desk.tickets.all(active_since=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    assert gladly.requests == {}


def test_a_ticket_needs_a_topic_before_it_is_closed(gladly):
    with pytest.raises(ValidationError, match="topics are required"):
        gladly.desk.tickets.update(TICKET, CLOSE)


def test_a_ticket_whose_customer_waits_is_closed_by_force_only(gladly):
    gladly.desk.topics.add(TICKET, ["id1"])
    with pytest.raises(ValidationError, match="customer waiting"):
        gladly.desk.tickets.update(TICKET, CLOSE)
    closed = gladly.desk.tickets.update(TICKET, TicketChange(status=TicketStatus.CLOSED, force=True))
    assert (closed.status.kind, closed.closed_at is not None) == (TicketStatus.CLOSED, True)


def test_closing_and_opening_leave_the_assignee_alone(gladly):
    before = gladly.desk.tickets.get(TICKET)
    gladly.desk.topics.add(TICKET, ["id1"])
    gladly.forget_requests()
    gladly.desk.tickets.update(TICKET, TicketChange(status=TicketStatus.CLOSED, force=True))
    assert {f"PATCH /conversations/{TICKET}": 1, f"GET /conversations/{TICKET}": 2} == gladly.requests
    after = gladly.desk.tickets.update(TICKET, TicketChange(status=TicketStatus.OPEN))
    assert (before.agent_id, before.group_id, None) == (after.agent_id, after.group_id, after.closed_at)


def test_an_agent_is_given_and_taken_with_the_inbox_as_it_is(gladly):
    inbox = gladly.desk.tickets.get(TICKET).group_id
    agent = gladly.desk.agents.all().first().id
    assert (None, inbox) == (
        (one := gladly.desk.tickets.update(TICKET, TicketChange(agent_id=None))).agent_id,
        one.group_id,
    )
    assert (agent, inbox) == (
        (one := gladly.desk.tickets.update(TICKET, TicketChange(agent_id=agent))).agent_id,
        one.group_id,
    )


def test_moving_a_ticket_to_another_inbox_keeps_its_agent(start):
    gladly = start("sample", "synthetic:20")
    before = gladly.desk.tickets.get(TICKET)
    gladly.store.inboxes["other"] = {"id": "other", "name": "Other", "disabled": False}
    after = gladly.desk.tickets.update(TICKET, TicketChange(group_id="other"))
    assert (before.agent_id, "other") == (after.agent_id, after.group_id)


def test_an_agent_outside_the_inbox_is_refused_by_the_vendor(gladly):
    with pytest.raises(ValidationError, match="does not belong"):
        gladly.desk.tickets.update(TICKET, TicketChange(agent_id="nobody"))


@pytest.mark.parametrize("status", [TicketStatus.PENDING, TicketStatus.SNOOZED, TicketStatus.UNKNOWN])
def test_a_status_that_cant_be_set_is_refused_before_a_request(gladly, status):
    with pytest.raises(UnsupportedError, match="open or closed"):
        gladly.desk.tickets.update(TICKET, TicketChange(status=status, agent_id=None))
    assert gladly.requests == {}


def test_force_without_a_status_is_refused_before_a_request(gladly):
    with pytest.raises(InvalidRequestError):
        gladly.desk.tickets.update(TICKET, TicketChange(force=True))
    assert gladly.requests == {}


@pytest.mark.parametrize("change", [{"subject": "x"}, {"external_id": "x"}])
def test_what_a_conversation_does_not_have_is_refused_before_a_request(gladly, change):
    with pytest.raises(UnsupportedError):
        gladly.desk.tickets.update(TICKET, TicketChange(**change))
    assert gladly.requests == {}


def test_a_ticket_cant_be_created_and_the_refusal_names_what_works(gladly):
    with pytest.raises(UnsupportedError) as caught:
        gladly.desk.tickets.create(NewTicket(requester=Requester(id=CUSTOMER)))
    assert caught.value.nearest == "messages.add_activity"
    assert gladly.requests == {}
