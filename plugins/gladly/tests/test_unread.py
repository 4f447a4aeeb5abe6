"""A desk that was told not to read back sends what it writes and nothing else."""

from datetime import UTC, datetime

import pytest

from deskbridge.connecting import connect
from deskbridge.errors import ConflictError
from deskbridge.records import (
    AnswerChange,
    AnswerContent,
    ContentKind,
    CustomerChange,
    Identifier,
    IdentifierKind,
    NewAnswer,
    NewCustomer,
    NewTask,
    NewTopic,
    Requester,
    TaskChange,
    TaskStatus,
    TicketChange,
    TicketStatus,
    TopicChange,
)
from deskbridge.sandbox import SandboxOptions, running
from deskbridge_gladly.sandbox import create

DUE = datetime(2100, 1, 1, tzinfo=UTC)


def test_every_write_is_one_request() -> None:
    with running(create(SandboxOptions())) as served, connect("gladly", **served.settings, read_back=False) as desk:
        counters = served.sandbox.counters
        email = Identifier(kind=IdentifierKind.EMAIL, value="new@example.org")
        made = desk.customers.create(NewCustomer(name="New", identifiers=[email]))
        assert (made.name, made.emails, dict(made.raw)) == ("New", ("new@example.org",), {})
        assert desk.customers.update(made.id, CustomerChange(name="Other")).name == "Other"
        group = next(iter(desk.groups.all()))
        counters.reset()
        task = desk.tasks.create(NewTask(requester=Requester(id=made.id), text="x", due_at=DUE, group_id=group.id))
        closed = desk.tasks.update(task.id, TaskChange(status=TaskStatus.CLOSED, group_id=group.id, agent_id=None))
        assert (task.text, task.status, closed.status) == ("x", TaskStatus.OPEN, TaskStatus.CLOSED)
        topic = desk.topics.create(NewTopic(name="Unread"))
        assert desk.topics.update(topic.id, TopicChange(name="Unread too", disabled=True)).disabled
        answer = desk.answers.create(NewAnswer(name="Unread"))
        desk.answers.update(answer.id, AnswerChange(description="x"))
        words = AnswerContent(language="en-us", kind=ContentKind.PUBLIC, title="T", html="<p>x</p>")
        assert desk.answers.set_content(answer.id, words).contents[0].title == "T"
        assert counters.requests == 7
        read = connect("gladly", **served.settings)
        assert read.customers.get(made.id).name == "Other"
        assert read.tasks.get(task.id).status is TaskStatus.CLOSED
        read.close()


def test_a_ticket_is_changed_by_one_request() -> None:
    with running(create(SandboxOptions())) as served, connect("gladly", **served.settings, read_back=False) as desk:
        ticket = next(iter(desk.tickets.all()))
        desk.topics.add(ticket.id, [next(iter(desk.topics.all())).id])
        served.sandbox.counters.reset()
        change = TicketChange(
            status=TicketStatus.CLOSED, force=True, group_id=ticket.group_id or "", agent_id=ticket.agent_id
        )
        assert desk.tickets.update(ticket.id, change).status.kind is TicketStatus.CLOSED
        assert served.sandbox.counters.requests == 1


def test_a_conflict_is_still_told_from_a_repetition() -> None:
    with running(create(SandboxOptions())) as served, connect("gladly", **served.settings, read_back=False) as desk:
        desk.topics.create(NewTopic(name="Mine", id="mine"))
        assert desk.topics.create(NewTopic(name="Mine", id="mine")).id == "mine"
        with pytest.raises(ConflictError):
            desk.topics.create(NewTopic(name="Another", id="mine"))
