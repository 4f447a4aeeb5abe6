"""Compares what a vendor holds with what the reference holds of the same thing, by what the vendor declares."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from attrs import define, field

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError
from deskbridge.memory import MemoryHelpdesk
from deskbridge.protocols import Helpdesk
from deskbridge.records import (
    AgentId,
    Answer,
    AnswerId,
    Availability,
    Customer,
    CustomerId,
    IdentifierKind,
    Message,
    MessageKind,
    TaskId,
    Ticket,
    TicketId,
    TicketStatus,
    Topic,
    TopicId,
)
from deskbridge_contract_tests.harness import Harness

_WRITTEN = (MessageKind.NOTE, MessageKind.MESSAGE)


@define(eq=False)
class CustomerPair:
    """One customer on both sides."""

    vendor_id: CustomerId
    oracle_id: CustomerId


@define(eq=False)
class TicketPair:
    """One ticket on both sides.

    Attributes:
        older: The ids of the messages that were there before the machine wrote any.
    """

    vendor_id: TicketId
    oracle_id: TicketId
    older: frozenset[str] = field(default=frozenset())


@define(eq=False)
class TopicPair:
    """One topic on both sides."""

    vendor_id: TopicId
    oracle_id: TopicId


@define(eq=False)
class AgentPair:
    """One agent on both sides."""

    vendor_id: AgentId
    oracle_id: AgentId


@define(eq=False)
class TaskPair:
    """One task on both sides."""

    vendor_id: TaskId
    oracle_id: TaskId


@define(eq=False)
class AnswerPair:
    """One answer on both sides."""

    vendor_id: AnswerId
    oracle_id: AnswerId


def compare_customers(harness: Harness, oracle: MemoryHelpdesk, pair: CustomerPair) -> None:
    """Assert that both sides hold the same of a customer: names and addresses, and by what they are known.

    Identifiers are compared without their order, and also where a vendor keeps them with a restriction: whatever it is,
    what was not refused is there.
    """
    expected, actual = oracle.customers.get(pair.oracle_id), harness.desk.customers.get(pair.vendor_id)
    for capability, one, other in (
        (Capability.CUSTOMER_NAME, expected.name, actual.name),
        (Capability.CUSTOMER_ADDRESS, expected.address, actual.address),
    ):
        if harness.full(capability):
            assert one == other, f"{capability} differs from the reference"
    for capability, kind in (
        (Capability.CUSTOMER_EMAIL, IdentifierKind.EMAIL),
        (Capability.CUSTOMER_EXTERNAL_ID, IdentifierKind.EXTERNAL_ID),
    ):
        if harness.possible(capability):
            assert _known_by(expected, kind) == _known_by(actual, kind), f"{capability} differs from the reference"


def _known_by(customer: Customer, kind: IdentifierKind) -> list[str]:
    return sorted(customer.values(kind))


def compare_activities(expected: Message, actual: Message) -> None:
    """Assert that an activity was taken at the vendor as it was in the reference."""
    for what in ("kind", "direction", "visibility", "subject", "text"):
        assert getattr(expected, what) == getattr(actual, what), f"an activity's {what} differs from the reference"


def compare_tickets(
    harness: Harness, oracle: MemoryHelpdesk, pair: TicketPair, topics: Mapping[TopicId, TopicId]
) -> None:
    """Assert that both sides hold the same of a ticket: status, subject, agent, group, topics, and what was written."""
    expected, actual = oracle.tickets.get(pair.oracle_id), harness.desk.tickets.get(pair.vendor_id)
    if harness.possible(Capability.TICKET_STATUS):
        assert _closed(expected) == _closed(actual), f"{Capability.TICKET_STATUS} differs from the reference"
    for capability, one, other in (
        (Capability.TICKET_SUBJECT, expected.subject, actual.subject),
        (Capability.TICKET_AGENT_ID, expected.agent_id, actual.agent_id),
        (Capability.TICKET_GROUP_ID, expected.group_id, actual.group_id),
        (Capability.TICKET_TOPIC_IDS, {topics[one] for one in expected.topic_ids}, set(actual.topic_ids)),
    ):
        if harness.full(capability):
            assert one == other, f"{capability} differs from the reference"
    if harness.possible(Capability.MESSAGES_OF_TICKET):
        written, there = texts(oracle, pair.oracle_id, ()), texts(harness.desk, pair.vendor_id, pair.older)
        assert written == there, "notes and messages differ from the reference"


def _closed(ticket: Ticket) -> bool:
    return ticket.status.kind is TicketStatus.CLOSED


def texts(desk: Helpdesk, ticket_id: TicketId, older: Collection[str]) -> list[str]:
    """Return the texts of a ticket's notes and messages that are not older, oldest first."""
    listed = desk.messages.of_ticket(ticket_id)
    return [one.text for one in listed if one.kind in _WRITTEN and one.id not in older]


