from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskbridge.errors import ConflictError, InvalidRequestError, NotFoundError, ValidationError
from deskbridge.listing import TruncatedWarning
from deskbridge.records import (
    AgentId,
    AuthorKind,
    CustomerId,
    GroupId,
    Identifier,
    IdentifierKind,
    NewComment,
    NewTask,
    Requester,
    TaskChange,
    TaskId,
    TaskStatus,
)

DUE = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 5, 1, tzinfo=UTC)


def _by(kind: IdentifierKind, value: str) -> Requester:
    return Requester(identifier=Identifier(kind=kind, value=value))


@pytest.fixture
def inbox(gladly) -> GroupId:
    return GroupId(next(iter(gladly.store.inboxes)))


@pytest.fixture
def agent(gladly) -> AgentId:
    return AgentId(next(iter(gladly.store.agents)))


@pytest.fixture
def customer(gladly) -> CustomerId:
    return CustomerId(gladly.desk.customers.find(email="person2@person.com").first().id)


@pytest.fixture
def make(gladly, inbox, customer):
    def make(**fields):
        return gladly.desk.tasks.create(
            NewTask(
                **{
                    "requester": Requester(id=customer),
                    "text": "Call back",
                    "due_at": DUE,
                    "group_id": inbox,
                    **fields,
                }
            )
        )

    return make


def test_a_task_is_made_for_a_customer_and_read(gladly, make, inbox, agent, customer):
    made = make(agent_id=agent)
    assert (made.text, made.status, made.original_status) == ("Call back", TaskStatus.OPEN, "OPEN")
    assert (made.due_at, made.agent_id, made.group_id) == (DUE, agent, inbox)
    assert (made.customer_id, made.author.kind, made.created_at is None) == (customer, AuthorKind.API, False)
    assert gladly.desk.tasks.get(TaskId(made.id)) == made
    assert gladly.store.tasks.tasks[made.id] == made.raw


def test_a_task_is_made_for_whoever_has_an_address(make, customer):
    made = make(requester=_by(IdentifierKind.EMAIL, "person2@person.com"))
    assert made.customer_id == customer


@pytest.mark.parametrize(
    ("kind", "value"), [(IdentifierKind.EMAIL, "new@example.com"), (IdentifierKind.PHONE, "+16505550177")]
)
def test_a_stranger_becomes_a_customer(gladly, make, kind, value):
    made = make(requester=_by(kind, value))
    assert value in {one.value for one in gladly.desk.customers.get(made.customer_id).identifiers}


@pytest.mark.parametrize(
    "fields",
    [
        {"text": " "},
        {"group_id": None},
        {"requester": Requester(name="Ada")},
        {"requester": _by(IdentifierKind.SOCIAL, "ada")},
    ],
)
def test_a_task_that_cant_be_is_refused_before_a_request(gladly, make, fields):
    gladly.forget_requests()
    with pytest.raises(InvalidRequestError):
        make(**fields)
    assert gladly.requests == {}


def test_a_time_that_is_past_is_refused_by_the_vendor(make):
    with pytest.raises(ValidationError, match="dueAt"):
        make(due_at=datetime(2020, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("requester", [None, _by(IdentifierKind.EMAIL, "x@example.com")])
def test_a_task_with_an_id_of_ours_is_made_once(gladly, make, requester):
    fields = {"id": TaskId("mine"), **({"requester": requester} if requester else {})}
    first = make(**fields)
    assert make(**fields) == first
    assert len(list(gladly.desk.tasks.of_customer(first.customer_id))) - 1 == (1 if requester is None else 0)


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Else"},
        {"due_at": LATER},
        {"agent_id": AgentId("another")},
    ],
)
def test_an_id_that_another_task_has_is_a_conflict(make, other):
    make(id=TaskId("mine"))
    with pytest.raises(ConflictError) as caught:
        make(id=TaskId("mine"), **other)
    assert caught.value.existing_id == "mine"


def test_a_task_whose_answer_was_lost_is_there_once(gladly, make, customer):
    before = len(list(gladly.desk.tasks.of_customer(customer)))
    gladly.fault("reset_after", method="POST")
    make()
    assert len(list(gladly.desk.tasks.of_customer(customer))) == before + 1


def test_a_customers_tasks_are_listed_newest_first(gladly, make, customer):
    made = [make(text=f"Task {number}").id for number in range(3)]
    listed = gladly.desk.tasks.of_customer(customer)
    assert [one.id for one in listed][:3] == made[::-1]
    assert listed.truncated is False


