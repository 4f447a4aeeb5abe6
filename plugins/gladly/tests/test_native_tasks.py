"""Tasks through the native client: the vendor's own recipes for them, and every refusal that it documents."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from attrs import evolve

from deskbridge.errors import ConflictError, NotFoundError, ValidationError
from deskbridge_gladly.wire.conversations import AssigneeBody
from deskbridge_gladly.wire.customers import ProfileBody
from deskbridge_gladly.wire.items import CustomerBody
from deskbridge_gladly.wire.tasks import CommentBody, TaskBody, TaskChange

CUSTOMER = "OPy0kbYIQp-mr3IcdQRWqw"
INBOX = "0tvvSDnvQVGchp-GaxCeGQ"
DUE = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
TASK = TaskBody(body="please initiate a return", due_at=DUE, assignee=AssigneeBody(inbox_id=INBOX))


@pytest.fixture
def native(gladly):
    return gladly.desk.native


def _agent(native):
    return native.agents.list()[0].id


def test_a_task_is_created_for_an_inbox_and_an_agent_given_by_name_and_address(native):
    inbox = next(one for one in native.inboxes.list() if one.name == "Warranties & Returns")
    agent = next(one for one in native.agents.list() if one.email_address == "gladlyadmin@gladly.com")
    assignee = AssigneeBody(inbox_id=inbox.id, agent_id=agent.id)
    customer = CustomerBody(email_address="person2@person.com")
    task = native.tasks.get(native.tasks.create(evolve(TASK, assignee=assignee, customer=customer)))
    assert (task.customer_id, task.body, task.due_at, task.status) == (CUSTOMER, TASK.body, DUE, "OPEN")
    assert task.assignee is not None
    assert (task.assignee.inbox_id, task.assignee.agent_id) == (inbox.id, agent.id)


@pytest.mark.parametrize(
    "customer", [CustomerBody(email_address="new@b.example"), CustomerBody(mobile_phone="+16505550123")]
)
def test_a_task_for_a_stranger_makes_a_customer(native, customer):
    task = native.tasks.get(native.tasks.create(evolve(TASK, customer=customer)))
    made = native.customers.get(task.customer_id)
    addresses = [one.original for one in (*(made.emails or ()), *(made.phones or ()))]
    assert addresses == [customer.email_address or customer.mobile_phone]


@pytest.fixture
def stranger(native):
    return native.customers.create(ProfileBody(name="No tasks yet"))


def test_a_task_keeps_the_id_that_it_was_created_with_and_is_not_created_twice(native, stranger):
    task = evolve(TASK, id="task-1")
    assert native.tasks.create_for_customer(stranger, task) == "task-1"
    assert native.tasks.create_for_customer(stranger, task) == "task-1"
    assert [one.id for one in native.tasks.of_customer(stranger)] == ["task-1"]


@pytest.mark.parametrize("other", [{"body": "something else"}, {"due_at": LATER}], ids=str)
def test_the_id_of_another_task_is_a_conflict(native, stranger, other):
    native.tasks.create_for_customer(stranger, evolve(TASK, id="task-1"))
    with pytest.raises(ConflictError):
        native.tasks.create_for_customer(stranger, evolve(TASK, id="task-1", **other))


def test_the_id_of_another_customers_task_is_a_conflict(native, stranger):
    native.tasks.create_for_customer(stranger, evolve(TASK, id="task-1"))
    with pytest.raises(ConflictError) as caught:
        native.tasks.create_for_customer(CUSTOMER, evolve(TASK, id="task-1"))
    assert caught.value.codes == ("taken",)


def test_a_task_without_an_agent_has_none(native):
    assignee = AssigneeBody(inbox_id=INBOX, agent_id=None)
    task = native.tasks.get(native.tasks.create_for_customer(CUSTOMER, evolve(TASK, assignee=assignee)))
    assert task.assignee is not None
    assert (task.assignee.inbox_id, task.assignee.agent_id) == (INBOX, None)


def test_a_task_is_closed_as_the_vendors_script_does_it(native, stranger):
    task_id = native.tasks.create_for_customer(stranger, TASK)
    task = native.tasks.get(task_id)
    assert task.assignee is not None
    native.tasks.update(task_id, TaskChange(status="CLOSED", assignee=AssigneeBody(inbox_id=task.assignee.inbox_id)))
    assert native.tasks.get(task_id).status == "CLOSED"
    assert [one.id for one in native.tasks.of_customer(stranger, status="CLOSED")] == [task_id]
    assert len(native.tasks.of_customer(stranger, status="OPEN")) == 0


def test_a_task_is_changed_in_what_is_set_alone(native):
    task_id = native.tasks.create_for_customer(CUSTOMER, TASK)
    native.tasks.update(task_id, TaskChange(due_at=LATER))
    native.tasks.update(task_id, TaskChange(body="<b>call</b> back"))
    task = native.tasks.get(task_id)
    assert (task.body, task.due_at, task.status) == ("<b>call</b> back", LATER, "OPEN")


def test_comments_are_listed_in_their_order_and_each_is_there_by_its_id(gladly, native):
    task_id = native.tasks.create_for_customer(CUSTOMER, TASK)
    made = [
        native.tasks.add_comment(task_id, CommentBody(agent_id=_agent(native), comment=text))
        for text in ("first", "שני", "third 👋")
    ]
    comments = native.tasks.comments(task_id)
    assert ([one.id for one in comments], comments.truncated) == (made, False)
    assert [one.comment for one in comments] == ["first", "שני", "third 👋"]
    second = native.tasks.get_comment(task_id, made[1])
    assert (second.agent_id, second.task_id, second.comment) == (_agent(native), task_id, "שני")
    assert second.created_at is not None


def test_a_closed_task_takes_no_comment(native):
    task_id = native.tasks.create_for_customer(CUSTOMER, TASK)
    native.tasks.update(task_id, TaskChange(status="CLOSED"))
    with pytest.raises(ValidationError):
        native.tasks.add_comment(task_id, CommentBody(agent_id=_agent(native), comment="too late"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"body": "x" * 10_001},
        {"body": ""},
        {"assignee": AssigneeBody(inbox_id="")},
        {"id": "x" * 51},
    ],
    ids=str,
)
def test_a_task_that_can_not_be_is_refused(native, wrong):
    with pytest.raises(ValidationError):
        native.tasks.create_for_customer(CUSTOMER, evolve(TASK, **wrong))


def test_what_is_not_there_is_not_found(native):
    task_id = native.tasks.create_for_customer(CUSTOMER, TASK)
    for ask in (
        lambda: native.tasks.get("none"),
        lambda: native.tasks.update("none", TaskChange(status="CLOSED")),
        lambda: native.tasks.comments("none"),
        lambda: native.tasks.get_comment(task_id, "none"),
        lambda: native.tasks.add_comment("none", CommentBody(agent_id=_agent(native), comment="c")),
        lambda: native.tasks.create_for_customer("none", TASK),
        lambda: native.tasks.of_customer("none"),
    ):
        with pytest.raises(NotFoundError):
            ask()


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "unavailable_before", "unavailable_after"])
def test_a_task_stands_once_whatever_becomes_of_its_acknowledgement(gladly, native, stranger, fault):
    gladly.fault(fault, method="POST", path="/tasks")
    task_id = native.tasks.create_for_customer(stranger, TASK)
    assert [one.id for one in native.tasks.of_customer(stranger)] == [task_id]


def test_a_comment_stands_once_whatever_becomes_of_its_acknowledgement(gladly, native, stranger):
    task_id = native.tasks.create_for_customer(stranger, TASK)
    gladly.fault("reset_after", method="POST", path="/comments")
    comment_id = native.tasks.add_comment(task_id, CommentBody(agent_id=_agent(native), comment="once"))
    assert [one.id for one in native.tasks.comments(task_id)] == [comment_id]