def compare_tickets_of_customer(
    harness: Harness, oracle: MemoryHelpdesk, pair: TicketPair, tickets: Mapping[TicketId, TicketId]
) -> None:
    """Assert that of some tickets, by the reference's id, exactly a customer's are listed, and none of them twice."""
    expected, actual = oracle.tickets.get(pair.oracle_id), harness.desk.tickets.get(pair.vendor_id)
    if actual.customer_id is None:
        return
    reference = oracle.tickets.of_customer(CustomerId(str(expected.customer_id)))
    listed = [one.id for one in harness.desk.tickets.of_customer(actual.customer_id)]
    assert len(set(listed)) == len(listed), f"{Capability.TICKETS_OF_CUSTOMER} gave a ticket twice"
    theirs = {tickets[TicketId(one.id)] for one in reference if one.id in tickets}
    assert theirs == set(listed) & set(tickets.values()), f"{Capability.TICKETS_OF_CUSTOMER} differs from the reference"


def compare_erased(harness: Harness, oracle: MemoryHelpdesk, pair: TicketPair, said: Collection[str]) -> None:
    """Assert that a ticket is erased on both sides, and that nothing of what was said can be read."""
    expected, actual = oracle.tickets.get(pair.oracle_id), harness.desk.tickets.get(pair.vendor_id)
    assert expected.erased == actual.erased, "tickets.erase left the ticket as it was"
    if harness.possible(Capability.MESSAGES_OF_TICKET):
        left = set(said) & set(texts(harness.desk, pair.vendor_id, ()))
        assert not left, "tickets.erase left what was said"


def compare_topics(
    harness: Harness, oracle: MemoryHelpdesk, pair: TopicPair, topics: Mapping[TopicId, TopicId]
) -> None:
    """Assert that both sides hold the same of a topic: name, parent, whether it is disabled; and list it once."""
    expected, actual = _topic(oracle, pair.oracle_id), _topic(harness.desk, pair.vendor_id)
    assert expected.name == actual.name, "topic.name differs from the reference"
    if harness.full(Capability.TOPIC_DISABLED):
        assert expected.disabled == actual.disabled, f"{Capability.TOPIC_DISABLED} differs from the reference"
    if harness.full(Capability.TOPIC_PARENT_ID):
        parent = None if expected.parent_id is None else topics[expected.parent_id]
        assert parent == actual.parent_id, f"{Capability.TOPIC_PARENT_ID} differs from the reference"


def _topic(desk: Helpdesk, topic_id: TopicId) -> Topic:
    found = [one for one in desk.topics.all() if one.id == topic_id]
    assert len(found) == 1, f"{Capability.TOPICS_ALL} gave a topic {len(found)} times"
    return found[0]


def compare_agents(harness: Harness, oracle: MemoryHelpdesk, pair: AgentPair) -> None:
    """Assert that both sides hold the same of an agent: the address, and every field that is declared full."""
    expected, actual = oracle.agents.get(pair.oracle_id), harness.desk.agents.get(pair.vendor_id)
    assert expected.email == actual.email, "agent.email differs from the reference"
    for capability, one, other in (
        (Capability.AGENT_NAME, expected.name, actual.name),
        (Capability.AGENT_EXTERNAL_ID, expected.external_id, actual.external_id),
        (Capability.AGENT_ROLES, sorted(expected.roles), sorted(actual.roles)),
        (Capability.AGENT_AVAILABILITY, _takes_work(expected.availability), _takes_work(actual.availability)),
    ):
        if harness.full(capability):
            assert one == other, f"{capability} differs from the reference"


