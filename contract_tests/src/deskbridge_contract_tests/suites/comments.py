"""What `desk.tasks` promises of comments."""

from __future__ import annotations

import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, NotFoundError, ValidationError
from deskbridge.records import TaskChange, TaskId, TaskStatus
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, unique, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.suites.messages import TEXTS


class CommentsSuite:
    """Comments stay whole and in order."""

    @needs(Capability.TASKS_CREATE, Capability.TASKS_ADD_COMMENT, Capability.TASKS_COMMENTS)
    def test_comments_come_oldest_first_and_whole_in_every_script(self, harness: Harness, maker: Maker) -> None:
        """Comments are whole, and in the order in which they were written. The last one counts.

        Usually wrong: newest first, or taken for HTML.
        """
        task_id = TaskId(maker.task().id)
        made = [harness.desk.tasks.add_comment(task_id, maker.new_comment(text)).id for text in TEXTS]
        found = list(harness.desk.tasks.comments(task_id))
        assert list(TEXTS) == [one.text for one in found], "tasks.comments changed, lost or reordered comments"
        assert made == [one.id for one in found], "tasks.add_comment returned other ids than tasks.comments lists"
        assert {one.task_id for one in found} == {task_id}, "tasks.comments gave another task's"

    @needs(Capability.TASKS_CREATE, Capability.TASKS_ADD_COMMENT, Capability.TASKS_COMMENTS, Capability.AGENTS_ALL)
    def test_a_comment_is_in_the_name_of_its_agent(self, harness: Harness, maker: Maker) -> None:
        """Who wrote a comment is who was said. Colleagues ask the one whose name stands there.

        Usually wrong: the user of the API is named.
        """
        task_id, new = TaskId(maker.task().id), maker.new_comment(unique("comment"))
        harness.desk.tasks.add_comment(task_id, new)
        (read,) = harness.desk.tasks.comments(task_id)
        assert new.agent_id == read.author.id, "tasks.add_comment did not keep who wrote it"

    @needs(Capability.TASKS_CREATE, Capability.TASKS_UPDATE, Capability.TASKS_ADD_COMMENT, Capability.TASKS_COMMENTS)
    def test_a_comment_on_a_closed_task_is_kept_or_refused(self, harness: Harness, maker: Maker) -> None:
        """A late comment is there, or refused by `ValidationError`. Its writer believes that it will be read.

        Usually wrong: it is thanked for and thrown away.
        """
        task = maker.task()
        harness.desk.tasks.update(TaskId(task.id), TaskChange(status=TaskStatus.CLOSED))
        try:
            made = [harness.desk.tasks.add_comment(TaskId(task.id), maker.new_comment(unique("late"))).id]
        except ValidationError:
            made = []
        listed = [one.id for one in harness.desk.tasks.comments(TaskId(task.id))]
        assert made == listed, "tasks.add_comment on a closed task neither kept the comment nor refused it"

    @needs(Capability.TASKS_CREATE, Capability.TASKS_ADD_COMMENT)
    def test_an_empty_comment_is_refused(self, harness: Harness, maker: Maker) -> None:
        """A comment that says nothing is refused. It would look as if somebody had dealt with the task.

        Usually wrong: an empty comment is made.
        """
        task_id = TaskId(maker.task().id)
        with pytest.raises((InvalidRequestError, ValidationError)):
            harness.desk.tasks.add_comment(task_id, maker.new_comment(""))

    @needs(Capability.TASKS_CREATE, Capability.TASKS_ADD_COMMENT)
    def test_a_comment_on_an_unknown_task_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """A comment belongs to a task that there is. What is written nowhere is missed only when it is needed.

        Usually wrong: the vendor's 400 is passed on.
        """
        ident = TaskId(unlike(maker.task().id))
        with pytest.raises(NotFoundError):
            harness.desk.tasks.add_comment(ident, maker.new_comment("to nothing"))

    @needs(Capability.TASKS_CREATE, Capability.TASKS_COMMENTS)
    def test_comments_of_an_unknown_task_raise_not_found(self, harness: Harness, maker: Maker) -> None:
        """No task is not one without comments. A deleted task would look like one that nobody touched.

        Usually wrong: the vendor's empty list is passed on.
        """
        ident = TaskId(unlike(maker.task().id))
        with pytest.raises(NotFoundError):
            list(harness.desk.tasks.comments(ident))
