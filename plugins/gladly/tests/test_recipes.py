from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

import deskbridge
from deskbridge.errors import ConflictError, NotFoundError
from deskbridge.records import (
    AnswerContent,
    AnswerId,
    ContentKind,
    CustomerChange,
    CustomerId,
    EventKind,
    ExportJobId,
    ExportStatus,
    GroupKind,
    Identifier,
    IdentifierKind,
    MessageId,
    NewAnswer,
    NewTask,
    NewTopic,
    ReportQuery,
    Requester,
    TicketChange,
    TicketId,
    TicketStatus,
    TopicChange,
    TopicId,
)

TICKET = TicketId("mTs0fj5qSo63Sg4RRuulPQ")
NOW = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)


@pytest.fixture
def desk(gladly):
    with deskbridge.connect("gladly", **gladly.served.settings) as desk:
        yield desk


def test_find_a_customer_by_email_and_change_the_name(desk):
    customer = desk.customers.find(email="person2@person.com").first()
    renamed = desk.customers.update(CustomerId(customer.id), CustomerChange(name="Ada Lovelace"))
    assert renamed.name == "Ada Lovelace"
    assert renamed.identifiers == customer.identifiers


def test_delete_a_customer(desk):
    customer_id = CustomerId(desk.customers.find(email="person2@person.com").first().id)
    desk.customers.delete(customer_id)
    with pytest.raises(NotFoundError):
        desk.customers.get(customer_id)


def test_make_a_task_for_an_inbox_by_name_and_an_agent_by_email(desk, gladly):
    inbox = next(one for one in desk.groups.all() if one.kind is GroupKind.INBOX and one.name == "Warranties & Returns")
    agent = desk.agents.find(email=gladly.served.settings["username"]).first()
    task = desk.tasks.create(
        NewTask(
            requester=Requester(identifier=Identifier(kind=IdentifierKind.EMAIL, value="person2@person.com")),
            text="Call back about the return",
            due_at=NOW + timedelta(days=1),
            group_id=inbox.id,
            agent_id=agent.id,
        )
    )
    assert (task.group_id, task.agent_id) == (inbox.id, agent.id)
    assert task.customer_id == desk.customers.find(email="person2@person.com").first().id


def test_label_a_ticket_and_close_it_though_the_customer_waits(desk):
    before = desk.tickets.get(TICKET)
    topic = next(one for one in desk.topics.all() if one.name == "Returns")
    desk.topics.add(TICKET, [topic.id])
    closed = desk.tickets.update(TICKET, TicketChange(status=TicketStatus.CLOSED, force=True))
    assert closed.status.kind is TicketStatus.CLOSED
    assert topic.id in closed.topic_ids
    assert (closed.agent_id, closed.group_id) == (before.agent_id, before.group_id)


def test_redact_what_a_customer_wrote(desk, gladly):
    message_id = MessageId(gladly.item(TICKET, 99))
    desk.messages.redact(message_id)
    assert desk.messages.get(message_id).text == ""


def test_download_the_newest_export_and_read_it(desk, tmp_path):
    job = desk.exports.jobs(status=ExportStatus.COMPLETED).first()
    job_id = ExportJobId(job.id)
    for file in job.files:
        saved = desk.exports.save(job_id, file, tmp_path / file)
        assert len(saved.read_bytes().splitlines()) == len(list(desk.exports.read(job_id, file)))


def test_run_a_report(desk):
    query = ReportQuery(
        name="ConversationTimestampsReport", first_day=date(2021, 9, 1), last_day=date(2021, 9, 30), timezone="UTC"
    )
    rows = list(desk.reports.run(query))
    assert {row["Conversation ID"] for row in rows} >= {TICKET}


@pytest.mark.parametrize("name", ["How to: Say Hello", "How to: Fly a kite"])
def test_write_an_answer_by_its_name_whether_it_is_there_or_not(desk, name):
    try:
        answer_id = AnswerId(desk.answers.create(NewAnswer(name=name)).id)
    except ConflictError as taken:
        answer_id = AnswerId(taken.existing_id)
    content = AnswerContent(language="en-US", kind=ContentKind.PUBLIC, title="Hello", html="<p>Hello!</p>")
    answer = desk.answers.set_content(answer_id, content)
    assert (answer.name, answer.contents[0].text) == (name, "Hello!")


def test_create_topics_and_change_them(desk):
    parent = desk.topics.create(NewTopic(name="Kites"))
    child = desk.topics.create(NewTopic(name="Box kites", parent_id=TopicId(parent.id)))
    changed = desk.topics.update(TopicId(child.id), TopicChange(name="Cellular kites", disabled=True))
    assert (changed.name, changed.parent_id, changed.disabled) == ("Cellular kites", parent.id, True)


def test_pull_the_events_of_today(desk, gladly):
    gladly.store.switches.events_lag_seconds = 0
    customer = desk.customers.find(email="person2@person.com").first()
    desk.customers.update(CustomerId(customer.id), CustomerChange(name="Ada"))
    midnight = NOW.replace(hour=0, minute=0, second=0, microsecond=0)
    events = desk.events.all(since=midnight)
    assert (EventKind.CUSTOMER_UPDATED, customer.id) in {(one.kind, one.customer_id) for one in events}