def _takes_work(availability: Availability | None) -> str:
    return "" if availability is None else availability.kind.value


def compare_tasks(harness: Harness, oracle: MemoryHelpdesk, pair: TaskPair) -> None:
    """Assert that both sides hold the same of a task: what, until when, where it stands, who has it, the comments."""
    expected, actual = oracle.tasks.get(pair.oracle_id), harness.desk.tasks.get(pair.vendor_id)
    for what, one, other in (
        ("text", expected.text, actual.text),
        ("due_at", expected.due_at, actual.due_at),
        ("status", expected.status, actual.status),
    ):
        assert one == other, f"task.{what} differs from the reference"
    for capability, one, other in (
        (Capability.TASK_AGENT_ID, expected.agent_id, actual.agent_id),
        (Capability.TASK_GROUP_ID, expected.group_id, actual.group_id),
    ):
        if harness.full(capability):
            assert one == other, f"{capability} differs from the reference"
    if harness.possible(Capability.TASKS_COMMENTS, Capability.TASKS_ADD_COMMENT):
        reference = [one.text for one in oracle.tasks.comments(pair.oracle_id)]
        written = [one.text for one in harness.desk.tasks.comments(pair.vendor_id)]
        assert reference == written, "comments differ from the reference"


def compare_answers(harness: Harness, oracle: MemoryHelpdesk, pair: AnswerPair) -> None:
    """Assert that both sides hold the same of an answer: its name, its description, whom it is for, its words.

    The words are read where `answers.get` is declared full; others give them back only when they are written.
    """
    expected, actual = oracle.answers.get(pair.oracle_id), harness.desk.answers.get(pair.vendor_id)
    assert expected.name == actual.name, "answer.name differs from the reference"
    for capability, one, other in (
        (Capability.ANSWER_DESCRIPTION, expected.description, actual.description),
        (Capability.ANSWER_AUDIENCE_IDS, set(expected.audience_ids), set(actual.audience_ids)),
        (Capability.ANSWERS_GET, _contents(expected), _contents(actual)),
    ):
        if harness.full(capability):
            assert one == other, f"{capability} differs from the reference"


def _contents(answer: Answer) -> list[tuple[str, str, str]]:
    return sorted((one.language, one.kind.value, one.text) for one in answer.contents)


_GONE: Mapping[type, tuple[str, str]] = {
    CustomerPair: ("customers", "a customer"),
    AgentPair: ("agents", "an agent"),
    AnswerPair: ("answers", "an answer"),
}


def compare_gone(harness: Harness, oracle: MemoryHelpdesk, pair: CustomerPair | AgentPair | AnswerPair) -> None:
    """Assert that what was deleted can be read on neither side."""
    role, what = _GONE[type(pair)]
    sides: tuple[tuple[Helpdesk, str], ...] = ((oracle, pair.oracle_id), (harness.desk, pair.vendor_id))
    for desk, ident in sides:
        assert not _is_there(getattr(desk, role), ident), f"{role}.get read {what} that was deleted"


def _is_there(role: Any, ident: str) -> bool:
    try:
        role.get(ident)
    except NotFoundError:
        return False
    return True


def listed(harness: Harness, role: str) -> list[str]:
    """Return the ids of everything that a role lists."""
    return [one.id for one in getattr(harness.desk, role).all()]


def compare_listing(harness: Harness, role: str, before: Collection[str], made: Collection[str]) -> None:
    """Assert that a role lists, once each, what it listed before and what was made since.

    Where its listing is declared with a restriction, it may leave some out; but nothing comes twice, and nothing that
    nobody made.
    """
    found, expected = listed(harness, role), {*before, *made}
    assert len(set(found)) == len(found), f"{role}.all gave a record twice"
    assert not set(found) - expected, f"{role}.all gave what nobody made, or what was deleted"
    if harness.full(Capability(f"{role}.all")):
        assert expected == set(found), f"{role}.all left something out"
