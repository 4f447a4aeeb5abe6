import pytest

from deskbridge.errors import MergedError, NotFoundError
from deskbridge.memory.sample import BEGAN, MERGED_CUSTOMER, MERGED_TICKET, sample_desk
from deskbridge.records import CustomerChange, NewComment, NewNote, NewTask, Requester


@pytest.fixture
def desk():
    return sample_desk()


def task(desk, name):
    made = desk.tasks.create(NewTask(requester=Requester(name=name), text="Fly a kite.", due_at=BEGAN))
    desk.tasks.add_comment(made.id, NewComment(text="Not today."))
    return made


def test_a_deleted_customers_tasks_and_their_comments_go_too_and_no_others(desk):
    gone, left = task(desk, "Amy"), task(desk, "Beth")
    desk.customers.delete(gone.customer_id)
    with pytest.raises(NotFoundError):
        desk.tasks.get(gone.id)
    assert desk.tasks.get(left.id).customer_id == left.customer_id
    assert [one.task_id for one in desk.native.comments.values()] == [left.id]


def test_a_merged_customer_is_followed_by_get_and_says_so(desk):
    old, new = MERGED_CUSTOMER
    read = desk.customers.get(old)
    assert (read.id, read.merged_from) == (new, old)
    assert desk.customers.get(new).merged_from is None


def test_a_merged_ticket_is_followed_by_get_and_says_so(desk):
    old, new = MERGED_TICKET
    read = desk.tickets.get(old)
    assert (read.id, read.moved_from) == (new, old)


@pytest.mark.parametrize(
    ("merged", "call"),
    [
        (MERGED_CUSTOMER, lambda desk, ident: desk.customers.update(ident, CustomerChange(name="Meg"))),
        (MERGED_CUSTOMER, lambda desk, ident: desk.customers.delete(ident)),
        (MERGED_CUSTOMER, lambda desk, ident: list(desk.tickets.of_customer(ident))),
        (MERGED_TICKET, lambda desk, ident: desk.messages.add_note(ident, NewNote(text="Hello."))),
        (MERGED_TICKET, lambda desk, ident: list(desk.messages.of_ticket(ident))),
    ],
)
def test_all_else_is_told_where_a_merged_record_went(desk, merged, call):
    with pytest.raises(MergedError) as caught:
        call(desk, merged[0])
    assert (caught.value.old_id, caught.value.new_id) == merged


def test_who_was_merged_into_somebody_who_is_deleted_is_not_found(desk):
    old, new = MERGED_CUSTOMER
    desk.customers.delete(new)
    with pytest.raises(NotFoundError):
        desk.customers.get(old)
