"""Compares what a vendor holds with what the reference holds of the same thing, by what the vendor declares."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, field

from deskbridge.capabilities import Capability
from deskbridge.memory import MemoryHelpdesk
from deskbridge.protocols import Helpdesk
from deskbridge.records import (
    Answer,
    AnswerId,
    CustomerId,
    MessageKind,
    TaskId,
    Ticket,
    TicketId,
    TicketStatus,
    TopicId,
)
from deskbridge_contract_tests.harness import Harness


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
    """Assert that both sides hold the same of a customer, in every field that is declared full."""
    expected, actual = oracle.customers.get(pair.oracle_id), harness.desk.customers.get(pair.vendor_id)
    for capability, one, other in (
        (Capability.CUSTOMER_NAME, expected.name, actual.name),
        (Capability.CUSTOMER_EMAIL, expected.emails, actual.emails),
        (Capability.CUSTOMER_ADDRESS, expected.address, actual.address),
    ):
        if harness.full(capability):
            assert one == other, f"{capability} differs from the reference"


def compare_tickets(
    harness: Harness, oracle: MemoryHelpdesk, pair: TicketPair, topics: Mapping[TopicId, TopicId]
) -> None:
    """Assert that both sides hold the same of a ticket: its status, its agent, its topics, the notes written."""
    expected, actual = oracle.tickets.get(pair.oracle_id), harness.desk.tickets.get(pair.vendor_id)
    if harness.possible(Capability.TICKET_STATUS):
        assert _closed(expected) == _closed(actual), f"{Capability.TICKET_STATUS} differs from the reference"
    if harness.full(Capability.TICKET_AGENT_ID):
        assert expected.agent_id == actual.agent_id, f"{Capability.TICKET_AGENT_ID} differs from the reference"
    if harness.full(Capability.TICKET_TOPIC_IDS):
        same = {topics[one] for one in expected.topic_ids}
        assert same == set(actual.topic_ids), f"{Capability.TICKET_TOPIC_IDS} differs from the reference"
    if harness.possible(Capability.MESSAGES_OF_TICKET, Capability.MESSAGES_ADD_NOTE):
        reference = notes(oracle, pair.oracle_id, frozenset())
        assert reference == notes(harness.desk, pair.vendor_id, pair.older), "notes differ from the reference"


def compare_tasks(harness: Harness, oracle: MemoryHelpdesk, pair: TaskPair) -> None:
    """Assert that both sides hold the same of a task: what, until when, where it stands, who has it, the comments."""
    expected, actual = oracle.tasks.get(pair.oracle_id), harness.desk.tasks.get(pair.vendor_id)
    for what, one, other in (
        ("text", expected.text, actual.text),
        ("due_at", expected.due_at, actual.due_at),
        ("status", expected.status, actual.status),
    ):
        assert one == other, f"task.{what} differs from the reference"
    if harness.full(Capability.TASK_AGENT_ID):
        assert expected.agent_id == actual.agent_id, f"{Capability.TASK_AGENT_ID} differs from the reference"
    if harness.possible(Capability.TASKS_COMMENTS, Capability.TASKS_ADD_COMMENT):
        reference = [one.text for one in oracle.tasks.comments(pair.oracle_id)]
        written = [one.text for one in harness.desk.tasks.comments(pair.vendor_id)]
        assert reference == written, "comments differ from the reference"


def compare_answers(harness: Harness, oracle: MemoryHelpdesk, pair: AnswerPair) -> None:
    """Assert that both sides hold the same of an answer: its name, its description, its words in every place.

    The words are read where `answers.get` is declared full; others give them back only when they are written.
    """
    expected, actual = oracle.answers.get(pair.oracle_id), harness.desk.answers.get(pair.vendor_id)
    assert expected.name == actual.name, "answer.name differs from the reference"
    if harness.full(Capability.ANSWER_DESCRIPTION):
        assert expected.description == actual.description, f"{Capability.ANSWER_DESCRIPTION} differs from the reference"
    if harness.full(Capability.ANSWERS_GET):
        assert _contents(expected) == _contents(actual), "contents differ from the reference"


def _contents(answer: Answer) -> list[tuple[str, str, str]]:
    return sorted((one.language, one.kind.value, one.text) for one in answer.contents)


def notes(desk: Helpdesk, ticket_id: TicketId, older: frozenset[str]) -> list[str]:
    """Return the texts of a ticket's notes that are not older, oldest first."""
    listed = desk.messages.of_ticket(ticket_id)
    return [one.text for one in listed if one.kind is MessageKind.NOTE and one.id not in older]


def _closed(ticket: Ticket) -> bool:
    return ticket.status.kind is TicketStatus.CLOSED
