"""Tasks and answers."""

from __future__ import annotations

from typing import Protocol

from deskbridge.listing import Listing
from deskbridge.records import (
    Answer,
    AnswerChange,
    AnswerContent,
    AnswerId,
    Audience,
    Comment,
    CustomerId,
    NewAnswer,
    NewComment,
    NewTask,
    Task,
    TaskChange,
    TaskId,
)


class Tasks(Protocol):
    """What is to be done for customers."""

    def get(self, task_id: TaskId) -> Task:
        """Return one task.

        Raises:
            NotFoundError: There is none of that id.
        """

    def of_customer(self, customer_id: CustomerId) -> Listing[Task]:
        """List a customer's tasks, newest first.

        Raises:
            NotFoundError: There is no such customer, where the vendor tells that; else there are none.
            MergedError: The customer was merged into another, whose tasks they are now.
        """

    def create(self, new: NewTask) -> Task:
        """Make a task.

        Raises:
            ConflictError: The id is taken.
            ValidationError: The vendor refuses the time or the assignee.
        """

    def update(self, task_id: TaskId, change: TaskChange) -> Task:
        """Change the fields that are set.

        Raises:
            NotFoundError: There is none of that id.
        """

    def comments(self, task_id: TaskId) -> Listing[Comment]:
        """List what was written on a task, oldest first.

        Raises:
            NotFoundError: There is no such task.
        """

    def add_comment(self, task_id: TaskId, new: NewComment) -> Comment:
        """Write on a task.

        Raises:
            NotFoundError: There is no such task.
            ValidationError: The task is closed, where the vendor takes none then.
        """


class Answers(Protocol):
    """Articles and canned replies."""

    def all(self) -> Listing[Answer]:
        """List every answer once, in no promised order."""

    def get(self, answer_id: AnswerId) -> Answer:
        """Return one answer with its contents.

        Raises:
            NotFoundError: There is none of that id.
        """

    def create(self, new: NewAnswer) -> Answer:
        """Make an answer, with its contents where the vendor takes them at once.

        Raises:
            ConflictError: The name is taken; `existing_id` where the vendor tells.
        """

    def update(self, answer_id: AnswerId, change: AnswerChange) -> Answer:
        """Change the fields that are set.

        Raises:
            NotFoundError: There is none of that id.
        """

    def delete(self, answer_id: AnswerId) -> None:
        """Delete an answer with its contents.

        Raises:
            NotFoundError: There is none of that id.
        """

    def set_content(self, answer_id: AnswerId, content: AnswerContent) -> Answer:
        """Write an answer's words in one language for one use, in place of what was there.

        Raises:
            NotFoundError: There is no such answer.
        """

    def audiences(self) -> Listing[Audience]:
        """List the brands or segments that answers can be for."""
