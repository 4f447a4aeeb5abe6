"""Tasks and answers in memory."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from deskbridge.errors import ConflictError, InvalidRequestError, ValidationError
from deskbridge.listing import Listing
from deskbridge.memory.store import VENDOR, Store, held, listing
from deskbridge.memory.tickets import requested
from deskbridge.records import (
    Answer,
    AnswerChange,
    AnswerContent,
    AnswerId,
    Audience,
    Author,
    AuthorKind,
    Comment,
    ContentKind,
    CustomerId,
    NewAnswer,
    NewComment,
    NewTask,
    Task,
    TaskChange,
    TaskId,
    TaskStatus,
)
from deskbridge.records.changes import given_fields


class MemoryTasks:
    """Tasks; comments on closed ones are refused."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, task_id: TaskId) -> Task:
        """See `deskbridge.protocols.Tasks`."""
        with self._store.lock:
            return held(self._store.tasks, task_id, "tasks.get")

    def of_customer(self, customer_id: CustomerId) -> Listing[Task]:
        """See `deskbridge.protocols.Tasks`."""

        def select() -> list[Task]:
            held(self._store.customers, customer_id, "tasks.of_customer")
            return [one for one in reversed(self._store.tasks.values()) if one.customer_id == customer_id]

        return listing(self._store, "tasks of a customer", select)

    def create(self, new: NewTask) -> Task:
        """See `deskbridge.protocols.Tasks`."""
        store = self._store
        if not new.text:
            msg = "there is nothing to do; give text"
            raise InvalidRequestError(msg, vendor=VENDOR, operation="tasks.create")
        with store.lock:
            if new.id is not None and new.id in store.tasks:
                msg = f"the id {new.id!r} is taken"
                raise ConflictError(msg, existing_id=new.id, vendor=VENDOR, operation="tasks.create")
            made = Task(
                id=new.id or store.new_id("task"),
                vendor=VENDOR,
                text=new.text,
                status=TaskStatus.OPEN,
                original_status=TaskStatus.OPEN.value,
                customer_id=requested(store, new.requester),
                due_at=new.due_at,
                agent_id=new.agent_id,
                group_id=new.group_id,
                author=Author(kind=AuthorKind.API),
                created_at=store.now(),
            )
            store.tasks[made.id] = made
            return made

    def update(self, task_id: TaskId, change: TaskChange) -> Task:
        """See `deskbridge.protocols.Tasks`."""
        store = self._store
        with store.lock:
            before = held(store.tasks, task_id, "tasks.update")
            after = evolve(before, **given_fields(change), updated_at=store.now())
            closed = after.status is TaskStatus.CLOSED
            closed_at = (before.closed_at or store.now()) if closed else None
            after = evolve(after, original_status=after.status.value, closed_at=closed_at)
            store.tasks[after.id] = after
            return after

    def comments(self, task_id: TaskId) -> Listing[Comment]:
        """See `deskbridge.protocols.Tasks`."""

        def select() -> list[Comment]:
            held(self._store.tasks, task_id, "tasks.comments")
            return [one for one in self._store.comments.values() if one.task_id == task_id]

        return listing(self._store, "comments of a task", select)

    def add_comment(self, task_id: TaskId, new: NewComment) -> Comment:
        """See `deskbridge.protocols.Tasks`."""
        store = self._store
        if not new.text:
            msg = "there is nothing to write; give text"
            raise InvalidRequestError(msg, vendor=VENDOR, operation="tasks.add_comment")
        with store.lock:
            if held(store.tasks, task_id, "tasks.add_comment").status is TaskStatus.CLOSED:
                msg = "a closed task takes no comments; open it first"
                raise ValidationError(msg, vendor=VENDOR, operation="tasks.add_comment", codes=("invalid_state",))
            author = Author(kind=AuthorKind.AGENT, id=new.agent_id) if new.agent_id else Author(kind=AuthorKind.API)
            made = Comment(
                id=store.new_id("comment"),
                vendor=VENDOR,
                task_id=task_id,
                text=new.text,
                author=author,
                created_at=store.now(),
            )
            store.comments[made.id] = made
            return made


class MemoryAnswers:
    """Answers; names are unique without regard to case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> Listing[Answer]:
        """See `deskbridge.protocols.Answers`."""
        return listing(self._store, "all answers", self._store.answers.values)

    def get(self, answer_id: AnswerId) -> Answer:
        """See `deskbridge.protocols.Answers`."""
        with self._store.lock:
            return held(self._store.answers, answer_id, "answers.get")

    def create(self, new: NewAnswer) -> Answer:
        """See `deskbridge.protocols.Answers`."""
        store = self._store
        with store.lock:
            if new.id is not None and new.id in store.answers:
                msg = f"the id {new.id!r} is taken"
                raise ConflictError(msg, existing_id=new.id, vendor=VENDOR, operation="answers.create")
            self._check_name(new.name, None, "answers.create")
            made = Answer(
                id=new.id or store.new_id("answer"),
                vendor=VENDOR,
                name=new.name,
                description=new.description,
                audience_ids=new.audience_ids,
                contents=_placed(new.contents),
                category=new.category,
                created_at=store.now(),
            )
            store.answers[made.id] = made
            return made

    def update(self, answer_id: AnswerId, change: AnswerChange) -> Answer:
        """See `deskbridge.protocols.Answers`."""
        store = self._store
        with store.lock:
            before = held(store.answers, answer_id, "answers.update")
            if isinstance(change.name, str):
                self._check_name(change.name, before.id, "answers.update")
            after = evolve(before, **given_fields(change), updated_at=store.now())
            store.answers[after.id] = after
            return after

    def delete(self, answer_id: AnswerId) -> None:
        """See `deskbridge.protocols.Answers`."""
        with self._store.lock:
            held(self._store.answers, answer_id, "answers.delete")
            del self._store.answers[answer_id]

    def set_content(self, answer_id: AnswerId, content: AnswerContent) -> Answer:
        """See `deskbridge.protocols.Answers`."""
        store = self._store
        with store.lock:
            before = held(store.answers, answer_id, "answers.set_content")
            after = evolve(before, contents=_placed((*before.contents, content)), updated_at=store.now())
            store.answers[after.id] = after
            return after

    def audiences(self) -> Listing[Audience]:
        """See `deskbridge.protocols.Answers`."""
        return listing(self._store, "all audiences", self._store.audiences.values)

    def _check_name(self, name: str, own: str | None, operation: str) -> None:
        if not name:
            msg = "an answer needs a name"
            raise ValidationError(msg, vendor=VENDOR, operation=operation, codes=("blank",))
        for one in self._store.answers.values():
            if one.id != own and one.name.casefold() == name.casefold():
                msg = f"an answer named {name!r} is there already"
                raise ConflictError(msg, existing_id=one.id, vendor=VENDOR, operation=operation)


def _placed(contents: Iterable[AnswerContent]) -> tuple[AnswerContent, ...]:
    """Return one content a language and use: the last one, where it came last."""
    placed: dict[tuple[str, ContentKind], AnswerContent] = {}
    for one in contents:
        placed.pop((one.language, one.kind), None)
        placed[one.language, one.kind] = one
    return tuple(placed.values())