def test_of_more_than_two_thousand_tasks_two_thousand_of_each_status_are_listed(gladly, make, customer):
    one = dict(gladly.store.tasks.tasks[make().id])
    for number in range(2010):
        status = "OPEN" if number % 3 else "CLOSED"
        made_at = f"2026-02-01T{number // 60 % 24:02}:{number % 60:02}:00.000Z"
        gladly.store.tasks.add({**one, "id": f"task-{number}", "status": status, "timestamp": made_at})
    gladly.forget_requests()
    listed = gladly.desk.tasks.of_customer(customer)
    tasks = list(listed)
    assert {f"task-{number}" for number in range(2010)} <= {task.id for task in tasks}
    assert sorted((task.created_at for task in tasks), reverse=True) == [task.created_at for task in tasks]
    assert (listed.truncated, sum(gladly.requests.values())) == (False, 3)


def test_two_thousand_open_tasks_are_the_most_that_are_listed(gladly, make, customer):
    one = dict(gladly.store.tasks.tasks[make().id])
    for number in range(2000):
        gladly.store.tasks.add({**one, "id": f"task-{number}"})
    listed = gladly.desk.tasks.of_customer(customer)
    with pytest.warns(TruncatedWarning):
        assert len(list(listed)) == 2000
    assert listed.truncated is True


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (TaskChange(status=TaskStatus.CLOSED), (TaskStatus.CLOSED, DUE, True)),
        (TaskChange(due_at=LATER), (TaskStatus.OPEN, LATER, True)),
        (TaskChange(agent_id=None), (TaskStatus.OPEN, DUE, False)),
        (TaskChange(), (TaskStatus.OPEN, DUE, True)),
    ],
)
def test_a_task_is_changed_where_it_is_set(gladly, make, agent, inbox, change, expected):
    after = gladly.desk.tasks.update(TaskId(make(agent_id=agent).id), change)
    assert expected == (after.status, after.due_at, after.agent_id == agent)
    assert after.group_id == inbox


def test_a_task_moves_to_another_inbox_with_its_agent(gladly, make, agent):
    gladly.store.inboxes["i2"] = {"id": "i2", "name": "Other"}
    after = gladly.desk.tasks.update(TaskId(make(agent_id=agent).id), TaskChange(group_id=GroupId("i2")))
    assert (after.group_id, after.agent_id) == ("i2", agent)


def test_both_halves_of_an_assignee_need_no_reading(gladly, make, inbox, agent):
    task_id = TaskId(make().id)
    gladly.forget_requests()
    gladly.desk.tasks.update(task_id, TaskChange(agent_id=agent, group_id=inbox))
    assert sum(gladly.requests.values()) == 2


def test_a_status_that_no_task_has_is_refused(gladly, make):
    with pytest.raises(InvalidRequestError):
        gladly.desk.tasks.update(TaskId(make().id), TaskChange(status=TaskStatus.UNKNOWN))


def test_agents_comment_on_a_task(gladly, make, agent):
    task_id = TaskId(make().id)
    made = [gladly.desk.tasks.add_comment(task_id, NewComment(text=text, agent_id=agent)) for text in ("A", "a <b> c")]
    listed = gladly.desk.tasks.comments(task_id)
    assert [(one.text, one.task_id, one.author.id) for one in listed] == [
        (text, task_id, agent) for text in ("A", "a <b> c")
    ]
    assert (list(listed), listed.truncated) == (made, False)


def test_a_comment_whose_answer_was_lost_is_there_once(gladly, make, agent):
    task_id = TaskId(make().id)
    gladly.fault("reset_after", method="POST")
    gladly.desk.tasks.add_comment(task_id, NewComment(text="Once", agent_id=agent))
    assert [one.text for one in gladly.desk.tasks.comments(task_id)] == ["Once"]


@pytest.mark.parametrize("new", [NewComment(text="Hello"), NewComment(text=" ", agent_id=AgentId("a"))])
def test_a_comment_without_an_agent_or_a_text_is_refused_before_a_request(gladly, new):
    with pytest.raises(InvalidRequestError):
        gladly.desk.tasks.add_comment(TaskId("x"), new)
    assert gladly.requests == {}


def test_a_closed_task_takes_no_comments(gladly, make, agent):
    task_id = TaskId(make().id)
    gladly.desk.tasks.update(task_id, TaskChange(status=TaskStatus.CLOSED))
    with pytest.raises(ValidationError):
        gladly.desk.tasks.add_comment(task_id, NewComment(text="Late", agent_id=agent))


@pytest.mark.parametrize(
    "ask",
    [
        lambda tasks: tasks.get(TaskId("none")),
        lambda tasks: list(tasks.comments(TaskId("none"))),
        lambda tasks: tasks.update(TaskId("none"), TaskChange(agent_id=None)),
        lambda tasks: list(tasks.of_customer(CustomerId("none"))),
    ],
)
def test_what_is_not_there_is_not_found(gladly, ask):
    with pytest.raises(NotFoundError):
        ask(gladly.desk.tasks)


def test_rich_text_is_read_as_plain_text(gladly, make):
    task_id = TaskId(make().id)
    gladly.store.tasks.tasks[task_id]["body"] = "<p>Call <b>Ada</b></p>"
    assert gladly.desk.tasks.get(task_id).text == "Call Ada"
